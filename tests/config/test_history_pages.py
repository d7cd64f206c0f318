"""The history of every kind of record: who changed what, from what to what, and what may be put back."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext

from recommendations.models import (
    Action,
    Assignment,
    Blocker,
    Instruction,
    Mandate,
    Membership,
    Path,
    PlanChange,
    Practice,
    ProgressReport,
    Target,
)
from tests.config.test_admin_site import MODELS, address, grow_all, one_of, sign_in
from tests.factories import (
    ActionFactory,
    AssignmentFactory,
    DepartmentFactory,
    HandoverFactory,
    IndicatorLinkFactory,
    LessonFactory,
    MembershipFactory,
    PathFactory,
    ProjectFactory,
    TargetFactory,
    a_coordinator,
)

pytestmark = pytest.mark.django_db

KEEP_HISTORY = [model for model in MODELS if hasattr(model, "history")]
WITH_TEXTS = [model for model in KEEP_HISTORY if model is not Assignment]  # which is relations and a code alone
OWNED_BY_SERVICES = [Blocker, Instruction, PlanChange, ProgressReport]


@pytest.fixture
def office(client):
    return sign_in(client, a_coordinator(username="office"))


def words(response) -> str:
    """What a reader sees, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def version_page(record, version) -> str:
    return address(type(record), "simple_history", record.pk, version.pk)


def altered(record: models.Model) -> Iterator[tuple[str, object, object]]:
    """Change one field after the other that may take another value; field, old and new value of each."""
    for field in record._meta.concrete_fields:
        old = getattr(record, field.attname)
        if field.primary_key or field.unique or field.choices or field.remote_field or not field.editable:
            continue
        if isinstance(field, models.TextField) or (isinstance(field, models.CharField) and field.max_length >= 20):
            if field.name in {"period", "baseline_period", "key", "formula"}:
                continue
            new = f"另一个{field.name}"
        elif isinstance(field, models.DecimalField):
            new = (old or Decimal(0)) + 1
        elif isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
            new = (old or date(2026, 1, 1)) + timedelta(days=1)
        else:
            continue
        setattr(record, field.attname, new)
        yield field, old, new


def move_relations(record: models.Model, number: int) -> None:
    """Another version: each relation leads to another record, as far as the constraints let it."""
    for field in record._meta.concrete_fields:
        others = field.is_relation and list(field.related_model._default_manager.order_by("pk"))
        if others and getattr(record, field.attname) is not None:
            before = getattr(record, field.attname)
            setattr(record, field.attname, others[number % len(others)].pk)
            try:
                with transaction.atomic():
                    record.save()
            except IntegrityError:
                setattr(record, field.attname, before)
    for field in record._meta.many_to_many:
        if field.remote_field.through._meta.auto_created:
            getattr(record, field.name).set(field.related_model._default_manager.order_by("pk")[number : number + 2])


def test_there_is_something_to_walk():
    assert {Action, Path, Mandate, PlanChange, ProgressReport} <= set(KEEP_HISTORY)
    assert len(KEEP_HISTORY) > 25


@pytest.mark.parametrize("model", WITH_TEXTS, ids=lambda model: model._meta.label)
def test_a_change_is_told_as_old_and_new_with_who_made_it(office, model):
    grow_all()
    record, person = one_of(model), get_user_model().objects.get(username="office")
    field, old, new = next(altered(record))
    record._history_user = person
    record.save()

    told = words(office.get(address(model, "history", record.pk)))
    label = str(field.verbose_name)
    shown = [value.strftime("%Y年%-m月%-d日") if isinstance(value, date) else str(value) for value in (old, new)]
    if isinstance(field, models.DecimalField):
        shown[1] = shown[1].rstrip("0").rstrip(".")
        assert re.search(rf"{re.escape(label)} .* → {re.escape(shown[1])}", told), told
    else:
        assert f"{label[0].upper()}{label[1:]} {shown[0] or '—'} → {shown[1]}" in told
    assert "office" in told


@pytest.mark.parametrize("model", KEEP_HISTORY, ids=lambda model: model._meta.label)
def test_many_versions_take_as_many_queries_as_two(office, model):
    grow_all()
    grow_all()
    record = one_of(model)
    page = address(model, "history", record.pk)
    next(altered(record), None)
    record.save()

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert office.get(page).status_code == 200
        return len(asked)

    queries()
    two = queries()
    for number in range(3):
        move_relations(record, number)
    assert queries() == two


