"""Invariants of the evidence: refused by the database itself, and readable where a person meets them."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from indicators.models import Observation
from indicators.periods import BadPeriodError
from tests.constraints import assert_refused, named, unguarded_choices
from tests.factories import (
    AcknowledgementFactory,
    AreaFactory,
    BatchFactory,
    GapFactory,
    IdentityFactory,
    IdentityTermFactory,
    IndicatorFactory,
    ObservationFactory,
    RevisionFactory,
    SourceFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


def twice():
    row = ObservationFactory()
    ObservationFactory(
        indicator=row.indicator,
        area=row.area,
        period=row.period,
        source=row.source,
        locator=row.locator,
        vintage=row.vintage,
        value=Decimal(9),
    )


def term_twice():
    term = IdentityTermFactory()
    IdentityTermFactory(identity=term.identity, role=term.role, indicator=term.indicator)


def backwards():
    row = ObservationFactory()
    Observation.objects.filter(pk=row.pk).update(period_end=date(2019, 12, 31))


REFUSED = {
    "area_kind_known": lambda: AreaFactory(kind="rival"),
    "area_code_without_dots": lambda: AreaFactory(code="45.02"),
    "indicator_code_without_dots": lambda: IndicatorFactory(code="gdp.total"),
    "source_code_without_dots": lambda: SourceFactory(code="yearbook.2021"),
    "indicator_direction_known": lambda: IndicatorFactory(direction="up"),
    "indicator_frequency_known": lambda: IndicatorFactory(frequency="daily"),
    "indicator_price_basis_known": lambda: IndicatorFactory(price_basis="2010"),
    "indicator_accumulation_known": lambda: IndicatorFactory(accumulation="sum"),
    "revision_kind_known": lambda: RevisionFactory(kind="better"),
    "batch_state_known": lambda: BatchFactory(state="lost", applied_at=timezone.now()),
    "batch_applied_has_its_time": lambda: BatchFactory(state="applied"),
    "batch_undone_has_its_time": lambda: BatchFactory(state="undone", applied_at=timezone.now()),
    "identity_kind_known": lambda: IdentityFactory(kind="product"),
    "identity_factor_positive": lambda: IdentityFactory(factor=0),
    "identity_term_once": term_twice,
    "identity_term_role_known": lambda: IdentityTermFactory(role="product"),
    "acknowledgement_has_a_reason": lambda: AcknowledgementFactory(reason=""),
    "observation_key": twice,
    "observation_missing_has_no_value": lambda: ObservationFactory(status="M", value=Decimal(0)),
    "observation_status_known": lambda: ObservationFactory(status="X"),
    "observation_bound_known": lambda: ObservationFactory(bound="near"),
    "observation_period_basis_known": lambda: ObservationFactory(period_basis="guessed"),
    "observation_decimals_at_most_six": lambda: ObservationFactory(decimals=7),
    "observation_period_runs_forward": backwards,
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(name):
    assert_refused(named("indicators")[name], REFUSED[name])


def test_every_constraint_is_tested():
    assert REFUSED.keys() == named("indicators").keys()


def test_every_code_list_is_held_by_the_database():
    assert unguarded_choices("indicators") == []


@pytest.mark.parametrize("status", ["A", "E", "F", "P", "B", "I"])
def test_every_status_but_missing_needs_a_value(status):
    assert_refused(
        named("indicators")["observation_missing_has_no_value"], lambda: ObservationFactory(status=status, value=None)
    )


@pytest.mark.parametrize(
    "factory", [AreaFactory, SourceFactory, RevisionFactory, ThemeFactory, IndicatorFactory, GapFactory]
)
def test_a_code_is_given_once(factory):
    first = factory()
    second = factory()
    second.code = first.code

    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


def test_what_figures_rest_on_cannot_be_deleted():
    row = ObservationFactory()

    for support in (row.indicator, row.area, row.source, row.indicator.theme):
        with pytest.raises(ProtectedError):
            support.delete()


def test_the_days_of_a_period_follow_from_it_whenever_it_is_written():
    row = ObservationFactory(period="2016/2020")
    assert (row.period_start, row.period_end) == (date(2016, 1, 1), date(2020, 12, 31))

    row.period = "2020-Q2"
    row.save()
    row.refresh_from_db()
    assert (row.period_start, row.period_end) == (date(2020, 4, 1), date(2020, 6, 30))

    (bulk,) = Observation.objects.bulk_create(
        [
            Observation(
                indicator=row.indicator,
                area=row.area,
                source=row.source,
                locator="表7",
                vintage=date(2023, 1, 1),
                period="2019-12",
                value=Decimal(1),
            )
        ]
    )
    assert (bulk.period_start, bulk.period_end) == (date(2019, 12, 1), date(2019, 12, 31))


def test_a_period_that_is_none_never_reaches_the_database():
    with pytest.raises(BadPeriodError):
        ObservationFactory(period="2020-13")


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [("1.50", 2, "1.50"), ("1.5", 2, "1.50"), ("0", 0, "0"), ("-3", 1, "-3.0"), ("1234567", 0, "1234567")],
)
def test_a_figure_prints_with_the_decimals_of_its_source(value, decimals, printed):
    row = ObservationFactory(value=Decimal(value), decimals=decimals)
    row.refresh_from_db()

    assert row.printed == printed


def test_a_missing_figure_prints_nothing_and_zero_is_not_missing():
    assert ObservationFactory(status="M", value=None).printed is None
    assert ObservationFactory(value=Decimal(0), decimals=0).printed == "0"


@pytest.mark.parametrize(("bound", "sign"), [("exact", ""), ("at_least", "≥"), ("at_most", "≤"), ("about", "≈")])
def test_a_bound_has_its_sign(bound, sign):
    assert ObservationFactory(bound=bound).bound_sign == sign


@pytest.mark.parametrize("number", ["999999999999999", "123456789.123456", "0.000001", "-999999999.999999"])
def test_fifteen_digits_come_back_as_they_were_written(number):
    row = ObservationFactory(value=Decimal(number))
    row.full_clean()
    row.refresh_from_db()

    assert row.value == Decimal(number)


@pytest.mark.parametrize("number", ["1234567890.123456", "NaN", "Infinity", "1e400", "1e20", "0.0000001"])
def test_a_number_that_a_database_would_bend_is_refused_at_its_field(number):
    row = ObservationFactory()
    row.value = Decimal(number)

    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    assert list(refusal.value.message_dict) == ["value"]


def test_a_missing_figure_with_a_value_is_refused_with_a_sentence():
    row = ObservationFactory()
    row.status = "M"

    with pytest.raises(ValidationError, match="缺失（M）的观测值不填数值"):
        row.full_clean()


@pytest.mark.parametrize("factory", [AreaFactory, IndicatorFactory])
def test_a_record_has_a_page_of_its_own(factory):
    record = factory()

    assert record.get_absolute_url().endswith(f"/{record.code}/")


def test_sample_figures_come_from_sample_sources():
    assert ObservationFactory(source=SourceFactory(sample=True)).sample
    assert not ObservationFactory().sample


def test_a_change_is_kept_in_history():
    row = ObservationFactory(value=Decimal(1))
    row.value = Decimal(2)
    row.save()

    assert [version.value for version in row.history.order_by("history_id")] == [1, 2]


def test_a_finding_is_acknowledged_once():
    first = AcknowledgementFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        AcknowledgementFactory(finding=first.finding)
