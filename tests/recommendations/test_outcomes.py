"""Outcomes of linked indicators on a day: which figures are baseline and newest, which target is judged by."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.asof import AsOf
from recommendations.models import IndicatorLink
from recommendations.queries.outcomes import Outcomes, outcomes_by_measure, plan_outcomes, read_outcomes
from tests.factories import (
    AreaFactory,
    IndicatorFactory,
    IndicatorLinkFactory,
    MeasureFactory,
    ObservationFactory,
    PathFactory,
    SourceFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db

NOW = AsOf(date(2026, 7, 1))


@pytest.fixture
def link():
    """A measure's link that starts from 10 in 2016 and should rise."""
    link = IndicatorLinkFactory(measure=MeasureFactory(), baseline_period="2016")
    figure(link, "2016", 10)
    return link


def figure(link, period, value, **more):
    return ObservationFactory(
        indicator=link.indicator,
        area=link.area,
        period=period,
        value=None if value is None else Decimal(value),
        **({"status": "M"} if value is None else {}),
        **more,
    )


def target(link, value, period="2026", **more):
    return TargetFactory(link=link, value=Decimal(value), period=period, **more)


def outcome(link, asof=NOW):
    (state,) = read_outcomes(IndicatorLink.objects.filter(pk=link.pk), asof)
    return state


def test_the_newest_figure_is_judged_against_the_baseline(link):
    figure(link, "2020", 12)
    newest = figure(link, "2021", 11)
    state = outcome(link)

    assert state.baseline.value == 10
    assert state.newest == newest
    assert (state.light, state.newest.period) == ("ok", "2021")


def test_without_anything_newer_there_is_no_outcome(link):
    state = outcome(link)

    assert (state.light, state.newest.period) == ("none", "2016")


def test_without_a_baseline_period_or_its_figure_there_is_no_outcome():
    for baseline in ("", "2015"):
        link = IndicatorLinkFactory(measure=MeasureFactory(), baseline_period=baseline)
        figure(link, "2020", 12)

        state = outcome(link)
        assert (state.baseline, state.light, state.expected_now) == (None, "none", None)


def test_without_any_figure_there_is_no_outcome():
    state = outcome(IndicatorLinkFactory(measure=MeasureFactory()))

    assert (state.newest, state.light, state.target) == (None, "none", None)


@pytest.mark.parametrize(
    "more",
    [
        {"period": "2016/2025", "value": 99},
        {"period": "2025", "value": 99, "status": "F"},
        {"period": "2025", "value": None},
        {"period": "2026", "value": 99},
    ],
    ids=["range", "forecast", "missing", "not ended"],
)
def test_a_range_a_forecast_a_missing_cell_and_a_year_that_runs_are_no_outcome(link, more):
    newest = figure(link, "2020", 12)
    figure(link, **more)

    assert outcome(link).newest == newest


def test_figures_of_another_area_or_indicator_do_not_count(link):
    ObservationFactory(indicator=link.indicator, area=AreaFactory(), period="2025")
    ObservationFactory(indicator=IndicatorFactory(), area=link.area, period="2025")
    IndicatorLinkFactory(measure=link.measure, indicator=IndicatorFactory(), area=AreaFactory())

    assert outcome(link).newest.period == "2016"


def test_only_periods_that_had_ended_by_the_day_count(link):
    figure(link, "2025", 12)

    assert outcome(link, AsOf(date(2025, 12, 30))).newest.period == "2016"
    assert outcome(link, AsOf(date(2025, 12, 31))).newest.period == "2025"


def test_only_what_was_known_counts_and_a_correction_moves_the_baseline_too(link):
    source = link.indicator.observations.get().source
    figure(link, "2020", 9, vintage=date(2022, 12, 31))
    figure(link, "2016", 8, vintage=date(2026, 1, 1), source=source)

    assert outcome(link).light == "ok"
    assert outcome(link, AsOf(date(2026, 7, 1), known_on=date(2025, 12, 31))).light == "late"


def test_an_indicator_without_direction_cannot_be_judged(link):
    figure(link, "2020", 12)
    link.indicator.direction = "neutral"
    link.indicator.save()

    assert outcome(link).light == "none"


def test_the_links_expected_direction_decides_not_the_indicators(link):
    figure(link, "2020", 12)
    link.expected = "decrease"
    link.save()

    assert outcome(link).light == "late"


def test_the_course_to_the_target_is_measured_at_the_newest_figure(link):
    figure(link, "2021", 14)
    target(link, 20)
    state = outcome(link)

    assert abs(state.expected_now - 15) < Decimal("0.01")
    assert state.light == "soon"


