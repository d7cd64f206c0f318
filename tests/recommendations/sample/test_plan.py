"""The sample's plan: every light, on every path, from stories in turn; what people planned stays theirs."""

import pytest
from django.db.models import F
from django.utils.translation import override

from indicators.asof import AsOf
from recommendations.choices import ActionStatus, Basis, ChangeKind, Light, MandateAdoption
from recommendations.models import Action, Assignment, Mandate, PlanChange, ProgressReport
from recommendations.queries.rollup import Progress, by_path
from recommendations.queries.status import read_states
from recommendations.sample import make_sample
from recommendations.sample.stories import STORIES
from tests.factories import AssignmentFactory, PlanChangeFactory

from .made import MadeSample


class MadePlanTests(MadeSample):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.states = read_states(Action.objects.for_reading(), cls.now)

    def test_every_story_is_told(self):
        assert len(self.states) > len(STORIES)

    def test_every_light_is_on(self):
        assert all(Progress.of(self.states).by_light.values())

    def test_each_reason_of_a_risk_is_there(self):
        reasons = " ".join(state.light_label for state in self.states if state.light == Light.SOON)

        assert all(reason in reasons for reason in ("将到期", "滞后", "迟报"))

    def test_some_are_not_mandated_some_are_not_adopted_and_neither_has_dates(self):
        without = [state for state in self.states if not state.mandated]

        assert {state.assignment and state.assignment.adoption for state in without} == {None, MandateAdoption.NOT}
        assert all(state.action.start_date is None and state.due_date is None for state in without)

    def test_one_that_is_mandated_has_not_been_reported(self):
        assert any(state.mandated and state.light == Light.NONE for state in self.states)

    def test_some_are_adopted_in_full_and_some_in_part(self):
        assert {s.assignment.adoption for s in self.states if s.mandated} == {
            MandateAdoption.FULL,
            MandateAdoption.PART,
        }

    def test_each_path_has_progress(self):
        progress = by_path(self.states)

        assert len(progress) == 4
        assert all(of_path.reported for of_path in progress.values())

    def test_one_is_suspended_one_goes_on_again_and_one_is_replaced(self):
        suspended = [state for state in self.states if state.status == ActionStatus.SUSPENDED]
        superseded = [state for state in self.states if state.status == ActionStatus.SUPERSEDED]
        resumed = [state for state in self.states if "resumption" in {change.kind for change in state.changes}]

        assert len(suspended) == len(superseded) == 1
        assert superseded[0].changes[-1].successors.get().code == "4.1.6"
        assert [state.light for state in resumed] == [Light.OK]

    def test_an_extension_is_asked_before_the_due_date_and_makes_up_the_delay(self):
        change = PlanChange.objects.get(kind=ChangeKind.EXTENSION, asked_on__lte=F("action__due_date"))
        reports = change.action.reports.order_by("as_of")
        [before] = read_states(Action.objects.filter(pk=change.action_id), AsOf(reports[1].approved_at.date()))
        [after] = read_states(Action.objects.filter(pk=change.action_id), self.now)

        assert change.decided_on < change.action.due_date < self.now.as_of < change.new_due_date
        assert (before.light, before.due_date) == (Light.SOON, change.action.due_date)
        assert (after.light, after.due_date) == (Light.OK, change.new_due_date)

    def test_everything_says_that_it_is_a_sample(self):
        for mandate in Mandate.objects.all():
            assert mandate.sample
            assert mandate.number.startswith("示例〔")
            assert mandate.title.startswith("【示例】")
        for change in PlanChange.objects.all():
            assert change.sample
            assert change.reason.startswith("【示例】")
            assert change.document.startswith("【示例】")
        assert set(Action.objects.exclude(due_date=None).values_list("due_basis", flat=True)) == {Basis.SAMPLE}
        assert set(Action.objects.filter(due_date=None).values_list("due_basis", flat=True)) == {Basis.PROPOSED}

    def test_the_three_mandates_are_numbered_by_their_years(self):
        mandates = Mandate.objects.order_by("date")

        assert [mandate.number for mandate in mandates] == ["示例〔2025〕1号", "示例〔2025〕2号", "示例〔2026〕3号"]
        assert all(f"〔{mandate.date.year}〕" in mandate.number for mandate in mandates)

    def test_before_the_first_mandate_nothing_is_mandated(self):
        first = Mandate.objects.order_by("date").first()
        eve = AsOf(first.date.replace(day=1))

        assert not any(state.mandated for state in read_states(Action.objects.all(), eve))

    def test_no_action_has_a_person_in_its_history(self):
        """The loader would take that for a plan that a person has edited."""
        dated = Action.objects.exclude(due_date=None)

        assert not Action.history.filter(history_user__isnull=False).exists()
        changed = Action.history.filter(history_change_reason="示例数据").values("id").distinct()
        assert changed.count() == dated.count()


@pytest.mark.parametrize("touch", [AssignmentFactory, PlanChangeFactory])
def test_what_people_have_begun_to_plan_is_left_out_and_the_others_keep_their_stories(study, touch):
    begun = Action.objects.get(code="1.1.1")
    touch(action=begun)

    make_sample()

    begun.refresh_from_db()
    assert begun.start_date is None
    assert not begun.reports.exists()
    assert not Assignment.objects.filter(action=begun, mandate__sample=True).exists()
    assert PlanChange.objects.filter(request__isnull=False, action__code="4.1.1", sample=True).exists()


def test_it_is_chinese_whoever_makes_it(study):
    with override("en"):
        make_sample()

    documents = PlanChange.objects.filter(kind=ChangeKind.EXTENSION).values_list("document", flat=True)
    assert set(documents) == {"【示例】计划变更批复（延期）"}
    reasons = ProgressReport.history.values_list("history_change_reason", flat=True).distinct()
    assert not any(reason.isascii() for reason in reasons if reason)
