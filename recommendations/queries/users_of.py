"""Who uses an indicator: the panel 谁在用 on a page that knows nothing of recommendations."""

from dataclasses import dataclass

from indicators.asof import AsOf
from indicators.models import Indicator
from recommendations.choices import OutcomeLight
from recommendations.models import IndicatorLink, Practice, Problem

from .outcomes import read_outcomes


@dataclass(frozen=True)
class Use:
    """One record that rests on the indicator; ``light`` only where an outcome is judged by it."""

    kind: str
    title: str
    title_en: str
    code: str
    url: str
    light: OutcomeLight | None

    @property
    def kind_label(self) -> str:
        return str(IndicatorLink._meta.get_field(self.kind).verbose_name)


JUDGED = {"path", "measure"}


def users_of(indicator: Indicator, asof: AsOf) -> list[Use]:
    """Problems, practices, paths and measures that link to the indicator or rest on a figure of it, each once."""
    links = IndicatorLink.objects.filter(indicator=indicator).select_related(*IndicatorLink.OWNERS)
    uses: dict[tuple[str, int], Use] = {}
    for state in read_outcomes(links, asof):
        owner = state.link.owner
        kind = owner._meta.model_name
        uses[kind, owner.pk] = _use(kind, owner, state.light if kind in JUDGED else None)
    for kind, owners in (
        ("problem", Problem.objects.filter(evidence__indicator=indicator).distinct()),
        ("practice", Practice.objects.filter(facts__indicator=indicator).distinct()),
    ):
        for owner in owners:
            uses.setdefault((kind, owner.pk), _use(kind, owner, None))
    order = list(IndicatorLink.OWNERS)
    return sorted(uses.values(), key=lambda use: order.index(use.kind))


def _use(kind: str, owner: Problem | Practice, light: OutcomeLight | None) -> Use:
    return Use(kind, owner.title, owner.title_en, owner.code, owner.get_absolute_url(), light)
