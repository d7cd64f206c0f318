"""我的待办 on the site and in the admin: the same list, for whoever has to do with it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators.asof import today
from recommendations.models import Handover
from tests.factories import (
    AssignmentFactory,
    BlockerFactory,
    CycleFactory,
    PeriodFactory,
    PostFactory,
    ReportFactory,
    UserFactory,
    a_coordinator,
    a_leader,
    a_reader,
    a_reporter,
    an_instruction,
)

pytestmark = pytest.mark.django_db
SITE, ADMIN, COUNT = "/todo/", "/admin/todo/", "/admin/todo/count/"


def a_period() -> None:
    """The period that is being reported, past its deadline, and the running one."""
    day = today()
    cycle = CycleFactory(default=True)
    days = {"start": day - timedelta(days=60), "cut_off": day - timedelta(days=20), "deadline": day - timedelta(days=9)}
    PeriodFactory(cycle=cycle, label="before", **days)


def a_duty(**more):
    """A mandated action of which a report is owed, and whose receipt is not confirmed."""
    assignment = AssignmentFactory(mandate__date=today() - timedelta(days=90), **more)
    moment = timezone.now() - timedelta(days=1)
    department = assignment.action.lead_department
    Handover.objects.create(
        assignment=assignment, department=department, handed_over_at=moment, handed_over_by=UserFactory()
    )
    return assignment.action


def test_a_leader_finds_what_the_own_post_has_to_decide(client):
    post = PostFactory()
    blocker = BlockerFactory(escalated_to=post, escalated_at=timezone.now(), options="一是追加", sample=True)
    client.force_login(a_leader(post))

    html = client.get(SITE).content.decode()
    assert blocker.what in html
    assert f'href="{blocker.action.get_absolute_url()}"' in html
    assert "示例" in html
    assert '<a class="mast__todo" href="/todo/" aria-current="page">我的待办</a>' in html


@pytest.mark.parametrize("page", [SITE, ADMIN])
def test_both_pages_show_the_same_and_nothing_of_others(client, page):
    a_period()
    own, other = a_duty(), a_duty()
    client.force_login(a_reporter(own.lead_department))

    html = client.get(page).content.decode()
    assert html.count(own.title) == 2
    assert other.title not in html
    assert "已过期限9天" in html
    assert html.index("填报进展") < html.index("签收交办事项")


@pytest.mark.parametrize("page", [SITE, ADMIN])
def test_who_has_nothing_to_do_is_told_so(client, page):
    client.force_login(a_reporter())
    assert "没有待办。" in client.get(page).content.decode()


def test_the_site_asks_for_a_sign_in_even_where_pages_are_public(client, public_pages):
    assert client.get(SITE)["Location"] == f"/login/?next={SITE}"
    assert client.get(ADMIN)["Location"] == f"/admin/login/?next={ADMIN}"
    assert client.get(COUNT).status_code == 302


def test_the_link_stands_in_the_navigation_of_people_with_a_role_only(client, public_pages):
    assert SITE not in client.get("/").content.decode()
    client.force_login(a_reader())
    assert SITE in client.get("/").content.decode()


def test_the_header_of_the_admin_has_the_link_and_its_number_on_asking(client):
    a_duty()
    client.force_login(a_coordinator())

    html = client.get("/admin/").content.decode()
    assert f'<a href="{ADMIN}" id="todo-link" data-count="{COUNT}">' in html
    assert client.get(COUNT).json() == {"count": 1}  # a department in which nobody reports


@pytest.mark.parametrize("page", [SITE, ADMIN])
@pytest.mark.parametrize(("query", "status"), [("?colour=red", 400), ("?as_of=x", 400), ("?as_of=2020-01-01", 200)])
def test_the_address_is_read_strictly(client, page, query, status):
    client.force_login(a_reporter())
    assert client.get(page + query).status_code == status


@pytest.mark.parametrize("page", [SITE, ADMIN])
def test_texts_are_shown_as_text(client, page):
    action = a_duty(action__title="<script>alert(1)</script>")
    client.force_login(a_reporter(action.lead_department))
    html = client.get(page).content.decode()
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize(("page", "person"), [(ADMIN, "reporter"), (ADMIN, "office"), (SITE, "reporter")])
def test_a_page_costs_the_same_whatever_there_is_to_do(client, page, person):
    a_period()
    first = a_duty()
    department = first.lead_department
    client.force_login(a_reporter(department) if person == "reporter" else a_coordinator())

    def grow():
        action = a_duty(action__lead_department=department)
        an_instruction(action)
        ReportFactory(action=action, state="submitted", submitted_at=timezone.now())
        late = {"submitted_at": timezone.now(), "returned_at": timezone.now(), "return_reason": "请补充"}
        ReportFactory(action=first, state="returned", **late)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
        return len(asked)

    grow()
    queries()
    few = queries()
    for _ in range(4):
        grow()
    assert queries() == few
    assert few <= 14, few
