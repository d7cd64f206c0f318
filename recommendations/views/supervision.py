"""What does not move by itself: the supervision page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from config.filters import ALL, CodeField, Question
from indicators.pages import Page
from recommendations.filtersets import LeaderField
from recommendations.models import Department
from recommendations.permissions import roles_of
from recommendations.queries.supervision import read_supervision

OPEN = {"overdue": _("逾期"), "unreported": _("未报"), "waiting": _("待协调")}
LISTS = {
    "decisions": _("待决策"),
    **OPEN,
    "not_received": _("未签收"),
    "to_approve": _("待核准的报告"),
    "contradictions": _("前后矛盾"),
}


class SupervisionQuestion(Question):
    """Which list, and whose part of it; without a role only the public lists can be asked for."""

    list = forms.ChoiceField(label=_("清单"), required=False, choices=list(LISTS.items()))
    leader = LeaderField()
    department = CodeField(
        label=_("牵头单位"), queryset=Department.objects.all(), to_field_name="code", required=False, empty_label=ALL
    )

    def __init__(self, *args: Any, with_role: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["list"].choices = list((LISTS if with_role else OPEN).items())


class Supervision(Page, TemplateView):
    template_name = "recommendations/supervision.html"
    extra_context = {"nav": "supervision"}
    question = SupervisionQuestion

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        with_role = roles_of(self.request.user).reader
        form = self.question(self.request.GET, with_role=with_role)
        asked = form.answers()
        names = LISTS if with_role else OPEN
        shown = asked["list"] or next(iter(names))
        found = read_supervision(self.asof, self.request.user, asked["leader"], asked["department"], shown)
        narrowed = {name: asked[name].code for name in ("leader", "department") if asked[name]}
        return super().get_context_data(
            **kwargs,
            form=form,
            shown=shown,
            title=names[shown],
            found=found,
            narrowed=narrowed,
            leader_code=narrowed.get("leader", ""),
            department_code=narrowed.get("department", ""),
            lists=[(name, label, found.counts[name]) for name, label in names.items()],
        )
