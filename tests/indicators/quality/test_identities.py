"""Relations: rounding never raises a flag, and a real conflict always does."""

from decimal import Decimal, localcontext

import pytest
from django.utils.translation import override
from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.choices import IdentityKind, TermRole
from indicators.quality import identities
from indicators.quality.figures import cells

from .figures import QUJING, STUDY, YEARBOOK, figure, indicator, relation

TRADE, EXPORTS, IMPORTS, GDP = (indicator(code) for code in ("trade", "exports", "imports", "gdp"))
TO_GDP, EXPORTS_TO_GDP, IMPORTS_TO_GDP = (indicator(f"{code}-to-gdp", "%") for code in ("trade", "exports", "imports"))
GROWTH, SHARE, CHANGE, PULL = (indicator(code, "%") for code in ("growth", "share", "change", "pull"))
WHOLE_GROWTH = indicator("whole-growth", "%")
FIRST, SECOND, THIRD = (indicator(code, "%") for code in ("first", "second", "third"))
R = TermRole

SUM = relation(IdentityKind.SUM, (R.WHOLE, TRADE), (R.PART, EXPORTS), (R.PART, IMPORTS))
SHARES = relation(IdentityKind.SUM, (R.PART, FIRST), (R.PART, SECOND), (R.PART, THIRD), total=Decimal(100))
RATIO = relation(IdentityKind.SHARE, (R.SHARE, TO_GDP), (R.PART, TRADE), (R.WHOLE, GDP))
RATE = relation(IdentityKind.RATE, (R.RATE, GROWTH), (R.LEVEL, TRADE))
AVERAGE = relation(IdentityKind.AVERAGE_RATE, (R.RATE, GROWTH), (R.LEVEL, TRADE))
PROPORTION = relation(
    IdentityKind.PROPORTION, (R.PART, EXPORTS), (R.SHARE, EXPORTS_TO_GDP), (R.PART, IMPORTS), (R.SHARE, IMPORTS_TO_GDP)
)
CONTRIBUTION = relation(
    IdentityKind.CONTRIBUTION, (R.CONTRIBUTION, PULL), (R.RATE, GROWTH), (R.SHARE, SHARE), (R.CHANGE, CHANGE)
)
SHARE_CHANGE = relation(
    IdentityKind.SHARE_CHANGE, (R.CHANGE, CHANGE), (R.SHARE, SHARE), (R.RATE, GROWTH), (R.WHOLE_RATE, WHOLE_GROWTH)
)
CONTRIBUTION_OF_LEVELS = relation(IdentityKind.CONTRIBUTION, (R.CONTRIBUTION, PULL), (R.RATE, GROWTH), (R.SHARE, SHARE))

levels = st.decimals(1, 10_000, places=8)
shares = st.decimals(1, 99, places=8)
rates = st.decimals(-60, 200, places=8)
places = st.integers(0, 5)


def check(of, *figures):
    return list(identities.check(of, cells(figures)))


def only(of, *figures):
    (finding,) = check(of, *figures)
    return finding


def rounded(number: Decimal, decimals: int) -> str:
    with localcontext(prec=60):
        return f"{number:.{decimals}f}"


@st.composite
def true_worlds(draw):
    """A relation, and true values that satisfy it: the indicator and period of each, the one looked at first."""
    kind = draw(st.sampled_from(list(TRUE)))
    with localcontext(prec=60):
        return TRUE[kind](draw)


def _sum(draw):
    one, other = draw(levels), draw(levels)
    return SUM, [(TRADE, "2020", one + other), (EXPORTS, "2020", one), (IMPORTS, "2020", other)]


def _share(draw):
    part, whole = draw(levels), draw(levels)
    return RATIO, [(TO_GDP, "2020", part / whole * 100), (TRADE, "2020", part), (GDP, "2020", whole)]


def _rate(draw):
    level, rate = draw(levels), draw(rates)
    return RATE, [(GROWTH, "2020", rate), (TRADE, "2019", level), (TRADE, "2020", level * (1 + rate / 100))]


def _average(draw):
    level, rate = draw(levels), draw(st.decimals(-20, 60, places=8))
    last = level * (1 + rate / 100) ** 4
    return AVERAGE, [(GROWTH, "2016/2020", rate), (TRADE, "2016", level), (TRADE, "2020", last)]


def _proportion(draw):
    one, other, whole = draw(levels), draw(levels), draw(levels)
    return PROPORTION, [
        (IMPORTS_TO_GDP, "2020", other / whole * 100),
        (EXPORTS, "2020", one),
        (EXPORTS_TO_GDP, "2020", one / whole * 100),
        (IMPORTS, "2020", other),
    ]


