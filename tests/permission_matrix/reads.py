"""Reads: what words reach the person anywhere. Every surface is read once, and the world's secrets looked for in it.

Where a ``visible_to`` gates the rows it must let through whatever was found: a page that shows more is a leak.
"""

from collections.abc import Callable, Iterator
from io import BytesIO

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from openpyxl import load_workbook

from recommendations import models

from .probing import Seat, probe
from .world import LEAKY, SECRETS, World

LISTS = ("waiting", "decisions", "not_received", "to_approve", "contradictions")


def everything(seat: Seat, world: World) -> str:
    """All that the person can read of the world, once."""
    if seat.seen is None:
        seat.seen = "\n".join(_text(seat.get(address)) for address in _surfaces(seat, world))
    return seat.seen


def _text(response: HttpResponse) -> str:
    """What it says; nothing where it refuses (a list of the supervision page that a stranger has not is a 400)."""
    refused = {302, 403, 404, *({400} if response.request["PATH_INFO"] == "/supervision/" else ())}
    assert response.status_code in {200, *refused}, response.content.decode()
    if response.status_code != 200:
        return ""
    content = response.getvalue()
    if not content.startswith(b"PK"):
        return content.decode(errors="ignore")
    sheets = load_workbook(BytesIO(content)).worksheets
    return "\n".join(str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row)


def _surfaces(seat: Seat, world: World) -> Iterator[str]:
    action, department = world.action, world.department
    yield from (
        "/",
        "/actions/",
        "/departments/",
        "/instructions/",
        "/ledger/",
        "/ledger/?format=xlsx",
        "/reviews/2026/",
    )
    yield from (f"/supervision/?list={name}" for name in LISTS)
    yield from (f"/ledger/{department.code}/", f"/ledger/{department.code}/?counts=missing")
    for record in (action, action.measure, action.measure.path, department, action.projects.get(), world.instruction):
        yield record.get_absolute_url()
    yield f"{action.get_absolute_url()}?as_of=2026-06-09"
    yield from (f"/api/v1/{name}/?page_size=500" for name in ("actions", "departments", "progress-reports", "blockers"))
    yield from (f"/api/v1/progress-reports/{report.ref}/" for report in world.reports.values())
    yield from (f"/api/v1/actions/{action.code}/", f"/api/v1/blockers/{world.blocker.ref}/")
    yield from ("/api/v1/annual-reviews/2026/", "/api/v1/annual-reviews/2026/?format=csv")
    if seat.person is not None and seat.person.is_staff:
        yield from _admin_surfaces(world)


def _admin_surfaces(world: World) -> Iterator[str]:
    """The admin's lists, and the pages of what was made for the world."""
    yield "/admin/"
    for model in LEAKY:
        if model in admin.site._registry:
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
            yield reverse(f"{name}_changelist")
            for key in model._default_manager.exclude(pk__in=world.before[model]).values_list("pk", flat=True):
                yield from (reverse(f"{name}_{page}", args=[key]) for page in ("change", "history"))


def _read(code: str, secret: str) -> None:
    """A row about words that no ``visible_to`` gates alone."""

    @probe(code)
    def reads(seat: Seat, world: World) -> bool:
        return secret in everything(seat, world)


def _gated(code: str, secret: str | None, rows: Callable[[World], QuerySet], *, shown: bool = True) -> None:
    """A row about a record behind ``visible_to``: rows are what is asked for, before the gate.

    Args:
        code: the row's.
        secret: the words by which it is found; None: it has none of its own.
        rows: the record, as a queryset.
        shown: whether what may be seen is shown somewhere too.
    """

    @probe(code)
    def reads(seat: Seat, world: World) -> bool:
        may = rows(world).visible_to(seat.user).exists() and (seat.public or seat.user.is_authenticated)
        may = may and seat.key != "run_out"  # nobody is signed in as such a person any more
        found = secret is not None and secret in everything(seat, world)
        assert may or not found, (code, seat.key, "is shown what it may not see")
        assert found or not (may and shown and secret), (code, seat.key, "is not shown what it may see")
        return may


def _report(name: str) -> Callable[[World], QuerySet]:
    return lambda world: models.ProgressReport.objects.filter(pk=world.reports[name].pk)


def _record(model: type, name: str) -> Callable[[World], QuerySet]:
    return lambda world: model.objects.filter(pk=world.records[name].pk)


for _name in ("draft", "submitted", "signed", "returned", "internal", "on_request", "public"):
    _gated(f"report.{_name}.read", SECRETS[_name], _report(_name))

_gated("blocker.text.read", SECRETS["blocker"], lambda world: models.Blocker.objects.filter(pk=world.blocker.pk))
_gated("blocker.options.read", SECRETS["options"], lambda world: models.Blocker.objects.filter(pk=world.blocker.pk))
_gated(
    "instruction.text.read",
    SECRETS["instruction"],
    lambda world: models.Instruction.objects.filter(pk=world.instruction.pk),
)
_gated("instruction.answer.read", SECRETS["answer"], lambda world: world.instruction.answers.all())
_gated("verification.note.read", SECRETS["note"], lambda world: world.action.verifications.all())
_gated("handover.read", None, _record(models.Handover, "handover"))
_gated("urging.read", SECRETS["urged"], lambda world: world.action.urgings.all())
_gated("contribution.read", SECRETS["contribution"], _record(models.Contribution, "contribution"), shown=False)
_gated("extension.read", SECRETS["extension"], _record(models.ExtensionRequest, "extension"), shown=False)
_gated("file.draft.read", None, _record(models.EvidenceFile, "file_draft"))
_gated("file.internal.read", None, _record(models.EvidenceFile, "file_internal"))
_gated("file.public.read", None, _record(models.EvidenceFile, "file_public"))

_read("plan.read", SECRETS["title"])
_read("post.title.read", "综合科联系人")
_read("post.holder.read", SECRETS["holder"])
_read("person.writer.read", SECRETS["writer"])
_read("report.reason.read", SECRETS["reason"])


@probe("report.percent.read")
def percent(seat: Seat, world: World) -> bool:
    """The percent of the last approved report, public or not."""
    response = seat.get(f"/api/v1/actions/{world.action.code}/")
    return response.status_code == 200 and response.json()["percent"] == "37.0"


@probe("blocker.waits.read")
def waits(seat: Seat, world: World) -> bool:
    return "待协调40天" in _text(seat.get(world.action.get_absolute_url()))


@probe("verification.percent.read")
def verified(seat: Seat, world: World) -> bool:
    response = seat.get(f"/api/v1/actions/{world.action.code}/")
    return response.status_code == 200 and response.json()["verified_percent"] is not None


@probe("ledger.rows.read")
def ledger_rows(seat: Seat, world: World) -> bool:
    """Whether the department's rows stand in the workbook."""
    return SECRETS["title"] in _text(seat.get("/ledger/?format=xlsx"))


@probe("supervision.inside.read")
def inside(seat: Seat, world: World) -> bool:
    """The lists of what needs a decision, was not received, waits for approval, or contradicts itself."""
    opened = {seat.get(f"/supervision/?list={name}").status_code == 200 for name in LISTS[1:]}
    assert len(opened) == 1, seat.key
    return opened == {True}


@probe("person.lookup")
def looked_up(seat: Seat, world: World) -> bool:
    """Whether a name, typed in part, is completed."""
    asked = f"app_label=recommendations&model_name=membership&field_name=user&term={SECRETS['writer']}"
    response = seat.get(f"/admin/autocomplete/?{asked}")
    return response.status_code == 200 and len(response.json()["results"]) == 1
