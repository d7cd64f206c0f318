"""The form of a progress report: six fields that a department fills, three more that it may."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.text import normalize_newlines
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.models import Action, ProgressReport
from recommendations.models.refs import REF, new_ref
from recommendations.services.progress import check_beside_others

CHANGED = gettext_lazy("这份报告在您打开之后又改过，刚才没有保存。您写的文字还在下面；核对后再保存一次，就以您的为准。")
TEXTS = ["progress", "problems", "next_steps", "evidence"]
SIX = ["as_of", "status", "percent", "progress", "problems", "next_steps"]


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "class": "vLargeTextField"})


class CorrectedChoice(forms.ModelChoiceField):
    """Which approved report this one corrects."""

    def label_from_instance(self, obj: ProgressReport) -> str:
        return _("截至 %(day)s 的报告，%(percent)s%%") % {"day": obj.as_of.isoformat(), "percent": f"{obj.percent:g}"}


class ReportForm(forms.ModelForm):
    """A report on one action, which the address names and the form shows as text.

    Attributes:
        about: the action; the admin sets it on a subclass for each request.
    """

    about: Action

    ref = forms.CharField(required=False, widget=forms.HiddenInput, initial=new_ref)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput(attrs={"data-warns": ""}))
    percent = forms.DecimalField(
        label=gettext_lazy("完成比例"),
        decimal_places=1,
        help_text=gettext_lazy("从 0 到 100，可有一位小数"),
        widget=forms.NumberInput(attrs={"min": 0, "max": 100, "step": "0.1", "inputmode": "decimal"}),
    )
    corrects = CorrectedChoice(
        label=gettext_lazy("更正哪份报告"),
        queryset=ProgressReport.objects.none(),
        required=False,
        empty_label=gettext_lazy("不是更正"),
        help_text=gettext_lazy("已核准的报告不能改；填错了就再报一份，在这里指明更正的是哪一份"),
    )

    class Meta:
        model = ProgressReport
        fields = [*SIX, "evidence", "openness", "corrects"]
        widgets = {"progress": _area(5), "problems": _area(3), "next_steps": _area(3), "evidence": _area(3)}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk is None:
            self.instance.action = self.about
        else:
            self.initial["version"] = self.instance.version
        if "corrects" in self.fields:
            self.fields["corrects"].queryset = correctable(self.about)

    def clean_ref(self) -> str:
        """The reference of the page that was opened; a page that sends none, or nonsense, gets a new one."""
        sent = self.cleaned_data["ref"]
        return sent if REF.fullmatch(sent) else new_ref()

    def clean_percent(self) -> Decimal:
        percent = self.cleaned_data["percent"]
        if not 0 <= percent <= 100:
            raise ValidationError(_("完成比例应在 0 到 100 之间。"))
        return percent

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("version") not in {None, self.instance.version}:
            self._tell_of_newer(cleaned)
        if self.instance.pk is None:
            self.instance.ref = cleaned["ref"]
        return cleaned

    def _post_clean(self) -> None:
        """What the service would refuse is said next to its field, and what was typed stays."""
        super()._post_clean()
        if self.errors:
            return
        try:
            check_beside_others(self.instance)
        except ValidationError as fault:
            self._update_errors(fault)

    def _tell_of_newer(self, typed: dict[str, Any]) -> None:
        """What was saved since the page was opened stands above what is typed; whoever saves once more has read it."""
        stored = [
            _("现在存的%(label)s：%(text)s") % {"label": self.fields[name].label, "text": getattr(self.instance, name)}
            for name in TEXTS
            if name in typed and typed[name] != getattr(self.instance, name)
        ]
        self.add_error(None, [CHANGED, *stored])
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = self.instance.version


def typed_texts(sent: QueryDict, stored: ProgressReport | None) -> list[str]:
    """What was typed and is not stored, to be copied: each text in a sentence with its label."""
    typed = {name: normalize_newlines(sent.get(name, "")).strip() for name in TEXTS}
    kept = {name: normalize_newlines(getattr(stored, name)) if stored else "" for name in TEXTS}
    return [
        _("您写的%(label)s没有保存：%(text)s")
        % {"label": ProgressReport._meta.get_field(name).verbose_name, "text": text}
        for name, text in typed.items()
        if text not in {"", kept[name]}
    ]


def correctable(action: Action):
    """Approved reports of the action that no correction replaces, the latest first."""
    return action.reports.approved().uncorrected().latest_first()
