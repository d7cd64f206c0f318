"""An example for each constraint of delivery that the database refuses."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

from recommendations import models
from tests.factories import (
    ActionFactory,
    AssignmentFactory,
    CycleFactory,
    DepartmentFactory,
    MembershipFactory,
    PeriodFactory,
    PlanChangeFactory,
    ReportFactory,
    ScoringRuleFactory,
    SpecialDayFactory,
    UserFactory,
)
from tests.factories.coordination import BlockerFactory, PostFactory, VerificationFactory, an_instruction

NOON = datetime(2026, 6, 1, 4, tzinfo=UTC)
DAY, DAY_BEFORE = date(2026, 6, 1), date(2026, 5, 31)


def a_tenure(**more: object) -> models.Tenure:
    fields = {"post": PostFactory, "user": UserFactory, "since": lambda: DAY}
    return models.Tenure.objects.create(**{name: make() for name, make in fields.items() if name not in more}, **more)


def a_handover(**more: object) -> models.Handover:
    row = {"department": DepartmentFactory(), "handed_over_at": NOON, "handed_over_by": UserFactory()}
    return models.Handover.objects.create(**({"assignment": AssignmentFactory()} | row | more))


def an_extension(**more: object) -> models.ExtensionRequest:
    row = {
        "action": ActionFactory(),
        "department": DepartmentFactory(),
        "asked_on": DAY,
        "asked_by": UserFactory(),
        "due_when_asked": DAY,
        "new_due_date": date(2026, 9, 30),
        "reason": "理由",
    }
    return models.ExtensionRequest.objects.create(**(row | more))


def a_contribution(**more: object) -> models.Contribution:
    row = {
        "action": ActionFactory(),
        "department": DepartmentFactory(),
        "as_of": DAY,
        "due_by": DAY,
        "asked_at": NOON,
        "asked_by": UserFactory(),
    }
    return models.Contribution.objects.create(**(row | more))


def a_milestone(**more: object) -> models.Milestone:
    row = {"action": ActionFactory(), "date": DAY, "title": "阶段", "planned_percent": Decimal(50)}
    return models.Milestone.objects.create(**(row | more))


def a_file(**more: object) -> models.EvidenceFile:
    row = {"name": "材料.pdf", "kind": "pdf", "size": 1, "sha256": "0" * 64, "uploaded_at": NOON}
    return models.EvidenceFile.objects.create(**({"uploaded_by": UserFactory()} | row | more))


def a_notice(**more: object) -> models.Notice:
    row = {"recipient": UserFactory(), "channel": "email", "slot": "2026-06-01", "created_at": NOON}
    return models.Notice.objects.create(**(row | more))


def a_step(**more: object) -> models.ReportStep:
    row = {"from_state": "submitted", "to_state": "approved", "at": NOON, "role": "coordinator"}
    return models.ReportStep.objects.create(**({"report": ReportFactory(), "by": UserFactory()} | row | more))


def an_answer(**more: object) -> models.InstructionAnswer:
    row = {"department": DepartmentFactory(), "text": "已办。", "at": NOON, "by": UserFactory()}
    return models.InstructionAnswer.objects.create(**({"instruction": an_instruction(ActionFactory())} | row | more))


def twice(make: Callable[..., object], *same: str) -> Callable[[], object]:
    """The same row once more, as far as the named fields go."""

    def write() -> object:
        row = make()
        return make(**{name: getattr(row, name) for name in same})

    return write


def the_same_proof_twice() -> None:
    report, file = ReportFactory(), a_file()
    for _turn in range(2):
        models.Evidence.objects.create(report=report, file=file)


def a_second_holder() -> None:
    a_tenure(post=a_tenure().post, since=date(2026, 7, 1))


def a_second_start() -> None:
    a_tenure(post=a_tenure(until=date(2026, 6, 30)).post)


REFUSED_OF_DELIVERY: dict[str, Callable[[], object]] = {
    "membership_evaluator_has_an_end": lambda: MembershipFactory(role="evaluator"),
    "post_kind_known": lambda: PostFactory(kind="king", department=DepartmentFactory()),
    "post_of_a_department_unless_leader": lambda: PostFactory(department=DepartmentFactory()),
    "tenure_one_holder": a_second_holder,
    "tenure_one_start_a_day": a_second_start,
    "tenure_ends_after_it_starts": lambda: a_tenure(until=DAY_BEFORE),
    "special_day_kind_known": lambda: SpecialDayFactory(kind="rain"),
    "cycle_one_default": lambda: [CycleFactory(default=True) for _turn in range(2)],
    "cycle_frequency_known": lambda: CycleFactory(frequency="weekly"),
    "cycle_rule_known": lambda: CycleFactory(deadline_rule="never"),
    "cycle_cut_off_in_every_month": lambda: CycleFactory(cut_off_day=29),
    "cycle_deadline_number_in_range": lambda: CycleFactory(deadline_number=32),
    "period_once_a_cycle": twice(PeriodFactory, "cycle"),
    "period_days_in_order": lambda: PeriodFactory(deadline=date(2026, 6, 29)),
    "scoring_rule_once": lambda: models.ScoringRule.objects.create(
        counts=ScoringRuleFactory().counts, points=Decimal(1)
    ),
    "scoring_rule_count_known": lambda: ScoringRuleFactory(counts="smiles"),
    "plan_change_reassignment_has_new_lead": lambda: PlanChangeFactory(kind="reassignment"),
    "plan_change_correction_has_former_due_date": lambda: PlanChangeFactory(kind="correction", new_due_date=DAY),
    "plan_change_only_reporting_has_new_cycle": lambda: PlanChangeFactory(new_cycle=CycleFactory()),
    "handover_once_a_department": twice(a_handover, "assignment", "department"),
    "handover_received_by_somebody": lambda: a_handover(received_at=NOON),
    "extension_state_known": lambda: an_extension(state="lost"),
    "extension_decided_has_a_time": lambda: an_extension(state="granted"),
    "extension_withdrawn_by_somebody": lambda: an_extension(state="withdrawn", withdrawn_at=NOON),
    "extension_is_later": lambda: an_extension(new_due_date=DAY),
    "extension_one_open_request": twice(an_extension, "action"),
    "milestone_percent_between_0_and_100": lambda: a_milestone(planned_percent=Decimal("100.1")),
    "milestone_one_a_day": twice(a_milestone, "action"),
    "milestone_withdrawn_after_recorded": lambda: a_milestone(recorded_on=DAY, withdrawn_on=DAY_BEFORE),
    "report_signed_has_a_time": lambda: ReportFactory(state="signed"),
    "step_from_state_known": lambda: a_step(from_state="lost"),
    "step_to_state_known": lambda: a_step(to_state="lost"),
    "step_role_known": lambda: a_step(role="owner"),
    "step_returned_has_a_reason": lambda: a_step(to_state="returned"),
    "file_kind_known": lambda: a_file(kind="exe"),
    "file_openness_known": lambda: a_file(openness="secret"),
    "evidence_once_a_report": the_same_proof_twice,
    "contribution_asked_once": twice(a_contribution, "action", "department"),
    "contribution_state_known": lambda: a_contribution(state="lost"),
    "contribution_given_has_text": lambda: a_contribution(state="given", given_at=NOON),
    "blocker_waits_for_somebody": lambda: BlockerFactory(waits_for=None),
    "blocker_escalated_with_options": lambda: BlockerFactory(escalated_to=PostFactory(), escalated_at=NOON),
    "blocker_resolved_with_words": lambda: BlockerFactory(resolved_on=DAY, resolved_at=NOON),
    "instruction_urgency_known": lambda: an_instruction(ActionFactory(), urgency="later"),
    "instruction_answered_after_given": lambda: an_instruction(ActionFactory(), answer_by=date(2026, 4, 30)),
    "answer_seen_with_a_verdict": lambda: an_answer(seen_at=NOON),
    "answer_wanting_more_says_what": lambda: an_answer(seen_at=NOON, content=False),
    "verification_percent_between_0_and_100": lambda: VerificationFactory(percent=Decimal("100.1")),
    "verification_grade_known": lambda: VerificationFactory(grade="hearsay"),
    "verification_seen_has_a_visit": lambda: VerificationFactory(grade="seen"),
    "notice_once_a_slot": twice(a_notice, "recipient"),
    "notice_channel_known": lambda: a_notice(channel="pigeon"),
}