def test_the_target_next_due_after_the_newest_figure_is_the_one_judged_by(link):
    figure(link, "2021", 14)
    passed, ahead, later = target(link, 12, "2020"), target(link, 16, "2025"), target(link, 30, "2030")
    without_year = target(link, 40, "")

    assert outcome(link).target == ahead
    ahead.delete()
    assert outcome(link).target == later
    later.delete()
    assert outcome(link).target == passed
    passed.delete()
    assert outcome(link).target == without_year
    assert outcome(link).light == "ok"


def test_a_target_for_the_newest_figures_own_year_is_not_passed_over(link):
    figure(link, "2021", 14)
    due = target(link, 16, "2021")
    target(link, 30, "2030")

    assert outcome(link).target == due


def test_a_cumulative_target_is_shown_but_not_judged_by(link):
    figure(link, "2021", 14)
    cumulative = target(link, 500, measured_as="cumulative")
    state = outcome(link)

    assert (state.target, state.expected_now, state.light) == (cumulative, None, "ok")


def test_an_average_growth_target_compounds_to_the_newest_figure(link):
    figure(link, "2018", 12)
    target(link, 10, measured_as="average_growth")
    state = outcome(link)

    assert abs(state.expected_now - Decimal("12.1")) < Decimal("0.01")
    assert state.light == "soon"


def test_growth_that_shrinks_to_almost_nothing_is_still_computed(link):
    figure(link, "2018", 12)
    target(link, "-99.999999", measured_as="average_growth")

    assert outcome(link).light == "ok"


@pytest.mark.parametrize(
    "make",
    [
        lambda link: figure(link, "2020", 12, source=SourceFactory(sample=True)),
        lambda link: target(link, 20, sample=True),
    ],
)
def test_an_outcome_that_rests_on_sample_data_says_so(link, make):
    figure(link, "2019", 11)
    assert not outcome(link).sample

    make(link)
    assert outcome(link).sample


@pytest.mark.parametrize("count", [1, 3])
def test_many_outcomes_take_three_queries(django_assert_num_queries, count):
    for n in range(count):
        link = IndicatorLinkFactory(measure=MeasureFactory(), baseline_period="2016")
        figure(link, "2016", 10)
        figure(link, "2020", 10 + n)
        target(link, 20)
        target(link, 30, "2030")

    with django_assert_num_queries(3):
        states = read_outcomes(IndicatorLink.objects.all(), NOW)
        labels = [(s.light, s.sample, s.link.indicator.theme.name, s.link.area.name, s.expected_now) for s in states]
    assert len(labels) == count


def test_no_links_no_outcomes():
    assert read_outcomes(IndicatorLink.objects.none(), NOW) == []
    nothing = Outcomes.of([])
    assert (nothing.light, nothing.total, nothing.data_until, nothing.sample) == ("none", 0, None, False)
    assert nothing.by_light == {"done": 0, "ok": 0, "soon": 0, "late": 0, "none": 0}


def judged(owner, values, **more):
    """A link of the owner whose figures run from 2016 on through the values."""
    link = IndicatorLinkFactory(baseline_period="2016", **owner, **more)
    for year, value in enumerate(values, 2016):
        figure(link, f"{year}", value)
    return link


def test_a_measure_has_the_worst_light_of_its_links_with_counts_beside():
    measure = MeasureFactory()
    for values in ([10, 12], [10, 10], [10, 12, 14], [10]):
        judged({"measure": measure}, values)
    other = judged({"measure": MeasureFactory()}, [10, 9])
    found = outcomes_by_measure(NOW)

    assert found.keys() == {measure.pk, other.measure_id}
    assert found[measure.pk].light == "soon"
    assert found[measure.pk].total == 4
    assert found[measure.pk].by_light == {"done": 0, "ok": 2, "soon": 1, "late": 0, "none": 1}
    assert found[measure.pk].data_until == date(2018, 12, 31)
    assert found[other.measure_id].light == "late"


def test_a_paths_outcomes_are_its_own_and_its_measures_each_indicator_once():
    path = PathFactory()
    own = judged({"path": path}, [10, 12])
    IndicatorLinkFactory(measure=MeasureFactory(path=path), indicator=own.indicator, baseline_period="2016")
    judged({"measure": MeasureFactory(path=path)}, [10, 9])
    judged({"measure": MeasureFactory()}, [10, 9])
    found = plan_outcomes(NOW).by_path[path.pk]

    assert found.total == 2
    assert found.by_light["ok"] == found.by_light["late"] == 1
