"""Another lead, cycle or original deadline, for one action from its page or for a selection from the list."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from indicators.asof import AsOf, today
from indicators.writing import enumerated
from recommendations.choices import PostKind, ReportState
from recommendations.models import Action, Department, ExtensionRequest, Handover, PlanChange, Post, ReportingCycle
from recommendations.permissions import User
from recommendations.queries.posts import answering_for
from recommendations.services.reassigning import change_cycle, correct_due_date, left_open, reassign
from recommendations.validators import validate_plausible_day

from .bulk import each
from .posts import PostField

NONE_CHOSEN = gettext_lazy("新牵头单位的；不选，则原单位的不再负责，暂缺")
PAGE = "admin/recommendations/action/adjust.html"


class AdjustForm(forms.Form):
    """When and by what it was decided; a subclass says what to."""

    decided_on = forms.DateField(label=gettext_lazy("决定日期"), widget=AdminDateWidget, initial=today)
    document = forms.CharField(
        label=gettext_lazy("依据文件"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    reason = forms.CharField(label=gettext_lazy("理由"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    field_order = ["to", "responsible", "contact"]

    def clean_decided_on(self) -> date:
        day = self.cleaned_data["decided_on"]
        if day > today():
            raise ValidationError(_("决定日期不能晚于今天。"))
        return day


def _posts_of(kind: PostKind) -> QuerySet[Post]:
    return Post.objects.filter(kind=kind).select_related("department").order_by("department__position", "position")


class LeadForm(AdjustForm):
    to = forms.ModelChoiceField(
        label=gettext_lazy("新牵头单位"), queryset=Department.objects.order_by("position", "code")
    )
    responsible = PostField(
        label=gettext_lazy("新责任人"), queryset=_posts_of(PostKind.RESPONSIBLE), required=False, help_text=NONE_CHOSEN
    )
    contact = PostField(
        label=gettext_lazy("新联系人"), queryset=_posts_of(PostKind.CONTACT), required=False, help_text=NONE_CHOSEN
    )

    def clean(self) -> dict[str, Any]:
        """A post is the new lead's; said beside its field."""
        said = super().clean()
        for name in ("responsible", "contact"):
            post, to = said.get(name), said.get("to")
            if post and to and post.department_id != to.pk:
                self.add_error(name, _("请选择%(lead)s的职务。") % {"lead": to})
        return said


class CycleForm(AdjustForm):
    to = forms.ModelChoiceField(
        label=gettext_lazy("新填报周期"),
        queryset=ReportingCycle.objects.order_by("position", "code"),
        required=False,
        empty_label=gettext_lazy("默认周期"),
    )


