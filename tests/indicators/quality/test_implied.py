"""Figures that follow from others: which, how certain they are, and where there are none."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.analysis import rank
from indicators.choices import IdentityKind
from indicators.models import Identity, IdentityTerm
from indicators.quality.implied import completed, implied_by, refused_flags
from tests.indicators.analysis import LIUZHOU, ZUNYI, a_figure, an_indicator

GDP = an_indicator(pk=1, name="地区生产总值")
TRADE = an_indicator(pk=2, name="进出口总额")
RATIO = an_indicator("%", pk=3, name="外贸依存度")


def an_identity(*terms, kind="share", **columns) -> Identity:
    """Unsaved, with its terms as if prefetched: ``(role, indicator)``, and ``implied`` for one that may follow."""
    identity = Identity(pk=1, code="identity", kind=kind, **columns)
    rows = [
        IdentityTerm(pk=n, identity=identity, role=role, indicator=indicator, implied=bool(implied), position=n)
        for n, (role, indicator, *implied) in enumerate(terms)
    ]
    identity._prefetched_objects_cache = {"terms": rows}
    return identity


def dependence(**columns) -> Identity:
    return an_identity(("share", RATIO), ("part", TRADE), ("whole", GDP, "implied"), **columns)


def test_output_follows_from_trade_and_its_share():
    trade, ratio = a_figure("171.6", indicator=TRADE), a_figure("5.40", indicator=RATIO)

    (one,) = implied_by([dependence()], [trade, ratio])

    assert (one.indicator, one.area, one.period, one.status) == (GDP, LIUZHOU, "2020", "I")
    assert one.inputs == (ratio, trade)
    assert one.printed == "3178"
    assert (one.least, one.most) == (Decimal("3173.9"), Decimal("3181.7"))
    assert Decimal("3177.78") in one.interval


@pytest.mark.parametrize(
    ("role", "figures", "value"),
    [
        ("share", {TRADE.pk: "50.0", GDP.pk: "200.0"}, "25.0"),
        ("part", {RATIO.pk: "25.0", GDP.pk: "200.0"}, "50.0"),
        ("whole", {RATIO.pk: "25.0", TRADE.pk: "50.0"}, "200"),
    ],
)
def test_any_term_of_a_share_follows_from_the_other_two(role, figures, value):
    by_role = {"share": RATIO, "part": TRADE, "whole": GDP}
    identity = an_identity(*((own, indicator, own == role) for own, indicator in by_role.items()))
    known = [
        a_figure(figures[indicator.pk], indicator=indicator)
        for indicator in by_role.values()
        if indicator.pk in figures
    ]

    (one,) = implied_by([identity], known)

    assert one.indicator == by_role[role]
    assert one.value == Decimal(value)


EXPORTS, IMPORTS = an_indicator(pk=4), an_indicator(pk=5)


@pytest.mark.parametrize(
    ("implied", "value"), [(TRADE, "30.35"), (EXPORTS, "9.7")], ids=["the whole from its parts", "a part from the rest"]
)
def test_sums(implied, value):
    terms = [("whole", TRADE), ("part", EXPORTS), ("part", IMPORTS)]
    figures = {TRADE.pk: "30.0", EXPORTS.pk: "10.05", IMPORTS.pk: "20.30"}
    identity = an_identity(*((role, one, one == implied) for role, one in terms), kind="sum")

    (one,) = implied_by([identity], [a_figure(figures[i.pk], indicator=i) for _role, i in terms if i != implied])

    assert one.value == Decimal(value)


def test_a_part_of_a_fixed_total_is_what_is_left():
    shares = [an_indicator("%", pk=n) for n in (6, 7, 8)]
    identity = an_identity(*(("part", share, "implied") for share in shares), kind="sum", total=Decimal("100.000000"))

    (one,) = implied_by([identity], [a_figure("6.5", indicator=shares[0]), a_figure("48.2", indicator=shares[2])])

    assert (one.indicator, one.printed) == (shares[1], "45.3")


@pytest.mark.parametrize(
    "unfit",
    [
        a_figure(None, indicator=TRADE),
        a_figure("600", indicator=TRADE, bound="at_least"),
        a_figure("600", indicator=TRADE, bound="about"),
        a_figure("600", indicator=TRADE, status="F"),
        a_figure("600", indicator=TRADE, status="B"),
        a_figure("600", "2019", indicator=TRADE),
        a_figure("600", indicator=TRADE, area=ZUNYI),
    ],
    ids=["missing", "at least", "about", "forecast", "other definition", "other period", "other area"],
)
def test_nothing_follows_from_an_unfit_input(unfit):
    assert implied_by([dependence()], [unfit, a_figure("5.40", indicator=RATIO)]) == []


def test_nothing_follows_where_the_share_may_be_zero():
    figures = [a_figure("0.1", indicator=TRADE), a_figure("0.0", indicator=RATIO)]

    assert implied_by([dependence()], figures) == []


def test_a_printed_value_leaves_nothing_to_imply_and_a_printed_gap_does():
    inputs = [a_figure("171.6", indicator=TRADE), a_figure("5.40", indicator=RATIO)]

    assert implied_by([dependence()], [*inputs, a_figure("3000", indicator=GDP, bound="at_least")]) == []
    assert len(implied_by([dependence()], [*inputs, a_figure(None, indicator=GDP)])) == 1


@pytest.mark.parametrize("kind", IdentityKind)
def test_only_sums_and_shares_give_what_is_missing_and_of_others_the_flag_is_refused(kind):
    identity = Identity(kind=kind)

    assert bool(refused_flags(identity, [False, True])) == (kind not in {"sum", "share"})
    assert refused_flags(identity, [False, False]) == []


def test_a_term_that_is_not_declared_implied_never_is():
    identity = an_identity(("share", RATIO), ("part", TRADE), ("whole", GDP))

    assert implied_by([identity], [a_figure("171.6", indicator=TRADE), a_figure("5.40", indicator=RATIO)]) == []


@pytest.mark.parametrize(
    "identity",
    [
        an_identity(("share", RATIO), ("part", an_indicator(pk=2, price_basis="constant")), ("whole", GDP, "implied")),
        an_identity(("share", RATIO), ("part", an_indicator(pk=2, accumulation="point")), ("whole", GDP, "implied")),
        an_identity(("share", RATIO), ("whole", GDP, "implied")),
        an_identity(("rate", RATIO), ("level", GDP, "implied"), kind="rate"),
    ],
    ids=["price basis", "accumulation", "a role is missing", "another kind"],
)
def test_nothing_follows_from_a_relation_that_does_not_hold_together(identity):
    assert implied_by([identity], [a_figure("171.6", indicator=TRADE), a_figure("5.40", indicator=RATIO)]) == []


def test_of_two_relations_the_more_certain_gives_the_figure():
    rough = an_identity(("whole", GDP, "implied"), ("part", EXPORTS), ("part", IMPORTS), kind="sum")
    known = [
        a_figure("171.6", indicator=TRADE),
        a_figure("5.4", indicator=RATIO),
        a_figure("1000.00", indicator=EXPORTS),
        a_figure("2000.00", indicator=IMPORTS),
    ]

    (one,) = implied_by([dependence(), rough], known)

    assert one.printed == "3000.00"


def test_in_a_ranking_it_stands_where_nothing_was_printed():
    inputs = [a_figure("171.6", indicator=TRADE), a_figure("5.40", indicator=RATIO)]
    found = implied_by([dependence()], inputs)
    printed = [a_figure(None, indicator=GDP), a_figure("3720.0", indicator=GDP, area=ZUNYI)]

    ranking = rank(GDP, completed(printed, found, "2020"))

    assert [(row.observation.area.code, row.observation.status, row.rank) for row in ranking.rows] == [
        (ZUNYI.code, "A", 1),
        (LIUZHOU.code, "I", 2),
    ]
    assert completed(printed, found, "2019") == printed
    assert completed([], found, "2020") == found


def test_areas_stand_in_reading_order_and_the_newest_period_first():
    figures = [
        a_figure(value, period, indicator=indicator, area=area)
        for area in (ZUNYI, LIUZHOU)
        for period in ("2019", "2020")
        for indicator, value in ((TRADE, "100.0"), (RATIO, "5.00"))
    ]

    assert [(one.area, one.period) for one in implied_by([dependence()], figures)] == [
        (LIUZHOU, "2020"),
        (LIUZHOU, "2019"),
        (ZUNYI, "2020"),
        (ZUNYI, "2019"),
    ]


amounts = st.decimals(min_value=1, max_value=10**5, places=2, allow_nan=False)


@given(amounts, amounts)
def test_what_was_printed_rounded_lies_in_the_range_of_what_follows(trade, gdp):
    share = (trade / gdp * 100).quantize(Decimal("0.01"))
    known = [a_figure(trade, indicator=TRADE), a_figure(share, indicator=RATIO)]

    for one in implied_by([dependence()], known):
        assert one.least <= one.interval.low <= gdp <= one.interval.high <= one.most
