"""To whom actions were handed over, and what was received, on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from indicators.asof import AsOf
from indicators.writing import person
from recommendations.choices import MandateAdoption
from recommendations.models import Action, Assignment, Department, Handover, Mandate
from recommendations.permissions import User

from .status import ActionState

OF_RECEIPT = ("department", "received_by", "received_as")
WITH_RECEIPTS = Prefetch("handovers", Handover.objects.select_related(*OF_RECEIPT))  # of assignments
READ = ("assignment__action", "assignment__mandate", *OF_RECEIPT)


@dataclass(frozen=True)
class Receipt:
    """A hand-over on the day looked at.

    Attributes:
        handover: the hand-over, with action, mandate, department and who received it loaded.
        received: whether it had been received by then.
        moved: whether the action had gone to another lead by then, so that nobody waits for a receipt.
        days_waited: days since it was handed over, where it waits.
        days_late: days past the one by which it should have been received, where it waits.
    """

    handover: Handover
    received: bool
    moved: bool
    days_waited: int
    days_late: int

    @property
    def who(self) -> str:
        """Who received it: the post, where one is held, and the name."""
        post = self.handover.received_as
        return " ".join([*([str(post)] if post else []), person(self.handover.received_by)])

    @classmethod
    def of(cls, handover: Handover, asof: AsOf) -> "Receipt":
        received = handover.received_at is not None and handover.received_at < asof.until
        moved = handover.moved_at is not None and handover.moved_at < asof.until
        closed = received or moved
        waited = (asof.as_of - timezone.localdate(handover.handed_over_at)).days
        late = (asof.as_of - handover.receive_by).days if handover.receive_by else 0
        return cls(handover, received, moved, 0 if closed else waited, 0 if closed else max(late, 0))


def read_receipts(handovers: QuerySet[Handover], asof: AsOf, reader: User) -> list[Receipt]:
    """What was handed over by the day and the reader may see, the oldest first, who leads before who supports."""
    rows = handovers.visible_to(reader).given(asof).select_related(*READ)
    ordered = rows.order_by("handed_over_at", "-leads", "department__position", "pk")
    return [Receipt.of(handover, asof) for handover in ordered]


class LeadReceipt(NamedTuple):
    """When an action was handed over to the department that leads it on the day, and when that received it."""

    handed_over_at: datetime
    received_at: datetime | None


def lead_receipts(states: Iterable[ActionState], asof: AsOf, reader: User) -> dict[int, LeadReceipt]:
    """The newest hand-over of each action to its lead, by the action's id; one query, without a person in it."""
    leads = {state.action.pk: state.lead_id for state in states if state.lead_id}
    rows = (
        Handover.objects.visible_to(reader)
        .given(asof)
        .filter(assignment__action__in=leads, department__in=set(leads.values()))
        .order_by("handed_over_at", "pk")
        .values_list("assignment__action", "department", "handed_over_at", "received_at")
    )
    return {
        action: LeadReceipt(handed_over, received if received and received < asof.until else None)
        for action, department, handed_over, received in rows
        if department == leads[action]
    }


@dataclass(frozen=True)
class Addressee:
    """A department that an item goes to; ``handover`` where it has been handed over."""

    department: Department
    leads: bool
    handover: Handover | None


@dataclass(frozen=True)
class Item:
    """What a mandate says of an action, and to whom that is or can be handed over."""

    assignment: Assignment
    addressees: list[Addressee]

    @property
    def action(self) -> Action:
        return self.assignment.action

    @property
    def adopted(self) -> bool:
        return self.assignment.adoption != MandateAdoption.NOT

    @property
    def without_lead(self) -> bool:
        return self.adopted and self.action.lead_department is None

    @property
    def missing(self) -> int:
        """To how many departments it can still be handed over."""
        return sum(addressee.handover is None for addressee in self.addressees)


def read_items(mandates: Iterable[Mandate]) -> list[Item]:
    """All items of the mandates in reading order, with whom each goes to; a fixed number of queries."""
    rows = (
        Assignment.objects.filter(mandate__in=mandates)
        .select_related("mandate", "action__lead_department")
        .prefetch_related("action__supporting_departments", WITH_RECEIPTS)
    )
    return [Item(assignment, _addressees(assignment)) for assignment in rows]


def _addressees(assignment: Assignment) -> list[Addressee]:
    """Whom it was handed over to, and whom it would be: who leads, then who supports, then who did so before."""
    handovers = assignment.handovers.all()
    given = {handover.department_id: handover for handover in handovers if handover.moved_at is None}
    lead, wanted = assignment.action.lead_department, []
    if lead is not None and assignment.adoption != MandateAdoption.NOT:
        supporting = sorted(assignment.action.supporting_departments.all(), key=lambda it: (it.position, it.code))
        wanted = [(lead, True), *((department, False) for department in supporting if department != lead)]
    now = [Addressee(department, leads, given.pop(department.pk, None)) for department, leads in wanted]
    before = [*given.values(), *(handover for handover in handovers if handover.moved_at is not None)]
    return now + [Addressee(handover.department, handover.leads, handover) for handover in before]