def _contribution(draw):
    growth, share, change = draw(rates), draw(shares), draw(st.decimals(-30, 30, places=8))
    pull = growth * (share - change) / 100
    return CONTRIBUTION, [
        (PULL, "2020", pull),
        (GROWTH, "2020", growth),
        (SHARE, "2020", share),
        (CHANGE, "2020", change),
    ]


def _share_change(draw):
    before, part, whole = draw(shares), draw(rates), draw(rates)
    share = before * (1 + part / 100) / (1 + whole / 100)
    return SHARE_CHANGE, [
        (CHANGE, "2020", share - before),
        (SHARE, "2020", share),
        (GROWTH, "2020", part),
        (WHOLE_GROWTH, "2020", whole),
    ]


TRUE = {
    "sum": _sum,
    "share": _share,
    "rate": _rate,
    "average": _average,
    "proportion": _proportion,
    "pull": _contribution,
    "share change": _share_change,
}


@given(true_worlds(), st.lists(places, min_size=4, max_size=4))
def test_rounding_never_raises_a_flag(world, decimals):
    of, values = world
    printed = [
        figure(what, rounded(value, digits), period)
        for (what, period, value), digits in zip(values, decimals, strict=False)
    ]

    assert check(of, *printed) == []


@given(true_worlds(), st.lists(places, min_size=4, max_size=4), st.booleans())
def test_a_value_beyond_what_all_the_rounding_allows_is_always_found(world, decimals, above):
    of, values = world
    (what, period, _true), *rest = values
    others = [
        figure(other, rounded(value, digits), then)
        for (other, then, value), digits in zip(rest, decimals[1:], strict=False)
    ]
    allowed = check(of, figure(what, "999999999", period), *others)
    assume(allowed)  # else the others, rounded so coarsely, allow every value
    between = allowed[0].expected_between
    # Two units of the last digit: one for the figure's own rounding, one because it is rounded itself here.
    step = 2 * Decimal(1).scaleb(-decimals[0])
    beyond = between.high + step if above else between.low - step
    assume(beyond.is_finite())

    finding = only(of, figure(what, rounded(beyond, decimals[0]), period), *others)

    assert (finding.difference > 0) is above


def test_a_sum_tells_what_it_should_be_and_by_how_much_it_is_off():
    finding = only(SUM, figure(TRADE, "3.24"), figure(EXPORTS, "3.17"), figure(IMPORTS, "0.70"))

    assert (finding.expected, finding.found, finding.difference) == (
        Decimal("3.87"),
        Decimal("3.24"),
        Decimal("-0.63"),
    )
    assert finding.key == "identity:relation:530300:2020:study"
    assert finding.severity == "conflict"
    assert finding.sentence == "曲靖 2020，关系：trade应为 3.87（取整允许 3.86 至 3.88），印为 3.24。"


@pytest.mark.parametrize(
    ("shares_", "off"),
    [(("7.14", "49.57", "43.28"), None), (("10.1", "40.4", "49.6"), None), (("10.1", "40.4", "50.6"), "1.1")],
)
def test_parts_add_to_a_constant(shares_, off):
    found = check(SHARES, *(figure(of, text) for of, text in zip((FIRST, SECOND, THIRD), shares_, strict=True)))

    assert [finding.difference for finding in found] == ([Decimal(off)] if off else [])


def test_parts_printed_as_bounds_do_not_say_what_they_add_to():
    at_least = figure(FIRST, "90", bound="at_least")

    finding = only(SHARES, at_least, figure(SECOND, "20"), figure(THIRD, "5"))

    assert finding.found is None
    assert "≥ 113.5" in finding.sentence
    assert check(SHARES, figure(FIRST, "70", bound="at_least"), figure(SECOND, "20"), figure(THIRD, "5")) == []


def test_an_average_says_which_number_of_intervals_comes_nearest():
    finding = only(
        AVERAGE, figure(GROWTH, "44.5", "2016/2020"), figure(TRADE, "96.6", "2016"), figure(TRADE, "419.8", "2020")
    )

    assert finding.expected == Decimal("44.38")
    assert "4 个间隔得 44.38、5 个间隔得 34.16；都不相符，4 个间隔最接近。" in finding.sentence


def test_an_average_says_which_number_of_intervals_would_fit():
    finding = only(
        AVERAGE, figure(GROWTH, "34.2", "2016/2020"), figure(TRADE, "96.6", "2016"), figure(TRADE, "419.8", "2020")
    )

    assert "5 个间隔相符" in finding.sentence


def test_an_average_may_start_from_the_year_before_as_of_a_plan():
    rate, last = figure(GROWTH, "34.2", "2016/2020"), figure(TRADE, "419.8", "2020")

    assert check(AVERAGE, rate, last, figure(TRADE, "96.6", "2015")) == []
    assert check(AVERAGE, rate, last, figure(TRADE, "96.6", "2015"), figure(TRADE, "200.0", "2016")) == []
    assert len(check(AVERAGE, rate, last, figure(TRADE, "50.0", "2015"), figure(TRADE, "96.6", "2016"))) == 1


