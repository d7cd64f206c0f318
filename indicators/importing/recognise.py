"""Proposes how a sheet is to be read; what is not recognised stays empty, for a person to say."""

import re
from collections.abc import Callable

from .catalogue import Catalogue, plain, plain_area
from .header_periods import BadHeaderPeriodError, read_period, split_status
from .heads import Head, find_with_unit, read_head, split_unit
from .layout import Layout, find_layout, is_missing_mark, is_number, is_only_named
from .mapping import Column, Known, Mapping, Role
from .sheet import Sheet
from .units import is_unit
from .width import half_width
from .words import NOTHING_BUT_SOURCE, ROLES, SOURCE_LINE, TABLE_NUMBER, UNIT_LINE

SAMPLE = 200
MOST = 0.6
ONCE = (Role.INDICATOR, Role.AREA, Role.PERIOD, Role.UNIT)
YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)", re.ASCII)
AROUND_A_NAME = re.compile(r"(?:19|20)\d\d年?|[-—–－~～]|各市州?|分市|各地区|分地区|主要|情况|统计表?", re.ASCII)


def recognise(sheet: Sheet, catalogue: Catalogue) -> Mapping:
    """Propose a mapping.

    Args:
        sheet: the sheet.
        catalogue: the names that are known.

    Returns:
        A column's role from its header's words, or from what most of its cells are; what headers and titles fix. A
        column under an understood header holds values even where none is a number: what is wrong there must be seen.
        One of which a part was not understood is not taken for the indicator of its row or of the title.
    """
    layout = find_layout(sheet, catalogue)
    sample = [row for row in sheet.rows[layout.first : layout.last] if not is_only_named(row)][:SAMPLE]
    cells = [[row[at] for row in sample if at < len(row) and row[at]] for at in range(len(layout.headers))]
    year = _only_year(layout.titles)
    heads = [read_head(header, catalogue, year) for header in layout.headers]
    roles = [
        _role(header, head, below, catalogue) for header, head, below in zip(layout.headers, heads, cells, strict=True)
    ]
    _keep_best(roles, cells, catalogue)
    heads = [head if role is Role.VALUE else Head() for head, role in zip(heads, roles, strict=True)]
    printed_source = next(filter(None, map(_source_in, layout.titles + layout.footnotes)), "")
    given = _given(layout, roles, heads, catalogue, printed_source)
    if given.indicator or Role.INDICATOR in roles:
        roles = [Role.IGNORED if head.unknown else role for role, head in zip(roles, heads, strict=True)]
    return Mapping(
        sheet=sheet.name,
        first=layout.first,
        last=layout.last,
        columns=[
            Column(header=" ".join(header), role=role, fixed=head.known)
            for header, role, head in zip(layout.headers, roles, heads, strict=True)
        ],
        given=given,
        footnotes=[line for line in layout.footnotes if not _tells_but_source(line, printed_source)],
        printed_source="" if given.source else printed_source,
    )


def _role(header: list[str], head: Head, cells: list[str], catalogue: Catalogue) -> Role:
    for text in ("".join(header), *header[-1:]):
        if role := ROLES.get(plain(split_unit(text)[0])):
            return role
    for role in (Role.AREA, Role.INDICATOR, Role.UNIT):
        if _share(role, cells, catalogue) >= MOST:
            return role
    numbers = sum(is_number(text) or is_missing_mark(text) for text in cells)
    if _share(Role.PERIOD, cells, catalogue) >= MOST and (not header or not numbers):
        return Role.PERIOD
    if cells and numbers >= MOST * len(cells):
        return Role.VALUE
    return Role.VALUE if head.fixes_a_place else Role.IGNORED


def _share(role: Role, cells: list[str], catalogue: Catalogue) -> float:
    """The share of some cells that are what a role's cells are."""
    recognise_cell: dict[Role, Callable[[str], object]] = {
        Role.AREA: catalogue.find_area,
        Role.INDICATOR: lambda text: find_with_unit(text, catalogue)[0],
        Role.UNIT: is_unit,
        Role.PERIOD: _is_period,
    }
    return sum(bool(recognise_cell[role](text)) for text in cells) / len(cells) if cells else 0


def _is_period(text: str) -> bool:
    try:
        read_period(text)
    except BadHeaderPeriodError:
        return False
    return True


def _keep_best(roles: list[Role], cells: list[list[str]], catalogue: Catalogue) -> None:
    """Of several columns for the area (a code, a name), keep the one with the most that is recognised."""
    for role in ONCE:
        columns = [at for at, other in enumerate(roles) if other is role]
        if columns:
            best = max(columns, key=lambda at: _share(role, cells[at], catalogue))
            for at in columns:
                roles[at] = role if at == best else Role.IGNORED


def _given(layout: Layout, roles: list[Role], heads: list[Head], catalogue: Catalogue, printed_source: str) -> Known:
    """What titles and footnotes say of the whole table, where no column says it."""
    known = [head.known for head in heads]
    given = Known(
        unit=_unit(layout.titles),
        status=next((status for line in layout.titles if (status := split_status(line)[1])), ""),
        source=catalogue.find_source(printed_source),
        locator=next((f"表{match['number']}" for line in layout.titles if (match := TABLE_NUMBER.search(line))), ""),
    )
    if Role.PERIOD not in roles and not any(head.period for head in known):
        given.period = _only_year(layout.titles)
    if Role.INDICATOR not in roles and not any(head.indicator for head in known):
        given.indicator = next((code for line in layout.titles if (code := _titled(line, catalogue))), "")
    if Role.AREA not in roles and not any(head.area for head in known):
        given.area = _titled_area(layout.titles, catalogue)
    return given


def _only_year(titles: list[str]) -> str:
    years = {year for line in titles for year in YEARS.findall(half_width(line))}
    return years.pop() if len(years) == 1 else ""


def _unit(titles: list[str]) -> str:
    """The unit that the lines above name; several units, or one that is not known, are left to the columns."""
    units = {match["unit"] or match["english"] for line in titles if (match := UNIT_LINE.search(line))}
    units |= {unit for line in titles if (unit := split_unit(line)[1])}
    unit = units.pop().strip() if len(units) == 1 else ""
    return unit if is_unit(unit) else ""


def _source_in(line: str) -> str:
    match = SOURCE_LINE.search(line)
    return (match["source"] or match["english"]).strip("《》。. ") if match else ""


def _tells_but_source(line: str, source: str) -> bool:
    """Whether a line says nothing but the source that is offered anyway, and so is no note to each figure."""
    return bool(NOTHING_BUT_SOURCE.fullmatch(line)) and _source_in(line) == source


def _titled(title: str, catalogue: Catalogue) -> str:
    """The indicator that a title names, when it names nothing else."""
    bare = AROUND_A_NAME.sub("", TABLE_NUMBER.sub("", half_width(title)))
    return find_with_unit(bare.strip(), catalogue)[0]


def _titled_area(titles: list[str], catalogue: Catalogue) -> str:
    """The one area with whose name a title begins."""
    found = {
        area.code
        for line in titles
        for area in catalogue.areas.values()
        if plain_area(TABLE_NUMBER.sub("", line)).startswith(plain(area.name))
    }
    return found.pop() if len(found) == 1 else ""
