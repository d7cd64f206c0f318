"""What a filled-in workbook would do, row by row, before anything is stored."""

import hashlib
import json
from copy import copy
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.asof import AsOf
from indicators.writing import local
from recommendations.choices import ReportStatus
from recommendations.models import Action, Department, ProgressReport
from recommendations.validators import changed_without_news

from .columns import WRITTEN, Column, heads
from .read import Line, named_fault
from .rows import Row, rows_of
from .values import NOTHING_STORED, Stamp, Values, digest, stamp_of


class Outcome(TextChoices):
    """What becomes of a row."""

    FAULTY = "faulty", gettext_lazy("有误")
    NEW = "new", gettext_lazy("新增草稿")
    CHANGED = "changed", gettext_lazy("更改草稿")
    UNTOUCHED = "untouched", gettext_lazy("没有动过")


STORED = {Outcome.NEW, Outcome.CHANGED}


@dataclass(frozen=True)
class Compared:
    """A row of the file beside what is stored.

    Attributes:
        line: the row of the file.
        row: what is due; None where the file names something else.
        outcome: what becomes of it.
        values: what would be stored; None unless it would.
        faults: why it can't be stored, a sentence each.
    """

    line: Line
    row: Row | None
    outcome: Outcome
    values: Values | None = None
    faults: tuple[str, ...] = ()

    @property
    def changes(self) -> list[tuple[str, object, object]]:
        """Head, stored and new value of each cell that differs, to be shown side by side."""
        if self.row is None or self.values is None:
            return []
        old, new = asdict(self.row.values), asdict(self.values)
        labels = {column: Column(column).label for column in WRITTEN}
        return [
            (labels[column], _told(column, old[column]), _told(column, new[column]))
            for column in WRITTEN
            if old[column] != new[column]
        ]


@dataclass(frozen=True)
class Preview:
    """All rows, in the file's order."""

    department: Department
    rows: list[Compared] = field(default_factory=list)

    @cached_property
    def counts(self) -> list[tuple[Outcome, int]]:
        """How many rows come to each outcome, in the order in which they are told."""
        found = [row.outcome for row in self.rows]
        return [(outcome, found.count(outcome)) for outcome in Outcome]

    @property
    def told(self) -> list[Compared]:
        """What a person should look at: faults first; rows that nobody touched are only counted."""
        order = list(Outcome)
        rows = [row for row in self.rows if row.outcome != Outcome.UNTOUCHED]
        return sorted(rows, key=lambda row: order.index(row.outcome))

    @property
    def to_store(self) -> list[Compared]:
        return [row for row in self.rows if row.outcome in STORED]

    @property
    def faulty(self) -> bool:
        return any(row.outcome == Outcome.FAULTY for row in self.rows)

    @property
    def storable(self) -> bool:
        """All or nothing: one fault stands against all."""
        return bool(self.to_store) and not self.faulty

    @property
    def fingerprint(self) -> str:
        """A mark of what would be stored over what: equal only where nothing moved since."""
        told = [
            [row.line.code, row.outcome, digest(row.values), str(stamp_of(row.row.report, row.row.values))]
            for row in self.to_store
        ]
        return hashlib.sha256(json.dumps([self.department.code, told]).encode()).hexdigest()


def compare(lines: list[Line], department: Department, asof: AsOf) -> Preview:
    """Hold the rows of a file against what is stored.

    Args:
        lines: the rows.
        department: for whom the file is read.
        asof: today.

    Returns:
        One for each row; nothing is stored. A fixed number of queries, however many rows.
    """
    due = {row.action.code: row for row in rows_of(department, asof)}
    others = {line.code for line in lines} - set(due)
    known = {action.code: action for action in Action.objects.select_related("lead_department").filter(code__in=others)}
    seen: set[str] = set()
    compared = []
    for line in lines:
        twice = line.code in seen
        seen.add(line.code)
        if twice:
            compared.append(_faulty(line, None, _("编号“%(code)s”在文件里有两行。") % {"code": line.code}))
        elif line.code not in due:
            compared.append(_faulty(line, None, _not_due(line.code, known.get(line.code), department)))
        else:
            compared.append(_compare(line, due[line.code]))
    return Preview(department, compared)


