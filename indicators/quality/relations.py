"""An identity with its terms, and whether it can be computed at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _

from indicators.choices import Accumulation, IdentityKind, PriceBasis, TermRole
from indicators.models import Identity, Indicator

AMOUNTS = (TermRole.WHOLE, TermRole.PART, TermRole.LEVEL)
ONE, TWO, MAY_BE_ONE, SEVERAL = range(1, 2), range(2, 3), range(2), range(2, 100)

# How many indicators of each role a kind joins; a sum has either a whole or a constant total.
ROLES: dict[str, dict[str, range]] = {
    IdentityKind.SUM: {TermRole.WHOLE: MAY_BE_ONE, TermRole.PART: SEVERAL},
    IdentityKind.SHARE: {TermRole.SHARE: ONE, TermRole.PART: ONE, TermRole.WHOLE: ONE},
    IdentityKind.RATE: {TermRole.RATE: ONE, TermRole.LEVEL: ONE},
    IdentityKind.AVERAGE_RATE: {TermRole.RATE: ONE, TermRole.LEVEL: ONE},
    IdentityKind.PROPORTION: {TermRole.PART: TWO, TermRole.SHARE: TWO},
    IdentityKind.CONTRIBUTION: {
        TermRole.CONTRIBUTION: ONE,
        TermRole.RATE: ONE,
        TermRole.SHARE: ONE,
        TermRole.CHANGE: MAY_BE_ONE,
    },
    IdentityKind.SHARE_CHANGE: {
        TermRole.CHANGE: ONE,
        TermRole.SHARE: ONE,
        TermRole.RATE: ONE,
        TermRole.WHOLE_RATE: ONE,
    },
}


@dataclass(frozen=True)
class Relation:
    """An identity with its indicators by role, in their order."""

    identity: Identity
    by_role: Mapping[str, tuple[Indicator, ...]]

    @classmethod
    def of(cls, identity: Identity, terms: Sequence[tuple[str, Indicator]]) -> Self:
        """Join an identity with its terms.

        Args:
            terms: each one's role and indicator, in their order.
        """
        roles = dict.fromkeys(role for role, _indicator in terms)
        return cls(identity, {role: tuple(i for own, i in terms if own == role) for role in roles})

    def all(self, role: str) -> tuple[Indicator, ...]:
        return self.by_role.get(role, ())

    def one(self, role: str) -> Indicator:
        return self.by_role[role][0]

    @property
    def looked_at(self) -> Indicator:
        """The indicator whose figure is held against the others; of parts that add to a constant, the first."""
        for role in (TermRole.CONTRIBUTION, TermRole.CHANGE, TermRole.RATE, TermRole.SHARE, TermRole.WHOLE):
            if self.all(role):
                return self.all(role)[-1]
        return self.one(TermRole.PART)

    @property
    def faults(self) -> list[str]:
        """Why the relation cannot be computed: sentences in the reader's language; none: it can be."""
        return [*self._wrong_roles(), *self._mixed_bases()]

    def _wrong_roles(self) -> list[str]:
        kind, roles = IdentityKind(self.identity.kind), ROLES[self.identity.kind]
        found = []
        for role in TermRole:
            count = len(self.all(role))
            if count not in roles.get(role, range(1)):
                words = {"kind": kind.label, "role": role.label, "count": count}
                found.append(_("“%(kind)s”的关系里，角色“%(role)s”不能是 %(count)d 项。") % words)
        summed = kind == IdentityKind.SUM
        if summed and (self.identity.total is None) != bool(self.all(TermRole.WHOLE)):
            found.append(_("相加的关系要么有一项总数，要么填合计，只取其一。"))
        if not summed and self.identity.total is not None:
            found.append(_("只有相加的关系才填合计。"))
        return found

    def _mixed_bases(self) -> list[str]:
        """A rate at constant prices does not agree with levels at current ones; differences in points have no prices.

        The growth of a stock is told of a period, but what runs up from January agrees with its like alone.
        """
        indicators = [indicator for several in self.by_role.values() for indicator in several]
        amounts = [indicator for role in AMOUNTS for indicator in self.all(role)]
        found = []
        if len({indicator.price_basis for indicator in indicators} - {PriceBasis.NONE}) > 1:
            found.append(_("各项价格基础不同（现价与不变价），不能放在一个关系里。"))
        running = {indicator.accumulation == Accumulation.YEAR_TO_DATE for indicator in indicators}
        if len(running) > 1 or len({amount.accumulation for amount in amounts}) > 1:
            found.append(_("各项累计方式不同，不能放在一个关系里。"))
        return found
