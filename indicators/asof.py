"""The one value object for dates of reading: the day looked at, and the day's knowledge."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from .parameters import BadParameter

# ``fromisoformat`` alone would also read 20240630 and 2024-W26-7.
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class BadDate(BadParameter):
    """A date in an address that cannot be read."""


def today() -> date:
    """The day in Shanghai."""
    return timezone.localdate()


def end_of(day: date) -> datetime:
    """The first moment after a day in Shanghai."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


@dataclass(frozen=True)
class AsOf:
    """A date of reading, passed through all reads.

    Attributes:
        as_of: the day looked at (Asia/Shanghai); reports, changes and figures of later days do not count.
        known_on: only what was approved or recorded by the end of this day counts; None: all that is known now.
        today: the day on which the question was asked.
    """

    as_of: date
    known_on: date | None = None
    today: date | None = None

    @classmethod
    def now(cls) -> "AsOf":
        """Today, with all that is known."""
        day = today()
        return cls(as_of=day, today=day)

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "AsOf":
        """Read ``as_of`` and ``known_on`` (ISO dates; empty means not given) from an address's query.

        Raises:
            BadDate: a date cannot be read.
        """
        day = today()
        return cls(as_of=_parse(query, "as_of") or day, known_on=_parse(query, "known_on"), today=day)

    @property
    def is_past(self) -> bool:
        """Whether one looks at another day than the one on which one asks."""
        return self.known_on is not None or (self.today is not None and self.as_of < self.today)

    @property
    def known_until(self) -> datetime | None:
        """The first moment after ``known_on`` in Shanghai: what is earlier was known; None: no limit."""
        return None if self.known_on is None else end_of(self.known_on)

    @property
    def until(self) -> datetime:
        """The first moment that no longer counts: what is earlier had happened by ``as_of`` and was known."""
        return min(filter(None, (end_of(self.as_of), self.known_until)))


def _parse(query: Mapping[str, str], parameter: str) -> date | None:
    text = query.get(parameter, "")
    if not text:
        return None
    try:
        day = date.fromisoformat(text if DAY.fullmatch(text) else "")
    except ValueError:
        raise BadDate(parameter, _("日期 %(text)s 无法识别，请写成 2024-06-30 的样子。") % {"text": text}) from None
    if not 1900 <= day.year <= 2200:
        raise BadDate(parameter, _("日期 %(text)s 超出范围。") % {"text": text})
    return day
