"""What the evidence can be asked for, by page and by API."""

import django_filters as filters
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from config.filters import ChoiceFilter, CodeFilter, StrictFilterSet, TruthFilter

from . import choices
from .models import Area, Indicator, Source, Theme
from .querysets import ObservationQuerySet
from .validators import validate_period


class AreaFilter(StrictFilterSet):
    kind = ChoiceFilter(choices=choices.AreaKind.choices, label=_("类别"))
    province = filters.CharFilter(label=_("省区"))


class SourceFilter(StrictFilterSet):
    indicator = CodeFilter(
        "observations__indicator", queryset=Indicator.objects.all(), label=_("所载指标"), distinct=True
    )


class IndicatorFilter(StrictFilterSet):
    theme = CodeFilter(queryset=Theme.objects.all(), label=_("主题"))
    direction = ChoiceFilter(choices=choices.Direction.choices, label=_("方向"))
    frequency = ChoiceFilter(choices=choices.Frequency.choices, label=_("频率"))
    price_basis = ChoiceFilter(choices=choices.PriceBasis.choices, label=_("价格基础"))
    accumulation = ChoiceFilter(choices=choices.Accumulation.choices, label=_("累计方式"))
    area = CodeFilter("observations__area", queryset=Area.objects.all(), label=_("有其数据的地区"), distinct=True)


class ObservationFilter(StrictFilterSet):
    """Figures as known on ``known_on``; with ``as_of`` in the address only those of periods that had ended by then."""

    indicator = CodeFilter(queryset=Indicator.objects.all(), label=_("指标"))
    theme = CodeFilter("indicator__theme", queryset=Theme.objects.all(), label=_("主题"))
    area = CodeFilter(queryset=Area.objects.all(), label=_("地区"))
    period = filters.CharFilter(label=_("时期"), validators=[validate_period])
    source = CodeFilter(queryset=Source.objects.all(), label=_("来源"))
    status = ChoiceFilter(choices=choices.ObsStatus.choices, label=_("状态"))
    bound = ChoiceFilter(choices=choices.Bound.choices, label=_("界限"))
    period_basis = ChoiceFilter(choices=choices.PeriodBasis.choices, label=_("时期依据"))
    shown = TruthFilter(method="narrow_to_shown", label=_("采用"))

    def filter_queryset(self, queryset: ObservationQuerySet) -> QuerySet:
        known = queryset.known_on(self.asof.known_on).with_shown(self.asof.known_on)
        if self.data.get("as_of"):
            known = known.filter(period_end__lte=self.asof.as_of)
        return super().filter_queryset(known)

    def narrow_to_shown(self, queryset: ObservationQuerySet, name: str, value: bool) -> QuerySet:
        is_shown = Q(pk=F("shown_id"))
        return queryset.filter(is_shown if value else ~is_shown)
