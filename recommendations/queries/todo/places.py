"""Where each kind of thing is done: a table from kind to the name of the page."""

from typing import TYPE_CHECKING

from django.urls import reverse

from recommendations.choices import TodoKind

if TYPE_CHECKING:
    from .item import Todo

REPORT = "admin:recommendations_progressreport_change"
# Pages of one record take its key, lists none.
RECORDS = {
    TodoKind.RETURNED: REPORT,
    TodoKind.SIGN: REPORT,
    TodoKind.APPROVE: REPORT,
    TodoKind.INSTRUCTION: "instruction",
    TodoKind.SEE: "instruction",
    TodoKind.DECIDE: "action",
    TodoKind.STAFF: "admin:recommendations_department_change",
    TodoKind.PERIODS: "admin:recommendations_reportingcycle_change",
}
LISTS = {
    TodoKind.REPORT: "admin:this-period",
    TodoKind.OVERDUE: "admin:this-period",
    TodoKind.CONTRIBUTION: "admin:recommendations_contribution_changelist",
    TodoKind.RECEIPT: "admin:recommendations_handover_changelist",
    TodoKind.EXTENSION: "admin:recommendations_extensionrequest_changelist",
}
WITH_ROWS = {TodoKind.REPORT, TodoKind.OVERDUE}  # lists with a row an action that an address can point at


def place(todo: "Todo") -> str:
    """The address at which the thing is done."""
    if todo.kind in RECORDS:
        return reverse(RECORDS[todo.kind], args=[todo.record])
    address = reverse(LISTS[todo.kind])
    return f"{address}#a-{todo.action.code}" if todo.kind in WITH_ROWS else address
