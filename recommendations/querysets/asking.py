"""What is asked of departments and by them: receipts, contributions, extensions."""

from typing import Self

from django.db.models import Q, QuerySet

from recommendations.choices import ContributionState, ExtensionState
from recommendations.permissions import User, roles_of


class HandoverQuerySet(QuerySet):
    def not_received(self) -> Self:
        """Handed over, and nobody has confirmed the receipt."""
        return self.filter(received_at=None)

    def visible_to(self, user: User) -> Self:
        """People with a role see who received what; everyone else nothing, because it names persons."""
        return self.all() if roles_of(user).reader else self.none()

    def receivable_by(self, user: User) -> Self:
        """Those whose receipt the person may confirm: the own departments'."""
        return self.not_received().filter(department__in=roles_of(user).own)


class ContributionQuerySet(QuerySet):
    def asked(self) -> Self:
        """Asked for, and not given yet."""
        return self.filter(state=ContributionState.ASKED)

    def visible_to(self, user: User) -> Self:
        """The office, leaders and evaluators see all; departments what they give or are given."""
        roles = roles_of(user)
        if roles.reads_all:
            return self.all()
        return self.filter(Q(department__in=roles.own) | Q(action__lead_department__in=roles.own))


class ExtensionRequestQuerySet(QuerySet):
    def open(self) -> Self:
        """Asked for, and not decided."""
        return self.filter(state=ExtensionState.ASKED)

    def visible_to(self, user: User) -> Self:
        """The office, leaders and evaluators see all; departments their own."""
        roles = roles_of(user)
        if roles.reads_all:
            return self.all()
        return self.filter(Q(department__in=roles.own) | Q(action__lead_department__in=roles.own))
