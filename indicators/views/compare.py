"""Any areas by any indicators; the address holds the choice."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from config.filters import CodeField, CodesField, Question, TruthField
from indicators.models import Area, Indicator
from indicators.pages import Page
from indicators.parameters import BadParameter
from indicators.queries import Comparison, compare
from indicators.validators import validate_period

MOST_AREAS, MOST_INDICATORS = 12, 20
CHOSEN_FOR_YOU = 8  # indicators that stand where none was chosen


class CompareQuestion(Question):
    """What to compare, at which period, and in which order."""

    area = CodesField(Area.objects.all(), most=MOST_AREAS, label=gettext_lazy("地区"))
    indicator = CodesField(Indicator.objects.by_theme(), most=MOST_INDICATORS, label=gettext_lazy("指标"))
    period = forms.CharField(required=False, label=gettext_lazy("时期"), validators=[validate_period])
    with_other_definitions = TruthField(required=False, label=gettext_lazy("口径不同的也排位次"))
    areas_by = CodeField(
        Indicator.objects.all(), required=False, to_field_name="code", label=gettext_lazy("地区排序按")
    )
    indicators_by = CodeField(
        Area.objects.all(), required=False, to_field_name="code", label=gettext_lazy("指标排序按")
    )


class ComparePage(Page, TemplateView):
    """Areas across, indicators down, and a small chart of each; without a choice the cities of the study."""

    template_name = "indicators/compare.html"
    extra_context = {"nav": "compare"}
    question = CompareQuestion

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = CompareQuestion(self.request.GET)
        asked = form.answers()
        areas = list(asked["area"]) or list(Area.objects.ranked()[:MOST_AREAS])
        indicators = list(asked["indicator"]) or self._compared_most(areas)
        self._refuse_what_is_not_chosen("areas_by", asked["areas_by"], indicators)
        self._refuse_what_is_not_chosen("indicators_by", asked["indicators_by"], areas)
        return super().get_context_data(
            **kwargs,
            form=form,
            chosen_areas={area.pk for area in areas},
            chosen_indicators={indicator.pk for indicator in indicators},
            all_areas=Area.objects.all(),
            all_indicators=Indicator.objects.by_theme(),
            period=asked["period"],
            with_other_definitions=asked["with_other_definitions"],
            areas_by=asked["areas_by"],
            indicators_by=asked["indicators_by"],
            comparison=self._compare(areas, indicators, asked),
        )

    def _compare(self, areas: list[Area], indicators: list[Indicator], asked: dict[str, Any]) -> Comparison:
        order = {name: asked[name] for name in ("period", "areas_by", "indicators_by")}
        return compare(
            areas, indicators, self.asof, with_other_definitions=bool(asked["with_other_definitions"]), **order
        )

    def _compared_most(self, areas: list[Area]) -> list[Indicator]:
        """The indicators with figures of most of the areas, in reading order."""
        found = Indicator.objects.known_most(areas, self.asof.known_on)[:CHOSEN_FOR_YOU]
        return sorted(found, key=lambda indicator: (indicator.theme.position, indicator.position, indicator.code))

    @staticmethod
    def _refuse_what_is_not_chosen(name: str, record: Any, chosen: list[Any]) -> None:
        """An order by what is not on the page would be no order that a reader could follow.

        Raises:
            BadParameter: the record is not among those compared.
        """
        if record is not None and record not in chosen:
            raise BadParameter(
                name, _("参数 %(name)s：“%(record)s”不在所比较的之中。") % {"name": name, "record": record}
            )
