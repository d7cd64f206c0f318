"""What supporting departments are asked in the sample: one part merged, one given, one asked for, one overdue."""

from datetime import timedelta

from recommendations.choices import EDITABLE_BY_REPORTER
from recommendations.models import Contribution, Department, ProgressReport, ReportingPeriod
from recommendations.services.contributions import ask, give, merge

from .days import Days, at
from .people import People
from .texts import CONTRIBUTED, WANTED, sample

# Days before the sample is made, and for the day to answer by also after it. All lie behind the draft they are for.
ASKED, GIVEN, MERGED, DUE = timedelta(days=4), timedelta(days=2), timedelta(days=1), timedelta(days=5)
LONG_AGO, DUE_LONG_AGO = timedelta(days=12), timedelta(days=3)


def make_contributions(days: Days, people: People) -> None:
    """Of reports still to be handed in one gets its parts, one waits in vain, and one for a day that is to come."""
    drafts = ProgressReport.objects.filter(sample=True, state__in=EDITABLE_BY_REPORTER).select_related("action")
    # Drafts before what was returned.
    wanting = [(draft, period) for draft in drafts.order_by("state", "ref") if (period := _period(draft))]
    for draft, period in wanting[:1]:
        for number, department in enumerate(_supporters(draft, people)):
            given = _ask(draft, period, department, days, people)
            give(
                actor=people.reporters[department.pk],
                contribution=given,
                text=sample(CONTRIBUTED),
                moment=at(days.made_on - GIVEN, 15),
            )
            if number == 0:
                merge(actor=draft.created_by, contribution=given, report=draft, moment=at(days.made_on - MERGED, 10))
    for number, (draft, period) in enumerate(wanting[1:3]):
        for department in _supporters(draft, people)[:1]:
            _ask(draft, period, department, days, people, overdue=number == 0)


def _period(report: ProgressReport) -> ReportingPeriod | None:
    """The period that the report answers."""
    periods = ReportingPeriod.objects.filter(cycle__default=True)
    return periods.filter(start__lte=report.as_of, cut_off__gte=report.as_of).first()


def _supporters(report: ProgressReport, people: People) -> list[Department]:
    return list(report.action.supporting_departments.filter(pk__in=people.reporters).order_by("position", "code")[:2])


def _ask(
    draft: ProgressReport,
    period: ReportingPeriod,
    department: Department,
    days: Days,
    people: People,
    *,
    overdue: bool = False,
) -> Contribution:
    (asked,) = ask(
        actor=people.reporter_of(draft.action),
        action=draft.action,
        period=period,
        departments=[department],
        due=days.made_on - DUE_LONG_AGO if overdue else days.made_on + DUE,
        question=sample(WANTED),
        moment=at(days.made_on - (LONG_AGO if overdue else ASKED), 9),
    )
    return asked
