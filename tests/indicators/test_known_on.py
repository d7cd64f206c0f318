"""``known_on``: every page, list, ranking and file shows what was known on the day that is asked for.

One figure of Liuzhou's is preliminary in February 2021, final in October 2021, and revised after a census in December
2024; each changes its place among the four cities.
"""

import re
from datetime import date
from decimal import Decimal

import pytest

from indicators.analysis import rank
from indicators.asof import AsOf
from indicators.models import Observation
from indicators.queries import shown_figures, standings
from tests.api import get, values
from tests.factories import AreaFactory, IndicatorFactory, ObservationFactory, RevisionFactory, SourceFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("public_pages", "figures"),
    pytest.mark.time_machine("2026-07-01T12:00:00+08:00", tick=False),
]

# The day, the figure that was known, and its rank.
PRELIMINARY = (date(2021, 3, 1), "491.70", 3)
FINAL = (date(2021, 10, 1), "505.10", 2)
CENSUS = (date(2024, 12, 1), "538.25", 1)
BEFORE = date(2021, 1, 31)
each_day = pytest.mark.parametrize(("day", "value", "place"), [PRELIMINARY, FINAL, CENSUS])
ALL = {value for _day, value, _place in (PRELIMINARY, FINAL, CENSUS)}


@pytest.fixture
def indicator():
    return IndicatorFactory(code="gdp", unit="亿元")


@pytest.fixture
def figures(indicator):
    source = SourceFactory(code="yearbook")
    liuzhou = {"indicator": indicator, "source": source, "area": AreaFactory(code="450200", name="柳州", kind="focus")}
    for value in ("530", "500", "400"):
        ObservationFactory(indicator=indicator, source=source, value=Decimal(value), vintage=date(2020, 12, 31))
    census = RevisionFactory(code="census", source=source, kind="census", title="第五次全国经济普查")
    ObservationFactory(**liuzhou, value=Decimal("491.70"), vintage=date(2021, 2, 1), status="P")
    ObservationFactory(**liuzhou, value=Decimal("505.10"), vintage=date(2021, 10, 1))
    ObservationFactory(**liuzhou, value=Decimal("538.25"), vintage=date(2024, 12, 1), revision=census)


def numbers_in(page):
    """The figure's versions that a page writes in its main part, among all that it writes."""
    html = page.content.decode()
    return ALL & set(re.findall(r"\d+\.\d+", html[html.index("<main") : html.index("</main>")]))


@each_day
def test_querysets(day, value, place):
    liuzhou = Observation.objects.filter(area__code="450200")

    assert [row.printed for row in liuzhou.known_on(day)] == [value]
    assert [row.printed for row in liuzhou.shown(day)] == [value]
    assert not liuzhou.shown(BEFORE).exists()


@each_day
def test_ranking_and_standing(indicator, day, value, place):
    asof = AsOf(date(2026, 7, 1), day)
    ranked = rank(indicator, shown_figures([indicator], asof)[indicator.pk]).of("450200")
    (standing,) = standings(ranked.observation.area, [indicator], asof)

    assert (ranked.observation.printed, ranked.rank) == (value, place)
    assert (standing.row.observation.printed, standing.row.rank) == (value, place)


@each_day
@pytest.mark.parametrize(
    "address",
    ["/areas/450200/", "/compare/?indicator=gdp", "/indicators/gdp/cite/?area=450200&period=2020"],
)
def test_pages(client, address, day, value, place):
    joined = "&" if "?" in address else "?"

    assert numbers_in(client.get(f"{address}{joined}known_on={day}")) == {value}


@each_day
def test_the_page_of_an_indicator_tells_of_no_later_version(client, day, value, place):
    page = client.get("/indicators/gdp/", {"known_on": day})

    known = {v for earlier, v, _place in (PRELIMINARY, FINAL, CENSUS) if earlier <= day}
    assert value in numbers_in(page) <= known
    assert page.context["focus_row"].observation.printed == value
    assert page.context["focus_row"].rank == place


@each_day
def test_the_list_of_figures(client, day, value, place):
    assert values(client, "observations", "value", area="450200", known_on=day) == [value]
    assert values(client, "observations", "value", area="450200", shown="true", known_on=day) == [value]


@each_day
def test_the_ranking_by_api(client, day, value, place):
    answer = get(client, "indicators/gdp/ranking", period="2020", known_on=day)

    (row,) = (row for row in answer["results"] if row["area"] == "450200")
    assert (row["value"], row["rank"]) == (value, place)


@each_day
@pytest.mark.parametrize("form", ["csv", "sdmx-csv"])
def test_files(client, form, day, value, place):
    response = client.get("/api/v1/observations/", {"area": "450200", "known_on": day, "format": form})

    assert ALL & set(re.findall(r"\d+\.\d+", b"".join(response).decode())) == {value}


def test_before_the_first_version_nothing_is_known(client):
    assert values(client, "observations", area="450200", known_on=BEFORE) == []
    assert numbers_in(client.get("/areas/450200/", {"known_on": BEFORE})) == set()


def test_every_version_can_be_pulled_with_its_notice(client):
    def told(**more):
        rows = get(client, "observations", area="450200", ordering="vintage", **more)["results"]
        return [(row["value"], row["status"], row["revision"], row["shown"]) for row in rows]

    assert told(every_vintage="true") == [
        ("491.70", "P", None, False),
        ("505.10", "A", None, False),
        ("538.25", "A", "census", True),
    ]
    assert told(every_vintage="true", known_on="2021-12-31") == [
        ("491.70", "P", None, False),
        ("505.10", "A", None, True),
    ]
    assert told(every_vintage="false") == told(every_vintage="") == told() == [("538.25", "A", "census", True)]
    assert told(every_vintage="true", shown="false") == told(every_vintage="true")[:2]


def test_notices_are_listed_in_the_order_of_their_announcement_if_one_asks(client):
    RevisionFactory(code="final", announced=date(2021, 10, 1), position=2_000_000)

    assert values(client, "revisions") == ["census", "final"]
    assert values(client, "revisions", ordering="announced") == ["final", "census"]
    assert values(client, "observations", "value", revision="census") == ["538.25"]
