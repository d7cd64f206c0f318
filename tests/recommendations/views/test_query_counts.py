"""The pages of delivery ask few queries, with a role too, and as many for three chains as for one."""

import pytest
import time_machine
from django.urls import reverse

from recommendations.models import Action, Study
from recommendations.views.supervision import LISTS
from tests.factories import (
    BlockerFactory,
    CycleFactory,
    PeriodFactory,
    SourceFactory,
    a_coordinator,
    a_leader,
    a_reporter,
    an_instruction,
    grow,
)
from tests.queries import queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]

MOST = 20 - 1  # outside of tests PostgreSQL is asked besides whether anything was written
AT = "2026-08-10T12:00:00+08:00"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(AT, tick=False):
        yield


def one_more() -> Action:
    """An action that waits, that is instructed, and that owes a report."""
    action = grow()
    BlockerFactory(action=action)
    an_instruction(action)
    return action


@pytest.fixture
def action():
    PeriodFactory(cycle=CycleFactory(default=True))
    Study.objects.create(code="s", title="课题", title_en="Study", author="课题组", source=SourceFactory())
    return one_more()


def address_of(name: str, action: Action) -> str:
    if name.startswith("supervision"):
        return f"{reverse('supervision')}?list={name.partition(' ')[2]}"
    codes = {"department": action.lead_department, "path": action.measure.path}
    return reverse(name, args=[codes[name].code] if name in codes else [])


@pytest.mark.parametrize("who", [a_coordinator, a_leader, a_reporter])
@pytest.mark.parametrize(
    "name",
    ["dashboard", *(f"supervision {name}" for name in LISTS), "department", "path", "path-list", "action-list"],
)
def test_a_page_of_delivery_asks_few_queries_however_many_actions(client, action, name, who):
    client.force_login(who())
    address = address_of(name, action)
    queries_of(client, address)
    one = queries_of(client, address)
    one_more()
    one_more()

    assert queries_of(client, address) == one
    assert one <= MOST


def test_the_action_above_owes_a_report(client, action):
    html = client.get(reverse("supervision"), {"list": "unreported"}).content.decode()

    assert action.title in html
