"""The one door of acknowledgements: that somebody has looked at a finding, says why it stands, or takes that back."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from indicators.models import Acknowledgement
from indicators.quality.findings import Finding


def acknowledge(*, actor: AbstractBaseUser, finding: Finding, reason: str) -> Acknowledgement:
    """Say why a finding stands; it holds until one of its figures changes. What was said before is replaced.

    Args:
        actor: who says it.
        finding: of the report on all that is known now.
        reason: in the person's words.

    Raises:
        ValidationError: the reason is empty; nothing is stored.
    """
    with transaction.atomic():
        known = Acknowledgement.objects.select_for_update().filter(finding=finding.key).first()
        acknowledgement = known or Acknowledgement(finding=finding.key)
        acknowledgement.figures = finding.figures
        acknowledgement.reason = reason.strip()
        acknowledgement.by = actor
        acknowledgement.at = timezone.now()
        acknowledgement._history_user = actor
        acknowledgement.full_clean()
        acknowledgement.save()
    return acknowledgement


def withdraw(*, actor: AbstractBaseUser, acknowledgement: Acknowledgement) -> None:
    """Open a finding again.

    Args:
        actor: who does; the acknowledgement's history tells.
    """
    acknowledgement._history_user = actor
    with transaction.atomic():
        acknowledgement.delete()
