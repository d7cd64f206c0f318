"""The evidence in the admin: figures with their caveats, and histories that are no back door."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from indicators.models import Area, Indicator, Observation
from tests.factories import AreaFactory, IndicatorFactory, ObservationFactory, SourceFactory, a_coordinator

pytestmark = pytest.mark.django_db

LIST = reverse("admin:indicators_observation_changelist")
ADD = reverse("admin:indicators_observation_add")


@pytest.fixture
def office(client):
    client.force_login(a_coordinator(username="office"))
    return client


def a_figure(**changes):
    return {
        "indicator": IndicatorFactory().pk,
        "area": AreaFactory().pk,
        "period": "2020",
        "value": "1.50",
        "decimals": 2,
        "bound": "exact",
        "status": "A",
        "period_basis": "stated",
        "source": SourceFactory().pk,
        "locator": "表1",
        "vintage": "2026-01-01",
        **changes,
    }


def test_a_figure_is_added_and_its_days_follow(office):
    response = office.post(ADD, a_figure(period="2016/2020"))

    assert response.status_code == 302, response.context["errors"]
    row = Observation.objects.get()
    assert (row.printed, row.period_start, row.period_end) == ("1.50", date(2016, 1, 1), date(2020, 12, 31))
    assert row.history.get().history_user.username == "office"


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"value": ""}, "__all__", "缺失（M）的观测值不填数值；其余状态必须填数值。"),
        ({"status": "M"}, "__all__", "缺失（M）的观测值不填数值；其余状态必须填数值。"),
        ({"value": "NaN"}, "value", "输入一个数字。"),
        ({"value": "1e400"}, "value", ""),
        ({"value": "1234567890.123456"}, "value", "最多 15 位有效数字"),
        ({"value": "多"}, "value", "输入一个数字。"),
        ({"period": "2020-13"}, "period", "时期“2020-13”无法识别"),
        ({"period": ""}, "period", "必填"),
        ({"decimals": "-1"}, "decimals", ""),
        ({"vintage": "明天"}, "vintage", "输入一个有效的日期"),
        ({"indicator": ""}, "indicator", "必填"),
        ({"status": "X"}, "status", "X"),
    ],
)
def test_a_slip_is_told_at_its_field(office, changes, field, sentence):
    response = office.post(ADD, a_figure(**changes))

    errors = response.context["adminform"].form.errors
    assert list(errors) == [field]
    assert sentence in " ".join(errors[field])
    assert not Observation.objects.exists()


def test_the_same_figure_of_the_same_day_is_refused_and_a_later_day_is_a_correction(office):
    form = a_figure()
    office.post(ADD, form)
    response = office.post(ADD, form | {"value": "1.60"})
    assert "同一指标、地区、时期、来源、出处、录入日已有一个数。" in response.content.decode()

    assert office.post(ADD, form | {"value": "1.60", "vintage": "2026-02-01"}).status_code == 302
    assert [row.value for row in Observation.objects.shown()] == [Decimal("1.6")]


def test_a_list_prints_figures_as_their_source_does(office):
    ObservationFactory(value=Decimal("600"), decimals=0, bound="at_least")
    ObservationFactory(value=None, status="M")

    html = office.get(LIST).content.decode()
    assert '<td class="field-printed">≥600</td>' in html
    assert '<td class="field-printed">—</td>' in html


def test_an_old_version_can_be_put_back_but_a_code_stays(office):
    area = AreaFactory(code="450200", name="柳州")
    old = area.history.latest()
    area.name = "柳州市"
    area.save()
    page = reverse("admin:indicators_area_simple_history", args=[area.pk, old.pk])
    assert office.get(page).status_code == 200

    sent = {"code": "999999", "position": area.position, "name": "柳州", "name_en": area.name_en, "kind": "peer"}
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
