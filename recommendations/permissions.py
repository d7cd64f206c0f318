"""Who may do what: the only place that says so. ``visible_to`` on a queryset says who may see which rows."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from .choices import EDITABLE_BY_REPORTER, ReportState, Role

if TYPE_CHECKING:
    from .models import Action, ProgressReport

User = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True)
class Roles:
    """What a person is, read once a request.

    Attributes:
        office: runs the plan, approves and returns, edits everything.
        reader: may read what is not public (every signed-in person with a role).
        departments: ids of the departments that the person reports for.
    """

    office: bool = False
    reader: bool = False
    departments: frozenset[int] = frozenset()


def roles_of(user: User) -> Roles:
    """A person's roles: one query for each user object, none for anonymous or inactive people."""
    if not user.is_authenticated or not user.is_active:
        return Roles()
    if not hasattr(user, "_roles"):
        held = list(user.memberships.values_list("role", "department_id"))
        user._roles = Roles(
            office=user.is_superuser or any(role == Role.COORDINATOR for role, _ in held),
            reader=user.is_superuser or bool(held),
            departments=frozenset(department for role, department in held if role == Role.REPORTER),
        )
    return user._roles


def may_read(user: User) -> bool:
    """Whether pages and API open at all: to people signed in, and to everyone when ``PUBLIC_PAGES``."""
    return settings.PUBLIC_PAGES or user.is_authenticated


def may_report_on(user: User, action: "Action") -> bool:
    """Whether the person may log progress on the action: for the leading department, or in the office."""
    roles = roles_of(user)
    return roles.office or (action.lead_department_id is not None and action.lead_department_id in roles.departments)


def may_carry(user: User, report: "ProgressReport") -> bool:
    """Whether the report is the person's to write on and hand in: the own department's, while it leads the action."""
    roles = roles_of(user)
    own = report.department_id is None or report.department_id in roles.departments
    return roles.office or (own and may_report_on(user, report.action))


def may_edit(user: User, report: "ProgressReport") -> bool:
    """Whether the person may change the report's text: until it is submitted, or after it was returned."""
    return report.state in EDITABLE_BY_REPORTER and may_carry(user, report)


def may_discard(user: User, report: "ProgressReport") -> bool:
    """Whether the person may throw the report away: a draft, by who wrote it, whoever leads the action by now."""
    return report.state == ReportState.DRAFT and report.created_by_id == user.pk


def may_decide(user: User, report: "ProgressReport") -> bool:
    """Whether the person may approve or return the report now."""
    return report.state == ReportState.SUBMITTED and roles_of(user).office
