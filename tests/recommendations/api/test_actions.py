"""Actions by API: the design's example, and filters and orders by what holds on the day."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from tests.api import get, refusal, values
from tests.factories import (
    ActionFactory,
    AssignmentFactory,
    DepartmentFactory,
    IndicatorLinkFactory,
    MandateFactory,
    MeasureFactory,
    ObservationFactory,
    PathFactory,
    PlanChangeFactory,
    approved_report,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]


@pytest.fixture
def action():
    """The action of the design's table of examples."""
    action = ActionFactory(start_date=date(2026, 1, 1), due_date=date(2026, 6, 30))
    AssignmentFactory(action=action)
    approved_report(action, as_of=date(2026, 3, 31), percent=40, approved=date(2026, 4, 5))
    approved_report(action, as_of=date(2026, 6, 30), percent=70, approved=date(2026, 7, 10))
    return action


@pytest.fixture
def extension(action):
    return PlanChangeFactory(action=action, decided_on=date(2026, 6, 20), new_due_date=date(2026, 9, 30))


@pytest.mark.usefixtures("extension")
@pytest.mark.parametrize(
    ("as_of", "known_on", "expected"),
    [
        ("2026-03-30", "", (None, "2026-06-30", None, None, "none", None)),
        ("2026-04-10", "", ("40.0", "2026-06-30", "49.4", "behind", "soon", "2026-03-31")),
        ("2026-04-10", "2026-04-04", (None, "2026-06-30", None, None, "none", None)),
        ("2026-07-01", "", ("70.0", "2026-09-30", "66.2", "on_schedule", "ok", "2026-06-30")),
        ("2026-07-01", "2026-07-05", ("40.0", "2026-09-30", "32.7", "ahead", "ok", "2026-03-31")),
    ],
)
def test_the_designs_table_of_examples(client, action, as_of, known_on, expected):
    found = get(client, f"actions/{action.code}", as_of=as_of, known_on=known_on)

    fields = ("percent", "due_date", "planned_percent", "pace", "delivery_light", "report_as_of")
    assert tuple(found[field] for field in fields) == expected
    assert found["overdue"] is False


def test_without_the_extension_it_is_late(client, action):
    found = get(client, f"actions/{action.code}", as_of="2026-07-01")

    assert (found["planned_percent"], found["delivery_light"], found["overdue"]) == ("100.0", "late", True)


def test_an_action_that_nobody_mandated_owes_nothing(client):
    action = ActionFactory(lead_department=None)

    found = get(client, f"actions/{action.code}")

    assert found == {
        "code": action.code,
        "measure": action.measure.code,
        "title": action.title,
        "title_en": action.title_en,
        "locators": ["四(三)2·14"],
        "lead_department": None,
        "supporting_departments": [],
        "leader": None,
        "responsible": None,
        "contact": None,
        "mandate": None,
        "handed_over_at": None,
        "received_at": None,
        "start_date": None,
        "due_date": None,
        "milestones": [],
        "status": "not_started",
        "percent": None,
        "original_due_date": None,
        "extensions": 0,
        "planned_percent": None,
        "pace": None,
        "delivery_light": "none",
        "outcome_light": "none",
        "overdue": False,
        "report_as_of": None,
        "verified_percent": None,
        "verified_grade": None,
        "sample": False,
    }


def test_the_mandate_is_the_document_that_makes_it_a_duty(client, action):
    assignment = action.assignments.get()

    assert get(client, f"actions/{action.code}")["mandate"] == {
        "number": assignment.mandate.number,
        "title": "立项文件",
        "date": "2025-12-20",
        "issuer": "市政府办公室",
        "adoption": "full",
        "sample": False,
    }
    assert get(client, f"actions/{action.code}", as_of="2025-12-19")["mandate"] is None


def test_a_document_that_refuses_an_action_is_no_mandate(client, action):
    AssignmentFactory(action=action, adoption="not", mandate=MandateFactory(date=date(2026, 5, 1)))

    assert get(client, f"actions/{action.code}", as_of="2026-05-02")["mandate"] is None
    assert get(client, f"actions/{action.code}", as_of="2026-04-30")["mandate"]["adoption"] == "full"


def test_a_suspended_action_has_no_light(client, action):
    PlanChangeFactory(action=action, kind="suspension", decided_on=date(2026, 5, 1))

    found = get(client, f"actions/{action.code}", as_of="2026-05-01")

    assert (found["status"], found["delivery_light"], found["overdue"]) == ("suspended", None, False)


def test_what_rests_on_a_sample_says_so(client, action):
    approved_report(action, date(2026, 7, 20), 80, date(2026, 7, 21), sample=True)

    assert get(client, f"actions/{action.code}", as_of="2026-07-20")["sample"] is True
    assert get(client, f"actions/{action.code}", as_of="2026-07-19")["sample"] is False


