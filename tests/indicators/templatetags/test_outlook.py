"""The forms that lead to an extrapolation: who sees them, and what they offer."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test import RequestFactory

from indicators.models import Observation
from tests.factories import AreaFactory, IndicatorFactory, ObservationFactory, a_reader

pytestmark = pytest.mark.django_db


def drawn(indicator, user=None) -> str:
    request = RequestFactory().get("/")
    request.user = user or a_reader()
    figures = Observation.objects.filter(indicator=indicator).select_related("area").order_by("area__position")
    tag = Template("{% load outlook %}{% catch_up_form record figures %}")
    return tag.render(Context({"request": request, "record": indicator, "figures": figures})).strip()


@pytest.fixture
def indicator():
    indicator = IndicatorFactory()
    ObservationFactory(indicator=indicator, area=AreaFactory(code="520300", name="遵义"))
    ObservationFactory(indicator=indicator, area=AreaFactory(code="450200", name="柳州", kind="focus"))
    ObservationFactory(indicator=indicator, area=AreaFactory(name="无数"), value=None, status="M")
    return indicator


def test_the_focus_city_is_chosen_among_the_areas_with_figures(indicator):
    html = drawn(indicator)

    assert '<option value="450200" selected>柳州</option>' in html
    assert '<option value="520300">遵义</option>' in html
    assert "无数" not in html


def test_strangers_see_nothing(indicator):
    assert drawn(indicator, AnonymousUser()) == ""


def test_without_figures_there_is_nothing_to_ask():
    assert drawn(IndicatorFactory()) == ""


def test_one_area_alone_has_nobody_to_catch_up_with(indicator):
    Observation.objects.filter(area__code="520300").delete()

    html = drawn(indicator)

    assert 'name="to"' not in html
    assert 'name="target"' in html
