"""Figures and the notices that correct them. All writing of figures goes through ``services.figures``."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from indicators.asof import today
from indicators.models import Observation, Revision
from indicators.queries import vintages
from indicators.queries.citing import citing
from indicators.services.figures import check_new, record, revise
from indicators.writing import figure as written
from indicators.writing import local

from .base import RecordAdmin
from .correction_form import CorrectionForm

ADD = "admin:indicators_observation_add"
CHANGE = "admin:indicators_observation_change"
CORRECT = "admin:indicators_observation_correct"


@admin.register(Revision)
class RevisionAdmin(RecordAdmin):
    list_display = ["title", "kind", "source", "announced"]
    list_select_related = ["source"]
    sortable_by = ["announced"]
    list_filter = ["kind", "source"]
    search_fields = ["code", "title", "title_en", "text"]
    date_hierarchy = "announced"
    autocomplete_fields = ["source"]


class NewFigureForm(ModelForm):
    """A figure of which nothing is known yet; what ``record`` would refuse is told at its field."""

    def _post_clean(self) -> None:
        """Where a model form has its record built and checked."""
        super()._post_clean()
        if not self.errors:
            try:
                check_new(self.instance)
            except ValidationError as refusal:
                self.add_error(None, refusal)


@admin.register(Observation)
class ObservationAdmin(RecordAdmin):
    """A figure is added once; then only what is said of it can be edited, and it is corrected by a new version."""

    list_display = ["indicator", "area", "period", "printed", "unit", "status", "locator", "vintage", "source"]
    list_select_related = ["indicator", "area", "source"]
    sortable_by = ["period", "vintage"]
    list_filter = ["area", "indicator__theme", "status", "bound", "period_basis", "source"]
    search_fields = ["indicator__code", "indicator__name", "area__name", "period", "locator", "note"]
    search_help_text = gettext_lazy("指标、地区、时期、出处或说明")
    autocomplete_fields = ["indicator", "area", "source"]
    date_hierarchy = "period_end"
    name_reads = ["indicator", "area"]
    NOTES = ["note", "note_en"]

    @admin.display(description=gettext_lazy("数值（如印）"))
    def printed(self, row: Observation) -> str:
        return written(row)

    @admin.display(description=gettext_lazy("单位"))
    def unit(self, row: Observation) -> str:
        return local(row.indicator, "unit")

    # --- one figure ---------------------------------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Observation | None = None) -> list[Any]:
        value = ["printed", "unit"] if obj else ["value", "decimals", "bound"]
        revision = ["revision"] if obj else []
        return [
            (None, {"fields": ["indicator", "area", "period", tuple(value), "status", "period_basis"]}),
            (gettext_lazy("出处"), {"fields": ["source", "locator", "vintage", *revision]}),
            (gettext_lazy("说明"), {"fields": self.NOTES}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Observation | None = None) -> Sequence[str]:
        fields = list(super().get_readonly_fields(request, obj))
        if obj is None:
            return fields
        facts = set(flatten_fieldsets(self.get_fieldsets(request, obj))) - set(self.NOTES)
        return [*fields, *facts]

    def get_form(
        self, request: HttpRequest, obj: Observation | None = None, change: bool = False, **options: Any
    ) -> type[ModelForm]:
        return super().get_form(request, obj, change, **({} if obj else {"form": NewFigureForm}), **options)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"vintage": today(), **super().get_changeform_initial_data(request)}

    def save_model(self, request: HttpRequest, obj: Observation, form: ModelForm, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
        else:
            record(actor=request.user, figure=obj)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().add_view(request, form_url, extra_context)
        except ValidationError as refusal:  # what the form found right, somebody else has made wrong since
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            return redirect(ADD)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        versions = vintages(self._visible_or_404(request, object_id))
        return super().change_view(request, object_id, form_url, {"versions": versions, **(extra_context or {})})

    def revert_disabled(self, request: HttpRequest, obj: Observation | None = None) -> bool:
        """Putting an old version back would change a figure in place."""
        return True

    # --- corrections --------------------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        correct = self.admin_site.admin_view(self.correct_view)
        name = CORRECT.removeprefix("admin:")
        return [path("<path:object_id>/correct/", correct, name=name), *super().get_urls()]

    def correct_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The form that corrects the newest version of a figure."""
        figure = self._visible_or_404(request, object_id)
        if not self.has_change_permission(request, figure):
            raise PermissionDenied
        versions = vintages(figure)
        if request.method != "POST" and versions[0] != figure:
            return redirect(CORRECT, versions[0].pk)
        form = CorrectionForm(request.POST if request.method == "POST" else None, figure=figure)
        if form.is_valid():
            try:
                corrected = revise(actor=request.user, figure=figure, **form.correction())
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                self.log_addition(request, corrected, pgettext("do", "更正"))
                words = {"figure": corrected, "before": written(figure), "after": written(corrected)}
                self.message_user(request, _("%(figure)s：由 %(before)s 更正为 %(after)s。") % words, messages.SUCCESS)
                return redirect(CHANGE, corrected.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("更正 %(figure)s") % {"figure": figure},
            "opts": self.opts,
            "original": figure,
            "versions": versions,
            "adminform": AdminForm(form, [(None, {"fields": list(form.fields)})], {}),
            "errors": form.errors,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/indicators/observation/correct.html", context)

    # --- deletion -----------------------------------------------------------------------------------------------

    def get_deleted_objects(self, objs: Iterable[Observation], request: HttpRequest) -> tuple[Any, Any, Any, list[str]]:
        """What cites a figure keeps it; and only a superuser takes away what was known on some day."""
        found, counts, denied, protected = super().get_deleted_objects(objs, request)
        sentences = [
            _("%(kind)s“%(record)s”引用了这个数，不能删除；请先从那里去掉它。")
            % {"kind": record._meta.verbose_name, "record": record}
            for record in citing(objs)
        ]
        if not request.user.is_superuser:
            sentences += [
                _("%(figure)s 有几版，删去一版会改变当时所知；请用“更正”另立一版。") % {"figure": figure}
                for figure in objs
                if len(vintages(figure)) > 1
            ]
        return found, counts, denied, [*protected, *sentences]
