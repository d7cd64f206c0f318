"""Compares, then saves: what is equal is left alone, and what a person has edited in the plan is never overwritten."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Manager, Model
from django.utils.translation import gettext as _

from .record import Record

BROKEN = None

Fields = dict[str, Any]
Related = dict[str, list[Model]]


@dataclass
class Store:
    """What has been loaded so far, by model and key, and what became of it.

    A key is the record's code, or for figures the words that name them (``rd-intensity 450200 2020 表9``).
    """

    created: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    loaded: dict[type[Model], dict[str, Model | None]] = field(default_factory=dict)
    vintages: dict[str, date | None] = field(default_factory=dict)
    unread: set[type[Model]] = field(default_factory=set)  # a file of theirs could not be read

    def put(
        self,
        record: Record,
        model: type[Model],
        lookup: Fields,
        *,
        facts: Fields,
        plan: Fields | None = None,
        many: Related | None = None,
        many_plan: Related | None = None,
        key: str | None = None,
    ) -> Model | None:
        """Store one record.

        Args:
            record: where it stands, for faults.
            model: its model.
            lookup: the fields that identify it.
            facts: columns that the study owns; always brought to the fixture's value.
            plan: columns that people own; written with a new record, later only while no person has edited it.
            many: relations that the study owns.
            many_plan: relations that people own.
            key: under what other records refer to it; the code by default.

        Returns:
            The stored record; None where it has a fault.
        """
        key = key or lookup.get("code", "")
        known = self.loaded.setdefault(model, {})
        if key and key in known:
            record.fault(_("与前面的记录重复。"))
            return None
        record.finish()
        instance = None
        if unknown := {name for name, value in lookup.items() if value is BROKEN}:
            written = lookup | facts | (plan or {})
            broken = unknown | {name for name, value in written.items() if value is BROKEN}
            _check(record, model(**{name: value for name, value in written.items() if name not in broken}), broken)
        else:
            instance = model.objects.filter(**lookup).first()
            fields, related = facts, many or {}
            if instance is None or not _edited_by_a_person(instance):
                fields, related = facts | (plan or {}), related | (many_plan or {})
            instance = self._write(record, instance or model(**lookup), fields, related)
        if key:
            known[key] = instance
        return instance

    def _write(self, record: Record, instance: Model, fields: Fields, related: Related) -> Model | None:
        new = instance.pk is None
        differing = fields if new else {name: to for name, to in fields.items() if getattr(instance, name) != to}
        for name, value in differing.items():
            setattr(instance, name, value)
        if new or differing or record.faulty:
            broken = {name for name, value in fields.items() if value is BROKEN and not _may_be_null(instance, name)}
            _check(record, instance, broken)
            if broken or record.faulty:
                return None
            instance.save()
        differs = _relate(instance, related) or bool(differing)
        counts = self.created if new else self.changed if differs else self.unchanged
        counts[instance._meta.label] += 1
        return instance

    def keep_only(self, members: Manager, kept: list[Model]) -> None:
        """Take away what the study has no more of a record that it owns whole; counted among the changed."""
        for member in members.exclude(pk__in=[one.pk for one in kept]):
            member.delete()
            self.changed[member._meta.label] += 1

    def ref(self, record: Record, model: type[Model], key: str) -> Model | None:
        """A record loaded before; an unknown key is a fault, a broken one or file was reported already."""
        known = self.loaded.get(model, {})
        if key not in known and model not in self.unread:
            record.fault(_("没有代码为“%(key)s”的%(kind)s。") % {"key": key, "kind": model._meta.verbose_name})
        return known.get(key)

    def refs(self, record: Record, model: type[Model], keys: list[str]) -> list[Model]:
        found = (self.ref(record, model, key) for key in keys)
        return [member for member in found if member is not None]


def _edited_by_a_person(instance: Model) -> bool:
    return instance.history.filter(history_user__isnull=False).exists()


def _may_be_null(instance: Model, name: str) -> bool:
    return instance._meta.get_field(name).null


def _check(record: Record, instance: Model, broken: set[str]) -> None:
    """Note what the model has against the record, but for what was said in reading it or of a broken reference."""
    try:
        instance.full_clean(exclude=record.broken | broken)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            record.fault(f"{name}: {' '.join(messages)}" if name != NON_FIELD_ERRORS else " ".join(messages))


def _relate(instance: Model, related: Related) -> bool:
    """Bring relations to what they should be; whether that changed anything."""
    changed = False
    for name, members in related.items():
        manager = getattr(instance, name)
        if {member.pk for member in members} != set(manager.values_list("pk", flat=True)):
            manager.set(members)
            changed = True
    return changed
