"""The same figure in several places and sources."""

from decimal import Decimal

from indicators.quality import sources
from indicators.quality.figures import cells

from .figures import STUDY, YEARBOOK, figure, indicator

TRADE = indicator("trade")
PROSE = "二(四)"


def check(*figures):
    return list(sources.check(cells(figures)))


def test_more_digits_in_a_table_than_in_prose_are_no_conflict():
    assert check(figure(TRADE, "419.84"), figure(TRADE, "419.8", locator=PROSE)) == []


def test_a_bound_agrees_with_what_may_be_it():
    assert check(figure(TRADE, "612"), figure(TRADE, "600", locator=PROSE, bound="at_least")) == []
    assert len(check(figure(TRADE, "512"), figure(TRADE, "600", locator=PROSE, bound="at_least"))) == 1


def test_places_of_one_source_that_disagree_are_a_conflict():
    (finding,) = check(figure(TRADE, "419.84"), figure(TRADE, "419.9", locator=PROSE))

    assert (finding.kind, finding.severity) == ("places", "conflict")
    assert (finding.expected, finding.found, finding.difference) == (
        Decimal("419.84"),
        Decimal("419.9"),
        Decimal("0.06"),
    )
    assert finding.sentence == "曲靖 2020 trade，同一来源前后不一：表11印为 419.84，二(四)印为 419.9。"


def test_however_many_places_disagree_there_is_one_finding_with_all_of_them():
    (finding,) = check(*(figure(TRADE, text, locator=f"一({text})") for text in ("1.0", "2.0", "3.0")))

    assert len(finding.observations) == 3


def test_a_source_that_differs_from_the_shown_one_is_a_doubt():
    shown, other = figure(TRADE, "420.50", source=YEARBOOK), figure(TRADE, "419.84", source=STUDY)

    (finding,) = check(other, shown)

    assert (finding.kind, finding.severity) == ("sources", "warning")
    assert finding.observations == (other, shown)
    assert finding.difference == Decimal("-0.66")


def test_a_preliminary_figure_may_differ_from_the_final_one_of_its_source():
    preliminary, final = figure(TRADE, "420.50", locator=PROSE, status="P"), figure(TRADE, "419.84")

    (finding,) = check(preliminary, final)
    assert (finding.kind, finding.severity) == ("places", "note")
    (finding,) = check(preliminary, final, figure(TRADE, "418.00", locator="表12"))
    assert finding.severity == "conflict"


def test_a_preliminary_figure_may_differ_from_a_final_one():
    (finding,) = check(figure(TRADE, "420.50", source=YEARBOOK), figure(TRADE, "419.84", status="P"))

    assert finding.severity == "note"


def test_a_source_in_another_unit_is_a_slip_and_not_a_difference_too():
    (finding,) = check(figure(TRADE, "419.84", source=YEARBOOK), figure(TRADE, "4198400"))

    assert finding.kind == "unit_slip"
    assert "10 的 4 次方" in finding.sentence


def test_other_definitions_forecasts_and_missing_cells_are_not_compared():
    table = figure(TRADE, "419.84")
    for odd in ({"status": "B"}, {"status": "F"}, {"bound": "about"}):
        assert check(table, figure(TRADE, "999", locator=PROSE, **odd)) == []
    assert check(table, figure(TRADE, None, locator=PROSE)) == []


def test_a_corrected_figure_is_judged_by_its_newest_version_alone():
    old = figure(TRADE, "491.84", locator=PROSE)
    new = figure(TRADE, "419.8", locator=PROSE, vintage=old.vintage.replace(year=2023))

    assert len(check(figure(TRADE, "419.84"), old)) == 1
    assert check(figure(TRADE, "419.84"), new, old) == []
