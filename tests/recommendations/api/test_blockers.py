"""What waits to be coordinated, by API: on the day looked at, to people with a role."""

from datetime import UTC, date, datetime

import pytest

from tests.api import get, rows, values
from tests.factories import BlockerFactory, PostFactory, UserFactory, a_reader

from .test_contract import FIELDS

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("public_pages"),
    pytest.mark.time_machine("2026-06-10T12:00:00+08:00", tick=False),
]

MOMENT = datetime(2026, 5, 20, 1, tzinfo=UTC)


@pytest.fixture
def open_one():
    leader = PostFactory()
    return BlockerFactory(
        options="甲", escalated_to=leader, escalated_at=MOMENT, escalated_by=UserFactory(), sample=True
    )


@pytest.fixture
def resolved():
    return BlockerFactory(
        resolved_on=date(2026, 5, 20), resolved_at=MOMENT, resolved_by=UserFactory(), resolution="已协调"
    )


@pytest.fixture
def reader(client):
    client.force_login(a_reader())
    return client


def test_strangers_get_none(client, open_one):
    assert rows(client, "blockers") == []
    assert client.get(f"/api/v1/blockers/{open_one.ref}/").status_code == 404


def test_a_reader_gets_what_waits_with_no_persons(reader, open_one):
    found = get(reader, f"blockers/{open_one.ref}")

    assert found.keys() == FIELDS["blockers"]
    assert (found["days"], found["state"], found["escalated_to"]) == (40, "open", open_one.escalated_to.code)
    assert get(reader, f"blockers/{open_one.ref}", as_of="2026-05-19")["escalated_to"] is None


def test_a_resolved_one_was_open_before_and_before_it_was_known(reader, resolved):
    def read(**asked):
        found = get(reader, f"blockers/{resolved.ref}", **asked)
        return found["state"], found["days"], found["resolution"]

    assert read() == ("resolved", 19, "已协调")
    assert read(as_of="2026-05-19") == ("open", 18, "")
    assert read(known_on="2026-05-19") == ("open", 40, "")


@pytest.mark.parametrize(
    ("filter_", "asked"),
    [
        ("action", lambda one: one.action.code),
        ("department", lambda one: one.department.code),
        ("leader", lambda one: one.escalated_to.code),
        ("open", lambda _one: "true"),
        ("sample", lambda _one: "true"),
    ],
)
@pytest.mark.usefixtures("resolved")
def test_filter(reader, open_one, filter_, asked):
    assert values(reader, "blockers", "ref", **{filter_: asked(open_one)}) == [open_one.ref]
    assert len(rows(reader, "blockers")) == 2
