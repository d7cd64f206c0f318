"""What the sources say that figures can test, and what the figures say of it."""

from typing import Any

from indicators.filtersets import ClaimFilter
from indicators.models import Claim
from indicators.pages import ListPage
from indicators.queries.claims import counted, verdicts


class ClaimList(ListPage):
    """All claims with their verdicts, computed from what is known on the day that is read."""

    queryset = Claim.objects.select_related("source")
    filterset_class = ClaimFilter
    template_name = "indicators/claim_list.html"
    extra_context = {"nav": "claim-list"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        found = verdicts(context["records"], self.asof)
        return context | {"verdicts": found, "claims": counted(found)}
