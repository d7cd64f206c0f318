"""The office loads a bureau's workbook: uploads, maps what is left, previews, imports; again: nothing new; undoes."""

from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from indicators.models import Observation
from tests.factories import AreaFactory, IndicatorFactory, SourceFactory, a_coordinator
from tests.workbooks import bureau_workbook

pytestmark = [pytest.mark.django_db(transaction=True)]

WORKBOOK = {
    "name": "年鉴.xlsx",
    "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "buffer": bureau_workbook(),
}


@pytest.fixture
def gdp():
    """What the workbook is about, but that its column of budget revenue goes by another name here."""
    AreaFactory(code="450200", name="柳州", name_en="Liuzhou", kind="focus")
    AreaFactory(code="520300", name="遵义", name_en="Zunyi")
    SourceFactory(code="yearbook", title="统计年鉴", title_en="Yearbook")
    IndicatorFactory(code="revenue", name="公共预算收入", unit="亿元", accumulation="period")
    return IndicatorFactory(code="gdp", name="地区生产总值", unit="亿元", accumulation="period")


def wide(page: Page) -> int:
    """How wide the page is, once its style sheets are there: what is read may stand before."""
    page.wait_for_load_state()
    return page.evaluate("document.documentElement.scrollWidth")


def upload(page: Page) -> None:
    page.goto("/admin/indicators/batch/")
    page.locator(".object-tools").get_by_role("link").click()
    expect(page.get_by_text("非涉密系统，严禁上传涉密信息")).to_be_visible()
    page.get_by_label("文件").set_input_files(WORKBOOK)
    page.get_by_role("button", name="上传").click()


def tell_what_is_left(page: Page) -> None:
    """The source, and the two columns whose indicator has another name here."""
    page.get_by_label("来源", exact=False).first.select_option("yearbook")
    for column in ("D", "E"):
        page.locator(f"[aria-label^='{column} '][aria-label$='含义']").select_option("value")
        page.locator(f"[aria-label^='{column} '][aria-label$='指标']").fill("公共预算收入")
    page.get_by_role("button", name="预览").click()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_yearbook_s_table_is_loaded_without_fear_and_taken_back(new_page, signed_in, gdp, width):
    page = new_page(viewport={"width": width, "height": 844})
    signed_in(page, a_coordinator(username="研究室"))
    row = page.get_by_role("row").filter(has_text="B5")

    upload(page)
    tell_what_is_left(page)
    expect(page.get_by_role("link", name="新增 8")).to_be_visible()
    expect(row).to_contain_text("3210.3500")
    expect(row).to_contain_text("由 32,103,500 万元 换算")
    expect(row).to_contain_text("含基金收入")
    assert not Observation.objects.exists()
    assert wide(page) <= width
    page.get_by_role("button", name="导入").click()
    expect(page.get_by_text("已导入：新增 8 个数，更正 0 个。")).to_be_visible()
    assert Observation.objects.get(indicator=gdp, area__code="450200", period="2020").value == Decimal("3290.94")
    page.goto("/indicators/gdp/")
    expect(page.get_by_role("main")).to_contain_text("3290.9400")

    upload(page)
    expect(page.get_by_text("同一个文件已由 研究室 于")).to_be_visible()
    tell_what_is_left(page)
    expect(page.get_by_role("link", name="相同 8")).to_be_visible()
    expect(page.get_by_text("都与已知的数相同，不必导入。")).to_be_visible()

    page.goto("/admin/indicators/batch/?state__exact=applied")
    page.get_by_role("link", name="年鉴").click()
    page.get_by_role("link", name="撤销导入").click()
    page.get_by_role("button", name="撤销导入").click()
    expect(page.get_by_text("已撤销，导入的数都已删除。")).to_be_visible()
    assert not Observation.objects.exists()
