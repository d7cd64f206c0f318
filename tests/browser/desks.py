"""The pages for people signed in, as each of them sees them: what the pictures walk besides ``tests/pages.py``."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse

from recommendations.choices import ReportState, Role
from recommendations.models import (
    Action,
    Blocker,
    Contribution,
    ExtensionRequest,
    Instruction,
    Mandate,
    Membership,
    Post,
    ProgressReport,
    Verification,
)

OFFICE_LISTS = (
    *("progressreport", "action", "mandate", "handover", "planchange", "extensionrequest", "department", "post"),
    *("contribution", "evidencefile", "reportingperiod", "reportingcycle", "specialday", "scoringrule"),
    *("blocker", "instruction", "instructionanswer", "verification", "notice"),
)
OFFICE_FORMS = (
    *("mandate", "planchange", "department", "post", "reportingperiod", "reportingcycle", "specialday"),
    *("blocker", "instruction", "verification"),
)
OWN_LISTS = ("action", "progressreport", "handover", "extensionrequest", "contribution", "blocker", "instruction")


@dataclass(frozen=True)
class Desk:
    """Somebody's page: what it is called, where it is, who looks at it."""

    name: str
    address: str
    username: str


def desks() -> list[Desk]:
    """Every page of the office, of a department, its head and a leader that there are records for."""
    office, leader, reader = (_someone(role) for role in (Role.COORDINATOR, Role.LEADER, Role.READER))
    reporter, head = _someone(Role.REPORTER), _someone(Role.HEAD)
    return [
        *_of(office, "office", _lists(OFFICE_LISTS) | _forms(OFFICE_FORMS) | _office_pages() | _common()),
        *_of(reporter, "own", _lists(OWN_LISTS) | _own_pages(reporter) | _common()),
        *_of(head, "head", {"this-period": reverse("admin:this-period"), "todo": reverse("admin:todo")}),
        *_of(leader, "leader", {"todo": reverse("todo"), "instructions": reverse("instruction-list")}),
        *_of(reader, "refused", {"ledger": reverse("ledger"), "admin": reverse("admin:index")}),
    ]


def _of(person: Membership, whose: str, addresses: dict[str, str]) -> list[Desk]:
    return [Desk(f"{whose}-{name}", address, person.user.username) for name, address in addresses.items()]


def _someone(role: str) -> Membership:
    """Somebody in the role; of those who report, one whose department leads most."""
    people = Membership.objects.filter(role=role).select_related("user", "department").order_by("pk")
    return max(people, key=lambda person: person.department.led_actions.count())


def _admin(model: str, page: str, *args: object, **asked: str) -> str:
    address = reverse(f"admin:recommendations_{model}_{page}", args=args)
    return f"{address}?{urlencode(asked)}" if asked else address


def _lists(models: tuple[str, ...]) -> dict[str, str]:
    return {f"{model}s": _admin(model, "changelist") for model in models}


def _forms(models: tuple[str, ...]) -> dict[str, str]:
    return {f"{model}-new": _admin(model, "add") for model in models}


def _common() -> dict[str, str]:
    return {"ledger": reverse("ledger"), "instructions-page": reverse("instruction-list")}


def _first(model: type[Model], **which: object) -> Model | None:
    return model.objects.filter(**which).order_by("pk").first()


def _records(found: dict[str, tuple[str, Model | None, str]]) -> dict[str, str]:
    """Pages of the records that there are; the others are left out."""
    return {name: _admin(model, page, row.pk) for name, (model, row, page) in found.items() if row is not None}


def _office_pages() -> dict[str, str]:
    waiting = _first(ProgressReport, state=ReportState.SUBMITTED)
    action = Action.objects.filter(lead_department__isnull=False, assignments__isnull=False).order_by("pk").first()
    found = {
        "report": ("progressreport", waiting, "change"),
        "report-approved": ("progressreport", _first(ProgressReport, state=ReportState.APPROVED), "change"),
        "report-history": ("progressreport", waiting, "history"),
        "action": ("action", action, "change"),
        "action-history": ("action", action, "history"),
        "mandate": ("mandate", _first(Mandate), "change"),
        "post": ("post", _first(Post), "change"),
        "post-handover": ("post", _first(Post), "handover"),
        "blocker": ("blocker", _first(Blocker), "change"),
        "instruction": ("instruction", _first(Instruction), "change"),
        "verification": ("verification", _first(Verification), "change"),
        "extension": ("extensionrequest", _first(ExtensionRequest), "change"),
        "contribution": ("contribution", _first(Contribution), "change"),
    }
    pages = _records(found)
    pages |= {
        "index": reverse("admin:index"),
        "todo": reverse("admin:todo"),
        "this-period": reverse("admin:this-period"),
        "sheet": reverse("admin:this-period-sheet"),
        "workbook": _admin("progressreport", "workbook"),
        "hand-over": f"{_admin('mandate', 'hand_over')}?{urlencode({'mandate': _first(Mandate).pk})}",
        "404": "/admin/nothing/",
    }
    if action is not None:
        pages |= {f"adjust-{what}": _admin("action", "adjust", action.pk, what) for what in ("lead", "cycle")}
    return pages


def _own_pages(reporter: Membership) -> dict[str, str]:
    own = {"action__lead_department": reporter.department}
    action = reporter.department.led_actions.filter(assignments__isnull=False).order_by("pk")[0]
    pages = _records(
        {
            "report-returned": ("progressreport", _first(ProgressReport, state=ReportState.RETURNED, **own), "change"),
            "report-draft": ("progressreport", _first(ProgressReport, state=ReportState.DRAFT, **own), "change"),
            "report-evidence": ("progressreport", _first(ProgressReport, state=ReportState.DRAFT, **own), "evidence"),
        }
    )
    return pages | {
        "todo": reverse("admin:todo"),
        "this-period": reverse("admin:this-period"),
        "submit": reverse("admin:this-period-submit"),
        "sheet": reverse("admin:this-period-sheet"),
        "workbook": _admin("progressreport", "workbook"),
        "report-new": _admin("progressreport", "add", action=action.code),
        "extension-new": _admin("extensionrequest", "add", action=action.code),
        "blocker-new": _admin("blocker", "add", action=action.code),
        "refused": reverse("admin:recommendations_mandate_changelist"),
    }
