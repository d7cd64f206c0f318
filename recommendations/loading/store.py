"""Compares, then saves: what is equal is left alone, and what a person has edited in the plan is never overwritten."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from .record import Record

BROKEN = None


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

    def put(
        self,
        record: Record,
        model: type[Model],
        lookup: dict[str, Any],
        *,
        facts: dict[str, Any],
        plan: dict[str, Any] | None = None,
        many: dict[str, list[Model]] | None = None,
        many_plan: dict[str, list[Model]] | None = None,
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
        found_faults = len(record.faults)
        record.finish()
        instance = None
        if not any(value is BROKEN for value in lookup.values()):
            instance = self._save(record, model, lookup, facts, plan or {}, many or {}, many_plan or {})
        if len(record.faults) > found_faults:
            instance = None
        if key:
            known[key] = instance
        return instance

    def _save(self, record, model, lookup, facts, plan, many, many_plan) -> Model | None:
        label = model._meta.label
        instance = model.objects.filter(**lookup).first()
        if instance is None:
            instance = model(**lookup, **facts, **plan)
            if not self._clean(record, instance):
                return None
            instance.save()
            self._relate(instance, many | many_plan)
            self.created[label] += 1
            return instance
        if not instance.history.filter(history_user__isnull=False).exists():
            facts, many = facts | plan, many | many_plan
        differs = {name for name, value in facts.items() if getattr(instance, name) != value}
        if differs:
            for name in differs:
                setattr(instance, name, facts[name])
            if not self._clean(record, instance):
                return None
            instance.save()
        related = self._relate(instance, many)
        (self.changed if differs or related else self.unchanged)[label] += 1
        return instance

    @staticmethod
    def _clean(record: Record, instance: Model) -> bool:
        try:
            instance.full_clean()
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                record.fault(f"{name}: {' '.join(messages)}" if name != "__all__" else " ".join(messages))
            return False
        return True

    @staticmethod
    def _relate(instance: Model, many: dict[str, list[Model]]) -> bool:
        related = False
        for name, members in many.items():
            manager = getattr(instance, name)
            if {member.pk for member in members} != set(manager.values_list("pk", flat=True)):
                manager.set(members)
                related = True
        return related

    def ref(self, record: Record, model: type[Model], key: str) -> Model | None:
        """A record loaded before; an unknown key is a fault, a broken one was reported already."""
        known = self.loaded.get(model, {})
        if key not in known:
            record.fault(_("没有代码为“%(key)s”的%(kind)s。") % {"key": key, "kind": model._meta.verbose_name})
        return known.get(key)

    def refs(self, record: Record, model: type[Model], keys: list[str]) -> list[Model]:
        found = (self.ref(record, model, key) for key in keys)
        return [member for member in found if member is not None]
