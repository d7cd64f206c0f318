"""What all admins share: the site decides who may edit, and history is no back door."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import DataError
from django.db.models import Field, ForeignKey, ManyToManyField, Model, QuerySet
from django.forms import Field as FormField
from django.forms import ModelForm
from django.forms.models import _get_foreign_key
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin

from indicators.models import Coded
from indicators.parameters import BadParameter
from indicators.writing import local

from .history import note_differences, versions_of_rows, with_names
from .keys import Choice, Choices, refuse_what_is_no_key
from .restoring import REASON, reason_of, restoring

LONGEST_SEARCH = 100


class StrictList(ChangeList):
    """A list that does what its address asks, or refuses it by name; never ignores it, never fails on it."""

    def get_filters(self, request: HttpRequest) -> tuple[Any, ...]:
        """Django would take any column of the model, and beyond; here only what the list's own filters send."""
        try:
            found = super().get_filters(request)
        except (OverflowError, ValueError):  # the year 9999 has no next one
            raise IncorrectLookupParameters from None
        left_over = found[2]
        for name in left_over:
            if name not in {f"{self.date_hierarchy}__gte", f"{self.date_hierarchy}__lt"}:
                raise BadParameter(name, _("这个列表没有名为 %(name)s 的筛选条件。") % {"name": name})
        return found

    def get_results(self, request: HttpRequest) -> None:
        try:
            super().get_results(request)
        except (OverflowError, DataError):
            raise IncorrectLookupParameters from None


