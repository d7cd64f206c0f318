"""The quality report as the API gives it."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from django.utils.translation import override
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from config.api.paging import PAGE, PAGE_SIZE
from config.api.questions import ask, described
from config.api.serializers import Code
from indicators import choices
from indicators.quality.findings import Finding
from indicators.quality.wording import shown
from indicators.queries.quality import Found, narrowed, quality_report
from indicators.questions import QualityQuestion

from .analysis_serializers import Digits


class KeySerializer(serializers.Serializer):
    """A figure by what names it, and its value as printed."""

    indicator = Code()
    area = Code()
    period = serializers.CharField(read_only=True)
    source = Code()
    locator = serializers.CharField(read_only=True)
    value = serializers.CharField(source="printed", read_only=True, allow_null=True)
    bound = serializers.ChoiceField(choices.Bound.choices, read_only=True)


class FoundSerializer(serializers.Serializer):
    """One finding; what was not computed is null."""

    key = serializers.CharField(source="finding.key", read_only=True, help_text="names the finding for good")
    kind = serializers.ChoiceField(choices.QualityKind.choices, source="finding.kind", read_only=True)
    severity = serializers.ChoiceField(choices.Severity.choices, source="finding.severity", read_only=True)
    identity = Code(source="finding.identity", allow_null=True)
    indicator = Code(source="finding.unit_of", help_text="the one in whose unit the numbers are")
    area = Code(source="finding.area")
    period = serializers.CharField(source="finding.period", read_only=True)
    unit = serializers.CharField(source="finding.unit_of.unit", read_only=True)
    unit_en = serializers.CharField(source="finding.unit_of.unit_en", read_only=True)
    expected = Digits(source="finding.expected")
    expected_low = serializers.SerializerMethodField(help_text="the least that rounding allows; null: no limit")
    expected_high = serializers.SerializerMethodField(help_text="the most that rounding allows; null: no limit")
    found = Digits(source="finding.found")
    difference = Digits(source="finding.difference", help_text="found minus expected")
    observations = KeySerializer(source="finding.observations", many=True, read_only=True)
    sentence = serializers.SerializerMethodField()
    sentence_en = serializers.SerializerMethodField()
    acknowledged = serializers.SerializerMethodField()
    reason = serializers.SerializerMethodField(help_text="why the finding stands; null to people not signed in")

    def get_expected_low(self, row: Found) -> str | None:
        between = row.finding.expected_between
        return _end(row.finding, between and between.low, ROUND_FLOOR)

    def get_expected_high(self, row: Found) -> str | None:
        between = row.finding.expected_between
        return _end(row.finding, between and between.high, ROUND_CEILING)

    def get_sentence(self, row: Found) -> str:
        with override("zh-hans"):
            return row.finding.sentence

    def get_sentence_en(self, row: Found) -> str:
        with override("en"):
            return row.finding.sentence

    def get_acknowledged(self, row: Found) -> bool:
        return not row.is_open

    def get_reason(self, row: Found) -> str | None:
        may_know = self.context["request"].user.is_authenticated
        return row.acknowledgement.reason if row.acknowledgement and may_know else None


class Quality(GenericAPIView):
    """What does not fit in the figures known on ``known_on``, the gravest first, and what rounding would allow.

    A figure stands for all numbers that are printed as it; a conflict is what no such number explains.
    """

    serializer_class = FoundSerializer
    filter_backends = ()
    detail = False

    @extend_schema(parameters=described(QualityQuestion), responses=FoundSerializer(many=True))
    def get(self, request: Request) -> Response:
        asked = ask(request, QualityQuestion, beside={PAGE, PAGE_SIZE})
        rows = self.paginate_queryset(narrowed(quality_report(request.asof).rows, asked))
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)


def _end(finding: Finding, end: Decimal | None, outward: str) -> str | None:
    """An end of what is allowed, to two digits more than the figure was printed with, so that a doubt is seen."""
    if end is None or end.is_infinite():
        return None
    return f"{shown(end, finding.observations[0].decimals + 2, outward):f}"