@pytest.fixture
def world(action):
    """On 1 July 2026: one late, one done, one ahead, one behind, one due soon, one suspended, one without a mandate."""

    def mandated(**fields):
        added = ActionFactory(start_date=date(2026, 1, 1), measure=action.measure, **fields)
        AssignmentFactory(action=added)
        return added

    found = {
        "late": action,
        "done": mandated(due_date=date(2026, 3, 31)),
        "ahead": mandated(due_date=date(2026, 12, 31)),
        "behind": mandated(due_date=date(2026, 10, 31)),
        "due": mandated(due_date=date(2026, 7, 31)),
        "suspended": mandated(due_date=date(2026, 5, 31)),
        "unmandated": ActionFactory(due_date=date(2026, 2, 28)),
    }
    approved_report(found["done"], date(2026, 3, 1), 100, date(2026, 3, 2), status="completed")
    approved_report(found["ahead"], date(2026, 6, 30), 90, date(2026, 7, 1))
    approved_report(found["behind"], date(2026, 6, 30), 10, date(2026, 7, 1))
    PlanChangeFactory(action=found["suspended"], kind="suspension", decided_on=date(2026, 4, 1))
    return {name: added.code for name, added in found.items()}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"status": "not_started"}, {"due", "unmandated"}),
        ({"status": "in_progress"}, {"late", "ahead", "behind"}),
        ({"status": "completed"}, {"done"}),
        ({"status": "suspended"}, {"suspended"}),
        ({"status": "superseded"}, set()),
        ({"delivery_light": "done"}, {"done"}),
        ({"delivery_light": "ok"}, {"ahead"}),
        ({"delivery_light": "soon"}, {"behind", "due"}),
        ({"delivery_light": "late"}, {"late"}),
        ({"delivery_light": "none"}, {"unmandated"}),
        ({"pace": "ahead"}, {"ahead", "done"}),
        ({"pace": "behind"}, {"behind", "late"}),
        ({"pace": "on_schedule"}, set()),
        ({"overdue": "true"}, {"late"}),
        ({"overdue": "false"}, {"done", "ahead", "behind", "due", "suspended", "unmandated"}),
        ({"due_before": "2026-06-30"}, {"done", "suspended", "unmandated"}),
        ({"due_before": "2026-07-01"}, {"done", "suspended", "unmandated", "late"}),
        ({"due_after": "2026-10-31"}, {"ahead"}),
        ({"due_after": "2026-06-30", "due_before": "2026-08-01"}, {"due"}),
        ({"delivery_light": "soon", "pace": "behind"}, {"behind"}),
        ({"overdue": "", "status": "", "due_before": "", "due_after": ""}, "all"),
    ],
)
def test_filters_ask_what_holds_on_the_day(client, world, query, found):
    wanted = set(world.values()) if found == "all" else {world[name] for name in found}

    assert set(values(client, "actions", as_of="2026-07-01", known_on="2026-07-05", **query)) == wanted


@pytest.mark.usefixtures("extension")
def test_due_before_asks_for_the_date_in_force_on_the_day(client, action):
    asked = {"due_before": "2026-07-01"}

    assert values(client, "actions", as_of="2026-06-19", **asked) == [action.code]
    assert values(client, "actions", as_of="2026-06-20", **asked) == []
    assert values(client, "actions", as_of="2026-06-20", known_on="2026-06-19", **asked) == [action.code]


def test_the_day_is_shanghais(client, action):
    midnight = datetime(2026, 6, 30, 16, 30, tzinfo=UTC)
    with time_machine.travel(midnight, tick=False):
        assert values(client, "actions", overdue="true") == [action.code]
    with time_machine.travel(midnight.replace(hour=15), tick=False):
        assert values(client, "actions", overdue="true") == []


def test_an_action_shows_its_measures_outcome(client, action):
    link = IndicatorLinkFactory(measure=action.measure, baseline_period="2019")
    for period, value in (("2019", 10), ("2020", 12)):
        ObservationFactory(indicator=link.indicator, area=link.area, period=period, value=value)
    other = ActionFactory()

    assert get(client, f"actions/{action.code}")["outcome_light"] == "ok"
    assert values(client, "actions", outcome_light="ok") == [action.code]
    assert values(client, "actions", outcome_light="none") == [other.code]
    assert values(client, "actions", outcome_light="late") == []
    assert values(client, "actions", outcome_light="ok", as_of="2020-06-30") == []


def test_they_stand_in_the_order_of_the_plan_not_of_their_codes(client):
    measure = MeasureFactory(path=PathFactory(code="1"), code="1.1")
    for position in (1, 2, 10):
        ActionFactory(measure=measure, code=f"1.1.{position}", position=position)

    assert values(client, "actions") == ["1.1.1", "1.1.2", "1.1.10"]
    assert values(client, "actions", ordering="-code") == ["1.1.10", "1.1.2", "1.1.1"]


def test_they_can_be_ordered_by_what_is_due_first_and_undated_ones_stand_last(client, world):
    undated = ActionFactory()
    by_name = {code: name for name, code in world.items()} | {undated.code: "undated"}
    due = [by_name[code] for code in values(client, "actions", ordering="due_date", as_of="2026-07-01")]
    last_first = [by_name[code] for code in values(client, "actions", ordering="-due_date", as_of="2026-07-01")]

    assert due == ["unmandated", "done", "suspended", "late", "due", "behind", "ahead", "undated"]
    assert last_first == ["ahead", "behind", "due", "late", "suspended", "done", "unmandated", "undated"]


def test_equals_keep_the_order_of_the_plan(client, world):
    found = values(client, "actions", "percent", ordering="-percent", as_of="2026-07-01", known_on="2026-07-05")

    assert found == ["100.0", "90.0", "40.0", "10.0", None, None, None]
    assert values(client, "actions", ordering="percent,-code", as_of="2026-07-01")[-1] == world["due"]


def test_departments_are_asked_for_as_leaders_or_as_supporters(client, action):
    helper = DepartmentFactory()
    action.supporting_departments.add(helper)

    assert values(client, "actions", department=helper.code) == []
    assert values(client, "actions", supporting_department=helper.code) == [action.code]
    assert get(client, f"actions/{action.code}")["supporting_departments"] == [helper.code]


def test_a_bad_date_is_refused_in_the_readers_language(client):
    answer = refusal(client, "actions", due_before="not-a-date")

    assert answer["detail"] == "参数 due_before 的值“not-a-date”不对：请写成 2024-06-30 的样子。"
