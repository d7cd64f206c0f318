"""The admin as people meet it: clicks that come twice, desks that are shared, slips of the hand, no script."""

import time
from collections.abc import Callable
from datetime import date
from threading import Event
from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, Request, expect

from recommendations.models import Action, ProgressReport
from recommendations.services.progress import log_report, submit
from tests.factories import (
    ActionFactory,
    AssignmentFactory,
    BlockerFactory,
    PostFactory,
    ReportFactory,
    a_coordinator,
    a_reporter,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("half_past_midnight")]

ADD = "/admin/recommendations/progressreport/add/"


@pytest.fixture
def action() -> Action:
    action = ActionFactory(title="建设产业园", start_date=date(2026, 1, 1), due_date=date(2026, 12, 31))
    AssignmentFactory(action=action)
    return action


@pytest.fixture
def reporter(action: Action):
    return a_reporter(action.lead_department, username="填报人甲")


@pytest.fixture
def submitted(action: Action, reporter) -> ProgressReport:
    """A report that waits for the office."""
    report = ReportFactory(action=action, as_of=date(2026, 6, 30), progress="一期厂房封顶。", created_by=reporter)
    return submit(actor=reporter, report=report)


@pytest.fixture
def open_form(signed_in: Callable, reporter, action: Action) -> Callable[[Page], Page]:
    """Opens the form of a new report on the action, for its department."""

    def open_it(page: Page) -> Page:
        signed_in(page, reporter)
        page.goto(f"{ADD}?action={action.code}")
        return page

    return open_it


def change(report: ProgressReport) -> str:
    return reverse("admin:recommendations_progressreport_change", args=[report.pk])


def fill(page: Page, **texts: str) -> None:
    for name, text in texts.items():
        page.locator(f"[name={name}]").fill(text)


def test_a_double_click_makes_one_report(open_form, page: Page, action, monkeypatch):
    """The second click comes while the server works on the first, so that it gets both."""
    arrived = Event()

    def slow(**report):
        arrived.set()
        time.sleep(0.3)
        return log_report(**report)

    monkeypatch.setattr("recommendations.admin.progress.log_report", slow)
    open_form(page)
    fill(page, percent="40", progress="一期厂房封顶。")
    sent: list[Request] = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request))

    button = page.get_by_role("button", name="提交")
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.click(x, y)  # the button's own click() would wait for the page that the first one leads to
    for _moment in range(1000):
        if arrived.is_set():
            break
        page.wait_for_timeout(10)
    page.mouse.click(x, y)

    expect(page.get_by_text("这份报告已经收到，没有重复记录。")).to_be_visible()
    expect(page.locator(".report-where")).to_contain_text("待核准")
    page.goto("/admin/recommendations/progressreport/")
    expect(page.locator("#result_list tbody tr")).to_have_count(1)
    assert len(sent) == 2


def test_of_two_people_who_decide_at_once_the_second_is_told_by_whom(new_page, signed_in, submitted):
    first, second = new_page(), new_page()
    for page, name in ((first, "研究室乙"), (second, "研究室丙")):
        signed_in(page, a_coordinator(username=name))
        page.goto(change(submitted))

    first.get_by_role("button", name="核准", exact=True).click()
    expect(first.get_by_text("已核准。")).to_be_visible()
    second.get_by_label("退回理由").fill("请写明台数。")
    second.get_by_role("button", name="退回", exact=True).click()

    expect(second.get_by_text("这份报告已由 研究室乙 核准。")).to_be_visible()
    expect(second.locator(".report-where")).to_contain_text("已核准")
    last = second.locator(".trail li").last
    expect(last).to_contain_text("2026-07-01 00:3")
    expect(last).to_contain_text("核准 研究室乙")
    for button in ("核准", "退回"):
        expect(second.get_by_role("button", name=button)).to_have_count(0)
    expect(second.get_by_text("请写明台数。")).to_have_count(0)


def test_a_return_without_a_reason_is_refused_next_to_the_field(page: Page, signed_in, submitted):
    signed_in(page, a_coordinator())
    page.goto(change(submitted))

    page.get_by_role("button", name="退回", exact=True).click()

    expect(page.locator(".decision-return .errorlist")).to_have_text("请写明退回理由。")
    expect(page.get_by_label("退回理由")).to_have_accessible_description("请写明退回理由。")
    expect(page.locator(".report-where")).to_contain_text("待核准")


SLIPS = {
    "over 100": ({"percent": "120"}, "percent", "完成比例应在 0 到 100 之间。"),
    "below 0": ({"percent": "-5"}, "percent", "完成比例应在 0 到 100 之间。"),
    "no percent": ({"percent": ""}, "percent", "该字段是必填项。"),
    "completed under 100": ({"status": "completed"}, "percent", "填“已完成”时，完成比例应为 100。"),
    "tomorrow": ({"as_of": "2026-07-02"}, "as_of", "日期 2026-07-02 在今天（2026-07-01）之后。"),
    "no date at all": ({"as_of": "昨天"}, "as_of", "输入一个有效的日期。"),
    "no progress": ({"progress": ""}, "progress", "该字段是必填项。"),
}
GOOD = {"as_of": "2026-06-30", "status": "in_progress", "percent": "40", "progress": "封顶。", "problems": "缺电。"}


