"""What departments ask of each other for a report: the list of one's own, a form to give, and three small steps."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from recommendations.choices import EDITABLE_BY_REPORTER
from recommendations.models import Action, Contribution, ProgressReport, ReportingPeriod
from recommendations.permissions import may_contribute, roles_of
from recommendations.services.contributions import OPEN, ask, give, merge, withdraw
from recommendations.services.progress import OutdatedError

from .base import labelled, show_day
from .own import BetweenDepartments

LIST = "admin:recommendations_contribution_changelist"
ASKED = ["action_page", "department_named", "as_of_day", "due_day", "question", "state"]
GIVEN = ["given_at", "given_by", "merged"]


class GiveForm(forms.ModelForm):
    """The department's part. What changed since the page was opened is said here, beside the text, which stays."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-warns": ""}))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "text" in self.fields:
            self.fields["text"].required = True
        self.initial["seen"], self.stood = _moment(self.instance), self.instance.text

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if self.instance.state not in OPEN:
            state = self.instance.get_state_display()
            self.add_error(None, _("这项内容现在是“%(state)s”，不能再改；您写的文字还在下面。") % {"state": state})
        elif said.get("seen") != _moment(self.instance):
            sentence = _("您打开这一页之后，%(who)s 已提供：“%(text)s”。您写的文字还在下面，请核对后再保存。")
            self.add_error(None, sentence % {"who": self.instance.given_by, "text": self.stood})
            self.data = {**self.data.dict(), "seen": _moment(self.instance)}
        return said


class DirectionFilter(admin.SimpleListFilter):
    title = gettext_lazy("谁请谁")
    parameter_name = "direction"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("to", _("请本单位提供的")), ("from", _("本单位请别人提供的"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Contribution]) -> QuerySet[Contribution]:
        own = roles_of(request.user).own
        if self.value() == "to":
            return queryset.filter(department__in=own)
        return queryset.filter(action__lead_department__in=own) if self.value() == "from" else queryset


