"""Which reporting periods were known on a day."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from indicators.asof import AsOf
from recommendations.models import ReportingCycle, ReportingPeriod


def known(periods: QuerySet[ReportingPeriod], asof: AsOf) -> QuerySet[ReportingPeriod]:
    """Those known by the end of ``known_on``.

    A period follows from its cycle's rule, and the system lays it out when somebody first looks: it is known since the
    cycle is. One that is older than the record of its cycle counts from its own day.
    """
    if asof.known_on is None:
        return periods
    cycles = ReportingCycle.history.filter(id=OuterRef("cycle"), history_date__lt=asof.known_until)
    return periods.filter(Q(recorded_on__lte=asof.known_on) | Exists(cycles))
