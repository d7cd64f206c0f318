"""Who works in the sample."""

from django.contrib.auth import get_user_model

from recommendations.models import Department, Membership
from recommendations.permissions import roles_of
from recommendations.sample import PASSWORD, logins, make_sample

from .made import MadeSample


class MadePeopleTests(MadeSample):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.people = {user.username: user for user in get_user_model().objects.all()}

    def test_there_is_an_office_a_reader_and_a_reporter_in_each_department_that_leads_or_supports(self):
        bureaus = {f"demo-bureau{number}": f"bureau{number}" for number in (1, 2, 3)} | {"demo-office": "office"}

        assert set(self.people) == {"demo-coordinator", "demo-leader", "demo-reader", *bureaus}
        assert roles_of(self.people["demo-coordinator"]).office
        assert roles_of(self.people["demo-reader"]).reader
        for username, code in bureaus.items():
            assert roles_of(self.people[username]).departments == {Department.objects.get(code=code).pk}

    def test_only_the_coordinator_is_of_the_office(self):
        assert [name for name, user in self.people.items() if roles_of(user).office] == ["demo-coordinator"]

    def test_the_office_sits_where_nothing_is_led(self):
        homes = Membership.objects.exclude(role="reporter").values_list("department__code", flat=True)

        assert set(homes) == {"office"}

    def test_nobody_is_a_superuser_and_reader_and_leader_do_not_enter_the_admin(self):
        assert not any(user.is_superuser for user in self.people.values())
        assert {name for name, user in self.people.items() if not user.is_staff} == {"demo-reader", "demo-leader"}


def test_all_have_the_password_that_is_printed(study, django_user_model):
    make_sample()

    assert all(user.check_password(PASSWORD) for user in django_user_model.objects.all())
    assert [login.valid for login in logins()] == [True] * 4


def test_where_every_department_leads_something_the_office_sits_in_the_first(study):
    Department.objects.exclude(code="bureau1").update(position=99)
    Membership.objects.all().delete()
    for department in Department.objects.filter(led_actions=None):
        department.supported_actions.clear()
        department.delete()

    make_sample()

    assert Membership.objects.get(role="coordinator").department.code == "bureau1"
