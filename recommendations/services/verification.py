"""What the office found of what a department claimed."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from recommendations.models import Verification
from recommendations.permissions import User, may_verify

from .sample import sample_is_here


def verify(*, actor: User, verification: Verification, moment: datetime | None = None) -> Verification:
    """Write the office's percent beside the department's, with how well it is proved. It is never changed.

    Args:
        actor: a person of the office.
        verification: a new one; ``report`` must be a report on the same action.
        moment: when it is done; now, unless one records what was done before.

    Raises:
        PermissionDenied: the actor is not of the office.
        ValidationError: a field or constraint does not hold, or the report is another action's.
    """
    if not may_verify(actor):
        raise PermissionDenied(_("只有研究室可以记录核实结果。"))
    if verification.report is not None and verification.report.action_id != verification.action_id:
        raise ValidationError({"report": _("核实的报告必须是这项行动的报告。")})
    verification.recorded_at, verification.recorded_by = moment or timezone.now(), actor
    verification.sample = verification.sample or sample_is_here()
    verification.full_clean()
    verification.save(force_insert=True)
    return verification
