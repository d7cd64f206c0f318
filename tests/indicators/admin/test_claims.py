"""Claims in the admin: a predicate is refused with every fault at its field, and the verdict is shown."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import Claim
from tests.factories import (
    AreaFactory,
    ClaimFactory,
    IndicatorFactory,
    ObservationFactory,
    SourceFactory,
    a_coordinator,
)

pytestmark = pytest.mark.django_db

LIST = reverse("admin:indicators_claim_changelist")
ADD = reverse("admin:indicators_claim_add")
ABOVE = {
    "test": "compare",
    "indicator": "growth",
    "area": "450200",
    "period": "2020",
    "relation": "greater",
    "number": "0",
}


@pytest.fixture
def office(client):
    client.force_login(a_coordinator())
    return client


@pytest.fixture
def figure():
    return ObservationFactory(indicator=IndicatorFactory(code="growth", name="增速"), area=AreaFactory(code="450200"))


def a_claim(predicate, **changes):
    text = predicate if isinstance(predicate, str) else json.dumps(predicate)
    return {
        "code": "C-1",
        "position": 1,
        "text": "柳州在增长。",
        "text_en": "Liuzhou grows.",
        "source": SourceFactory().pk,
        "locator": "一(一)",
        "predicate": text,
        **changes,
    }


def refused(office, predicate) -> list[str]:
    response = office.post(ADD, a_claim(predicate))
    assert response.status_code == 200
    assert not Claim.objects.exists()
    return list(response.context["adminform"].form.errors["predicate"])


def test_a_claim_is_entered(office, figure):
    response = office.post(ADD, a_claim(ABOVE))

    assert response.status_code == 302, response.context["errors"]
    assert Claim.objects.get().predicate == ABOVE


def test_every_fault_of_a_predicate_is_told_at_its_field(office, figure):
    assert refused(office, ABOVE | {"relation": "equal", "colour": "red"}) == [
        "relation：“equal”不在 greater / less / at_least / at_most 之中。",
        "colour：没有名为 colour 的键。",
    ]


def test_codes_that_are_unknown_are_all_told(office, figure):
    faults = refused(office, ABOVE | {"indicator": "grwoth", "area": "450201"})

    assert faults == ["没有代码为“grwoth”的指标。", "没有代码为“450201”的地区。"]


@pytest.mark.parametrize(
    "basis",
    [{"unit": "亿元"}, {"price_basis": "current"}, {"accumulation": "period"}],
    ids=lambda basis: next(iter(basis)),
)
def test_indicators_that_cannot_be_compared_are_refused(office, figure, basis):
    IndicatorFactory(code="other", name="另一个", **basis)
    predicate = {key: value for key, value in ABOVE.items() if key != "number"} | {"other": {"indicator": "other"}}

    (fault,) = refused(office, predicate)

    assert "“增速”和“另一个”" in fault


@pytest.mark.parametrize("text", ["{", "", "null", "[" * 10_000, " " * 20_001, "9" * 5_000])
def test_what_is_no_json_is_refused(office, figure, text):
    assert refused(office, text)


@pytest.mark.parametrize("character", [r"\ud800", r"\u0000"])
def test_a_character_that_cannot_be_stored_is_refused_and_shown_as_it_was_written(office, figure, character):
    response = office.post(ADD, a_claim(json.dumps(ABOVE).replace("growth", character)))

    assert "无法保存的字符" in response.context["adminform"].form.errors["predicate"][0]
    assert character in response.content.decode()


def test_a_stored_claim_shows_its_verdict_and_indented_predicate(office, figure):
    claim = ClaimFactory(predicate=ABOVE)

    html = office.get(reverse("admin:indicators_claim_change", args=[claim.pk])).content.decode()

    assert "得到支持" in html
    assert "大于0" in html
    assert "\n  &quot;indicator&quot;: &quot;growth&quot;" in html


def test_a_stored_claim_with_a_broken_predicate_in_the_form_still_opens(office, figure):
    claim = ClaimFactory(predicate=ABOVE, source=figure.source)
    page = reverse("admin:indicators_claim_change", args=[claim.pk])

    response = office.post(page, a_claim({"test": "none"}, source=claim.source_id))

    assert response.status_code == 200
    assert response.context["adminform"].form.errors["predicate"]


def test_the_list_shows_verdicts_in_a_fixed_number_of_queries(office, figure):
    ClaimFactory(predicate=ABOVE)

    def queries() -> int:
        with CaptureQueriesContext(connection) as context:
            assert "得到支持" in office.get(LIST).content.decode()
        return len(context)

    queries()
    one = queries()
    ClaimFactory.create_batch(3, predicate=ABOVE)
    assert queries() == one
