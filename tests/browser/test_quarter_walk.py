"""One quarter: nine actions from the mandate to the signed sheet, each step in the browser by whoever takes it.

``WALK_PICTURES=folder`` keeps a picture of each step at two widths, light and dark, and in English.
"""

import os
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from recommendations.models import Action, Mandate, ProgressReport
from tests.factories import (
    ActionFactory,
    AssignmentFactory,
    CycleFactory,
    DepartmentFactory,
    MandateFactory,
    PeriodFactory,
    a_coordinator,
    a_head,
    a_reporter,
)
from tests.files import a_pdf

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("half_past_midnight")]

NINE = 9
PAGE, SHEET = "/admin/this-period/", "/admin/this-period/sheet/"
REPORTS = "/admin/recommendations/progressreport/"
REASON = "请写明设备到场的台数。"


@pytest.fixture
def mandate() -> Mandate:
    """Nine actions of a department whose head signs, due at the end of the year, in a quarter that was just cut off."""
    PeriodFactory(cycle=CycleFactory(default=True), label="2026-Q2", start=date(2026, 4, 1), deadline=date(2026, 7, 8))
    department = DepartmentFactory(name="市工业局", needs_sign_off=True)
    mandate = MandateFactory(title="关于落实研究建议的任务分工")
    for number in range(1, NINE + 1):
        action = ActionFactory(
            title=f"第{number}项行动",
            lead_department=department,
            start_date=date(2026, 1, 1),
            due_date=date(2026, 12, 31),
        )
        AssignmentFactory(mandate=mandate, action=action)
    return mandate


@pytest.fixture
def seat(new_page: Callable[..., Page], signed_in: Callable) -> Callable[[object], Page]:
    """A browser of one's own, signed in."""

    def sit(person: object) -> Page:
        page = new_page()
        signed_in(page, person)
        return page

    return sit


def do_with_all(page: Page, what: str) -> None:
    """Tick every row of a list and run one of its actions."""
    page.locator("#action-toggle").click()
    page.locator("select[name=action]").select_option(label=what)
    page.locator("button[name=index]").click()


def fill_row(page: Page, action: Action, percent: str, progress: str) -> None:
    row = page.locator(f"[id='a-{action.code}']")
    row.locator("[name=percent]").fill(percent)
    row.locator("[name=progress]").fill(progress)
    row.get_by_role("button", name="保存").click()
    expect(row.locator("[data-told]")).to_contain_text("已保存")


@pytest.fixture
def look(new_page: Callable[..., Page]) -> Callable[[Page, str], None]:
    """``look(page, step)`` keeps pictures of a step, where somebody wants them."""
    folder, number = os.environ.get("WALK_PICTURES"), count(1)

    def picture(page: Page, step: str) -> None:
        if not folder:
            return
        name = f"{next(number):02}-{step}"
        english = new_page(locale="en")
        english.context.add_cookies(page.context.cookies())
        english.goto(page.url)
        desk = page.viewport_size
        for language, seen in (("zh", page), ("en", english)):
            for scheme in ("light", "dark"):
                seen.emulate_media(color_scheme=scheme)
                for width in (390, 1280):
                    seen.set_viewport_size({"width": width, "height": 844})
                    kind = f"{width}-{language}-{scheme}"
                    seen.screenshot(path=Path(folder) / kind / f"{name}.png", full_page=True)
            seen.emulate_media(color_scheme="light")
        page.set_viewport_size(desk)
        english.close()

    return picture


def states() -> list[str]:
    return sorted(ProgressReport.objects.values_list("state", flat=True))


