"""Every page in a browser: fits the screen, can be read and reached, in both languages, light and dark."""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
import time_machine
from playwright.sync_api import CDPSession, Page, expect

from recommendations.models import Action
from tests.browser import AUDIT
from tests.factories import a_coordinator, grow
from tests.pages import walked_pages

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("public_pages")]

AT = "2026-06-10T12:00:00+08:00"
PHONE, TABLET, DESK = 390, 768, 1280
LANGUAGES = {"zh-CN": "zh-CN", "en-GB": "en"}
REFUSED = [("error-404", "/actions/9.9.9/"), ("error-400", "/actions/?colour=red")]
BAD_PAGE = """<!doctype html><meta charset="utf-8"><a class="skip" href="#elsewhere">skip</a>
<header class="mast"><a href="#small">small</a></header><h1>one</h1><h1>two</h1>
<main><p style="color: #888; background: #fff">pale</p><p style="width: 1500px">wide</p>
<svg width="9" height="9" role="img"></svg><input name="nameless"><a href="#silent"><i></i></a>
<a href="#blind" style="outline: none">blind</a><a href="#closed" tabindex="-1">closed</a>
<table style="display: block"><tr style="display: grid"><td style="display: block">block</td></tr></table></main>"""
BAD_FAULTS = [
    "the skip link skips nothing",
    "focus is not seen on <a> blind",
    "Tab does not reach <a> closed",
    "2 first headings",
    "a picture without words: <svg",
    "a control without a label: <input> nameless",
    'a link or button without words: <a href="#silent">',
    "1 TABLE, but 0 are told",
    "1 TD, but 0 are told",
    "at 1280 px scrolls sideways",
    "px of <a> small",
    "at 390 px, light, contrast 3.54 of <p> pale",
]
TABLE_ROLES = {"TABLE": {"table"}, "TR": {"row"}, "TH": {"columnheader", "rowheader"}, "TD": {"cell", "gridcell"}}


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT):
        yield


@pytest.fixture(autouse=True)
def _world() -> None:
    grow()
    grow()


def addresses() -> list[tuple[str, str]]:
    return [(page.name, page.address) for page in walked_pages()] + REFUSED


def at_width(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})


@pytest.mark.parametrize(("locale", "width", "scheme"), [("zh-CN", DESK, "light"), ("en-GB", PHONE, "dark")])
def test_every_page_fits_can_be_read_and_is_reached_by_keyboard(new_page, locale, width, scheme):
    page = new_page(locale=locale)
    page.add_init_script(path=AUDIT)
    session = page.context.new_cdp_session(page)
    pages_by_fault: dict[str, list[str]] = {}
    for name, address in addresses():
        at_width(page, width)
        page.emulate_media(color_scheme=scheme)
        page.goto(address)
        assert page.locator("html").get_attribute("lang") == LANGUAGES[locale]
        for fault in (*of_keyboard(page), *of_words(page, session), *of_looks(page)):
            pages_by_fault.setdefault(fault, []).append(name)
    faults = [f"{fault}: {', '.join(names)}" for fault, names in pages_by_fault.items()]
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


def of_keyboard(page: Page) -> list[str]:
    """What Tab does not reach, and where focus is not seen; first of all the way past the masthead."""
    page.evaluate("audit.unfold()")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    found = [] if page.evaluate("document.activeElement.closest('main') !== null") else ["the skip link skips nothing"]
    for _stop in range(page.evaluate("audit.stops()")):  # from there to the end, and round to where it began
        page.keyboard.press("Tab")
    return found + page.evaluate("audit.unreached()")


def of_words(page: Page, session: CDPSession) -> list[str]:
    """Headings, names and labels; and table roles on a phone."""
    at_width(page, PHONE)
    return page.evaluate("audit.structure()") + lost_table_roles(page, session)


def of_looks(page: Page) -> list[str]:
    """Room and contrast at every width, light and dark."""
    found = []
    for width in (PHONE, TABLET, DESK):
        at_width(page, width)
        found += [f"at {width} px {fault}" for fault in page.evaluate("audit.sideways()")]
        if width == PHONE:
            found += page.evaluate("audit.smallTargets()")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found += [f"at {width} px, {scheme}, {fault}" for fault in page.evaluate("audit.textContrast()")]
    return found


def lost_table_roles(page: Page, session: CDPSession) -> list[str]:
    """Parts of tables that Chromium's accessibility tree does not have; where rows become blocks, it drops them."""
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    told = Counter(node["role"]["value"] for node in nodes if not node["ignored"])
    drawn = page.evaluate(
        "tags => tags.map(tag => [...document.querySelectorAll(tag)].filter(part => part.checkVisibility()).length)",
        list(TABLE_ROLES),
    )
    counted = [
        (tag, there, sum(told[role] for role in roles))
        for (tag, roles), there in zip(TABLE_ROLES.items(), drawn, strict=True)
    ]
    return [f"{there} {tag}, but {known} are told" for tag, there, known in counted if there != known]


def test_a_person_signed_in_has_the_same_room_in_the_masthead(new_page: Callable[..., Page], signed_in):
    for locale in LANGUAGES:
        page = new_page(locale=locale, viewport={"width": PHONE, "height": 800})
        page.add_init_script(path=AUDIT)
        signed_in(page, a_coordinator())
        page.goto("/")
        expect(page.get_by_role("banner").get_by_role("button")).to_have_count(2)
        assert page.evaluate("[...audit.smallTargets(), ...audit.sideways()]") == []


def test_the_date_is_set_by_keyboard_without_script_and_the_filter_stays(new_page: Callable[..., Page]):
    action, other = Action.objects.filter(reports__isnull=False).distinct().order_by("pk")
    page = new_page(java_script_enabled=False)
    page.goto(f"/actions/?department={action.lead_department.code}")
    expect(page.get_by_role("table")).to_contain_text("60%")

    page.get_by_label("截至").fill("2026-05-01")
    page.keyboard.press("Enter")

    page.wait_for_url("**/actions/?as_of=2026-05-01&department=*")
    expect(page.get_by_text("您在看2026年5月1日的状况")).to_be_visible()
    expect(page.get_by_label("截至")).to_have_value("2026-05-01")
    expect(page.get_by_label("牵头单位")).to_have_value(action.lead_department.code)
    table = page.get_by_role("table")
    expect(table).to_contain_text(action.title)
    expect(table).to_contain_text("40%")
    expect(table).not_to_contain_text(other.title)

    page.get_by_role("link", name="回到今天").click()
    page.wait_for_url(f"**/actions/?department={action.lead_department.code}")
    expect(page.get_by_role("table")).to_contain_text("60%")


def test_the_language_link_stays_on_the_page_with_its_filters_and_is_remembered(page: Page):
    action = Action.objects.order_by("pk")[0]
    page.goto(f"/actions/?measure={action.measure.code}&as_of=2026-05-01")
    address, rows = page.url, page.get_by_role("row").count()
    for link, language in (("EN", "en"), ("中文", "zh-CN"), ("EN", "en")):
        page.get_by_role("banner").get_by_role("link", name=link, exact=True).click()
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page).to_have_url(address)
        expect(page.get_by_role("row")).to_have_count(rows)
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_audit_finds_the_faults_that_it_is_for(page: Page):
    page.route("**/bad/", lambda route: route.fulfill(body=BAD_PAGE, content_type="text/html"))
    page.add_init_script(path=AUDIT)
    page.goto("/bad/")

    told = of_keyboard(page) + of_words(page, page.context.new_cdp_session(page)) + of_looks(page)

    assert [fault for fault in BAD_FAULTS if not any(fault in sentence for sentence in told)] == []
