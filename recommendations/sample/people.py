"""Who works in the sample: somebody in each role, and a reporter in each department that leads or supports."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Count, Exists, OuterRef

from recommendations.choices import Role
from recommendations.models import Action, Department, Membership

from .plan import REASON
from .texts import sample

PASSWORD = "liuzhou-demo"  # noqa: S105  printed for everyone who runs the demo
PREFIX = "demo-"
SHOWN_REPORTERS = 2
EVALUATED_FOR = timedelta(days=180)
WORK_IN_ADMIN = {Role.COORDINATOR, Role.STATISTICIAN, Role.HEAD, Role.REPORTER}
# In the order in which the ways in are printed; reporters stand after their head.
BEFORE_REPORTERS = (Role.COORDINATOR, Role.STATISTICIAN, Role.LEADER, Role.HEAD)
AFTER_REPORTERS = (Role.EVALUATOR, Role.READER)


@dataclass(frozen=True)
class People:
    """Those who act in the sample; ``reporters`` by the id of their department.

    Attributes:
        leaders: two, each of whom oversees a part of the plan.
        former: the first leader's predecessor, whose account is closed by now.
        head: signs for the first department that leads something, where one does.
        headed: that department; it asks for the signature.
    """

    office: AbstractBaseUser
    leaders: tuple[AbstractBaseUser, AbstractBaseUser]
    former: AbstractBaseUser
    head: AbstractBaseUser | None
    headed: Department | None
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


def make_people(made_on: date) -> People:
    """The office and who reads belong to the first department that leads nothing, else to the first.

    Args:
        made_on: the day on which the sample is made; the evaluator's role runs out half a year later.
    """
    departments = list(Department.objects.annotate(leads=Count("led_actions")).order_by("position", "code"))
    home = next((department for department in departments if not department.leads), departments[0])
    leading = [department for department in departments if department.leads]
    _ask_for_signature(leading[:1])
    password = make_password(PASSWORD)  # one slow hash for all of them
    supporting = set(Action.supporting_departments.through.objects.values_list("department", flat=True))
    reporting = [department for department in departments if department.leads or department.pk in supporting]

    def person(role: Role, department: Department, name: str = "", **more: object) -> AbstractBaseUser:
        return _make_person(f"{PREFIX}{name or role}", role, department, password, **more)

    office = person(Role.COORDINATOR, home)
    person(Role.STATISTICIAN, home)
    person(Role.EVALUATOR, home, until=made_on + EVALUATED_FOR)
    person(Role.READER, home)
    return People(
        office=office,
        leaders=(person(Role.LEADER, home), person(Role.LEADER, home, f"{Role.LEADER}-2")),
        former=person(Role.LEADER, home, f"{Role.LEADER}-former"),
        head=person(Role.HEAD, leading[0]) if leading else None,
        headed=next(iter(leading), None),
        reporters={department.pk: person(Role.REPORTER, department, department.code) for department in reporting},
    )


def _ask_for_signature(departments: list[Department]) -> None:
    for department in departments:
        department.needs_sign_off = True
        department._change_reason = REASON
        department.save(update_fields=["needs_sign_off"])


def _make_person(
    username: str, role: Role, department: Department, password: str, until: date | None = None
) -> AbstractBaseUser:
    person = get_user_model().objects.create(
        username=username,
        first_name=sample(str(role.label)),
        password=password,
        is_staff=role in WORK_IN_ADMIN,
    )
    Membership.objects.create(user=person, department=department, role=role, until=until)
    return person


def logins() -> Iterator[Login]:
    """Somebody in each role, of the reporters the head's own and those whose departments lead most."""
    held = Membership.objects.filter(user__username__startswith=PREFIX).select_related("user", "department")
    headed = Membership.objects.filter(
        user__username__startswith=PREFIX, role=Role.HEAD, department=OuterRef("department")
    )
    reporters = (
        held.filter(role=Role.REPORTER)
        .annotate(leads=Count("department__led_actions"), headed=Exists(headed))
        .order_by("-headed", "-leads", "department__position", "pk")
    )
    of_role = {membership.user.username: membership for membership in held.exclude(role=Role.REPORTER)}
    before, after = (
        [of_role[name] for role in roles if (name := f"{PREFIX}{role}") in of_role]
        for roles in (BEFORE_REPORTERS, AFTER_REPORTERS)
    )
    is_printed = cache(lambda stored: check_password(PASSWORD, stored))  # slow, and the same for all of them
    for membership in [*before, *reporters[:SHOWN_REPORTERS], *after]:
        user = membership.user
        valid = user.is_active and is_printed(user.password)
        yield Login(user.username, membership.get_role_display(), membership.department.name, valid)
