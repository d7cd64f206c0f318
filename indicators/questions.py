"""What analysis can be asked for, by page and by API; every parameter is obeyed or refused by name."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.filters import ALL, CodeField, CodesField, Question, TruthField

from . import choices
from .models import Area, Indicator
from .periods import Period, parse
from .validators import DIGITS, validate_period


class PeriodField(forms.CharField):
    """A period as text: ``2020``, ``2020-Q1``, ``2020-03`` or ``2016/2020``."""

    default_validators = [validate_period]


class WindowField(PeriodField):
    """A range of years, ``2015/2020``; gives a ``Period``."""

    def clean(self, value: Any) -> Period | None:
        text = super().clean(value)
        if not text:
            return None
        if not text.replace("/", "", 1).isdecimal() or "/" not in text:
            raise forms.ValidationError(_("请写成 2015/2020 的样子。"))
        return parse(text)


class AreaField(CodeField):
    """One area by its code."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Area.objects.all(), to_field_name="code", **options)


class WordField(forms.ChoiceField):
    """One word of a code list, or none."""

    def __init__(self, choices: list[tuple[str, Any]], **options: Any) -> None:
        super().__init__(choices=[("", ALL), *choices], required=False, **options)


class RankingQuestion(Question):
    """How the areas compare."""

    period = PeriodField(required=False, label=gettext_lazy("时期"))
    with_other_definitions = TruthField(required=False, label=gettext_lazy("口径不同的也排位次"))
    implied = TruthField(required=False, label=gettext_lazy("缺数处用推算数"))


class ImpliedQuestion(Question):
    """Which of the figures that follow from others."""

    indicator = CodesField(Indicator.objects.all(), label=gettext_lazy("指标"))
    area = CodesField(Area.objects.all(), label=gettext_lazy("地区"))
    period = PeriodField(required=False, label=gettext_lazy("时期"))


class ChangeQuestion(Question):
    """How areas' figures changed from one period to another."""

    area = CodesField(Area.objects.all(), label=gettext_lazy("地区"))
    to = PeriodField(label=gettext_lazy("到哪一期"))


# The word is Python's own, so the class cannot say it.
ChangeQuestion.base_fields["from"] = PeriodField(label=gettext_lazy("从哪一期"))


class ShareQuestion(Question):
    """What part of another indicator's figures an indicator's are."""

    of = CodeField(Indicator.objects.all(), to_field_name="code", label=gettext_lazy("占哪个指标"))
    area = CodesField(Area.objects.all(), label=gettext_lazy("地区"))
    period = PeriodField(label=gettext_lazy("时期"))


class CatchUpQuestion(Question):
    """When one area draws level with another, or what a target of it needs."""

    area = AreaField(label=gettext_lazy("地区"))
    to = AreaField(required=False, label=gettext_lazy("追赶谁"))
    window = WindowField(required=False, label=gettext_lazy("推算所据年份"))
    target = forms.DecimalField(required=False, max_digits=DIGITS, label=gettext_lazy("目标值"))
    year = forms.IntegerField(required=False, min_value=1900, max_value=2200, label=gettext_lazy("目标年"))

    def clean(self) -> dict[str, Any]:
        """One of the two questions, whole."""
        asked = super().clean()
        for one, other in (("target", "year"), ("year", "target")):
            if asked.get(one) is not None and asked.get(other) is None and other not in self.errors:
                self.add_error(other, _("目标值和目标年要一起给。"))
        if asked.get("to") is not None and asked.get("target") is not None:
            self.add_error("target", _("追赶谁和目标值，一次只问一个。"))
        if asked.get("window") is not None and asked.get("target") is not None:
            self.add_error("window", _("目标所需的增长从最新一年算起，不看这段年份。"))
        return asked


class QualityQuestion(Question):
    """Which findings of the quality report."""

    kind = WordField(choices.QualityKind.choices, label=gettext_lazy("类型"))
    severity = WordField(choices.Severity.choices, label=gettext_lazy("轻重"))
    indicator = CodeField(
        Indicator.objects.all(), required=False, to_field_name="code", empty_label=ALL, label=gettext_lazy("指标")
    )
    area = AreaField(required=False, empty_label=ALL, label=gettext_lazy("地区"))
    acknowledged = TruthField(required=False, label=gettext_lazy("已确认"))
