"""Files, and what the office found."""

from typing import Self

from django.db.models import Q, QuerySet

from indicators.asof import AsOf
from recommendations.choices import Openness, ReportState
from recommendations.permissions import User, roles_of


class EvidenceFileQuerySet(QuerySet):
    def visible_to(self, user: User) -> Self:
        """The only gate on files.

        The office sees all; leaders and evaluators what proves a report that was handed in; a department its own;
        people with a role what proves an approved report, and what belongs to an instruction that they may see;
        everyone else what proves an approved report where file and report are public.
        """
        roles = roles_of(user)
        if roles.office:
            return self.all()
        proofs = self.model.reports.through.objects.filter(report__state=ReportState.APPROVED)
        if roles.reads_all:
            proofs = self.model.reports.through.objects.exclude(report__state=ReportState.DRAFT)
        if not roles.reader:
            public = proofs.filter(report__openness=Openness.PUBLIC)
            return self.filter(openness=Openness.PUBLIC, pk__in=public.values("file"))
        instructions = self.model.instructions.rel.related_model.objects.visible_to(user).order_by()
        return self.filter(
            Q(department__in=roles.own) | Q(pk__in=proofs.values("file")) | Q(pk__in=instructions.values("scan"))
        )


class VerificationQuerySet(QuerySet):
    def known(self, asof: AsOf) -> Self:
        """Those as of the day or before, recorded by then."""
        found = self.filter(as_of__lte=asof.as_of)
        return found if asof.known_until is None else found.filter(recorded_at__lt=asof.known_until)

    def visible_to(self, user: User) -> Self:
        """People with a role; the percent is no secret among them, and a note says how it was found."""
        return self.all() if roles_of(user).reader else self.none()
