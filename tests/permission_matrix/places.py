"""Places: which pages, lists of API and admin, and files are opened at all; what stands in them is for ``reads``.

Every page, list and admin belongs to a group that one row speaks for; a new one must be put into one, or get a row.
"""

from django.contrib import admin
from django.urls import reverse

from tests.api import VIEWSETS
from tests.pages import NOT_WALKED, page_names, walked_pages

from .probing import Seat, probe
from .world import World

# --- pages ----------------------------------------------------------------------------------------------------------

FIGURES = {"indicator-list", "indicator", "catch-up", "cite", "compare", "coverage", "quality", "claim-list"}
FIGURES |= {"area-list", "area"}
OPEN_TO_ALL = {"login"}
# Pages with a row of their own; what is only a step (POST), or for machines, has none among the pages.
OWN_ROW = {"ledger", "ledger-account", "instruction-list", "instruction-new", "instruction", "todo"}
NO_PAGES = {"logout", "language", "healthz", "favicon", "acknowledge", "withdraw"}
IN_READS = {"evidence-file"}  # a file is what it says


def unplaced_pages() -> set[str]:
    """Pages that no row speaks for."""
    return set(NOT_WALKED) - OWN_ROW - NO_PAGES - IN_READS


def _walked(figures: bool) -> list[str]:
    return [
        page.address
        for page in walked_pages()
        if page.name not in OPEN_TO_ALL and (page.name in FIGURES) is figures and page.name in page_names()
    ]


@probe("page.plan")
def plan_pages(seat: Seat, world: World) -> bool:
    return seat.opens_all([*_walked(figures=False), world.action.get_absolute_url()])


@probe("page.figures")
def figure_pages(seat: Seat, world: World) -> bool:
    return seat.opens_all(_walked(figures=True))


@probe("page.ledger")
def ledger(seat: Seat, world: World) -> bool:
    return seat.opens("/ledger/")


@probe("page.ledger-account")
def ledger_account(seat: Seat, world: World) -> bool:
    return seat.opens(f"/ledger/{world.department.code}/")


@probe("page.instruction-list")
def instruction_list(seat: Seat, world: World) -> bool:
    return seat.opens("/instructions/")


@probe("page.instruction")
def instruction(seat: Seat, world: World) -> bool:
    return seat.opens(world.instruction.get_absolute_url())


@probe("page.instruction-new")
def instruction_new(seat: Seat, world: World) -> bool:
    return seat.opens("/instructions/new/")


@probe("page.todo")
def todo(seat: Seat, world: World) -> bool:
    return seat.opens("/todo/")


# --- API ------------------------------------------------------------------------------------------------------------

API_OF_FIGURES = {"areas", "sources", "revisions", "indicators", "observations", "claims"}
API_OF_THE_PLAN = {"problems", "lessons", "practices", "paths", "measures", "actions", "projects", "sectors"}
API_OF_THE_PLAN |= {"departments", "annual-reviews"}
API_OWN_ROW = {"progress-reports", "blockers"}


def unplaced_lists() -> set[str]:
    """Lists of the API that no row speaks for."""
    return set(VIEWSETS) - API_OF_FIGURES - API_OF_THE_PLAN - API_OWN_ROW


@probe("api.plan")
def api_of_the_plan(seat: Seat, world: World) -> bool:
    return seat.opens_all(f"/api/v1/{name}/" for name in [*sorted(API_OF_THE_PLAN), "docs"])


@probe("api.figures")
def api_of_figures(seat: Seat, world: World) -> bool:
    beside = ["implied-figures", "quality", "sdmx/structure"]
    return seat.opens_all(f"/api/v1/{name}/" for name in [*sorted(API_OF_FIGURES), *beside])


@probe("api.catch-up")
def api_catch_up(seat: Seat, world: World) -> bool:
    figure = world.records["figure"]
    address = f"/api/v1/indicators/{figure.indicator.code}/catch-up/?area={figure.area.code}&target=9&year=2030"
    return seat.opens(address)


