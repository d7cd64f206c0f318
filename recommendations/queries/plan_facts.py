"""Reads what the status of many actions rests on, beside the report that counts: one query of four tables.

A row is the table's name, whose it is, and a line of the columns that the rules need, each table's own. The rows of an
action are its facts as the database wrote them; ``facts_of`` reads them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.db.models import F, QuerySet, Value

from indicators.asof import AsOf
from recommendations.lights import tenths
from recommendations.models import Assignment, Milestone, PlanChange, ReportingPeriod
from recommendations.querysets.lines import NOTHING, Line, or_nothing

from .facts import Change, LastReport, Mandated, Stage, Window
from .periods import known

TRUE = {"true", "1"}  # as PostgreSQL and SQLite write it
MANDATE, CHANGE, STAGE, PERIOD = "mandate", "change", "stage", "period"

Row = tuple[str, int, str]  # the table, whose it is, the columns


@dataclass(frozen=True)
class PlanFacts:
    """What states rest on beside action and report.

    Attributes:
        rows: of each action what was said of it: mandates by the day; all changes and milestones, later ones too.
        windows: of each cycle the newest period whose deadline has passed; under None the default cycle's.
    """

    rows: Mapping[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    windows: Mapping[int | None, Window] = field(default_factory=dict)


@dataclass(frozen=True)
class ActionFacts:
    """What was said of one action.

    Attributes:
        mandates: what documents said of it by the day, the last word last.
        changes: all plan changes, the oldest first, later ones too.
        milestones: all milestones by their days, withdrawn ones too.
    """

    mandates: list[Mandated]
    changes: list[Change]
    milestones: list[Stage]


def plan_facts(among: Any, asof: AsOf) -> PlanFacts:
    """The facts of actions on a day.

    Args:
        among: ids of actions, or a subquery of them.
        asof: the date of reading.
    """
    found = PlanFacts()
    periods = []
    for row in _rows(among, asof):
        table, owner, line = row
        if table == PERIOD:
            columns = line.split(" ")
            periods.append((*map(_day, columns[:3]), owner, columns[3] in TRUE))
        else:
            found.rows[owner].append(row)
    for _deadline, cut_off, start, cycle, default in sorted(periods):
        found.windows[cycle] = Window(start, cut_off)
        if default:
            found.windows[None] = found.windows[cycle]
    return found


def facts_of(rows: Iterable[Row]) -> ActionFacts:
    """The facts of one action, in their order, from its rows in any order."""
    found = ActionFacts([], [], [])
    for table, _owner, line in rows:
        columns = line.split(" ")
        if table == MANDATE:
            found.mandates.append(_mandated(*columns))
        elif table == STAGE:
            found.milestones.append(_stage(*columns))
        else:
            found.changes.append(_change(columns))
    found.mandates.sort(key=attrgetter("date", "mandate"))
    found.changes.sort(key=attrgetter("decided_on", "pk"))
    found.milestones.sort(key=attrgetter("date"))
    return found


def last_report(line: str | None) -> LastReport | None:
    """The report of ``ActionQuerySet.with_last_report``."""
    if line is None:
        return None
    pk, as_of, percent, status, sample = line.split(" ")
    return LastReport(int(pk), _day(as_of), _percent(percent), status, sample in TRUE)


def _rows(among: Any, asof: AsOf) -> QuerySet:
    mandates = Assignment.objects.filter(action__in=among, mandate__date__lte=asof.as_of)
    if asof.known_on:
        mandates = mandates.filter(mandate__recorded_on__lte=asof.known_on)
    periods = known(ReportingPeriod.objects.filter(deadline__lt=asof.as_of), asof)
    return _table(
        mandates, MANDATE, "action_id", Line("mandate__date", "adoption", "mandate__sample", "pk", "mandate_id")
    ).union(
        _table(
            PlanChange.objects.filter(action__in=among),
            CHANGE,
            "action_id",
            Line(
                "pk",
                "kind",
                "decided_on",
                "recorded_on",
                or_nothing("asked_on"),
                or_nothing("former_due_date"),
                or_nothing("new_due_date"),
                or_nothing("former_lead"),
                or_nothing("new_lead"),
                or_nothing("former_cycle"),
                or_nothing("new_cycle"),
                "sample",
            ),
        ),
        _table(
            Milestone.objects.filter(action__in=among),
            STAGE,
            "action_id",
            Line("date", "planned_percent", "recorded_on", or_nothing("withdrawn_on"), "sample"),
        ),
        _table(periods, PERIOD, "cycle_id", Line("deadline", "cut_off", "start", "cycle__default")),
        all=True,
    )


def _table(rows: QuerySet, name: str, owner: str, line: Line) -> QuerySet:
    named = rows.order_by().annotate(table=Value(name), owner=F(owner), line=line)
    return named.values_list("table", "owner", "line")


def _mandated(day: str, adoption: str, sample: str, pk: str, mandate: str) -> Mandated:
    return Mandated(_day(day), adoption, sample in TRUE, int(pk), int(mandate))


def _change(columns: list[str]) -> Change:
    pk, kind, decided, recorded, *days, former_lead, new_lead, former_cycle, new_cycle, sample = columns
    ids = (former_lead, new_lead, former_cycle, new_cycle)
    return Change(
        int(pk),
        kind,
        _day(decided),
        _day(recorded),
        *(None if day == NOTHING else _day(day) for day in days),
        *(None if key == NOTHING else int(key) for key in ids),
        sample in TRUE,
    )


def _stage(day: str, percent: str, recorded: str, withdrawn: str, sample: str) -> Stage:
    until = None if withdrawn == NOTHING else _day(withdrawn)
    return Stage(_day(day), _percent(percent), _day(recorded), until, sample in TRUE)


# The same few days and percents stand in thousands of rows.
_day = lru_cache(maxsize=10_000)(date.fromisoformat)


@lru_cache(maxsize=2_000)
def _percent(number: str) -> Decimal:
    return tenths(Decimal(number))
