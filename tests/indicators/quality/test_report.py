"""All checks in one list."""

from decimal import Decimal

from indicators.choices import IdentityKind, TermRole
from indicators.quality.findings import LONGEST_KEY, key_of
from indicators.quality.report import report

from .figures import YEARBOOK, figure, indicator, relation

TRADE, EXPORTS, IMPORTS = (indicator(code, position=n) for n, code in enumerate(("trade", "exports", "imports")))
SUM = relation(IdentityKind.SUM, (TermRole.WHOLE, TRADE), (TermRole.PART, EXPORTS), (TermRole.PART, IMPORTS))
BROKEN = relation(IdentityKind.SHARE, (TermRole.SHARE, TRADE))


def test_the_gravest_stands_first():
    figures = [figure(TRADE, "9.99"), figure(EXPORTS, "3.17"), figure(IMPORTS, "0.70")]
    figures += [figure(EXPORTS, "4.00", source=YEARBOOK), figure(IMPORTS, None, "2019")]
    figures += [figure(EXPORTS, "2.50", "2018")]

    found = report(figures, [SUM]).findings

    assert [finding.kind for finding in found] == ["identity", "sources", "missing", "single_source"]


def test_a_relation_with_faults_is_told_and_left_out():
    checked = report([figure(TRADE, "1.0")], [BROKEN])

    assert checked.findings == ()
    assert checked.unusable == (BROKEN,)


def test_a_unit_slip_is_not_told_as_an_outlier_too():
    levels = ["100", "108", "117", "126", "136", "1470", "159", "171", "185", "200"]
    figures = [figure(TRADE, text, str(2010 + n)) for n, text in enumerate(levels)]

    (finding,) = report(figures, []).findings

    assert finding.kind == "unit_slip"


def test_a_finding_keeps_its_key_and_its_figures_tell_when_one_of_them_changes():
    figures = [figure(TRADE, "9.99"), figure(EXPORTS, "3.17"), figure(IMPORTS, "0.70")]
    (before,) = report(figures, [SUM]).findings
    (again,) = report(reversed(figures), [SUM]).findings
    (after,) = report([*figures[:2], figures[2]._replace(value=Decimal("0.7"), decimals=1)], [SUM]).findings

    assert before.key == again.key == after.key
    assert before.figures == again.figures != after.figures


def test_a_key_is_never_longer_than_can_be_stored_and_long_ones_still_differ():
    long, other = (key_of("identity", "x" * LONGEST_KEY, end) for end in ("a", "b"))

    assert len(long) == len(other) == LONGEST_KEY
    assert long != other


def test_nothing_known_is_nothing_found():
    assert report([], [SUM]).findings == ()
