"""The form that corrects a figure: what the source prints now, when that was learnt, and why it differs."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.filters import DayField
from indicators.asof import today
from indicators.choices import Bound, ObsStatus
from indicators.importing.numbers import BadNumberError, Printed, parse_number
from indicators.models import Observation, Revision


class PrintedField(forms.CharField):
    """A number as the source prints it, so that its decimals need no field of their own; empty where it is missing."""

    def clean(self, value: Any) -> Printed:
        text = super().clean(value)
        try:
            printed = parse_number(text)
        except BadNumberError as refusal:
            raise ValidationError(str(refusal)) from None
        if printed != Printed(printed.value, printed.decimals, status="" if text else printed.status):
            raise ValidationError(_("这里只填数字；界限、状态和说明另有栏目，单位不变。"))
        return printed


class CorrectionForm(forms.Form):
    """What the new version of a figure says; filled with what the version before says."""

    value = PrintedField(
        label=gettext_lazy("数值（如印）"),
        required=False,
        help_text=gettext_lazy("照原文填，小数位数随之而定；撤回而没有新数的，留空，状态选“缺失”"),
    )
    status = forms.ChoiceField(label=gettext_lazy("状态"), choices=ObsStatus.choices)
    bound = forms.ChoiceField(label=gettext_lazy("界限"), choices=Bound.choices)
    vintage = DayField(label=gettext_lazy("录入日"), help_text=gettext_lazy("得知更正的日子，晚于上一版，不晚于今天"))
    revision = forms.ModelChoiceField(
        Revision.objects.none(),
        label=gettext_lazy("修订说明"),
        required=False,
        empty_label=gettext_lazy("没有修订说明"),
        help_text=gettext_lazy("同一来源的；没有合适的，先到“修订说明”里添加"),
    )
    note = forms.CharField(
        label=gettext_lazy("说明"), required=False, widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})
    )
    note_en = forms.CharField(
        label=gettext_lazy("说明（英文）"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
    )

    def __init__(self, *args: Any, figure: Observation, **options: Any) -> None:
        before = {
            "value": figure.printed,
            "status": figure.status,
            "bound": figure.bound,
            "vintage": today(),
            "note": figure.note,
            "note_en": figure.note_en,
        }
        super().__init__(*args, initial=before, **options)
        self.fields["revision"].queryset = figure.source.revisions.all()

    def correction(self) -> dict[str, Any]:
        """What ``services.figures.revise`` takes."""
        printed: Printed = self.cleaned_data["value"]
        return self.cleaned_data | {"value": printed.value, "decimals": printed.decimals}
