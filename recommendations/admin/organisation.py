"""Departments, and the people in them."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from indicators.admin.base import RecordAdmin, StrictAddressesMixin, TableInline
from indicators.asof import today
from indicators.writing import enumerated
from recommendations.models import Department, Membership
from recommendations.permissions import roles_of

Person = get_user_model()


def _with_role(who: Model, membership: Membership) -> str:
    said = {"who": who, "role": membership.get_role_display(), "until": membership.until}
    if membership.until is None:
        return gettext("%(who)s（%(role)s）") % said
    return gettext("%(who)s（%(role)s，至%(until)s）") % said


class PeopleInline(TableInline):
    model = Membership
    autocomplete_fields = ["user"]


class RolesInline(TableInline):
    model = Membership
    autocomplete_fields = ["department"]


@admin.register(Department)
class DepartmentAdmin(RecordAdmin):
    list_display = ["name", "code", "needs_sign_off", "people"]
    list_filter = ["needs_sign_off"]
    search_fields = ["code", "name", "name_en"]
    inlines = [PeopleInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("memberships__user")

    @admin.display(description=_("人员"))
    def people(self, row: Department) -> str:
        """Who reports, signs and runs the plan; readers, and roles that have run out, are left out."""
        held = [m for m in row.memberships.all() if m.role != "reader" and (m.until is None or m.until >= today())]
        return enumerated(_with_role(m.user, m) for m in held) or "—"


# Roles are memberships: Django's groups would be a second place that says who may do what.
admin.site.unregister(Group)
admin.site.unregister(Person)


@admin.register(Person)
class PersonAdmin(StrictAddressesMixin, UserAdmin):
    """Accounts are a superuser's business; the office may look a name up to give it a role in a department."""

    list_display = ["username", "roles", "is_staff", "is_active", "last_login"]
    list_filter = ["is_staff", "is_active", "memberships__role", "memberships__department"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("个人信息"), {"fields": ["last_name", "first_name", "email"]}),
        (_("权限"), {"fields": ["is_active", "is_staff", "is_superuser"]}),
        (_("日期"), {"fields": ["last_login", "date_joined"]}),
    ]
    filter_horizontal = []
    inlines = [RolesInline]

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Known without asking the database for Django's permission rows, on every page of the admin."""
        return request.user.is_superuser

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        if request.resolver_match.url_name == "autocomplete":
            return roles_of(request.user).office
        return super().has_view_permission(request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("memberships__department")

    @admin.display(description=pgettext_lazy("records", "任职"))
    def roles(self, row: Model) -> str:
        return enumerated(_with_role(m.department, m) for m in row.memberships.all()) or "—"
