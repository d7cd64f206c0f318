"""The list that a department lands on, and what it shows of others: nothing."""

import re
from datetime import date

import pytest
from django.contrib.admin import site
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from recommendations.models import Action, PlanChange
from tests.factories import (
    ActionFactory,
    AssignmentFactory,
    CycleFactory,
    DepartmentFactory,
    MembershipFactory,
    PlanChangeFactory,
    ReportFactory,
    a_reporter,
    approved_report,
)

pytestmark = pytest.mark.django_db

LIST = reverse("admin:recommendations_action_changelist")


def change(action):
    return reverse("admin:recommendations_action_change", args=[action.pk])


def titles(response):
    return [row.title for row in response.context["cl"].result_list]


def test_a_reporter_who_signs_in_lands_on_the_own_departments_actions(own, other, client):
    response = client.post(
        "/admin/login/?next=/admin/", {"username": own.reporter.username, "password": "Liuzhou-2024"}, follow=True
    )

    assert response.redirect_chain[-1][0] == LIST
    assert titles(response) == [own.action.title]
    assert "本部门牵头的行动" in response.content.decode()
    assert other.action.title not in response.content.decode()


def test_a_row_shows_the_state_today_and_leads_to_the_form_and_to_what_is_not_finished(own, reporter):
    html = reporter.get(LIST).content.decode()

    assert f'href="/admin/recommendations/progressreport/add/?action={own.action.code}"' in html
    for state in ("draft", "submitted", "returned"):
        assert reverse("admin:recommendations_progressreport_change", args=[own.reports[state].pk]) in html
    assert reverse("admin:recommendations_progressreport_change", args=[own.reports["approved"].pk]) not in html
    for shown in ("达序时", "2026-12-31", "2026-05-31", "40%"):
        assert shown in html


def test_a_department_that_supports_or_leads_nothing_has_an_empty_list_that_says_so(own, sign_in):
    idle = DepartmentFactory()
    own.action.supporting_departments.add(idle)
    response = sign_in(a_reporter(idle)).get(LIST)

    assert titles(response) == []
    assert "现在没有由您的部门牵头的行动。" in response.content.decode()


def test_who_reports_for_two_departments_has_both_ones_actions(own, other, reporter):
    MembershipFactory(user=own.reporter, department=other.action.lead_department)

    assert titles(reporter.get(LIST)) == [own.action.title, other.action.title]


def test_the_office_has_all_actions_with_more_to_filter_by(own, other, office, reporter):
    response = office.get(LIST)

    assert titles(response) == [own.action.title, other.action.title]
    assert len(response.context["cl"].filter_specs) > len(reporter.get(LIST).context["cl"].filter_specs)


def test_a_list_that_is_longer_than_a_page_is_shown_page_by_page(own, office, monkeypatch):
    monkeypatch.setattr(site.get_model_admin(Action), "list_per_page", 1)
    ActionFactory()

    first, second = (titles(office.get(f"{LIST}?p={number}")) for number in (1, 2))

    assert (len(first), len(second)) == (1, 1)
    assert first != second


def test_a_department_reads_its_action_and_changes_nothing_of_it(own, reporter):
    response = reporter.get(change(own.action))
    assert response.status_code == 200
    assert 'name="_save"' not in response.content.decode()
    before = Action.objects.values().get()

    assert reporter.post(change(own.action), {"title": "改名"}).status_code == 403
    reporter.post(LIST, {"action": "delete_selected", "_selected_action": own.action.pk, "post": "yes"})
    assert reporter.get(reverse("admin:recommendations_action_add")).status_code == 403
    assert reporter.post(reverse("admin:recommendations_action_delete", args=[own.action.pk])).status_code == 403
    assert Action.objects.values().get() == before


@pytest.mark.parametrize("page", ["change", "history", "delete"])
def test_another_departments_action_is_not_there(other, reporter, page):
    response = reporter.get(reverse(f"admin:recommendations_action_{page}", args=[other.action.pk]))

    assert response.status_code in {403, 404}
    assert other.word not in response.content.decode()


