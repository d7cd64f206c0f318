"""Paths and measures by API: how the actions go, and whether the figures move, on the day looked at."""

from datetime import date
from decimal import Decimal

import pytest

from tests.api import get
from tests.factories import (
    ActionFactory,
    AssignmentFactory,
    IndicatorFactory,
    IndicatorLinkFactory,
    MeasureFactory,
    ObservationFactory,
    PathFactory,
    PlanChangeFactory,
    SourceFactory,
    TargetFactory,
    approved_report,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]


@pytest.fixture
def measure():
    return MeasureFactory(code="2.1", path=PathFactory(code="2"))


def mandated(measure):
    action = ActionFactory(measure=measure, start_date=date(2026, 1, 1), due_date=date(2026, 6, 30))
    AssignmentFactory(action=action)
    return action


@pytest.fixture
def _two_reports(measure):
    """The design's action, another that reported 45, one without a report, and one suspended."""
    first, second = mandated(measure), mandated(measure)
    approved_report(first, as_of=date(2026, 3, 31), percent=40, approved=date(2026, 4, 5))
    approved_report(second, as_of=date(2026, 4, 1), percent=45, approved=date(2026, 4, 2))
    mandated(measure)
    stopped = mandated(measure)
    approved_report(stopped, as_of=date(2026, 2, 1), percent=5, approved=date(2026, 2, 2))
    PlanChangeFactory(action=stopped, kind="suspension", decided_on=date(2026, 3, 1))


@pytest.mark.usefixtures("_two_reports")
@pytest.mark.parametrize("address", ["paths/2", "measures/2.1"])
def test_progress_is_the_mean_of_those_that_reported_never_alone(client, address):
    assert get(client, address, as_of="2026-04-10")["progress"] == {
        "percent": "42.5",
        "actions": 3,
        "reported": 2,
        "by_status": {"not_started": 1, "in_progress": 2, "completed": 0, "suspended": 1, "superseded": 0},
        "by_light": {"done": 0, "ok": 1, "soon": 1, "late": 0, "none": 1},
        "overdue": 0,
    }


@pytest.mark.usefixtures("_two_reports")
@pytest.mark.parametrize("address", ["paths/2", "measures/2.1"])
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"as_of": "2026-03-30"}, (None, 0, 0)),
        ({"as_of": "2026-04-10", "known_on": "2026-04-04"}, ("45.0", 1, 0)),
        ({"as_of": "2026-07-01"}, ("42.5", 2, 3)),
    ],
)
def test_progress_is_that_of_the_day(client, address, query, expected):
    progress = get(client, address, **query)["progress"]

    assert (progress["percent"], progress["reported"], progress["overdue"]) == expected


@pytest.fixture
def link(measure):
    """From 10 in 2019 to 12 in 2020, the latter recorded on 1 March 2024; the target is 20 by 2025."""
    source = SourceFactory(code="study")
    indicator = IndicatorFactory(code="rd-intensity", unit="%")
    link = IndicatorLinkFactory(measure=measure, indicator=indicator, baseline_period="2019", note="看强度")
    place = {"indicator": indicator, "area": link.area, "source": source, "decimals": 1}
    ObservationFactory(**place, period="2019", value=Decimal(10), locator="表1")
    ObservationFactory(**place, period="2020", value=Decimal(12), locator="表7", vintage=date(2024, 3, 1))
    ObservationFactory(**place, period="2025", value=Decimal(30), status="F")
    TargetFactory(link=link, value=Decimal(20), decimals=1, period="2025", document="规划")
    return link


def test_a_link_shows_baseline_newest_figure_and_target_each_with_its_source(client, link):
    (shown,) = get(client, "measures/2.1", as_of="2026-01-01")["links"]

    assert shown["indicator"] == "rd-intensity"
    assert shown["area"] == "450200"
    assert shown["unit"] == "%"
    assert shown["expected"] == "increase"
    assert shown["baseline_period"] == "2019"
    assert shown["light"] == "ok"
    assert shown["note"] == "看强度"
    figures = {name: tuple(shown[name][key] for key in ("period", "value", "source", "locator")) for name in ENDS}
    assert figures == {"baseline": ("2019", "10.0", "study", "表1"), "newest": ("2020", "12.0", "study", "表7")}
    assert shown["target"] == shown["targets"][0]
    assert shown["target"]["value"] == "20.0"
    assert shown["target"]["document"] == "规划"


ENDS = ("baseline", "newest")


def test_outcome_goes_back_with_the_dates(client, link):
    def outcome(**query):
        found = get(client, "measures/2.1", **query)["outcome"]
        return found["light"], found["by_light"]["ok"], found["data_until"]

    assert outcome(as_of="2026-01-01") == ("ok", 1, "2020-12-31")
    assert outcome(as_of="2020-12-30") == ("none", 0, "2019-12-31")
    assert outcome(as_of="2026-01-01", known_on="2024-02-29") == ("none", 0, "2019-12-31")


def test_a_paths_outcome_counts_its_measures_too_but_its_links_are_its_own(client, measure, link):
    own = IndicatorLinkFactory(path=measure.path, indicator=link.indicator, baseline_period="2020")
    other = IndicatorLinkFactory(path=measure.path, expected="decrease", baseline_period="2019")
    for period, value in (("2019", 5), ("2020", 9)):
        ObservationFactory(indicator=other.indicator, area=other.area, period=period, value=value)

    path = get(client, "paths/2", as_of="2026-01-01")

    assert path["outcome"]["light"] == "late"
    assert path["outcome"]["by_light"] == {"done": 0, "ok": 1, "soon": 0, "late": 1, "none": 0}
    assert [shown["indicator"] for shown in path["links"]] == [own.indicator.code, other.indicator.code]
    assert path["measures"] == ["2.1"]


def test_without_figures_a_link_has_nulls_and_no_light(client, measure):
    IndicatorLinkFactory(measure=measure, baseline_period="")

    measure = get(client, "measures/2.1")

    assert measure["outcome"] == {
        "light": "none",
        "by_light": {"done": 0, "ok": 0, "soon": 0, "late": 0, "none": 1},
        "data_until": None,
    }
    (shown,) = measure["links"]
    assert (shown["baseline"], shown["newest"], shown["target"], shown["targets"]) == (None, None, None, [])


def test_a_sample_figure_marks_the_measure(client, link):
    assert get(client, "measures/2.1")["sample"] is False
    link.targets.update(sample=True)
    assert get(client, "measures/2.1")["sample"] is True
