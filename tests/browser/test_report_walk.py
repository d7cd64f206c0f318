"""The main walk: a department logs progress, the office returns it, the department mends it, the office approves it.

The clock stands at half past midnight in Shanghai, where UTC is still at the day before.
"""

from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from recommendations.models import Action
from tests.factories import ActionFactory, AssignmentFactory, a_coordinator, a_reporter

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("half_past_midnight")]

TODAY, YESTERDAY = "2026-07-01", "2026-06-30"
PASSWORD = "Liuzhou-2024"
TYPED = {
    "percent": "52.5",
    "progress": "一期厂房封顶，设备开始进场。",
    "problems": "用电增容还没有批下来。",
    "next_steps": "七月底前完成设备安装。",
}
REASON = "请写明设备到场的台数。"
COUNT_CLICKS = "addEventListener('click', () => clicked(), true)"


@pytest.fixture
def action() -> Action:
    """A mandated action of this year, half of whose time has gone; its department has another one beside it."""
    action = ActionFactory(title="建设新能源汽车零部件产业园", start_date=date(2026, 1, 1), due_date=date(2026, 12, 31))
    AssignmentFactory(action=action)
    ActionFactory(measure=action.measure, lead_department=action.lead_department)
    ActionFactory(measure=action.measure, title="别的部门的行动")
    return action


def sign_in(page: Page, username: str) -> None:
    """Through the form, by keyboard but for the button; the cursor stands in the first field."""
    page.goto("/admin/")
    expect(page.get_by_label("用户名")).to_be_focused()
    page.keyboard.type(username)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.get_by_role("button", name="登录").click()


def click_and_type(field: Locator, text: str) -> None:
    field.click()
    field.press_sequentially(text)


def open_waiting(page: Page, action: Action) -> None:
    """The office's way to the report: from what waits, on the first page, to the one of the action."""
    page.goto("/admin/")
    page.get_by_role("link", name="有1份报告等待核准").click()
    page.get_by_role("link", name=action.title).click()


def read_api(page: Page, action: Action, query: str = "") -> tuple[object, object, object, object]:
    """Percent, status, light and day of the report, as the API tells them to the person signed in."""
    response = page.request.get(f"/api/v1/actions/{action.code}/{query}")
    assert response.status == 200
    body = response.json()
    return body["percent"], body["status"], body["delivery_light"], body["report_as_of"]


def test_a_report_goes_from_the_department_by_the_office_to_page_and_api(new_page, action):
    reporter = a_reporter(action.lead_department, username="填报人甲")
    office = a_coordinator(username="研究室乙")
    department, desk = new_page(), new_page()
    clicks: list[None] = []
    department.expose_function("clicked", lambda: clicks.append(None))
    department.add_init_script(COUNT_CLICKS)
    heading = department.get_by_role("heading", level=1)
    rows = department.locator("#result_list tbody tr")
    row = rows.filter(has_text=action.title)

    # The department signs in, stands before its own actions, and logs: every field by a click of its own.
    sign_in(department, reporter.username)
    expect(heading).to_have_text("本部门牵头的行动")
    expect(rows).to_have_count(2)
    expect(row).to_contain_text("未启动")
    row.get_by_role("link", name=f"填报 {action.code}").click()
    expect(heading).to_have_text("填报进度")
    asked = department.locator(".report-fields .form-row:visible")
    assert asked.count() <= 6
    expect(department.get_by_label("截至")).to_have_value("2026-07-01")
    department.get_by_label("推进中").click()
    for name, text in TYPED.items():
        click_and_type(department.locator(f"[name={name}]"), text)
    department.get_by_role("button", name="提交").click()
    expect(department.get_by_text(f"{action.code} {TODAY}：已提交，等待核准。")).to_be_visible()
    expect(row).to_contain_text("待核准 07-01")
    expect(row).to_contain_text("未启动")
    assert len(clicks) == 8

    # The office finds it from its first page and returns it.
    sign_in(desk, office.username)
    open_waiting(desk, action)
    for text in TYPED.values():
        expect(desk.locator(".report-fields")).to_contain_text(text)
    expect(desk.locator(".trail li").last).to_contain_text(f"提交 {reporter.username}")
    expect(desk.locator(".trail li").last).to_contain_text("2026-07-01 00:3")
    desk.get_by_label("退回理由").fill(REASON)
    desk.get_by_role("button", name="退回", exact=True).click()
    expect(desk.get_by_text(f"{action.code} {TODAY}：已退回。")).to_be_visible()

    # The department meets the reason beside what it wrote, mends and hands in again.
    department.reload()
    row.get_by_role("link", name="已退回 07-01").click()
    expect(department.locator(".report-returned")).to_contain_text(REASON)
    expect(department.locator(".trail li").last).to_contain_text(f"退回 {office.username}")
    for name, text in TYPED.items():
        expect(department.locator(f"[name={name}]")).to_have_value(text)
    department.get_by_label("进展情况").fill("一期厂房封顶，设备到场12台。")
    department.get_by_role("button", name="提交").click()
    expect(row).to_contain_text("待核准 07-01")

    # Until it is approved nothing counts.
    assert read_api(department, action) == (None, "not_started", "none", None)

    # The office approves.
    open_waiting(desk, action)
    expect(desk.locator(".report-fields")).to_contain_text("设备到场12台")
    desk.get_by_role("button", name="核准", exact=True).click()
    expect(desk.get_by_text(f"{action.code} {TODAY}：已核准。")).to_be_visible()
    expect(desk.locator("#result_list tbody tr")).to_have_count(0)

    # Both see it: in the admin's list, on the page, by the API; the day before does not show it.
    department.reload()
    expect(row).to_contain_text("达序时")
    expect(row).to_contain_text(f"{TODAY} 52.5%")
    for reader in (department, desk):
        assert read_api(reader, action) == ("52.5", "in_progress", "ok", TODAY)
        assert read_api(reader, action, f"?as_of={YESTERDAY}") == (None, "not_started", "none", None)
        assert read_api(reader, action, f"?known_on={YESTERDAY}") == (None, "not_started", "none", None)
        reader.goto(f"/actions/{action.code}/")
        main = reader.get_by_role("main")
        expect(main.locator(".lede")).to_contain_text("达序时")
        expect(main.locator(".lede")).to_contain_text(
            "截至2026年7月1日，报告完成52.5%，按计划应完成49.7%，符合序时进度。"
        )
        expect(main.locator(".log")).to_contain_text("设备到场12台")
        expect(main.locator(".log")).to_contain_text(f"{TODAY}核准")
        expect(main.locator(".say")).not_to_contain_text(REASON)
        expect(main.locator(".trail")).to_contain_text(REASON)  # for people with a role
        reader.goto(f"/actions/{action.code}/?as_of={YESTERDAY}")
        expect(main).to_contain_text("您在看2026年6月30日的状况")
        expect(main.locator(".lede")).to_contain_text("未启动")
        expect(main.locator(".lede")).to_contain_text("还没有核准过的进度报告。")
        expect(main).not_to_contain_text("52.5")
        expect(main).not_to_contain_text("设备到场")


def test_the_sign_in_page_of_the_site_leads_on_to_the_own_actions(page: Page, action):
    reporter = a_reporter(action.lead_department)
    page.goto(f"/login/?next=/actions/{action.code}/")
    page.get_by_label("用户名").fill(reporter.username)
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_contain_text("请输入")
    expect(page.get_by_label("用户名")).to_have_value(reporter.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text(action.title)
    page.get_by_role("link", name="办理").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("本部门牵头的行动")
