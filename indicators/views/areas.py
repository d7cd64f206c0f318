"""The list of areas, and the profile of one."""

from collections.abc import Callable, Iterable
from typing import Any

from indicators.models import Area, Indicator, Observation
from indicators.pages import ListPage, RecordPage
from indicators.queries import standings


class AreaList(ListPage):
    queryset = Area.objects.all()
    template_name = "indicators/area_list.html"
    extra_context = {"nav": "area-list"}


class AreaPage(RecordPage):
    """A city: how it stands on every indicator, and all that is known of it."""

    queryset = Area.objects.all()
    template_name = "indicators/area.html"
    extra_context = {"nav": "area-list"}
    practices: Callable[[Area], Iterable[Any]] | None = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        area = self.object
        indicators = Indicator.objects.filter(observations__area=area).select_related("theme").distinct()
        observations = Observation.objects.filter(area=area).shown(self.asof.known_on)
        return super().get_context_data(
            **kwargs,
            standings=standings(area, indicators, self.asof),
            observations=observations.for_reading().select_related("indicator__theme", "area", "source"),
            practices=self.practices(area) if self.practices else (),
        )
