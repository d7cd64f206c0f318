"""Dates of reading: the day in Shanghai, what an address may ask, and when knowledge ends."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from indicators.asof import AsOf, BadDate, today

HALF_PAST_MIDNIGHT_IN_SHANGHAI = datetime(2026, 6, 29, 16, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 6, 29, 15, 59, 59, tzinfo=UTC), date(2026, 6, 29)),
        (datetime(2026, 6, 29, 16, 0, 0, tzinfo=UTC), date(2026, 6, 30)),
        (HALF_PAST_MIDNIGHT_IN_SHANGHAI, date(2026, 6, 30)),
    ],
)
def test_today_is_the_day_in_shanghai(moment, day):
    with time_machine.travel(moment, tick=False):
        assert today() == day
        assert AsOf.now() == AsOf(as_of=day, known_on=None, today=day)


@time_machine.travel(HALF_PAST_MIDNIGHT_IN_SHANGHAI, tick=False)
def test_an_address_without_dates_asks_for_today_and_all_that_is_known():
    asof = AsOf.from_query(QueryDict("as_of=&known_on="))

    assert asof == AsOf.now()
    assert not asof.is_past
    assert asof.known_until is None


@time_machine.travel(HALF_PAST_MIDNIGHT_IN_SHANGHAI, tick=False)
def test_an_address_may_ask_for_another_day_and_its_knowledge():
    asof = AsOf.from_query(QueryDict("as_of=2026-04-10&known_on=2026-04-04"))

    assert asof == AsOf(date(2026, 4, 10), known_on=date(2026, 4, 4), today=date(2026, 6, 30))
    assert asof.is_past


@pytest.mark.parametrize("parameter", ["as_of", "known_on"])
@pytest.mark.parametrize(
    "text",
    [
        "yesterday",
        "2026-02-30",
        "2026-06",
        "2026/06/30",
        "30-06-2026",
        "20260630",
        "2026-W26-2",
        "2026-181",
        "2026-06-30T00:00",
        " 2026-06-30",
        "２０２６-０６-３０",
        "2026-06-30\x00",
        "0001-01-01",
        "1899-12-31",
        "2201-01-01",
        "9999-12-31",
    ],
)
def test_a_date_that_cannot_be_read_is_refused_by_name(parameter, text):
    query = QueryDict(mutable=True)
    query[parameter] = text

    with pytest.raises(BadDate) as refusal:
        AsOf.from_query(query)

    assert refusal.value.parameter == parameter
    assert text in str(refusal.value)


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)), st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_any_iso_date_of_three_centuries_is_read(as_of, known_on):
    asof = AsOf.from_query({"as_of": as_of.isoformat(), "known_on": known_on.isoformat()})

    assert (asof.as_of, asof.known_on) == (as_of, known_on)


def test_knowledge_of_a_day_ends_at_midnight_in_shanghai():
    asof = AsOf(date(2026, 7, 1), known_on=date(2026, 7, 5))

    assert asof.known_until == datetime(2026, 7, 5, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("as_of", "known_on", "past"),
    [
        (date(2026, 6, 30), None, False),
        (date(2026, 6, 29), None, True),
        (date(2026, 6, 30), date(2026, 6, 30), True),
        (date(2026, 7, 1), None, False),
    ],
)
def test_looking_at_an_earlier_day_or_its_knowledge_is_looking_at_the_past(as_of, known_on, past):
    assert AsOf(as_of, known_on=known_on, today=date(2026, 6, 30)).is_past is past
