"""What figures are of and from, in the admin: codes that stay, choices by name, and histories that are no back door."""

import pytest
from django.urls import reverse

from indicators.models import Area, Indicator
from tests.factories import AreaFactory, IndicatorFactory, a_coordinator

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    client.force_login(a_coordinator(username="office"))
    return client


def test_an_old_version_can_be_put_back_but_a_code_stays(office):
    area = AreaFactory(code="450200", name="柳州")
    old = area.history.latest()
    area.name = "柳州市"
    area.save()
    page = reverse("admin:indicators_area_simple_history", args=[area.pk, old.pk])
    assert office.get(page).status_code == 200

    sent = {
        "code": "999999",
        "position": area.position,
        "name": "柳州",
        "name_en": area.name_en,
        "kind": "peer",
        "restore_reason": "误改",
    }
    assert office.post(page, sent).status_code == 302
    area.refresh_from_db()
    assert (area.code, area.name) == ("450200", "柳州")
    assert area.history.latest().history_user.username == "office"


def test_a_version_of_another_record_is_not_found_under_this_one(office):
    one, other = AreaFactory(), AreaFactory()
    for version in (other.history.latest().pk, "0", "x", "9" * 30):
        assert office.get(reverse("admin:indicators_area_simple_history", args=[one.pk, version])).status_code == 404


def test_a_code_that_is_none_is_refused_with_examples(office):
    sent = {"code": "柳州", "position": 0, "name": "柳州", "name_en": "Liuzhou", "kind": "focus"}
    response = office.post(reverse("admin:indicators_area_add"), sent)

    assert "代码只能用英文字母、数字" in " ".join(response.context["adminform"].form.errors["code"])
    assert not Area.objects.exists()


def test_long_choices_are_looked_up_by_name_or_code(office):
    IndicatorFactory(code="rd-intensity", name="研发投入强度")
    IndicatorFactory(name="地区生产总值")
    query = {"app_label": "indicators", "model_name": "observation", "field_name": "indicator"}

    for term in ("研发", "rd-int"):
        found = office.get(reverse("admin:autocomplete"), query | {"term": term}).json()["results"]
        assert [row["text"] for row in found] == ["研发投入强度"]
    assert Indicator.objects.count() == 2
