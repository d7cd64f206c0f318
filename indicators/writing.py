"""How names and figures are written: Chinese is the language of record, English stands beside it; nothing is a dash."""

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from .models import Observation, Source

NOTHING = "—"


def in_english() -> bool:
    """Whether the reader's language is English; else it is Chinese."""
    return (get_language() or "").startswith("en")


def local(record: Any, field: str) -> str:
    """A field in the reader's language: ``field`` is Chinese, ``field_en`` English; Chinese where that is empty."""
    return (in_english() and getattr(record, f"{field}_en", "")) or getattr(record, field)


def enumerated(words: Iterable[str]) -> str:
    """Words in a row: ``甲、乙``, in English with commas."""
    return _("、").join(words)


def published(source: "Source") -> str:
    """Who published what, and where; what is not known of it is left out."""
    words = {"author": local(source, "author"), "title": local(source, "title")}
    named = _("%(author)s《%(title)s》") if words["author"] else _("《%(title)s》")
    return _("，").join(filter(None, (named % words, local(source, "publication"))))


def sentences(parts: Iterable[str]) -> str:
    """Whole sentences in a row; empty ones are left out."""
    return (" " if in_english() else "").join(part for part in parts if part)


def person(user: Any) -> str:
    """A person's name, as Chinese or Latin names are written, else the name of the sign-in; a dash for nobody."""
    if user is None:
        return NOTHING
    name = user.get_full_name()
    return (name if name.isascii() else f"{user.last_name}{user.first_name}") or user.get_username()


def figure(observation: "Observation | None") -> str:
    """``≥600``; a dash where there is no value."""
    if observation is None or observation.value is None:
        return NOTHING
    return f"{observation.bound_sign}{observation.printed}"


def number(value: Decimal | None) -> str:
    """A computed number without trailing zeros; a dash for nothing."""
    return NOTHING if value is None else f"{value.normalize():f}"


def briefly(value: Decimal | None) -> str:
    """A computed number to two decimals at most, as people read growth rates."""
    return NOTHING if value is None else number(round(value, 2))


def signed(value: Decimal | None) -> str:
    """A computed difference with its sign, without trailing zeros; a dash for nothing."""
    return f"+{number(value)}" if value is not None and value > 0 else number(value)


def percent(value: Decimal | None) -> str:
    """``40`` as 40%, ``12.5`` as 12.5%; a dash for nothing."""
    return NOTHING if value is None else f"{value:.1f}".removesuffix(".0") + "%"
