"""Whether a mapping can be used at all; what is wrong with single figures shows in the preview."""

from collections.abc import Iterator
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from indicators.models import Observation
from indicators.validators import validate_period

from .catalogue import Catalogue
from .mapping import BrokenMappingError, Column, Fault, Known, Mapping, NewSource, Role, column_name

LONGEST_LOCATOR = Observation._meta.get_field("locator").max_length


def check(mapping: Mapping, catalogue: Catalogue, *, today: date) -> None:
    """Whether figures can be read by a mapping at all.

    Raises:
        BrokenMappingError: with every fault.
    """
    faults = [*_faults_of_roles(mapping), *_faults_of_codes(mapping, catalogue)]
    if mapping.given.vintage > today.isoformat():
        faults.append(Fault(_("录入日 %(day)s 还没有到。") % {"day": mapping.given.vintage}))
    if fault := fault_of_locator(mapping.given.locator or mapping.sheet):
        faults.append(Fault(fault))
    if mapping.first >= mapping.last:
        faults.append(Fault(_("数据的首行要在末行之前。")))
    if mapping.new_source and mapping.new_source.code in catalogue.sources:
        faults.append(Fault(_("代码为“%(code)s”的来源已经有了，请直接选它。") % {"code": mapping.new_source.code}))
    if faults:
        raise BrokenMappingError(faults)


def fault_of_locator(text: str) -> str:
    """Why a text is no place in a source; empty where it is one."""
    if len(text) <= LONGEST_LOCATOR:
        return ""
    return _("出处最多 %(most)d 字：“%(text)s”。") % {"most": LONGEST_LOCATOR, "text": text}


def _faults_of_roles(mapping: Mapping) -> Iterator[Fault]:
    roles = [column.role for column in mapping.columns]
    if Role.VALUE not in roles:
        yield Fault(_("没有一列是数值，没有可导入的数。"))
    for index, role in enumerate(roles):
        if role not in {Role.VALUE, Role.IGNORED} and role in roles[:index]:
            yield _of(mapping, index, _("“%(role)s”已由左边的一列担任。") % {"role": Role(role).label})
    needed = {"indicator": Role.INDICATOR, "area": Role.AREA, "period": Role.PERIOD, "source": Role.SOURCE}
    for name, role in needed.items():
        if getattr(mapping.given, name) or role in roles:
            continue
        without = [i for i, column in enumerate(mapping.columns) if _lacks(column, name)]
        if name == "source" and without:
            yield Fault(_("请选择来源，或填写新的来源。"))
            continue
        for index in without:
            yield _of(mapping, index, _("没有写明%(what)s。") % {"what": role.label})


def _lacks(column: Column, name: str) -> bool:
    return column.role == Role.VALUE and not getattr(column.fixed, name)


def _faults_of_codes(mapping: Mapping, catalogue: Catalogue) -> Iterator[Fault]:
    for index, known in [(None, mapping.given), *((i, column.fixed) for i, column in enumerate(mapping.columns))]:
        for sentence in _unknown(known, catalogue, mapping.new_source):
            yield Fault(sentence) if index is None else _of(mapping, index, sentence)


def _unknown(known: Known, catalogue: Catalogue, new_source: NewSource | None) -> Iterator[str]:
    if known.indicator and known.indicator not in catalogue.indicators:
        yield _("没有代码为“%(code)s”的指标。") % {"code": known.indicator}
    if known.area and known.area not in catalogue.areas:
        yield _("没有代码为“%(code)s”的地区。") % {"code": known.area}
    if known.source and known.source not in catalogue.sources and known.source != (new_source and new_source.code):
        yield _("没有代码为“%(code)s”的来源。") % {"code": known.source}
    if known.period:
        try:
            validate_period(known.period)
        except ValidationError as fault:
            yield " ".join(fault.messages)


def _of(mapping: Mapping, index: int, sentence: str) -> Fault:
    where = {"column": column_name(index), "header": mapping.columns[index].header}
    return Fault(_("%(column)s列“%(header)s”：%(sentence)s") % (where | {"sentence": sentence}), index)