def test_last_years_share_may_be_printed_itself():
    figures = [figure(GROWTH, "-42.6"), figure(SHARE, "68.4", "2019")]

    assert check(CONTRIBUTION_OF_LEVELS, figure(PULL, "-29.1"), *figures) == []
    assert only(CONTRIBUTION_OF_LEVELS, figure(PULL, "-29.9"), *figures).expected == Decimal("-29.14")


def test_the_change_of_a_share_follows_from_how_the_part_and_the_whole_grew():
    others = figure(SHARE, "26.7"), figure(GROWTH, "-26.5"), figure(WHOLE_GROWTH, "-1.0")

    assert check(SHARE_CHANGE, figure(CHANGE, "-9.3"), *others) == []
    finding = only(SHARE_CHANGE, figure(CHANGE, "-8.3"), *others)
    assert (finding.expected, finding.difference) == (Decimal("-9.26"), Decimal("0.96"))


def test_a_part_that_is_gone_says_nothing_of_its_share_before():
    others = figure(SHARE, "0.0"), figure(GROWTH, "-100.0"), figure(WHOLE_GROWTH, "5.0")

    assert check(SHARE_CHANGE, figure(CHANGE, "-9.3"), *others) == []


def test_growth_of_what_was_not_above_zero_is_not_judged():
    assert check(RATE, figure(GROWTH, "-99.9"), figure(TRADE, "0.0", "2019"), figure(TRADE, "5.0")) == []
    assert check(RATE, figure(GROWTH, "50.0"), figure(TRADE, "-3.0", "2019"), figure(TRADE, "5.0")) == []


@pytest.mark.parametrize("odd", [{"status": "B"}, {"status": "F"}, {"status": "I"}, {"bound": "about"}])
def test_other_definitions_forecasts_and_abouts_contradict_nothing(odd):
    figures = [figure(TRADE, "9.99"), figure(EXPORTS, "3.17"), figure(IMPORTS, "0.70", **odd)]

    assert check(SUM, *figures) == []


def test_a_missing_term_leaves_the_relation_open():
    assert check(SUM, figure(TRADE, "9.99"), figure(EXPORTS, "3.17"), figure(IMPORTS, None)) == []


def test_a_bound_conflicts_only_where_it_cannot_be():
    parts = figure(EXPORTS, "3.17"), figure(IMPORTS, "0.70")

    assert check(SUM, figure(TRADE, "3", bound="at_least"), *parts) == []
    finding = only(SUM, figure(TRADE, "5", bound="at_least"), *parts)
    assert (finding.found, finding.difference) == (None, None)
    assert "≥5" in finding.sentence


def test_figures_are_held_against_those_printed_at_their_place():
    rate = figure(GROWTH, "44.4", "2016/2020", locator="二(四)")
    first = figure(TRADE, "96.6", "2016", locator="二(四)")
    table, prose = figure(TRADE, "419.84"), figure(TRADE, "419.8", locator="二(四)")

    assert only(AVERAGE, rate._replace(value=Decimal("44.5")), first, table, prose).observations[2] == prose
    assert check(AVERAGE, rate, first, table, prose) == []


def test_across_sources_it_is_a_doubt_and_no_conflict_of_one_with_itself():
    figures = [figure(TRADE, "9.99"), figure(EXPORTS, "3.17"), figure(IMPORTS, "0.70", source=YEARBOOK)]

    finding = only(SUM, *figures)
    assert finding.severity == "warning"
    assert finding.sentence.endswith("（所据的数出自不同来源：课题报告、统计年鉴。）")
    own = only(SUM, *figures, figure(IMPORTS, "0.70", source=STUDY))
    assert own.severity == "conflict"
    assert "来源" not in own.sentence


def test_where_preliminary_figures_meet_final_ones_it_is_a_doubt():
    figures = figure(TRADE, "9.99"), figure(EXPORTS, "3.17")

    assert only(SUM, *figures, figure(IMPORTS, "0.70", status="P")).severity == "warning"


def test_areas_and_periods_are_not_mixed():
    assert check(SUM, figure(TRADE, "9.99"), figure(EXPORTS, "3.17", "2019"), figure(IMPORTS, "0.70")) == []


def test_the_finding_speaks_the_readers_language():
    finding = only(SUM, figure(TRADE, "3.24"), figure(EXPORTS, "3.17"), figure(IMPORTS, "0.70"))

    with override("en"):
        assert "Relation" in finding.sentence
    assert finding.area == QUJING
