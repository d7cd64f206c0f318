"""Three values: what is known decides as soon as it can, and never says more than every possible value would."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.predicates import Comparison, Difference, Formula, HowMany, Reference, Relation, read, references
from indicators.quality.intervals import Interval, stands_for
from indicators.quality.truth import deciding, truth

AREAS = ["a", "b", "c", "d"]
RANK = {"test": "rank", "indicator": "x", "area": "a", "period": "2020", "from": "highest", "among": AREAS}


def figure(area: str, period: str = "2020") -> Reference:
    return Reference("x", area, period)


def known(**printed: str) -> dict[Reference, Interval]:
    """What areas' figures may stand for: ``2.5`` rounded, ``>=2`` and ``<=2`` bounds."""
    bounds = {">=": "at_least", "<=": "at_most"}
    found = {}
    for area, text in printed.items():
        number = text.lstrip("<>=")
        value = Decimal(number)
        bound = bounds.get(text.removesuffix(number), "exact")
        found[figure(area)] = stands_for(value, -value.as_tuple().exponent, bound)
    return found


def told(predicate: dict, **printed: str) -> bool | None:
    return truth(read(predicate).formula, known(**printed).get)


def rank(place: int, start: str = "highest") -> dict:
    return RANK | {"place": place, "from": start}


@pytest.mark.parametrize(
    ("predicate", "expected"),
    [(rank(1), False), (rank(2), True), (rank(3, "lowest"), True), (rank(4, "lowest"), False)],
)
def test_a_place_among_all_known(predicate, expected):
    assert told(predicate, a="3", b="5", c="2", d="1") is expected


def test_a_missing_figure_leaves_a_place_open_unless_a_known_one_decides():
    assert told(rank(1, "lowest"), a="3", b="5", c="4") is None
    assert told(rank(1, "lowest"), a="3", b="5", c="2") is False
    assert told(rank(4), a="3", b="5", c="2") is False
    assert told(rank(1), b="5", c="4", d="1") is None


def test_equal_printed_values_cannot_be_told_apart():
    assert told(rank(1), a="3", b="3", c="2", d="1") is None
    assert told(rank(1), a="3.0", b="3", c="2", d="1") is None
    assert told(rank(3), a="3", b="3", c="2", d="1") is False


def test_neighbours_in_the_last_printed_digit_can():
    assert told(rank(1), a="3", b="2", c="1", d="0") is True
    assert told(rank(1), a="43.43", b="43.41", c="1", d="0") is True


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [(">=600", "472", True), (">=600", "881", None), ("<=600", "881", False), ("<=600", "472", None)],
)
def test_a_bound_decides_only_what_it_covers(one, other, expected):
    formula = Comparison(figure("a"), Relation.GREATER, figure("b"))

    assert truth(formula, known(a=one, b=other).get) is expected


@pytest.mark.parametrize(
    ("relation", "of_less", "of_equal", "of_more"),
    [
        (Relation.GREATER, False, False, True),
        (Relation.LESS, True, False, False),
        (Relation.AT_LEAST, False, True, True),
        (Relation.AT_MOST, True, True, False),
    ],
)
def test_numbers_that_are_exact_may_be_equal(relation, of_less, of_equal, of_more):
    for value, expected in ((1, of_less), (2, of_equal), (3, of_more)):
        comparison = Comparison(Decimal(value), relation, Decimal(2))
        assert truth(comparison, {}.get) is expected
        opposite = Comparison(Decimal(value), relation.opposite, Decimal(2))
        assert truth(opposite, {}.get) is not expected


def test_a_year_in_between_that_is_missing_does_not_hide_a_fall():
    rising = {"test": "trend", "indicator": "x", "area": "a", "from": "2018", "to": "2020", "course": "rising"}
    formula = read(rising).formula

    def ends(first: str, last: str) -> bool | None:
        both = {figure("a", "2018"): known(a=first)[figure("a")], figure("a", "2020"): known(a=last)[figure("a")]}
        return truth(formula, both.get)

    assert ends("3", "2") is False
    assert ends("2", "3") is None


