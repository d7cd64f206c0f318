"""Acknowledging a finding, and taking it back."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from indicators.asof import AsOf
from indicators.models import Acknowledgement
from indicators.queries.quality import quality_report
from indicators.services.findings import acknowledge, withdraw
from tests.factories import ObservationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def finding():
    ObservationFactory(value=None, status="M", decimals=0)
    return quality_report(AsOf(as_of=date(2026, 1, 1))).rows[0].finding


def test_it_keeps_who_said_what_of_which_figures(finding):
    person = UserFactory()

    stored = acknowledge(actor=person, finding=finding, reason=" 原文如此。 ")

    assert (stored.finding, stored.figures, stored.reason, stored.by) == (
        finding.key,
        finding.figures,
        "原文如此。",
        person,
    )
    assert stored.history.latest().history_user == person


def test_a_second_word_takes_the_place_of_the_first(finding):
    acknowledge(actor=UserFactory(), finding=finding, reason="先这样。")
    later = UserFactory()

    acknowledge(actor=later, finding=finding, reason="已向统计局核实。")

    (stored,) = Acknowledgement.objects.all()
    assert (stored.reason, stored.by) == ("已向统计局核实。", later)
    assert stored.history.count() == 2


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_without_a_reason_nothing_is_stored(finding, reason):
    with pytest.raises(ValidationError):
        acknowledge(actor=UserFactory(), finding=finding, reason=reason)

    assert not Acknowledgement.objects.exists()


def test_it_can_be_taken_back_and_the_history_tells_by_whom(finding):
    stored = acknowledge(actor=UserFactory(), finding=finding, reason="原文如此。")
    person = UserFactory()

    withdraw(actor=person, acknowledgement=stored)

    assert not Acknowledgement.objects.exists()
    last = Acknowledgement.history.latest()
    assert (last.history_type, last.history_user) == ("-", person)
