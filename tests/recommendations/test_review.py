"""The annual review: the state at the year's end, and what changed within the year."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine

from recommendations.queries.review import read_review, review_years
from tests.factories import (
    ActionFactory,
    AssignmentFactory,
    IndicatorLinkFactory,
    MandateFactory,
    MeasureFactory,
    ObservationFactory,
    PathFactory,
    PlanChangeFactory,
    ReportFactory,
    approved_report,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_in_autumn_2026")]


@pytest.fixture
def _in_autumn_2026():
    with time_machine.travel(datetime(2026, 10, 1, 4, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def action():
    action = ActionFactory(start_date=date(2024, 1, 1), due_date=date(2026, 12, 31))
    AssignmentFactory(action=action, mandate=MandateFactory(date=date(2024, 1, 10), recorded_on=date(2024, 1, 10)))
    approved_report(action, date(2024, 12, 20), 30, date(2025, 1, 8))
    approved_report(action, date(2025, 12, 25), 60, date(2026, 1, 9))
    approved_report(action, date(2026, 9, 30), 90, date(2026, 9, 30))
    return action


def of(review, action):
    """The action's row in the review."""
    (row,) = [
        row
        for path in review.paths
        for measure in path.measures
        for row in measure.actions
        if row.state.action == action
    ]
    return row


@pytest.mark.usefixtures("action")
def test_years_run_from_the_first_mandate_to_today():
    assert review_years() == [2026, 2025, 2024]


def test_a_report_before_any_mandate_opens_its_year():
    approved_report(ActionFactory(), date(2023, 6, 1), 10, date(2023, 6, 2))
    ReportFactory(as_of=date(2020, 1, 1))

    assert review_years() == [2026, 2025, 2024, 2023]


def test_without_mandate_and_report_there_is_nothing_to_review():
    ActionFactory()

    assert review_years() == []
    assert read_review(2026) is None


@pytest.mark.usefixtures("action")
@pytest.mark.parametrize("year", [2023, 2027, 0, 10_000])
def test_a_year_outside_has_no_review(year):
    assert read_review(year) is None


@time_machine.travel(datetime(2025, 12, 31, 16, 30, tzinfo=UTC), tick=False)
@pytest.mark.usefixtures("action")
def test_the_year_begins_at_midnight_in_shanghai():
    assert review_years() == [2026, 2025, 2024]
    review = read_review(2026)
    assert (review.asof.as_of, review.complete) == (date(2026, 1, 1), False)


def test_a_past_year_is_read_at_its_end(action):
    review = read_review(2025)
    row = of(review, action)

    assert (review.asof.as_of, review.complete) == (date(2025, 12, 31), True)
    assert (row.before.percent, row.state.percent, row.percent_change) == (30, 60, 30)
    assert row.changed
    assert (review.progress.percent, review.before.percent) == (Decimal("60.0"), Decimal("30.0"))


def test_the_current_year_is_read_until_today(action):
    review = read_review(2026)

    assert (review.asof.as_of, review.complete) == (date(2026, 10, 1), False)
    assert of(review, action).state.percent == 90


def test_in_its_first_year_an_action_gains_nothing_from_nothing_said(action):
    row = of(read_review(2024), action)

    assert (row.before.percent, row.state.percent, row.percent_change) == (None, 30, None)
    assert row.changed


def test_a_review_as_it_was_known_then(action):
    known_in_time = of(read_review(2025, known_on=date(2025, 12, 31)), action)

    assert known_in_time.state.percent == 30


def test_changes_of_the_plan_stand_in_the_year_in_which_they_were_decided(action):
    first = PlanChangeFactory(action=action, decided_on=date(2025, 1, 1), new_due_date=date(2027, 6, 30))
    last = PlanChangeFactory(action=action, decided_on=date(2025, 12, 31), new_due_date=date(2027, 12, 31))
    PlanChangeFactory(action=action, decided_on=date(2026, 1, 1), new_due_date=date(2028, 6, 30))

    assert of(read_review(2025), action).changes == (first, last)
    assert of(read_review(2024), action).changes == ()


def test_an_action_to_which_nothing_happened_has_not_changed():
    quiet = ActionFactory()
    AssignmentFactory(action=quiet, mandate=MandateFactory(date=date(2024, 1, 10), recorded_on=date(2024, 1, 10)))

    assert not of(read_review(2026), quiet).changed


def test_an_action_that_falls_overdue_has_changed():
    late = ActionFactory(due_date=date(2025, 6, 30))
    AssignmentFactory(action=late, mandate=MandateFactory(date=date(2024, 1, 10), recorded_on=date(2024, 1, 10)))

    assert of(read_review(2025), late).changed
    assert read_review(2025).progress.overdue == 1
    assert not of(read_review(2026), late).changed


def test_every_path_and_measure_stands_in_the_review_in_order_even_without_actions(action):
    empty_path = PathFactory(position=10_000)
    empty_measure = MeasureFactory(path=empty_path)
    second = MeasureFactory(path=action.measure.path, position=0)
    review = read_review(2026)

    assert [path.path for path in review.paths] == [action.measure.path, empty_path]
    assert [measure.measure for measure in review.paths[0].measures] == [second, action.measure]
    (nothing,) = review.paths[1].measures
    assert (nothing.measure, nothing.actions) == (empty_measure, [])
    assert nothing.progress.percent is None


def test_outcomes_are_those_of_the_years_end(action):
    link = IndicatorLinkFactory(measure=action.measure, baseline_period="2023")
    for period, value in (("2023", 10), ("2024", 9), ("2025", 12)):
        ObservationFactory(indicator=link.indicator, area=link.area, period=period, value=Decimal(value))

    assert [read_review(year).paths[0].outcomes.light for year in (2024, 2025)] == ["late", "ok"]
    assert read_review(2025).paths[0].measures[0].outcomes.light == "ok"


def test_a_review_that_rests_on_sample_data_says_so(action):
    assert not read_review(2026).sample

    approved_report(action, date(2026, 9, 30), 91, date(2026, 9, 30), sample=True)
    assert read_review(2026).sample


@pytest.mark.parametrize("count", [1, 3])
def test_a_review_takes_a_fixed_number_of_queries(django_assert_num_queries, count):
    for n in range(count):
        action = AssignmentFactory(action=ActionFactory(), mandate=MandateFactory(date=date(2024, 1, 10))).action
        approved_report(action, date(2026, 9, 30), 10 * n, date(2026, 9, 30))
        PlanChangeFactory(action=action, decided_on=date(2026, 5, 1))
        IndicatorLinkFactory(measure=action.measure)

    with django_assert_num_queries(18):
        review = read_review(2026)
        rows = [(row.state.light_label, row.changed) for p in review.paths for m in p.measures for row in m.actions]
    assert len(rows) == count
