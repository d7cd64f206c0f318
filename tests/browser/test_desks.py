"""The pages of people signed in, most of them the admin's: they fit a phone and a desk, and can be read."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect

from recommendations.models import Action
from tests.browser import AUDIT
from tests.browser.desks import desks
from tests.factories import a_coordinator, a_head, a_leader, a_reader, a_reporter, grow

pytestmark = pytest.mark.django_db(transaction=True)

PHONE, DESK = 390, 1280


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel("2026-07-02T12:00:00+08:00"):
        yield


@pytest.fixture
def action() -> Action:
    """One of two chains, with somebody in each role."""
    grow()
    action = grow()
    a_reporter(action.lead_department)
    a_head(action.lead_department)
    for person in (a_coordinator, a_leader, a_reader):
        person()
    return action


def test_every_page_of_people_signed_in_fits_and_can_be_read(new_page: Callable[..., Page], signed_in, action):
    faults, pages = [], desks()
    for username in dict.fromkeys(desk.username for desk in pages):
        page = new_page(viewport={"width": PHONE, "height": 844})
        page.add_init_script(path=AUDIT)
        signed_in(page, get_user_model().objects.get(username=username))
        for desk in pages:
            if desk.username != username:
                continue
            page.goto(desk.address)
            for width in (PHONE, DESK):
                page.set_viewport_size({"width": width, "height": 844})
                faults += [f"{desk.name} at {width} px {fault}" for fault in page.evaluate("audit.sideways()")]
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                faults += [f"{desk.name}, {scheme}, {fault}" for fault in page.evaluate("audit.textContrast()")]
    assert not faults, "\n".join(faults)


def test_on_a_phone_a_row_of_a_list_is_a_block_that_names_its_columns(new_page: Callable[..., Page], signed_in, action):
    page = new_page(viewport={"width": PHONE, "height": 844})
    signed_in(page, a_coordinator())

    page.goto("/admin/recommendations/verification/")

    row = page.get_by_role("row").nth(1)
    expect(row.get_by_role("rowheader")).to_contain_text(action.title)
    results = page.locator(".results")
    assert results.evaluate("it => it.scrollWidth <= it.clientWidth")
    expect(row.get_by_role("cell").filter(has_text="30%")).to_have_attribute("data-label", "核实比例")


def test_the_admin_speaks_the_other_language_on_the_same_page(new_page: Callable[..., Page], signed_in, action):
    page = new_page()
    signed_in(page, a_coordinator())
    page.goto("/admin/recommendations/action/?q=x")

    page.get_by_role("banner").get_by_role("link", name="EN", exact=True).click()

    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith("/admin/recommendations/action/?q=x")
