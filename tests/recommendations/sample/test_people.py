"""Who works in the sample."""

from datetime import timedelta

import time_machine
from django.contrib.auth import get_user_model

from recommendations.models import Department, Membership
from recommendations.permissions import roles_of
from recommendations.sample import PASSWORD, logins, make_sample

from .made import MADE_ON, MadeSample

OTHERS = ("coordinator", "statistician", "head", "leader", "leader-2", "leader-former", "evaluator", "reader")


class MadePeopleTests(MadeSample):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.people = {user.username: user for user in get_user_model().objects.all()}

    def test_there_is_somebody_in_each_role_and_a_reporter_in_each_department_that_leads_or_supports(self):
        bureaus = {f"demo-bureau{number}": f"bureau{number}" for number in (1, 2, 3)} | {"demo-office": "office"}

        assert set(self.people) == {*bureaus, *(f"demo-{name}" for name in OTHERS)}
        assert roles_of(self.people["demo-coordinator"]).office
        assert roles_of(self.people["demo-reader"]).reader
        for username, code in bureaus.items():
            assert roles_of(self.people[username]).departments == {Department.objects.get(code=code).pk}

    def test_only_the_coordinator_is_of_the_office(self):
        assert [name for name, user in self.people.items() if roles_of(user).office] == ["demo-coordinator"]

    def test_the_office_sits_where_nothing_is_led(self):
        homes = Membership.objects.exclude(role__in=["reporter", "head"]).values_list("department__code", flat=True)

        assert set(homes) == {"office"}

    def test_nobody_is_a_superuser_and_who_only_reads_does_not_enter_the_admin(self):
        assert not any(user.is_superuser for user in self.people.values())
        outside = {"demo-reader", "demo-evaluator", "demo-leader", "demo-leader-2", "demo-leader-former"}
        assert {name for name, user in self.people.items() if not user.is_staff} == outside

    def test_each_role_can_do_what_it_is_for(self):
        roles = {name: roles_of(user) for name, user in self.people.items()}

        assert roles["demo-statistician"].statistician
        assert roles["demo-leader"].leader
        assert roles["demo-head"].heads == {Department.objects.get(code="bureau1").pk}
        with time_machine.travel(MADE_ON):
            assert roles_of(get_user_model().objects.get(username="demo-evaluator")).evaluator
        with time_machine.travel(MADE_ON + timedelta(days=181)):
            assert not roles_of(get_user_model().objects.get(username="demo-evaluator")).evaluator


def test_all_have_the_password_that_is_printed(study, django_user_model):
    make_sample()

    assert all(user.check_password(PASSWORD) for user in django_user_model.objects.all())
    assert [login.valid for login in logins()] == [True] * 8


def test_where_every_department_leads_something_the_office_sits_in_the_first(study):
    Department.objects.exclude(code="bureau1").update(position=99)
    Membership.objects.all().delete()
    for department in Department.objects.filter(led_actions=None):
        department.supported_actions.clear()
        department.delete()

    make_sample()

    assert Membership.objects.get(role="coordinator").department.code == "bureau1"
