"""The sample's reports: through the one door, by who may, on days that can have been."""

from datetime import date
from itertools import pairwise

from indicators.asof import AsOf
from recommendations.choices import Openness, ReportState
from recommendations.models import Action, ProgressReport
from recommendations.permissions import roles_of
from recommendations.queries.status import read_states
from recommendations.sample import make_sample

from .made import MadeSample

FALLS = "4.1.4"  # where the sample shows what that looks like


class MadeReportsTests(MadeSample):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.reports = list(ProgressReport.objects.select_related("action", "created_by", "approved_by", "returned_by"))

    def test_every_state_and_every_openness_is_there(self):
        assert {report.state for report in self.reports} == set(ReportState.values) - {ReportState.SIGNED}
        assert {r.openness for r in self.reports if r.state == ReportState.APPROVED} == set(Openness.values)

    def test_some_actions_are_reported_on_two_or_three_times(self):
        counts = [action.reports.count() for action in Action.objects.all()]

        assert counts.count(2) >= 3
        assert counts.count(3) >= 3

    def test_each_says_that_it_is_a_sample_in_every_line(self):
        for report in self.reports:
            texts = (report.progress, report.problems, report.next_steps, report.evidence, report.return_reason)
            assert report.sample
            assert report.progress
            assert all("【示例】" in line for text in texts for line in text.splitlines())

    def test_the_department_that_leads_reports_the_head_signs_or_returns_and_the_office_decides(self):
        for report in self.reports:
            assert report.department_id == report.action.lead_department_id
            assert report.department_id in roles_of(report.created_by).departments
            assert report.approved_by is None or roles_of(report.approved_by).office
            if report.needs_sign_off:
                deciders = [who for who in (report.signed_by, report.returned_by) if who]
                assert all(report.department_id in roles_of(who).heads for who in deciders)
                assert report.signed_by or not report.approved_by

    def test_a_returned_one_has_a_reason_and_one_was_mended_and_approved(self):
        returned = [report for report in self.reports if report.state == ReportState.RETURNED]
        mended = [report for report in self.reports if report.state == ReportState.APPROVED and report.returned_at]

        assert returned
        assert all(report.return_reason for report in returned)
        assert mended
        assert all(report.returned_at < report.submitted_at < report.approved_at for report in mended)

    def test_history_tells_the_steps_in_their_order_with_who_and_when(self):
        for report in self.reports:
            steps = list(report.history.order_by("history_id"))
            assert all(step.history_user_id for step in steps)
            assert all(one.history_date < following.history_date for one, following in pairwise(steps))
            assert steps[0].state == ReportState.DRAFT
            assert steps[-1].state == report.state
            last = {step.state: step.history_date for step in steps if step.state != ReportState.DRAFT}
            assert all(moment == getattr(report, f"{state}_at") for state, moment in last.items())

    def test_no_step_comes_before_the_day_reported_on_nor_after_the_day_on_which_the_sample_is_made(self):
        for report in self.reports:
            moments = [step.history_date for step in report.history.all()]
            assert report.action.start_date < report.as_of < min(moments).date()
            assert max(moments).date() < self.now.as_of

    def test_a_correction_replaces_what_it_corrects(self):
        correction = ProgressReport.objects.exclude(corrects=None).get()
        action = Action.objects.filter(pk=correction.action_id)
        [before] = read_states(action, AsOf(correction.as_of, known_on=correction.corrects.approved_at.date()))
        [after] = read_states(action, AsOf(correction.as_of))

        assert before.report == correction.corrects
        assert after.report == correction
        assert after.percent < before.percent

    def test_percent_falls_in_one_action_only(self):
        for action in Action.objects.all():
            percents = list(action.reports.filter(corrections=None).order_by("as_of").values_list("percent", flat=True))
            assert percents == sorted(percents) or action.code == FALLS

    def test_the_past_year_can_be_read_as_of_its_days(self):
        days = [date(2025, 8, 1), date(2025, 11, 1), date(2026, 3, 1), self.now.as_of]
        reported = [sum(state.percent or 0 for state in read_states(Action.objects.all(), AsOf(day))) for day in days]

        assert reported == sorted(set(reported))
        assert reported[0] > 0

    def test_references_follow_from_the_actions_places(self):
        assert {report.ref for report in self.reports if report.action.code == "1.1.2"} == {
            "S0002-1",
            "S0002-2",
            "S0002-3",
        }


def test_an_action_without_a_leading_department_is_reported_on_by_the_office(study):
    Action.objects.filter(code="1.1.1").update(lead_department=None)

    make_sample()

    authors = ProgressReport.objects.filter(action__code="1.1.1").values_list("created_by__username", flat=True)
    assert set(authors) == {"demo-coordinator"}
