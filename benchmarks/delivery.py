"""What delivery's pages cost on any date, against the same page rendered from what was read before.

Both go through the whole of Django, and give the same HTML; only the second one reads nothing of the plan.
"""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from indicators.asof import today
from recommendations.choices import Role
from recommendations.load import Size
from recommendations.models import Department, Membership

from . import still
from .timing import Results, seconds

TIMES = 7
MOST_TIMES, MOST_QUERIES = 2.5, 20
# Name, address, query; those that another subject has not built are left out.
PUBLIC = (
    ("the overdue list", "action-list", "overdue=true"),
    ("the dashboard's figures", "dashboard", ""),
    ("supervision", "supervision", ""),
)
OF_DEPARTMENTS = (
    ("this period's reports (本期填报)", "admin:this-period", ""),
    ("my to-do list (我的待办)", "admin:todo", ""),
)


def measure(results: Results, size: Size) -> None:
    """Load, then ask each page for today and for a day a year ago."""
    loaded = seconds(lambda: call_command("generate_load", actions=size.actions, reports=size.reports, verbosity=0))
    results.limit(f"generate_load: {size.actions:,} actions, {size.reports:,} reports", loaded)
    with override_settings(ROOT_URLCONF="benchmarks.still", PUBLIC_PAGES=True, ALLOWED_HOSTS=["*"]):
        _measure(results, Client(), PUBLIC)
        _measure(results, _reporter(), OF_DEPARTMENTS)


def _measure(results: Results, client: Client, pages: tuple[tuple[str, str, str], ...]) -> None:
    past = f"as_of={today() - timedelta(days=365)}"
    for name, view, query in pages:
        for when, date in (("today", ""), ("a year ago", past)):
            try:
                address = f"{reverse(view)}?{'&'.join(filter(None, (query, date)))}"
            except NoReverseMatch:
                continue
            _against_itself(results, client, f"{name}, {when}", address)


def _against_itself(results: Results, client: Client, name: str, address: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address)
    count = len(queries)  # the next request forgets them
    if page.status_code != 200:
        return
    still.prepared.update(template=page.template_name, context=page.context_data)
    again = f"/{still.PATH}?{address.partition('?')[2]}"
    client.get(again)  # what the page reads only while it is rendered is kept from here on
    limit = results.limit(f"the same page, prepared ({len(page.content) // 1024} KB)", _seconds(client, again))
    remark = f"wanted at most {MOST_TIMES}; {count} queries, wanted at most {MOST_QUERIES}"
    results.against(limit, name, _seconds(client, address), remark)


def _seconds(client: Client, address: str) -> float:
    return seconds(lambda: client.get(address), TIMES)


def _reporter() -> Client:
    """Signed in as somebody who reports for a department."""
    user = get_user_model().objects.create_user("reporter", is_staff=True)
    Membership.objects.create(user=user, department=Department.objects.get(code="load-0"), role=Role.REPORTER)
    client = Client()
    client.force_login(user)
    return client
