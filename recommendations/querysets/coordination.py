"""What waits to be coordinated, and what leaders instruct."""

from typing import Self

from django.db.models import Q, QuerySet

from indicators.asof import AsOf
from recommendations.permissions import User, roles_of


class BlockerQuerySet(QuerySet):
    def begun(self, asof: AsOf) -> Self:
        """Those that had begun by the day, resolved ones too, as far as was known."""
        begun = self.filter(since__lte=asof.as_of)
        return begun if asof.known_until is None else begun.filter(raised_at__lt=asof.known_until)

    def standing(self, asof: AsOf) -> Self:
        """Those that wait on the day: begun by then and not resolved by then, as far as was known."""
        resolved = Q(resolved_on__isnull=False, resolved_on__lte=asof.as_of)
        if asof.known_until is not None:
            resolved &= Q(resolved_at__lt=asof.known_until)
        return self.begun(asof).exclude(resolved)

    def visible_to(self, user: User) -> Self:
        """People with a role; to everyone else only that an action waits is shown, never the text."""
        return self.all() if roles_of(user).reader else self.none()


class InstructionQuerySet(QuerySet):
    def given(self, asof: AsOf) -> Self:
        """Those given by the day, closed ones too, as far as was known."""
        given = self.filter(given_on__lte=asof.as_of)
        return given if asof.known_until is None else given.filter(recorded_at__lt=asof.known_until)

    def standing(self, asof: AsOf) -> Self:
        """Those given by the day and not closed by its end, as far as was known."""
        return self.given(asof).exclude(closed_at__isnull=False, closed_at__lt=asof.until)

    def visible_to(self, user: User) -> Self:
        """The office, leaders and evaluators see all; a department those on what it leads, or that it must answer."""
        roles = roles_of(user)
        if roles.reads_all:
            return self.all()
        if not roles.own:
            return self.none()
        addressed = Q(departments__in=roles.own) | Q(actions__lead_department__in=roles.own)
        return self.filter(pk__in=self.model.objects.filter(addressed).order_by().values("pk"))


class InstructionAnswerQuerySet(QuerySet):
    def unseen(self) -> Self:
        """Given, and the leader has not seen them."""
        return self.filter(seen_at=None)

    def visible_to(self, user: User) -> Self:
        """The office, leaders and evaluators see all; a department its own."""
        roles = roles_of(user)
        return self.all() if roles.reads_all else self.filter(department__in=roles.own)
