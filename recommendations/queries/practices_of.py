"""What a city is an example of: the panel of practices on an area's page."""

from django.db.models import Prefetch, QuerySet

from indicators.models import Area
from recommendations.models import Practice, PracticeUse


def practices_of(area: Area) -> QuerySet[Practice]:
    """The practices of a city, with the measures that take them up."""
    uses = PracticeUse.objects.select_related("measure")
    return Practice.objects.filter(cities=area).prefetch_related(Prefetch("uses", uses))
