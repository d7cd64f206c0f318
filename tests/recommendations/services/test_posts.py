"""Handing a post over: one operation, one holder at a time, and a past that stays."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from recommendations.models import Tenure
from recommendations.services.posts import hand_over_post
from recommendations.services.progress import OutdatedError
from tests.factories import PostFactory, TenureFactory, UserFactory, a_coordinator, a_leader, a_reporter

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-06-10T12:00:00+08:00", tick=False)]

TODAY = date(2026, 6, 10)


@pytest.fixture
def held():
    return TenureFactory(user__last_name="张", user__first_name="三")


def test_the_first_holder_begins_and_history_says_who_recorded_it(office):
    post, person = PostFactory(), UserFactory()

    made = hand_over_post(actor=office, post=post, to=person, on=TODAY)

    assert (made.user, made.since, made.until, made.recorded_on) == (person, TODAY, None, TODAY)
    entry = made.history.get()
    assert (entry.history_user, entry.history_change_reason) == (office, "到任")


def test_the_present_holder_leaves_on_the_eve(office, held):
    heir = UserFactory()

    made = hand_over_post(actor=office, post=held.post, to=heir, on=date(2026, 6, 1))

    held.refresh_from_db()
    assert held.until == date(2026, 5, 31)
    assert held.history.latest().history_change_reason == "离任"
    assert (made.user, made.since) == (heir, date(2026, 6, 1))
    assert [row.user for row in Tenure.objects.held_on(date(2026, 5, 31))] == [held.user]
    assert [row.user for row in Tenure.objects.held_on(date(2026, 6, 1))] == [heir]


def test_a_post_is_left_vacant_and_taken_up_again_later(office, held):
    assert hand_over_post(actor=office, post=held.post, to=None, on=date(2026, 5, 1)) is None
    assert not Tenure.objects.held_on(date(2026, 5, 1)).exists()

    again = hand_over_post(actor=office, post=held.post, to=held.user, on=date(2026, 6, 1))
    assert again.since == date(2026, 6, 1)


def test_a_month_ahead_may_be_recorded(office, held):
    hand_over_post(actor=office, post=held.post, to=UserFactory(), on=date(2026, 7, 11))

    assert Tenure.objects.held_on(TODAY).get().user == held.user


def refusal(office, held, **more):
    with pytest.raises(ValidationError) as refused:
        hand_over_post(actor=office, **({"post": held.post, "to": UserFactory(), "on": TODAY} | more))
    held.refresh_from_db()
    assert held.post.tenures.count() == 1
    return refused.value.message_dict


def test_what_does_not_fit_is_refused_with_a_sentence_and_nothing_is_stored(office, held):
    assert refusal(office, held, to=held.user) == {"to": ["张三已在任，请选择另一人。"]}
    assert refusal(office, held, on=held.since) == {"on": ["交接日须晚于现任张三的到任日 2025-01-01。"]}
    assert refusal(office, held, on=date(2024, 1, 1)) == {"on": ["交接日须晚于现任张三的到任日 2025-01-01。"]}
    assert refusal(office, held, on=date(2026, 7, 12)) == {"on": ["交接最多提前 31 天办理。"]}
    assert "账号已停用" in refusal(office, held, to=UserFactory(is_active=False))["to"][0]
    assert held.until is None


def test_an_empty_post_can_not_be_left_and_is_taken_up_after_it_was_left(office, held):
    held.until = date(2026, 5, 31)
    held.save()

    assert refusal(office, held, to=None) == {"to": ["这个职务现在没有人，不能再办离任。"]}
    assert refusal(office, held, on=date(2026, 5, 31)) == {"on": ["到任日须晚于前任张三的离任日 2026-05-31。"]}


@pytest.mark.parametrize("who", [a_reporter, a_leader, UserFactory])
def test_only_the_office_hands_over(held, who):
    with pytest.raises(PermissionDenied):
        hand_over_post(actor=who(), post=held.post, to=UserFactory(), on=TODAY)


def test_what_was_handed_over_meanwhile_is_not_overwritten(office, held):
    first = hand_over_post(actor=office, post=held.post, to=UserFactory(), on=date(2026, 6, 1), seen=held)

    with pytest.raises(OutdatedError):
        hand_over_post(actor=office, post=held.post, to=UserFactory(), on=TODAY, seen=held)
    assert held.post.tenures.filter(until=None).get() == first


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_wins():
    office, held = a_coordinator(), TenureFactory()
    heirs, gate, ends = [UserFactory(), UserFactory()], Barrier(2), []

    def run(heir):
        gate.wait()
        try:
            hand_over_post(actor=office, post=held.post, to=heir, on=TODAY, seen=held)
            ends.append("done")
        except OutdatedError:
            ends.append("outdated")
        finally:
            connection.close()

    threads = [Thread(target=run, args=[heir]) for heir in heirs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(ends) == ["done", "outdated"]
    assert Tenure.objects.filter(post=held.post).count() == 2
