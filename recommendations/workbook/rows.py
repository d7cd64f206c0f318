"""The rows of a department's workbook: what is due of it in the periods being reported, and what may be filled in."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.asof import AsOf
from indicators.writing import local
from recommendations.choices import EDITABLE_BY_REPORTER
from recommendations.models import Action, Department, ProgressReport
from recommendations.queries.due import Owed, owed_by
from recommendations.queries.status import ActionState, read_states

from .values import MOST_OF_A_CELL, Values, empty_values, values_of


@dataclass(frozen=True)
class Row:
    """One due action.

    Attributes:
        owed: what is owed of it.
        state: how it stands today.
        values: what is stored of the period's report, or what an empty row begins with.
        locked: why the row can't be filled in; empty where it can.
    """

    owed: Owed
    state: ActionState
    values: Values
    locked: str

    @property
    def action(self) -> Action:
        return self.owed.action

    @property
    def report(self) -> ProgressReport | None:
        return self.owed.report

    @property
    def last(self) -> ProgressReport | None:
        """The approved report that counts today."""
        return self.state.report

    @property
    def last_percent(self) -> Decimal | None:
        return self.last.percent if self.last else None


def rows_of(department: Department, asof: AsOf) -> list[Row]:
    """All that is due of the department, in reading order.

    Args:
        department: who reports.
        asof: the day, with nothing hidden that is known.
    """
    owed = owed_by(frozenset({department.pk}), asof)
    actions = Action.objects.filter(pk__in=[one.action.pk for one in owed])
    states = {state.action.pk: state for state in read_states(actions, asof)}
    return [
        Row(
            owed=one,
            state=states[one.action.pk],
            values=values_of(one.report) if one.report else empty_values(one.period, asof.as_of),
            locked=_locked(one, department),
        )
        for one in owed
    ]


def _locked(one: Owed, department: Department) -> str:
    leads = one.action.lead_department
    if leads is None or leads.pk != department.pk:
        whom = local(leads, "name") if leads else _("未定牵头单位")
        return _("现由%(whom)s牵头，不能在这里填报。") % {"whom": whom}
    report = one.report
    if report is None:
        return ""
    if report.state not in EDITABLE_BY_REPORTER:
        return _("已经报送（%(state)s），不能再改。") % {"state": report.get_state_display()}
    texts = (report.progress, report.problems, report.next_steps, report.evidence)
    if any(len(text) > MOST_OF_A_CELL for text in texts):
        return _("文字超过一格所能容纳的长度，请在系统里填报。")
    return ""
