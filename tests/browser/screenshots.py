"""Pictures of every page: ``make screenshots``, or ``make screenshots ARGS="--only indicator --width 390"``.

Two widths, two languages, light and dark, into ``screenshots/``; and one sheet a width and language, on which all pages
stand side by side. Serves the demo's database by itself; a fault in the browser ends the run with status 1. ``--print``
makes PDFs beside them; ``--on 2027-01-04`` shows a day on which a quarter is being reported.
"""

import argparse
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date, datetime, time
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from zoneinfo import ZoneInfo

import django
import time_machine
from playwright.sync_api import Browser, ConsoleMessage, sync_playwright

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright's loop runs in this thread
django.setup()

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

from config.wsgi import application
from tests import needs
from tests.browser import ARGUMENTS, WATCH_POLICY
from tests.browser.desks import desks
from tests.pages import walked_pages

FOLDER = Path("screenshots")
WIDTHS = {390: 844, 1280: 800}
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}
SCHEMES = ("light", "dark")
NOON = time(12, tzinfo=ZoneInfo("Asia/Shanghai"))


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Silent(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """Nothing: faults are told by the browser."""


@contextmanager
def served() -> Iterator[str]:
    """The site on a free port of this machine."""

    server = make_server("127.0.0.1", 0, application, Server, Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def session_of(username: str) -> str:
    """A session of the person, as after signing in."""

    client = Client()
    client.force_login(get_user_model().objects.get(username=username))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", help="pages whose name holds this word")
    parser.add_argument("--width", type=int, choices=WIDTHS, help="one width")
    parser.add_argument("--language", choices=LANGUAGES, help="one language")
    parser.add_argument("--scheme", choices=SCHEMES, help="light or dark")
    parser.add_argument("--on", type=date.fromisoformat, help="the day on which it is looked at, instead of today")
    parser.add_argument("--print", action="store_true", help="the printed pages too, as PDF")
    options = parser.parse_args()

    if sentence := needs.BROWSER.missing():
        sys.stderr.write(f"{sentence}\n")
        return 1
    pages = [(page.name, page.address, None) for page in walked_pages()]
    pages += [("error-404", "/actions/9.9.9/", None), ("error-400", "/actions/?wrong=1", None)]
    pages += [(desk.name, desk.address, desk.username) for desk in desks()]
    pages = [page for page in pages if not options.only or options.only in page[0]]
    faults: list[str] = []
    with time_machine.travel(datetime.combine(options.on, NOON)) if options.on else nullcontext(), served() as server:
        for width in [options.width] if options.width else WIDTHS:
            for language in [options.language] if options.language else LANGUAGES:
                for scheme in [options.scheme] if options.scheme else SCHEMES:
                    faults += picture(server, pages, width, language, scheme, printed=options.print)
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    sys.stdout.write(f"{len(list(FOLDER.rglob('*.png')))} pictures in {FOLDER}/\n")
    return int(bool(faults))


def picture(
    server: str, pages: list[tuple[str, str, str | None]], width: int, language: str, scheme: str, *, printed: bool
) -> list[str]:
    """Picture the pages at one width, language and scheme, and lay them on a sheet; returns what went wrong."""

    folder = FOLDER / f"{width}-{language}-{scheme}"
    folder.mkdir(parents=True, exist_ok=True)
    faults: list[str] = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=needs.chromium_path(), args=ARGUMENTS)
        for username in dict.fromkeys(who for _name, _address, who in pages):
            context = chromium.new_context(
                base_url=server,
                locale=LANGUAGES[language],
                color_scheme=scheme,
                timezone_id="Asia/Shanghai",
                viewport={"width": width, "height": WIDTHS[width]},
            )
            context.add_init_script(WATCH_POLICY)
            if username:
                context.add_cookies([{"name": "sessionid", "value": session_of(username), "url": server}])
            page = context.new_page()
            page.on("console", lambda message: faults.extend(breach_in(message)))
            for name, address, who in pages:
                if who != username:
                    continue
                page.goto(address)
                page.screenshot(path=folder / f"{name}.png", full_page=True)
                if printed:
                    page.pdf(path=folder / f"{name}.pdf", prefer_css_page_size=True, print_background=True)
                wide = page.evaluate("document.documentElement.scrollWidth")
                if wide > width:
                    faults.append(f"{name} at {width} px in {language} scrolls sideways: {wide} px")
            context.close()
        sheet(chromium, folder, width)
        chromium.close()
    return faults


def breach_in(message: ConsoleMessage) -> list[str]:
    """A breach of the content-security policy that the browser tells of."""
    return [f"{message.page and message.page.url}: {message.text}"] if message.text.startswith("policy") else []


def sheet(chromium: Browser, folder: Path, width: int) -> None:
    """All pictures of a folder, made small, side by side."""
    pictures = sorted(path for path in folder.glob("*.png"))
    small = 260 if width < 600 else 420
    cells = "".join(
        f'<figure><img src="{path.resolve().as_uri()}" width="{small}"><figcaption>{path.stem}</figcaption></figure>'
        for path in pictures
    )
    html = folder / "sheet.html"
    html.write_text(
        "<meta charset=utf-8><style>body{display:flex;flex-wrap:wrap;gap:16px;background:#888;font:14px sans-serif}"
        "figure{margin:0}img{display:block;max-height:1400px;object-fit:cover;object-position:top}</style>" + cells,
        encoding="utf-8",
    )
    page = chromium.new_page(viewport={"width": 2200, "height": 1200})
    page.goto(html.resolve().as_uri())
    page.screenshot(path=FOLDER / f"sheet-{folder.name}.png", full_page=True)
    page.close()
    html.unlink()


if __name__ == "__main__":
    sys.exit(main())