def test_a_slip_is_told_next_to_its_field_and_what_was_typed_stays(open_form, page: Page):
    open_form(page)
    for slip, field, sentence in SLIPS.values():
        typed = GOOD | slip
        fill(page, **{name: text for name, text in typed.items() if name != "status"})
        page.locator(f"[name=status][value={typed['status']}]").check()
        page.get_by_role("button", name="提交").click()

        told = page.locator(".errorlist")
        expect(told).to_have_count(1)
        expect(told).to_have_text(sentence)
        input_ = page.locator(f".form-row.field-{field} [name={field}]")
        expect(page.locator(f".form-row.field-{field} .errorlist")).to_have_text(sentence)
        expect(input_).to_have_attribute("aria-invalid", "true")
        assert told.get_attribute("id") in (input_.get_attribute("aria-describedby") or "").split()
        above, below = told.bounding_box(), input_.bounding_box()
        assert 0 <= below["y"] - (above["y"] + above["height"]) < 40, f"{sentence} stands too far from its field"
        for name, text in typed.items():
            if name != "status":
                expect(page.locator(f"[name={name}]")).to_have_value(text)
        expect(page.locator(f"[name=status][value={typed['status']}]")).to_be_checked()

    fill(page, **{name: text for name, text in GOOD.items() if name != "status"})
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("2026-06-30：已提交，等待核准。")).to_be_visible()


def test_another_departments_report_stays_closed_by_any_address(page: Page, signed_in, submitted, action):
    signed_in(page, a_reporter())
    main, secret = page.locator("body"), "一期厂房封顶"
    for address, status, sentence in (
        (f"{ADD}?action={quote(action.code)}", 403, "这项行动不由您的部门牵头，不能填报。"),
        (change(submitted), 404, "没有找到"),
        (change(submitted).replace("change", "history"), 404, "没有找到"),
        (change(submitted).replace("change", "delete"), 403, "没有权限"),
        (reverse("admin:recommendations_action_change", args=[action.pk]), 404, "没有找到"),
    ):
        response = page.goto(address)
        assert response is not None
        assert response.status == status, address
        expect(main).to_contain_text(sentence)
        expect(main).not_to_contain_text(secret)
        expect(page.get_by_role("link", name="回到总览")).to_be_visible()
    for address in ("/admin/recommendations/progressreport/", "/admin/", f"/actions/{action.code}/"):
        page.goto(address)
        expect(main).not_to_contain_text(secret)


def test_logging_and_approving_work_without_script(new_page, signed_in, open_form, action):
    form, desk = (new_page(java_script_enabled=False) for _ in range(2))
    open_form(form)
    fill(form, percent="140", progress="一期厂房封顶。")
    form.get_by_role("button", name="提交").click()
    expect(form.locator(".field-percent .errorlist")).to_have_text("完成比例应在 0 到 100 之间。")
    fill(form, percent="40")
    form.get_by_text("补充").click()
    form.get_by_label("主动公开").check()
    form.get_by_role("button", name="提交").click()
    expect(form.get_by_text("已提交，等待核准。")).to_be_visible()

    signed_in(desk, a_coordinator())
    desk.goto("/admin/")
    desk.get_by_role("link", name="有1份报告等待核准").click()
    desk.get_by_role("link", name=action.title).click()
    desk.get_by_label("退回理由").fill("请写明台数。")
    desk.get_by_role("button", name="退回", exact=True).click()
    expect(desk.get_by_text("已退回。")).to_be_visible()

    form.reload()
    form.get_by_role("link", name="已退回 07-01").click()
    expect(form.locator(".report-returned")).to_contain_text("请写明台数。")
    fill(form, progress="一期厂房封顶，设备到场12台。")
    form.get_by_role("button", name="提交").click()

    desk.goto("/admin/recommendations/progressreport/?standing=to_approve")
    desk.get_by_role("link", name=action.title).click()
    desk.get_by_role("button", name="核准", exact=True).click()
    expect(desk.get_by_text("已核准。")).to_be_visible()
    desk.goto(f"/actions/{action.code}/")
    expect(desk.locator(".log")).to_contain_text("设备到场12台")
    expect(desk.locator(".log")).to_contain_text("主动公开")


def test_the_list_of_what_waits_to_be_coordinated_fits_a_phone(new_page, signed_in, action):
    post = PostFactory(title="分管城乡建设和交通运输工作的副市长")
    BlockerFactory(action=action, options="一是追加用地", escalated_to=post, escalated_at=timezone.now(), sample=True)
    page = new_page(viewport={"width": 390, "height": 844})
    signed_in(page, a_coordinator())
    page.goto(reverse("admin:recommendations_blocker_changelist"))

    expect(page.get_by_role("link", name="审批意见不一致")).to_be_visible()
    both = "[document.documentElement, document.querySelector('.results')]"
    assert page.evaluate(f"{both}.map(one => one.scrollWidth - one.clientWidth)") == [0, 0]
