"""Typed reading of one record: every fault is noted, and said once."""

from decimal import Decimal

import pytest

from indicators.choices import AreaKind
from recommendations.loading.record import REQUIRED, Record, read


@pytest.fixture
def faults():
    return []


@pytest.fixture
def record(faults):
    def make(**data):
        return Record(data, "areas.yaml", 7, faults, index=1)

    return make


def messages(faults):
    return [fault.message for fault in faults]


def test_a_text_is_stripped(record, faults):
    assert record(code="P1", name=" 柳州 ").text("name") == "柳州"
    assert not faults


@pytest.mark.parametrize(
    ("value", "message"),
    [(2020, "字段 name 应为文字（数字和代码请加引号）。"), ("  ", "字段 name 是空的。"), (None, "字段 name 是空的。")],
)
def test_a_text_that_is_no_text_or_empty_is_a_fault(record, faults, value, message):
    assert record(name=value).text("name") == ""
    assert messages(faults) == [message]


def test_a_text_that_may_be_left_out_may_be_empty(record, faults):
    assert record().text("note", "") == ""
    assert record(note=None).text("note", "") == ""
    assert record(note="").text("note", "") == ""
    assert not faults


@pytest.mark.parametrize("read_field", ["text", "integer", "figure"])
def test_a_missing_field_is_one_fault(record, faults, read_field):
    getattr(record(code="P1"), read_field)("name")

    assert messages(faults) == ["缺少字段 name。"]


def test_missing_choices_and_lists_are_one_fault_each(record, faults):
    record(code="P1").choice("kind", AreaKind)
    record(code="P1").strings("cities", REQUIRED)

    assert messages(faults) == ["缺少字段 kind。", "缺少字段 cities。"]


@pytest.mark.parametrize("value", ["1", -1, True, None, 1.5])
def test_a_position_is_a_whole_number_from_zero(record, faults, value):
    assert record(position=value).integer("position", 3) == 0
    assert messages(faults) == ["字段 position 应为非负整数。"]


def test_a_position_that_is_not_written_is_the_default(record, faults):
    assert record().integer("position", 3) == 3
    assert record(position=0).integer("position", 3) == 0
    assert not faults


@pytest.mark.parametrize("value", ["city", None, ["focus"], 1])
def test_a_choice_outside_the_list_is_a_fault_that_names_the_list(record, faults, value):
    assert record(kind=value).choice("kind", AreaKind) == ""
    assert messages(faults) == [f"字段 kind 的值“{value}”不在 focus / peer / benchmark 之中。"]


@pytest.mark.parametrize(
    ("printed", "value", "decimals"), [("1.0", "1.0", 1), ("1", "1", 0), ("-3.20", "-3.20", 2), ("0.00", "0.00", 2)]
)
def test_a_figure_keeps_its_printed_decimals(record, faults, printed, value, decimals):
    assert record(value=printed).figure("value") == (Decimal(value), decimals)
    assert not faults


def test_a_missing_figure_is_none_and_never_zero(record, faults):
    assert record(value=None).figure("value", required=False) == (None, 0)
    assert not faults


@pytest.mark.parametrize("value", [1.5, 2, "1,200", "1e3", "NaN", "约5", "", "1_000", "１", True])
def test_a_figure_that_is_no_quoted_number_is_a_fault(record, faults, value):
    assert record(value=value).figure("value") == (None, 0)
    assert messages(faults) == [f"字段 value 的值“{value}”不是加引号的数。"]


def test_a_figure_that_must_be_there_is_not_null(record, faults):
    assert record(value=None).figure("value") == (None, 0)
    assert messages(faults) == ["字段 value 是空的。"]


@pytest.mark.parametrize("value", ["one", [1], None, {"a": 1}])
def test_a_list_of_texts_is_a_list_of_texts(record, faults, value):
    assert record(cities=value).strings("cities") == []
    assert messages(faults) == ["字段 cities 应为一列文字。"]


def test_the_same_twice_in_a_list_is_a_fault(record, faults):
    record(cities=["450200", "450200"]).strings("cities")

    assert messages(faults) == ["字段 cities 里有重复。"]


@pytest.mark.parametrize("value", ["one", ["one"], None])
def test_records_within_a_record_are_a_list_of_mappings(record, faults, value):
    assert record(targets=value).children("targets") == []
    assert messages(faults) == ["字段 targets 应为一列记录。"]


def test_fields_that_nobody_reads_are_faults(record, faults):
    one = record(code="P1", titel="误写", **{"1": "x"})
    one.text("code")
    one.finish()

    assert sorted(messages(faults)) == ["没有名为 1 的字段。", "没有名为 titel 的字段。"]


def test_one_faulty_record_does_not_taint_the_next(record):
    first, second = record(), record(name="柳州")
    first.text("name")
    second.text("name")

    assert first.faulty
    assert first.broken == {"name"}
    assert not second.faulty


def test_a_fault_says_file_line_and_record(record, faults):
    record(code="450200").text("name")
    record(indicator="rate", area="450200", period="2020", locator="表1").text("value")
    record(kind="peer").text("name")

    assert [str(fault) for fault in faults] == [
        "areas.yaml:7 450200: 缺少字段 name。",
        "areas.yaml:7 rate 450200 2020 表1: 缺少字段 value。",
        "areas.yaml:7 第 1 条: 缺少字段 name。",
    ]


def test_records_are_read_in_order_over_all_files_with_their_lines(tmp_path, faults):
    (tmp_path / "a.yaml").write_text("# 说明\n- code: '1'\n  name: 一\n- {code: '2'}\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("- code: '3'\n", encoding="utf-8")

    records = list(read(sorted(tmp_path.iterdir()), faults))

    assert [(r.name, r.file, r.line, r.index) for r in records] == [
        ("1", "a.yaml", 2, 1),
        ("2", "a.yaml", 4, 2),
        ("3", "b.yaml", 1, 3),
    ]
    assert not faults


def test_an_empty_file_has_no_records(tmp_path, faults):
    (tmp_path / "a.yaml").write_text("# 只有说明\n", encoding="utf-8")

    assert not list(read(tmp_path.iterdir(), faults))
    assert not faults


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("- code: '1'\n  name: [一\n", 3, "无法读作 YAML"),
        ("- code: '1'\n  code: '2'\n", 2, "duplicate key code"),
        ("code: '1'\n", 1, "a list of records is expected"),
        ("- code: '1'\n- 二\n", 2, "应为一条记录（字段: 值）。"),
        ("- code: '1'\n---\n- code: '2'\n", 2, "无法读作 YAML"),
        ("- [1]: x\n", 1, "无法读作 YAML"),
        ("- !!python/object:os.system {}\n", 1, "无法读作 YAML"),
        ("- \x01\n", 1, "无法读作 YAML"),
    ],
)
def test_a_file_that_is_no_list_of_records_is_a_fault_with_its_line(tmp_path, faults, text, line, message):
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")

    list(read(tmp_path.iterdir(), faults))

    assert [(fault.file, fault.line) for fault in faults] == [("a.yaml", line)]
    assert message in faults[0].message


def test_a_file_that_is_not_utf_8_is_a_fault(tmp_path, faults):
    (tmp_path / "a.yaml").write_bytes("- name: 柳州\n".encode("gb18030"))

    assert not list(read(tmp_path.iterdir(), faults))
    assert [fault.file for fault in faults] == ["a.yaml"]
