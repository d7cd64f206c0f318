"""A province's worth of evidence: catalogue in the database, figures as a long table that the import reads."""

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass

from indicators.models import Area, Indicator, Source, Theme

SEED = 450200
SOURCE = "yearbook"
COLUMNS = ("indicator", "area", "period", "value", "unit", "source", "locator", "note")


@dataclass(frozen=True)
class Size:
    """How much: areas times indicators times years are the figures."""

    areas: int = 340
    indicators: int = 30
    years: int = 21

    @property
    def figures(self) -> int:
        return self.areas * self.indicators * self.years


def make_catalogue(size: Size) -> None:
    """Store areas (one focus, the rest peers), indicators and the source, but no figure."""
    theme = Theme.objects.create(code="all", name="全部", name_en="All")
    Source.objects.create(code=SOURCE, title="统计年鉴", title_en="Statistical yearbook", priority=10)
    Area.objects.bulk_create(
        Area(
            code=f"{100000 + n}",
            position=n,
            name=f"城市{n}",
            name_en=f"City {n}",
            kind="peer" if n else "focus",
        )
        for n in range(size.areas)
    )
    Indicator.objects.bulk_create(
        Indicator(
            code=f"indicator-{n}",
            position=n,
            name=f"指标{n}",
            name_en=f"Indicator {n}",
            theme=theme,
            unit="亿元",
            unit_en="100 million yuan",
            direction="higher",
            definition="测速用。",
            definition_en="For measuring speed.",
        )
        for n in range(size.indicators)
    )


def figures(size: Size) -> Iterator[tuple[str, str, str, str, str, str, str, str]]:
    """Rows in the order of ``COLUMNS``: levels that grow by some per cent a year; always the same."""
    chance = random.Random(SEED)  # noqa: S311
    for indicator in range(size.indicators):
        for area in range(size.areas):
            level = chance.uniform(50, 5000)
            for year in range(2000, 2000 + size.years):
                level *= chance.uniform(0.98, 1.12)
                yield (
                    f"indicator-{indicator}",
                    f"{100000 + area}",
                    str(year),
                    f"{level:.2f}",
                    "亿元",
                    SOURCE,
                    f"表{indicator}",
                    "",
                )


def as_csv(size: Size) -> bytes:
    """The figures as a long CSV, UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(figures(size))
    return text.getvalue().encode()
