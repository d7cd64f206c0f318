"""What a filled-in workbook would do: untouched rows nothing, edited ones a draft, anything doubtful a fault."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from indicators.asof import AsOf
from indicators.exporting.guard import guarded
from indicators.importing.sheet import UnreadableFileError
from recommendations.models import PlanChange
from recommendations.workbook.columns import Column
from recommendations.workbook.compare import Outcome, compare
from recommendations.workbook.read import READERS, BadCellError, read_lines
from recommendations.workbook.values import normal
from recommendations.workbook.write import workbook_of
from tests.factories import ActionFactory, AssignmentFactory, DepartmentFactory, ReportFactory, approved_report
from tests.workbooks import sheet_of

from .conftest import TODAY

pytestmark = pytest.mark.django_db
WRITTEN = {"percent": 40, "progress": "厂房已封顶。"}


def outcomes(data, department):
    return [row.outcome for row in looked_at(data, department).rows]


def looked_at(data, department):
    return compare(read_lines(data, "报送.xlsx"), department, AsOf(TODAY))


def faults(data, department, row=0):
    return " ".join(looked_at(data, department).rows[row].faults)


def test_a_workbook_that_nobody_touched_does_nothing(filled, department, due):
    ReportFactory(
        action=due[1], ref="S0001-4", as_of=date(2026, 6, 30), progress="- 一是开工。\r\n=二是\u0001投产 <b>“好”</b> 😀"
    )
    preview = looked_at(filled({}), department)
    assert [row.outcome for row in preview.rows] == [Outcome.UNTOUCHED] * 3
    assert not preview.storable


def test_what_was_filled_in_is_new_and_what_was_a_draft_is_changed(filled, department, due):
    ReportFactory(action=due[1], as_of=date(2026, 6, 30), percent=Decimal(30), progress="原来的话。")
    preview = looked_at(filled({0: WRITTEN, 1: {"percent": 45.5}}), department)
    assert preview.rows[1].faults == ()
    assert [row.outcome for row in preview.rows] == [Outcome.NEW, Outcome.CHANGED, Outcome.UNTOUCHED]
    assert preview.storable
    assert preview.rows[1].changes == [("完成比例", "30.0", "45.5")]
    assert preview.rows[0].values.as_of == date(2026, 6, 30)


def test_one_fault_stands_against_all(filled, department):
    preview = looked_at(filled({0: WRITTEN, 1: {"percent": 120, "progress": "好。"}}), department)
    assert preview.to_store
    assert not preview.storable


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"percent": "四十"}, "“完成比例”：“四十”应是 0 到 100 的数"),
        ({"percent": "40.25", "progress": "好。"}, "可有一位小数"),
        ({"percent": 40}, "“进展情况”：没有填写"),
        ({"progress": "好。"}, "“完成比例”：没有填写"),
        ({**WRITTEN, "status": "已完成"}, "完成比例应为 100"),
        ({**WRITTEN, "status": "差不多"}, "“状态”：“差不多”不在可选的 推进中、已完成 之中"),
        ({**WRITTEN, "no_news": "也许"}, "“本期无进展”：“也许”应填“是”或“否”"),
        ({**WRITTEN, "no_news": "是"}, "“完成比例”：本期无进展的，完成比例应与上次核准的 0"),
        ({**WRITTEN, "as_of": "2026-13-01"}, "“截至”：“2026-13-01”不是日期"),
        ({**WRITTEN, "as_of": "2026-05-31"}, "“截至”：应在 2026-06-01 到 2026-06-30 之间"),
        ({**WRITTEN, "as_of": ""}, "“截至”：没有填写"),
        ({**WRITTEN, "progress": "=1+1"}, "“进展情况”：是公式"),
        ({**WRITTEN, "stamp": ""}, "“核对码”缺失"),
        ({**WRITTEN, "stamp": "瞎写"}, "“核对码”缺失"),
        ({**WRITTEN, "period": "2026-05"}, "这一行填的是 2026-05，现在填报的是 2026-06"),
        ({**WRITTEN, "code": ""}, "没有编号"),
        ({**WRITTEN, "code": "99.9"}, "没有编号为“99.9”的行动"),
    ],
)
def test_a_fault_names_its_column(filled, department, cells, said):
    assert said in faults(filled({0: cells}), department)


def test_another_departments_action_is_refused_by_name(filled, department):
    other = ActionFactory()
    data = filled({0: {**WRITTEN, "code": other.code}})
    assert f"{other.code} 由{other.lead_department.name}牵头" in faults(data, department)


def test_a_workbook_of_another_department_stores_nothing(filled):
    assert set(outcomes(filled({0: WRITTEN}), DepartmentFactory())) == {Outcome.FAULTY}


def test_the_same_action_twice_is_refused(filled, department, due):
    assert "有两行" in faults(filled({0: WRITTEN, 1: {**WRITTEN, "code": due[0].code}}), department, row=1)


def test_a_row_that_somebody_changed_since_is_refused(filled, department, due):
    report = ReportFactory(action=due[0], as_of=date(2026, 6, 30))
    data = filled({0: {"percent": 55}})
    report.progress = "后来写的。"
    report.save()
    assert "导出之后有人在系统里改过" in faults(data, department)


def test_a_draft_that_came_or_went_since_is_refused(filled, department, due):
    data = filled({0: WRITTEN})
    report = ReportFactory(action=due[0], as_of=date(2026, 6, 30))
    assert "导出之后有人在系统里改过" in faults(data, department)
    data = filled({0: {"percent": 55}})
    report.delete()
    assert "导出之后有人在系统里改过" in faults(data, department)


def test_a_row_changed_since_that_nobody_edited_in_the_file_is_left_alone(filled, department, due):
    data = filled({})
    ReportFactory(action=due[0], as_of=date(2026, 6, 30))
    assert outcomes(data, department)[0] == Outcome.UNTOUCHED


def test_what_was_handed_in_is_not_edited(filled, department, due):
    approved_report(due[0], as_of=date(2026, 6, 30), percent=50, approved=date(2026, 7, 2))
    assert outcomes(filled({}), department)[0] == Outcome.UNTOUCHED
    assert "已经报送（已核准）" in faults(filled({0: {"percent": 60}}), department)


def test_a_row_that_another_department_leads_by_now_is_locked(filled, department, due):
    heir = DepartmentFactory()
    PlanChange.objects.create(
        action=due[0], kind="reassignment", decided_on=date(2026, 7, 2), former_lead=department, new_lead=heir
    )
    due[0].lead_department = heir
    due[0].save()
    assert f"现由{heir.name}牵头" in faults(filled({0: WRITTEN}), department)


def test_without_news_the_last_percent_stands(filled, department, due):
    approved_report(due[0], as_of=date(2026, 5, 31), percent=35, approved=date(2026, 6, 5))
    cells = {"no_news": "是", "progress": "等待批复，本期无进展。"}
    preview = looked_at(filled({0: cells, 1: cells}), department)
    assert preview.rows[0].values.percent == 35
    assert "“完成比例”：没有填写" in preview.rows[1].faults[0]


def test_columns_and_rows_may_be_moved_and_left_out(department, due, filled):
    rows = [["别的话"], [""], ["核对码", "进展情况", "编号", "填报期", "完成比例", "状态", "截至", "本期无进展"]]
    rows[2] += ["存在问题", "下一步措施", "佐证"]
    line = read_lines(filled({}), "a.xlsx")[2]
    rows.append(
        [line.stamp, "换了次序。", due[2].code, "2026-06", "４０％", "In progress", "2026/6/30", "", "", "", ""]
    )
    preview = looked_at(sheet_of(rows), department)
    assert [row.outcome for row in preview.rows] == [Outcome.NEW]
    assert preview.rows[0].values.percent == 40


def test_a_day_that_a_spreadsheet_made_a_date_is_read(filled, department):
    data = filled({0: {**WRITTEN, "as_of": date(2026, 6, 30)}})
    assert outcomes(data, department)[0] == Outcome.NEW


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "文件是空的"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04" + b"\0" * 40, "损坏"),
        (sheet_of([["编号", "完成比例"], ["1.1.1", 40]]), "这不是本系统导出的填报工作簿"),
        (sheet_of([["编号", "核对码"], ["1.1.1", "-"]]), "缺少“填报期”列"),
    ],
)
def test_a_file_of_another_kind_is_refused_whole(data, said):
    with pytest.raises(UnreadableFileError, match=said):
        read_lines(data, "a.xlsx")


@given(st.decimals(0, 100, places=1), st.sampled_from(["{}", "{}%", " {} ", "{}％"]))
def test_every_percent_is_read_as_written(value, form):
    assert READERS[Column.PERCENT](form.format(value)) == value


@given(st.text(max_size=12))
def test_any_other_text_is_a_percent_or_a_fault(text):
    try:
        value = READERS[Column.PERCENT](text)
    except BadCellError:
        return
    assert value is None or 0 <= value <= 100


@given(st.text(max_size=60))
def test_a_text_comes_back_as_it_was_written(text):
    """Through the guard against formulas and back, whatever it begins with."""
    assert READERS[Column.PROGRESS](guarded(normal(text))) == normal(text)


def test_looking_costs_the_same_however_many_rows(department, due, filled, period):
    def count():
        lines = read_lines(workbook_of(department, AsOf(TODAY)), "a.xlsx")
        with CaptureQueriesContext(connection) as queries:
            compare(lines, department, AsOf(TODAY))
        return len(queries)

    def grow(more):
        for action in ActionFactory.create_batch(more, lead_department=department):
            AssignmentFactory(action=action)
            ReportFactory(action=action, as_of=date(2026, 6, 30))

    grow(1)  # the first report brings queries of its own
    one = count()
    grow(4)
    assert count() == one
