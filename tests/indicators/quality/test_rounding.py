"""One true economy printed in many places, each rounded in its own way: the report as a whole finds no fault in it."""

from decimal import Decimal, localcontext
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.choices import IdentityKind, Severity, TermRole
from indicators.quality.report import report

from .figures import STUDY, YEARBOOK, figure, indicator, relation

K, R = IdentityKind, TermRole
GDP, TRADE, EXPORTS, IMPORTS = (indicator(code) for code in ("gdp", "trade", "exports", "imports"))
TO_GDP, EXPORTS_TO_GDP, IMPORTS_TO_GDP = (indicator(f"{code}-to-gdp", "%") for code in ("trade", "exports", "imports"))
GROWTH, EXPORTS_GROWTH, AVERAGE = (indicator(code, "%") for code in ("growth", "exports-growth", "average"))
SHARE, CHANGE, PULL = (indicator(code, "%") for code in ("exports-share", "exports-share-change", "exports-pull"))

RELATIONS = [
    relation(K.SUM, (R.WHOLE, TRADE), (R.PART, EXPORTS), (R.PART, IMPORTS)),
    relation(K.SUM, (R.WHOLE, TO_GDP), (R.PART, EXPORTS_TO_GDP), (R.PART, IMPORTS_TO_GDP)),
    relation(K.SHARE, (R.SHARE, TO_GDP), (R.PART, TRADE), (R.WHOLE, GDP)),
    relation(K.SHARE, (R.SHARE, SHARE), (R.PART, EXPORTS), (R.WHOLE, TRADE)),
    relation(K.PROPORTION, (R.PART, TRADE), (R.SHARE, TO_GDP), (R.PART, IMPORTS), (R.SHARE, IMPORTS_TO_GDP)),
    relation(K.RATE, (R.RATE, GROWTH), (R.LEVEL, TRADE)),
    relation(K.RATE, (R.RATE, EXPORTS_GROWTH), (R.LEVEL, EXPORTS)),
    relation(K.AVERAGE_RATE, (R.RATE, AVERAGE), (R.LEVEL, TRADE)),
    relation(K.CONTRIBUTION, (R.CONTRIBUTION, PULL), (R.RATE, EXPORTS_GROWTH), (R.SHARE, SHARE)),
    relation(K.CONTRIBUTION, (R.CONTRIBUTION, PULL), (R.RATE, EXPORTS_GROWTH), (R.SHARE, SHARE), (R.CHANGE, CHANGE)),
    relation(K.SHARE_CHANGE, (R.CHANGE, CHANGE), (R.SHARE, SHARE), (R.RATE, EXPORTS_GROWTH), (R.WHOLE_RATE, GROWTH)),
]
for number, one in enumerate(RELATIONS):
    one.identity.code = f"relation-{number}"

YEARS = ["2018", "2019", "2020"]
levels = st.decimals(1, 10_000, places=6)
PLACES = [(STUDY, "表11"), (STUDY, "二(四)"), (YEARBOOK, "表3-1")]


def _of_a_year(gdp, exports, imports):
    trade = exports + imports
    return {GDP: gdp, TRADE: trade, EXPORTS: exports, IMPORTS: imports} | {
        TO_GDP: trade / gdp * 100,
        EXPORTS_TO_GDP: exports / gdp * 100,
        IMPORTS_TO_GDP: imports / gdp * 100,
        SHARE: exports / trade * 100,
    }


@st.composite
def economies(draw):
    """True values by indicator and period."""
    with localcontext(prec=60):
        by_year = [_of_a_year(draw(levels), draw(levels), draw(levels)) for _year in YEARS]
        true = {(what, year): value for year, one in zip(YEARS, by_year, strict=True) for what, value in one.items()}
        for before, year in pairwise(YEARS):
            true[GROWTH, year] = (true[TRADE, year] / true[TRADE, before] - 1) * 100
            true[EXPORTS_GROWTH, year] = (true[EXPORTS, year] / true[EXPORTS, before] - 1) * 100
            true[CHANGE, year] = true[SHARE, year] - true[SHARE, before]
            true[PULL, year] = true[EXPORTS_GROWTH, year] * true[SHARE, before] / 100
        true[AVERAGE, "2018/2020"] = ((true[TRADE, "2020"] / true[TRADE, "2018"]).sqrt() - 1) * 100
    return true


@st.composite
def printed(draw):
    """An economy, each figure in one place or several, with so many decimals as each place likes."""
    figures = []
    for (what, period), value in draw(economies()).items():
        for source, locator in draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=3, unique=True)):
            decimals = draw(st.integers(0, 4))
            with localcontext(prec=60):
                text = f"{value:.{decimals}f}"
            figures.append(figure(what, text, period, source=source, locator=locator))
    return figures


def doubted(figures):
    """Conflicts, and doubts that are of relations and sources: what rounding may never give."""
    return [
        finding
        for finding in report(figures, RELATIONS).findings
        if finding.severity == Severity.CONFLICT or finding.kind in {"identity", "sources"}
    ]


@given(printed())
def test_rounding_alone_is_never_doubted(figures):
    assert doubted(figures) == []


@given(economies(), st.data())
def test_an_error_beyond_the_rounding_is_found_whichever_figure_is_wrong(true, data):
    """Everything printed to ten decimals, one figure by one in a hundred too high or too low."""
    wrong = data.draw(st.sampled_from(list(true)))
    assume(abs(true[wrong]) > Decimal("0.01"))
    factor = data.draw(st.sampled_from([Decimal("0.99"), Decimal("1.01")]))
    with localcontext(prec=60):
        values = true | {wrong: true[wrong] * factor}
        figures = [figure(what, f"{value:.10f}", period) for (what, period), value in values.items()]

    rests_on = {(o.indicator, o.period) for finding in doubted(figures) for o in finding.observations}

    assert wrong in rests_on
