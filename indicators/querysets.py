"""The vocabulary of evidence: what was known when, and which of several figures is shown."""

from datetime import date
from typing import Self

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

PROSE, TABLE = 1, 0


class AreaQuerySet(QuerySet):
    def ranked(self) -> Self:
        """The focus city and its peers: the areas that are compared."""
        return self.filter(kind__in=["focus", "peer"])

    def benchmarks(self) -> Self:
        return self.filter(kind="benchmark")


class ObservationQuerySet(QuerySet):
    def known_on(self, day: date | None) -> Self:
        """Figures recorded by the end of ``day``, each source and place at its newest vintage by then.

        Args:
            day: the day whose knowledge is asked for; None: all that is known now.
        """
        recorded = self.filter(vintage__lte=day) if day else self
        newer = self.model.objects.filter(
            indicator=OuterRef("indicator"),
            area=OuterRef("area"),
            period=OuterRef("period"),
            source=OuterRef("source"),
            locator=OuterRef("locator"),
            vintage__gt=OuterRef("vintage"),
        )
        return recorded.exclude(Exists(newer.filter(vintage__lte=day) if day else newer))

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
                When(Q(locator__startswith="表") & ~Q(locator__endswith="注"), then=Value(TABLE)), default=Value(PROSE)
            ),
            "-vintage",
            "pk",
        )

    def for_reading(self) -> Self:
        """With what a row shows of its relations, in reading order."""
        return self.select_related("indicator", "area", "source").order_by(
            "indicator__position", "indicator__code", "area__position", "-period_end", "period", "locator", "pk"
        )
