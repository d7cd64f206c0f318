"""The plan of the sample: which actions take part, what mandates them, and by when they are due."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Model
from django.utils.translation import gettext_noop

from recommendations.choices import Basis, MandateAdoption
from recommendations.models import Action, Assignment, Mandate

from .days import Days, workday
from .stories import STORIES, Story
from .texts import sample

REASON = gettext_noop("示例数据")  # what the history says of each row
FIRST_MANDATE, SECOND_MANDATE = -15, -10
ISSUED_LATELY = timedelta(days=16)  # the third mandate, before the sample is made
PARTLY_ADOPTED = 7  # every seventh mandated action


@dataclass(frozen=True)
class Planned:
    """An action that takes part, with its story and its place among all actions (from 1)."""

    action: Action
    story: Story
    number: int


def save(record: Model) -> None:
    """Store a record; the database holds its constraints, and its history says what it is."""
    record.full_clean(validate_constraints=False)
    record._change_reason = REASON
    record.save()


def make_plan(days: Days) -> list[Planned]:
    """Give the actions their stories: mandates and dates.

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
    first = _mandate(days.tenth(FIRST_MANDATE), 1, "第一批"), days.first(FIRST_MANDATE + 1)
    second = _mandate(days.tenth(SECOND_MANDATE), 2, "第二批"), days.first(SECOND_MANDATE + 1)
    third = _mandate(workday(days.made_on - ISSUED_LATELY), 3, "第三批"), days.next_month
    earlier_paths = set(paths[: (len(paths) + 1) // 2])
    planned = []
    for number, action in enumerate(actions, 1):
        story = STORIES[(number - 1) % len(STORIES)]
        if story is None or action.pk not in untouched:
            continue
        mandate, start = third if story.new else first if action.measure.path_id in earlier_paths else second
        save(Assignment(mandate=mandate, action=action, adoption=_adoption(story, number)))
        if story.due is None:
            continue
        _set_dates(action, start, _due(days, story.due))
        planned.append(Planned(action, story, number))
    return planned


def _mandate(issued: date, number: int, batch: str) -> Mandate:
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