@admin.register(Contribution)
class ContributionAdmin(BetweenDepartments):
    form = GiveForm
    list_display = ["name", "department", "as_of_day", "due_day", "state", "merged", "sample"]
    list_select_related = ["action", "department", "merged_into__action"]
    search_fields = ["ref", "action__code", "action__title", "department__name", "question", "text"]
    name_reads = ["action", "department"]
    actions = None

    class Media:
        css = {"all": ["admin_site/evidence.css"]}
        js = ["admin_site/unsaved.js"]

    # --- who meets what ---------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contribution]:
        return super().get_queryset(request).select_related("given_by", "asked_by")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Contribution | None = None) -> bool:
        """Who may give gets the form even when it is too late: what was written is then shown with the reason."""
        if obj is None:
            return self.has_view_permission(request)
        return may_contribute(request.user, obj) and (obj.state in OPEN or request.method == "POST")

    # --- list -------------------------------------------------------------------------------------------------------

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        roles = roles_of(request.user)
        return ["state", *([DirectionFilter] if roles.own else []), *(["department"] if roles.office else [])]

    @admin.display(description=gettext_lazy("行动"))
    def name(self, row: Contribution) -> str:
        return str(row.action)

    @admin.display(description=gettext_lazy("截至"))
    def as_of_day(self, row: Contribution) -> SafeString:
        return labelled(_("截至"), show_day(row.as_of))

    @admin.display(description=gettext_lazy("请于此日前提供"))
    def due_day(self, row: Contribution) -> SafeString:
        return labelled(_("请于此日前提供"), show_day(row.due_by))

    @admin.display(description=gettext_lazy("行动"))
    def action_page(self, row: Contribution) -> SafeString:
        """The action's page: its form in the admin is not everybody's."""
        return format_html('<a href="{}">{}</a>', row.action.get_absolute_url(), row.action)

    @admin.display(description=gettext_lazy("配合单位"))
    def department_named(self, row: Contribution) -> str:
        return str(row.department)

    @admin.display(description=gettext_lazy("并入的报告"))
    def merged(self, row: Contribution) -> str:
        return str(row.merged_into or "—")

    # --- form -------------------------------------------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Contribution | None = None) -> list[Any]:
        writes = obj is not None and self.has_change_permission(request, obj)
        return [
            (_("请您提供"), {"fields": ASKED}),
            (_("提供的内容"), {"fields": ["text", *(["seen"] if writes else GIVEN)]}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Contribution | None = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), *ASKED, *GIVEN]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        context.update(title=_("配合情况"), subtitle=None)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Contribution, form: ModelForm, change: bool) -> None:
        give(actor=request.user, contribution=obj, text=obj.text)

    # --- the lead's steps -------------------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        def named(address: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
            guarded = self.admin_site.admin_view(require_POST(view))
            return path(address, guarded, name=f"recommendations_contribution_{name}")

        return [
            named("ask/<str:code>/", self.ask_view, "ask"),
            named("<str:ref>/merge/", self.merge_view, "merge"),
            named("<str:ref>/withdraw/", self.withdraw_view, "withdraw"),
            *super().get_urls(),
        ]

    def ask_view(self, request: HttpRequest, code: str) -> HttpResponse:
        """Ask all supporting departments of an action (``period``, ``due``, ``question``)."""
        action = Action.objects.filter(code=code).first()
        if action is None:
            raise Http404(_("没有编号为“%(code)s”的行动。") % {"code": code})
        form = AskForm(request.POST)
        if not form.is_valid():
            said = [sentence for sentences in form.errors.values() for sentence in sentences]
            return self._back(request, messages.WARNING, " ".join(said))

        def step() -> str:
            asked = ask(
                actor=request.user, action=action, departments=action.supporting_departments.all(), **form.cleaned_data
            )
            n = len(asked)
            return ngettext("已请%(n)d个配合单位提供内容。", "已请%(n)d个配合单位提供内容。", n) % {"n": n}

        return self._take(request, step)

    def merge_view(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Merge what was given into the draft named by ``report``, else into the action's newest."""
        contribution = self._named(request, ref)

        def step() -> str:
            report = _draft(contribution, request)
            if report is None:
                raise ValidationError(_("还没有可以并入的草稿：请先保存这一期的草稿，再并入。"))
            merge(actor=request.user, contribution=contribution, report=report)
            return _("已把%(name)s提供的内容并入截至 %(day)s 的草稿，请核对后提交。") % {
                "name": contribution.department,
                "day": report.as_of.isoformat(),
            }

        return self._take(request, step)

    def withdraw_view(self, request: HttpRequest, ref: str) -> HttpResponse:
        contribution = self._named(request, ref)

        def step() -> str:
            withdraw(actor=request.user, contribution=contribution)
            return _("已撤回对%(name)s的请求。") % {"name": contribution.department}

        return self._take(request, step)

    def _named(self, request: HttpRequest, ref: str) -> Contribution:
        found = self.get_queryset(request).filter(ref=ref).first()
        if found is None or not self.has_view_permission(request):
            raise Http404
        return found

    def _take(self, request: HttpRequest, step: Callable[[], str]) -> HttpResponse:
        try:
            return self._back(request, messages.SUCCESS, step())
        except (OutdatedError, PermissionDenied) as refusal:
            return self._back(request, messages.WARNING, str(refusal))
        except ValidationError as refusal:
            return self._back(request, messages.WARNING, " ".join(refusal.messages))

    def _back(self, request: HttpRequest, level: int, sentence: str) -> HttpResponse:
        """To where the person came from (``next``, on this host only), else to the list."""
        self.message_user(request, sentence, level)
        target = request.POST.get("next") or request.GET.get("next", "")
        here = {request.get_host()}
        safe = url_has_allowed_host_and_scheme(target, allowed_hosts=here, require_https=request.is_secure())
        return redirect(target if safe else LIST)


class AskForm(forms.Form):
    """By when, for which period, and what is wanted."""

    period = forms.ModelChoiceField(
        ReportingPeriod.objects.all(), error_messages={"invalid_choice": gettext_lazy("没有这个填报期。")}
    )
    due = forms.DateField(
        error_messages={
            "required": gettext_lazy("请写明请配合单位在哪一天前提供。"),
            "invalid": gettext_lazy("请配合单位提供内容的日期无法识别，请写成 2026-07-03 的样子。"),
        }
    )
    question = forms.CharField(required=False)


def _draft(contribution: Contribution, request: HttpRequest) -> ProgressReport | None:
    drafts = ProgressReport.objects.visible_to(request.user).filter(
        action=contribution.action_id, state__in=EDITABLE_BY_REPORTER
    )
    if named := request.POST.get("report"):
        return drafts.filter(ref=named).first()
    return drafts.order_by("-as_of", "-pk").first()


def _moment(contribution: Contribution) -> str:
    return contribution.given_at.isoformat() if contribution.given_at else ""
