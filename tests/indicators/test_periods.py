"""Periods: what is read, what is refused, and that reading never guesses."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.periods import BadPeriodError, frequency, from_sdmx, parse, to_sdmx

years = st.integers(1900, 2200)
quarters = st.integers(1, 4)
months = st.integers(1, 12)
singles = st.one_of(
    years.map(lambda year: f"{year}"),
    st.tuples(years, quarters).map(lambda at: f"{at[0]}-Q{at[1]}"),
    st.tuples(years, months).map(lambda at: f"{at[0]}-{at[1]:02}"),
)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("2020-Q1", date(2020, 1, 1), date(2020, 3, 31)),
        ("2020-Q4", date(2020, 10, 1), date(2020, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2021-02", date(2021, 2, 1), date(2021, 2, 28)),
        ("2016/2020", date(2016, 1, 1), date(2020, 12, 31)),
        ("2019-Q3/2020-Q2", date(2019, 7, 1), date(2020, 6, 30)),
        ("2019-11/2020-01", date(2019, 11, 1), date(2020, 1, 31)),
    ],
)
def test_a_period_knows_its_first_and_last_day(text, start, end):
    period = parse(text)

    assert (period.text, period.start, period.end) == (text, start, end)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "20",
        "2020-13",
        "2020-00",
        "2020-1",
        "2020-Q0",
        "2020-Q5",
        "2020-q1",
        "2020Q1",
        "2020-01-01",
        "1899",
        "2201",
        " 2020",
        "2020 ",
        "2020\n",
        "２０２０",
        "٢٠٢٠",
        "2020/2020",
        "2020/2016",
        "2016/2020-Q1",
        "2020-Q1/2020-04",
        "2016/2018/2020",
        "2016/",
        "/2020",
        "/",
        "2020\x00",
    ],
)
def test_what_is_no_period_is_refused(text):
    with pytest.raises(BadPeriodError):
        parse(text)


@given(singles)
def test_a_single_period_spans_whole_months(text):
    period = parse(text)

    assert period.text == text
    assert period.start.day == 1
    assert period.end.day == monthrange(period.end.year, period.end.month)[1]
    assert period.start <= period.end
    assert period.start.year == period.end.year == int(text[:4])


@given(years, quarters)
def test_the_quarters_of_a_year_follow_each_other(year, quarter):
    this = parse(f"{year}-Q{quarter}")
    following = (year, quarter + 1) if quarter < 4 else (year + 1, 1)

    if following[0] <= 2200:
        assert parse(f"{following[0]}-Q{following[1]}").start == this.end + timedelta(days=1)
    assert this.start >= parse(f"{year}").start
    assert this.end <= parse(f"{year}").end


@given(singles, singles)
def test_a_range_runs_from_its_first_day_to_its_last_or_is_refused(first, last):
    same_kind = len(first) == len(last) and ("Q" in first) == ("Q" in last)
    if same_kind and parse(first).start < parse(last).start:
        period = parse(f"{first}/{last}")
        assert (period.start, period.end) == (parse(first).start, parse(last).end)
    else:
        with pytest.raises(BadPeriodError):
            parse(f"{first}/{last}")


@given(st.text(max_size=20))
def test_any_text_is_read_as_written_or_refused(text):
    try:
        period = parse(text)
    except BadPeriodError:
        return
    assert period.text == text
    assert text.isascii()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2020", "2020"),
        ("2020-Q3", "2020-Q3"),
        ("2020-03", "2020-03"),
        ("2016/2020", "2016-01-01/P5Y"),
        ("2020-01/2020-06", "2020-01-01/P6M"),
        ("2019-11/2020-12", "2019-11-01/P14M"),
        ("2020-Q1/2020-Q3", "2020-01-01/P0Y9M"),
        ("2019-Q2/2021-Q1", "2019-04-01/P2Y0M"),
    ],
)
def test_a_range_is_written_for_sdmx_as_its_first_day_and_its_duration(text, written):
    assert to_sdmx(text) == written
    assert from_sdmx(written) == text


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2016-01-01/P1Y", "2016"),
        ("2016-01-01/P60M", "2016-01/2020-12"),
        ("2020-03-01/P1M", "2020-03"),
        ("2020-04-01/P0Y3M", "2020-Q2"),
        ("2020-03-01/P1Y", "2020-03/2021-02"),
        ("2020-02-01/P0Y3M", "2020-02/2020-04"),
    ],
)
def test_durations_as_others_write_them_are_read(text, read):
    assert from_sdmx(text) == read


@pytest.mark.parametrize(
    "text", ["", "2020", "2020-13-01/P1Y", "2020-01-02/P1Y", "2020-01-01/P", "2020-01-01/P0M", "2020-01-01/P5D", "年"]
)
def test_what_is_no_range_of_sdmx_is_left_as_it_is(text):
    assert from_sdmx(text) == text


@given(singles, singles)
def test_every_period_comes_back_from_sdmx(first, last):
    for text in (first, f"{first}/{last}"):
        try:
            period = parse(text)
        except BadPeriodError:
            continue
        assert from_sdmx(to_sdmx(text)) == text
        assert frequency(text) == {4: "A", 7: "QM"["-Q" not in first]}[len(first)]
        assert to_sdmx(text).startswith(str(period.start)) or "/" not in text


def test_what_is_no_period_is_not_written_for_sdmx():
    with pytest.raises(BadPeriodError):
        to_sdmx("2020-13")
