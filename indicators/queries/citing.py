"""Who cites figures, without knowing them: whatever record holds figures in a relation of its own."""

from collections.abc import Iterable

from django.db.models import Model

from indicators.models import Observation


def citing(figures: Iterable[Observation]) -> list[Model]:
    """The records, of any app, that hold the figures as their evidence; deleting one would take it from them unseen.

    Args:
        figures: stored figures, or a queryset of them.
    """
    found: list[Model] = []
    for relation in filter(_holds_several, Observation._meta.get_fields(include_hidden=True)):
        holds = {f"{relation.field.name}__in": figures}
        found += relation.related_model._default_manager.filter(**holds).distinct()
    return found


def _holds_several(relation: object) -> bool:
    """A relation of several from another model; one that points to a single figure protects it by itself."""
    return bool(relation.many_to_many and relation.auto_created)