def test_a_difference_is_as_uncertain_as_both_figures():
    sides = [Difference(figure("a"), figure("b")), Difference(figure("c"), figure("d"))]
    comparison = Comparison(sides[0], Relation.GREATER, sides[1])

    assert truth(comparison, known(a="9", b="1", c="8", d="3").get) is True
    assert truth(comparison, known(a="9", b="1", c="8", d="1").get) is None
    assert truth(comparison, known(a="9", b="1", c="8").get) is None


@pytest.mark.parametrize(
    ("least", "most", "expected"),
    [(2, 3, True), (3, 3, None), (0, 1, False), (0, 2, None), (4, 4, False), (0, 4, True)],
)
def test_how_many(least, most, expected):
    known_truths = [Decimal(1), Decimal(1), Decimal(-1)]
    parts = [Comparison(value, Relation.GREATER, Decimal(0)) for value in known_truths]
    unknown = Comparison(figure("a"), Relation.GREATER, Decimal(0))

    assert truth(HowMany((*parts, unknown), least, most), {}.get) is expected


def test_what_decides_is_told_and_nothing_else():
    def of(predicate: dict, **printed: str) -> list[tuple[str, bool | None]]:
        figures = known(**printed)
        return [(c.left.area, held) for c, held in deciding(read(predicate).formula, figures.get)]

    values = {"b": "5", "c": "2", "d": "1"}
    assert of(rank(1), a="3", **values) == [("b", True)]
    assert of(rank(2), a="3", **values) == [("b", True), ("c", False), ("d", False)]
    assert of(rank(3), a="3", **values) == [("c", False), ("d", False)]
    assert of(rank(2), a="3", b="5", c="2") == [("d", None)]


TEXTS = st.sampled_from(["0", "1", "2", "3", ">=1", ">=2", "<=2", "1.5"])
PREDICATES = st.sampled_from(
    [
        *(rank(place, start) for place in (1, 2, 4) for start in ("highest", "lowest")),
        *(
            {"test": "count", "among": AREAS, "how_many": how_many, "of": of}
            for how_many in ("all", "most", "none", {"at_least": 2}, {"only": ["a", "b"]})
            for of in (
                {"test": "compare", "indicator": "x", "period": "2020", "relation": "greater", "number": "1"},
                {"test": "compare", "indicator": "x", "period": "2020", "relation": "at_most", "other": {"area": "a"}},
            )
        ),
    ]
)
UNKNOWN = [Decimal(n) / 4 for n in range(-3, 20, 2)]


def _values(interval: Interval | None) -> list[Decimal]:
    """Some of the values that a figure may have, near its ends and beyond its neighbours."""
    if interval is None:
        return UNKNOWN
    inside = [value for value in UNKNOWN if value in interval]
    return inside or [(interval.low + interval.high) / 2]


def _holds(formula: Formula, values: dict[Reference, Decimal]) -> bool:
    """The formula on numbers, with Python's own comparisons."""
    if isinstance(formula, HowMany):
        return formula.least <= sum(_holds(part, values) for part in formula.of) <= formula.most
    left, right = (values.get(side, side) for side in (formula.left, formula.right))
    return {"greater": left > right, "less": left < right, "at_least": left >= right, "at_most": left <= right}[
        formula.relation
    ]


@given(PREDICATES, st.dictionaries(st.sampled_from(AREAS), TEXTS, min_size=2))
def test_what_is_told_holds_whatever_the_figures_stand_for(predicate, printed):
    formula, figures = read(predicate).formula, known(**printed)
    verdict = truth(formula, figures.get)
    asked = references(formula)
    possible = {
        _holds(formula, dict(zip(asked, values, strict=True)))
        for values in product(*(_values(figures.get(reference)) for reference in asked))
    }

    if verdict is not None:
        assert possible == {verdict}
