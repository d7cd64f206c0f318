"""What the quality report finds, whatever looked for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from indicators.choices import Bound, QualityKind, Severity
from indicators.models import Acknowledgement, Area, Identity, Indicator
from indicators.writing import enumerated

from .figures import Figure
from .intervals import Interval

LONGEST_KEY = Acknowledgement._meta.get_field("finding").max_length


@dataclass(frozen=True)
class Finding:
    """Something in the figures that a person should look at.

    Attributes:
        key: names it for good, however often the report runs: ``identity:trade-sum:530300:2020:study-2022``.
        area, period: of the figure that is looked at.
        indicators: those of the figures.
        message: a lazy translation with places for ``words``; read ``sentence``.
        observations: the figures it rests on, the one that was found first.
        expected: what the others let the figure be, in its unit, to a digit more than printed; None: nothing exact.
        expected_between: all that they let it be, by how they were rounded; None: nothing was computed.
        found: the figure, as printed.
        difference: ``found`` minus ``expected``.
        identity: the relation that does not hold.
    """

    key: str
    kind: QualityKind
    severity: Severity
    area: Area
    period: str
    indicators: tuple[Indicator, ...]
    message: Any
    words: Mapping[str, Any]
    observations: tuple[Figure, ...] = ()
    expected: Decimal | None = None
    expected_between: Interval | None = None
    found: Decimal | None = None
    identity: Identity | None = None

    @property
    def sentence(self) -> str:
        """The finding in the reader's language; of a relation, too, whether its figures are of several sources."""
        told = str(self.message) % self.words
        sources = dict.fromkeys(figure.source for figure in self.observations)
        if self.identity is None or len(sources) == 1:
            return told
        return told + _("（所据的数出自不同来源：%(sources)s。）") % {"sources": enumerated(map(str, sources))}

    @property
    def difference(self) -> Decimal | None:
        return None if self.expected is None or self.found is None else self.found - self.expected

    @property
    def unit_of(self) -> Indicator:
        """The indicator in whose unit ``expected``, ``found`` and ``difference`` are."""
        return self.indicators[0]

    @property
    def figures(self) -> str:
        """The figures as text: while it stays the same, an acknowledgement holds."""
        return "\n".join(
            f"{f.indicator.code} {f.area.code} {f.period} {f.source.code} {f.locator} "
            f"{f.status} {f.bound} {f.printed or '-'}"
            for f in self.observations
        )

    @property
    def digest(self) -> str:
        """The figures in short: what a form sends back, so that nobody acknowledges others than were seen."""
        return _digest(self.figures)


def comparison(
    kind: QualityKind,
    severity: Severity,
    figure: Figure,
    other: Figure,
    message: Any,
    *,
    expected: Decimal | None = None,
    between: Interval | None = None,
    beside: tuple[Figure, ...] = (),
    **words: Any,
) -> Finding:
    """A figure that another one, of the same indicator, casts doubt on.

    Args:
        figure: the one in doubt.
        other: the one that it is held against.
        message: a lazy translation; beside ``words`` it may name ``indicator``, ``area``, ``period``, ``source``,
            ``locator`` and ``printed`` of the figure, the same of the other (``other_area``), and ``expected``.
        expected: what the figure should be; by default what the other is.
        between: what it may be; by default what the other may stand for.
        beside: more figures that the finding rests on.
    """
    exact = figure.bound == other.bound == Bound.EXACT
    return Finding(
        key=key_of(kind, figure.indicator.code, figure.area.code, figure.period, figure.source.code),
        kind=kind,
        severity=severity,
        area=figure.area,
        period=figure.period,
        indicators=(figure.indicator,),
        message=message,
        words={**_named(figure, ""), **_named(other, "other_"), "expected": expected, **words},
        observations=(figure, other, *beside),
        expected=other.as_printed if expected is None and exact else expected,
        expected_between=between or other.interval,
        found=figure.as_printed if exact else None,
    )


def _named(figure: Figure, prefix: str) -> dict[str, Any]:
    printed = f"{figure.bound_sign}{figure.printed}"
    names = ("indicator", "area", "period", "source", "locator")
    return {f"{prefix}{name}": getattr(figure, name) for name in names} | {f"{prefix}printed": printed}


def key_of(*parts: str) -> str:
    """A finding's key of its parts; one too long to be stored ends in a digest."""
    text = ":".join(parts)
    if len(text) <= LONGEST_KEY:
        return text
    digest = _digest(text)
    return f"{text[: LONGEST_KEY - len(digest) - 1]}~{digest}"


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]
