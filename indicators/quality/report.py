"""The quality report: every check over all figures, in one list."""

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.choices import QualityKind, Severity

from . import coverage, identities, outliers, slips, sources
from .figures import Figure, cells
from .findings import Finding
from .relations import Relation
from .series import all_series


@dataclass(frozen=True)
class Report:
    """What was found, the gravest first, and what could not be checked.

    Attributes:
        findings: one a key.
        unusable: relations with faults, which are left out.
    """

    findings: tuple[Finding, ...]
    unusable: tuple[Relation, ...]


def report(figures: Iterable[Figure], relations: Iterable[Relation]) -> Report:
    """Check figures against each other.

    Args:
        figures: every version recorded by the day whose knowledge is asked for; of real sources, not samples.
        relations: what the figures must satisfy.
    """
    known = cells(figures)
    usable, unusable = [], []
    for relation in relations:
        (unusable if relation.faults else usable).append(relation)
    found = [finding for relation in usable for finding in identities.check(relation, known)]
    found += sources.check(known)
    series = list(all_series(known))
    slipped = [finding for one in series for finding in slips.in_series(one)]
    followed = {figure.pk for one in series if len(one.figures) > 1 for figure in one.figures}
    slipped += slips.among_peers(known, followed)
    odd = {finding.observations[0].pk for finding in slipped}
    found += slipped
    found += outliers.check(series, odd)
    found += coverage.missing(known)
    found += coverage.single_sources(known)
    by_key: dict[str, Finding] = {}
    for finding in found:
        by_key.setdefault(finding.key, finding)
    return Report(tuple(sorted(by_key.values(), key=_gravity)), tuple(unusable))


SEVERITIES = {severity: place for place, severity in enumerate(Severity.values)}
KINDS = {kind: place for place, kind in enumerate(QualityKind.values)}


def _gravity(finding: Finding) -> tuple[int, int, int, str, int, str, str, str]:
    indicator, area = finding.unit_of, finding.area
    return (
        SEVERITIES[finding.severity],
        KINDS[finding.kind],
        indicator.position,
        indicator.code,
        area.position,
        area.code,
        finding.period,
        finding.key,
    )
