"""What pages show to whom: text of reports only as far as ``visible_to`` lets it."""

from datetime import date

import pytest
import time_machine

from tests.factories import ReportFactory, a_coordinator, a_reader, a_reporter, approved_report, grow

pytestmark = pytest.mark.django_db

PUBLIC, INTERNAL, DRAFT = "可以公开的话", "只在内部的话", "还没有交的话"


@pytest.fixture
def action():
    with time_machine.travel("2026-06-10T12:00:00+08:00", tick=False):
        action = grow()
        approved_report(action, date(2026, 6, 1), 70, date(2026, 6, 2), progress=PUBLIC, openness="public")
        approved_report(action, date(2026, 6, 2), 80, date(2026, 6, 3), progress=INTERNAL, return_reason="")
        ReportFactory(action=action, as_of=date(2026, 6, 5), progress=DRAFT)
        yield action


def pages_of(client, action) -> str:
    addresses = [
        action.get_absolute_url(),
        action.measure.get_absolute_url(),
        action.measure.path.get_absolute_url(),
        action.lead_department.get_absolute_url(),
        action.projects.get().get_absolute_url(),
        "/",
        "/reviews/2026/",
    ]
    return "".join(client.get(address).content.decode() for address in addresses)


@pytest.mark.usefixtures("public_pages")
def test_strangers_read_public_reports_and_the_percent_of_all_approved(client, action):
    html = pages_of(client, action)

    assert PUBLIC in html
    assert INTERNAL not in html
    assert DRAFT not in html
    assert "80%" in client.get(action.get_absolute_url()).content.decode()


@pytest.mark.parametrize("who", [a_reader, a_reporter, a_coordinator])
def test_people_signed_in_read_what_is_approved_and_pages_never_show_drafts(client, action, who):
    client.force_login(who())

    html = pages_of(client, action)

    assert PUBLIC in html
    assert INTERNAL in html
    assert DRAFT not in html


@pytest.mark.usefixtures("public_pages")
def test_strangers_never_read_who_approved_or_wrote(client, action):
    html = pages_of(client, action)

    for report in action.reports.all():
        assert report.created_by.username not in html
        assert report.approved_by is None or report.approved_by.username not in html


@pytest.mark.usefixtures("public_pages")
def test_text_of_people_is_never_taken_for_html(client, action):
    approved_report(
        action, date(2026, 6, 8), 85, date(2026, 6, 9), progress="<script>alert(1)</script>", openness="public"
    )

    html = client.get(action.get_absolute_url()).content.decode()

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html