def test_a_quarter_goes_from_the_mandate_to_the_signed_sheet(seat, look, mandate, mailoutbox, tmp_path):
    actions = list(Action.objects.order_by("position", "pk"))
    department = actions[0].lead_department
    office = seat(a_coordinator(username="研究室乙"))
    reporter = seat(a_reporter(department, username="填报人甲", email="reporter@example.org"))
    head = seat(a_head(department, username="局长丙"))

    # The office hands the mandate over, the department confirms the receipt of all nine.
    office.goto(f"/admin/recommendations/mandate/{mandate.pk}/change/")
    office.locator(".object-tools").get_by_role("link", name="交办").click()
    look(office, "hand-over")
    office.locator("#content-main input[type=submit]").click()
    expect(office.locator(".messagelist")).to_be_visible()
    look(office, "handed-over")
    reporter.goto("/admin/recommendations/handover/")
    expect(reporter.locator("#result_list tbody tr")).to_have_count(NINE)
    look(reporter, "to-receive")
    do_with_all(reporter, "签收所选")
    expect(reporter.locator(".messagelist li")).to_have_count(NINE)
    look(reporter, "received")

    # The reminder names the nine; the page of the to-do list shows the same.
    call_command("send_reminders", verbosity=0)
    assert [mail.to for mail in mailoutbox] == [["reporter@example.org"]]
    assert all(action.title in mailoutbox[0].body for action in actions)
    reporter.goto("/admin/todo/")
    expect(reporter.locator("#content-main")).to_contain_text(actions[-1].title)
    look(reporter, "todo")

    # Nine rows on one page; the first is completed, with a file as evidence.
    reporter.goto(PAGE)
    first = reporter.locator(f"[id='a-{actions[0].code}']")
    first.get_by_label("已完成").check()
    first.locator("[name=files]").set_input_files(
        {"name": "验收.pdf", "mimeType": "application/pdf", "buffer": a_pdf()}
    )
    fill_row(reporter, actions[0], "100", "通过验收。")
    expect(first.get_by_role("link", name="验收.pdf")).to_be_visible()
    for number, action in enumerate(actions[1:], start=1):
        fill_row(reporter, action, str(40 + number), f"第{number}批设备到场。")
    look(reporter, "nine-rows-saved")
    reporter.get_by_role("link", name="提交全部").click()
    look(reporter, "submit-all")
    reporter.get_by_role("button", name="提交所选").click()
    expect(reporter.locator(".waiting").first).to_contain_text("已提交 9")
    assert states() == ["submitted"] * NINE
    look(reporter, "submitted")

    # The head signs all, the office returns one, the department mends it, and the rest is approved in bulk.
    head.goto(PAGE)
    look(head, "to-sign")
    head.get_by_role("button", name="签批所选").click()
    expect(head.locator(".messagelist")).to_be_visible()
    assert states() == ["signed"] * NINE
    look(head, "signed")
    office.goto(f"{REPORTS}?standing=to_approve")
    office.get_by_role("link", name=actions[1].title).click()
    office.get_by_label("退回理由").fill(REASON)
    look(office, "to-decide")
    office.get_by_role("button", name="退回", exact=True).click()
    look(office, "returned")
    office.goto(f"{REPORTS}?standing=to_approve")
    expect(office.locator("#result_list tbody tr")).to_have_count(NINE - 1)
    do_with_all(office, "核准所选")
    expect(office.locator(".messagelist li")).to_have_count(NINE - 1)
    look(office, "approved-in-bulk")
    reporter.goto(PAGE)
    second = reporter.locator(f"[id='a-{actions[1].code}']")
    expect(second).to_contain_text(REASON)
    look(reporter, "to-mend")
    fill_row(reporter, actions[1], "41", "设备到场12台。")
    reporter.get_by_role("link", name="提交全部").click()
    reporter.get_by_role("button", name="提交所选").click()
    head.goto(PAGE)
    head.get_by_role("button", name="签批所选").click()
    expect(head.locator(".messagelist")).to_be_visible()
    office.goto(f"{REPORTS}?standing=to_approve")
    do_with_all(office, "核准所选")
    expect(office.locator(".messagelist li")).to_have_count(1)
    assert states() == ["approved"] * NINE

    # One deadline is extended: asked for in time, granted by the office.
    reporter.goto(f"/admin/recommendations/extensionrequest/add/?action={actions[2].code}")
    reporter.locator("[name=new_due_date]").fill("2027-03-31")
    reporter.locator("[name=reason]").fill("用地审批未完成。")
    look(reporter, "asking-for-time")
    reporter.locator("[name=_save]").click()
    look(reporter, "asked-for-time")
    office.goto("/admin/recommendations/extensionrequest/")
    office.locator("#result_list tbody th a").first.click()
    office.get_by_label("同意延期", exact=True).check()
    office.locator("[name=document]").fill("柳政办〔2026〕30号")
    look(office, "granting-time")
    office.locator("[name=_save]").click()
    look(office, "granted-time")
    body = office.request.get(f"/api/v1/actions/{actions[2].code}/").json()
    assert (body["original_due_date"], body["due_date"], body["extensions"]) == ("2026-12-31", "2027-03-31", 1)
    done = office.request.get(f"/api/v1/actions/{actions[0].code}/").json()
    assert (done["status"], done["delivery_light"]) == ("completed", "done")

    # The sheet for signature holds all nine, on A4.
    reporter.goto(SHEET)
    expect(reporter.locator("table.sheet tbody tr")).to_have_count(NINE)
    look(reporter, "sheet")
    printed = tmp_path / "sheet.pdf"
    printed.write_bytes(reporter.pdf(prefer_css_page_size=True, print_background=True))
    assert printed.read_bytes().startswith(b"%PDF")

    # The trail of the report that was returned is read back: who, in which order, and why.
    report = ProgressReport.objects.get(action=actions[1])
    office.goto(f"{REPORTS}{report.pk}/change/")
    trail = office.locator(".trail").first
    for told in ("填报人甲", "局长丙", "研究室乙", REASON):
        expect(trail).to_contain_text(told)
    look(office, "trail")
    assert list(report.steps.values_list("to_state", flat=True)) == [
        *("submitted", "signed", "returned", "submitted", "signed", "approved")
    ]
