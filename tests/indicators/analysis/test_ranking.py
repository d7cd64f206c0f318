"""Comparison of areas: who is ranked, how ties and directions count, and what is left out."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.analysis import median, rank
from indicators.models import Area, Indicator, Observation


def figures(*rows):
    """Unsaved figures: ``(kind, value)`` or ``(kind, value, status)``; the areas' codes are 1, 2, 3 …"""
    return [
        Observation(
            pk=n,
            area=Area(pk=n, code=str(n), kind=kind, position=n),
            value=None if value is None else Decimal(value),
            status=(*status, "A")[0],
        )
        for n, (kind, value, *status) in enumerate(rows, 1)
    ]


def places(ranking):
    return [(row.observation.area.code, row.rank) for row in ranking.rows]


HIGHER, LOWER, NEUTRAL = (Indicator(direction=direction) for direction in ("higher", "lower", "neutral"))


def test_the_largest_is_first_and_ties_share_a_rank():
    ranking = rank(HIGHER, figures(("focus", 3), ("peer", 5), ("peer", 3), ("peer", 1)))

    assert places(ranking) == [("2", 1), ("1", 2), ("3", 2), ("4", 4)]
    assert ranking.best.area.code == "2"
    assert ranking.ranked == 4


def test_where_lower_is_better_the_smallest_is_first():
    ranking = rank(LOWER, figures(("focus", 3), ("peer", -5), ("peer", 0)))

    assert places(ranking) == [("2", 1), ("3", 2), ("1", 3)]
    assert [row.gap_to_best for row in ranking.rows] == [0, 5, 8]


def test_a_neutral_indicator_is_ordered_by_size():
    assert places(rank(NEUTRAL, figures(("focus", 1), ("peer", 2)))) == [("2", 1), ("1", 2)]


def test_gaps_are_the_areas_value_minus_the_best_and_the_peers_median():
    ranking = rank(HIGHER, figures(("focus", "10.5"), ("peer", 20), ("peer", 14), ("peer", 8), ("peer", 2)))

    assert ranking.median == 11
    assert ranking.peers_counted == 4
    assert ranking.of("1").gap_to_best == Decimal("-9.5")
    assert ranking.of("1").gap_to_median == Decimal("-0.5")
    assert ranking.of("2").gap_to_best == 0


def test_benchmarks_are_not_compared():
    ranking = rank(HIGHER, figures(("focus", 1), ("benchmark", 99)))

    assert places(ranking) == [("1", 1)]
    assert ranking.of("2") is None


def test_a_missing_figure_stands_last_without_rank_or_gap_and_zero_is_not_missing():
    ranking = rank(HIGHER, figures(("peer", None, "M"), ("focus", 0), ("peer", -1)))

    assert places(ranking) == [("2", 1), ("3", 2), ("1", None)]
    assert ranking.of("1").gap_to_best is None
    assert ranking.of("1").gap_to_median is None
    assert ranking.median == -1


def test_another_definition_is_shown_in_its_place_but_left_out_of_rank_best_and_median():
    rows = figures(("focus", 3), ("peer", 9, "B"), ("peer", 2))
    ranking = rank(HIGHER, rows)

    assert places(ranking) == [("2", None), ("1", 1), ("3", 2)]
    assert ranking.best.area.code == "1"
    assert (ranking.median, ranking.peers_counted, ranking.ranked) == (2, 1, 2)
    assert ranking.of("2").gap_to_best == 6


def test_another_definition_counts_when_asked_for():
    ranking = rank(HIGHER, figures(("focus", 3), ("peer", 9, "B"), ("peer", 2)), with_other_definitions=True)

    assert places(ranking) == [("2", 1), ("1", 2), ("3", 3)]
    assert ranking.median == Decimal("5.5")


def test_nothing_to_compare_is_an_empty_ranking():
    ranking = rank(HIGHER, [])

    assert (ranking.rows, ranking.best, ranking.median, ranking.peers_counted, ranking.ranked) == ((), None, None, 0, 0)


def test_only_missing_figures_rank_nobody():
    ranking = rank(HIGHER, figures(("focus", None, "M"), ("peer", None, "M")))

    assert places(ranking) == [("1", None), ("2", None)]
    assert ranking.best is None


@pytest.mark.parametrize(
    ("values", "middle"), [([], None), ([5], 5), ([9, 1, 5], 5), ([4, 1, 3, 2], Decimal("2.5")), ([0, 0], 0)]
)
def test_the_median_is_the_middle_value_or_the_mean_of_the_middle_two(values, middle):
    assert median(map(Decimal, values)) == middle


amounts = st.decimals(min_value=-(10**6), max_value=10**6, places=2, allow_nan=False)
kinds = st.sampled_from(["focus", "peer", "benchmark"])
statuses = st.sampled_from(["A", "B", "F"])
cells = st.lists(st.tuples(kinds, st.none() | amounts, statuses), max_size=12)
indicators = st.sampled_from([HIGHER, LOWER, NEUTRAL])


@given(indicators, cells)
def test_a_better_figure_never_ranks_below_a_worse_one(indicator, rows):
    ranking = rank(indicator, figures(*rows))
    better = (lambda a, b: a < b) if indicator.direction == "lower" else (lambda a, b: a > b)
    ranked = [row for row in ranking.rows if row.rank]

    for one in ranked:
        ahead = sum(better(other.observation.value, one.observation.value) for other in ranked)
        assert one.rank == ahead + 1
    assert [row.observation.value for row in ranking.rows if row.rank == 1][:1] == (
        [ranking.best.value] if ranking.best else []
    )


@given(indicators, cells)
def test_every_compared_area_stands_in_the_ranking_once(indicator, rows):
    ranking = rank(indicator, figures(*rows))
    compared = [str(n) for n, (kind, _value, _status) in enumerate(rows, 1) if kind != "benchmark"]

    assert sorted(row.observation.area.code for row in ranking.rows) == sorted(compared)
    assert ranking.ranked == sum(row.rank is not None for row in ranking.rows)
    assert all((row.observation.value is None) == (row.gap_to_best is None) for row in ranking.rows if ranking.best)


@given(indicators, cells, st.randoms())
def test_the_order_in_which_figures_are_read_changes_nothing(indicator, rows, random):
    ordered = figures(*rows)
    shuffled = random.sample(ordered, len(ordered))

    assert rank(indicator, shuffled) == rank(indicator, ordered)


@given(st.lists(amounts, min_size=1))
def test_half_of_the_values_lie_on_either_side_of_the_median(values):
    middle = median(values)

    assert sum(value < middle for value in values) <= len(values) / 2
    assert sum(value > middle for value in values) <= len(values) / 2
    assert min(values) <= middle <= max(values)