def report_of(row: Row, values: Values) -> ProgressReport:
    """The row's report with the values written over it; a new one where there is none. Not stored."""
    report = copy(row.report) if row.report else ProgressReport(action=row.action, department=row.owed.department)
    for name, value in asdict(values).items():
        setattr(report, name, value)
    return report


def _not_due(code: str, action: Action | None, department: Department) -> str:
    if not code:
        return _("没有编号。")
    if action is None:
        return _("没有编号为“%(code)s”的行动。") % {"code": code}
    leads = action.lead_department
    if leads is None or leads.pk != department.pk:
        whom = local(leads, "name") if leads else _("未定牵头单位")
        return _("%(code)s 由%(whom)s牵头，不在本部门的应报之列。") % {"code": code, "whom": whom}
    return _("%(code)s 本期不用填报。") % {"code": code}


def _faulty(line: Line, row: Row | None, *sentences: str) -> Compared:
    return Compared(line, row, Outcome.FAULTY, faults=sentences)


def _compare(line: Line, row: Row) -> Compared:
    stamp = Stamp.read(line.stamp)
    if stamp is not None and line.values is not None and digest(line.values) == stamp.digest:
        return Compared(line, row, Outcome.UNTOUCHED)
    faults = _refused(line, row, stamp)
    if faults or line.values is None:
        return _faulty(line, row, *faults)
    values = _completed(line.values, row)
    faults = _faults(values, row)
    if faults:
        return _faulty(line, row, *faults)
    return Compared(line, row, Outcome.CHANGED if row.report else Outcome.NEW, values)


def _refused(line: Line, row: Row, stamp: Stamp | None) -> list[str]:
    """Why an edited row is not even looked at, or the cells that can't be read."""
    if stamp is None:
        return [_("“核对码”缺失或被改过，请重新导出。")]
    if line.period != row.owed.period.label:
        told = {"old": line.period, "now": row.owed.period.label}
        return [_("这一行填的是 %(old)s，现在填报的是 %(now)s，请重新导出。") % told]
    if row.locked:
        return [row.locked]
    if _moved(stamp, row):
        return [_("导出之后有人在系统里改过这一行，请重新导出。")]
    return line.faults


def _moved(stamp: Stamp, row: Row) -> bool:
    """Whether what is stored is no longer what was exported."""
    if row.report is None:
        return stamp.ref != NOTHING_STORED
    return stamp != stamp_of(row.report, row.values)


def _completed(values: Values, row: Row) -> Values:
    """A row without news keeps the last percent where it names none."""
    if values.no_news and values.percent is None and row.last is not None:
        return replace(values, percent=row.last_percent)
    return values


def _faults(values: Values, row: Row) -> list[str]:
    """What a form would say, with the columns' heads."""
    names, period = heads(), row.owed.period
    faults = [
        named_fault(names[column], _("没有填写。"))
        for column in (Column.AS_OF, Column.PERCENT, Column.PROGRESS)
        if getattr(values, column.value) in (None, "")
    ]
    if values.as_of and not period.start <= values.as_of <= period.cut_off:
        days = {"first": period.start.isoformat(), "last": period.cut_off.isoformat()}
        faults.append(named_fault(names[Column.AS_OF], _("应在 %(first)s 到 %(last)s 之间。") % days))
    before = row.last_percent or Decimal(0)
    if values.no_news and values.percent is not None and (fault := changed_without_news(values.percent, before)):
        faults.append(named_fault(names[Column.PERCENT], fault))
    if faults:
        return faults
    try:
        report_of(row, values).full_clean()
    except ValidationError as refused:
        return [
            sentence if name == NON_FIELD_ERRORS else named_fault(names.get(name, name), sentence)
            for name, sentences in refused.message_dict.items()
            for sentence in sentences
        ]
    return []


def _told(column: Column, value: object) -> str:
    if column == Column.STATUS:
        return str(ReportStatus(value).label)
    if column == Column.NO_NEWS:
        return _("是") if value else _("否")
    if column == Column.PERCENT and value is not None:
        return f"{value:.1f}"
    return "" if value is None else str(value)
