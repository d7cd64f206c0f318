"""The report on stored figures: what was known on a day, of real sources, and what holds of what people said."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.asof import AsOf
from indicators.models import Observation
from indicators.quality.figures import cells
from indicators.queries import quality
from indicators.queries.quality import quality_report
from indicators.services.findings import acknowledge
from tests.factories import (
    AcknowledgementFactory,
    AreaFactory,
    IdentityFactory,
    IdentityTermFactory,
    IndicatorFactory,
    ObservationFactory,
    SourceFactory,
    UserFactory,
    grow,
)

pytestmark = pytest.mark.django_db
NOW = AsOf(as_of=date(2026, 1, 1))


@pytest.fixture
def conflict():
    """Two places of one source that print different numbers."""
    one = ObservationFactory(value=Decimal("3.24"))
    return ObservationFactory(
        indicator=one.indicator, area=one.area, source=one.source, locator="一(一)", value=Decimal("3.87")
    )


def only(asof=NOW):
    (row,) = quality_report(asof).rows
    return row


def test_a_relation_is_read_with_its_terms(conflict):
    Observation.objects.all().delete()
    identity, source, area = IdentityFactory(kind="sum"), SourceFactory(), AreaFactory()
    for role, value in (("whole", "9.99"), ("part", "3.17"), ("part", "0.70")):
        indicator = IndicatorFactory()
        IdentityTermFactory(identity=identity, role=role, indicator=indicator)
        ObservationFactory(indicator=indicator, value=Decimal(value), source=source, area=area)

    row = only()

    assert row.finding.identity == identity
    assert row.finding.expected == Decimal("3.87")
    assert row.is_open_conflict


def test_what_was_not_known_yet_is_not_judged(conflict):
    Observation.objects.filter(pk=conflict.pk).update(vintage=date(2024, 1, 1))

    assert quality_report(AsOf(as_of=date(2026, 1, 1), known_on=date(2023, 12, 31))).rows == ()
    assert only(AsOf(as_of=date(2026, 1, 1), known_on=date(2024, 1, 1))).is_open_conflict


def test_sample_figures_are_never_judged():
    source = SourceFactory(sample=True)
    one = ObservationFactory(source=source, value=Decimal("3.24"))
    ObservationFactory(indicator=one.indicator, area=one.area, source=source, locator="一(一)", value=Decimal("3.87"))

    assert quality_report(NOW).rows == ()


def test_an_acknowledgement_holds_while_the_figures_stay(conflict):
    acknowledge(actor=UserFactory(), finding=only().finding, reason="以表为准。")
    assert not only().is_open

    ObservationFactory(
        indicator=conflict.indicator,
        area=conflict.area,
        source=conflict.source,
        locator=conflict.locator,
        vintage=date(2023, 6, 1),
        value=Decimal("3.88"),
    )
    assert only().is_open_conflict


def test_an_acknowledgement_of_another_finding_changes_nothing(conflict):
    AcknowledgementFactory(figures=only().finding.figures)

    assert only().is_open


def test_an_acknowledgement_given_later_was_not_known_on_that_day(conflict):
    finding = only().finding
    AcknowledgementFactory(finding=finding.key, figures=finding.figures, at=datetime(2025, 6, 1, 12, tzinfo=UTC))

    assert only(AsOf(as_of=date(2026, 1, 1), known_on=date(2025, 5, 31))).is_open
    assert not only(AsOf(as_of=date(2026, 1, 1), known_on=date(2025, 6, 1))).is_open


def test_the_number_of_queries_does_not_grow_and_the_figures_are_read_once():
    grow()
    with CaptureQueriesContext(connection) as of_one:
        quality_report(NOW)
    grow()
    grow()
    with CaptureQueriesContext(connection) as of_three:
        quality_report(NOW)

    assert len(of_three) == len(of_one) == 7
    assert sum('FROM "indicators_observation"' in query["sql"] for query in of_three) == 1


def test_the_figures_trusted_most_are_those_that_are_shown():
    for _ in range(3):
        grow()
    better = SourceFactory(priority=1)
    for figure in Observation.objects.all()[:5]:
        ObservationFactory(indicator=figure.indicator, area=figure.area, period=figure.period, source=better)

    trusted = {figures[0].pk for places in cells(quality._figures(NOW)).values() for figures in places.values()}

    assert trusted == set(Observation.objects.shown().values_list("pk", flat=True))
