"""Part of a whole."""

import pytest

from indicators.analysis import Declined, share
from tests.indicators.analysis import a_figure, an_indicator

WHOLE = an_indicator(pk=1, name="进出口")
PART = an_indicator(pk=2, name="出口")


def part(value, period="2020", indicator=PART, **columns):
    return a_figure(value, period, indicator=indicator, **columns)


def whole(value, **columns):
    return a_figure(value, indicator=WHOLE, **columns)


@pytest.mark.parametrize(
    ("of", "to", "percent"), [("50", "200", "25.0"), ("0.0", "8", "0"), ("12.34", "100.00", "12.34")]
)
def test_in_per_cent_with_the_digits_that_the_figures_justify(of, to, percent):
    assert str(share(part(of), whole(to))) == percent


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (part("1", "2019"), whole("2"), "2019 与 2020"),
        (part("1", indicator=an_indicator("万元", pk=3)), whole("2"), "万元与亿元"),
        (part("1", indicator=an_indicator(pk=3, price_basis="constant")), whole("2"), "价格基础不同"),
        (part("1", indicator=an_indicator(pk=3, accumulation="year_to_date")), whole("2"), "累计方式不同"),
        (part("1", status="B"), whole("2"), "口径不同"),
        (part("1", status="F"), whole("2"), "预测"),
        (part(None), whole("2"), "缺数"),
        (part("1"), whole("2", bound="at_least"), "不是确数"),
        (part("1"), whole("0"), "不大于零"),
        (part("-1"), whole("2"), "小于零"),
    ],
)
def test_what_does_not_belong_together_is_refused(one, other, words):
    with pytest.raises(Declined, match=words):
        share(one, other)
