"""The same figure in several places and sources: whether they can all be the same number, rounded differently."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy

from indicators.choices import QualityKind, Severity

from .figures import Cells, Figure
from .findings import Finding, comparison
from .slips import power_of_ten, slip

DIFFER = gettext_lazy(
    "%(area)s %(period)s %(indicator)s，“%(other_source)s”为 %(other_printed)s，“%(source)s”为 %(printed)s。"
)


def check(cells: Cells) -> Iterator[Finding]:
    """Places of one source that disagree, and sources that differ from the one that is shown.

    419.8 and 419.84 agree, and "more than 600" agrees with 612: both may be the same number. What a forecast or another
    definition says is another thing, and is compared with nothing.
    """
    for by_place in cells.values():
        for figures in by_place.values():
            if len(figures) < 2:
                continue
            compared = [figure for figure in figures if figure.is_compared]
            by_source: dict[int, list[Figure]] = defaultdict(list)
            for figure in compared:
                by_source[figure.source.id].append(figure)
            for own in by_source.values():
                yield from _disagreeing_places(own)
            yield from _differing_sources(compared)


def _disagreeing_places(figures: Sequence[Figure]) -> Iterator[Finding]:
    """One finding, however many places disagree: intervals have a number in common when each two of them have.

    Figures of the same status before a preliminary one and its final one, which need not agree.
    """
    pairs = ((one, other) for place, other in enumerate(figures) for one in figures[:place] if _apart(one, other))
    apart = min(pairs, key=lambda pair: pair[0].status != pair[1].status, default=None)
    if apart is None:
        return
    one, other = apart
    severity = Severity.CONFLICT if one.status == other.status else Severity.NOTE
    message = gettext_lazy(
        "%(area)s %(period)s %(indicator)s，同一来源前后不一：%(other_locator)s印为 %(other_printed)s，"
        "%(locator)s印为 %(printed)s。"
    )
    beside = tuple(figure for figure in figures if figure not in apart)
    yield comparison(QualityKind.PLACES, severity, other, one, message, beside=beside)


def _differing_sources(figures: Sequence[Figure]) -> Iterator[Finding]:
    """Of each other source the figure that it would show itself, where it is not the one that is shown."""
    told: set[int] = set()
    for figure in figures:
        if figure.source.id in told:
            continue
        told.add(figure.source.id)
        shown = figures[0]
        if not _apart(figure, shown):
            continue
        if power := power_of_ten(figure, shown):
            yield slip(figure, shown, power)
        else:
            # Preliminary figures are there to be corrected by final ones.
            severity = Severity.WARNING if figure.status == shown.status else Severity.NOTE
            yield comparison(QualityKind.SOURCES, severity, figure, shown, DIFFER)


def _apart(one: Figure, other: Figure) -> bool:
    return one.value != other.value and one.interval.is_apart_from(other.interval)
