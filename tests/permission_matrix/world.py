"""One world of data that could leak: two departments with reports in every state, and all that is said around them."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from recommendations import models
from recommendations.models import ProgressReport
from recommendations.services.instructions import answer
from tests.factories import (
    ActionFactory,
    AssignmentFactory,
    BlockerFactory,
    CycleFactory,
    DepartmentFactory,
    IndicatorFactory,
    MembershipFactory,
    ObservationFactory,
    PeriodFactory,
    PostFactory,
    ProjectFactory,
    ReportFactory,
    TenureFactory,
    UserFactory,
    VerificationFactory,
    a_coordinator,
    a_head,
    a_leader,
    a_reader,
    a_reporter,
    a_statistician,
    an_evaluator,
    an_instruction,
    grow,
)

from .probing import Seat

AT = "2026-06-10T12:00:00+08:00"
MOMENT = datetime(2026, 6, 5, 4, tzinfo=UTC)
FIRST, DAY, DUE = date(2026, 1, 1), date(2026, 5, 31), date(2026, 12, 31)

# What is written where, in words that stand nowhere else.
HIDDEN = [
    *("draft", "submitted", "signed", "returned", "reason", "internal", "on_request", "public"),
    *("blocker", "options", "instruction", "answer", "note", "contribution", "extension", "urged"),
    *("holder", "writer", "title"),
]
SECRETS = {name: f"暗号{number:02d}某" for number, name in enumerate(HIDDEN, start=1)}

# Kinds of record that the admin shows and that could leak.
LEAKY = [
    *(models.ProgressReport, models.Action, models.Blocker, models.Instruction, models.InstructionAnswer),
    *(models.Verification, models.Post),
    *(models.Contribution, models.ExtensionRequest, models.EvidenceFile, models.Handover, models.Notice),
]


@dataclass
class World:
    """The records that probes ask for; those of the own department where not said otherwise.

    Attributes:
        before: of each kind in ``LEAKY`` the keys of what was there before, to fill pages.
    """

    action: models.Action
    other: models.Action
    seats: dict[str, Seat]
    reports: dict[str, ProgressReport]
    leader: models.Post
    contact: models.Post
    blocker: models.Blocker
    instruction: models.Instruction
    unanswered: models.Instruction
    before: dict[type, list[int]]
    records: dict[str, Any] = field(default_factory=dict)

    @property
    def department(self) -> models.Department:
        return self.action.lead_department


def make_world() -> World:
    """Make it; the columns' people sit at their browsers, signed in."""
    grow()  # one of everything, so that every page has something to show
    before = {model: list(model._default_manager.values_list("pk", flat=True)) for model in LEAKY}
    department = DepartmentFactory(name="本局", needs_sign_off=True)
    action, other = _action(department, SECRETS["title"]), _action(DepartmentFactory(name="他局"), "别的事")
    leader = PostFactory(title="分管副市长")
    contact = TenureFactory(
        post=PostFactory(kind="contact", title="综合科联系人", department=department),
        user__last_name=SECRETS["holder"],
        user__first_name="",
    ).post
    models.Action.objects.filter(pk=action.pk).update(leader=leader, contact=contact)
    action.refresh_from_db()
    seats = _seats(department, other.lead_department, leader)
    writer = seats["reporter"].person
    instruction, unanswered = _instructions(action, leader, seats)
    world = World(
        action=action,
        other=other,
        seats=seats,
        reports=_reports(action, writer),
        leader=leader,
        contact=contact,
        blocker=BlockerFactory(action=action, what=SECRETS["blocker"], options=SECRETS["options"]),
        instruction=instruction,
        unanswered=unanswered,
        before=before,
    )
    world.records = _between(world)
    _settle(world.reports, writer)
    VerificationFactory(action=action, note=SECRETS["note"])
    urged_by = UserFactory(last_name=SECRETS["urged"])
    models.Urging.objects.create(action=action, at=MOMENT, by=urged_by, people=2)
    PeriodFactory(cycle=CycleFactory(default=True), start=date(2026, 5, 1), cut_off=DAY, deadline=date(2026, 6, 5))
    _conflict(world)
    return world


def _action(department: models.Department, title: str) -> models.Action:
    action = ActionFactory(lead_department=department, title=title, start_date=FIRST, due_date=DUE)
    action.supporting_departments.add(DepartmentFactory())
    action.projects.add(ProjectFactory())
    AssignmentFactory(action=action)
    return action


