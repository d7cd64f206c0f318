"""Who led an action on a past day is counted, listed and named alike, wherever one asks."""

from datetime import date

import pytest

from tests.factories import (
    ActionFactory,
    AssignmentFactory,
    BlockerFactory,
    DepartmentFactory,
    PlanChangeFactory,
    a_coordinator,
    an_instruction,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]

BEFORE, AFTER = "2026-05-31", "2026-06-01"


@pytest.fixture
def moved():
    """An overdue action that went from its first lead to another on the first of June."""
    first, second = DepartmentFactory.create_batch(2)
    action = ActionFactory(lead_department=second, start_date=date(2026, 1, 1), due_date=date(2026, 4, 30))
    AssignmentFactory(action=action)
    PlanChangeFactory(
        action=action, kind="reassignment", former_lead=first, new_lead=second, decided_on=date(2026, 6, 1)
    )
    return action


def named(client, address, day, **query):
    """The answer's context, or its JSON."""
    response = client.get(address, {"as_of": day, **query})
    assert response.status_code == 200
    return response.json() if address.startswith("/api/") else response.context


@pytest.mark.parametrize(("day", "leads"), [(BEFORE, 0), (AFTER, 1)])
def test_pages_lists_and_api_name_the_same_lead(client, moved, day, leads):
    departments = [moved.changes.get().former_lead, moved.lead_department]
    code, expected = departments[leads].code, {departments[leads].code: 1, departments[1 - leads].code: 0}

    listed = {d.code: progress.actions for d, progress in named(client, "/departments/", day)["departments"]}
    pages = {c: named(client, f"/departments/{c}/", day)["progress"].actions for c in expected}
    filtered = {c: named(client, "/api/v1/actions/", day, department=c)["count"] for c in expected}
    shown = {c: len(named(client, "/actions/", day, department=c)["states"]) for c in expected}
    overdue = {
        c: len(named(client, "/supervision/", day, list="overdue", department=c)["found"].overdue) for c in expected
    }
    api = {c: named(client, f"/api/v1/departments/{c}/", day) for c in expected}

    assert listed == pages == filtered == shown == overdue == expected
    assert {c: one["progress"]["overdue"] for c, one in api.items()} == expected
    assert {c: len(one["leads"]) for c, one in api.items()} == expected
    assert named(client, f"/api/v1/actions/{moved.code}/", day)["lead_department"] == code
    assert named(client, f"/api/v1/measures/{moved.measure.code}/", day)["code"] == moved.measure.code


@pytest.mark.parametrize(("day", "leads"), [(BEFORE, 0), (AFTER, 1)])
def test_rows_and_the_measure_name_who_led(client, moved, day, leads):
    departments = [moved.changes.get().former_lead, moved.lead_department]

    for address in (f"/measures/{moved.measure.code}/", "/actions/"):
        rows = named(client, address, day)["states"]
        assert [state.lead for state in rows] == [departments[leads]]
    assert named(client, f"/measures/{moved.measure.code}/", day)["leading"] == [departments[leads]]


@pytest.mark.parametrize(("day", "leads"), [(BEFORE, 0), (AFTER, 1)])
def test_what_needs_a_decision_is_narrowed_by_who_led(client, moved, day, leads):
    departments = [moved.changes.get().former_lead, moved.lead_department]
    BlockerFactory(action=moved, department=departments[0])
    instruction = an_instruction(moved)
    instruction.departments.set([DepartmentFactory()])
    client.force_login(a_coordinator())

    found = [
        named(client, "/supervision/", day, list="decisions", department=department.code)["found"].decisions
        for department in departments
    ]

    assert [decision.kind for decision in found[leads]] == ["overdue", "blocker"]
    assert found[1 - leads] == []


def test_what_was_known_decides(client, moved):
    first = moved.changes.get().former_lead
    moved.changes.update(recorded_on=date(2026, 6, 10))

    counts = [
        named(client, "/api/v1/actions/", "2026-06-30", department=first.code, known_on=known)["count"]
        for known in ("2026-06-09", "2026-06-10")
    ]

    assert counts == [1, 0]
