"""Forms of the admin whose text would be lost: who leaves them is warned, who saves them is not."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Dialog, Page

from recommendations.models import Action
from tests.factories import ActionFactory, AssignmentFactory, ReportFactory, a_contribution, a_reporter

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("half_past_midnight")]


@pytest.fixture
def action() -> Action:
    action = ActionFactory(start_date=date(2026, 1, 1), due_date=date(2026, 12, 31))
    return AssignmentFactory(action=action).action


def a_draft(action: Action) -> tuple[object, str, str]:
    person = a_reporter(action.lead_department)
    report = ReportFactory(action=action, as_of=date(2026, 6, 30), created_by=person)
    return person, f"/admin/recommendations/progressreport/{report.pk}/change/", "progress"


def a_part(action: Action) -> tuple[object, str, str]:
    asked = a_contribution(action)
    return a_reporter(asked.department), f"/admin/recommendations/contribution/{asked.pk}/change/", "text"


@pytest.mark.parametrize("form", [a_draft, a_part])
def test_who_leaves_is_warned_until_it_is_saved(signed_in: Callable, page: Page, action, form):
    person, address, field = form(action)
    signed_in(page, person)
    warned: list[str] = []

    def go(dialog: Dialog) -> None:
        warned.append(dialog.type)
        dialog.accept()

    page.on("dialog", go)

    def leave() -> None:
        page.get_by_role("link", name="首页").click()
        page.wait_for_load_state()

    page.goto(address)
    leave()
    assert warned == []

    page.goto(address)
    page.locator(f"[name={field}]").fill("只写了一半")
    leave()
    assert warned == ["beforeunload"]

    page.goto(address)
    page.locator(f"[name={field}]").fill("写完了。")
    page.locator("[name=_save]").click()
    page.wait_for_load_state()
    leave()
    assert warned == ["beforeunload"]
