"""Delivery over time: bars on one scale of days, so that the rows of a table stand under each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from .scale import HUNDRED, pct

YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100)
YEAR_WIDTH = Decimal(26)  # per cent of the narrowest cell that a written year takes
LAST_YEAR = HUNDRED - Decimal(18)  # further right it would stick out of the cell


@dataclass(frozen=True)
class Plan:
    """What one bar is drawn from.

    Attributes:
        start, due: the original plan; a plan without both is not drawn.
        extended_to: the due date in force where it was put off.
        percent: what is reported as done, 0 to 100; None: nothing is.
        late: whether the due date in force has passed with the work undone.
    """

    start: date | None
    due: date | None
    extended_to: date | None = None
    percent: Decimal | None = None
    late: bool = False


@dataclass(frozen=True)
class Year:
    """The first of January: a line, and the year where there is room to write it."""

    x: str
    label: str
    first: bool


@dataclass(frozen=True)
class Span:
    """A part of a bar."""

    start: str
    end: str


@dataclass(frozen=True)
class Bar:
    """One plan.

    Attributes:
        plan: from the start to the original due date.
        done: the reported per cent of the original span.
        due: the original due date.
        extension: from the original due date to the one in force.
        extended: the due date in force.
        overdue: from the due date in force to the day looked at.
    """

    plan: Span
    done: Span | None
    due: str
    extension: Span | None
    extended: str | None
    overdue: Span | None


@dataclass(frozen=True)
class Timeline:
    """The scale that rows share.

    Attributes:
        first, last: the days at the two ends.
        seen: the day looked at.
    """

    first: date
    last: date
    seen: date

    @classmethod
    def over(cls, plans: Iterable[Plan], seen: date) -> "Timeline | None":
        """The scale for some plans: from a new year to the last due date, the day looked at within.

        Returns:
            None where no plan has dates.
        """
        dated = [plan for plan in plans if plan.start and plan.due]
        if not dated:
            return None
        days = [seen, *(day for p in dated for day in (p.start, p.due, p.extended_to) if day)]
        first = date(min(days).year, 1, 1)
        return cls(first, max(*days, first + timedelta(days=1)), seen)

    def at(self, day: date) -> Decimal:
        """A day's place, 0 to 100."""
        return HUNDRED * (day - self.first).days / (self.last - self.first).days

    @property
    def now(self) -> str:
        """Where the day looked at is."""
        return pct(self.at(self.seen))

    @property
    def years(self) -> list[Year]:
        """New Year's days, thinned out until the years beside them fit."""
        spans = self.last.year - self.first.year + 1
        year = HUNDRED * 365 / (self.last - self.first).days
        step = next((s for s in YEAR_STEPS if year * s >= YEAR_WIDTH), spans)
        marks = []
        for number in range(self.first.year, self.last.year + 1, step):
            place = self.at(date(number, 1, 1))
            marks.append(Year(pct(place), str(number) if place <= LAST_YEAR else "", not marks))
        return marks

    def bar(self, plan: Plan) -> Bar | None:
        """The bar of one plan; None where it has no dates."""
        if plan.start is None or plan.due is None:
            return None
        start, due = self.at(plan.start), self.at(plan.due)
        in_force = plan.extended_to or plan.due
        done = start + (due - start) * plan.percent / HUNDRED if plan.percent else None
        return Bar(
            plan=Span(pct(start), pct(due)),
            done=Span(pct(start), pct(done)) if done is not None else None,
            due=pct(due),
            extension=Span(pct(due), pct(self.at(in_force))) if plan.extended_to else None,
            extended=pct(self.at(in_force)) if plan.extended_to else None,
            overdue=Span(pct(self.at(in_force)), self.now) if plan.late and self.seen > in_force else None,
        )
