"""Hand-overs and stages on the pages of actions and of supervision, and by API: to whom they are told."""

from datetime import UTC, date, datetime

import pytest

from tests.factories import (
    AssignmentFactory,
    DepartmentFactory,
    HandoverFactory,
    MilestoneFactory,
    PostFactory,
    UserFactory,
    a_coordinator,
    a_reader,
    a_reporter,
    approved_report,
)
from tests.factories.plan import ActionFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("public_pages"),
    pytest.mark.time_machine("2026-02-10T12:00:00+08:00", tick=False),
]


@pytest.fixture
def action():
    """Handed over to the lead, which received it a week later, and to a supporting department, which has not."""
    action = ActionFactory(start_date=date(2026, 1, 1), due_date=date(2026, 12, 31))
    assignment = AssignmentFactory(action=action)
    HandoverFactory(
        assignment=assignment,
        received_at=datetime(2026, 1, 12, 2, tzinfo=UTC),
        received_by=UserFactory(last_name="王", first_name="芳"),
        received_as=PostFactory(title="签收的职务"),
    )
    HandoverFactory(assignment=assignment, department=DepartmentFactory(name="没签收的局"), leads=False)
    return action


def page(client, action, **query):
    return client.get(action.get_absolute_url(), query).content.decode()


def api(client, action, **query):
    return client.get(f"/api/v1/actions/{action.code}/", query).json()


def test_strangers_are_told_nothing_of_hand_overs(client, action):
    html = page(client, action)

    assert action.assignments.get().mandate.number in html
    for secret in ("交办和签收", "王芳", "签收的职务", "没签收"):
        assert secret not in html
    assert (api(client, action)["handed_over_at"], api(client, action)["received_at"]) == (None, None)


def test_people_with_a_role_read_when_and_by_whom_it_was_received_and_who_has_not(client, action):
    client.force_login(a_reader())

    html = page(client, action)

    for shown in ("2026-01-05", "2026-01-08", "2026-01-12", "签收的职务 王芳", "没签收的局", "逾期33天未签收"):
        assert shown in html
    found = api(client, action)
    assert found["handed_over_at"] == "2026-01-05T10:00:00+08:00"
    assert found["received_at"] == "2026-01-12T10:00:00+08:00"
    assert "王芳" not in str(found)


def test_on_a_past_day_it_stands_as_it_did(client, action):
    client.force_login(a_reader())

    html = page(client, action, as_of="2026-01-09")

    assert "王芳" not in html
    assert html.count("逾期1天未签收") == 2
    assert "交办和签收" not in page(client, action, as_of="2026-01-04")
    assert api(client, action, as_of="2026-01-09")["received_at"] is None
    assert api(client, action, known_on="2026-01-04")["handed_over_at"] is None


def test_the_supervision_page_lists_what_is_not_received_since_when_and_by_when(client, action):
    client.force_login(a_coordinator())

    def listed(**query):
        return client.get("/supervision/", {"list": "not_received", **query}).content.decode()

    html = listed()
    assert "没签收的局" in html
    assert "2026-01-05交办" in html
    assert "应于2026-01-08前签收" in html
    assert "逾期33天未签收" in html
    assert html.count("天未签收") == 1
    assert listed(as_of="2026-01-09").count("天未签收") == 2
    assert action.code not in listed(department=a_reporter().memberships.get().department.code)


# --- stages ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def staged(action):
    withdrawn = MilestoneFactory(action=action, title="旧目标", title_en="Old stage", planned_percent=10)
    withdrawn.withdrawn_on = date(2026, 2, 1)
    withdrawn.save()
    MilestoneFactory(
        action=action,
        title="新目标",
        title_en="New stage",
        date=date(2026, 1, 31),
        planned_percent=5,
        recorded_on=date(2026, 2, 1),
    )
    MilestoneFactory(
        action=action,
        title="以后",
        title_en="Later",
        date=date(2026, 9, 30),
        planned_percent=70,
        recorded_on=date(2026, 2, 1),
    )
    return action


def test_the_page_shows_the_stages_in_force_and_what_reached_them(client, staged):
    assert "未达到：还没有核准的报告" in page(client, staged)
    approved_report(staged, date(2026, 1, 31), 8, date(2026, 2, 5))

    html = page(client, staged)

    assert "新目标" in html
    assert "旧目标" not in html
    assert "已达到：截至2026-01-31的报告为8%" in html
    assert "未到日期" in html
    assert "方案文本" in html
    assert "旧目标" in page(client, staged, as_of="2026-01-20")
    assert "新目标" not in page(client, staged, as_of="2026-01-20")


def test_in_english_their_english_titles_are_shown(client, staged):
    client.cookies["django_language"] = "en"

    html = page(client, staged)
    assert "New stage" in html
    assert "新目标" not in html


def test_the_api_gives_the_stages_of_the_day_as_they_were_known(client, staged):
    def titles(**query):
        return [it["title_en"] for it in api(client, staged, **query)["milestones"]]

    assert api(client, staged)["milestones"][0] == {
        "date": "2026-01-31",
        "title": "新目标",
        "title_en": "New stage",
        "planned_percent": "5.0",
        "deliverable": "方案文本",
    }
    assert titles() == ["New stage", "Later"]
    assert titles(as_of="2026-01-20") == ["Old stage"]
    assert titles(known_on="2026-01-31") == ["Old stage"]
    assert titles(known_on="2026-01-04") == []


def test_the_pages_and_the_list_ask_the_same_number_of_queries_for_one_and_for_three(
    client, staged, django_assert_max_num_queries
):
    client.force_login(a_reader())

    def queries(address):
        with django_assert_max_num_queries(100) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    addresses = [staged.get_absolute_url(), "/api/v1/actions/", "/supervision/?list=not_received"]
    one = [queries(address) for address in [*addresses, *addresses]][3:]
    for number in range(2):
        HandoverFactory(assignment=staged.assignments.get(), department=DepartmentFactory(), leads=False)
        MilestoneFactory(action=staged, date=date(2026, 10, 1 + number), planned_percent=80)
        other = ActionFactory()
        HandoverFactory(assignment=AssignmentFactory(action=other))
        MilestoneFactory(action=other)

    assert [queries(address) for address in addresses] == one
