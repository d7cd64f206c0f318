"""Keys that come from an address or a form: what can be none never reaches the database, which would fail on it."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.utils.translation import gettext as _

from indicators.parameters import BadParameter

LARGEST = 2**63 - 1  # what a big integer column holds


def is_key(text: Any) -> bool:
    """Whether a text could be the key of a row."""
    digits = str(text)
    return digits.isascii() and digits.isdecimal() and len(digits) < 20 and int(digits) <= LARGEST


def refuse_what_is_no_key(name: str, keys: Iterable[Any]) -> None:
    """Refuse a request that no page of ours sends.

    Raises:
        BadParameter: one of the keys can be none.
    """
    for key in keys:
        if key and not is_key(key):
            raise BadParameter(name, _("所选的“%(key)s”不是这个列表里的行。") % {"key": key})


class KeysOnly:
    """Shows the chosen rows; Django's own widget looks for whatever an address or a form names."""

    def optgroups(self, name: str, value: list[Any], attr: dict[str, Any] | None = None) -> list[Any]:
        return super().optgroups(name, [key for key in value if not key or is_key(key)], attr)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        refuse_what_is_no_key(name, value if isinstance(value, list) else [value])
        return value


class Choice(KeysOnly, AutocompleteSelect):
    """One row, found by typing."""


class Choices(KeysOnly, AutocompleteSelectMultiple):
    """Several rows, found by typing."""
