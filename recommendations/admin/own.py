"""What a person meets in the admin: the office all, a department's people their own."""

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from recommendations.models import ProgressReport
from recommendations.permissions import User, roles_of

from .base import WritesThroughServices


class OfOneDepartment(WritesThroughServices):
    """Departments meet their own here; on the pages of actions whoever has a role may read all."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        roles = roles_of(request.user)
        rows = super().get_queryset(request).visible_to(request.user)
        return rows if roles.office else rows.filter(department__in=roles.own)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        roles = roles_of(request.user)
        return roles.office or (bool(roles.own) if obj is None else obj.department_id in roles.own)


class BetweenDepartments(WritesThroughServices):
    """What one department asks of another, or of the office: both sides meet it, as ``visible_to`` says."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).visible_to(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        roles = roles_of(request.user)
        if not (roles.office or roles.own):
            return False
        return obj is None or self.model._default_manager.visible_to(request.user).filter(pk=obj.pk).exists()


def own_reports(user: User) -> QuerySet[ProgressReport]:
    """All reports for the office; the own departments' for everyone else: ``visible_to`` also opens approved ones."""
    roles = roles_of(user)
    visible = ProgressReport.objects.visible_to(user)
    if roles.office:
        return visible
    unassigned = Q(department=None, action__lead_department__in=roles.own)
    return visible.filter(Q(department__in=roles.own) | unassigned)
