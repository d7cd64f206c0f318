"""What waits to be coordinated, for people with a role; everyone else gets an empty list."""

from datetime import date

from django.db.models import QuerySet
from rest_framework import serializers

from config.api.serializers import Code, RecordSerializer
from config.api.views import RecordViewSet
from indicators.asof import AsOf
from recommendations.filtersets import BlockerFilter
from recommendations.models import Blocker
from recommendations.queries.decisions import escalated_by, resolved_by

OPEN, RESOLVED = "open", "resolved"


class BlockerSerializer(RecordSerializer):
    """A blocker on the day looked at, without the persons behind it."""

    action = Code()
    department = Code(help_text="who raised it")
    waits_for = Code()
    days = serializers.SerializerMethodField(help_text="so long it had waited on the day, or until it was resolved")
    escalated_to = serializers.SerializerMethodField(help_text="the leader's post, where it was brought before one")
    state = serializers.SerializerMethodField(help_text=f"{OPEN} or {RESOLVED}")
    resolved_on = serializers.SerializerMethodField()
    resolution = serializers.SerializerMethodField()

    class Meta:
        model = Blocker
        fields = [
            "ref",
            "action",
            "department",
            "what",
            "options",
            "waits_for",
            "waits_for_other",
            "since",
            "days",
            "escalated_to",
            "state",
            "resolved_on",
            "resolution",
            "sample",
        ]

    @property
    def asof(self) -> AsOf:
        return self.context["request"].asof

    def get_days(self, blocker: Blocker) -> int:
        return ((self.get_resolved_on(blocker) or self.asof.as_of) - blocker.since).days

    def get_escalated_to(self, blocker: Blocker) -> str | None:
        post = escalated_by(blocker, self.asof)
        return post and post.code

    def get_state(self, blocker: Blocker) -> str:
        return RESOLVED if resolved_by(blocker, self.asof) else OPEN

    def get_resolved_on(self, blocker: Blocker) -> date | None:
        return blocker.resolved_on if resolved_by(blocker, self.asof) else None

    def get_resolution(self, blocker: Blocker) -> str:
        return blocker.resolution if resolved_by(blocker, self.asof) else ""


class Blockers(RecordViewSet):
    """Blockers that had begun by the day looked at, resolved ones too; ``open=true`` leaves these out."""

    queryset = Blocker.objects.select_related("action", "department", "waits_for", "escalated_to")
    serializer_class = BlockerSerializer
    filterset_class = BlockerFilter
    search_fields = ["ref", "action__code", "action__title", "what", "options", "waits_for_other"]
    lookup_field = "ref"
    lookup_value_regex = "[0-9A-Za-z]+"
    ordering = ["since", "pk"]
    ordering_fields = {"since": ["since"]}

    def get_queryset(self) -> QuerySet[Blocker]:
        return super().get_queryset().visible_to(self.request.user).begun(self.asof)
