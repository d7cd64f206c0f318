"""Unsaved figures for the arithmetic of comparison."""

from decimal import Decimal

from indicators.models import Area, Indicator, Observation

LIUZHOU = Area(pk=1, code="450200", name="柳州", kind="focus", position=1)
ZUNYI = Area(pk=2, code="520300", name="遵义", kind="peer", position=2)


def an_indicator(unit: str = "亿元", *, pk: int = 1, **columns: str) -> Indicator:
    """An amount of a year at current prices, the more the better."""
    given = {"name": f"指标{pk}", "direction": "higher", "price_basis": "current", "accumulation": "period", **columns}
    return Indicator(pk=pk, code=f"indicator-{pk}", unit=unit, **given)


AMOUNT = an_indicator()


def a_figure(
    value: str | Decimal | None,
    period: str = "2020",
    *,
    indicator: Indicator = AMOUNT,
    area: Area = LIUZHOU,
    **columns: str,
) -> Observation:
    """A figure with the decimals that the text of its value has; without one it is missing."""
    number = None if value is None else Decimal(value)
    return Observation(
        indicator=indicator,
        area=area,
        period=period,
        value=number,
        decimals=0 if number is None else max(0, -number.as_tuple().exponent),
        **{"status": "M" if number is None else "A", "bound": "exact", **columns},
    )


def a_course(*values: str | None, since: int = 2015, **options: object) -> list[Observation]:
    """One figure a year."""
    return [a_figure(value, str(year), **options) for year, value in enumerate(values, since)]
