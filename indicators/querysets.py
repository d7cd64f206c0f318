"""The vocabulary of evidence: what was known when, and which of several figures is shown."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db.models import Case, Count, Exists, F, Model, OuterRef, Q, QuerySet, Subquery, Value, When

PROSE, TABLE = 1, 0
TABLE_MARK, NOTE_MARK = "表", "注"  # how a locator names a table, and the note below one


class AreaQuerySet(QuerySet):
    def ranked(self) -> Self:
        """The focus city and its peers: the areas that are compared."""
        return self.filter(kind__in=["focus", "peer"])

    def benchmarks(self) -> Self:
        return self.filter(kind="benchmark")

    def recorded_for(self, indicator: Model, known_on: date | None = None) -> Self:
        """Those of which an indicator has anything recorded: the focus city first, then its peers, benchmarks last."""
        recorded = indicator.observations.recorded_by(known_on).filter(area=OuterRef("pk"))
        kinds = Case(When(kind="focus", then=Value(0)), When(kind="benchmark", then=Value(2)), default=Value(1))
        return self.filter(Exists(recorded)).order_by(kinds, "position", "code")


class IndicatorQuerySet(QuerySet):
    def by_theme(self) -> Self:
        """In reading order, with their themes."""
        return self.select_related("theme").order_by("theme__position", "position", "code")

    def known_most(self, areas: Iterable[Model], known_on: date | None = None) -> Self:
        """Those with figures of any of the areas, what is known of most of them first."""
        valued = Q(observations__area__in=areas, observations__value__isnull=False)
        if known_on:
            valued &= Q(observations__vintage__lte=known_on)
        counted = self.annotate(areas_known=Count("observations__area", filter=valued, distinct=True))
        return (
            counted.filter(areas_known__gt=0)
            .select_related("theme")
            .order_by("-areas_known", "theme__position", "position", "code")
        )


class ObservationQuerySet(QuerySet):
    def recorded_by(self, day: date | None) -> Self:
        """Every version recorded by the end of ``day``; None: every one there is."""
        return self.filter(vintage__lte=day) if day else self

    def known_on(self, day: date | None) -> Self:
        """Figures recorded by the end of ``day``, each source and place at its newest vintage by then.

        Args:
            day: the day whose knowledge is asked for; None: all that is known now.
        """
        newer = self._versions_of_the_row().recorded_by(day).filter(vintage__gt=OuterRef("vintage"))
        return self.recorded_by(day).exclude(Exists(newer))

    def versions_of(self, figure: Model) -> Self:
        """The figure of the same indicator, area, period, source and place, in all its vintages, the newest first."""
        return self.filter(
            indicator=figure.indicator_id,
            area=figure.area_id,
            period=figure.period,
            source=figure.source_id,
            locator=figure.locator,
        ).order_by("-vintage")

    def with_before(self) -> Self:
        """Annotate ``before_id``: the version that the row corrects; None for the first."""
        older = self._versions_of_the_row().filter(vintage__lt=OuterRef("vintage")).order_by("-vintage")
        return self.annotate(before_id=Subquery(older.values("pk")[:1]))

    def _versions_of_the_row(self) -> Self:
        return self.model.objects.filter(
            indicator=OuterRef("indicator"),
            area=OuterRef("area"),
            period=OuterRef("period"),
            source=OuterRef("source"),
            locator=OuterRef("locator"),
        )

    def with_shown(self, known_on: date | None = None) -> Self:
        """Annotate ``shown_id``: the figure that is shown for the row's indicator, area and period.

        Of the newest vintages: a value before none, then the source's priority (the lower number first), a table before
        prose, then what was learnt last, then what was recorded first. Never the place's text: databases sort it each
        their own way.
        """
        candidates = (
            self.model.objects.filter(indicator=OuterRef("indicator"), area=OuterRef("area"), period=OuterRef("period"))
            .known_on(known_on)
            .in_order_of_trust()
        )
        return self.annotate(shown_id=Subquery(candidates.values("pk")[:1]))

    def shown(self, known_on: date | None = None) -> Self:
        """One figure for each indicator, area and period; composes with any other filter."""
        return self.with_shown(known_on).filter(pk=F("shown_id"))

    def in_order_of_trust(self) -> Self:
        return self.order_by(
            Case(When(value=None, then=Value(1)), default=Value(0)),
            "source__priority",
            Case(
                When(Q(locator__startswith=TABLE_MARK) & ~Q(locator__endswith=NOTE_MARK), then=Value(TABLE)),
                default=Value(PROSE),
            ),
            "-vintage",
            "pk",
        )

    def for_reading(self) -> Self:
        """With what a row shows of its relations, in reading order."""
        return self.select_related("indicator", "area", "source").order_by(
            "indicator__position", "indicator__code", "area__position", "-period_end", "period", "locator", "pk"
        )
