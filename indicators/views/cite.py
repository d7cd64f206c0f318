"""How to cite a figure."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.filters import CodeField, Question
from indicators.citation import cite
from indicators.models import Area, Indicator, Observation, Source
from indicators.pages import RecordPage
from indicators.parameters import BadParameter
from indicators.validators import validate_period


class CiteQuestion(Question):
    """Which figure of the indicator: area and period name the one that is shown, source and place any other."""

    area = CodeField(Area.objects.all(), required=False, to_field_name="code", label=gettext_lazy("地区"))
    period = forms.CharField(required=False, label=gettext_lazy("时期"), validators=[validate_period])
    source = CodeField(Source.objects.all(), required=False, to_field_name="code", label=gettext_lazy("来源"))
    locator = forms.CharField(required=False, label=gettext_lazy("出处"))


class CitePage(RecordPage):
    """The reference to a figure, to be copied; without area and period the page lets one choose them in turn."""

    queryset = Indicator.objects.all()
    question = CiteQuestion
    template_name = "indicators/cite.html"
    extra_context = {"nav": "indicator-list"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = CiteQuestion(self.request.GET).answers()
        return super().get_context_data(**kwargs, **(self._cited(asked) if asked["period"] else self._choices(asked)))

    def _cited(self, asked: dict[str, Any]) -> dict[str, Any]:
        figure = self._figure(asked)
        citation = cite(figure, address=self._address(figure), read_on=self.asof.today)
        return {"observations": [figure], "citation": citation}

    def _choices(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The areas of which there are figures, or the periods of the chosen one, the newest first."""
        known = self.object.observations.known_on(self.asof.known_on)
        if not asked["area"]:
            return {"areas": Area.objects.filter(pk__in=known.values("area"))}
        periods = known.filter(area=asked["area"]).order_by("-period_end", "period").values_list("period", flat=True)
        return {"area": asked["area"], "periods": list(dict.fromkeys(periods))}

    def _figure(self, asked: dict[str, Any]) -> Observation:
        """The one that the address names; of several the one that is trusted most, which is the shown one.

        Raises:
            BadParameter: no area is named, or there is no such figure, or none was known on that day.
        """
        if not asked["area"]:
            raise BadParameter("area", _("请用 area 写明哪个地区。"))
        named = {name: value for name, value in asked.items() if value}
        known = Observation.objects.filter(indicator=self.object, **named).known_on(self.asof.known_on)
        figure = known.select_related("indicator", "area", "source").in_order_of_trust().first()
        if figure is None:
            words = {"indicator": self.object, "area": asked["area"], "period": asked["period"]}
            raise BadParameter("period", _("没有这个数：%(indicator)s，%(area)s，%(period)s。") % words)
        return figure

    def _address(self, figure: Observation) -> str:
        """Where this version of the figure can be read again, whatever is corrected later.

        Its place is named, and as the day of knowledge its own vintage: no later version can have been known then,
        while one recorded tomorrow may have been learnt on the day that was asked for.
        """
        query = {
            "area": figure.area.code,
            "period": figure.period,
            "source": figure.source.code,
            "locator": figure.locator,
            "known_on": figure.vintage.isoformat(),
        }
        return self.request.build_absolute_uri(f"{reverse('cite', args=[self.object.code])}?{urlencode(query)}")
