"""本期填报 as a reporter meets it: rows that save themselves, text that is not lost, faults that are told."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Dialog, Page, Route, expect

from recommendations.models import Action, ProgressReport
from tests.factories import ActionFactory, AssignmentFactory, CycleFactory, DepartmentFactory, PeriodFactory, a_reporter

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("half_past_midnight")]

PAGE = "/admin/this-period/"


@pytest.fixture
def actions() -> list[Action]:
    PeriodFactory(cycle=CycleFactory(default=True), label="2026-Q2", start=date(2026, 4, 1))
    department = DepartmentFactory()
    made = []
    for title in ("建设产业园", "开通班列"):
        action = ActionFactory(
            title=title, lead_department=department, start_date=date(2026, 1, 1), due_date=date(2026, 12, 31)
        )
        made.append(AssignmentFactory(action=action).action)
    return made


@pytest.fixture
def open_page(signed_in: Callable, actions: list[Action]) -> Callable[[Page], Page]:
    person = a_reporter(actions[0].lead_department, username="填报人甲")

    def open_it(page: Page) -> Page:
        signed_in(page, person)
        page.goto(PAGE)
        return page

    return open_it


def row(page: Page, action: Action):
    return page.locator(f"[id='a-{action.code}']")


def fill(page: Page, action: Action, **texts: str) -> None:
    for name, text in texts.items():
        row(page, action).locator(f"[name={name}]").fill(text)


def told(page: Page, action: Action):
    return row(page, action).locator("[data-told]")


def test_a_row_saves_itself_when_one_leaves_it(open_page, page: Page, actions):
    first, second = actions
    open_page(page)
    expect(page.locator(".waiting")).to_contain_text("2 项应报：已提交 0，草稿 0，退回 0，未填 2")
    fill(page, first, percent="45", progress="一期厂房封顶。🎉 <b>")
    expect(told(page, first)).to_have_text("未保存")

    row(page, second).locator("[name=percent]").focus()

    expect(told(page, first)).to_have_text("已保存 00:30")
    expect(row(page, first).locator("[data-standing]")).to_have_text("草稿")
    expect(page.locator(".waiting")).to_contain_text("草稿 1，退回 0，未填 1")
    page.reload()
    expect(row(page, first).locator("[name=progress]")).to_have_value("一期厂房封顶。🎉 <b>")

    fill(page, first, problems="缺电。")  # and by itself once one stops typing
    expect(told(page, first)).to_have_text("已保存 00:30")
    assert ProgressReport.objects.get().problems == "缺电。"


def test_a_fault_is_told_beside_its_field_and_gone_once_mended(open_page, page: Page, actions):
    first = actions[0]
    open_page(page)
    fill(page, first, percent="120", progress="一期厂房封顶。")
    row(page, first).get_by_role("button", name="保存").click()

    sentence = "完成比例应在 0 到 100 之间。"
    expect(row(page, first).locator(".tp-percent .errorlist")).to_have_text(sentence)
    expect(row(page, first).locator("[name=percent]")).to_have_accessible_description(sentence)
    expect(told(page, first)).to_contain_text(f"未保存：{sentence}")
    assert not ProgressReport.objects.exists()
    fill(page, first, percent="45")
    row(page, first).get_by_role("button", name="保存").click()
    expect(told(page, first)).to_have_text("已保存 00:30")
    expect(row(page, first).locator(".errorlist")).to_have_count(0)


def test_who_goes_away_with_unsaved_text_is_warned_and_finds_it_again(open_page, page: Page, actions):
    first = actions[0]
    open_page(page)
    fill(page, first, progress="只写了一半")
    warned: list[str] = []

    def stay(dialog: Dialog) -> None:
        warned.append(dialog.type)
        dialog.accept()

    page.on("dialog", stay)
    page.get_by_role("link", name="首页").click()
    page.wait_for_load_state()
    assert warned == ["beforeunload"]

    page.goto(PAGE)
    expect(row(page, first).locator("[name=progress]")).to_have_value("")
    expect(row(page, first)).to_contain_text("这里有上次没有保存的内容。")
    row(page, first).get_by_role("button", name="恢复").click()
    expect(row(page, first).locator("[name=progress]")).to_have_value("只写了一半")
    fill(page, first, percent="45")
    row(page, first).get_by_role("button", name="保存").click()
    expect(told(page, first)).to_have_text("已保存 00:30")
    page.reload()
    expect(row(page, first)).not_to_contain_text("没有保存的内容")
    assert warned == ["beforeunload"]


def test_what_is_saved_and_handed_in_together(open_page, page: Page, actions):
    open_page(page)
    for action in actions:
        fill(page, action, percent="45", progress=f"{action.title}进展顺利。")
    page.get_by_role("link", name="提交全部").click()  # the last row is not saved yet: that comes first

    expect(page.get_by_text("以下各项将送研究室核准。")).to_be_visible()
    expect(page.get_by_role("checkbox")).to_have_count(2)
    page.get_by_role("button", name="提交所选").click()
    expect(page.get_by_text("已提交2项。")).to_be_visible()
    expect(page.locator(".tp-for_office")).to_have_count(2)
    assert set(ProgressReport.objects.values_list("state", flat=True)) == {"submitted"}


def test_without_a_session_or_a_server_the_text_stays_and_the_page_says_so(open_page, page: Page, actions):
    first = actions[0]
    open_page(page)
    fill(page, first, percent="45", progress="一期厂房封顶。")
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    row(page, first).get_by_role("button", name="保存").click()
    expect(told(page, first)).to_contain_text("登录已过期，还没有保存")
    expect(row(page, first).locator("[name=progress]")).to_have_value("一期厂房封顶。")

    page.context.add_cookies(cookies)

    def gone(route: Route) -> None:
        route.fulfill(status=200, content_type="text/html", body="<p>proxy</p>")

    page.route("**/rows/**", gone)
    row(page, first).get_by_role("button", name="保存").click()
    expect(told(page, first)).to_contain_text("服务器没有收下，还没有保存")
    page.unroute("**/rows/**", gone)
    row(page, first).get_by_role("button", name="保存").click()
    expect(told(page, first)).to_have_text("已保存 00:30")


def test_the_page_works_without_script(new_page, open_page, actions):
    first = actions[0]
    page = open_page(new_page(java_script_enabled=False, viewport={"width": 390, "height": 844}))
    fill(page, first, percent="145", progress="一期厂房封顶。")
    row(page, first).get_by_role("button", name="保存").click()
    expect(row(page, first).locator(".errorlist")).to_have_text("完成比例应在 0 到 100 之间。")
    expect(row(page, first).locator("[name=progress]")).to_have_value("一期厂房封顶。")
    expect(row(page, first)).to_be_in_viewport()
    fill(page, first, percent="45")
    row(page, first).get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存，还没有提交。")).to_be_visible()
    assert page.url.endswith(f"#a-{first.code}")
    page.get_by_role("link", name="提交全部").click()
    page.get_by_role("button", name="提交所选").click()
    expect(page.get_by_text("已提交1项。")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_scrolls_sideways(new_page, open_page, actions, width):
    page = open_page(new_page(viewport={"width": width, "height": 844}))
    fill(page, actions[0], percent="45", progress="长" * 3 + "x" * 400)
    row(page, actions[1]).locator("[name=percent]").focus()
    expect(told(page, actions[0])).to_have_text("已保存 00:30")
    for address in (PAGE, f"{PAGE}submit/", f"{PAGE}sheet/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address


def test_a_second_window_is_shown_what_the_first_stored_and_may_put_its_own_in_place(open_page, page: Page, actions):
    first = actions[0]
    open_page(page)
    fill(page, first, percent="45", progress="第一个窗口写的")
    row(page, first).get_by_role("button", name="保存").click()
    expect(told(page, first)).to_have_text("已保存 00:30")
    second = page.context.new_page()
    second.goto(PAGE)
    fill(page, first, progress="第一个窗口又写的")
    row(page, first).get_by_role("button", name="保存").click()
    expect(told(page, first)).to_have_text("已保存 00:30")

    def quietly(route: Route) -> None:
        """The answer as it is, but for the status, which the browser would note as a fault of the page."""
        answer = route.fetch()
        statuses.append(answer.status)
        route.fulfill(status=200, content_type="application/json", body=answer.text())

    statuses: list[int] = []
    second.route("**/rows/**", quietly)
    fill(second, first, progress="第二个窗口写的")
    row(second, first).get_by_role("button", name="保存").click()
    expect(row(second, first).locator(".errornote")).to_contain_text("第一个窗口又写的")
    expect(row(second, first).locator("[name=progress]")).to_have_value("第二个窗口写的")
    assert ProgressReport.objects.get().progress == "第一个窗口又写的"

    row(second, first).get_by_role("button", name="保存").click()
    expect(told(second, first)).to_have_text("已保存 00:30")
    expect(row(second, first).locator(".errornote")).to_have_count(0)
    assert ProgressReport.objects.get().progress == "第二个窗口写的"
    assert statuses == [409, 200]
