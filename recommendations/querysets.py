"""The vocabulary of delivery: whose rows, which reports count, and what was known when."""

from typing import Self

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from indicators.asof import AsOf

from .choices import Openness, ReportState
from .permissions import User, roles_of


class ActionQuerySet(QuerySet):
    def led_by(self, departments: frozenset[int]) -> Self:
        """Actions whose leading department is one of these ids."""
        return self.filter(lead_department__in=departments)

    def reportable_by(self, user: User) -> Self:
        """Actions on which the person may log progress; the same rule as ``permissions.may_report_on``."""
        roles = roles_of(user)
        return self.all() if roles.office else self.led_by(roles.departments)

    def with_last_report(self, asof: AsOf) -> Self:
        """Annotate ``last_report_id``: the report that gives the action's status on the day, or None."""
        last = self.model.reports.rel.related_model.objects.filter(action=OuterRef("pk")).counting(asof).latest_first()
        return self.annotate(last_report_id=Subquery(last.values("pk")[:1]))

    def for_reading(self) -> Self:
        """With what a row shows of its relations, in reading order."""
        return self.select_related("measure__path", "lead_department").order_by(
            "measure__path__position", "measure__position", "position", "code"
        )


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

    def visible_to(self, user: User) -> Self:
        """The only gate on reports.

        The office sees all; a reporter the own department's in every state and others' once approved; a reader what is
        approved; everyone else what is approved and public.
        """
        roles = roles_of(user)
        if roles.office:
            return self.all()
        approved = Q(state=ReportState.APPROVED)
        if not roles.reader:
            return self.filter(approved, openness=Openness.PUBLIC)
        own = Q(department__in=roles.departments) | Q(department=None, action__lead_department__in=roles.departments)
        return self.filter(approved | own)

    def for_reading(self) -> Self:
        """With what a row shows of its relations."""
        return self.select_related("action__measure__path", "department", "created_by", "approved_by", "corrects")
