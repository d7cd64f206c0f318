"""What the evidence can be asked for, by page and by API."""

import django_filters as filters
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from config.filters import ChoiceFilter, CodeFilter, CodesFilter, StrictFilterSet, TruthFilter

from . import choices
from .models import Area, Claim, Indicator, Revision, Source, Theme
from .queries.claims import asking_for, verdicts
from .querysets import ObservationQuerySet
from .validators import validate_period


class AreaFilter(StrictFilterSet):
    kind = ChoiceFilter(choices=choices.AreaKind.choices, label=_("类别"))
    province = filters.CharFilter(label=_("省区"))


class SourceFilter(StrictFilterSet):
    indicator = CodeFilter(
        "observations__indicator", queryset=Indicator.objects.all(), label=_("所载指标"), distinct=True
    )


class RevisionFilter(StrictFilterSet):
    kind = ChoiceFilter(choices=choices.RevisionKind.choices, label=_("修订类型"))
    source = CodeFilter(queryset=Source.objects.all(), label=_("来源"))


class IndicatorFilter(StrictFilterSet):
    theme = CodeFilter(queryset=Theme.objects.all(), label=_("主题"))
    direction = ChoiceFilter(choices=choices.Direction.choices, label=_("方向"))
    frequency = ChoiceFilter(choices=choices.Frequency.choices, label=_("频率"))
    price_basis = ChoiceFilter(choices=choices.PriceBasis.choices, label=_("价格基础"))
    accumulation = ChoiceFilter(choices=choices.Accumulation.choices, label=_("累计方式"))
    area = CodeFilter("observations__area", queryset=Area.objects.all(), label=_("有其数据的地区"), distinct=True)


class ObservationFilter(StrictFilterSet):
    """Figures as known on ``known_on``; with ``as_of`` in the address only those of periods that had ended by then."""

    indicator = CodesFilter(queryset=Indicator.objects.all(), label=_("指标"))
    theme = CodeFilter("indicator__theme", queryset=Theme.objects.all(), label=_("主题"))
    area = CodesFilter(queryset=Area.objects.all(), label=_("地区"))
    period = filters.CharFilter(label=_("时期"), validators=[validate_period])
    source = CodeFilter(queryset=Source.objects.all(), label=_("来源"))
    status = ChoiceFilter(choices=choices.ObsStatus.choices, label=_("状态"))
    bound = ChoiceFilter(choices=choices.Bound.choices, label=_("界限"))
    period_basis = ChoiceFilter(choices=choices.PeriodBasis.choices, label=_("时期依据"))
    revision = CodeFilter(queryset=Revision.objects.all(), label=_("修订说明"))
    shown = TruthFilter(method="narrow_to_shown", label=_("采用"))
    every_vintage = TruthFilter(method="leave_all", label=_("列出每一版"))

    def filter_queryset(self, queryset: ObservationQuerySet) -> QuerySet:
        day = self.asof.known_on
        every = self.form.cleaned_data["every_vintage"]
        known = (queryset.recorded_by(day) if every else queryset.known_on(day)).with_shown(day)
        if self.data.get("as_of"):
            known = known.filter(period_end__lte=self.asof.as_of)
        return super().filter_queryset(known)

    def narrow_to_shown(self, queryset: ObservationQuerySet, name: str, value: bool) -> QuerySet:
        is_shown = Q(pk=F("shown_id"))
        return queryset.filter(is_shown if value else ~is_shown)

    def leave_all(self, queryset: ObservationQuerySet, name: str, value: bool) -> QuerySet:
        """Which versions there are is settled before all other filters."""
        return queryset


class ClaimFilter(StrictFilterSet):
    """Claims; what no column holds, their verdict and the figures that they ask for, is read off each of them."""

    verdict = ChoiceFilter(choices=choices.Verdict.choices, label=_("结论"), method="leave_all")
    locator = filters.CharFilter(lookup_expr="startswith", label=_("出处开头"))
    indicator = CodeFilter(queryset=Indicator.objects.all(), label=_("指标"), method="asking_for")
    area = CodeFilter(queryset=Area.objects.all(), label=_("地区"), method="asking_for")
    source = CodeFilter(queryset=Source.objects.all(), label=_("来源"))

    def filter_queryset(self, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        """The verdict last: only what the other filters leave is judged."""
        narrowed = super().filter_queryset(queryset)
        wanted = self.form.cleaned_data["verdict"]
        if not wanted:
            return narrowed
        found = verdicts(narrowed.select_related("source"), self.asof)
        return narrowed.filter(pk__in=[verdict.claim.pk for verdict in found if verdict.verdict == wanted])

    def leave_all(self, queryset: QuerySet[Claim], name: str, value: str) -> QuerySet[Claim]:
        return queryset

    @extend_schema_field(OpenApiTypes.STR)
    def asking_for(self, queryset: QuerySet[Claim], name: str, record: Indicator | Area) -> QuerySet[Claim]:
        return queryset.filter(pk__in=[claim.pk for claim in asking_for(queryset, **{name: record.code})])
