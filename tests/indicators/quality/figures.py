"""Figures for tests of the quality checks: as printed, without a database."""

from datetime import date
from decimal import Decimal
from itertools import count

from indicators.choices import IdentityKind, TermRole
from indicators.models import Area, Identity, Indicator, Source
from indicators.quality.figures import Figure
from indicators.quality.relations import Relation

STUDY = Source(id=1, code="study", title="课题报告", priority=50)
YEARBOOK = Source(id=2, code="yearbook", title="统计年鉴", priority=10)
QUJING = Area(id=1, code="530300", name="曲靖", kind="peer")

_ids = count(1)


def indicator(code: str, unit: str = "亿元", **fields: str) -> Indicator:
    """An indicator that is not stored; each call gives another."""
    return Indicator(id=next(_ids), code=code, name=code, unit=unit, **fields)


def city(number: int) -> Area:
    return Area(id=1000 + number, code=f"{900000 + number}", name=f"城市{number}", kind="peer", position=number)


def figure(
    of: Indicator,
    printed: str | None,
    period: str = "2020",
    *,
    area: Area = QUJING,
    source: Source = STUDY,
    locator: str = "表11",
    vintage: date = date(2022, 12, 31),
    status: str = "A",
    bound: str = "exact",
) -> Figure:
    """A figure as it is printed: ``"3.24"``, or None for a missing one."""
    value = None if printed is None else Decimal(printed)
    decimals = 0 if printed is None else len(printed.partition(".")[2])
    status = "M" if printed is None else status
    return Figure(next(_ids), of, area, period, source, locator, vintage, value, decimals, status, bound)


def relation(kind: IdentityKind, *terms: tuple[TermRole, Indicator], **fields: Decimal) -> Relation:
    """A relation that is not stored."""
    return Relation.of(Identity(code="relation", name="关系", name_en="Relation", kind=kind, **fields), terms)
