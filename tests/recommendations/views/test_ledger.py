"""The register: who opens it, and what it tells of other departments."""

from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.factories import (
    ActionFactory,
    AssignmentFactory,
    CycleFactory,
    PeriodFactory,
    PlanChangeFactory,
    PostFactory,
    UserFactory,
    a_coordinator,
    a_reader,
    a_reporter,
)

pytestmark = pytest.mark.django_db

ADDRESS = "/ledger/?since=2026-01-01&until=2026-12-31&as_of=2026-08-01"


@pytest.fixture
def action():
    """Mandated and due in a period whose deadline has passed; nothing was reported."""
    action = ActionFactory()
    AssignmentFactory(action=action)
    PeriodFactory(cycle=CycleFactory(default=True), recorded_on="2026-01-01")
    return action


def opened_by(user, address=ADDRESS):
    client = Client()
    client.force_login(user)
    return client.get(address)


def titles_in(response) -> set[object]:
    book = load_workbook(BytesIO(response.getvalue()))
    return {row[3].value for row in book.worksheets[1].iter_rows(min_row=2)}


def test_it_is_for_people_with_a_role_even_where_pages_are_public(client, action, settings):
    settings.PUBLIC_PAGES = True

    assert client.get("/ledger/").status_code == 403
    assert opened_by(UserFactory()).status_code == 403
    assert opened_by(a_reader()).status_code == 200


@pytest.mark.usefixtures("action")
@pytest.mark.parametrize(
    ("day", "year", "periods"), [("2026-08-01", 2026, 1), ("2027-01-10", 2026, 1), ("2025-08-01", 2025, 0)]
)
def test_unless_asked_otherwise_it_is_of_the_year_that_was_cut_off_last(day, year, periods):
    context = opened_by(a_coordinator(), f"/ledger/?as_of={day}").context

    assert (context["scope"].since.year, context["scope"].until.year) == (year, year)
    assert len(context["ledger"].periods) == periods


def test_a_department_that_did_not_report_stands_with_what_is_missing(action):
    html = opened_by(a_coordinator()).content.decode()

    assert action.lead_department.name in html
    assert f"/ledger/{action.lead_department.code}/" in html


def test_the_list_behind_a_number_is_its_departments_and_the_offices(action):
    address = f"/ledger/{action.lead_department.code}/?counts=missing&as_of=2026-08-01"

    assert action.title in opened_by(a_coordinator(), address).content.decode()
    assert action.title in opened_by(a_reporter(action.lead_department), address).content.decode()
    for person in (a_reader(), a_reporter()):
        assert opened_by(person, address).status_code == 403


def test_the_workbook_holds_the_rows_of_those_departments_only_whose_lists_the_reader_may_open(action):
    address = f"{ADDRESS}&format=xlsx"

    assert action.title in titles_in(opened_by(a_coordinator(), address))
    assert action.title in titles_in(opened_by(a_reporter(action.lead_department), address))
    assert titles_in(opened_by(a_reader(), address)) == set()
    assert titles_in(opened_by(a_reporter(), address)) == set()


def test_without_a_cycle_it_says_what_to_do(settings):
    response = opened_by(a_coordinator())

    assert response.status_code == 200
    assert "填报周期" in response.content.decode()


def test_it_narrows_to_what_a_leader_oversaw_on_the_day(action, time_machine):
    """The leader changed on 15 July; on the 10th the register was the first one's."""
    first, second = PostFactory(), PostFactory()
    for day, post in (("2026-07-01", first), ("2026-07-15", second)):
        time_machine.move_to(f"{day}T12:00:00+08:00", tick=False)
        action.leader = post
        action.save()
    time_machine.move_to("2026-08-01T12:00:00+08:00", tick=False)
    person = a_coordinator()

    def owing(post, day):
        address = f"/ledger/?since=2026-01-01&until=2026-12-31&as_of={day}&leader={post.code}"
        return action.lead_department.name in opened_by(person, address).content.decode().partition("<table")[2]

    assert owing(second, "2026-08-01")
    assert not owing(first, "2026-08-01")
    assert owing(first, "2026-07-10")
    assert not owing(second, "2026-07-10")


def test_the_cycle_of_the_day_counts(action):
    """An action that was moved to another cycle after it was overdue stands in the old one's register of before."""
    old, new = CycleFactory(), CycleFactory()
    action.cycle, action.due_date = new, "2026-06-30"
    action.save()
    PlanChangeFactory(
        action=action, kind="reporting", decided_on="2026-07-20", former_cycle=old, new_cycle=new, new_due_date=None
    )
    person = a_coordinator()

    def overdue(cycle, day):
        address = f"/ledger/{action.lead_department.code}/?since=2026-01-01&until=2026-12-31&as_of={day}"
        html = opened_by(person, f"{address}&cycle={cycle.code}&counts=overdue").content.decode()
        return action.title in html

    assert overdue(old, "2026-07-10")
    assert not overdue(new, "2026-07-10")
    assert overdue(new, "2026-08-01")
    assert not overdue(old, "2026-08-01")
