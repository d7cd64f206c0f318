"""The quality report on what is known on a day, and what people have said of its findings."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from indicators.asof import AsOf
from indicators.choices import Severity
from indicators.models import Acknowledgement, Area, Identity, IdentityTerm, Indicator, Observation, Source
from indicators.quality.figures import Figure
from indicators.quality.findings import Finding
from indicators.quality.relations import Relation
from indicators.quality.report import report

COLUMNS = (
    "pk",
    "indicator_id",
    "area_id",
    "period",
    "source_id",
    "locator",
    "vintage",
    "value",
    "decimals",
    "status",
    "bound",
)
AT_ONCE = 20_000


@dataclass(frozen=True)
class Found:
    """A finding, and the acknowledgement that holds for it; None: it is open."""

    finding: Finding
    acknowledgement: Acknowledgement | None

    @property
    def is_open(self) -> bool:
        return self.acknowledgement is None

    @property
    def is_open_conflict(self) -> bool:
        return self.is_open and self.finding.severity == Severity.CONFLICT


@dataclass(frozen=True)
class QualityReport:
    """All that was found, the gravest first, and the relations that could not be checked."""

    rows: tuple[Found, ...]
    unusable: tuple[Relation, ...]

    @property
    def open_conflicts(self) -> int:
        return sum(row.is_open_conflict for row in self.rows)

    @property
    def acknowledged(self) -> int:
        return sum(not row.is_open for row in self.rows)


def quality_report(asof: AsOf) -> QualityReport:
    """Check all figures known on a day, sample data aside; seven queries, of which one reads the figures."""
    checked = report(_figures(asof), relations())
    acknowledged = _acknowledgements(asof)
    return QualityReport(
        tuple(Found(finding, _holding(acknowledged.get(finding.key), finding)) for finding in checked.findings),
        checked.unusable,
    )


def narrowed(rows: Iterable[Found], asked: Mapping[str, Any]) -> list[Found]:
    """The findings that a question asks for.

    Args:
        asked: the answers of ``QualityQuestion``; what is empty leaves all.
    """
    kind, severity, indicator, area = (asked[name] for name in ("kind", "severity", "indicator", "area"))
    acknowledged = asked["acknowledged"]
    return [
        row
        for row in rows
        if (not kind or row.finding.kind == kind)
        and (not severity or row.finding.severity == severity)
        and (indicator is None or indicator in row.finding.indicators)
        and (area is None or area == row.finding.area)
        and (acknowledged is None or acknowledged != row.is_open)
    ]


def relations() -> list[Relation]:
    """All relations that figures must satisfy; two queries."""
    terms = Prefetch("terms", IdentityTerm.objects.select_related("indicator"))
    identities = Identity.objects.prefetch_related(terms)
    return [Relation.of(one, [(term.role, term.indicator) for term in one.terms.all()]) for one in identities]


def _figures(asof: AsOf) -> Iterator[Figure]:
    indicators, areas, sources = Indicator.objects.in_bulk(), Area.objects.in_bulk(), Source.objects.in_bulk()
    rows = Observation.objects.filter(source__sample=False).recorded_by(asof.known_on).order_by().values_list(*COLUMNS)
    for pk, indicator, area, period, source, *rest in rows.iterator(AT_ONCE):
        yield Figure(pk, indicators[indicator], areas[area], period, sources[source], *rest)


def _acknowledgements(asof: AsOf) -> dict[str, Acknowledgement]:
    """By finding; one given after the day whose knowledge is asked for does not count yet."""
    given = Acknowledgement.objects.select_related("by")
    if asof.known_until:
        given = given.filter(at__lt=asof.known_until)
    return {one.finding: one for one in given}


def _holding(acknowledgement: Acknowledgement | None, finding: Finding) -> Acknowledgement | None:
    """An acknowledgement of other figures than these says nothing of them."""
    return acknowledgement if acknowledgement and acknowledgement.figures == finding.figures else None
