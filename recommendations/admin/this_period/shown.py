"""What all views of 本期填报 share: whose page it is, and its rows as templates show them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from config.filters import CodeField, Question, check_names
from indicators.asof import AsOf
from indicators.writing import percent
from recommendations.admin.base import show_light, show_wait
from recommendations.models import Department, ProgressReport
from recommendations.permissions import may_open_period_of
from recommendations.queries.this_period import Row, ThisPeriod, read_this_period

from .form import RowForm

View = Callable[..., HttpResponse]
PAGE = "admin:this-period"
STANDINGS = {
    "empty": gettext_lazy("未填"),
    "draft": gettext_lazy("草稿"),
    "returned": gettext_lazy("已退回"),
    "for_head": gettext_lazy("待签批"),
    "for_office": gettext_lazy("待核准"),
    "approved": gettext_lazy("已核准"),
}
TOLD = ("percent", "progress", "problems", "next_steps", "evidence")


class DepartmentQuestion(Question):
    """Whose page."""

    department = CodeField(
        label=pgettext_lazy("record", "部门"),
        queryset=Department.objects.all(),
        to_field_name="code",
        required=False,
        empty_label=gettext_lazy("请选择"),
    )

    def choose_among(self, departments: list[Department]) -> None:
        """Offer these, which are loaded already."""
        field = self.fields["department"]
        names = [(one.code, field.label_from_instance(one)) for one in departments]
        field.widget.choices = [("", field.empty_label), *names]


@dataclass
class Shown:
    """A row with its form, where the person writes it.

    Attributes:
        row: the row.
        form: its form; None: the row is read only.
        stored: what somebody else stored meanwhile, beside what the person typed.
        gone: somebody else threw the draft away.
        sentence: why the row was not saved.
        unsaved: what was typed, by its labels, where the row takes no more.
    """

    row: Row
    form: RowForm | None = None
    stored: ProgressReport | None = None
    gone: bool = False
    sentence: str = ""
    unsaved: list[tuple[str, str]] = field(default_factory=list)

    @property
    def light(self) -> SafeString:
        return show_light(self.row.state)

    @property
    def waits(self) -> Iterator[tuple[Model | None, SafeString]]:
        return ((wait.blocker, show_wait(wait)) for wait in self.row.waits)

    @property
    def standing(self) -> str:
        return str(STANDINGS[self.row.standing])

    @property
    def is_done(self) -> bool:
        """Whether who reports the row has nothing more to do in it: it stands folded, out of the way of the others."""
        row = self.row
        told = self.sentence or self.unsaved
        return row.reports and row.report is not None and self.form is None and not row.signs and not told

    @property
    def seen(self) -> Any:
        """The version that the next save replaces: what is shown, be it beside the form."""
        if self.gone:
            return ""
        return self.stored.version if self.stored else self.form["seen"].value()

    @property
    def as_of(self) -> str:
        """As of which day the form stands, as it was typed."""
        return str(self.form["as_of"].value() or "")

    @property
    def stored_texts(self) -> list[tuple[str, str]]:
        return texts_of(self.stored)

    @property
    def texts(self) -> list[tuple[str, str]]:
        """The report's texts by their labels, for a row that is read only."""
        return texts_of(self.row.report)

    @property
    def reports_now(self) -> Department | None:
        """Who reports the action now, where it is not who led it on the cut-off."""
        owed, lead = self.row.owed.department, self.row.action.lead_department
        return lead if lead is not None and owed != lead else None

    def back_at(self, row: Row) -> "Shown":
        """The same on the page read anew; where the row takes no more, what was typed stands there to be copied."""
        self.row = row
        if self.form is not None and not row.writes:
            fields = [self.form[name] for name in TOLD]
            self.unsaved = [(str(one.label), one.value()) for one in fields if one.value()]
            self.form = None
        return self


def texts_of(report: ProgressReport | None) -> list[tuple[str, str]]:
    """A report's texts by their labels; what is empty is left out."""
    if report is None:
        return []
    pairs = [
        (
            str(ProgressReport._meta.get_field(name).verbose_name),
            percent(report.percent) if name == "percent" else getattr(report, name),
        )
        for name in TOLD
    ]
    return [(label, text) for label, text in pairs if text]


def shown_rows(period: ThisPeriod, instead: Mapping[str, Shown] = {}) -> list[tuple[Any, list[Shown]]]:
    """The rows by section.

    Args:
        period: the page's rows.
        instead: by the action's code, a row that comes back with what the person typed.
    """
    return [
        (
            section,
            [
                instead[row.action.code].back_at(row)
                if row.action.code in instead
                else Shown(row, form=RowForm(row) if row.writes else None)
                for row in section.rows
            ],
        )
        for section in period.sections
    ]


def asked_department(request: HttpRequest, departments: list[Department]) -> Department | None:
    """Whose page is asked for, by address or form; of one department there is no need to.

    Args:
        request: the request.
        departments: those that the person may choose among.

    Returns:
        The department; None where the person has to choose.

    Raises:
        BadParameter: an unknown parameter, or a code that nobody has.
        PermissionDenied: the person belongs to no department, or not to this one.
    """
    if not departments:
        raise PermissionDenied(_("您不属于任何填报部门，不能使用本期填报；请联系研究室。"))
    if request.method == "GET":
        check_names(request.GET, DepartmentQuestion.base_fields)
    query = request.GET if request.method == "GET" else request.POST
    code = query.get("department", "")
    found = {one.code: one for one in all_departments(request)}
    asked = found.get(code) or DepartmentQuestion({"department": code}).answers()["department"]
    if asked is None:
        return departments[0] if len(departments) == 1 else None
    if not may_open_period_of(request.user, asked.pk):
        raise PermissionDenied(_("只有本部门的填报人、负责人和研究室能看一个部门的本期填报。"))
    return asked


def own_departments(request: HttpRequest) -> list[Department]:
    """The departments that the person chooses among, in reading order."""
    return [one for one in all_departments(request) if may_open_period_of(request.user, one.pk)]


def all_departments(request: HttpRequest) -> list[Department]:
    """All departments, read once a request: a page names others than its own."""
    if not hasattr(request, "all_departments"):
        request.all_departments = list(Department.objects.order_by("position", "code"))
    return request.all_departments


def read(request: HttpRequest, department: Department, only: str | None = None, *, beside: bool = True) -> ThisPeriod:
    """The department's rows as the person meets them now (``read_this_period``)."""
    known = all_departments(request)
    return read_this_period(department, request.user, AsOf.now(), known=known, only=only, beside=beside)


def needs_department(request: HttpRequest) -> Department:
    """The department that a form names.

    Raises:
        PermissionDenied: it names none.
    """
    department = asked_department(request, own_departments(request))
    if department is None:
        raise PermissionDenied(_("请先选择部门。"))
    return department


def by_post(view: View) -> View:
    """A view of forms. Who comes by a link, as one does after signing in again, is led to the page."""

    @wraps(view)
    @require_http_methods(["GET", "POST"])
    def led(request: HttpRequest, **named: str) -> HttpResponse:
        return view(request, **named) if request.method == "POST" else redirect(PAGE)

    return led


def address(name: str, department: Department, anchor: str = "") -> str:
    """The address of a page of the department."""
    hash_ = f"#a-{anchor}" if anchor else ""
    return f"{reverse(name)}?{urlencode({'department': department.code})}{hash_}"


def back_to(department: Department, anchor: str = "") -> HttpResponseRedirect:
    return redirect(address(PAGE, department, anchor))
