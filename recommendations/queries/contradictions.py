"""Gathers what the rules of ``recommendations/contradictions.py`` read: a fixed number of queries for any actions."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from indicators.asof import AsOf, end_of
from indicators.writing import local
from recommendations.choices import ActionStatus, ContributionState, OutcomeLight
from recommendations.contradictions import Facts, Said, contradictions_in
from recommendations.models import Action, Contribution, Department, Evidence, ProgressReport

from .outcomes import Outcomes, outcomes_by_measure
from .status import ActionState, count_states


@dataclass(frozen=True)
class Contradiction:
    """An action of which not all fits together.

    Attributes:
        state: the action on the day, with the report that is judged.
        sentences: what was found, by the rule's name.
    """

    state: ActionState
    sentences: dict[str, str]

    @property
    def action(self) -> Action:
        return self.state.action


def contradictions(
    asof: AsOf,
    actions: QuerySet[Action] | None = None,
    states: Sequence[ActionState] | None = None,
    outcomes: dict[int, Outcomes] | None = None,
) -> list[Contradiction]:
    """The actions of which something does not fit on the day, by their counting reports.

    Args:
        asof: the date of reading.
        actions: which; None: all of them.
        states: theirs, where they have been read already (by ``count_states`` or ``read_states``).
        outcomes: by measure, where they have been read already.

    Returns:
        Those of which something was found, the actions loaded.
    """
    if states is None:
        states = count_states(Action.objects.for_reading() if actions is None else actions, asof)
    return _judge(states, asof, {}, outcomes)


def contradictions_of(report: ProgressReport, asof: AsOf) -> dict[str, str]:
    """What would not fit if the report were the action's newest: for whoever has to approve it.

    Args:
        report: one that was handed in, or a draft.
        asof: the date of reading.

    Returns:
        Sentences by the rule's name.
    """
    (state,) = count_states(Action.objects.filter(pk=report.action_id), asof)
    found = _judge([replace(state, report=report)], asof, {report.action_id: report}, None)
    return found[0].sentences if found else {}


def _judge(
    states: Sequence[ActionState],
    asof: AsOf,
    candidates: dict[int, ProgressReport],
    outcomes: dict[int, Outcomes] | None,
) -> list[Contradiction]:
    keys = [state.action.pk for state in states]
    said = _Said(keys, asof, candidates)
    outcomes = outcomes_by_measure(asof) if outcomes is None else outcomes
    supporters = _Supporters(keys, asof)
    found = []
    for state in states:
        if not state.counted:
            continue
        key = state.action.pk
        facts = Facts(
            day=asof.as_of,
            newest=said.newest(key),
            before=said.before(key),
            pace=state.pace,
            worsening=_worsening(outcomes.get(state.action.measure_id)),
            waits=state.mandated and state.status != ActionStatus.COMPLETED,
            silent_since=said.last_news(state),
            silent_supporters=supporters.silent(key, complete=state.status == ActionStatus.COMPLETED),
        )
        if sentences := contradictions_in(facts):
            found.append(Contradiction(replace(state, action=said.actions[key]), sentences))
    return found


def _worsening(outcomes: Outcomes | None) -> tuple[str, ...]:
    if outcomes is None:
        return ()
    return tuple(
        dict.fromkeys(
            local(state.link.indicator, "name") for state in outcomes.states if state.light == OutcomeLight.LATE
        )
    )


class _Said:
    """The actions, and the reports behind the facts: of each the one that counts, the one before, the last news."""

    def __init__(self, actions: list[int], asof: AsOf, candidates: dict[int, ProgressReport]) -> None:
        reports = ProgressReport.objects.filter(action=OuterRef("pk")).counting(asof).latest_first()
        told = reports.filter(no_news=False)
        for report in candidates.values():  # of an earlier day, or a correction: what came later is not before it
            told = told.exclude(pk__in=_replaced_by(report))
            reports = reports.exclude(pk__in=_replaced_by(report))
            reports = reports.exclude(action=report.action_id, as_of__gt=report.as_of)
        proofs = Evidence.objects.filter(report=OuterRef("pk")).values("report").annotate(n=Count("pk")).values("n")
        texts = reports.values(
            read=JSONObject(
                as_of="as_of",
                percent="percent",
                progress="progress",
                no_news="no_news",
                evidence="evidence",
                files=Subquery(proofs),
            )
        )
        rows = Action.objects.for_reading().filter(pk__in=actions)
        rows = rows.annotate(
            first=Subquery(texts[:1]),
            second=Subquery(texts[1:2]),
            news=Subquery(told.values("as_of")[:1]),
        )
        self.actions = {row.pk: row for row in rows}
        self.rows = {pk: (row.first, row.second, row.news) for pk, row in self.actions.items()}
        self.candidates = {key: _said(report) for key, report in candidates.items()}

    def newest(self, action: int) -> Said | None:
        """What is judged: the candidate, else the report that counts."""
        return self.candidates.get(action) or _read(self.rows[action][0])

    def before(self, action: int) -> Said | None:
        """The counting report before the judged one."""
        return _read(self.rows[action][0 if action in self.candidates else 1])

    def last_news(self, state: ActionState) -> date | None:
        """The day of the last news, else the day since when some are owed."""
        key = state.action.pk
        candidate, news = self.candidates.get(key), self.rows[key][2]
        told = candidate.as_of if candidate and not candidate.no_news else None
        mandated = state.mandates[-1].date if state.mandates else None
        owed = max((day for day in (mandated, state.action.start_date) if day), default=None)
        return max((day for day in (told, news) if day), default=owed)


def _replaced_by(candidate: ProgressReport) -> list[int]:
    """Reports that do not stand before a candidate: itself, and the one that it corrects."""
    return [key for key in (candidate.pk, candidate.corrects_id) if key]


def _said(report: ProgressReport) -> Said:
    proved = bool(report.evidence.strip()) or (report.pk is not None and report.proofs.exists())
    return Said(report.as_of, report.percent, report.progress, report.no_news, proved)


def _read(row: dict[str, Any] | str | None) -> Said | None:
    """A report from the columns that the database wrote as JSON, which has neither days nor decimals."""
    if row is None:
        return None
    columns = json.loads(row) if isinstance(row, str) else row
    return Said(
        as_of=date.fromisoformat(columns["as_of"]),
        percent=Decimal(str(columns["percent"])),
        text=columns["progress"],
        no_news=bool(columns["no_news"]),
        proved=bool(columns["evidence"].strip() or columns["files"]),
    )


class _Supporters:
    """Who supports which action, who was asked in vain, and who ever contributed: one query."""

    def __init__(self, actions: list[int], asof: AsOf) -> None:
        through: Any = Action.supporting_departments.through
        asked = Contribution.objects.filter(
            action=OuterRef("action"), department=OuterRef("department"), asked_at__lt=end_of(asof.as_of)
        )
        if asof.known_until is not None:
            asked = asked.filter(asked_at__lt=asof.known_until)
        given = Q(given_at__isnull=False, given_at__lt=asof.until)
        in_vain = asked.exclude(given).filter(due_by__lt=asof.as_of).exclude(state=ContributionState.WITHDRAWN)
        rows = through.objects.filter(action__in=actions).select_related("department")
        rows = rows.annotate(gave=Exists(asked.filter(given)), asked_in_vain=Exists(in_vain))
        self.silent_ones: dict[int, list[tuple[Department, bool]]] = defaultdict(list)
        for row in rows.filter(gave=False).order_by("department__position", "department__code"):
            self.silent_ones[row.action_id].append((row.department, row.asked_in_vain))

    def silent(self, action: int, *, complete: bool) -> tuple[str, ...]:
        silent = self.silent_ones[action]
        return tuple(local(department, "name") for department, in_vain in silent if complete or in_vain)