def test_relations_are_named_and_codes_are_words(office):
    old, new = DepartmentFactory(name="原局"), DepartmentFactory(name="新局")
    project = ProjectFactory(name="某园区")
    action = ActionFactory(lead_department=old)
    action.lead_department, action.lead_basis = new, "decided"
    action.save()
    action.projects.add(project)
    action.projects.clear()

    told = words(office.get(address(Action, "history", action.pk)))
    for change in ("牵头单位 原局 → 新局", "牵头依据 建议 → 已定", "项目 — → 某园区", "项目 某园区 → —"):
        assert change in told


def test_what_services_set_is_told_too(office):
    """Columns that no form shows: simple_history leaves them out."""
    grow_all()
    report = ProgressReport.objects.filter(state="draft").first()
    report.state = "submitted"
    report.save()

    assert "草稿 → 待核准" in words(office.get(address(ProgressReport, "history", report.pk)))


def test_of_a_long_text_the_difference_is_shown_and_html_is_text(office):
    path = PathFactory(summary="甲" * 2000 + "<b>旧</b>")
    path.summary = "甲" * 2000 + "<b>新</b>"
    path.save()

    html = office.get(address(Path, "history", path.pk)).content.decode()
    assert "&lt;b&gt;旧&lt;/b&gt;" in html
    assert "&lt;b&gt;新&lt;/b&gt;" in html
    assert "甲" * 400 not in html
    assert "chars]" not in html


def a_target():
    return TargetFactory(document="旧规划", link=IndicatorLinkFactory(path=PathFactory()))


ROWS_UNDER = {
    Assignment: (AssignmentFactory, "mandate", "adoption", "part", "采纳 全部采纳 → 部分采纳"),
    Membership: (lambda: MembershipFactory(role="reader"), "department", "role", "head", "角色 读者 → 部门负责人"),
    Target: (a_target, "link", "document", "新规划", "旧规划 → 新规划"),
}


@pytest.mark.parametrize("model", ROWS_UNDER, ids=lambda model: model.__name__)
def test_rows_under_a_record_tell_their_changes_on_its_page(office, model):
    make, owner, column, value, told = ROWS_UNDER[model]
    row = make()
    record = getattr(row, owner)
    page = address(type(record), "history", record.pk)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            office.get(page)
        return len(asked)

    first = row.history.latest()
    setattr(row, column, value)
    row.save()
    queries()
    two = queries()
    assert told in words(office.get(page))
    for _again in range(3):
        row.save()
    assert queries() == two
    name = str(row)
    own_page = version_page(row, first) if model in admin.site._registry else None
    if own_page:
        assert own_page in office.get(page).content.decode()
    row.delete()
    assert name in words(office.get(page))
    assert not own_page or own_page not in office.get(page).content.decode(), "what is gone can't be put back"


# --- putting back ---------------------------------------------------------------------------------------------------


def sent_of(record: models.Model, **changes: object) -> dict[str, object]:
    return {
        "position": record.position,
        "title": record.title,
        "title_en": record.title_en,
        "summary": record.summary,
        "summary_en": record.summary_en,
        "locator": record.locator,
        **changes,
    }


def test_a_version_is_put_back_as_a_new_one_with_its_relations_and_the_reason(office):
    path, lesson = PathFactory(title="原题"), LessonFactory()
    path.lessons.add(lesson)
    version = path.history.latest()
    path.title = "错题"
    path.save()
    path.lessons.clear()

    page = office.get(version_page(path, version))
    form = page.context["adminform"].form
    assert form["title"].value() == "原题"
    assert form["lessons"].value() == [lesson.pk]
    assert "恢复到这一版" in page.content.decode()
    count = path.history.count()

    sent = sent_of(path, title="原题", lessons=[lesson.pk], restore_reason="误改")
    response = office.post(version_page(path, version), sent, follow=True)

    path.refresh_from_db()
    assert (path.title, list(path.lessons.all())) == ("原题", [lesson])
    assert path.history.count() > count
    latest = path.history.latest()
    assert (latest.history_user.username, latest.title) == ("office", "原题")
    assert latest.history_change_reason.startswith("恢复到")
    assert latest.history_change_reason.endswith("误改")
    assert "已恢复" in words(response)
    assert "误改" in words(office.get(address(Path, "history", path.pk)))


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"restore_reason": ""}, "restore_reason"), ({"title": ""}, "title"), ({"position": "x"}, "position")],
)
def test_nothing_is_put_back_without_a_reason_or_past_the_forms_checks(office, changes, field):
    path = PathFactory(title="原题")
    version = path.history.latest()
    path.title = "新题"
    path.save()
    response = office.post(version_page(path, version), sent_of(path, title="原题", restore_reason="误改") | changes)

    assert list(response.context["adminform"].form.errors) == [field]
    path.refresh_from_db()
    assert path.title == "新题"


