"""What waits and what leaders say, on pages and by API: to whom it is told, and to whom not."""

import pytest
import time_machine

from recommendations.services.instructions import answer
from tests.factories import (
    BlockerFactory,
    PostFactory,
    VerificationFactory,
    a_coordinator,
    a_leader,
    a_reader,
    a_reporter,
    an_instruction,
    grow,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]

WAITS, OPTION, SAID, FOUND = "等人的话", "可选的话", "批示的话", "核查的话"


@pytest.fixture
def action():
    with time_machine.travel("2026-06-10T12:00:00+08:00", tick=False):
        action = grow()
        BlockerFactory(action=action, what=WAITS, options=OPTION)
        an_instruction(action, text=SAID)
        VerificationFactory(action=action, note=FOUND)
        yield action


def read(client, action) -> str:
    addresses = ["/", "/supervision/", "/instructions/", action.get_absolute_url(), "/api/v1/blockers/"]
    return "".join(client.get(address).content.decode() for address in addresses)


def test_strangers_learn_only_that_an_action_waits_and_how_long(client, action):
    html = read(client, action)

    assert "待协调40天" in html
    for secret in (WAITS, OPTION, SAID, FOUND, f"等{action.blockers.get(what=WAITS).waits_for.name}"):
        assert secret not in html
    assert client.get("/api/v1/blockers/").json()["count"] == 0
    assert client.get(f"/api/v1/actions/{action.code}/").json()["verified_percent"] is None


@pytest.mark.parametrize("kind", ["decisions", "not_received", "to_approve", "contradictions"])
@pytest.mark.usefixtures("action")
def test_strangers_cannot_ask_for_the_other_lists(client, kind):
    assert client.get("/supervision/", {"list": kind}).status_code == 400


@pytest.mark.parametrize(
    ("who", "told"), [(a_reader, False), (a_reporter, False), (a_leader, True), (a_coordinator, True)]
)
def test_people_with_a_role_read_what_waits_and_instructions_only_whom_they_concern(client, action, who, told):
    client.force_login(who())

    html = read(client, action)

    assert WAITS in html
    assert OPTION in html
    assert FOUND in html
    assert (SAID in html) is told
    instruction = action.instructions.get(text=SAID)
    assert client.get(instruction.get_absolute_url()).status_code == (200 if told else 404)
    assert client.get(f"/api/v1/actions/{action.code}/").json()["verified_percent"] == "30.0"


def test_the_leading_department_reads_its_instruction_but_no_other_departments_answer(client, action):
    instruction, other = action.instructions.get(text=SAID), a_reporter()
    department = other.memberships.get().department
    instruction.departments.add(department)
    answer(actor=other, instruction=instruction, department=department, text="别人的反馈")
    client.force_login(a_reporter(action.lead_department))

    html = client.get(instruction.get_absolute_url()).content.decode()

    assert SAID in html
    assert "别人的反馈" not in html


def test_a_leader_marks_an_answer_seen_on_the_page(client, action):
    post = PostFactory()
    given = an_instruction(action, post=post)
    said = answer(actor=a_coordinator(), instruction=given, department=action.lead_department, text="已办")
    client.force_login(a_leader(post))

    refused = client.post(given.get_absolute_url(), {"answer": said.pk, "content": "false", "remark": " "})
    client.post(given.get_absolute_url(), {"answer": said.pk, "content": "true"})

    given.refresh_from_db()
    assert refused.status_code == 409
    assert given.closed_at is not None


def test_a_leader_gives_an_instruction_from_the_action(client, action):
    post = PostFactory()
    client.force_login(a_leader(post))
    page = client.get("/instructions/new/", {"action": action.code})
    assert f'<option value="{action.code}" selected>' in page.content.decode()

    client.post(
        "/instructions/new/",
        {"post": post.pk, "text": "新的批示", "urgency": "urgent", "actions": [action.code], "given_on": "2026-06-10"},
    )

    assert post.instructions.get().answer_by.isoformat() == "2026-06-15"


def test_the_last_day_of_the_calendar_is_refused_by_page_and_admin(client, action):
    post = PostFactory()
    given = {"post": post.pk, "text": "批示", "urgency": "urgent", "given_on": "9999-12-31"}
    client.force_login(a_coordinator())

    page = client.post("/instructions/new/", given | {"actions": [action.code]})
    form = client.post("/admin/recommendations/instruction/add/", given | {"actions": [action.pk]})

    for response in (page, form):
        assert response.status_code == 200
        assert "请看年份是否写错" in response.content.decode()
    assert not post.instructions.exists()
