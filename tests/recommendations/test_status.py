"""Status on a day: the design's table of examples, and what leaves the count."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.asof import AsOf
from recommendations.queries.status import read_state
from tests.factories import ActionFactory, AssignmentFactory, PlanChangeFactory, approved_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def action():
    action = ActionFactory(start_date=date(2026, 1, 1), due_date=date(2026, 6, 30))
    AssignmentFactory(action=action)
    approved_report(action, as_of=date(2026, 3, 31), percent=40, approved=date(2026, 4, 5))
    approved_report(action, as_of=date(2026, 6, 30), percent=70, approved=date(2026, 7, 10))
    return action


@pytest.fixture
def extension(action):
    return PlanChangeFactory(action=action, decided_on=date(2026, 6, 20), new_due_date=date(2026, 9, 30))


def on(action, month, day, known=None):
    return read_state(action, AsOf(date(2026, month, day), known_on=known and date(2026, *known)))


@pytest.mark.parametrize(
    ("day", "known", "percent", "due", "planned", "light", "pace"),
    [
        ((3, 30), None, None, (6, 30), None, "none", None),
        ((4, 10), None, 40, (6, 30), "49.4", "soon", "behind"),
        ((4, 10), (4, 4), None, (6, 30), None, "none", None),
        ((7, 1), None, 70, (9, 30), "66.2", "ok", "on_schedule"),
        ((7, 1), (7, 5), 40, (9, 30), "32.7", "ok", "ahead"),
    ],
)
@pytest.mark.usefixtures("extension")
def test_the_designs_table_of_examples(action, day, known, percent, due, planned, light, pace):
    state = on(action, *day, known=known)

    assert state.percent == percent
    assert state.due_date == date(2026, *due)
    assert state.planned_percent == (planned and Decimal(planned))
    assert state.light == light
    assert state.pace == pace
    assert not state.overdue


def test_without_the_extension_the_action_is_late(action):
    state = on(action, 7, 1)

    assert state.percent == 70
    assert state.planned_percent == 100
    assert state.light == "late"
    assert state.overdue
    assert state.days_overdue == 1
