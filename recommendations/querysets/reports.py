"""Progress reports: which count, which wait and for whom, and who may see them."""

from typing import Self

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When

from indicators.asof import AsOf
from recommendations.choices import EDITABLE_BY_REPORTER, UNDER_WAY, Openness, ReportState, Standing
from recommendations.permissions import User, roles_of

# For whom a report under way waits.
WAITS_FOR_HEAD = Q(state=ReportState.SUBMITTED, needs_sign_off=True)
WAITS_FOR_OFFICE = Q(state=ReportState.SIGNED) | Q(state=ReportState.SUBMITTED, needs_sign_off=False)
STANDINGS = {Standing.TO_SIGN: WAITS_FOR_HEAD, Standing.TO_APPROVE: WAITS_FOR_OFFICE}
NOTHING = Q(pk__in=())


def _of(departments: frozenset[int]) -> Q:
    return Q(department__in=departments) | Q(department=None, action__lead_department__in=departments)


class ProgressReportQuerySet(QuerySet):
    def approved(self, known_on: AsOf | None = None) -> Self:
        """Approved reports; with an ``AsOf`` only those approved by the end of its ``known_on``."""
        approved = self.filter(state=ReportState.APPROVED)
        if known_on is not None and known_on.known_until is not None:
            approved = approved.filter(approved_at__lt=known_on.known_until)
        return approved

    def counting(self, asof: AsOf) -> Self:
        """Approved reports as of the day or before that no correction approved by then replaces."""
        return self.approved(asof).uncorrected(asof).filter(as_of__lte=asof.as_of)

    def uncorrected(self, known_on: AsOf | None = None) -> Self:
        """Reports that no approved correction replaces; with an ``AsOf`` none approved by its ``known_on``."""
        return self.exclude(Exists(self.model.objects.filter(corrects=OuterRef("pk")).approved(known_on)))

    def on_record(self, asof: AsOf) -> Self:
        """Reports as of the day or before, corrected ones too; with ``known_on`` only those approved by then."""
        reports = self.filter(as_of__lte=asof.as_of)
        return reports.approved(asof) if asof.known_on else reports

    def latest_first(self) -> Self:
        return self.order_by("-as_of", "-approved_at", "-id")

    def submitted(self) -> Self:
        return self.filter(state=ReportState.SUBMITTED)

    def under_way(self) -> Self:
        """Handed in, and neither approved nor returned."""
        return self.filter(state__in=UNDER_WAY)

    def unsettled(self, asof: AsOf) -> Self:
        """As of the day or before, and not approved by its end: few, found by index, of which others ask the steps."""
        return self.filter(Q(approved_at=None) | Q(approved_at__gte=asof.until), as_of__lte=asof.as_of)

    def standing(self, standing: Standing) -> Self:
        """Reports that stand so."""
        return self.filter(STANDINGS.get(standing, Q(state=standing.value)))

    def waiting_for(self, user: User) -> Self:
        """Reports on which the next step is the person's.

        The office's to approve, a head's to sign, a reporter's to finish or mend while the department leads the action.
        """
        roles = roles_of(user)
        waiting = WAITS_FOR_OFFICE if roles.office else NOTHING
        if roles.heads:
            waiting |= WAITS_FOR_HEAD & Q(department__in=roles.heads)
        if roles.departments:
            led = Q(action__lead_department__in=roles.departments)
            waiting |= Q(state__in=EDITABLE_BY_REPORTER) & led & _of(roles.departments)
        return self.filter(waiting)

    def visible_to(self, user: User) -> Self:
        """The only gate on reports.

        The office sees all; leader and evaluator all that was handed in; reporter and head the own department's in
        every state and others' once approved; a reader what is approved; everyone else what is approved and public.
        """
        roles = roles_of(user)
        if roles.office:
            return self.all()
        approved = Q(state=ReportState.APPROVED)
        if not roles.reader:
            return self.filter(approved, openness=Openness.PUBLIC)
        handed_in = ~Q(state=ReportState.DRAFT) if roles.reads_all else approved
        return self.filter(handed_in | _of(roles.own)) if roles.own else self.filter(handed_in)

    def for_reading(self) -> Self:
        """With what a row shows of its relations."""
        return self.select_related("action__measure__path", "department", "created_by", "approved_by", "corrects")


class ReportStepQuerySet(QuerySet):
    def known(self, asof: AsOf) -> Self:
        """Steps taken by the end of ``known_on``; without one all of them."""
        return self if asof.known_until is None else self.filter(at__lt=asof.known_until)

    def for_reading(self, reader: User) -> Self:
        """With who took them, and as what, in the order in which they were taken, wherever the clock stood.

        ``why`` is the reason as far as it is the reader's: the report's department is told why it was returned, and who
        reads all; to everyone else it is None.
        """
        roles = roles_of(reader)
        told = F("reason") if roles.reads_all else Case(When(report__department__in=roles.own, then="reason"))
        return self.annotate(why=told).select_related("by", "department", "post").order_by("pk")
