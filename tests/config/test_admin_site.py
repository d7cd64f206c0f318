"""What holds for the admin of every kind of record, present and future: each registered admin is walked."""

import re
from collections.abc import Callable

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.http import urlencode

from indicators.models import Acknowledgement
from recommendations.models import (
    Action,
    Assignment,
    Blocker,
    Contribution,
    EvidenceFile,
    ExtensionRequest,
    Handover,
    Instruction,
    InstructionAnswer,
    Mandate,
    Notice,
    PlanChange,
    ProgressReport,
    Study,
    Target,
    Verification,
)
from tests.factories import (
    MembershipFactory,
    SourceFactory,
    UserFactory,
    a_coordinator,
    a_leader,
    a_reader,
    a_reporter,
    a_statistician,
    grow,
)

pytestmark = pytest.mark.django_db

Person = get_user_model()
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
OF_THE_DEPARTMENTS = {
    Action,
    Blocker,
    Contribution,
    ExtensionRequest,
    Handover,
    Instruction,
    InstructionAnswer,
    ProgressReport,
}
NEVER_DELETED = {
    Blocker,
    Contribution,
    EvidenceFile,
    ExtensionRequest,
    Handover,
    Instruction,
    InstructionAnswer,
    Notice,
    PlanChange,
    ProgressReport,
    Verification,
}
# On the page of the quality report, on the mandate's or the link's, with a question to departments, with a report or an
# instruction, by the reminders.
ADDED_ELSEWHERE = {Acknowledgement, Assignment, Contribution, EvidenceFile, Handover, Notice, Target}

every_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
both_languages = pytest.mark.parametrize("language", ["zh-hans", "en"])


def address(model: type[Model], page: str, *args: object, **query: object) -> str:
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=args) + (
        (query and "?" + urlencode(query)) or ""
    )


def grow_all() -> None:
    """One more of every registered kind, linked to its own."""
    grow()
    Study.objects.create(
        code=f"study-{Study.objects.count()}", title="课题", title_en="A study", author="课题组", source=SourceFactory()
    )


def one_of(model: type[Model]) -> Model:
    return model._default_manager.order_by("pk").last()


def sign_in(client: Client, person: Person, language: str = "zh-hans") -> Client:
    client.force_login(person)
    client.cookies["django_language"] = language
    return client


@pytest.fixture
def run_by(client) -> Callable[[type[Model]], Client]:
    """The client of who runs the records of a model: the office; of accounts a superuser."""

    def sign_in_for(model: type[Model], language: str = "zh-hans") -> Client:
        return sign_in(client, UserFactory(is_superuser=True) if model is Person else a_coordinator(), language)

    return sign_in_for


def pages(model: type[Model]) -> dict[str, str]:
    """Every page that the admin of the model has for one who may do all."""
    row = one_of(model)
    add = {"action": row.action.code} if model is ProgressReport else {}
    found = {
        "list": address(model, "changelist"),
        "search": address(model, "changelist", q="x"),
        "add": address(model, "add", **add),
        "change": address(model, "change", row.pk),
        "history": address(model, "history", row.pk),
    }
    if model in ADDED_ELSEWHERE:
        del found["add"]
    if hasattr(model, "history"):
        found["version"] = address(model, "simple_history", row.pk, row.history.latest().pk)
    return found


@every_model
@both_languages
def test_every_page_opens_with_nothing_inline_in_it(run_by, model, language):
    grow_all()
    client = run_by(model, language)

    for name, page in pages(model).items():
        response = client.get(page)
        assert response.status_code == 200, name
        assert f'<html lang="{language}' in response.content.decode()
        assert_nothing_inline(response)


@both_languages
def test_pages_beside_the_records_have_nothing_inline_either(client, language):
    grow_all()
    sign_in(client, UserFactory(is_superuser=True), language)
    names = ["index", "todo", "password_change", "password_change_done"]
    addresses = [*(reverse(f"admin:{name}") for name in names), reverse("admin:app_list", args=["recommendations"])]
    addresses += [address(model, "delete", one_of(model).pk) for model in MODELS if model not in NEVER_DELETED]

    for page in addresses:
        response = client.get(page)
        assert response.status_code == 200, page
        assert_nothing_inline(response)
    several = {"action": "delete_selected", "_selected_action": one_of(Action).pk}
    assert_nothing_inline(client.post(address(Action, "changelist"), several))


