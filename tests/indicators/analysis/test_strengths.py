"""Where an area is strong and where it lags, over indicators of any unit."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.analysis import rank
from indicators.analysis.strengths import gaps, lead, strengths
from indicators.models import Area

from . import LIUZHOU, a_figure, an_indicator

CITIES = [LIUZHOU, *(Area(pk=n, code=f"90000{n}", name=f"城市{n}", kind="peer", position=n) for n in range(2, 8))]
PLACES = st.decimals(-10_000, 10_000, places=2)


def of_liuzhou(values, *, direction="higher", **liuzhou):
    """Liuzhou's lead; its value comes first."""
    indicator = an_indicator(direction=direction)
    figures = [
        a_figure(value, indicator=indicator, area=city, **(liuzhou if city is LIUZHOU else {}))
        for city, value in zip(CITIES, values, strict=False)
    ]
    ranking = rank(indicator, figures)
    return lead(ranking, ranking.of(LIUZHOU.code))


def test_the_lead_is_the_distance_from_the_median_in_spans_of_best_and_worst():
    found = of_liuzhou(["30", "10", "20", "50"])

    assert found.size == Decimal("0.250")  # (30 - 20) / (50 - 10)
    assert found.percent == 25
    assert found.row.gap_to_median == 10


def test_where_less_is_better_being_below_the_median_is_a_lead():
    assert of_liuzhou(["30", "10", "20", "50"], direction="lower").size == Decimal("-0.250")


@given(st.lists(PLACES, min_size=3, max_size=7), st.decimals("0.1", 1000, places=1), PLACES)
def test_the_unit_does_not_matter(values, scale, shift):
    assume(len(set(values)) > 1)

    plain = of_liuzhou([str(value) for value in values])
    converted = of_liuzhou([str(value * scale + shift) for value in values])

    assert abs(plain.size - converted.size) <= Decimal("0.001")


@given(st.lists(PLACES, min_size=3, max_size=7))
def test_the_lead_is_between_one_and_minus_one_and_turns_with_the_direction(values):
    assume(len(set(values)) > 1)
    texts = [str(value) for value in values]

    size = of_liuzhou(texts).size

    assert -1 <= size <= 1
    assert of_liuzhou(texts, direction="lower").size == -size


@pytest.mark.parametrize(
    ("values", "more"),
    [
        (["30", "10", "20"], {"direction": "neutral"}),
        ([None, "10", "20", "50"], {}),
        (["30", "10", "20", "50"], {"status": "B"}),
        (["30", "10"], {}),
        (["30", "30", "30"], {}),
    ],
    ids=["no direction", "no figure", "another definition", "two cities", "all equal"],
)
def test_what_cannot_be_judged_is_no_lead(values, more):
    assert of_liuzhou(values, **more) is None


@pytest.mark.parametrize(
    ("value", "bound", "judged"),
    [
        ("30", "at_least", True),
        ("15", "at_least", False),
        ("30", "at_most", False),
        ("15", "at_most", True),
        ("30", "about", True),
    ],
)
def test_a_bound_counts_only_where_it_leaves_no_doubt_of_the_side(value, bound, judged):
    assert (of_liuzhou([value, "10", "20", "50"], bound=bound) is not None) is judged


def test_strengths_and_gaps_begin_with_the_widest_and_leave_out_who_is_at_the_median():
    leads = {
        name: of_liuzhou(values)
        for name, values in {
            "far ahead": ["50", "10", "20", "30"],
            "ahead": ["22", "10", "20", "50"],
            "level": ["20", "10", "20", "50"],
            "behind": ["18", "10", "20", "50"],
            "far behind": ["0", "30", "40", "50"],
        }.items()
    }
    names = {id(one): name for name, one in leads.items()}

    assert [names[id(one)] for one in strengths(leads.values())] == ["far ahead", "ahead"]
    assert [names[id(one)] for one in gaps(leads.values())] == ["far behind", "behind"]
