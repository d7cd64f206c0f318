"""The one door of figures: recorded once, corrected by a new version, never changed in place."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from indicators.models import Observation
from indicators.services.figures import record, revise
from tests.factories import ObservationFactory, RevisionFactory, a_coordinator

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-07-01T12:00:00+08:00", tick=False)]

EARLY, LATER, TODAY = date(2022, 12, 31), date(2024, 5, 1), date(2026, 7, 1)


@pytest.fixture
def office():
    return a_coordinator()


@pytest.fixture
def figure():
    return ObservationFactory(vintage=EARLY, value=Decimal("505.10"), decimals=2, status="P", note="快报数")


def an_unsaved_figure(**fields):
    stored = ObservationFactory()
    stored.delete()
    stored.pk = None
    for name, value in fields.items():
        setattr(stored, name, value)
    return stored


def corrected(office, figure, **changes):
    says = {"value": Decimal("498.6"), "decimals": 1, "status": "A", "bound": "exact", "vintage": LATER}
    return revise(actor=office, figure=figure, **(says | changes))


def refusal_of(**calls):
    with pytest.raises(ValidationError) as refused:
        corrected(**calls)
    return refused.value


def test_a_figure_is_recorded_with_who_did(office):
    stored = record(actor=office, figure=an_unsaved_figure(period="2016/2020"))

    assert Observation.objects.get() == stored
    assert stored.history.latest().history_user == office
    assert stored.period_end == date(2020, 12, 31)


def test_a_figure_that_is_known_is_not_recorded_again_but_to_be_corrected(office, figure):
    same = {name: getattr(figure, name) for name in ("indicator", "area", "period", "source", "locator")}

    with pytest.raises(ValidationError) as refused:
        record(actor=office, figure=an_unsaved_figure(**same, vintage=LATER))

    assert "505.10" in refused.value.messages[0]
    assert "更正" in refused.value.messages[0]
    assert Observation.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"vintage": date(2026, 7, 2)}, "vintage"),
        ({"value": None}, "__all__"),
        ({"decimals": 7}, "__all__"),
        ({"period": "2020-13"}, "period"),
        ({"value": Decimal("1234567890.123456")}, "value"),
    ],
)
def test_what_does_not_hold_is_told_at_its_field_and_nothing_is_recorded(office, fields, named):
    with pytest.raises(ValidationError) as refused:
        record(actor=office, figure=an_unsaved_figure(**fields))

    assert named in refused.value.error_dict if hasattr(refused.value, "error_dict") else named == "__all__"
    assert not Observation.objects.exists()


def test_a_correction_is_a_new_version_and_the_old_one_stays_as_it_was(office, figure):
    notice = RevisionFactory(source=figure.source)

    new = corrected(office, figure, revision=notice, note="年报数")

    figure.refresh_from_db()
    assert (figure.printed, figure.status, figure.note) == ("505.10", "P", "快报数")
    assert (new.printed, new.status, new.note, new.revision) == ("498.6", "A", "年报数", notice)
    same = ("indicator", "area", "period", "source", "locator", "period_basis")
    assert [getattr(new, name) for name in same] == [getattr(figure, name) for name in same]
    assert new.history.get().history_user == office
    assert list(Observation.objects.shown()) == [new]
    assert list(Observation.objects.shown(date(2024, 4, 30))) == [figure]


def test_a_figure_can_be_withdrawn(office, figure):
    new = corrected(office, figure, value=None, decimals=0, status="M")

    assert new.printed is None
    assert list(Observation.objects.shown()) == [new]


@pytest.mark.parametrize(
    "changes",
    [{"status": "A"}, {"value": Decimal("505.1"), "decimals": 1}, {"bound": "about"}],
    ids=["preliminary becomes final", "fewer decimals", "a bound"],
)
def test_the_same_number_printed_otherwise_is_a_correction(office, figure, changes):
    says = {"value": figure.value, "decimals": 2, "status": "P", "bound": "exact"}

    assert corrected(office, figure, **(says | changes)).pk != figure.pk


def test_what_says_the_same_is_no_correction(office, figure):
    same = {"value": Decimal("505.1"), "decimals": 2, "status": "P", "bound": "exact", "note": "另一句话"}

    assert refusal_of(office=office, figure=figure, **same).messages == ["与上一版相同，没有更正什么。"]
    assert Observation.objects.get() == figure


@pytest.mark.parametrize("day", [EARLY, date(2020, 1, 1), date(2026, 7, 2)])
def test_a_correction_is_learnt_after_what_it_corrects_and_not_in_the_future(office, figure, day):
    assert "vintage" in refusal_of(office=office, figure=figure, vintage=day).error_dict
    assert corrected(office, figure, vintage=TODAY).vintage == TODAY


def test_a_notice_is_the_same_sources(office, figure):
    assert "revision" in refusal_of(office=office, figure=figure, revision=RevisionFactory()).error_dict


def test_a_value_that_does_not_fit_its_status_is_refused(office, figure):
    assert "缺失（M）" in refusal_of(office=office, figure=figure, status="M").messages[0]
    assert "缺失（M）" in refusal_of(office=office, figure=figure, value=None).messages[0]
    assert Observation.objects.get() == figure


def test_who_corrects_an_older_version_is_told_of_the_newest(office, figure):
    corrected(office, figure)

    refused = refusal_of(office=office, figure=figure, value=Decimal(1), vintage=TODAY)

    assert refused.messages == ["这一版不是最新的：2024-05-01 已更正为 498.6，请更正那一版。"]
    assert Observation.objects.count() == 2


def test_what_was_deleted_meanwhile_is_not_corrected(office, figure):
    Observation.objects.all().delete()

    assert refusal_of(office=office, figure=figure).messages == ["这个数已被删除。"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_correct_at_once_one_wins_and_the_other_is_told(figure):
    people = [a_coordinator(), a_coordinator()]
    told, gate = [], threading.Barrier(2)

    def run(person, value):
        try:
            gate.wait(timeout=20)
            told.append(corrected(person, figure, value=Decimal(value)).printed)
        except ValidationError as refusal:
            told.append(refusal.messages[0])
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=args) for args in zip(people, (1, 2), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert sorted(text in {"1.0", "2.0"} for text in told) == [False, True]
    assert Observation.objects.count() == 2
