"""When a thing to do is worth a reminder: pure, over days.

A thing passes stages. Each stage is told once; only what is past its deadline is told again and again.

=================  ==============================================================
``ahead``          a deadline lies further off than the first reminder
``7``, ``3``, …    so many days are left, or fewer, as ``REMIND_BEFORE_DAYS`` says
``0``              the deadline is today
``late``           it is past
``week-0``, …      without a deadline: so many weeks it has waited
=================  ==============================================================
"""

from collections.abc import Collection, Iterable
from datetime import date

LATE = "late"
Told = Collection[tuple[str, str]]


def stage(day: date, since: date, due: date | None, before: Iterable[int]) -> str:
    """The stage on the day.

    Args:
        day: the day looked at.
        since: since when the thing waits.
        due: its deadline, if it has one.
        before: days before the deadline on which to remind.
    """
    if due is None:
        return f"week-{max((day - since).days, 0) // 7}"
    left = (due - day).days
    if left < 0:
        return LATE
    return str(min((days for days in {*before, 0} if left <= days), default="ahead"))


def is_ripe(now: Told, told: Told) -> bool:
    """Whether there is news among the things to do.

    Args:
        now: key and stage of all that a person has to do.
        told: those of which the person was told last.
    """
    return any(at == LATE or (key, at) not in told for key, at in now)
