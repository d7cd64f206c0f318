"""Who holds figures as evidence is found without knowing them."""

import pytest

from indicators.models import Observation
from indicators.queries.citing import citing
from tests.factories import ObservationFactory, PracticeFactory, ProblemFactory

pytestmark = pytest.mark.django_db


def test_every_record_that_holds_a_figure_is_found_once():
    one, other, free = ObservationFactory.create_batch(3)
    problem, practice = ProblemFactory(), PracticeFactory()
    problem.evidence.set([one, other])
    practice.facts.set([one])

    assert citing([one, other]) == [problem, practice]
    assert citing(Observation.objects.filter(pk=other.pk)) == [problem]
    assert citing([free]) == []