@pytest.mark.parametrize("model", [Assignment, Target], ids=lambda model: model.__name__)
def test_a_row_under_a_record_is_put_back_as_it_was_with_the_reason(office, model):
    make, owner, column, value, _told = ROWS_UNDER[model]
    row = make()
    version, former = row.history.latest(), getattr(row, column)
    setattr(row, column, value)
    row.save()

    form = office.get(version_page(row, version)).context["adminform"].form
    sent = {bound.html_name: "" if bound.value() is None else bound.value() for bound in form}
    assert sent[column] == former
    assert office.post(version_page(row, version), sent).status_code == 200, "a reason is asked for"
    response = office.post(version_page(row, version), sent | {"restore_reason": "误改"}, follow=True)
    assert "已恢复" in words(response)
    row.refresh_from_db()
    assert getattr(row, column) == former
    assert row.history.latest().history_change_reason.endswith("误改")
    assert "误改" in words(office.get(address(type(getattr(row, owner)), "history", getattr(row, owner).pk)))


def test_an_item_that_was_handed_over_is_not_put_back_to_refused(office):
    row = AssignmentFactory(adoption="not")
    version = row.history.latest()
    row.adoption = "full"
    row.save()
    HandoverFactory(assignment=row)
    sent = {"action": row.action_id, "adoption": "not", "restore_reason": "误改"}
    response = office.post(version_page(row, version), sent)

    assert list(response.context["adminform"].form.errors) == ["adoption"]
    row.refresh_from_db()
    assert row.adoption == "full"


@pytest.mark.parametrize("then", [None, date(2026, 3, 31)])
def test_what_a_decision_fixed_stays_when_an_old_version_is_put_back(office, then):
    action = ActionFactory(due_date=then)
    version, former = action.history.latest(), action.lead_department
    AssignmentFactory(action=action)
    action.due_date = date(2026, 6, 30)
    action.lead_department, action.title = DepartmentFactory(), "错题"
    action.save()
    sent = {
        "position": action.position,
        "measure": action.measure_id,
        "title": "原题",
        "title_en": action.title_en,
        "locators": "\n".join(action.locators),
        "lead_basis": action.lead_basis,
        "due_basis": action.due_basis,
        "start_date": "",
        "lead_department": former.pk,
        "due_date": "2020-01-01",
        "restore_reason": "误改",
    }
    assert office.post(version_page(action, version), sent).status_code == 302

    stored = Action.objects.get(pk=action.pk)
    assert stored.title == "原题"
    assert (stored.lead_department, stored.due_date) == (action.lead_department, date(2026, 6, 30))


@pytest.mark.parametrize("model", [Practice, Mandate, Action, Path], ids=lambda model: model.__name__)
def test_an_untouched_version_passes_its_own_form(office, model):
    """What the page shows of a version can be sent as it stands."""
    grow_all()
    record = one_of(model)
    version = record.history.latest()
    form = office.get(version_page(record, version)).context["adminform"].form
    sent = {}
    for bound in form:
        value = bound.field.prepare_value(bound.value()) if bound.value() is not None else ""
        sent[bound.html_name] = value.isoformat() if isinstance(value, date) else value
    response = office.post(version_page(record, version), sent | {"restore_reason": "核对"})

    assert response.status_code == 302, response.context["adminform"].form.errors


@pytest.mark.parametrize("model", OWNED_BY_SERVICES, ids=lambda model: model.__name__)
def test_what_services_own_is_read_and_never_put_back(office, model):
    grow_all()
    record = one_of(model)
    page = version_page(record, record.history.latest())
    before = record.history.count()

    html = office.get(page).content.decode()
    assert "恢复到这一版" not in html
    assert "restore_reason" not in html
    assert office.post(page, {"restore_reason": "x"}).status_code == 403
    assert record.history.count() == before


def test_every_admin_of_what_services_own_refuses_to_put_back(client):
    request = sign_in(client, a_coordinator()).get("/admin/").wsgi_request
    for model in KEEP_HISTORY:
        writes = type(admin.site._registry[model]).__mro__
        if any(parent.__name__ == "WritesThroughServices" for parent in writes):
            assert admin.site._registry[model].revert_disabled(request), model
