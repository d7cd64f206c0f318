"""The plan of the sample: which actions take part, what mandates them, by when they are due, and what changed since."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Model
from django.utils.translation import gettext_noop

from recommendations.choices import Basis, ChangeKind, MandateAdoption
from recommendations.models import Action, Assignment, Mandate, PlanChange

from .days import Days, workday
from .stories import STORIES, Story
from .texts import EXTENDED, RESUMED, SUSPENDED, sample

REASON = gettext_noop("示例数据")  # what the history says of each row
FIRST_MANDATE, SECOND_MANDATE = -15, -10
ASKED_BEFORE_DUE = timedelta(days=20)
PARTLY_ADOPTED = 7  # every seventh mandated action


@dataclass(frozen=True)
class Planned:
    """An action that takes part, with its story and its place among all actions (from 1)."""

    action: Action
    story: Story
    number: int


def save(record: Model) -> None:
    """Store a record that holds all its constraints; its history says what it is."""
    record.full_clean()
    record._change_reason = REASON
    record.save()


def make_plan(days: Days) -> list[Planned]:
    """Give the actions their stories: mandates, dates and changes.

    An action that people have begun to plan (dates, a mandate, a change) or to report on is left out.

    Returns:
        The actions that the mandates adopt, in reading order.
    """
    actions = list(Action.objects.select_related("measure__path", "lead_department").for_reading())
    untouched = set(
        Action.objects.filter(start_date=None, due_date=None, assignments=None, changes=None, reports=None).values_list(
            "pk", flat=True
        )
    )
    paths = list(dict.fromkeys(action.measure.path_id for action in actions))
    first, second = _mandate(days, FIRST_MANDATE, 1, "第一批"), _mandate(days, SECOND_MANDATE, 2, "第二批")
    earlier_paths = set(paths[: (len(paths) + 1) // 2])
    planned = []
    for number, action in enumerate(actions, 1):
        story = STORIES[(number - 1) % len(STORIES)]
        if story is None or action.pk not in untouched:
            continue
        earlier = action.measure.path_id in earlier_paths
        save(Assignment(mandate=first if earlier else second, action=action, adoption=_adoption(story, number)))
        if story.due is None:
            continue
        _set_dates(action, days.first((FIRST_MANDATE if earlier else SECOND_MANDATE) + 1), _due(days, story.due))
        _make_changes(action, story, days)
        planned.append(Planned(action, story, number))
    return planned


def _mandate(days: Days, month: int, number: int, batch: str) -> Mandate:
    issued = days.tenth(month)
    mandate = Mandate(
        number=f"示例〔{issued.year}〕{number}号",
        title=sample(f"关于落实课题研究建议的任务分工（{batch}）"),
        date=issued,
        issuer=sample("发文机关"),
        recorded_on=issued,
        sample=True,
    )
    save(mandate)
    return mandate


def _adoption(story: Story, number: int) -> MandateAdoption:
    if story.due is None:
        return MandateAdoption.NOT
    return MandateAdoption.FULL if number % PARTLY_ADOPTED else MandateAdoption.PART


def _due(days: Days, month: int) -> date:
    return days.last(month) if month else days.coming


def _set_dates(action: Action, start: date, due: date) -> None:
    action.start_date, action.due_date, action.due_basis = start, due, Basis.SAMPLE
    save(action)


def _make_changes(action: Action, story: Story, days: Days) -> None:
    if story.extended_to is not None:
        asked = workday(action.due_date - ASKED_BEFORE_DUE)
        _change(action, ChangeKind.EXTENSION, asked, EXTENDED, new_due_date=days.last(story.extended_to))
    if story.suspended_in is not None:
        _change(action, ChangeKind.SUSPENSION, days.tenth(story.suspended_in), SUSPENDED)
    if story.resumed_in is not None:
        _change(action, ChangeKind.RESUMPTION, days.tenth(story.resumed_in), RESUMED)


def _change(action: Action, kind: ChangeKind, decided_on: date, reason: str, new_due_date: date | None = None) -> None:
    change = PlanChange(
        action=action,
        kind=kind,
        decided_on=decided_on,
        recorded_on=decided_on,
        new_due_date=new_due_date,
        document=sample(f"计划变更批复（{kind.label}）"),
        reason=sample(reason),
        sample=True,
    )
    save(change)
