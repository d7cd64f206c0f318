"""The sample's figures: after the baseline, under a source of their own, and never before a real one."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.asof import AsOf
from indicators.models import Observation, Source
from recommendations.choices import OutcomeLight
from recommendations.models import IndicatorLink, Measure
from recommendations.queries.outcomes import Outcomes, outcomes_by_measure, read_outcomes
from recommendations.sample import make_sample
from recommendations.sample.figures import COURSES, make_figures
from tests.factories import (
    AreaFactory,
    IndicatorFactory,
    IndicatorLinkFactory,
    MeasureFactory,
    ObservationFactory,
    ProblemFactory,
    TargetFactory,
)

MADE_ON = date(2026, 5, 20)


@pytest.fixture
def now():
    return AsOf(MADE_ON)


@pytest.fixture
def focus(db):
    return AreaFactory(code="450200", name="柳州", kind="focus")


@pytest.fixture
def measure(db):
    return MeasureFactory()


@pytest.fixture
def link(focus, measure):
    def make(value="200.0", period="2020", **more):
        indicator = more.pop("indicator", None) or IndicatorFactory(unit=more.pop("unit", "亿元"))
        ObservationFactory(indicator=indicator, area=focus, period=period, value=Decimal(value), decimals=1)
        owner = {"measure": measure} if not {"problem", "path"} & set(more) else {}
        return IndicatorLinkFactory(indicator=indicator, area=focus, baseline_period=period, **owner, **more)

    return make


def figures_of(indicator):
    found = Observation.objects.filter(indicator=indicator, source__sample=True).order_by("period")
    return [(observation.period, observation.printed) for observation in found]


def test_they_move_as_their_course_says_with_the_baselines_decimals(link):
    links = [link() for _course in COURSES]

    make_figures(MADE_ON)

    by_course = dict(zip(COURSES, (figures_of(one.indicator) for one in links), strict=True))
    improving, standing, worsening, none = (
        next(figures for course, figures in by_course.items() if (course and course.percent) == percent)
        for percent in (2, 0, -1, None)
    )
    assert improving == [("2023", "212.0"), ("2024", "216.0"), ("2025", "220.0")]
    assert standing == [("2023", "200.0"), ("2024", "200.0"), ("2025", "200.0")]
    assert worsening == [("2023", "194.0"), ("2024", "192.0"), ("2025", "190.0")]
    assert none == []


def test_outcomes_improve_stand_still_worsen_and_are_without_data(link, now):
    for _course in COURSES:
        link()

    make_figures(MADE_ON)

    counts = Outcomes.of(read_outcomes(IndicatorLink.objects.all(), now)).by_light
    assert {light for light, count in counts.items() if count} == {"ok", "soon", "late", "none"}
    assert counts[OutcomeLight.OK] == max(counts.values())


def test_a_fall_that_is_expected_falls(link):
    expected = link(expected="decrease")

    make_figures(MADE_ON)

    assert figures_of(expected.indicator)[-1] == ("2025", "180.0")


def test_a_negative_baseline_moves_the_expected_way_too(link):
    expected = link(value="-10.0")

    make_figures(MADE_ON)

    assert figures_of(expected.indicator)[-1] == ("2025", "-9.0")


def test_a_share_stays_within_a_hundred_per_cent(link):
    share = link(value="99.0", unit="%")

    make_figures(MADE_ON)

    assert figures_of(share.indicator)[-1] == ("2025", "100.0")


@pytest.mark.parametrize(("made_on", "last"), [((2026, 3, 31), "2024"), ((2026, 4, 1), "2025")])
def test_a_year_is_known_from_april_of_the_next(link, made_on, last):
    one = link()

    make_figures(date(*made_on))

    newest = Observation.objects.filter(indicator=one.indicator, source__sample=True).latest("period_end")
    assert newest.period == last
    assert newest.vintage <= date(*made_on)


def test_nothing_is_added_where_nothing_can_be_followed(link, focus):
    without_direction = link(expected="neutral")
    neutral = link(indicator=IndicatorFactory(direction="neutral"))
    of_zero = link(value="0.0")
    of_a_problem = link(problem=ProblemFactory())
    newer = link()
    ObservationFactory(indicator=newer.indicator, area=focus, period="2021")
    of_a_range = link(period="2016/2020")
    without_figure = IndicatorLinkFactory(area=focus, measure=newer.measure)
    elsewhere = IndicatorLinkFactory(area=AreaFactory(), measure=newer.measure)
    links = (
        without_direction,
        neutral,
        of_zero,
        of_a_problem,
        newer,
        of_a_range,
        without_figure,
        elsewhere,
    )

    make_figures(MADE_ON)

    assert not any(figures_of(one.indicator) for one in links)


def test_they_do_not_reach_back_to_the_baseline(link):
    one = link(period="2024")

    make_figures(MADE_ON)

    assert [period for period, _printed in figures_of(one.indicator)] == ["2025"]


def test_an_indicator_that_is_linked_twice_has_its_figures_once(link, focus):
    one = link()
    IndicatorLinkFactory(indicator=one.indicator, area=focus, measure=MeasureFactory())

    make_figures(MADE_ON)

    assert len(figures_of(one.indicator)) == 3


def test_they_say_that_they_are_samples_and_how_they_were_made(link):
    one = link()

    make_figures(MADE_ON)

    for observation in one.indicator.observations.filter(source__sample=True):
        assert observation.sample
        assert observation.note.startswith("【示例】")
        assert "2%" in observation.note
        assert observation.note_en.startswith("[Sample]")
    assert Source.objects.get(sample=True).code == "sample"


def test_whether_an_outcome_rests_on_a_sample_is_read_with_it(link, now, django_assert_num_queries):
    for _number in range(3):
        link()
    make_figures(MADE_ON)

    with django_assert_num_queries(3):
        assert all(state.sample for state in read_outcomes(IndicatorLink.objects.exclude(indicator=None), now)[:2])


def test_a_real_figure_of_the_same_year_goes_before(link, focus, now):
    one = link()
    make_figures(MADE_ON)
    ObservationFactory(indicator=one.indicator, area=focus, period="2025", value=Decimal("1.0"), decimals=1)

    [state] = read_outcomes(IndicatorLink.objects.all(), now)

    assert state.newest.printed == "1.0"
    assert not state.sample


def test_outcomes_of_a_loaded_study_come_alive(study, now):
    make_sample()

    outcomes = outcomes_by_measure(now)

    assert len(outcomes) == Measure.objects.count()
    assert {group.light for group in outcomes.values()} == {"ok", "soon"}
    assert all(group.sample for group in outcomes.values())


def test_a_target_does_not_stop_the_course(link, now):
    one = link()
    TargetFactory(link=one, value=Decimal(500), period="2030")
    make_figures(MADE_ON)

    [state] = read_outcomes(IndicatorLink.objects.all(), now)

    assert state.light == OutcomeLight.SOON
    assert state.sample