@probe("api.progress-reports")
def api_reports(seat: Seat, world: World) -> bool:
    return seat.opens("/api/v1/progress-reports/")


@probe("api.blockers")
def api_blockers(seat: Seat, world: World) -> bool:
    return seat.opens("/api/v1/blockers/")


# --- admin ----------------------------------------------------------------------------------------------------------

ADMIN_ROWS = {
    "admin.plan": {
        "Path",
        "Measure",
        "Project",
        "Sector",
        "Mandate",
        "Assignment",
        "PlanChange",
        "IndicatorLink",
        "Target",
    },
    "admin.study": {"Study", "Problem", "Practice", "Lesson"},
    "admin.people": {"Department", "Post"},
    "admin.calendar": {"ReportingCycle", "ReportingPeriod", "SpecialDay", "ScoringRule"},
    "admin.actions": {"Action"},
    "admin.reports": {"ProgressReport"},
    "admin.blockers": {"Blocker"},
    "admin.instructions": {"Instruction", "InstructionAnswer"},
    "admin.handovers": {"Handover"},
    "admin.contributions": {"Contribution"},
    "admin.extensions": {"ExtensionRequest"},
    "admin.files": {"EvidenceFile"},
    "admin.notices": {"Notice"},
    "admin.verifications": {"Verification"},
    "admin.accounts": {"User"},
}
ADMIN_OF_FIGURES = "admin.figures"


def unplaced_admins() -> set[str]:
    """Kinds of record in the admin that no row speaks for."""
    here = {model.__name__ for model in admin.site._registry if model._meta.app_label != "indicators"}
    return here - {name for names in ADMIN_ROWS.values() for name in names}


def _lists(names: set[str] | None) -> list[str]:
    """The admin's lists of these models; None: of those of the figures."""
    return [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model in admin.site._registry
        if (model._meta.app_label == "indicators" if names is None else model.__name__ in names)
    ]


@probe("admin.index")
def admin_index(seat: Seat, world: World) -> bool:
    return seat.opens("/admin/")


@probe("admin.this-period")
def this_period(seat: Seat, world: World) -> bool:
    query = f"?department={world.department.code}"
    return seat.opens_all([f"/admin/this-period/{query}", f"/admin/this-period/sheet/{query}"])


@probe("admin.workbook")
def workbook(seat: Seat, world: World) -> bool:
    return seat.opens("/admin/recommendations/progressreport/workbook/")


def _place(code: str, names: set[str] | None) -> None:
    @probe(code)
    def opens(seat: Seat, world: World) -> bool:
        return seat.opens_all(_lists(names))


for _code, _names in {**ADMIN_ROWS, ADMIN_OF_FIGURES: None}.items():
    _place(_code, _names)


def _editable(seat: Seat, kind: str, key: int) -> bool:
    """Whether the admin's page of a record opens with something to save."""
    response = seat.get(f"/admin/{kind}/{key}/change/")
    return response.status_code == 200 and 'name="_save"' in response.content.decode()


@probe("plan.edit")
def edit_plan(seat: Seat, world: World) -> bool:
    return _editable(seat, "recommendations/action", world.action.pk)


@probe("people.edit")
def edit_people(seat: Seat, world: World) -> bool:
    return _editable(seat, "recommendations/department", world.department.pk)


@probe("figures.edit")
def edit_figures(seat: Seat, world: World) -> bool:
    return _editable(seat, "indicators/indicator", world.records["figure"].indicator.pk)


# --- exports --------------------------------------------------------------------------------------------------------


@probe("export.figures")
def export_figures(seat: Seat, world: World) -> bool:
    return seat.opens_all(f"/api/v1/observations/?format={name}" for name in ("csv", "sdmx-csv", "xlsx"))


@probe("export.review")
def export_review(seat: Seat, world: World) -> bool:
    return seat.opens("/api/v1/annual-reviews/2026/?format=csv")


@probe("export.ledger")
def export_ledger(seat: Seat, world: World) -> bool:
    return seat.opens("/ledger/?format=xlsx")
