"""What the page of an action says of its deadline, its lead and its place, on the day looked at and to whom."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    ActionFactory,
    AssignmentFactory,
    DepartmentFactory,
    ExtensionRequestFactory,
    PlanChangeFactory,
    a_coordinator,
    a_reader,
    a_reporter,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("public_pages"),
    pytest.mark.time_machine("2026-07-01T09:00:00+08:00", tick=False),
]


@pytest.fixture
def action():
    action = ActionFactory(start_date=date(2026, 1, 1), due_date=date(2026, 6, 30))
    AssignmentFactory(action=action)
    return action


@pytest.fixture
def page(client):
    def read(action, person=None, **query):
        if person is not None:
            client.force_login(person)
        return " ".join(client.get(action.get_absolute_url(), query).content.decode().split())

    return read


def test_the_original_due_date_and_the_count_of_extensions_stand_beside_the_one_in_force(action, page):
    for day, later in ((date(2026, 5, 1), date(2026, 9, 30)), (date(2026, 6, 1), date(2026, 12, 31))):
        PlanChangeFactory(action=action, decided_on=day, new_due_date=later)

    html = page(action)
    assert "2026-12-31" in html
    assert "原定2026-06-30，延期2次" in html
    assert "延期1次" in page(action, as_of="2026-05-31")


def test_what_was_asked_for_late_is_shown_as_a_promise_beside_the_overdue(action, page):
    PlanChangeFactory(action=action, decided_on=date(2026, 7, 1), new_due_date=date(2026, 9, 30))

    html = page(action)
    assert "已同意延至2026-09-30，系到期后申请，逾期不消" in html
    assert "逾期 1 天" in html
    assert "系到期后申请" not in page(action, as_of="2026-06-30")


def test_a_request_that_waits_is_shown_to_who_may_see_it_on_the_days_on_which_it_waited(action, page):
    ExtensionRequestFactory(action=action, asked_on=date(2026, 6, 10), new_due_date=date(2026, 12, 31))
    told = "2026-06-10申请延至2026-12-31，待批"

    assert told not in page(action)
    assert told not in page(action, a_reader())
    assert told not in page(action, a_reporter())
    assert told in page(action, a_reporter(action.lead_department))
    assert told in page(action, a_coordinator())
    assert told in page(action, as_of="2026-06-10")
    assert told not in page(action, as_of="2026-06-09")
    action.extension_requests.update(state="refused", decided_at="2026-06-20T04:00:00Z", decision="理由")
    assert told in page(action, as_of="2026-06-19")
    assert told not in page(action, as_of="2026-06-20")
    assert told in page(action, as_of="2026-06-20", known_on="2026-06-19")


def test_who_may_ask_finds_the_way_and_only_today(action, page):
    link = f"/admin/recommendations/extensionrequest/add/?action={action.code}"

    assert link in page(action, a_reporter(action.lead_department))
    assert link not in page(action, as_of="2026-06-01")
    assert link not in page(action, a_reporter())
    assert link not in page(action, a_reader())


def test_the_lead_of_the_day_is_shown(page):
    former, new = DepartmentFactory(name="原局"), DepartmentFactory(name="新局")
    action = ActionFactory(lead_department=new)
    PlanChangeFactory(
        action=action, kind="reassignment", decided_on=date(2026, 6, 20), former_lead=former, new_lead=new
    )

    past, now = page(action, as_of="2026-06-19"), page(action)
    assert "原局</a>" in past
    assert "新局" not in past
    assert "新局</a>" in now
    assert "原局 → 新局" in now


def test_what_replaced_and_what_was_replaced_link_to_each_other_from_the_day_on(page):
    old, new = ActionFactory(), ActionFactory()
    change = PlanChangeFactory(action=old, kind="supersession", decided_on=date(2026, 6, 20), document="文号8号")
    change.successors.add(new)

    for html, other in ((page(old), new), (page(new), old)):
        assert f'href="{other.get_absolute_url()}"' in html
        assert "文号8号" in html
    assert "由其他行动替代" in page(old)
    assert "替代了" in page(new)
    for day in ({"as_of": "2026-06-19"}, {"as_of": "2026-07-01", "known_on": "2026-06-19"}):
        assert "替代了" not in page(new, **day)
        assert "由其他行动替代" not in page(old, **day)


def test_the_page_asks_the_same_number_of_queries_for_one_decision_and_for_three(action, client):
    client.force_login(a_coordinator())

    def decide(number):
        change = PlanChangeFactory(action=action, kind="supersession", decided_on=date(2026, 6, number))
        change.successors.add(ActionFactory())
        PlanChangeFactory(
            action=action, kind="reassignment", decided_on=date(2026, 6, number), new_lead=DepartmentFactory()
        )
        other = PlanChangeFactory(kind="merger", decided_on=date(2026, 6, number))
        other.successors.add(action)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(action.get_absolute_url()).status_code == 200
        return len(asked)

    decide(1)
    queries()
    one = queries()
    decide(2)
    decide(3)
    assert queries() == one


def test_the_api_gives_the_original_and_the_count(action, client):
    PlanChangeFactory(action=action, decided_on=date(2026, 6, 1), new_due_date=date(2026, 9, 30))

    def found(**query):
        row = client.get(f"/api/v1/actions/{action.code}/", query).json()
        return row["due_date"], row["original_due_date"], row["extensions"]

    assert found() == ("2026-09-30", "2026-06-30", 1)
    assert found(as_of="2026-05-31") == ("2026-06-30", "2026-06-30", 0)
