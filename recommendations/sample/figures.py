"""Sample figures of the focus city after the baseline, so that the outcomes of paths and measures can be seen to move.

They stand under a source of their own, of the lowest priority: any real figure of the same year goes before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from indicators.asof import AsOf
from indicators.models import Indicator, Observation, Source
from indicators.periods import parse
from recommendations.choices import Expected
from recommendations.models import IndicatorLink
from recommendations.queries.outcomes import OutcomeState, read_outcomes

from .plan import save
from .texts import SAMPLE, SAMPLE_EN

CODE = "sample"
LOWEST_PRIORITY = 900
YEARS = 3
KNOWN_FROM = (4, 1)  # a year's figures come out on the first of April after it


@dataclass(frozen=True)
class Course:
    """How a figure moves a year: per cent of the baseline's size, plus the expected way, minus the other."""

    percent: Decimal
    words: str
    words_en: str


IMPROVES = Course(Decimal(2), "向预期方向每年变动 2%", "2% a year the expected way")
STANDS = Course(Decimal(0), "保持不变", "unchanged")
WORSENS = Course(Decimal(-1), "向相反方向每年变动 1%", "1% a year the other way")
NO_DATA = None

# The indicators in their order take these in turn.
COURSES: tuple[Course | None, ...] = (
    IMPROVES, IMPROVES, STANDS, IMPROVES, IMPROVES, NO_DATA, IMPROVES, WORSENS, IMPROVES, STANDS, IMPROVES,
)  # fmt: skip


def make_figures(made_on: date) -> None:
    """Add the sample's source, and up to three years of figures for each indicator that can be followed."""
    source = Source(
        code=CODE,
        position=LOWEST_PRIORITY,
        priority=LOWEST_PRIORITY,
        title="示例数据",
        title_en="Sample data",
        author="示例",
        sample=True,
    )
    save(source)
    for number, state in enumerate(_followed(made_on)):
        course = COURSES[number % len(COURSES)]
        if course is not None:
            for observation in _figures(source, state, course, made_on):
                save(observation)


def _followed(made_on: date) -> Iterator[OutcomeState]:
    """One link an indicator, of paths and measures, that has a direction, a yearly baseline and no newer figure."""
    links = IndicatorLink.objects.filter(area__kind="focus", problem=None, practice=None)
    links = links.exclude(expected=Expected.NEUTRAL).exclude(indicator__direction="neutral")
    seen: set[int] = set()
    for state in read_outcomes(links.order_by("indicator__position", "indicator__code", "pk"), AsOf(made_on)):
        baseline = state.baseline
        if state.link.indicator_id in seen or baseline is None or not baseline.value:
            continue
        newest = state.newest
        if baseline.period.isdecimal() and newest is not None and newest.period_end <= baseline.period_end:
            seen.add(state.link.indicator_id)
            yield state


def _figures(source: Source, state: OutcomeState, course: Course, made_on: date) -> Iterator[Observation]:
    baseline, link = state.baseline, state.link
    way = 1 if link.expected == Expected.INCREASE else -1
    last = made_on.year - 1 if (made_on.month, made_on.day) >= KNOWN_FROM else made_on.year - 2
    base = parse(baseline.period).end.year
    for year in range(max(base + 1, last - YEARS + 1), last + 1):
        change = abs(baseline.value) * way * course.percent / 100 * (year - base)
        yield Observation(
            indicator=link.indicator,
            area=link.area,
            period=str(year),
            source=source,
            locator="示例",
            vintage=date(year + 1, *KNOWN_FROM),
            value=_possible(link.indicator, baseline.value, baseline.value + change).quantize(
                Decimal(1).scaleb(-baseline.decimals), ROUND_HALF_UP
            ),
            decimals=baseline.decimals,
            note=f"{SAMPLE}由基期 {baseline.period} 年推算：{course.words}。不是真实数据。",
            note_en=f"{SAMPLE_EN} Derived from {baseline.period}: {course.words_en}. Not real data.",
        )


def _possible(indicator: Indicator, baseline: Decimal, value: Decimal) -> Decimal:
    """A share does not pass 100 per cent."""
    is_share = indicator.unit.startswith("%") and 0 <= baseline <= 100
    return min(value, Decimal(100)) if is_share else value
