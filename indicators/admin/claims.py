"""Claims, with the predicate as JSON and the verdict that it gives."""

import json
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.asof import AsOf
from indicators.models import Claim
from indicators.quality.claims import Verdict
from indicators.queries.claims import verdicts

from .base import RecordAdmin, StrictList

TOO_MUCH = (RecursionError, ValueError)  # of JSON: lists in lists without end, a number of thousands of digits
LONGEST = 20_000  # characters; the longest of the study has a tenth of it


class PredicateField(forms.JSONField):
    """JSON as a person reads it: indented, Chinese as it is."""

    widget = forms.Textarea(attrs={"rows": 16, "cols": 80, "spellcheck": "false"})

    def prepare_value(self, value: Any) -> str:
        if isinstance(value, str):
            return value
        # Half a surrogate pair, which no page can hold, goes back to the escape that it came from.
        return json.dumps(value, ensure_ascii=False, indent=2).encode(errors="backslashreplace").decode()

    def to_python(self, value: Any) -> Any:
        """Read the JSON.

        Raises:
            ValidationError: it is none, or too long or too deep for one.
        """
        if isinstance(value, str) and len(value) > LONGEST:
            raise ValidationError(_("最多 %(most)d 个字符。") % {"most": LONGEST})
        try:
            return super().to_python(value)
        except TOO_MUCH:
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": value}) from None

    def bound_data(self, data: Any, initial: Any) -> Any:
        try:
            return super().bound_data(data, initial)
        except TOO_MUCH:
            return InvalidJSONInput(data)


class ClaimForm(forms.ModelForm):
    predicate = PredicateField(
        label=gettext_lazy("判定条件"),
        help_text=gettext_lazy(
            "test 为 compare、rank、trend、first_year、order、count、all 之一；其余键随 test 而定，代码和数字都加引号。"
        ),
    )


class JudgedList(StrictList):
    """A list whose rows carry their verdicts, all read at once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        for claim, verdict in zip(self.result_list, verdicts(self.result_list, AsOf.now()), strict=True):
            claim.judged = verdict


@admin.register(Claim)
class ClaimAdmin(RecordAdmin):
    form = ClaimForm
    list_display = ["text", "code", "locator", "source", "verdict"]
    list_select_related = ["source"]
    list_filter = ["source"]
    search_fields = ["code", "locator", "text", "text_en"]
    autocomplete_fields = ["source"]
    readonly_fields = ["verdict", "reason"]
    fieldsets = [
        (None, {"fields": ["code", "position", "text", "text_en"]}),
        (gettext_lazy("出处"), {"fields": ["source", "locator"]}),
        (gettext_lazy("判定"), {"fields": ["predicate", "verdict", "reason"]}),
        (gettext_lazy("说明"), {"fields": ["note", "note_en"]}),
    ]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[StrictList]:
        return JudgedList

    @admin.display(description=gettext_lazy("结论"))
    def verdict(self, claim: Claim) -> str:
        return _judged(claim).verdict.label if claim.pk else "—"

    @admin.display(description=gettext_lazy("理由"))
    def reason(self, claim: Claim) -> str:
        return _judged(claim).reason if claim.pk else "—"


def _judged(claim: Claim) -> Verdict:
    """The verdict that the list has read, or that of the claim as it is stored: the form may hold a broken one."""
    if not hasattr(claim, "judged"):
        (claim.judged,) = verdicts(Claim.objects.filter(pk=claim.pk).select_related("source"), AsOf.now())
    return claim.judged
