"""The register 考核台账: each department's numbers, the list behind each, and both as a workbook."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import TemplateView

from config.filters import ALL, CodeField, DayField, Question
from indicators.pages import Page
from indicators.parameters import BadParameter
from recommendations.choices import LedgerCount
from recommendations.exports.ledger import workbook
from recommendations.filtersets import LeaderField
from recommendations.models import Department, ReportingCycle, ReportingPeriod
from recommendations.permissions import may_edit_plan, may_read_ledger, may_read_ledger_of
from recommendations.queries.ledger import Ledger, Scope, read_ledger, year_counted

XLSX = "xlsx"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class LedgerQuestion(Question):
    """Which span or period, and whose part of it."""

    since = DayField(label=gettext_lazy("自"), required=False, input_formats=["%Y-%m-%d"])
    until = DayField(label=gettext_lazy("至"), required=False, input_formats=["%Y-%m-%d"])
    period = forms.ChoiceField(label=gettext_lazy("期"), required=False)
    cycle = CodeField(
        label=gettext_lazy("填报周期"),
        queryset=ReportingCycle.objects.all(),
        to_field_name="code",
        required=False,
        empty_label=ALL,
    )
    department = CodeField(
        label=pgettext_lazy("record", "部门"),
        queryset=Department.objects.all(),
        to_field_name="code",
        required=False,
        empty_label=ALL,
    )
    leader = LeaderField()
    format = forms.ChoiceField(required=False, choices=[(XLSX, "XLSX")], widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        labels = ReportingPeriod.objects.order_by("-label").values_list("label", flat=True).distinct()
        self.fields["period"].choices = [("", ALL), *((label, label) for label in labels)]


class AccountQuestion(LedgerQuestion):
    """The same, and which number's list."""

    counts = forms.ChoiceField(label=gettext_lazy("计数项"), required=False, choices=LedgerCount.choices)


class LedgerBase(Page, TemplateView):
    """What both pages read: the register that the address asks for. Open to everybody with a role, to nobody else."""

    extra_context = {"nav": "ledger"}
    question = LedgerQuestion

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_read_ledger(request.user):
            raise PermissionDenied(_("考核台账只对登录并有角色的人开放。"))
        return super().get(request, *args, **kwargs)

    def read(self, form: Question, department: Department | None = None) -> tuple[Scope, Ledger]:
        """The register, and what it is about.

        Raises:
            BadParameter: a value does not fit, or the span ends before it begins.
        """
        asked, year = form.answers(), year_counted(self.asof)
        since, until = asked["since"] or date(year, 1, 1), asked["until"] or date(year, 12, 31)
        if since > until:
            raise BadParameter("until", _("“至”不能早于“自”。"))
        scope = Scope(
            since=since,
            until=until,
            label=asked["period"],
            cycle=asked["cycle"],
            department=department or asked["department"],
            leader=asked["leader"],
        )
        return scope, read_ledger(scope, self.asof)

    def narrowed(self) -> dict[str, str]:
        """What the address asks for, for the links to a number's list."""
        names = ("since", "until", "period", "cycle", "leader")
        return {name: self.request.GET[name] for name in names if self.request.GET.get(name)}


class LedgerPage(LedgerBase):
    template_name = "recommendations/ledger.html"

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponse:
        if not context["as_workbook"]:
            return super().render_to_response(context, **options)
        file = workbook(context["scope"], context["ledger"], self.asof, context["opened"])
        response = HttpResponse(file, content_type=XLSX_TYPE)
        response["Content-Disposition"] = f'attachment; filename="ledger-{self.asof.as_of}.xlsx"'
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = self.question(self.request.GET)
        scope, ledger = self.read(form)
        opened = {
            account.department.pk
            for account in ledger.accounts
            if account.department and may_read_ledger_of(self.request.user, account.department.pk)
        }
        query = self.request.GET.copy()
        query["format"] = XLSX
        return super().get_context_data(
            **kwargs,
            form=form,
            filterset={"form": form},
            scope=scope,
            ledger=ledger,
            kinds=LedgerCount,
            narrowed=self.narrowed(),
            opened=opened,
            workbook_address=f"?{query.urlencode()}",
            as_workbook=form.cleaned_data["format"] == XLSX,
            edits_calendar=may_edit_plan(self.request.user) and self.request.user.is_staff,
        )


class AccountPage(LedgerBase):
    """The rows behind one department's number."""

    template_name = "recommendations/ledger_account.html"
    question = AccountQuestion

    def get_context_data(self, code: str, **kwargs: Any) -> dict[str, Any]:
        department = get_object_or_404(Department, code=code)
        if not may_read_ledger_of(self.request.user, department.pk):
            raise PermissionDenied(_("只有本部门、统筹人、市领导和评估人能看一个部门的清单。"))
        form = self.question(self.request.GET)
        scope, ledger = self.read(form, department)
        shown = LedgerCount(form.cleaned_data["counts"] or LedgerCount.DUE)
        account = next(iter(ledger.accounts), None)
        return super().get_context_data(
            **kwargs,
            department=department,
            scope=scope,
            shown=shown,
            counts=account.numbers() if account else [(kind, 0) for kind in LedgerCount],
            entries=account.entries[shown] if account else [],
            without_reporter=account is not None and account.without_reporter,
            narrowed=self.narrowed(),
        )
