"""What supporting departments were asked for on an action and what they gave, as it stood on a day."""

from indicators.asof import AsOf
from recommendations.choices import ContributionState
from recommendations.models import Action, Contribution
from recommendations.permissions import User


def contributions_to(action: Action, asof: AsOf, reader: User) -> list[Contribution]:
    """Those asked for by the day that the reader may see, what was withdrawn left out, the newest first; one query.

    What was given later is not told yet. The objects are only read.
    """
    asked = action.contributions.visible_to(reader).exclude(state=ContributionState.WITHDRAWN)
    rows = list(asked.filter(asked_at__lt=asof.until).select_related("department"))
    for row in rows:
        if row.given_at is not None and row.given_at >= asof.until:
            row.state, row.text = ContributionState.ASKED, ""
    return rows
