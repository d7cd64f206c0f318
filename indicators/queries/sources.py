"""One figure in several sources and versions: what others say beside it, and how it was corrected."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F

from indicators.analysis.change import percent_more
from indicators.analysis.comparable import Declined, exact_value
from indicators.models import Area, Indicator, Observation

RELATED = ("indicator", "area", "source", "revision")


def difference(figure: Observation, base: Observation) -> Decimal | None:
    """One figure minus another, in the unit they share, exact as printed; None where one is missing or only a bound."""
    try:
        return exact_value(figure) - exact_value(base)
    except Declined:
        return None


def percent_difference(figure: Observation, base: Observation) -> Decimal | None:
    """The difference in per cent of the other, to the digits that the printed figures justify.

    None where there is no difference, where the base is not above zero, and for what is itself in per cent or a rank.
    """
    try:
        return percent_more(figure, base)
    except Declined:
        return None


@dataclass(frozen=True)
class Beside:
    """What another source, or another place of the same one, gives for a shown figure.

    Attributes:
        observation: the other figure.
        difference: it minus the shown one, see ``difference``.
        percent: the same in per cent of the shown one, see ``percent_difference``.
    """

    observation: Observation
    difference: Decimal | None
    percent: Decimal | None

    @property
    def agrees(self) -> bool:
        """Whether it says just what the shown figure says, so that there is nothing to compare."""
        return self.difference == 0


@dataclass(frozen=True)
class SeveralSources:
    """A shown figure, and the others known beside it, in the order in which they would be shown."""

    shown: Observation
    others: tuple[Beside, ...]


def sources_beside(figures: Iterable[Observation], known_on: date | None = None) -> list[SeveralSources]:
    """The shown figures that more than one source or place gives; one query.

    Args:
        figures: those shown on ``known_on``, of ``shown_figures``.
        known_on: the day whose knowledge is asked for; None: all that is known now.

    Returns:
        Those of the figures that have others beside them, in the order given.
    """
    shown = list(figures)
    others: dict[tuple[int, int, str], list[Observation]] = defaultdict(list)
    for other in _not_shown(shown, known_on) if shown else ():
        others[_cell(other)].append(other)
    return [
        SeveralSources(
            figure,
            tuple(
                Beside(other, difference(other, figure), percent_difference(other, figure))
                for other in others[_cell(figure)]
            ),
        )
        for figure in shown
        if _cell(figure) in others
    ]


def _cell(figure: Observation) -> tuple[int, int, str]:
    return figure.indicator_id, figure.area_id, figure.period


def _not_shown(shown: list[Observation], known_on: date | None) -> Iterable[Observation]:
    return (
        Observation.objects.filter(
            indicator__in={figure.indicator_id for figure in shown},
            area__in={figure.area_id for figure in shown},
            period__in={figure.period for figure in shown},
        )
        .known_on(known_on)
        .with_shown(known_on)
        .exclude(pk=F("shown_id"))
        .select_related(*RELATED)
        .in_order_of_trust()
    )


@dataclass(frozen=True)
class Correction:
    """Two versions of a figure that follow each other; the notice is the later one's ``revision``."""

    before: Observation
    after: Observation

    @property
    def difference(self) -> Decimal | None:
        return difference(self.after, self.before)


def corrections(
    indicators: Iterable[Indicator], known_on: date | None = None, areas: Iterable[Area] | None = None
) -> list[Correction]:
    """How figures of indicators were corrected, the latest correction first; two queries.

    Args:
        known_on: only corrections recorded by the end of this day; None: all.
        areas: those whose figures are asked for; None: all.
    """
    wanted = Observation.objects.filter(indicator__in=[indicator.pk for indicator in indicators])
    if areas is not None:
        wanted = wanted.filter(area__in=[area.pk for area in areas])
    corrected = (
        wanted.recorded_by(known_on)
        .with_before()
        .filter(before_id__isnull=False)
        .select_related(*RELATED)
        .order_by("-vintage", "indicator__position", "area__position", "-period_end", "pk")
    )
    after = list(corrected)
    before = Observation.objects.select_related(*RELATED).in_bulk({figure.before_id for figure in after})
    return [Correction(before[figure.before_id], figure) for figure in after]


def vintages(figure: Observation, known_on: date | None = None) -> list[Observation]:
    """All versions of one figure that were recorded by ``known_on``, each with its notice, the newest first."""
    return list(Observation.objects.versions_of(figure).recorded_by(known_on).select_related(*RELATED))