class StrictAddressesMixin:
    """A list headed by what it lists; an address that cannot be understood is a 400, one that leads nowhere a 404."""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return StrictList

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Headed by what is listed, where Django says what to do with it."""
        title = capfirst(self.model._meta.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Each word is a condition of its own, and a thousand of them are more than a database takes."""
        if len(search_term) > LONGEST_SEARCH:
            raise BadParameter(SEARCH_VAR, _("要找的文字太长，最多 %(most)d 字。") % {"most": LONGEST_SEARCH})
        return super().get_search_results(request, queryset, search_term)

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Where Django would lead back to the whole list without a word, the page says what is wrong."""
        try:
            return super().get_changelist_instance(request)
        except IncorrectLookupParameters:
            raise BadRequest(_("这个列表的筛选条件或页码无法识别。")) from None

    def response_action(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        refuse_what_is_no_key(ACTION_CHECKBOX_NAME, request.POST.getlist(ACTION_CHECKBOX_NAME))
        return super().response_action(request, queryset)

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        """Django would send the person to the index."""
        raise Http404


class AsksTheSite:
    """Permissions come from ``Site.may_edit`` and ``Site.may_delete``, not from Django's permission rows."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the kind of record is named on the index."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.admin_site.may_edit(request, self.model)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.admin_site.may_edit(request, self.model)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.admin_site.may_edit(request, self.model)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.admin_site.may_delete(request, self.model)

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> FormField | None:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = Choice(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> FormField | None:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = Choices(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_field_queryset(self, db: str | None, db_field: Field, request: HttpRequest) -> QuerySet | None:
        """Choices of a relation, with what their names read: no query per choice."""
        queryset = super().get_field_queryset(db, db_field, request)
        related = db_field.remote_field.model
        reads = getattr(self.admin_site._registry.get(related), "name_reads", ())
        if not reads:
            return queryset
        return (related._default_manager.all() if queryset is None else queryset).select_related(*reads)


@cache
def in_readers_language(field: Field) -> Callable[[Model], str]:
    """A column of a list: the field in the reader's language."""

    @admin.display(description=field.verbose_name)
    def column(record: Model) -> str:
        return local(record, field.name)

    column.__name__ = field.name
    return column


class TableInline(AsksTheSite, admin.TabularInline):
    """Rows of a record, under it; one empty row, so that one can be added without script too."""

    extra = 1


class StackInline(AsksTheSite, admin.StackedInline):
    """The same, for rows of many fields."""

    extra = 1


class RecordAdmin(AsksTheSite, StrictAddressesMixin, SimpleHistoryAdmin):
    """The admin of a kind of record.

    Attributes:
        name_reads: relations that the record's name (``__str__``) reads, loaded with every queryset.
    """

    name_reads: Sequence[str] = ()
    list_select_related: Sequence[str] = ()
    # By date or number where a subclass says so; never by code or Chinese text, whose order as text means nothing.
    sortable_by: Sequence[str] = ()
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.may_edit(request, self.model)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Django leaves ``list_select_related`` out where relations are selected already, so both are named here."""
        queryset, reads = super().get_queryset(request), {*self.name_reads, *self.list_select_related}
        return queryset.select_related(*reads) if reads else queryset

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return self._columns(super().get_list_display(request))

    def get_list_display_links(self, request: HttpRequest, list_display: Sequence[Any]) -> list[Any] | None:
        links = super().get_list_display_links(request, list_display)
        return links and self._columns(links)

    def _columns(self, names: Sequence[Any]) -> list[Any]:
        """What has English beside it is shown in the reader's language."""
        fields = {field.name: field for field in self.model._meta.concrete_fields}
        paired = {name for name in fields if f"{name}_en" in fields}
        return [in_readers_language(fields[name]) if name in paired else name for name in names]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Sequence[str]:
        """A code, once given, stays; an old version is read by those who may not put it back."""
        if getattr(request, "reads_old_version", False):
            return flatten_fieldsets(self.get_fieldsets(request, obj))
        fields = list(super().get_readonly_fields(request, obj))
        return [*fields, "code"] if obj is not None and issubclass(self.model, Coded) else fields

    # --- history ----------------------------------------------------------------------------------------------------

    def get_history_queryset(self, request: HttpRequest, *args: Any) -> QuerySet:
        return with_names(super().get_history_queryset(request, *args), self.admin_site)

    def set_history_delta_changes(self, request: HttpRequest, historical_records: Any, **options: Any) -> None:
        note_differences(historical_records, self.admin_site)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The versions of a record and of the rows under it; what is never changed has none, and shows what was done
        here instead.
        """
        current = self._visible_or_404(request, object_id)
        if not hasattr(self.model, "history"):
            return admin.ModelAdmin.history_view(self, request, object_id, extra_context)
        context = {"under": self._versions_under(request, current), **(extra_context or {})}
        return super().history_view(request, object_id, context)

    def _versions_under(self, request: HttpRequest, current: Model) -> list[tuple[str, list[Model]]]:
        """Under the name of each kind of row, its versions; kinds without any are left out."""
        found = []
        for inline in self.get_inline_instances(request, current):
            if not hasattr(inline.model, "history"):
                continue
            relation = _get_foreign_key(self.model, inline.model, fk_name=inline.fk_name)
            own = self.admin_site._registry.get(inline.model)
            linked = own is not None and own.has_view_permission(request)
            versions = versions_of_rows(inline.model, relation.attname, current.pk, self.admin_site, linked=linked)
            if versions:
                found.append((capfirst(inline.model._meta.verbose_name_plural), versions))
        return found

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One old version, to read or to put back.

        simple_history looks neither at ``get_queryset`` nor, on POST, at who may change.
        """
        current = self._visible_or_404(request, object_id)
        version = current.history.filter(history_id=version_id).first() if version_id.isdecimal() else None
        if version is None:
            raise Http404
        if self.revert_disabled(request, current):
            if request.method == "POST":
                raise PermissionDenied
            request.reads_old_version = True
        else:
            request.restores = (version, current)
        context = {"version": version, **(extra_context or {})}
        return super().history_form_view(request, unquote(object_id), version_id, context)

    def history_form_view_title(self, request: HttpRequest, obj: Model) -> str:
        return str(obj)

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        if restores := getattr(request, "restores", None):
            kwargs["form"] = restoring(kwargs.get("form", self.form), *restores)
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        fieldsets = list(super().get_fieldsets(request, obj))
        if hasattr(request, "restores") and REASON not in flatten_fieldsets(fieldsets):
            fieldsets.append((None, {"fields": [REASON]}))
        return fieldsets

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        if restores := getattr(request, "restores", None):
            obj._change_reason = reason_of(restores[0], form)
        super().save_model(request, obj, form, change)

    def response_change(self, request: HttpRequest, obj: Model) -> HttpResponse:
        if not hasattr(request, "restores"):
            return super().response_change(request, obj)
        self.message_user(request, _("%(record)s：已恢复，另成一版。") % {"record": obj}, messages.SUCCESS)
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", obj.pk)

    def _visible_or_404(self, request: HttpRequest, object_id: str) -> Model:
        found = self.get_object(request, unquote(object_id))
        if found is None:
            raise Http404
        return found
