"""Who may do what: the only place that says so. ``visible_to`` on a queryset says who may see which rows."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from indicators.asof import today

from .choices import EDITABLE_BY_REPORTER, UNDER_WAY, ExtensionState, ReportState, Role, Standing

if TYPE_CHECKING:
    from .models import Action, Blocker, Contribution, EvidenceFile, ExtensionRequest, Handover, Post, ProgressReport

User = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True)
class Roles:
    """What a person is today, read once a request.

    Attributes:
        office: runs the plan, approves and returns, edits everything (coordinators, and superusers).
        statistician: keeps the figures.
        leader: reads all that was handed in, and gives instructions.
        evaluator: reads all that was handed in, until the day on which the role runs out.
        reader: may read what is approved but not public (every person with a role).
        departments: ids of the departments that the person reports for.
        heads: ids of the departments that the person signs for.
    """

    office: bool = False
    statistician: bool = False
    leader: bool = False
    evaluator: bool = False
    reader: bool = False
    departments: frozenset[int] = frozenset()
    heads: frozenset[int] = frozenset()

    @property
    def own(self) -> frozenset[int]:
        """The departments whose unfinished work the person sees, as reporter or head."""
        return self.departments | self.heads

    @property
    def reads_all(self) -> bool:
        """Whether no department's work is closed to the person."""
        return self.office or self.leader or self.evaluator


def roles_of(user: User) -> Roles:
    """A person's roles today: one query for each user object, none for anonymous or inactive people."""
    if not user.is_authenticated or not user.is_active:
        return Roles()
    if not hasattr(user, "_roles"):
        user._roles = _roles(user, list(user.memberships.held_on(today()).values_list("role", "department_id")))
    return user._roles


def has_run_out(user: User) -> bool:
    """Whether the person had roles and all of them have run out: from then on the person is a stranger here."""
    return user.is_authenticated and not roles_of(user).reader and user.memberships.exists()


def _roles(user: User, held: Collection[tuple[str, int]]) -> Roles:
    names = {role for role, _ in held}
    return Roles(
        office=user.is_superuser or Role.COORDINATOR in names,
        statistician=user.is_superuser or Role.STATISTICIAN in names,
        leader=Role.LEADER in names,
        evaluator=Role.EVALUATOR in names,
        reader=user.is_superuser or bool(held),
        departments=frozenset(department for role, department in held if role == Role.REPORTER),
        heads=frozenset(department for role, department in held if role == Role.HEAD),
    )


def remember(user: User, held: Collection[tuple[str, int]], posts: Iterable[int]) -> None:
    """Tell of an active person what was read for many at once, so that ``roles_of`` and ``posts_held_by`` need not ask.

    Args:
        user: the person.
        held: role and department of each membership held today.
        posts: ids of the posts held today.
    """
    user._roles, user._posts = _roles(user, held), frozenset(posts)


def may_read(user: User) -> bool:
    """Whether pages and API open at all: to people signed in, and to everyone when ``PUBLIC_PAGES``."""
    return settings.PUBLIC_PAGES or user.is_authenticated


def may_read_persons(user: User) -> bool:
    """Whether the person reads who holds a post: everybody with a role, nobody else."""
    return roles_of(user).reader


def may_hand_over_post(user: User) -> bool:
    """Whether the person may say who holds a post from which day: the office."""
    return roles_of(user).office


def may_edit_plan(user: User) -> bool:
    """Whether the person keeps the study, the plan, departments and people: the office."""
    return roles_of(user).office


def may_edit_figures(user: User) -> bool:
    """Whether the person keeps figures, sources and what checks them: statisticians, and the office."""
    roles = roles_of(user)
    return roles.office or roles.statistician


def may_instruct(user: User) -> bool:
    """Whether the person may record an instruction: a leader, or the office for one."""
    roles = roles_of(user)
    return roles.office or roles.leader


def posts_held_by(user: User) -> frozenset[int]:
    """Ids of the posts that the person holds today: one query for each user object."""
    if not user.is_authenticated:
        return frozenset()
    if not hasattr(user, "_posts"):
        user._posts = frozenset(user.tenures.held_on(today()).values_list("post_id", flat=True))
    return user._posts


def may_instruct_as(user: User, post: "Post") -> bool:
    """Whether the person may speak for the leader's post: its holder of today, or the office that records it."""
    roles = roles_of(user)
    return roles.office or (roles.leader and post.pk in posts_held_by(user))


def may_answer_for(user: User, department_id: int) -> bool:
    """Whether the person may answer an instruction for the department: its own people, or the office."""
    roles = roles_of(user)
    return roles.office or department_id in roles.own


