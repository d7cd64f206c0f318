"""Departments and the people in them."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import NoReverseMatch, reverse

from recommendations.models import Membership
from tests.factories import DepartmentFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

PEOPLE = reverse("admin:auth_user_changelist")


def department_page(department):
    return reverse("admin:recommendations_department_change", args=[department.pk])


def person_named(client, term):
    query = {"app_label": "recommendations", "model_name": "membership", "field_name": "user", "term": term}
    return client.get(reverse("admin:autocomplete"), query)


def with_members(department, *rows):
    sent = {"position": 0, "name": department.name, "name_en": department.name_en}
    sent |= {"memberships-TOTAL_FORMS": len(rows), "memberships-INITIAL_FORMS": 0}
    return sent | {f"memberships-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}


def test_the_office_gives_a_person_a_role_in_a_department(office):
    department, person = DepartmentFactory(), UserFactory(username="新来的")
    found = person_named(office, "新来").json()["results"]
    assert [row["text"] for row in found] == ["新来的"]

    office.post(department_page(department), with_members(department, {"user": found[0]["id"], "role": "reporter"}))
    membership = Membership.objects.get(user=person)
    assert (membership.department, membership.role) == (department, "reporter")
    assert membership.history.get().history_user.username == "office"


def test_the_same_role_twice_is_refused_with_a_sentence(office):
    department, person = DepartmentFactory(), UserFactory()
    row = {"user": person.pk, "role": "reporter"}
    response = office.post(department_page(department), with_members(department, row, row))

    assert response.status_code == 200
    assert not Membership.objects.filter(user=person).exists()


def test_a_departments_row_names_who_reports_and_who_runs_the_plan(office):
    department = DepartmentFactory()
    for role in ("reporter", "coordinator", "reader"):
        MembershipFactory(department=department, role=role, user__username=f"the-{role}")

    html = office.get(reverse("admin:recommendations_department_changelist")).content.decode()
    assert "the-reporter（填报人）" in html
    assert "the-coordinator" in html
    assert "the-reader" not in html


def test_a_department_without_people_is_a_row_with_a_dash(office):
    DepartmentFactory()

    assert (
        '<td class="field-people">—</td>'
        in office.get(reverse("admin:recommendations_department_changelist")).content.decode()
    )


def test_names_are_looked_up_by_the_office_alone(office, reporter):
    assert person_named(reporter, "").status_code == 403
    assert person_named(office, "").json()["results"]


def test_accounts_are_a_superusers_business(office, reporter, sign_in):
    person = UserFactory()
    page = reverse("admin:auth_user_change", args=[person.pk])
    for client in (office, reporter):
        assert client.get(PEOPLE).status_code == 403
        assert client.get(page).status_code == 403
        assert client.post(page, {"is_superuser": "on", "is_staff": "on"}).status_code == 403
    assert sign_in(UserFactory(is_superuser=True)).get(page).status_code == 200
    person.refresh_from_db()
    assert not person.is_superuser


def test_a_superuser_makes_an_account_and_gives_it_a_role(sign_in):
    chief, department = sign_in(UserFactory(is_superuser=True)), DepartmentFactory()
    password = {"usable_password": "true", "password1": "Liuzhou-2024-x", "password2": "Liuzhou-2024-x"}
    response = chief.post(
        reverse("admin:auth_user_add"),
        {"username": "zhang", "memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0, **password},
    )
    assert response.status_code == 302
    person = get_user_model().objects.get(username="zhang")

    response = chief.post(
        reverse("admin:auth_user_change", args=[person.pk]),
        {
            "username": "zhang",
            "is_active": "on",
            "is_staff": "on",
            "date_joined_0": "2026-07-01",
            "date_joined_1": "00:00",
            "memberships-TOTAL_FORMS": 1,
            "memberships-INITIAL_FORMS": 0,
            "memberships-0-department": department.pk,
            "memberships-0-role": "reporter",
        },
    )
    assert response.status_code == 302, response.context["errors"]
    assert person.memberships.get().department == department


def test_groups_are_no_second_place_that_says_who_may_do_what():
    assert Group._meta.verbose_name
    with pytest.raises(NoReverseMatch):
        reverse("admin:auth_group_changelist")


def test_a_department_says_whether_its_head_signs_and_until_when_roles_hold(office):
    department = DepartmentFactory(needs_sign_off=True)
    for name, until in (("present", "2026-07-01"), ("gone", "2026-06-30")):
        MembershipFactory(department=department, role="evaluator", until=until, user__username=name)

    html = office.get(reverse("admin:recommendations_department_changelist")).content.decode()
    assert "present（评估人，至2026-07-01）" in html
    assert "gone" not in html
    form = office.get(department_page(department)).content.decode()
    assert 'name="needs_sign_off"' in form
    assert 'name="memberships-0-until"' in form
