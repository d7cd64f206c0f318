"""What becomes of a figure, against what is known: created, changed, unchanged, or refused with the reason."""

import gc
from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from indicators.importing.mapping import BrokenMappingError, Column, Known, Mapping, NewSource, Role
from indicators.importing.preview import preview
from indicators.importing.sheet import Sheet
from tests.factories import AreaFactory, IndicatorFactory, ObservationFactory, SourceFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 7, 1)


@pytest.fixture
def known():
    """Liuzhou's figure of 2020: 1.50 in the yearbook's table, since the end of 2022, with a note."""
    return ObservationFactory(
        indicator=IndicatorFactory(code="gdp", name="地区生产总值", unit="亿元", accumulation="period"),
        area=AreaFactory(code="450200", name="柳州"),
        source=SourceFactory(code="yearbook"),
        locator="数据",
        note="旧注",
    )


def judged(*rows, note=False, vintage="", **mapping):
    columns = [
        Column("地区", Role.AREA),
        Column("2020", Role.VALUE, Known(indicator="gdp", period="2020")),
        Column("注", Role.NOTE if note else Role.IGNORED),
    ]
    given = Known(source="yearbook", vintage=vintage)
    made = Mapping("数据", 0, len(rows), columns, given, **mapping)
    return preview(Sheet("数据", [list(row) for row in rows]), made, today=TODAY)


def outcomes(found):
    return [line.outcome for line in found.lines]


def test_the_same_figure_is_unchanged_whatever_the_day(known):
    assert outcomes(judged(["柳州", "1.50"])) == ["unchanged"]
    assert outcomes(judged(["柳州", "1.50"], vintage="2020-01-01")) == ["unchanged"]


@pytest.mark.parametrize("printed", ["1.5", "1.51", "约1.50", "1.50（快报）", "----"])
def test_another_value_or_way_to_print_it_is_a_change_with_old_and_new(known, printed):
    (line,) = judged(["柳州", printed]).lines

    assert line.outcome == "changed"
    assert line.old.printed == "1.50"
    assert line.new != line.old
    assert line.new.note == "旧注"


def test_a_note_counts_where_the_file_has_one_and_is_kept_where_it_has_none(known):
    assert outcomes(judged(["柳州", "1.50", "旧注"], note=True)) == ["unchanged"]
    (line,) = judged(["柳州", "1.50", "新注"], note=True).lines
    assert (line.outcome, line.new.note) == ("changed", "新注")


def test_a_correction_must_be_later_than_what_it_corrects(known):
    (line,) = judged(["柳州", "1.60"], vintage="2022-12-31").lines

    assert line.outcome == "refused"
    assert "2022-12-31" in line.reason


def test_the_newest_version_is_the_one_that_counts_and_an_old_one_is_still_known(known):
    same = {name: getattr(known, name) for name in ("indicator", "area", "source", "locator")}
    ObservationFactory(**same, value=Decimal("1.70"), vintage=date(2024, 1, 1))

    assert outcomes(judged(["柳州", "1.50"])) == ["changed"]
    assert outcomes(judged(["柳州", "1.70"])) == ["unchanged"]
    assert outcomes(judged(["柳州", "1.50"], vintage="2022-12-31")) == ["unchanged"]


def test_what_is_not_known_is_created_be_it_missing(known):
    AreaFactory(code="520300", name="遵义")
    (line,) = judged(["遵义", "----"]).lines

    assert line.outcome == "created"
    assert line.new[4:] == ("stated", "", "")


def test_two_cells_for_one_figure_are_both_refused_and_name_each_other(known):
    found = judged(["柳州", "1.50"], ["柳州", "1.60"])

    assert outcomes(found) == ["refused", "refused"]
    assert "B2" in found.lines[0].reason
    assert "B1" in found.lines[1].reason


def test_that_two_cells_are_one_is_told_beside_what_else_is_wrong(known):
    with override("en"):
        found = judged(["柳州", "1.60"], ["柳州", "1.70"], ["柳州", "1.80"], vintage="2022-12-31")

    assert all("needs a later day. It is the same figure as cell" in line.reason for line in found.lines)
    assert outcomes(found) == ["refused"] * 3


def test_of_three_that_are_one_every_cell_is_refused(known):
    assert outcomes(judged(["柳州", "1.50"], ["柳州市", "1.50"], ["450200", "1.50"])) == ["refused"] * 3


def test_a_known_figure_of_a_kind_that_is_not_taken_in_any_more_is_still_unchanged(known):
    known.indicator.frequency = "monthly"
    known.indicator.save()
    columns = [Column("地区", Role.AREA), Column("值", Role.VALUE, Known(indicator="gdp", period="2020-01/2020-06"))]
    made = Mapping("数据", 0, 1, columns, Known(source="yearbook"))
    sheet = Sheet("数据", [["柳州", "1.50"]])

    assert outcomes(preview(sheet, made, today=TODAY)) == ["refused"]
    same = {name: getattr(known, name) for name in ("indicator", "area", "source", "locator")}
    ObservationFactory(**same, period="2020-01/2020-06")
    assert outcomes(preview(sheet, made, today=TODAY)) == ["unchanged"]


def test_one_refused_figure_stands_against_all(known):
    found = judged(["柳州", "1.60"], ["哪里", "1"])

    assert found.counts == {"changed": 1, "refused": 1}
    assert not found.storable
    assert [line.candidate.cell for line in found.in_order()] == ["B2", "B1"]


def test_the_fingerprint_tells_one_outcome_from_another(known):
    seen = judged(["柳州", "1.60"]).fingerprint()

    assert judged(["柳州", "1.60"]).fingerprint() == seen
    known.value = Decimal("1.40")
    known.save()
    assert judged(["柳州", "1.60"]).fingerprint() != seen


def test_the_fingerprint_tells_what_is_stored_beside_the_figures(known):
    seen = {
        judged(["柳州", "1.60"], **stored).fingerprint()
        for stored in ({}, {"revision": "census"}, {"new_source": NewSource("new", "新", "New")})
    }

    assert len(seen) == 3


def test_a_preview_leaves_the_search_for_cycles_as_it_was(known):
    assert gc.isenabled()
    judged(["柳州", "1.60"])
    assert gc.isenabled()


def test_a_preview_asks_the_same_number_of_queries_for_one_row_and_for_many(known, django_assert_num_queries):
    areas = AreaFactory.create_batch(30)

    for rows in ([["柳州", "1.50"]], [[area.code, "1"] for area in areas]):
        with django_assert_num_queries(4):
            judged(*rows)


def test_a_mapping_that_cannot_be_used_is_refused_with_every_fault(known):
    columns = [Column("甲", Role.AREA), Column("乙", Role.AREA), Column("丙", Role.VALUE)]
    broken = Mapping("数" * 81, 3, 3, columns, Known(area="999999"))

    with pytest.raises(BrokenMappingError) as refusal:
        preview(Sheet("数据", []), broken, today=TODAY)
    told = {(fault.column, fault.sentence) for fault in refusal.value.faults}
    assert {column for column, _sentence in told} == {None, 1, 2}
    for sentence in ("没有代码为“999999”的地区。", "数据的首行要在末行之前。", "请选择来源，或填写新的来源。"):
        assert (None, sentence) in told
    assert (None, f"出处最多 80 字：“{'数' * 81}”。") in told
    assert (2, "C列“丙”：没有写明指标。") in told
    assert (2, "C列“丙”：没有写明时期。") in told
    assert (1, "B列“乙”：“地区”已由左边的一列担任。") in told
