"""What the history of a record says of its changes: old and new in words, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.utils import display_for_field
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Field, ForeignKey, Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from simple_history.models import ModelChange, ModelDelta
from simple_history.template_utils import HistoricalRecordContextHelper, ObjDiffDisplay
from simple_history.utils import get_m2m_reverse_field_name

from indicators.writing import NOTHING, enumerated

LONGEST = 300  # characters of a text that are shown


class Shortened(ObjDiffDisplay):
    """Of a long text what lies around the first difference."""

    def shortened_str(self, prefix: str, num_skipped_chars: int, suffix: str) -> str:
        return f"{prefix}…{suffix}"


class Changes(HistoricalRecordContextHelper):
    """Values as the admin shows them elsewhere: a word for a code, dates in the reader's way, a dash for nothing."""

    def prepare_delta_change_value(self, change: ModelChange, value: Any) -> Any:
        prepared = super().prepare_delta_change_value(change, value)
        field = self.model._meta.get_field(change.field)
        if field.many_to_many or isinstance(prepared, list):
            return enumerated(map(str, prepared)) or NOTHING
        return display_for_field(prepared, field, NOTHING)

    def get_obj_diff_display(self) -> ObjDiffDisplay:
        return Shortened(max_length=LONGEST)


def with_names(versions: QuerySet, site: AdminSite) -> QuerySet:
    """Versions with who made them and all that the names of their relations read."""
    tracked = [field for field in versions.model.tracked_fields if isinstance(field, ForeignKey)]
    names = ["history_user", *(field.name for field in tracked)]
    names += [f"{field.name}__{read}" for field in tracked for read in _reads(field, site)]
    return versions.select_related(*names)


def note_differences(versions: Iterable[Model], site: AdminSite) -> None:
    """Note on each version, as ``history_delta_changes``, how it differs from the one before it.

    Args:
        versions: of one record or of several, the newest first, loaded ``with_names``.
        site: its admins know what the names of related records read.
    """
    versions = list(versions)
    related = _related_rows(versions, site)
    newer: dict[Any, Model] = {}
    for version in versions:
        record = getattr(version, version.instance_type._meta.pk.attname)
        if record in newer:
            later = newer[record]
            helper = Changes(later.instance_type, later)
            later.history_delta_changes = helper.context_for_delta_changes(_delta(later, version, related))
        newer[record] = version


def versions_of_rows(
    model: type[Model], column: str, owner: Any, site: AdminSite, *, linked: bool = False, most: int = 100
) -> list[Model]:
    """The newest versions of the rows that stand under a record, with their differences and ``named``.

    Where asked for, ``page`` is the version's own, from which it is put back, as long as the row is there.

    Args:
        model: the rows' model, with history.
        column: of theirs, that names the record.
        owner: the record's key.
        site: as in ``note_differences``.
        linked: whether versions lead to pages of their own: the rows have an admin, and the person may enter it.
        most: how many at most.
    """
    rows = with_names(model.history.filter(**{column: owner}), site)
    versions = list(rows.order_by("-history_date", "-history_id")[:most])
    note_differences(versions, site)
    for version in versions:
        version.named = str(_instance(version))
    if linked:
        _note_pages(model, versions)
    return versions


def _note_pages(model: type[Model], versions: list[Model]) -> None:
    key = model._meta.pk.attname
    there = set(
        model._default_manager.filter(pk__in={getattr(it, key) for it in versions}).values_list("pk", flat=True)
    )
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_simple_history"
    for version in versions:
        row = getattr(version, key)
        version.page = reverse(name, args=[row, version.pk]) if row in there else ""


def _instance(version: Model) -> Model:
    """The record as it was, with the relations that are loaded already."""
    instance = version.instance
    for field in version.tracked_fields:
        if isinstance(field, ForeignKey) and field.is_cached(version):
            instance._meta.get_field(field.name).set_cached_value(instance, field.get_cached_value(version))
    return instance


def _reads(field: Field, site: AdminSite) -> Sequence[str]:
    return getattr(site._registry.get(field.related_model), "name_reads", ())


def _related_rows(versions: list[Model], site: AdminSite) -> dict[tuple[str, int], list[Model]]:
    """By relation to many and version, the related records: one query for each such relation."""
    found: dict[tuple[str, int], list[Model]] = defaultdict(list)
    if not versions:
        return found
    for field in versions[0]._history_m2m_fields:
        target = get_m2m_reverse_field_name(field)
        rows = getattr(versions[0], field.name).model.objects.filter(history__in=[version.pk for version in versions])
        reads = [f"{target}__{read}" for read in _reads(field, site)]
        for row in rows.select_related(target, *reads):
            found[field.name, row.history_id].append(_named(row, target))
    for records in found.values():
        records.sort(key=lambda record: (getattr(record, "position", 0), getattr(record, "pk", 0)))
    return found


def _delta(new: Model, old: Model, related: dict[tuple[str, int], list[Model]]) -> ModelDelta:
    changes = []
    for field in new.tracked_fields:
        if not field.primary_key and getattr(old, field.attname) != getattr(new, field.attname):
            changes.append(ModelChange(field.name, _value(old, field), _value(new, field)))
    for field in new._history_m2m_fields:
        was, now = related[field.name, old.pk], related[field.name, new.pk]
        if was != now:
            target = get_m2m_reverse_field_name(field)
            changes.append(ModelChange(field.name, [{target: one} for one in was], [{target: one} for one in now]))
    return ModelDelta(changes, [change.field for change in changes], old, new)


def _value(version: Model, field: Field) -> Any:
    if isinstance(field, ForeignKey):
        return None if getattr(version, field.attname) is None else _named(version, field.name)
    return getattr(version, field.name)


def _named(row: Model, name: str) -> Any:
    """The related record, or a word for one that is gone."""
    try:
        record = getattr(row, name)
    except ObjectDoesNotExist:
        record = None
    return _("（已删除）") if record is None else record
