"""Verdicts on claims: what may testify, what the reason says, and how many queries it takes."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from indicators.asof import AsOf
from indicators.choices import Verdict as Word
from indicators.models import Identity, IdentityTerm, Observation
from indicators.quality.claims import Verdict
from indicators.queries.claims import claim_counts, claims_of, verdicts
from tests.factories import AreaFactory, ClaimFactory, IndicatorFactory, ObservationFactory, SourceFactory

pytestmark = pytest.mark.django_db

LIUZHOU, GANZHOU = "450200", "360700"
LESS = {"test": "compare", "indicator": "firms", "area": LIUZHOU, "period": "2020", "relation": "less"}
THAN_GANZHOU = LESS | {"other": {"area": GANZHOU}}


@pytest.fixture
def firms():
    AreaFactory(code=LIUZHOU, name="柳州", name_en="Liuzhou")
    AreaFactory(code=GANZHOU, name="赣州", name_en="Ganzhou")
    return IndicatorFactory(code="firms", name="企业数", name_en="Enterprises")


def a_figure(area: str, value: str | None, indicator: str = "firms", **more) -> Observation:
    decimals = len((value or "").partition(".")[2])
    number = None if value is None else Decimal(value)
    return ObservationFactory(
        indicator=IndicatorFactory._meta.model.objects.get(code=indicator),
        area=AreaFactory(code=area),
        value=number,
        decimals=decimals,
        status=more.pop("status", "M" if value is None else "A"),
        **more,
    )


def judged(predicate: dict, known_on: date | None = None, **of_claim) -> Verdict:
    claim = ClaimFactory(predicate=predicate, **of_claim)
    (found,) = verdicts([claim], AsOf(as_of=date(2026, 1, 1), known_on=known_on))
    return found


def test_a_claim_that_figures_bear_out(firms):
    figures = [a_figure(LIUZHOU, "600"), a_figure(GANZHOU, "1107")]

    verdict = judged(THAN_GANZHOU)

    assert verdict.verdict == Word.SUPPORTED
    assert list(verdict.figures) == figures
    assert verdict.missing == ()
    assert verdict.reason == "数字与论断相符：企业数 柳州 2020（600）小于赣州 2020（1107）。"


def test_a_claim_that_figures_contradict_says_how_it_is(firms):
    a_figure(LIUZHOU, "1200")
    a_figure(GANZHOU, "1107")

    verdict = judged(THAN_GANZHOU)

    assert verdict.verdict == Word.CONTRADICTED
    assert verdict.reason == "数字与论断不符：企业数 柳州 2020（1200）大于赣州 2020（1107）。"


def test_a_claim_that_cannot_be_decided_names_what_is_missing(firms):
    known = a_figure(LIUZHOU, "600")
    a_figure(GANZHOU, None)

    verdict = judged(THAN_GANZHOU)

    assert verdict.verdict == Word.UNDECIDABLE
    assert verdict.reason == "缺数：企业数 赣州 2020。"
    assert verdict.figures == (known,)
    assert [(m.indicator.code, m.area.code, m.period) for m in verdict.missing] == [("firms", GANZHOU, "2020")]


def test_figures_too_close_are_said_to_be(firms):
    a_figure(LIUZHOU, "600", bound="at_least")
    a_figure(GANZHOU, "1107")

    verdict = judged(THAN_GANZHOU)

    assert verdict.verdict == Word.UNDECIDABLE
    assert verdict.missing == ()
    assert "分不出大小：企业数 柳州 2020（≥600）与赣州 2020（1107）。" in verdict.reason


@pytest.mark.parametrize(
    "unfit",
    [
        {"status": "F"},
        {"status": "B"},
        {"source__sample": True},
        {"bound": "about"},
    ],
)
def test_what_may_not_testify_is_as_good_as_missing(firms, unfit):
    a_figure(LIUZHOU, "600")
    a_figure(GANZHOU, "1107", **unfit)

    assert judged(THAN_GANZHOU).verdict == Word.UNDECIDABLE


def test_a_figure_of_another_definition_takes_part_where_asked_and_is_marked(firms):
    a_figure(LIUZHOU, "600")
    a_figure(GANZHOU, "1107", status="B")

    verdict = judged(THAN_GANZHOU | {"other_definitions": True})

    assert (verdict.verdict, verdict.other_definitions) == (Word.SUPPORTED, True)
    assert "其中有口径不同（B）的数。" in verdict.reason


def test_a_bound_printed_where_the_claim_is_made_is_the_claim_itself(firms):
    own = a_figure(LIUZHOU, "600", bound="at_least", locator="二(二)2")
    above = LESS | {"relation": "greater", "number": "500"}

    at_its_place = judged(above, source=own.source, locator="二(二)2")

    assert at_its_place.verdict == Word.UNDECIDABLE
    assert "论断自己所印的界限就是论断，不作证据。" in at_its_place.reason
    assert judged(above, source=own.source, locator="表9").verdict == Word.SUPPORTED
    assert judged(above, source=SourceFactory(), locator="二(二)2").verdict == Word.SUPPORTED


def test_what_may_not_testify_does_not_stand_before_what_may(firms):
    a_figure(LIUZHOU, "600")
    a_figure(GANZHOU, "1107", status="F", source=SourceFactory(priority=1))
    a_figure(GANZHOU, "500", source=SourceFactory(priority=9))

    assert judged(THAN_GANZHOU).verdict == Word.CONTRADICTED


def test_of_several_sources_the_first_in_trust_testifies(firms):
    a_figure(LIUZHOU, "600")
    a_figure(GANZHOU, "500", source=SourceFactory(priority=9))
    trusted = a_figure(GANZHOU, "1107", source=SourceFactory(priority=1))

    verdict = judged(THAN_GANZHOU)

    assert verdict.verdict == Word.SUPPORTED
    assert trusted in verdict.figures


def test_only_what_was_known_on_the_day_testifies(firms):
    a_figure(LIUZHOU, "600", vintage=date(2021, 1, 1))
    first = a_figure(GANZHOU, "500", vintage=date(2021, 1, 1))
    a_figure(GANZHOU, "1107", vintage=date(2022, 1, 1), source=first.source, locator=first.locator)

    assert judged(THAN_GANZHOU, known_on=date(2020, 12, 31)).verdict == Word.UNDECIDABLE
    assert judged(THAN_GANZHOU, known_on=date(2021, 6, 30)).verdict == Word.CONTRADICTED
    assert judged(THAN_GANZHOU).verdict == Word.SUPPORTED


@pytest.fixture
def difference(firms):
    """The gap and what it is the gap to add up to a rate: the second of them can be implied."""
    identity = Identity.objects.create(code="gap", name="差", name_en="Gap", kind="sum")
    for position, (code, role, implied) in enumerate(
        [("rate", "whole", False), ("gap", "part", False), ("whole-rate", "part", True)]
    ):
        IdentityTerm.objects.create(
            identity=identity, role=role, indicator=IndicatorFactory(code=code), position=position, implied=implied
        )
    return [a_figure(LIUZHOU, "-42.6", "rate"), a_figure(LIUZHOU, "-43.5", "gap")]


def test_an_implied_figure_takes_part_where_asked_and_shows_its_inputs(difference):
    falls = LESS | {"indicator": "whole-rate", "number": "0"}

    assert judged(falls).verdict == Word.UNDECIDABLE
    verdict = judged(falls | {"implied": True})

    assert (verdict.verdict, verdict.implied) == (Word.CONTRADICTED, True)
    assert list(verdict.figures) == difference
    assert "柳州 2020（0.9）大于0" in verdict.reason
    assert "其中有推算数" in verdict.reason


def test_what_follows_from_sample_figures_does_not_testify(difference):
    difference[0].source.sample = True
    difference[0].source.save()

    verdict = judged(LESS | {"indicator": "whole-rate", "number": "0", "implied": True})

    assert verdict.verdict == Word.UNDECIDABLE


def test_a_long_reason_tells_the_first_few_and_how_many(firms):
    years = [str(year) for year in range(2010, 2021)]
    for year in years:
        a_figure(LIUZHOU, year, period=year)

    reason = judged(LESS | {"relation": "greater", "number": "0", "period": years}).reason

    assert reason.endswith("企业数 柳州 2012（2012）大于0等11项。")
    assert "2013" not in reason


def test_the_difference_of_two_areas_is_told_with_its_value(firms):
    for period, liuzhou, ganzhou in (("2019", "9", "1"), ("2020", "9", "3")):
        a_figure(LIUZHOU, liuzhou, period=period)
        a_figure(GANZHOU, ganzhou, period=period)
    closing = {"test": "trend", "indicator": "firms", "area": LIUZHOU, "minus": GANZHOU, "from": "2019", "to": "2020"}

    verdict = judged(closing | {"course": "falling"})

    assert verdict.verdict == Word.SUPPORTED
    assert "企业数 柳州减赣州 2019（8）大于企业数 柳州减赣州 2020（6）" in verdict.reason


def test_names_are_in_the_readers_language(firms):
    with translation.override("en"):
        assert "Enterprises Ganzhou 2020" in judged(THAN_GANZHOU).reason


def test_the_number_of_queries_does_not_grow(firms):
    a_figure(LIUZHOU, "600")
    first = ClaimFactory(predicate=THAN_GANZHOU)
    more = [
        first,
        *(ClaimFactory(predicate=THAN_GANZHOU | {"area": GANZHOU, "other": {"area": LIUZHOU}}) for _ in "ab"),
    ]

    def queries(claims: list) -> int:
        with CaptureQueriesContext(connection) as context:
            verdicts(claims, AsOf.now())
        return len(context)

    assert queries([first]) == queries(more) == 3


def test_the_claims_of_an_indicator_and_their_counts(firms):
    IndicatorFactory(code="other")
    asking = ClaimFactory(predicate=THAN_GANZHOU)
    ClaimFactory(indicator="other")

    assert [verdict.claim for verdict in claims_of(firms, AsOf.now())] == [asking]
    assert claim_counts(AsOf.now()) == [(Word.SUPPORTED, 0), (Word.CONTRADICTED, 0), (Word.UNDECIDABLE, 2)]
