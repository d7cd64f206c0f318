"""What an address asks for is done, or refused by name."""

from types import SimpleNamespace

import django_filters as filters
import pytest
from django.http import QueryDict

from config.filters import (
    ChoiceFilter,
    CodeFilter,
    CodesField,
    CodesFilter,
    DayFilter,
    Question,
    StrictFilterSet,
    TruthFilter,
)
from indicators.asof import AsOf
from indicators.models import Area, Indicator, Theme
from indicators.parameters import BadParameter
from tests.factories import AreaFactory, IndicatorFactory, ThemeFactory

pytestmark = pytest.mark.django_db


class Everything(StrictFilterSet):
    """One filter of each kind, that tells what it was given."""

    theme = CodeFilter(queryset=Theme.objects.all())
    themes = CodesFilter("theme", queryset=Theme.objects.all())
    direction = ChoiceFilter(choices=[("higher", "高"), ("lower", "低")])
    good = TruthFilter(method="note")
    since = DayFilter(method="note")
    name = filters.CharFilter()

    def note(self, queryset, name, value):
        self.noted = {name: value}
        return queryset


def ask(address, **beside):
    request = SimpleNamespace(asof=AsOf.now())
    found = Everything(QueryDict(address), queryset=Indicator.objects.all(), request=request)
    rows = found.strict_qs(**beside)
    return rows, getattr(found, "noted", None)


def refused(address, **beside):
    with pytest.raises(BadParameter) as caught:
        ask(address, **beside)
    return caught.value


def test_a_relation_is_asked_for_by_code():
    wanted = IndicatorFactory(theme=ThemeFactory(code="a-theme"))
    IndicatorFactory()

    rows, _ = ask("theme=a-theme")

    assert list(rows) == [wanted]


def test_several_codes_may_be_asked_for_and_any_of_them_will_do():
    first, second, _other = (IndicatorFactory(theme=ThemeFactory(code=code)) for code in ("one", "two", "three"))

    rows, _ = ask("themes=one&themes=two")

    assert set(rows) == {first, second}


def test_an_unknown_code_among_several_is_named():
    ThemeFactory(code="one")

    fault = refused("themes=one&themes=nowhere")

    assert fault.parameter == "themes"
    assert "nowhere" in fault.message


@pytest.mark.parametrize("code", ["unknown", "1", "%00", "null", "%27"])
def test_an_unknown_code_is_named(code):
    fault = refused(f"theme={code}")

    assert fault.parameter == "theme"
    assert "theme" in fault.message


def test_an_unknown_value_is_named_with_those_that_are_known():
    fault = refused("direction=sideways")

    assert fault.parameter == "direction"
    assert "sideways" in fault.message
    assert "higher、lower" in fault.message


@pytest.mark.parametrize(
    ("text", "truth"), [("true", True), ("True", True), ("1", True), ("false", False), ("FALSE", False), ("0", False)]
)
def test_truth_is_read_as_people_and_machines_write_it(text, truth):
    assert ask(f"good={text}")[1] == {"good": truth}


@pytest.mark.parametrize("text", ["yes", "2", "null", "maybe"])
def test_what_is_neither_true_nor_false_is_refused(text):
    assert refused(f"good={text}").parameter == "good"


@pytest.mark.parametrize("text", ["not-a-date", "2026-02-30", "2026-2-3", "30/06/2026", "20260630", "2026-06-30T00:00"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_day_is_an_iso_date_in_every_language(text, language, settings):
    settings.LANGUAGE_CODE = language

    fault = refused(f"since={text}")

    assert fault.parameter == "since"
    assert text in fault.message


def test_an_unknown_parameter_is_named_with_those_that_are_known():
    fault = refused("colour=red")

    assert fault.parameter == "colour"
    assert "as_of、direction、good、known_on、name、page、since、theme" in fault.message


def test_an_empty_unknown_parameter_is_unknown_too():
    assert refused("colour=").parameter == "colour"


def test_parameters_that_the_caller_reads_itself_are_let_through():
    assert refused("search=x").parameter == "search"
    ask("search=x", beside={"search"})


def test_a_parameter_that_stands_twice_is_refused():
    assert refused("direction=higher&direction=lower").parameter == "direction"


def test_more_records_than_a_question_takes_are_refused():
    class Narrow(Question):
        area = CodesField(Area.objects.all(), most=2)

    codes = [f"area={area.code}" for area in AreaFactory.create_batch(3)]

    assert len(Narrow(QueryDict("&".join(codes[:2]))).answers()["area"]) == 2
    with pytest.raises(BadParameter, match="2") as refusal:
        Narrow(QueryDict("&".join(codes))).answers()
    assert refusal.value.parameter == "area"


def test_empty_fields_of_a_form_mean_not_given():
    indicator = IndicatorFactory()

    rows, noted = ask("theme=&themes=&direction=&good=&since=&name=&page=")

    assert list(rows) == [indicator]
    assert noted is None


def test_the_null_character_is_refused_before_the_database_sees_it():
    assert refused("name=%00").parameter == "name"


def test_choices_of_a_form_begin_with_all():
    form = Everything(QueryDict(""), queryset=Area.objects.none()).form

    assert all("全部" in str(form[name]) for name in ("theme", "direction", "good"))
    assert 'type="date"' in str(form["since"])
