"""Names and sentences are written as the reader's language writes them."""

import pytest
from django.utils.translation import override

from indicators.writing import person, sentences
from tests.factories import UserFactory


@pytest.mark.parametrize(("language", "told"), [("zh-hans", "甲。乙。"), ("en", "甲。 乙。")])
def test_sentences_are_parted_in_english_only_and_empty_ones_left_out(language, told):
    with override(language):
        assert sentences(["甲。", "", "乙。"]) == told


@pytest.mark.parametrize(
    ("last", "first", "told"),
    [("李", "明", "李明"), ("Li", "Ming", "Ming Li"), ("", "统筹人", "统筹人"), ("", "", "li.ming")],
)
def test_a_person_is_called_by_name_else_by_the_name_of_the_sign_in(last, first, told):
    assert person(UserFactory.build(username="li.ming", last_name=last, first_name=first)) == told


def test_nobody_is_a_dash():
    assert person(None) == "—"
