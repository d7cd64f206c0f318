"""What delivery's pages cost on any date, against the same page rendered from what was read before.

Both go through the whole of Django and give the same HTML; only the second one reads nothing. Each page is measured
twice: read again while nothing was written, when the plan is remembered, and read first after a write, when it is not.
"""

import itertools
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from indicators.asof import today
from recommendations.choices import Role
from recommendations.load import FIRST_PATH, Size
from recommendations.models import Assignment, Department, Handover, Membership, Notice

from . import still
from .timing import Results, seconds

TIMES = 7
MOST_TIMES, MOST_QUERIES = 2.5, 20
DEPARTMENT = "load-0"
PEOPLE, MOST_SECONDS = 500, 30  # people to remind, and how long that may take
# Name, address and its arguments, query; an address that is not built yet is said to be missing.
PUBLIC = (
    ("the overdue list", "action-list", (), "overdue=true"),
    ("the dashboard's figures", "dashboard", (), ""),
    ("supervision", "supervision", (), ""),
    ("a department's page", "department", (DEPARTMENT,), ""),
    ("a path's page", "path", (FIRST_PATH,), ""),
)
OF_THE_OFFICE = (
    ("the dashboard, office", "dashboard", (), ""),
    ("supervision: decisions, office", "supervision", (), "list=decisions"),
    ("supervision: overdue, office", "supervision", (), "list=overdue"),
    ("supervision: to approve, office", "supervision", (), "list=to_approve"),
    ("supervision: contradictions, office", "supervision", (), "list=contradictions"),
)
TODOS = (
    ("my to-do list (我的待办)", "todo", (), ""),
    ("my to-do list in the admin", "admin:todo", (), ""),
)
# Both stand as of today: their addresses take no date.
OF_DEPARTMENTS = (
    ("this period's reports (本期填报)", "admin:this-period", (), f"department={DEPARTMENT}"),
    ("its sheet (汇总表)", "admin:this-period-sheet", (), f"department={DEPARTMENT}"),
)
# What each role opens of its own work: a leader and a statistician have no department to report for.
OF_ROLES = {
    Role.REPORTER: OF_DEPARTMENTS,
    Role.HEAD: OF_DEPARTMENTS,
    Role.COORDINATOR: OF_DEPARTMENTS,
    Role.LEADER: (),
    Role.STATISTICIAN: (),
}
Pages = tuple[tuple[str, str, tuple, str], ...]


def measure(results: Results, size: Size) -> None:
    """Load, then ask each page for today and for a day a year ago."""
    loaded = seconds(lambda: call_command("generate_load", actions=size.actions, reports=size.reports, verbosity=0))
    results.limit(f"generate_load: {size.actions:,} actions, {size.reports:,} reports", loaded)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as autovacuum would: else the first readers pay for it
    with override_settings(ROOT_URLCONF="benchmarks.still", PUBLIC_PAGES=True, ALLOWED_HOSTS=["*"]):
        _measure(results, Client(), PUBLIC)
        _measure(results, _signed_in("office", Role.COORDINATOR), OF_THE_OFFICE)
        for role, pages in OF_ROLES.items():
            client = _signed_in(f"{role}-at-work", role)
            _measure(results, client, _told_apart(TODOS, role))
            _measure(results, client, _told_apart(pages, role), on_past_days=False)
    _remind(results)


def _remind(results: Results) -> None:
    """Five hundred people in all departments, each with a digest of the own things, to a mail server in memory."""
    duties = Assignment.objects.filter(action__lead_department__code__startswith="load-")
    departments = list(Department.objects.filter(pk__in=duties.values("action__lead_department")))
    roles = [Role.REPORTER] * 9 + [Role.HEAD]
    people = get_user_model().objects.bulk_create(
        get_user_model()(username=f"person-{n}", email=f"person-{n}@example.org", is_staff=True) for n in range(PEOPLE)
    )
    Membership.objects.bulk_create(
        Membership(
            user=person, department=departments[n % len(departments)], role=roles[n // len(departments) % len(roles)]
        )
        for n, person in enumerate(people)
    )
    Handover.objects.bulk_create(
        Handover(
            assignment=row,
            department_id=row.action.lead_department_id,
            handed_over_at=timezone.now(),
            handed_over_by=people[0],
        )
        for row in duties.select_related("action")
    )
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        taken = seconds(lambda: call_command("send_reminders", verbosity=0))
        sent = Notice.objects.filter(sent_at__isnull=False).count()
        results.limit(f"send_reminders: {sent} people, wanted under {MOST_SECONDS} s", taken)
        again = seconds(lambda: call_command("send_reminders", verbosity=0))
        results.against(taken, "the same once more, which sends nothing", again)


def _told_apart(pages: Pages, role: Role) -> Pages:
    return tuple((f"{name}, {role.value}", *address) for name, *address in pages)


def _measure(results: Results, client: Client, pages: Pages, *, on_past_days: bool = True) -> None:
    days = [("today", "")]
    if on_past_days:
        days.append(("a year ago", f"as_of={today() - timedelta(days=365)}"))
    for name, view, arguments, query in pages:
        try:
            address = reverse(view, args=arguments)
        except NoReverseMatch:
            results.skipped(name, f"there is no page {view}")
            continue
        for when, date in days:
            _against_itself(results, client, f"{name}, {when}", f"{address}?{'&'.join(filter(None, (query, date)))}")


def _against_itself(results: Results, client: Client, name: str, address: str) -> None:
    page, count, slowest = _asked(client, address)
    if page.status_code != 200:
        results.skipped(name, f"it answers {page.status_code}")
        return
    still.prepare(page)
    again = f"/{still.PATH}?{address.partition('?')[2]}"
    client.get(again)  # what the page reads only while it is rendered is kept from here on
    _page, left, _slowest = _asked(client, again)
    size = f"{len(page.content) // 1024} KB, {left} queries"
    limit = results.limit(f"the same page, prepared ({size})", seconds(lambda: client.get(again), TIMES))
    remark = f"wanted at most {MOST_TIMES}"
    results.against(limit, name, seconds(lambda: client.get(address), TIMES), remark)
    first = seconds(lambda: client.get(address), TIMES, before=_write)
    remark = f"{count} queries, wanted at most {MOST_QUERIES}; the slowest {slowest}"
    results.against(limit, f"{name}, first after a write", first, remark)


def _asked(client: Client, address: str) -> tuple[HttpResponse, int, str]:
    """The page read first after a write, how many queries that took, and which of them took longest."""
    _write()
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address)
    told = list(queries.captured_queries)  # the next request forgets them
    slowest = max(told, key=lambda query: float(query["time"]), default=None)
    return page, len(told), _named(slowest) if slowest else "none"


def _named(query: dict[str, str]) -> str:
    """A query by the tables that it reads, in their order, with its time."""
    words = query["sql"].replace('"', "").split()
    after = [word.strip("()") for before, word in itertools.pairwise(words) if before in {"FROM", "JOIN"}]
    tables = dict.fromkeys(word.partition("_")[2] for word in after if "_" in word)
    return f"{', '.join(tables) or words[0]}: {float(query['time']) * 1000:.0f} ms"


def _write() -> None:
    """What any commit does to what is remembered: there was another transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()")


def _signed_in(name: str, role: Role) -> Client:
    """Somebody with a role in a department of the load."""
    user = get_user_model().objects.create_user(name, is_staff=True)
    Membership.objects.create(user=user, department=Department.objects.get(code=DEPARTMENT), role=role)
    client = Client()
    client.force_login(user)
    return client
