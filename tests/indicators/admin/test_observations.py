"""Figures in the admin: added once, corrected by new versions, and not taken away from those who cite them."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from indicators.models import Observation
from tests.factories import (
    AreaFactory,
    IndicatorFactory,
    ObservationFactory,
    ProblemFactory,
    RevisionFactory,
    SourceFactory,
    UserFactory,
    a_coordinator,
    a_reader,
)

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-07-01T12:00:00+08:00", tick=False)]

LIST = reverse("admin:indicators_observation_changelist")
ADD = reverse("admin:indicators_observation_add")


@pytest.fixture
def office(client):
    client.force_login(a_coordinator(username="office"))
    return client


@pytest.fixture
def stored():
    return ObservationFactory(value=Decimal("505.1"), decimals=2, status="P", note="快报数")


def page_of(name, figure):
    return reverse(f"admin:indicators_observation_{name}", args=[figure.pk])


def a_correction(**changes):
    says = {"value": "498.60", "status": "A", "bound": "exact", "vintage": "2026-06-30", "note": "", "note_en": ""}
    return says | changes


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


def test_a_figure_that_is_known_is_not_added_again_but_to_be_corrected(office):
    form = a_figure()
    office.post(ADD, form)

    same_day = office.post(ADD, form | {"value": "1.60"}).content.decode()
    later = office.post(ADD, form | {"value": "1.60", "vintage": "2026-02-01"}).content.decode()

    assert "同一指标、地区、时期、来源、出处、录入日已有一个数。" in same_day
    assert "这个出处已有一个数（1.50，2026-01-01 录入）" in later
    assert Observation.objects.count() == 1


def test_who_adds_a_figure_a_moment_after_somebody_else_is_told_so(office, monkeypatch):
    """The form was right when it was checked, and no longer when it was stored."""
    form = a_figure()

    def somebody_else_is_quicker(figure):
        ObservationFactory(
            **{name: getattr(figure, name) for name in ("indicator", "area", "period", "source", "locator")},
            vintage=date(2025, 1, 1),
        )

    monkeypatch.setattr("indicators.admin.observations.check_new", somebody_else_is_quicker)

    page = office.post(ADD, form, follow=True).content.decode()

    assert "这个出处已有一个数" in page
    assert Observation.objects.count() == 0


def test_a_list_prints_figures_as_their_source_does(office):
    ObservationFactory(value=Decimal("600"), decimals=0, bound="at_least")
    ObservationFactory(value=None, status="M")

    html = office.get(LIST).content.decode()
    assert '<td class="field-printed">≥600</td>' in html
    assert '<td class="field-printed">—</td>' in html


# --- one figure -----------------------------------------------------------------------------------------------------


def test_of_a_known_figure_only_the_notes_are_edited(office, stored):
    other = AreaFactory()
    sent = a_figure(value="9", area=other.pk, vintage="2020-01-01", note="年鉴表下注", note_en="Note below the table")

    assert office.post(page_of("change", stored), sent).status_code == 302

    before = stored.area_id, stored.printed, stored.status, stored.vintage
    stored.refresh_from_db()
    assert (stored.area_id, stored.printed, stored.status, stored.vintage) == before
    assert (stored.note, stored.note_en) == ("年鉴表下注", "Note below the table")


def test_an_old_state_of_a_figure_is_not_put_back(office, stored):
    state = stored.history.latest()
    page = reverse("admin:indicators_observation_simple_history", args=[stored.pk, state.pk])

    assert office.get(page).status_code == 200
    assert office.post(page, a_figure(value="9")).status_code == 403


def test_all_versions_stand_on_each_ones_page_and_the_newest_offers_a_correction(office, stored):
    notice = RevisionFactory(source=stored.source, kind="census", title="普查公报")
    sent = a_correction(revision=notice.pk)
    new = office.post(page_of("correct", stored), sent, follow=True).context["original"]

    for version in (stored, new):
        response = office.get(page_of("change", version))
        assert [row.printed for row in response.context["versions"]] == ["498.60", "505.10"]
        assert "普查修订：普查公报" in response.content.decode()
        assert (page_of("correct", version) in response.content.decode()) == (version == new)


# --- corrections ----------------------------------------------------------------------------------------------------


def test_the_form_of_a_correction_holds_what_is_known_as_it_was_printed(office, stored):
    form = office.get(page_of("correct", stored)).context["adminform"].form

    assert form["value"].value() == "505.10"
    assert form["status"].value() == "P"
    assert form["vintage"].value() == date(2026, 7, 1)
    assert form["note"].value() == "快报数"


def test_a_correction_is_a_new_version_by_whoever_sent_it_with_the_decimals_that_were_typed(office, stored):
    response = office.post(page_of("correct", stored), a_correction(value="1,498.600"))

    old, new = Observation.objects.order_by("vintage")
    assert response.headers["Location"] == page_of("change", new)
    assert (old.printed, new.printed, new.decimals, new.vintage) == ("505.10", "1498.600", 3, date(2026, 6, 30))
    assert new.history.get().history_user.username == "office"
    assert LogEntry.objects.get().object_id == str(new.pk)


def test_a_figure_is_withdrawn_by_leaving_the_value_out(office, stored):
    assert office.post(page_of("correct", stored), a_correction(value="", status="M")).status_code == 302

    assert [row.printed for row in Observation.objects.shown()] == [None]


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"value": "多"}, "value", "多"),
        ({"value": "约500"}, "value", "这里只填数字"),
        ({"value": "500亿元"}, "value", "这里只填数字"),
        ({"value": "1.2345678"}, "value", ""),
        ({"value": ""}, "__all__", "缺失（M）的观测值不填数值"),
        ({"value": "505.10", "status": "P"}, "__all__", "与上一版相同"),
        ({"vintage": "2026-07-02"}, "vintage", "还没有到"),
        ({"vintage": "2022-12-31"}, "vintage", "应晚于上一版的 2022-12-31"),
        ({"vintage": "30.6.2026"}, "vintage", "2024-06-30"),
        ({"vintage": ""}, "vintage", "必填"),
        ({"status": "X"}, "status", "X"),
    ],
)
def test_a_slip_in_a_correction_is_told_at_its_field_and_nothing_is_stored(office, stored, changes, field, sentence):
    response = office.post(page_of("correct", stored), a_correction(**changes))

    errors = response.context["errors"]
    assert list(errors) == [field]
    assert sentence in " ".join(errors[field])
    assert Observation.objects.count() == 1


def test_only_notices_of_the_figures_source_are_offered(office, stored):
    own, other = RevisionFactory(source=stored.source), RevisionFactory()

    html = office.get(page_of("correct", stored)).content.decode()
    assert str(own) in html
    assert str(other) not in html
    refused = office.post(page_of("correct", stored), a_correction(revision=other.pk))
    assert list(refused.context["errors"]) == ["revision"]


def test_an_older_version_leads_to_the_correction_of_the_newest(office, stored):
    office.post(page_of("correct", stored), a_correction())
    new = Observation.objects.latest("vintage")

    assert office.get(page_of("correct", stored)).headers["Location"] == page_of("correct", new)
    late = office.post(page_of("correct", stored), a_correction(vintage="2026-07-01"))
    assert "这一版不是最新的" in late.content.decode()
    assert Observation.objects.count() == 2


def test_who_may_not_edit_figures_may_not_correct_them(client, stored):
    client.force_login(a_reader())

    response = client.post(page_of("correct", stored), a_correction())

    assert response.status_code in {302, 403, 404}
    assert Observation.objects.count() == 1


def test_what_is_not_there_cannot_be_corrected(office):
    for key in ("0", "9" * 30, "x"):
        assert office.get(reverse("admin:indicators_observation_correct", args=[key])).status_code == 404


# --- deletion -------------------------------------------------------------------------------------------------------


def deletes(client, figure):
    """Whether the figure can be deleted from its page, and what the page says."""
    html = client.post(page_of("delete", figure), {"post": "yes"}).content.decode()
    return not Observation.objects.filter(pk=figure.pk).exists(), html


def test_a_figure_that_nobody_cites_and_that_was_never_corrected_can_go(office, stored):
    assert deletes(office, stored)[0]


@pytest.mark.parametrize("superuser", [False, True])
def test_a_figure_that_is_cited_stays_and_the_page_says_who_cites_it(client, stored, superuser):
    client.force_login(UserFactory(is_superuser=True, is_staff=True) if superuser else a_coordinator())
    problem = ProblemFactory(title="创新投入不足")
    problem.evidence.add(stored)

    gone, html = deletes(client, stored)

    assert not gone
    assert "创新投入不足”引用了这个数" in html
    assert list(problem.evidence.all()) == [stored]


def test_nor_can_it_be_deleted_among_others(office, stored):
    ProblemFactory().evidence.add(stored)
    sent = {"action": "delete_selected", "_selected_action": [stored.pk, ObservationFactory().pk], "post": "yes"}

    assert "引用了这个数" in office.post(LIST, sent).content.decode()
    assert Observation.objects.count() == 2


def test_a_version_among_others_goes_by_a_superusers_hand_only(office, stored):
    office.post(page_of("correct", stored), a_correction())
    new = Observation.objects.latest("vintage")

    for version in (stored, new):
        gone, html = deletes(office, version)
        assert not gone
        assert "有几版，删去一版会改变当时所知" in html

    office.force_login(UserFactory(is_superuser=True, is_staff=True))
    assert deletes(office, stored)[0]
