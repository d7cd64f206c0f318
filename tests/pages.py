"""Every page that can be read, with an example of each kind of record: what page tests and pictures walk."""

from dataclasses import dataclass

from django.db.models import Count, Model, QuerySet
from django.urls import URLPattern, get_resolver, reverse

from indicators.models import Area, Indicator
from recommendations.models import Action, Department, Measure, Path, Practice, Problem, Project, Sector
from recommendations.queries.review import review_years

NOT_WALKED = {
    "ledger": "wants a role; see tests/recommendations/views/test_ledger.py",
    "ledger-account": "wants a role",
    "instruction-list": "wants a sign-in; see tests/recommendations/views/test_supervision.py",
    "instruction-new": "wants a sign-in",
    "instruction": "wants a sign-in",
    "evidence-file": "is a download; see tests/recommendations/views/test_files.py",
    "todo": "wants a sign-in; see tests/recommendations/views/test_todo.py",
    "logout": "takes a POST only",
    "language": "leads back to a page",
    "healthz": "is for machines",
    "favicon": "is a picture",
    "acknowledge": "takes a POST only",
    "withdraw": "takes a POST only",
}


@dataclass(frozen=True)
class WalkedPage:
    """A page by the name of its address, and where it is now."""

    name: str
    address: str


def _patterns() -> dict[str, URLPattern]:
    """All addresses outside the admin and the API by name, as ``config/urls.py`` has them."""
    found: dict[str, URLPattern] = {}

    def collect(patterns: list) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                found[pattern.name] = pattern
            elif pattern.app_name != "admin" and not str(pattern.pattern).startswith("api/"):
                collect(pattern.url_patterns)

    collect(get_resolver().url_patterns)
    return found


def page_names() -> list[str]:
    """Names of the pages that are walked."""
    return [name for name in _patterns() if name not in NOT_WALKED]


def walked_pages() -> list[WalkedPage]:
    """Every page; of each kind of record the one that has most to show.

    Raises:
        KeyError: a page was added that takes an argument and has no example here.
    """
    return [WalkedPage(name, reverse(name, args=_example(name))) for name in page_names()]


def _example(name: str) -> list[object]:
    if not _patterns()[name].pattern.converters:
        return []
    if name == "review":
        return [review_years()[0]]
    return [_richest(*RECORDS[name]).code]


RECORDS: dict[str, tuple[type[Model], str]] = {
    "path": (Path, "measures__actions__reports"),
    "measure": (Measure, "actions__reports"),
    "action": (Action, "reports"),
    "problem": (Problem, "evidence"),
    "practice": (Practice, "facts"),
    "project": (Project, "actions"),
    "sector": (Sector, "actions"),
    "department": (Department, "led_actions"),
    "indicator": (Indicator, "observations"),
    "catch-up": (Indicator, "observations"),
    "cite": (Indicator, "observations"),
    "area": (Area, "observations"),
}


def _richest(model: type[Model], relation: str) -> Model:
    rows: QuerySet = model.objects.annotate(size=Count(relation)).order_by("-size", "pk")
    return rows[0]
