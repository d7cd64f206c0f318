"""Chromium for tests. A ``page`` fails its test when anything in the browser goes wrong, not only what it looks for."""

import os
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests import needs
from tests.browser import ARGUMENTS, WATCH_POLICY


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/browser/" in item.path.as_posix():
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session; skips where none is installed."""
    if sentence := needs.BROWSER.missing():
        pytest.skip(sentence)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's loop runs in this thread, where Django would refuse to use the database.
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = playwright.chromium.launch(executable_path=needs.chromium_path(), args=ARGUMENTS)
        yield chromium
        chromium.close()


class Watched:
    """A browser context that notes every fault: console errors, breaches of the policy, requests to other hosts."""

    def __init__(self, context: BrowserContext, server: str) -> None:
        self.faults: list[str] = []
        self.host = urlsplit(server).netloc
        self.context = context
        context.add_init_script(WATCH_POLICY)
        context.route("**/*", self.only_this_host)
        context.on("console", self.console)
        context.on("weberror", lambda error: self.faults.append(f"script error: {error.error}"))

    def only_this_host(self, route: Route) -> None:
        url = urlsplit(route.request.url)
        if url.scheme in {"http", "https"} and url.netloc != self.host:
            self.faults.append(f"request to another host: {route.request.url}")
            route.abort()
        else:
            route.continue_()

    def console(self, message: ConsoleMessage) -> None:
        url = message.location.get("url", "")
        # A page that is meant to be a 404 makes Chromium say so; what a page loads must be there.
        is_the_page = message.page is not None and url == message.page.url
        not_loaded = message.text.startswith("Failed to load resource")
        if message.type == "error" and not (not_loaded and (is_the_page or url.endswith("/favicon.ico"))):
            self.faults.append(f"console error at {url}: {message.text}")


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, live_server: LiveServer) -> LiveServer:
    """The server, started once the test database has its name: before, SQLite's would pass for one in memory.

    Then all threads would share one connection, and the first request beside the test's own query crashes SQLite.
    """
    return live_server


@pytest.fixture
def new_page(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """Opens pages of contexts of their own: ``new_page(viewport={"width": 390, "height": 844}, locale="en")``.

    Addresses are relative to the live server. After the test, any fault that was noted in any of them fails it.
    """
    opened: list[Watched] = []

    def open_page(**options: object) -> Page:
        defaults = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": {"width": 1280, "height": 800}}
        context = browser.new_context(base_url=live_server.url, **(defaults | options))
        context.set_default_timeout(10_000)
        opened.append(Watched(context, live_server.url))
        return context.new_page()

    yield open_page
    for watched in opened:
        watched.context.close()
    faults = [fault for watched in opened for fault in watched.faults]
    if faults:
        pytest.fail("The browser met faults:\n" + "\n".join(faults), pytrace=False)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page at 1280 px, in Chinese."""
    return new_page()


@pytest.fixture
def signed_in() -> Callable[..., None]:
    """``signed_in(page, user)``: the page's context is signed in, without the form."""

    def sign_in(page: Page, user: object) -> None:
        client = Client()  # one for all would end the session of who signed in before
        client.force_login(user)
        cookie = client.cookies["sessionid"]
        page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "domain": "localhost", "path": "/"}])

    return sign_in


@pytest.fixture
def half_past_midnight() -> Iterator[None]:
    """00:30 in Shanghai on 1 July 2026, when it is still June in UTC; the server's threads share the clock."""
    with time_machine.travel("2026-07-01T00:30:00+08:00"):
        yield
