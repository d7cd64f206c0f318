"""What is asked of departments and by them: receipts, contributions, extensions."""

from typing import Self

from django.db.models import Q, QuerySet

from indicators.asof import AsOf
from recommendations.choices import REPLACING, ExtensionState
from recommendations.permissions import User, roles_of


class HandoverQuerySet(QuerySet):
    def standing(self) -> Self:
        """What has not moved on to another lead."""
        return self.filter(moved_at=None)

    def not_received(self) -> Self:
        """Handed over, and nobody has confirmed the receipt."""
        return self.standing().filter(received_at=None)

    def given(self, asof: AsOf) -> Self:
        """Handed over by the day, as far as was known."""
        return self.filter(handed_over_at__lt=asof.until)

    def waiting(self, asof: AsOf) -> Self:
        """Handed over by the day, neither received nor moved on by its end, as far as was known.

        Nobody waits for the receipt of what a split, merger or supersession has replaced.
        """
        not_received = Q(received_at=None) | Q(received_at__gte=asof.until)
        here = self.given(asof).filter(not_received, Q(moved_at=None) | Q(moved_at__gte=asof.until))
        known = {"assignment__action__changes__recorded_on__lte": asof.known_on} if asof.known_on else {}
        replaced = self.model.objects.filter(
            assignment__action__changes__kind__in=REPLACING,
            assignment__action__changes__decided_on__lte=asof.as_of,
            **known,
        )
        return here.exclude(pk__in=replaced.values("pk"))

    def late(self, asof: AsOf) -> Self:
        """Waiting past the day by which it should have been received."""
        return self.waiting(asof).filter(receive_by__lt=asof.as_of)

    def visible_to(self, user: User) -> Self:
        """People with a role see who received what; everyone else nothing, because it names persons."""
        return self.all() if roles_of(user).reader else self.none()


class UrgingQuerySet(QuerySet):
    def done(self, asof: AsOf) -> Self:
        """By the end of the day, as far as was known."""
        return self.filter(at__lt=asof.until)

    def visible_to(self, user: User) -> Self:
        """People with a role see who urged; everyone else nothing, because it names persons."""
        return self.all() if roles_of(user).reader else self.none()


class BetweenDepartmentsQuerySet(QuerySet):
    """What a department and the one that leads the action say to each other, and to the office."""

    def visible_to(self, user: User) -> Self:
        """The office, leaders and evaluators see all; departments their own, and what is said of what they lead."""
        roles = roles_of(user)
        if roles.reads_all:
            return self.all()
        return self.filter(Q(department__in=roles.own) | Q(action__lead_department__in=roles.own))


class ExtensionRequestQuerySet(BetweenDepartmentsQuerySet):
    def waiting(self, asof: AsOf) -> Self:
        """Asked for by the day, and neither decided nor withdrawn by its end, as far as was known."""
        if not asof.is_past:
            return self.filter(asked_on__lte=asof.as_of, state=ExtensionState.ASKED)
        undecided = Q(decided_at=None) | Q(decided_at__gte=asof.until)
        kept = Q(withdrawn_at=None) | Q(withdrawn_at__gte=asof.until)
        return self.filter(undecided, kept, asked_on__lte=min(asof.as_of, asof.known_on or asof.as_of))