def may_block(user: User, action: "Action") -> bool:
    """Whether the person may say what the action waits for: the leading department's own people, or the office."""
    roles = roles_of(user)
    return roles.office or (action.lead_department_id is not None and action.lead_department_id in roles.own)


def may_edit_blocker(user: User, blocker: "Blocker") -> bool:
    """Whether the person may change, escalate or resolve the blocker: until it is resolved, by whoever raised it."""
    roles = roles_of(user)
    return blocker.resolved_at is None and (roles.office or blocker.department_id in roles.own)


def may_follow(user: User, action: "Action") -> bool:
    """Whether the person meets the action in the admin: the leading department's own people, or the office."""
    roles = roles_of(user)
    return roles.office or (action.lead_department_id is not None and action.lead_department_id in roles.own)


def may_receive(user: User, handover: "Handover") -> bool:
    """Whether the person may confirm the receipt of what was handed over: the department's own people, nobody else."""
    return handover.department_id in roles_of(user).own


def may_ask_extension(user: User, action: "Action") -> bool:
    """Whether the person may ask for a later deadline: the leading department's own people, or the office for them."""
    roles = roles_of(user)
    return roles.office or (action.lead_department_id is not None and action.lead_department_id in roles.own)


def may_withdraw_extension(user: User, request: "ExtensionRequest") -> bool:
    """Whether the person may take the request back: while it waits, by the own people of who asked, or the office."""
    roles = roles_of(user)
    return request.state == ExtensionState.ASKED and (roles.office or request.department_id in roles.own)


def may_decide_extension(user: User) -> bool:
    """Whether the person grants or refuses a later deadline: the office."""
    return roles_of(user).office


def may_verify(user: User) -> bool:
    """Whether the person may write the office's percent beside the department's."""
    return roles_of(user).office


def may_remind(user: User) -> bool:
    """Whether the person may urge departments, and sees what goes out to people: the office."""
    return roles_of(user).office


def may_read_ledger(user: User) -> bool:
    """Whether the person sees the register's numbers: everybody with a role."""
    return roles_of(user).reader


def may_read_ledger_of(user: User, department_id: int) -> bool:
    """Whether the person sees what is behind a department's numbers: its own people, and who reads all."""
    roles = roles_of(user)
    return roles.reads_all or department_id in roles.own


def may_report_on(user: User, action: "Action") -> bool:
    """Whether the person may log progress on the action: for the leading department, or in the office."""
    roles = roles_of(user)
    return roles.office or (action.lead_department_id is not None and action.lead_department_id in roles.departments)


def may_open_period_of(user: User, department_id: int) -> bool:
    """Whether the person opens the department's page of this period: its own people, or the office."""
    roles = roles_of(user)
    return roles.office or department_id in roles.own


def may_report_for(user: User, department_id: int) -> bool:
    """Whether the person may report for the department: its reporters, or the office."""
    roles = roles_of(user)
    return roles.office or department_id in roles.departments


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


def may_sign(user: User, report: "ProgressReport") -> bool:
    """Whether the person may sign the report off now, or return it within the department: its head, where one signs."""
    return report.standing == Standing.TO_SIGN and report.department_id in roles_of(user).heads


def may_approve(user: User, report: "ProgressReport") -> bool:
    """Whether the person may approve the report now: the office, once the head has signed where one must."""
    return report.standing == Standing.TO_APPROVE and roles_of(user).office


def may_return(user: User, report: "ProgressReport") -> bool:
    """Whether the person may send the report back now: its head, or the office, also while it waits for the head."""
    return may_sign(user, report) or (report.state in UNDER_WAY and roles_of(user).office)


def may_read_trail(user: User) -> bool:
    """Whether the person reads who took the steps of a report: people with a role. Why, ``ReportStep.why`` says."""
    return roles_of(user).reader


def may_store_for(user: User, department_id: int | None) -> bool:
    """Whether the person may upload files: for a department its own people, or the office.

    What belongs to no department, such as the scan of an instruction, is for the office and for leaders.
    """
    if department_id is None:
        return may_instruct(user)
    roles = roles_of(user)
    return roles.office or department_id in roles.own


def may_attach(user: User, report: "ProgressReport", file: "EvidenceFile") -> bool:
    """Whether the person may let the file prove the report now: of the own department's files, the office of all."""
    roles = roles_of(user)
    return may_edit(user, report) and (roles.office or file.department_id in roles.own)


def may_ask_to_contribute(user: User, action: "Action") -> bool:
    """Whether the person may ask supporting departments for their part, and take that back: who reports on it."""
    return may_report_on(user, action)


def may_contribute(user: User, contribution: "Contribution") -> bool:
    """Whether the person may give what the department is asked for: its reporters, or the office."""
    roles = roles_of(user)
    return roles.office or contribution.department_id in roles.departments
