"""A role that runs out ends all access, in the middle of a session too."""

from datetime import date

import pytest

from tests.factories import MembershipFactory, ReportFactory, UserFactory, an_evaluator

pytestmark = pytest.mark.django_db

PASSWORD = "Liuzhou-2024"
LAST_DAY = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def _on_the_last_day(time_machine):
    time_machine.move_to("2026-06-30T23:00:00+08:00", tick=False)


def signs_in(client, person, address="/login/") -> str:
    return client.post(address, {"username": person.username, "password": PASSWORD}).content.decode()


def test_until_the_end_of_the_day_and_not_a_moment_longer(client, time_machine):
    report = ReportFactory(state="submitted", progress="交上来的话")
    signs_in(client, an_evaluator(LAST_DAY))
    address = f"/api/v1/progress-reports/{report.ref}/"
    assert client.get("/actions/").status_code == 200
    assert client.get(address).json()["progress"] == "交上来的话"

    time_machine.move_to("2026-07-01T00:00:01+08:00", tick=False)
    assert client.get("/actions/")["Location"] == "/login/?next=/actions/"
    assert client.get(address).status_code == 403
    assert client.get("/instructions/").status_code == 302


@pytest.mark.usefixtures("public_pages")
def test_where_pages_are_public_only_what_strangers_read_stays(client, time_machine):
    action = ReportFactory(state="submitted").action
    signs_in(client, an_evaluator(LAST_DAY))
    assert client.get("/api/v1/progress-reports/").json()["count"] == 1

    time_machine.move_to("2026-07-01T00:00:01+08:00", tick=False)
    assert client.get("/api/v1/progress-reports/").json()["count"] == 0
    html = client.get(action.get_absolute_url()).content.decode()
    assert "退出" not in html
    assert client.get("/ledger/").status_code == 403


@pytest.mark.parametrize("address", ["/login/", "/admin/login/"])
def test_who_comes_too_late_is_told_why(client, time_machine, address):
    person = an_evaluator(LAST_DAY)
    person.is_staff = True
    person.save()
    time_machine.move_to("2026-07-01T08:00:00+08:00", tick=False)

    assert "您的角色已过有效期，不能再登录。" in signs_in(client, person, address)
    assert "_auth_user_id" not in client.session


def test_one_role_that_goes_on_is_enough_and_so_is_none_at_all(client, time_machine):
    person = an_evaluator(LAST_DAY)
    MembershipFactory(user=person, role="reader")
    time_machine.move_to("2026-07-01T08:00:00+08:00", tick=False)

    for someone in (person, UserFactory(), UserFactory(is_superuser=True)):
        signs_in(client, someone)
        assert client.get("/actions/").status_code == 200
        client.logout()
