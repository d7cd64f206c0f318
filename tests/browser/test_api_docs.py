"""The API's page of documentation works under the strict policy: nothing from outside, nothing inline."""

import pytest
from playwright.sync_api import Page, expect

from tests.factories import ActionFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("public_pages")]


def test_it_tries_an_operation(page: Page):
    action = ActionFactory()
    page.goto("/api/v1/docs/")

    operation = page.locator("#operations-actions-actions_list")
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Try it out").click()
    operation.locator("tr[data-param-name=delivery_light] select").select_option("none")
    operation.get_by_role("button", name="Execute").click()

    expect(operation.locator(".live-responses-table")).to_contain_text(action.title)


def test_it_shows_a_model(page: Page):
    page.goto("/api/v1/docs/")

    page.get_by_role("button", name="Action", exact=True).click()

    expect(page.locator("#model-Action")).to_contain_text("delivery_light")
