"""One thing to do: for whom, since when, by when, and where it is done."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from indicators.writing import local
from recommendations.choices import TodoKind
from recommendations.models import Action, ProgressReport

from .places import place

SOON = 3  # days before the deadline from which a thing is pressing


class Urgency(TextChoices):
    """How a thing stands to its day, the most pressing first."""

    OVERDUE = "overdue", gettext_lazy("已过期限")
    SOON = "soon", gettext_lazy("即将到期")
    LATER = "later", gettext_lazy("尚有时间")
    UNDATED = "undated", gettext_lazy("未定期限")


class Audience(NamedTuple):
    """Who can do a thing: ``reporters``, ``heads`` or ``people`` of a department, a ``post``, the ``office``."""

    who: str
    of: int = 0


@dataclass(frozen=True, kw_only=True)
class Todo:
    """One thing that one kind of people can do now.

    Attributes:
        key: names it among all things to do, for as long as it is to be done.
        kind: what is to be done.
        to: who can do it.
        day: the day looked at.
        say: gives the words of ``what``.
        since: since when it waits.
        due: by when it has to be done; None: no day was set.
        action: the action that it is about, where it is one.
        record: the key of the record on whose page it is done; None: it is done in a list.
        sample: whether it is sample data.
    """

    key: str
    kind: TodoKind
    to: Audience
    day: date
    say: Callable[[], str] = field(compare=False)
    since: date
    due: date | None = None
    action: Action | None = None
    record: Any = None
    sample: bool = False

    @property
    def what(self) -> str:
        """On what, in the language that is active when it is read."""
        return self.say()

    @property
    def days_left(self) -> int | None:
        return None if self.due is None else (self.due - self.day).days

    @property
    def urgency(self) -> Urgency:
        left = self.days_left
        if left is None:
            return Urgency.UNDATED
        if left < 0:
            return Urgency.OVERDUE
        return Urgency.SOON if left <= SOON else Urgency.LATER

    @property
    def when(self) -> str:
        """By when, in words; since when, where no day was set."""
        left = self.days_left
        if left is None:
            days = max((self.day - self.since).days, 0)
            return ngettext("已等%(n)d天", "已等%(n)d天", days) % {"n": days} if days else _("今天起")
        if left < 0:
            return ngettext("已过期限%(n)d天", "已过期限%(n)d天", -left) % {"n": -left}
        if left == 0:
            return _("今天到期")
        return ngettext("还有%(n)d天", "还有%(n)d天", left) % {"n": left}

    @property
    def url(self) -> str:
        return place(self)

    @property
    def order(self) -> tuple[date, date]:
        """The most pressing first; what has no day comes last, what has waited longest before the rest."""
        return self.due or date.max, self.since


def of_action(action: Action) -> str:
    """``1.1.1`` and the title, in the active language."""
    return f"{action.code} {local(action, 'title')}"


def of_report(report: ProgressReport) -> str:
    """The report's action, and as of which day it is."""
    return _("%(action)s（截至%(day)s）") % {"action": of_action(report.action), "day": report.as_of.isoformat()}