INLINE = re.compile(r"<style|\sstyle\s*=|\son[a-z]+\s*=|javascript:", re.IGNORECASE)
SCRIPT = re.compile(r"<script\b([^>]*)>([^<]*)", re.IGNORECASE)


def assert_nothing_inline(response) -> None:
    html = response.content.decode()
    assert not INLINE.search(html), INLINE.search(html)
    for attributes, body in SCRIPT.findall(html):
        assert "src=" in attributes or "application/json" in attributes, (attributes, body)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@every_model
def test_list_and_change_page_ask_the_same_number_of_queries_for_one_of_everything_and_for_three(run_by, model):
    client = run_by(model)
    grow_all()
    pages_ = [address(model, "changelist"), address(model, "change", one_of(model).pk)]

    def queries(page: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
        return len(asked)

    rows, one = model._default_manager.count(), [queries(page) for page in [*pages_, *pages_]][2:]
    grow_all()
    grow_all()

    assert [queries(page) for page in pages_] == one
    assert model._default_manager.count() > rows


NONSENSE = [
    {"colour": "red"},
    {"pk": "1"},
    {"pk__in": "9" * 30},
    {"pk__regex": "("},
    {"id__gt": "x"},
    {"code": "1"},
    {"history__id": "1"},
    {"reports__progress__startswith": "x"},
    {"corrections__progress__startswith": "x"},
    {"_to_field": "code"},
    {"q": "\x00"},
    {"q": "a " * 51},
]
HARMLESS = [
    {"p": "x"},
    {"p": "0"},
    {"p": "9" * 30},
    {"o": "x.-y.99"},
    {"q": "a " * 50},
    {"q": "'\"%_\\<script> 柳州 🎉"},
    {"e": "1"},
    {"all": ""},
    {"_popup": "1"},
    {"_facets": "1"},
]
BAD_VALUES = ["x", "9" * 30, "\x00"]
BAD_DAYS = [("9999",), ("10000",), ("0",), ("-1",), ("x",), ("2026", "13"), ("2026", "2", "30"), ("9999", "12", "31")]


def bad_values(model: type[Model], client: Client) -> list[dict[str, str]]:
    """What no filter of the list can mean, for every parameter that one of them reads."""
    request = client.get("/admin/").wsgi_request
    changelist = admin.site._registry[model].get_changelist_instance(request)
    names = [name for spec in changelist.filter_specs for name in spec.expected_parameters()]
    found = [{name: value} for name in names for value in BAD_VALUES]
    if day := changelist.date_hierarchy:
        parts = [f"{day}__{part}" for part in ("year", "month", "day")]
        found += [dict(zip(parts, numbers, strict=False)) for numbers in BAD_DAYS]
    return found


@every_model
def test_a_list_refuses_what_it_does_not_know_and_never_fails(run_by, model):
    grow_all()
    client = run_by(model)

    for query in NONSENSE:
        assert client.get(address(model, "changelist", **query)).status_code == 400, query
    for query in HARMLESS:
        assert client.get(address(model, "changelist", **query)).status_code == 200, query
    for query in bad_values(model, client):  # a word that is none of the choices finds nothing
        assert client.get(address(model, "changelist", **query)).status_code in {200, 400}, query


@pytest.mark.parametrize(
    "query",
    [
        {"lead_department__id__exact": "x"},
        {"lead_department__id__exact": "1\x00"},
        {"due_date__isempty": "x"},
    ],
)
def test_a_filter_with_a_value_that_cannot_be_is_refused_not_left_out(client, query):
    grow()
    sign_in(client, a_coordinator())

    assert client.get(address(Action, "changelist", **query)).status_code == 400


def test_a_refusal_names_the_parameter_and_offers_the_way_back(client):
    sign_in(client, a_coordinator())

    html = client.get(address(Action, "changelist", colour="red")).content.decode()
    assert "这个列表没有名为 colour 的筛选条件。" in html
    assert f'href="{address(Action, "changelist")}"' in html


@every_model
def test_an_unknown_record_is_a_404_not_a_way_to_the_index(run_by, model):
    client = run_by(model)

    for key in ("0", "9" * 30, "x", "1_2F", "柳州"):
        for page in ("change", "history"):
            assert client.get(address(model, page, key)).status_code == 404, (page, key)
        assert client.get(address(model, "delete", key)).status_code in {403, 404}, key


# --- who is let in --------------------------------------------------------------------------------------------------


@every_model
@pytest.mark.parametrize("page", ["changelist", "add"])
def test_strangers_are_led_to_the_sign_in_page(client, model, page, settings):
    settings.PUBLIC_PAGES = True

    response = client.get(address(model, page))
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/?next=")


def test_the_sign_in_page_says_that_nothing_secret_may_be_entered(client):
    response = client.get("/admin/login/")

    assert "非涉密系统，严禁上传涉密信息" in response.content.decode()
    assert_nothing_inline(response)


@pytest.mark.parametrize(
    "person",
    [
        a_reader,
        lambda: MembershipFactory(user__is_staff=False).user,
        lambda: UserFactory(is_staff=False, is_superuser=True),
        lambda: a_coordinator(is_active=False),
    ],
    ids=["reader", "reporter", "superuser", "inactive"],
)
def test_who_is_no_staff_or_inactive_does_not_get_in(person):
    user = person()

    assert sign_in(Client(), user).get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    client = Client()
    assert client.post("/admin/login/", {"username": user.username, "password": "Liuzhou-2024"}).status_code == 200
    assert "_auth_user_id" not in client.session


STAFF_WITHOUT_OFFICE = {
    "no role": UserFactory,
    "reader": lambda: MembershipFactory(role="reader").user,
    "leader": lambda: a_leader(is_staff=True),
    "reporter": a_reporter,
}
not_of_the_office = pytest.mark.parametrize("person", STAFF_WITHOUT_OFFICE.values(), ids=STAFF_WITHOUT_OFFICE)


@pytest.mark.parametrize("person", ["no role", "reader", "leader"])
def test_staff_without_a_role_meet_an_empty_friendly_index(client, person):
    sign_in(client, STAFF_WITHOUT_OFFICE[person]())

    response = client.get("/admin/")
    html = response.content.decode()
    assert response.status_code == 200
    assert "等待核准" not in html
    assert "/admin/recommendations/" not in html
    assert "你没有查看或编辑的权限。" in html
    assert "您在后台没有要办的事，请到网站查阅。" in html


@not_of_the_office
def test_nobody_but_the_office_meets_what_is_not_the_departments(client, person):
    grow_all()
    user = person()
    sign_in(client, user)
    reports = user.memberships.filter(role="reporter").exists()

    for model in MODELS:
        if reports and model in OF_THE_DEPARTMENTS:
            continue  # what a department meets of these is tested with their admins
        row, before = one_of(model), model._default_manager.count()
        for page in pages(model).values():
            assert client.get(page).status_code in {403, 404}, page
        for page in (address(model, "add"), address(model, "change", row.pk), address(model, "delete", row.pk)):
            assert client.post(page, {"post": "yes"}).status_code in {403, 404}, page
        action = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
        assert client.post(address(model, "changelist"), action).status_code == 403
        assert model._default_manager.count() == before


@not_of_the_office
def test_autocomplete_tells_others_nothing_of_what_they_do_not_meet(client, person):
    grow_all()
    sign_in(client, person())

    for model, admin_ in admin.site._registry.items():
        sources = [*admin_.inlines, admin_]
        for source in sources:
            owner = source.model
            for name in source.autocomplete_fields:
                target = owner._meta.get_field(name).related_model
                query = {
                    "app_label": owner._meta.app_label,
                    "model_name": owner._meta.model_name,
                    "field_name": name,
                    "term": "",
                }
                response = client.get(reverse("admin:autocomplete"), query)
                found = response.json().get("results", []) if response.status_code == 200 else []
                assert response.status_code in {200, 403}, (model, name)
                assert not found, (target, found)


@every_model
def test_who_may_edit_a_kind_of_record_finds_it_on_the_index(run_by, model):
    assert address(model, "changelist") in run_by(model).get("/admin/").content.decode()


def test_kinds_of_record_stand_under_headings_the_plan_before_figures(run_by):
    headings = [part["name"] for part in run_by(Action).get("/admin/").context["app_list"]]

    assert headings[:4] == ["计划与填报", "填报日历", "协调与核实", "课题与对策"]
    assert len(headings) == len(set(headings))


def test_the_office_lands_on_what_waits_for_it(client):
    grow()
    ProgressReport.objects.filter(state="draft").update(state="submitted")
    sign_in(client, a_coordinator())

    html = client.get("/admin/").content.decode()
    assert "有1份报告等待核准" in html
    assert address(ProgressReport, "changelist", standing="to_approve") in html


def test_the_office_is_told_when_nothing_waits(client):
    sign_in(client, a_coordinator())

    assert "没有报告等待核准。" in client.get("/admin/").content.decode()


def test_who_is_in_the_office_and_reports_too_lands_on_the_index(client):
    user = a_reporter()
    user.memberships.create(department=user.memberships.get().department, role="coordinator")
    sign_in(client, user)

    assert client.get("/admin/").status_code == 200


OF_FIGURES = [model for model in MODELS if model._meta.app_label == "indicators"]
OF_THE_PLAN = [model for model in MODELS if model._meta.app_label != "indicators"]


def test_a_statistician_meets_all_that_is_of_figures_and_nothing_else(client):
    grow_all()
    sign_in(client, a_statistician())
    index = client.get("/admin/").content.decode()

    for model in OF_FIGURES:
        for name, page in pages(model).items():
            assert client.get(page).status_code == 200, (model, name)
        assert f'href="{address(model, "changelist")}"' in index
    for model in OF_THE_PLAN:
        row, before = one_of(model), model._default_manager.count()
        for name, page in pages(model).items():
            assert client.get(page).status_code in {403, 404}, (model, name)
        for page in (address(model, "add"), address(model, "change", row.pk), address(model, "delete", row.pk)):
            assert client.post(page, {"post": "yes"}).status_code in {403, 404}, page
        assert model._default_manager.count() == before
        assert f'href="{address(model, "changelist")}"' not in index


# --- codes are for good ---------------------------------------------------------------------------------------------


@every_model
def test_a_code_is_never_edited_and_what_has_one_is_deleted_by_a_superuser_only(client, model):
    grow_all()
    row = one_of(model)
    coded = any(field.name == "code" for field in model._meta.concrete_fields)
    sign_in(client, a_coordinator())

    status = client.get(address(model, "delete", row.pk)).status_code
    assert status == (403 if coded or model in {Person, *NEVER_DELETED} else 200)
    if coded:
        assert "deletelink" not in client.get(address(model, "change", row.pk)).content.decode()
        assert "code" not in client.get(address(model, "change", row.pk)).context["adminform"].form.fields
        assert "code" in client.get(address(model, "add")).context["adminform"].form.fields
        sign_in(client, UserFactory(is_superuser=True))
        assert client.get(address(model, "delete", row.pk)).status_code == 200


# --- nothing to list ------------------------------------------------------------------------------------------------


def test_an_empty_list_says_whether_nothing_is_there_or_nothing_matches(run_by):
    office = run_by(Mandate)

    assert "还没有记录。" in office.get(address(Mandate, "changelist")).content.decode()
    grow()
    nothing = office.get(address(Mandate, "changelist", q="没有这份")).content.decode()
    assert "没有符合条件的记录。" in nothing
    assert '<a href="?">看全部清单</a>' in nothing
    assert "没有符合条件的记录。" not in office.get(address(Mandate, "changelist")).content.decode()