def test_search_and_filters_stay_within_the_own_department(own, other, reporter):
    assert titles(reporter.get(LIST, {"q": other.word})) == []
    assert titles(reporter.get(LIST, {"q": own.word})) == [own.action.title]
    for query in ({"lead_department__id__exact": other.action.lead_department_id}, {"reports__state": "draft"}):
        assert reporter.get(LIST, query).status_code == 400


def test_an_old_version_of_an_action_is_read_not_put_back(own, reporter):
    version = own.action.history.latest()
    page = reverse("admin:recommendations_action_simple_history", args=[own.action.pk, version.pk])

    assert reporter.get(page).status_code == 200
    assert reporter.post(page, {"title": "改名"}).status_code == 403
    own.action.refresh_from_db()
    assert own.action.title == "行动甲"


def office_form(action, **changes):
    """What the office's form sends."""
    return {
        "position": action.position,
        "measure": action.measure_id,
        "title": action.title,
        "title_en": action.title_en,
        "locators": "\n".join(action.locators),
        "lead_department": action.lead_department_id or "",
        "lead_basis": action.lead_basis,
        "start_date": action.start_date or "",
        "due_date": action.due_date or "",
        "due_basis": action.due_basis,
        "changes-TOTAL_FORMS": 0,
        "changes-INITIAL_FORMS": 0,
        "milestones-TOTAL_FORMS": 0,
        "milestones-INITIAL_FORMS": 0,
        **changes,
    }


def test_before_it_is_mandated_the_office_gives_an_action_to_another_department_and_history_says_who(
    own, other, office
):
    own.action.assignments.all().delete()
    new = other.action.lead_department
    response = office.post(
        change(own.action),
        office_form(own.action, lead_department=new.pk, lead_basis="decided", locators="四(一)1·1\n\n 四(一)1·2 "),
    )

    assert response.status_code == 302, response.context["adminform"].form.errors
    own.action.refresh_from_db()
    assert own.action.lead_department == new
    assert own.action.locators == ["四(一)1·1", "四(一)1·2"]
    assert own.action.history.latest().history_user.username == "office"


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"due_date": "2025-12-31"}, "__all__", "期限必须晚于开始日期"),
        ({"start_date": "0206-01-01"}, "start_date", "请看年份是否写错"),
        ({"due_date": "明年"}, "due_date", "输入一个有效的日期"),
        ({"measure": ""}, "measure", "必填"),
        ({"lead_department": "999999"}, "lead_department", ""),
        ({"title": ""}, "title", "必填"),
        ({"title": "长" * 201}, "title", ""),
    ],
)
def test_a_slip_of_the_office_is_told_next_to_its_field(own, office, changes, field, sentence):
    own.action.assignments.all().delete()
    response = office.post(change(own.action), office_form(own.action, **changes))

    assert response.status_code == 200
    errors = response.context["adminform"].form.errors
    assert list(errors) == [field]
    assert sentence in " ".join(errors[field])
    assert sentence in response.content.decode()


MOVED = {"start_date": "2026-02-01", "due_date": "2027-06-30"}


def test_once_mandated_lead_dates_and_cycle_are_fixed_and_the_page_says_why(own, other, office):
    page = office.get(change(own.action))
    assert not {"lead_department", "start_date", "due_date", "cycle"} & page.context["adminform"].form.fields.keys()
    assert "这项行动已经立项：牵头单位、开始日期、期限和填报周期不能在这里改。" in page.content.decode()

    moved = {**MOVED, "lead_department": other.action.lead_department_id, "cycle": CycleFactory().pk}
    assert office.post(change(own.action), office_form(own.action, **moved, title="改名")).status_code == 302

    before, now = own.action, Action.objects.get(pk=own.action.pk)
    assert now.title == "改名"
    for name in ("lead_department_id", "start_date", "due_date", "cycle_id"):
        assert getattr(now, name) == getattr(before, name), name


