"""Imports in the admin: a file is uploaded, mapped, previewed, imported as a whole, and can be undone as a whole."""

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import InvalidPage, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from config.filters import check_names
from indicators.choices import BatchState, ObsStatus
from indicators.importing.candidates import Candidate, Figure
from indicators.importing.catalogue import Catalogue
from indicators.importing.checking import check
from indicators.importing.mapping import BrokenMappingError, Mapping
from indicators.importing.preview import Line, Outcome, Preview
from indicators.importing.read import read
from indicators.importing.recognise import recognise
from indicators.importing.sheet import Sheet, UnreadableFileError
from indicators.importing.templates_xlsx import Years, template_of
from indicators.models import Batch, Theme
from indicators.parameters import BadParameter
from indicators.services import batches
from indicators.writing import NOTHING

from .base import AsksTheSite, StrictAddressesMixin
from .batch_forms import MappingForms, UploadForm, YearsForm

LINES_A_PAGE = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@admin.register(Batch)
class BatchAdmin(AsksTheSite, StrictAddressesMixin, admin.ModelAdmin):
    list_display = ["name", "state", "created", "changed", "unchanged", "last_step", "last_at"]
    list_filter = ["state"]
    sortable_by: list[str] = []
    search_fields = ["name", "file_name", "sha256"]
    search_help_text = gettext_lazy("名称、文件名或文件指纹")
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    actions = None

    class Media:
        css = {"all": ["admin_site/batch.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Batch]:
        people = ("uploaded_by", "applied_by", "undone_by")
        return super().get_queryset(request).defer("content").select_related(*people)

    def has_delete_permission(self, request: HttpRequest, obj: Batch | None = None) -> bool:
        """A batch that was applied is a record; one that was not may go."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.state == BatchState.UPLOADED)

    def get_urls(self) -> list[URLPattern]:
        def named(address: str, view: Any, name: str) -> URLPattern:
            return path(address, self.admin_site.admin_view(view), name=f"indicators_batch_{name}")

        return [
            named("template/<str:code>/", self.template_view, "template"),
            named("<str:object_id>/preview/", self.preview_view, "preview"),
            named("<str:object_id>/apply/", require_POST(self.apply_view), "apply"),
            named("<str:object_id>/undo/", self.undo_view, "undo"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("经手人"))
    def last_step(self, row: Batch) -> str:
        return batches.who(getattr(row, f"{row.state}_by"))

    @admin.display(description=gettext_lazy("时间"))
    def last_at(self, row: Batch) -> str:
        return format_html('<span class="day">{}</span>', _minute(getattr(row, f"{row.state}_at")))

    # --- the file -----------------------------------------------------------------------------------------------

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
        if form.is_valid():
            batch = batches.upload(
                actor=request.user,
                name=form.cleaned_data["name"],
                file_name=form.cleaned_data["file"].name,
                content=form.content,
            )
            self.log_addition(request, batch, [{"added": {}}])
            return redirect("admin:indicators_batch_change", batch.pk)
        years = YearsForm(request.GET or None, initial=vars(Years.last_five(timezone.localdate())))
        chosen = Years(**years.cleaned_data) if years.is_bound and years.is_valid() else Years(**years.initial)
        return self._page(
            request,
            "upload",
            title=_("导入数据"),
            form=form,
            years=years,
            chosen=chosen,
            themes=Theme.objects.filter(indicators__isnull=False).distinct(),
        )

    def template_view(self, request: HttpRequest, code: str) -> HttpResponse:
        """The workbook of a theme, to be filled in."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        check_names(request.GET, {"first", "last"})
        theme = get_object_or_404(Theme, code=code)
        form = YearsForm(request.GET)
        if not form.is_valid():
            name, reasons = next(iter(form.errors.items()))
            raise BadParameter(name, " ".join(reasons))
        headers = {"Content-Disposition": f'attachment; filename="template-{theme.code}.xlsx"'}
        return HttpResponse(template_of(theme, Years(**form.cleaned_data)), content_type=XLSX, headers=headers)

    # --- how it is read -----------------------------------------------------------------------------------------

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        batch = self._batch(request, object_id)
        if batch.state != BatchState.UPLOADED:
            if request.method == "POST":
                return self._lead_to("change", batch, request, batches.what_became_of(batch))
            return self._page(request, "record", batch=batch, title=batch.name, steps=_steps(batch))
        sheets = read(bytes(batch.content), batch.file_name)
        sheet = self._sheet(request, batch, sheets)
        catalogue = Catalogue.load()
        mapping = self._known(batch, sheet) or recognise(sheet, catalogue)
        forms = MappingForms(sheet, mapping, catalogue, request.POST if request.method == "POST" else None)
        if request.method == "POST" and forms.is_valid():
            made = forms.read()
            try:
                check(made, catalogue, today=timezone.localdate())
                batches.remember(batch=batch, mapping=made)
            except BrokenMappingError as error:
                forms.refuse(error)
            except batches.OutdatedError as outdated:
                return self._lead_to("change", batch, request, str(outdated))
            else:
                return redirect("admin:indicators_batch_preview", batch.pk)
        return self._page(
            request,
            "mapping",
            batch=batch,
            title=_("对应关系：%(name)s") % {"name": batch.name},
            sheets=sheets,
            sheet=sheet,
            forms=forms,
            known=forms.names(),
            before=_told_before(batch),
        )

    def _batch(self, request: HttpRequest, object_id: str) -> Batch:
        batch = self.get_object(request, unquote(object_id))
        if batch is None:
            raise Http404
        if not self.has_change_permission(request, batch):
            raise PermissionDenied
        return batch

    @staticmethod
    def _sheet(request: HttpRequest, batch: Batch, sheets: list[Sheet]) -> Sheet:
        """The sheet that the form or the address names, else the one that was mapped, else the first."""
        named = request.POST.get("sheet") or request.GET.get("sheet")
        try:
            return batches.sheet_named(sheets, named or batch.mapping.get("sheet") or sheets[0].name)
        except UnreadableFileError as refusal:
            raise BadParameter("sheet", str(refusal)) from None

    @staticmethod
    def _known(batch: Batch, sheet: Sheet) -> Mapping | None:
        """How the sheet was mapped before; None where it was not, or in a form that is not read any more."""
        if batch.mapping.get("sheet") != sheet.name:
            return None
        try:
            return Mapping.from_json(batch.mapping)
        except BrokenMappingError:
            return None

    # --- what it would do, and doing it -------------------------------------------------------------------------

    def preview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Every figure with what becomes of it; the refused ones first."""
        batch = self._batch(request, object_id)
        check_names(request.GET, {"p", "outcome"})
        if batch.state != BatchState.UPLOADED or not batch.mapping:
            return redirect("admin:indicators_batch_change", batch.pk)
        try:
            outcome = batches.foresee(batch)
        except BrokenMappingError as error:  # an indicator or source was deleted since
            return self._lead_to("change", batch, request, str(error))
        asked, catalogue = request.GET.get("outcome", ""), Catalogue.load()
        page = _page_of(outcome, asked, request.GET.get("p", "1"))
        return self._page(
            request,
            "preview",
            batch=batch,
            title=_("预览：%(name)s") % {"name": batch.name},
            outcome=outcome,
            counts=[(code, label, outcome.counts[code]) for code, label in Outcome.choices],
            asked=asked,
            page=page,
            rows=[_row(line, catalogue) for line in page],
            before=_told_before(batch),
        )

    def apply_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        batch = self._batch(request, object_id)
        try:
            batches.apply(actor=request.user, batch=batch, seen=request.POST.get("seen", ""))
        except (batches.OutdatedError, batches.NotStorableError, BrokenMappingError) as refusal:
            return self._lead_to("preview", batch, request, str(refusal))
        self.log_change(request, batch, batch.get_state_display())
        counts = {"created": batch.created, "changed": batch.changed}
        text = _("已导入：新增 %(created)d 个数，更正 %(changed)d 个。") % counts
        return self._lead_to("change", batch, request, text, messages.SUCCESS)

    def undo_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Asks once more, or says what stands against it."""
        batch = self._batch(request, object_id)
        if batch.state != BatchState.APPLIED:
            return redirect("admin:indicators_batch_change", batch.pk)
        if request.method != "POST":
            title = _("撤销导入：%(name)s") % {"name": batch.name}
            return self._page(request, "undo", batch=batch, title=title, reasons=batches.what_rests_on(batch))
        try:
            batches.undo(actor=request.user, batch=batch)
        except batches.NotUndoableError:
            return redirect("admin:indicators_batch_undo", batch.pk)
        except batches.OutdatedError as outdated:
            return self._lead_to("change", batch, request, str(outdated))
        self.log_change(request, batch, batch.get_state_display())
        return self._lead_to("change", batch, request, _("已撤销，导入的数都已删除。"), messages.SUCCESS)

    # --- pages --------------------------------------------------------------------------------------------------

    def _page(self, request: HttpRequest, name: str, **context: Any) -> HttpResponse:
        about = {"opts": self.opts, "media": self.media, "batch": None, **self.admin_site.each_context(request)}
        return TemplateResponse(request, f"admin/indicators/batch/{name}.html", about | context)

    def _lead_to(
        self, name: str, batch: Batch, request: HttpRequest, sentence: str, level: int = messages.WARNING
    ) -> HttpResponse:
        self.message_user(request, sentence, level)
        return redirect(f"admin:indicators_batch_{name}", batch.pk)


def _minute(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


def _steps(batch: Batch) -> list[tuple[str, str]]:
    """What was done with a batch, in order: the word for it, by whom and when."""
    done = [(_("上传"), batch.uploaded_by, batch.uploaded_at), (_("导入"), batch.applied_by, batch.applied_at)]
    if batch.undone_at:
        done.append((_("撤销"), batch.undone_by, batch.undone_at))
    return [(step, f"{batches.who(actor)} {_minute(moment)}") for step, actor, moment in done]


def _told_before(batch: Batch) -> str:
    """That the same file was imported already, by whom and when; empty where it was not."""
    before = batches.applied_before(batch.sha256)
    if before is None:
        return ""
    facts = {"who": batches.who(before.applied_by), "when": _minute(before.applied_at), "name": before.name}
    return _("同一个文件已由 %(who)s 于 %(when)s 导入过，批次“%(name)s”。") % facts


def _row(line: Line, catalogue: Catalogue) -> dict[str, Any]:
    """A line of the preview as the page shows it; what could not be resolved, as the file has it."""
    key, figure = line.candidate.key, line.candidate.figure
    return {
        "line": line,
        "outcome": Outcome(line.outcome).label,
        "indicator": catalogue.indicators.get(key.indicator, key.indicator),
        "area": catalogue.areas.get(key.area, key.area),
        "old": _told(line.old),
        "new": _told(figure),
        "remark": line.reason or _remark(line.candidate),
    }


def _remark(candidate: Candidate) -> str:
    """From what a figure was converted, and its note."""
    converted = candidate.converted and _("由 %(text)s 换算。") % {"text": candidate.converted}
    return " ".join(filter(None, (converted, candidate.figure.note)))


def _told(figure: Figure | None) -> str:
    """A figure, with its status where that is not the usual one; a dash for none."""
    if figure is None:
        return NOTHING
    usual = figure.status == ObsStatus.NORMAL
    return figure.printed if usual else f"{figure.printed} {ObsStatus(figure.status).label}"


def _page_of(outcome: Preview, asked: str, number: str) -> Any:
    """A page of the preview's lines.

    Raises:
        BadParameter: there is no such outcome or page.
    """
    if asked and asked not in Outcome.values:
        raise BadParameter("outcome", _("没有名为“%(asked)s”的结果。") % {"asked": asked})
    paginator = Paginator(outcome.of(asked) if asked else outcome.in_order(), LINES_A_PAGE)
    try:
        return paginator.page(number)
    except InvalidPage:
        raise BadParameter(
            "p", _("没有第 %(number)s 页，共 %(total)d 页。") % {"number": number, "total": paginator.num_pages}
        ) from None
