"""The form of one row: the report's fields, and what the person had read when filling them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.filters import DayField
from indicators.writing import number
from recommendations.admin.progress_form import ReportForm
from recommendations.models import ProgressReport
from recommendations.queries.this_period import Row

WRITTEN = ["percent", "status", "as_of", "no_news", "progress", "problems", "next_steps", "evidence", "openness"]


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class RowForm(ReportForm):
    """A row's report; its ids end in the action's code, as many forms stand on one page."""

    corrects = None  # a correction is no row: it has the report's own form
    version = None  # ``seen`` says more: also that nothing was there
    as_of = DayField(label=gettext_lazy("截至"), input_formats=["%Y-%m-%d"])
    files = forms.Field(required=False)  # the uploads, which ``services.files`` looks at; here for what it says of them
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = ProgressReport
        fields = WRITTEN
        widgets = {
            "progress": _area(4),
            "problems": _area(2),
            "next_steps": _area(2),
            "evidence": _area(2),
            "status": forms.RadioSelect,
            "openness": forms.RadioSelect,
        }
        help_texts = {"evidence": gettext_lazy("文号、链接或材料名称，一行一件"), "no_news": ""}

    def __init__(self, row: Row, data: Any = None) -> None:
        self.about = row.action
        self.row = row
        report = row.report if data is None else None
        fresh = ProgressReport(action=row.action, as_of=row.default_as_of)
        super().__init__(data, instance=report or fresh, auto_id=f"id_%s_{row.action.code}")
        for name in ("percent", "progress"):
            self.fields[name].required = False  # ``clean`` asks for them, by what is ticked
        self.fields["status"].choices = ProgressReport._meta.get_field("status").choices
        days = {"min": row.period.start.isoformat(), "max": row.default_as_of.isoformat()}
        self.fields["as_of"].widget.attrs.update(days)
        if data is None:
            self.initial["percent"] = number(row.report.percent) if row.report else None
            self.initial["seen"] = row.report.version if row.report else None
            self.initial["ref"] = row.report.ref if row.report else self.fields["ref"].initial()

    def clean_percent(self) -> Any:
        return None if self.cleaned_data["percent"] is None else super().clean_percent()

    def clean(self) -> dict[str, Any]:
        """Without news the percent stays what it was, and the text gives the reason."""
        cleaned = super().clean()
        idle = cleaned.get("no_news")
        if cleaned.get("percent", 0) is None:
            if idle:
                cleaned["percent"] = self.row.last.percent if self.row.last else 0
            else:
                self.add_error("percent", _("请填完成比例。"))
        if cleaned.get("progress") == "":
            self.add_error("progress", _("请写明本期无进展的原因。") if idle else _("请填进展情况。"))
        return cleaned

    @property
    def texts(self) -> dict[str, Any]:
        """What the service stores."""
        return {name: self.cleaned_data[name] for name in WRITTEN}

    def refuse(self, fault: ValidationError) -> None:
        """Put the sentences of a service beside the fields that they are about."""
        told = fault.message_dict if hasattr(fault, "error_dict") else {"": fault.messages}
        for name, sentences in told.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)