def test_a_document_that_refuses_an_action_fixes_nothing(own, office):
    own.action.assignments.update(adoption="not")

    office.post(change(own.action), office_form(own.action, **MOVED))

    assert Action.objects.get(pk=own.action.pk).due_date == date(2027, 6, 30)


def test_what_was_empty_when_it_was_mandated_may_be_filled_in_once(own, office):
    Action.objects.filter(pk=own.action.pk).update(due_date=None, lead_department=None)
    form = office_form(Action.objects.get(pk=own.action.pk), lead_department=DepartmentFactory().pk, **MOVED)
    office.post(change(own.action), form)
    office.post(change(own.action), form | {"due_date": "2028-01-01"})

    now = Action.objects.get(pk=own.action.pk)
    assert now.lead_department_id == form["lead_department"]
    assert (now.start_date, now.due_date) == (date(2026, 1, 1), date(2027, 6, 30))


def test_an_old_version_that_is_put_back_leaves_what_is_fixed_as_it_is(own, office):
    version = own.action.history.earliest()
    Action.objects.filter(pk=own.action.pk).update(due_date=date(2027, 3, 31), title="改名")
    page = reverse("admin:recommendations_action_simple_history", args=[own.action.pk, version.pk])

    office.post(page, office_form(own.action, restore_reason="名称改错了"))

    now = Action.objects.get(pk=own.action.pk)
    assert (now.title, now.due_date) == (own.action.title, date(2027, 3, 31))


@pytest.mark.parametrize(
    ("kind", "new_due_date", "saved"),
    [
        ("extension", "2027-06-30", True),
        ("extension", "", False),
        ("suspension", "", True),
        ("suspension", "2027-06-30", False),
    ],
)
def test_a_change_of_the_plan_is_added_under_the_action(own, office, kind, new_due_date, saved):
    row = {"kind": kind, "decided_on": "2026-06-20", "new_due_date": new_due_date, "document": "柳政办〔2026〕8号"}
    form = office_form(
        own.action, **{"changes-TOTAL_FORMS": 1}, **{f"changes-0-{name}": text for name, text in row.items()}
    )
    response = office.post(change(own.action), form)

    assert PlanChange.objects.filter(action=own.action).exists() is saved
    if not saved:
        assert "延期必须写明新期限；其他变更不写新期限。" in response.content.decode()


@pytest.mark.parametrize("kind", ["action", "progressreport"])
def test_a_departments_lists_ask_the_same_number_of_queries_for_one_action_and_for_three(own, reporter, kind):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert reporter.get(reverse(f"admin:recommendations_{kind}_changelist")).status_code == 200
        return len(asked)

    queries()
    one = queries()
    for number in range(2):
        action = ActionFactory(lead_department=own.action.lead_department)
        PlanChangeFactory(action=action)
        AssignmentFactory(action=action)
        approved_report(action, date(2026, 5, 31), number, date(2026, 6, 5))
        ReportFactory(action=action, created_by=own.reporter)

    assert queries() == one


def test_a_head_reads_the_departments_actions_and_writes_nothing(own, other, sign_in):
    head = sign_in(MembershipFactory(department=own.action.lead_department, role="head").user)
    html = head.get(LIST).content.decode()
    assert own.action.title in html
    assert other.action.title not in html
    assert f"{reverse('admin:recommendations_progressreport_add')}?action=" not in html
    page = head.get(reverse("admin:recommendations_action_change", args=[own.action.pk]))
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
    assert head.get(reverse("admin:recommendations_action_change", args=[other.action.pk])).status_code == 404

    crumbs = head.get(reverse("admin:recommendations_progressreport_changelist")).content.decode()
    for address in set(re.findall(r'href="(/admin/[^"?#]*)"', crumbs)):
        assert head.get(address).status_code in {200, 302}, address
