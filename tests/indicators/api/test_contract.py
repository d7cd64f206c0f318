"""What the outside may rely on: the fields of the evidence's lists, and their filters."""

import pytest

from indicators.models import Indicator, Observation
from tests.api import lists_of, refusal, rows, values
from tests.factories import (
    AreaFactory,
    ClaimFactory,
    GapFactory,
    IndicatorFactory,
    ObservationFactory,
    RevisionFactory,
    SourceFactory,
    ThemeFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]

LISTS = lists_of("indicators")
FIELDS = {
    "claims": {
        "code",
        "source",
        "locator",
        "text",
        "text_en",
        "predicate",
        "note",
        "note_en",
        "verdict",
        "reason",
        "figures",
        "missing",
        "other_definitions",
        "implied",
    },
    "areas": {"code", "name", "name_en", "kind", "province", "province_en"},
    "sources": {
        "code",
        "title",
        "title_en",
        "author",
        "author_en",
        "publication",
        "publication_en",
        "priority",
        "sample",
    },
    "revisions": {"code", "title", "title_en", "kind", "source", "announced", "text", "text_en"},
    "indicators": {
        "code",
        "name",
        "name_en",
        "theme",
        "theme_name",
        "theme_name_en",
        "unit",
        "unit_en",
        "direction",
        "definition",
        "definition_en",
        "frequency",
        "price_basis",
        "accumulation",
        "gaps",
    },
    "observations": {
        "indicator",
        "area",
        "period",
        "value",
        "bound",
        "unit",
        "unit_en",
        "status",
        "period_basis",
        "source",
        "locator",
        "vintage",
        "revision",
        "note",
        "note_en",
        "shown",
        "sample",
    },
}


@pytest.fixture
def figure() -> Observation:
    """A figure that differs from every other in all that can be asked for."""
    source = SourceFactory(code="wanted-source")
    ClaimFactory(code="wanted-claim", source=source, locator="二(一)", indicator="wanted", area="530300")
    return ObservationFactory(
        indicator=IndicatorFactory(
            code="wanted",
            theme=ThemeFactory(code="wanted-theme"),
            direction="lower",
            frequency="monthly",
            price_basis="constant",
            accumulation="year_to_date",
        ),
        area=AreaFactory(code="530300", kind="benchmark", province="云南省"),
        source=source,
        revision=RevisionFactory(code="wanted-revision", source=source, kind="census"),
        period="2016/2020",
        status="F",
        bound="at_least",
        period_basis="inferred",
    )


@pytest.fixture
def _others(figure):
    """Two ordinary figures, each with a notice of its source, and a claim that it supports."""
    for other in (ObservationFactory(), ObservationFactory(indicator__direction="higher")):
        RevisionFactory(source=other.source)
        ClaimFactory(source=other.source, indicator=other.indicator.code, area=other.area.code)
    assert figure.pk


KEYS = {
    "areas": "530300",
    "sources": "wanted-source",
    "revisions": "wanted-revision",
    "indicators": "wanted",
    "observations": "wanted",
    "claims": "wanted-claim",
}
FREE_TEXT = {"province", "locator"}
FILTERS = {
    "claims": {
        "verdict": "undecidable",
        "locator": "二(",
        "indicator": "wanted",
        "area": "530300",
        "source": "wanted-source",
    },
    "areas": {"kind": "benchmark", "province": "云南省"},
    "sources": {"indicator": "wanted"},
    "revisions": {"kind": "census", "source": "wanted-source"},
    "indicators": {
        "theme": "wanted-theme",
        "direction": "lower",
        "frequency": "monthly",
        "price_basis": "constant",
        "accumulation": "year_to_date",
        "area": "530300",
    },
    "observations": {
        "indicator": "wanted",
        "theme": "wanted-theme",
        "area": "530300",
        "period": "2016/2020",
        "source": "wanted-source",
        "status": "F",
        "bound": "at_least",
        "period_basis": "inferred",
        "revision": "wanted-revision",
        "shown": None,
        "every_vintage": None,
    },
}
CASES = [(name, filter_, value) for name, filters in FILTERS.items() for filter_, value in filters.items() if value]


def test_every_list_has_a_contract():
    assert FIELDS.keys() == FILTERS.keys() == LISTS.keys()


@pytest.mark.parametrize("name", LISTS)
def test_every_filter_is_tested(name):
    assert FILTERS[name].keys() == LISTS[name].filterset_class.base_filters.keys()


@pytest.mark.parametrize("name", LISTS)
def test_fields(client, name, figure):
    assert {frozenset(row) for row in rows(client, name)} == {frozenset(FIELDS[name])}


@pytest.mark.usefixtures("_others")
@pytest.mark.parametrize(("name", "filter_", "value"), CASES)
def test_filter(client, name, filter_, value):
    key = "indicator" if name == "observations" else "code"
    assert len(rows(client, name)) == 3

    assert values(client, name, key, **{filter_: value}) == [KEYS[name]]


@pytest.mark.parametrize(("name", "filter_", "value"), [case for case in CASES if case[1] not in FREE_TEXT])
def test_a_value_that_does_not_fit_is_refused_by_name(client, name, filter_, value):
    assert refusal(client, name, **{filter_: "no such value"})["parameter"] == filter_


def test_a_source_or_indicator_with_many_figures_is_listed_once(client, figure):
    ObservationFactory(indicator=figure.indicator, area=figure.area, source=figure.source, period="2015")

    assert values(client, "sources", indicator="wanted") == ["wanted-source"]
    assert values(client, "indicators", area="530300") == ["wanted"]


def test_an_indicator_tells_of_the_tables_that_are_pictures(client):
    gap = GapFactory(code="table-2")

    (indicator,) = rows(client, "indicators")

    assert indicator["gaps"] == [
        {
            "code": "table-2",
            "title": gap.title,
            "title_en": gap.title_en,
            "source": gap.source.code,
            "locator": "表2",
            "note": gap.note,
            "note_en": gap.note_en,
        }
    ]


def test_areas_stand_in_the_studys_order_not_in_that_of_their_codes(client):
    for code in ("530300", "450200", "000000"):
        AreaFactory(code=code)

    assert values(client, "areas") == ["530300", "450200", "000000"]
    assert values(client, "areas", ordering="-code") == ["000000", "450200", "530300"]


@pytest.mark.parametrize("words", ["研发", "R&D", "r&d", "rd-int", "研发 强度"])
def test_search_finds_names_codes_and_definitions(client, words):
    IndicatorFactory(code="rd-intensity", name="研发经费投入强度", name_en="R&D intensity")
    IndicatorFactory()

    assert values(client, "indicators", search=words) == ["rd-intensity"]
    assert Indicator.objects.count() == 2
