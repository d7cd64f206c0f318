"""Units as they are printed, and the exact change from one into another of the same kind."""

from decimal import Decimal, localcontext
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import gettext as _

from .width import half_width

MOST_DECIMALS = 6

MAGNITUDES = {
    "": 0,
    "十": 1,
    "百": 2,
    "千": 3,
    "万": 4,
    "十万": 5,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "十亿": 9,
    "百亿": 10,
    "千亿": 11,
    "万亿": 12,
}
ENGLISH_MAGNITUDES = {
    "": 0,
    "thousand": 3,
    "1,000": 3,
    "10,000": 4,
    "10 000": 4,
    "ten thousand": 4,
    "million": 6,
    "10 million": 7,
    "100 million": 8,
    "100m": 8,
    "billion": 9,
}
BASES = {
    "元": ("yuan", 0),
    "人民币元": ("yuan", 0),
    "人民币": ("yuan", 0),
    "美元": ("us-dollar", 0),
    "港元": ("hong-kong-dollar", 0),
    "欧元": ("euro", 0),
    "日元": ("yen", 0),
    "元/美元": ("yuan-per-us-dollar", 0),
    "人": ("person", 0),
    "人次": ("visit", 0),
    "户": ("household", 0),
    "个": ("item", 0),
    "家": ("item", 0),
    "件": ("piece", 0),
    "辆": ("vehicle", 0),
    "台": ("machine", 0),
    "项": ("entry", 0),
    "位": ("rank", 0),
    "年": ("year", 0),
    "吨": ("gram", 6),
    "公斤": ("gram", 3),
    "千克": ("gram", 3),
    "吨公里": ("tonne-kilometre", 0),
    "人公里": ("passenger-kilometre", 0),
    "公里": ("metre", 3),
    "千米": ("metre", 3),
    "米": ("metre", 0),
    "平方米": ("square-metre", 0),
    "公顷": ("square-metre", 4),
    "平方公里": ("square-metre", 6),
    "平方千米": ("square-metre", 6),
    "亩": ("mu", 0),
    "立方米": ("cubic-metre", 0),
    "千瓦时": ("watt-hour", 3),
    "度": ("watt-hour", 3),
    "吨标准煤": ("coal-equivalent", 0),
}
ENGLISH_BASES = {
    "yuan": ("yuan", 0),
    "rmb": ("yuan", 0),
    "cny": ("yuan", 0),
    "us dollar": ("us-dollar", 0),
    "us dollars": ("us-dollar", 0),
    "usd": ("us-dollar", 0),
    "yuan per us dollar": ("yuan-per-us-dollar", 0),
    "person": ("person", 0),
    "persons": ("person", 0),
    "people": ("person", 0),
    "enterprises": ("item", 0),
    "rank": ("rank", 0),
    "years": ("year", 0),
    "tonne": ("gram", 6),
    "tonnes": ("gram", 6),
    "km": ("metre", 3),
    "km²": ("square-metre", 6),
    "km2": ("square-metre", 6),
    "sq km": ("square-metre", 6),
    "㎢": ("square-metre", 6),
    "hectares": ("square-metre", 4),
    "ha": ("square-metre", 4),
    "m²": ("square-metre", 0),
    "m2": ("square-metre", 0),
    "㎡": ("square-metre", 0),
    "kwh": ("watt-hour", 3),
}
RATIOS = {
    "%": ("share", -2),
    "pct": ("share", -2),
    "percent": ("share", -2),
    "per cent": ("share", -2),
    "百分比": ("share", -2),
    "‰": ("share", -3),
    "个百分点": ("percentage-point", 0),
    "百分点": ("percentage-point", 0),
    "percentage point": ("percentage-point", 0),
    "percentage points": ("percentage-point", 0),
}


class BadUnitError(ValueError):
    """A unit that does not fit; its text is the sentence for the person."""


class Unit(NamedTuple):
    """A unit taken apart.

    Attributes:
        kind: what it measures; units of one kind can be changed into each other.
        power: ten to this power is how many of the kind's smallest unit it holds.
    """

    kind: str
    power: int


class Converted(NamedTuple):
    """A figure in another unit.

    Attributes:
        value: the same quantity, exactly.
        decimals: decimals that were printed, moved with the point.
        exact: whether these decimals tell how exact it was printed; not where printed digits end before the point
            (1.2万亿元 are 12000亿元, but not to the unit).
    """

    value: Decimal
    decimals: int
    exact: bool


@lru_cache(maxsize=4096)
def read_unit(text: str) -> Unit | None:
    """Take a unit apart: ``万元``, ``100 million yuan``, ``%``; None for one that is not known."""
    plain = half_width(text).strip().casefold().replace("_", " ")
    if ratio := RATIOS.get(plain):
        return Unit(*ratio)
    for magnitudes, bases in ((MAGNITUDES, BASES), (ENGLISH_MAGNITUDES, ENGLISH_BASES)):
        for magnitude, power in magnitudes.items():
            base = bases.get(plain.removeprefix(magnitude).strip()) if plain.startswith(magnitude) else None
            if base:
                return Unit(base[0], base[1] + power)
    return None


def is_unit(text: str) -> bool:
    """Whether a text is a unit that is known."""
    return read_unit(text) is not None


def convert(value: Decimal, decimals: int, from_unit: str, to_unit: str) -> Converted:
    """Change a figure into another unit, exactly.

    Args:
        value: the figure in ``from_unit``.
        decimals: the decimals printed.
        from_unit: its unit as printed; ``""`` is ``to_unit``.
        to_unit: the unit wanted.

    Returns:
        The figure in ``to_unit``. 12345 万元 are 1.2345 亿元, with four decimals.

    Raises:
        BadUnitError: the units are not of one kind (万元 and 亿美元: a rate of exchange is no factor), or the figure
            would need more than six decimals.
    """
    if not from_unit or _same(from_unit, to_unit):
        return Converted(value, decimals, exact=True)
    source, target = read_unit(from_unit), read_unit(to_unit)
    if not source or not target or source.kind != target.kind:
        raise BadUnitError(_("单位“%(from)s”不能换算成“%(to)s”。") % {"from": from_unit, "to": to_unit or _("无单位")})
    shift = source.power - target.power
    with localcontext(prec=60):
        moved = value.scaleb(shift)
        places = max(0, min(decimals - shift, MOST_DECIMALS))
        kept = moved.quantize(Decimal(1).scaleb(-places))
    if kept != moved:
        raise BadUnitError(
            _("%(value)s%(from)s换成“%(to)s”要超过 %(most)d 位小数，会丢失位数。")
            % {"value": f"{value:.{decimals}f}", "from": from_unit, "to": to_unit, "most": MOST_DECIMALS}
        )
    return Converted(kept, places, exact=decimals - shift >= 0)


def _same(one: str, other: str) -> bool:
    return half_width(one).strip() == half_width(other).strip()
