"""Figures that are never saved, as charts get them, and what tests read from charts."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import count

from hypothesis import strategies as st

from indicators.analysis import Ranking, rank
from indicators.charts.scale import text_width
from indicators.models import Area, Indicator, Observation
from indicators.queries import Standing
from tests.factories import evidence

NAMES = {
    "450200": ("柳州", "Liuzhou", "focus"),
    "430600": ("岳阳", "Yueyang", "peer"),
    "420600": ("襄阳", "Xiangyang", "peer"),
    "360700": ("赣州", "Ganzhou", "peer"),
    "520300": ("遵义", "Zunyi", "peer"),
    "530300": ("曲靖", "Qujing", "peer"),
    "450000": ("广西", "Guangxi", "benchmark"),
    "000000": ("全国", "China", "benchmark"),
}
AREAS: dict[str, Area] = {
    name: evidence.AreaFactory.build(pk=place, code=code, position=place, name=name, name_en=name_en, kind=kind)
    for place, (code, (name, name_en, kind)) in enumerate(NAMES.items())
}
CITIES = [name for name, area in AREAS.items() if area.kind != "benchmark"]
SERVICES: Indicator = evidence.IndicatorFactory.build(
    pk=1, name="第三产业占GDP比重", name_en="Services as a share of GDP", unit="%", unit_en="%"
)
SOURCE = evidence.SourceFactory.build(pk=1)
PRIMARY_KEYS = count(1)

values = st.decimals(-100_000, 100_000, places=2)


def figure(area: str, value: str | Decimal | None, period: str = "2020", **more: object) -> Observation:
    """A figure as printed, of the area by its Chinese name; status M without a value."""
    printed = "" if value is None else str(value)
    fields = {
        "status": "M" if value is None else "A",
        "value": None if value is None else Decimal(printed),
        "decimals": len(printed.partition(".")[2]),
    }
    return evidence.ObservationFactory.build(
        pk=next(PRIMARY_KEYS),
        indicator=SERVICES,
        area=AREAS[area],
        source=SOURCE,
        period=period,
        **(fields | more),
    )


def course(area: str, first_year: int, row: Iterable[str | Decimal | None]) -> list[Observation]:
    """Figures of consecutive years."""
    return [figure(area, value, str(first_year + i)) for i, value in enumerate(row)]


def by_city(row: Sequence[str | Decimal | None], **more: object) -> list[Observation]:
    """One figure for each city, in the study's order."""
    return [figure(city, value, **more) for city, value in zip(CITIES, row, strict=False)]


def ranking(row: Sequence[str | Decimal | None]) -> Ranking:
    return rank(SERVICES, by_city(row))


def standing(figures: Iterable[Observation], benchmarks: Iterable[Observation] = ()) -> Standing:
    """How Liuzhou stands."""
    ranked = rank(SERVICES, figures)
    return Standing(SERVICES, "2020", ranked, ranked.of("450200"), tuple(benchmarks))


def number(place: str) -> Decimal:
    """``29.1%`` as 29.1."""
    return Decimal(place.removesuffix("%"))


def pixels(text: str, x: str, dx: int, anchor: str, width: int) -> tuple[Decimal, Decimal]:
    """From where to where a label reaches in a chart of some width."""
    at, long = number(x) * width / 100 + dx, text_width(text)
    begin = at - {"start": 0, "middle": long / 2, "end": long}[anchor]
    return begin, begin + long


TABLE_7 = [
    *course("柳州", 2018, ["41.40", "43.28", "45.47"]),
    *course("岳阳", 2018, ["47.2", "49.6", "48.0"]),
    *course("襄阳", 2018, ["38.9", "42.3", "43.1"]),
    *course("赣州", 2018, ["49.6", "49.8", "50.5"]),
    *course("遵义", 2018, ["42.2", "41.9", "43.41"]),
    *course("曲靖", 2018, ["43.5", "45.3", "44.3"]),
]