def _seats(department: models.Department, other: models.Department, leader: models.Post) -> dict[str, Seat]:
    people = {
        "reader": a_reader(),
        "reporter": a_reporter(department, username=SECRETS["writer"]),
        "other": a_reporter(other),
        "head": a_head(department),
        "coordinator": a_coordinator(),
        "statistician": a_statistician(),
        "leader": a_leader(leader),
        "evaluator": an_evaluator(date(2026, 6, 10)),
        "run_out": an_evaluator(date(2026, 6, 9)),
    }
    seats = {"anyone": Seat("anyone", public=True), "stranger": Seat("stranger")}
    seats |= {key: Seat(key, person) for key, person in people.items()}
    for seat in seats.values():
        if seat.person is not None:
            seat.client.force_login(seat.person)
    return seats


def _reports(action: models.Action, writer: Any) -> dict[str, ProgressReport]:
    """A report for every state, of those to be approved one of each openness; drafts as yet."""
    names = ("draft", "submitted", "signed", "returned", "internal", "on_request", "public")
    return {
        name: ReportFactory(
            action=action,
            as_of=date(2026, 5, number),
            progress=SECRETS[name],
            created_by=writer,
            percent=Decimal(30 + number),
        )
        for number, name in enumerate(names, start=1)
    }


def _settle(reports: dict[str, ProgressReport], writer: Any) -> None:
    """Bring the reports to their states; what is approved takes no more evidence."""
    handed_in = {"submitted_at": MOMENT, "submitted_by": writer, "needs_sign_off": True}
    states: dict[str, dict[str, Any]] = {
        "submitted": {"state": "submitted", **handed_in},
        "signed": {"state": "signed", "signed_at": MOMENT, "signed_by": writer, **handed_in},
        "returned": {
            "state": "returned",
            "returned_at": MOMENT,
            "returned_by": writer,
            "return_reason": SECRETS["reason"],
        },
    }
    for openness in ("internal", "on_request", "public"):
        states[openness] = {"state": "approved", "openness": openness, "approved_at": MOMENT, "approved_by": writer}
    for name, fields in states.items():
        ProgressReport.objects.filter(pk=reports[name].pk).update(**fields)
    for name in ("returned", "internal"):  # the one is returned now, the other was before it was approved
        models.ReportStep.objects.create(
            report=reports[name],
            from_state="submitted",
            to_state="returned",
            at=MOMENT,
            by=writer,
            role="coordinator",
            reason=SECRETS["reason"],
        )


def _instructions(
    action: models.Action, leader: models.Post, seats: dict[str, Seat]
) -> tuple[models.Instruction, models.Instruction]:
    """One with an answer that waits for the leader, and one that waits for an answer."""
    given = an_instruction(action, text=SECRETS["instruction"], post=leader)
    answer(actor=seats["reporter"].person, instruction=given, department=action.lead_department, text=SECRETS["answer"])
    return given, an_instruction(action, text="还没有反馈的批示", post=leader)


def _between(world: World) -> dict[str, Any]:
    """What departments say to each other and the office: hand-over, contribution, extension; and files."""
    action, department = world.action, world.department
    asked = {"action": action, "department": action.supporting_departments.get()}
    person = world.seats["reporter"].person
    files = {
        name: models.EvidenceFile.objects.create(
            name=f"{name}.pdf",
            kind="pdf",
            size=1,
            sha256=f"{number:064d}",
            department=department,
            openness="public" if name == "public" else "internal",
            uploaded_by=person,
            uploaded_at=MOMENT,
        )
        for number, name in enumerate(("draft", "internal", "public"))
    }
    for name, file in files.items():
        models.Evidence.objects.create(report=world.reports[name], file=file)
    MembershipFactory(user=UserFactory(), department=asked["department"])
    return {
        **{f"file_{name}": file for name, file in files.items()},
        "handover": models.Handover.objects.create(
            assignment=action.assignments.get(),
            department=department,
            handed_over_at=MOMENT,
            handed_over_by=world.seats["coordinator"].person,
            received_at=MOMENT,
            received_by=person,
        ),
        "contribution": models.Contribution.objects.create(
            **asked,
            as_of=DAY,
            due_by=DAY,
            asked_at=MOMENT,
            asked_by=person,
            state="given",
            text=SECRETS["contribution"],
            given_at=MOMENT,
            given_by=person,
        ),
        "extension": models.ExtensionRequest.objects.create(
            action=action,
            department=department,
            asked_on=DAY,
            asked_by=person,
            due_when_asked=DUE,
            new_due_date=date(2027, 3, 31),
            reason=SECRETS["extension"],
        ),
    }


def _conflict(world: World) -> None:
    """Two figures of one place and year that differ: a finding to acknowledge."""
    figure = ObservationFactory(indicator=IndicatorFactory(), value=Decimal("3.24"))
    ObservationFactory(
        indicator=figure.indicator, area=figure.area, source=figure.source, locator="一(一)", value=Decimal("3.87")
    )
    world.records["conflict"] = f"places:{figure.indicator.code}:{figure.area.code}:2020:{figure.source.code}"
    world.records["figure"] = figure
