"""Which reports a person meets in the admin: narrower than ``visible_to``, which also opens others' approved ones."""

from django.db.models import Q, QuerySet

from recommendations.models import ProgressReport
from recommendations.permissions import User, roles_of


def own_reports(user: User) -> QuerySet[ProgressReport]:
    """All reports for the office; the own departments' for everyone else."""
    roles = roles_of(user)
    visible = ProgressReport.objects.visible_to(user)
    if roles.office:
        return visible
    unassigned = Q(department=None, action__lead_department__in=roles.own)
    return visible.filter(Q(department__in=roles.own) | unassigned)
