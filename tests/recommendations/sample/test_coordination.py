"""What passes between departments, the office and the leader in the sample: each thing that a visitor looks for."""

from django.contrib.auth import get_user_model
from django.utils import timezone

from recommendations.choices import ContributionState, ExtensionState, FileKind, Grade, ReportState
from recommendations.contradictions import RULES
from recommendations.files import recognise
from recommendations.models import (
    Action,
    Blocker,
    Contribution,
    Department,
    EvidenceFile,
    ExtensionRequest,
    Instruction,
    ProgressReport,
    Verification,
)
from recommendations.queries.contradictions import contradictions
from recommendations.queries.status import read_state
from recommendations.querysets.reports import WAITS_FOR_HEAD

from .made import MadeSample


class MadeCoordinationTests(MadeSample):
    def test_all_of_it_is_marked_as_sample(self):
        for model in (Blocker, Contribution, EvidenceFile, ExtensionRequest, Instruction, Verification):
            assert model.objects.exists()
            assert not model.objects.filter(sample=False).exists()
        for request in ExtensionRequest.objects.all():
            assert request.reason.startswith("【示例】")
        for file in EvidenceFile.objects.all():
            assert file.name.startswith("【示例】")

    def test_nothing_was_done_after_the_day_on_which_it_is_made(self):
        moments = [
            *Contribution.objects.values_list("asked_at", flat=True),
            *Contribution.objects.exclude(given_at=None).values_list("given_at", flat=True),
            *ExtensionRequest.objects.exclude(decided_at=None).values_list("decided_at", flat=True),
            *EvidenceFile.objects.values_list("uploaded_at", flat=True),
            *Blocker.objects.values_list("raised_at", flat=True),
            *Instruction.objects.exclude(closed_at=None).values_list("closed_at", flat=True),
        ]
        assert all(timezone.localdate(moment) < self.now.as_of for moment in moments)

    def test_the_first_department_asks_for_its_heads_signature(self):
        head = get_user_model().objects.get(username="demo-head")
        department = Department.objects.get(needs_sign_off=True)

        assert head.memberships.get().department == department
        assert ProgressReport.objects.get(WAITS_FOR_HEAD).department == department
        returned = ProgressReport.objects.filter(state=ReportState.RETURNED, department=department)
        assert {report.returned_by for report in returned} == {head}

    def test_requests_to_extend_wait_are_granted_refused_and_asked_for_too_late(self):
        requests = list(ExtensionRequest.objects.select_related("action"))
        assert {(request.state, request.late) for request in requests} == {
            (ExtensionState.ASKED, False),
            (ExtensionState.GRANTED, False),
            (ExtensionState.REFUSED, False),
            (ExtensionState.GRANTED, True),
        }
        for request in requests:
            overdue = request.late or request.state == ExtensionState.REFUSED
            assert read_state(request.action, self.now).overdue == overdue

    def test_a_part_that_was_given_stands_in_the_draft_and_another_is_overdue(self):
        merged = Contribution.objects.get(state=ContributionState.MERGED)

        assert merged.text in merged.merged_into.progress
        assert merged.merged_into.state == ReportState.DRAFT
        assert Contribution.objects.filter(state="asked", due_by__lt=self.now.as_of).exists()

    def test_files_are_what_their_names_say_and_each_kind_is_there(self):
        kinds = set()
        for file in EvidenceFile.objects.all():
            with file.content.open() as content:
                assert recognise(content) == file.kind
            kinds.add(file.kind)
        assert kinds == {FileKind.PDF, FileKind.PNG, FileKind.XLSX}

    def test_instructions_wait_for_the_leader_are_overdue_due_soon_and_closed(self):
        answered, overdue, soon, closed = Instruction.objects.order_by("ref")

        assert answered.answers.get().seen_at is None
        assert answered.scan is not None
        assert not overdue.answers.exists()
        assert overdue.answer_by < self.now.as_of <= soon.answer_by
        assert (soon.answer_by - self.now.as_of).days <= 7
        assert closed.closed_at
        assert closed.answers.get().content

    def test_one_blocker_came_before_the_leader_and_one_is_resolved(self):
        assert Blocker.objects.exclude(escalated_to=None).get().options
        assert Blocker.objects.exclude(resolved_at=None).get().resolution

    def test_the_office_found_less_than_was_claimed_where_it_went_to_see(self):
        seen = Verification.objects.get(grade=Grade.SEEN)

        assert seen.percent < seen.report.percent
        assert seen.visited_on

    def test_every_rule_finds_a_contradiction(self):
        found = {name for one in contradictions(self.now, Action.objects.all()) for name in one.sentences}
        assert found >= RULES.keys() - {"worsening_on_schedule"}  # the small study has too few indicators