class DueForm(AdjustForm):
    """Document and reason are asked for: a slip is corrected by what the document says."""

    to = forms.DateField(
        label=gettext_lazy("正确的原定期限"),
        widget=AdminDateWidget,
        validators=[validate_plausible_day],
        help_text=gettext_lazy("只更正录错的日期；要推迟期限，请记延期"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["document"].required = self.fields["reason"].required = True


@dataclass(frozen=True)
class Adjustment:
    """One of the three: its title, its form, and what is done to each action."""

    title: str
    form: type[AdjustForm]
    act: Callable[[User, Action, dict[str, Any]], str]


def _lead(actor: User, action: Action, said: dict[str, Any]) -> str:
    former = [action.responsible, action.contact]
    change = reassign(actor=actor, action=action, **said)
    rest = "".join([*_what_moved(change, former), *_what_stays(change)])
    return _("改由%(lead)s牵头。%(rest)s") % {"lead": change.new_lead, "rest": rest}


def _what_moved(change: PlanChange, former: list[Post | None]) -> Iterator[str]:
    """What a reassignment takes with it: hand-overs, and the posts that answer no more."""
    given = Handover.objects.standing().filter(assignment__action=change.action, department=change.new_lead)
    if waiting := given.not_received().first():
        yield _("已重新交办，请于%(day)s前签收。") % {"day": waiting.receive_by.isoformat()}
    else:
        yield _("这项行动还没有交办过，请另行交办。")
    ended = [post for post in former if post and post not in (change.action.responsible, change.action.contact)]
    if ended:
        yield _("不再负责的：%(posts)s。") % {"posts": enumerated(str(post) for post in ended)}
    missing = [name for name in ("responsible", "contact") if getattr(change.action, name) is None]
    if missing:
        yield _("暂缺：%(posts)s。") % {"posts": enumerated(str(PostKind(name).label) for name in missing)}


def _what_stays(change: PlanChange) -> Iterator[str]:
    """What the office has to know of a reassignment that does not move by itself."""
    states = Counter(left_open(change).values_list("state", flat=True))
    written = states[ReportState.DRAFT] + states[ReportState.RETURNED]
    if written:
        sentence = ngettext(
            "原牵头单位没有提交的报告%(n)d份留在原单位，只能查看，不能再提交。",
            "原牵头单位没有提交的报告%(n)d份留在原单位，只能查看，不能再提交。",
            written,
        )
        yield sentence % {"n": written}
    if handed_in := states.total() - written:
        sentence = ngettext(
            "原牵头单位已提交的报告%(n)d份，照常核准或退回。",
            "原牵头单位已提交的报告%(n)d份，照常核准或退回。",
            handed_in,
        )
        yield sentence % {"n": handed_in}
    if ExtensionRequest.objects.waiting(AsOf.now()).filter(action=change.action).exists():
        yield _("原牵头单位的延期申请仍待批复。")


def _cycle(actor: User, action: Action, said: dict[str, Any]) -> str:
    change = change_cycle(actor=actor, action=action, **said)
    return _("改按%(cycle)s填报。") % {"cycle": change.new_cycle or _("默认周期")}


def _due(actor: User, action: Action, said: dict[str, Any]) -> str:
    change = correct_due_date(actor=actor, action=action, **said)
    days = {"former": change.former_due_date.isoformat(), "day": change.new_due_date.isoformat()}
    return _("原定期限由 %(former)s 更正为 %(day)s。") % days


ADJUSTMENTS = {
    "lead": Adjustment(gettext_lazy("调整牵头单位"), LeadForm, _lead),
    "cycle": Adjustment(gettext_lazy("调整填报周期"), CycleForm, _cycle),
    "due": Adjustment(gettext_lazy("更正原定期限"), DueForm, _due),
}


class Reassigns(admin.ModelAdmin):
    """Adds them to the admin of actions: as bulk actions, and as pages of one action."""

    actions = ["adjust_lead", "adjust_cycle", "adjust_due"]

    @admin.action(description=ADJUSTMENTS["lead"].title, permissions=["change"])
    def adjust_lead(self, request: HttpRequest, queryset: QuerySet[Action]) -> HttpResponse | None:
        return self._adjust(request, queryset, ADJUSTMENTS["lead"])

    @admin.action(description=ADJUSTMENTS["cycle"].title, permissions=["change"])
    def adjust_cycle(self, request: HttpRequest, queryset: QuerySet[Action]) -> HttpResponse | None:
        return self._adjust(request, queryset, ADJUSTMENTS["cycle"])

    @admin.action(description=ADJUSTMENTS["due"].title, permissions=["change"])
    def adjust_due(self, request: HttpRequest, queryset: QuerySet[Action]) -> HttpResponse | None:
        return self._adjust(request, queryset, ADJUSTMENTS["due"])

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.adjust_view)
        return [
            path("<path:object_id>/adjust/<slug:what>/", view, name="recommendations_action_adjust"),
            *super().get_urls(),
        ]

    def adjust_view(self, request: HttpRequest, object_id: str, what: str) -> HttpResponse:
        """The page of one action."""
        action = self.get_object(request, unquote(object_id))
        if action is None or what not in ADJUSTMENTS:
            raise Http404
        if not self.has_change_permission(request, action):
            raise PermissionDenied
        page = reverse("admin:recommendations_action_change", args=[action.pk])
        rows = self.get_queryset(request).filter(pk=action.pk)
        return self._adjust(request, rows, ADJUSTMENTS[what], back=page) or redirect(page)

    def _adjust(
        self, request: HttpRequest, rows: QuerySet[Action], adjustment: Adjustment, back: str = ""
    ) -> HttpResponse | None:
        """Ask what to, then do it to each; None once it is done."""
        sent = request.POST if "confirmed" in request.POST else None
        form = adjustment.form(sent)
        rows = rows.select_related("lead_department", "cycle", "responsible__department", "contact__department")
        if sent is not None and form.is_valid():
            each(request, self, rows, lambda action: adjustment.act(request.user, action, form.cleaned_data))
            return None
        stands = answering_for(rows, AsOf.now(), request.user)
        context = {
            **self.admin_site.each_context(request),
            "title": adjustment.title,
            "opts": self.opts,
            "form": form,
            "rows": [(row, stands[row.pk].of_department) for row in rows],
            "bulk": request.POST.get("action", ""),
            "all_of_them": request.POST.get("select_across", "0"),
            "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "checkbox": ACTION_CHECKBOX_NAME,
            "back": back or request.get_full_path(),
            "media": self.media + form.media,
        }
        return TemplateResponse(request, PAGE, context)
