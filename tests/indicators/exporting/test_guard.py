"""Texts that a spreadsheet would run as formulas, made harmless, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.exporting.guard import guarded, unguarded

odd = st.text(alphabet="'=+-@＝＋－＠\t\r\n1.a表", max_size=6) | st.text(max_size=20)


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", "-"]
)
def test_what_would_run_gets_an_apostrophe(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "柳州", "a=1", "0", "-1.50", "505.10", "'", "'表1", "’=1"])
def test_what_would_not_run_stays_as_it_is(text):
    assert guarded(text) == text
    assert unguarded(text) == text


def test_what_begins_with_an_apostrophe_of_its_own_keeps_it():
    assert guarded("'=1") == "''=1"
    assert unguarded("''=1") == "'=1"


@given(odd)
def test_the_text_comes_back(text):
    assert unguarded(guarded(text)) == text


@given(odd)
def test_no_guarded_text_begins_with_a_sign_of_formulas_unless_it_is_a_number(text):
    first = guarded(text)[:1]

    assert first not in set("=+@＝＋－＠\t\r\n")
    assert first != "-" or float(text) <= 0
