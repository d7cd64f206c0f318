"""Relations that figures must satisfy, and what people have said of findings."""

from collections.abc import Sequence

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import BaseInlineFormSet
from django.http import HttpRequest

from indicators.choices import IdentityKind
from indicators.models import Acknowledgement, Identity, IdentityTerm
from indicators.quality.implied import refused_flags
from indicators.quality.relations import Relation

from .base import RecordAdmin, TableInline


class Terms(BaseInlineFormSet):
    """The terms of a relation, refused as a whole where they do not make one that can be computed."""

    def clean(self) -> None:
        """Check what will be stored.

        Raises:
            ValidationError: with all that is wrong.
        """
        super().clean()
        if any(self.errors) or self.instance.kind not in IdentityKind:
            return
        kept = [form.cleaned_data for form in self.forms if form.cleaned_data and not self._should_delete_form(form)]
        kept.sort(key=lambda term: term["position"])
        relation = Relation.of(self.instance, [(term["role"], term["indicator"]) for term in kept])
        if faults := relation.faults + refused_flags(self.instance, [term["implied"] for term in kept]):
            raise ValidationError(faults)


class TermInline(TableInline):
    model = IdentityTerm
    formset = Terms
    fields = ["position", "role", "indicator", "implied"]
    autocomplete_fields = ["indicator"]


@admin.register(Identity)
class IdentityAdmin(RecordAdmin):
    list_display = ["name", "kind", "code"]
    list_filter = ["kind"]
    search_fields = ["code", "name", "name_en", "terms__indicator__code", "terms__indicator__name"]
    inlines = [TermInline]


@admin.register(Acknowledgement)
class AcknowledgementAdmin(RecordAdmin):
    """Given and taken back on the report's page, where the finding and its figures are seen; here they are listed."""

    list_display = ["finding", "reason", "by", "at"]
    list_select_related = ["by"]
    sortable_by = ["at"]
    search_fields = ["finding", "reason"]
    date_hierarchy = "at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Sequence[str]:
        return ["finding", "figures", "reason", "by", "at"]
