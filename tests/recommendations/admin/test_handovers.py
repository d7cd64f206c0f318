"""The list of hand-overs: a department confirms its own receipts, the office sees who has not."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from recommendations.models import Handover
from tests.factories import AssignmentFactory, HandoverFactory, MembershipFactory, a_leader, a_reader

pytestmark = pytest.mark.django_db

LIST = reverse("admin:recommendations_handover_changelist")


def receive_at(handover):
    return reverse("admin:recommendations_handover_receive", args=[handover.pk])


def page(handover):
    return reverse("admin:recommendations_handover_change", args=[handover.pk])


def hand_over(desk, **more):
    return HandoverFactory(assignment=desk.action.assignments.get(), **more)


def listed(response):
    return {row.pk for row in response.context["cl"].result_list}


@pytest.fixture
def mine(own):
    return hand_over(own)


@pytest.fixture
def theirs(other):
    return hand_over(other)


def test_a_department_sees_its_own_with_a_button_in_each_row(mine, theirs, reporter, other):
    response = reporter.get(LIST)
    html = response.content.decode()

    assert listed(response) == {mine.pk}
    assert f'formaction="{receive_at(mine)}"' in html
    assert "逾期174天未签收" in html  # since 8 January
    assert other.word not in html


def test_one_click_receives_it_and_leads_back_to_the_list_as_it_was(mine, own, reporter):
    filtered = reporter.get(LIST, {"receipt": "waiting"})
    button = filtered.context["cl"].result_list[0].button

    response = reporter.post(button)

    assert response["Location"] == f"{LIST}?receipt=waiting"
    assert Handover.objects.get().received_by == own.reporter
    html = reporter.get(LIST).content.decode()
    assert f"{mine}：已签收。" in html
    assert "formaction" not in html
    assert LogEntry.objects.get().change_message == "签收"


def test_a_second_click_is_told_who_was_first(mine, own, reporter, sign_in):
    colleague = MembershipFactory(department=mine.department, user__username="colleague").user
    sign_in(colleague).post(receive_at(mine))

    html = reporter.post(receive_at(mine), follow=True).content.decode()

    assert "这项交办已由 colleague 于 2026-07-01 签收。" in html
    assert Handover.objects.get().received_by == colleague


def test_all_chosen_are_received_with_a_result_for_each(mine, own, reporter):
    second = HandoverFactory(assignment=AssignmentFactory(action=own.action))
    reporter.post(receive_at(second))

    sent = {"action": "receive_selected", "_selected_action": [mine.pk, second.pk], "index": 0}
    html = reporter.post(LIST, sent, follow=True).content.decode()

    assert not Handover.objects.not_received().exists()
    assert f"{mine}：已签收。" in html
    assert f"{second}：这项交办已由" in html


def test_another_department_neither_sees_nor_receives_it(mine, theirs, reporter, sign_in, other):
    assert reporter.post(receive_at(theirs)).status_code == 404
    assert reporter.get(page(theirs)).status_code in {403, 404}
    reporter.post(LIST, {"action": "receive_selected", "_selected_action": [theirs.pk], "index": 0})

    assert Handover.objects.not_received().count() == 2


def test_the_office_sees_all_and_receives_nothing_for_others(mine, theirs, office):
    response = office.get(LIST)

    assert listed(response) == {mine.pk, theirs.pk}
    assert "formaction" not in response.content.decode()
    assert "receive_selected" not in response.content.decode()
    assert office.post(receive_at(mine)).status_code == 403
    office.post(LIST, {"action": "receive_selected", "_selected_action": [mine.pk], "index": 0})
    assert Handover.objects.not_received().count() == 2


@pytest.mark.parametrize("who", [a_reader, a_leader])
def test_who_only_reads_receives_nothing(mine, sign_in, who):
    person = who()
    person.is_staff = True
    person.save()

    assert sign_in(person).get(LIST).status_code == 403
    assert sign_in(person).post(receive_at(mine)).status_code in {403, 404}
    assert Handover.objects.not_received().exists()


def test_a_receipt_is_sent_never_followed_as_a_link(mine, reporter):
    assert reporter.get(receive_at(mine)).status_code == 405
    assert Handover.objects.not_received().exists()


@pytest.mark.parametrize("client_name", ["reporter", "office"])
def test_nothing_else_is_edited_added_or_deleted(mine, client_name, request):
    client = request.getfixturevalue(client_name)
    before = Handover.objects.values().get()

    assert client.get(page(mine)).status_code == 200
    assert 'name="_save"' not in client.get(page(mine)).content.decode()
    assert client.post(page(mine), {"receive_by": "2030-01-01"}).status_code == 403
    assert client.get(reverse("admin:recommendations_handover_add")).status_code == 403
    assert client.post(reverse("admin:recommendations_handover_delete", args=[mine.pk])).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": mine.pk, "post": "yes"})
    assert Handover.objects.values().get() == before


def test_the_office_filters_by_how_the_receipt_stands_and_by_department(mine, theirs, other, office, sign_in):
    early = hand_over(other, department=mine.department, receive_by="2026-07-01", leads=False)
    sign_in(other.reporter).post(receive_at(theirs))

    found = {state: listed(office.get(LIST, {"receipt": state})) for state in ("waiting", "late", "received")}
    assert found == {"waiting": {mine.pk, early.pk}, "late": {mine.pk}, "received": {theirs.pk}}
    of_one = office.get(LIST, {"department__id__exact": theirs.department_id})
    assert listed(of_one) == {theirs.pk}


def test_the_list_asks_the_same_number_of_queries_for_one_and_for_three(mine, own, reporter, office):
    def queries(client):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(LIST).status_code == 200
        return len(asked)

    one = [queries(client) for client in (reporter, office, reporter, office)][2:]
    for _number in range(2):
        HandoverFactory(assignment=AssignmentFactory(action=own.action))

    assert [queries(client) for client in (reporter, office)] == one
