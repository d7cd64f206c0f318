"""Who works in the sample: the office, a reader, and a reporter in each department that leads or supports something."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Count

from recommendations.choices import Role
from recommendations.models import Action, Department, Membership

from .texts import sample

PASSWORD = "liuzhou-demo"  # noqa: S105  printed for everyone who runs the demo
PREFIX = "demo-"
OFFICE, READER = f"{PREFIX}{Role.COORDINATOR}", f"{PREFIX}{Role.READER}"
SHOWN_REPORTERS = 2


@dataclass(frozen=True)
class People:
    """Those who act in the sample; ``reporters`` by the id of their department."""

    office: AbstractBaseUser
    reporters: dict[int, AbstractBaseUser]

    def reporter_of(self, action: Action) -> AbstractBaseUser:
        """Who reports on the action: the leading department, or the office where none leads."""
        return self.reporters.get(action.lead_department_id, self.office)


@dataclass(frozen=True)
class Login:
    """A way in for whoever tries the sample; ``valid`` until somebody changes the password."""

    username: str
    role: str
    department: str
    valid: bool


def taken_names() -> list[str]:
    """Names of people here that the sample would need for its own."""
    return list(get_user_model().objects.filter(username__startswith=PREFIX).values_list("username", flat=True))


def make_people() -> People:
    """The office and the reader belong to the first department that leads nothing, else to the first."""
    departments = list(Department.objects.annotate(leads=Count("led_actions")).order_by("position", "code"))
    home = next((department for department in departments if not department.leads), departments[0])
    password = make_password(PASSWORD)  # one slow hash for all of them
    supporting = set(Action.supporting_departments.through.objects.values_list("department", flat=True))
    office = _make_person(OFFICE, Role.COORDINATOR, home, password)
    _make_person(READER, Role.READER, home, password)
    reporters = {
        department.pk: _make_person(f"{PREFIX}{department.code}", Role.REPORTER, department, password)
        for department in departments
        if department.leads or department.pk in supporting
    }
    return People(office, reporters)


def _make_person(username: str, role: Role, department: Department, password: str) -> AbstractBaseUser:
    person = get_user_model().objects.create(
        username=username,
        first_name=sample(str(role.label)),
        password=password,
        is_staff=role != Role.READER,
    )
    Membership.objects.create(user=person, department=department, role=role)
    return person


def logins() -> Iterator[Login]:
    """The office, the reader, and the reporters of the departments that lead most."""
    held = Membership.objects.filter(user__username__startswith=PREFIX).select_related("user", "department")
    reporters = (
        held.filter(role=Role.REPORTER)
        .annotate(leads=Count("department__led_actions"))
        .order_by("-leads", "department__position", "pk")
    )
    for membership in [
        *held.filter(user__username=OFFICE),
        *reporters[:SHOWN_REPORTERS],
        *held.filter(user__username=READER),
    ]:
        user = membership.user
        valid = user.is_active and check_password(PASSWORD, user.password)
        yield Login(user.username, membership.get_role_display(), membership.department.name, valid)
