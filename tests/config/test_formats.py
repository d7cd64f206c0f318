"""How dates are written and typed in either language."""

from datetime import date

import pytest
from django import forms
from django.utils.formats import date_format
from django.utils.translation import override

DAY = date(2024, 6, 30)


@pytest.mark.parametrize(("language", "written"), [("zh-hans", "2024年6月30日"), ("en", "30 June 2024")])
def test_a_sentence_names_the_day_as_its_language_does(language, written):
    with override(language):
        assert date_format(DAY) == written


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_day_is_typed_as_an_iso_date_in_both_languages(language):
    with override(language):
        assert forms.DateField().clean("2024-06-30") == DAY


def test_a_day_that_english_readers_take_for_another_is_refused():
    with override("en"), pytest.raises(forms.ValidationError):
        forms.DateField().clean("06/07/2024")
