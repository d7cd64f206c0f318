"""Who answered on a day: the post named by then, and its holder of that day."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from indicators.asof import AsOf
from recommendations.models import Action
from recommendations.queries.posts import answering_for, holders_of, posts_of
from recommendations.services.posts import hand_over_post
from tests.api import get, values
from tests.factories import ActionFactory, PostFactory, TenureFactory, UserFactory, a_coordinator, a_reader

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-06-10T12:00:00+08:00", tick=False)]

TODAY = date(2026, 6, 10)


@pytest.fixture
def handed_over():
    """A post that one held until the end of April, and another from May on, recorded on 5 May."""
    first = TenureFactory(until=date(2026, 4, 30), user__username="first")
    second = TenureFactory(
        post=first.post, since=date(2026, 5, 1), user__username="second", recorded_on=date(2026, 5, 5)
    )
    return first.post, first.user, second.user


def on(day, known_on=None):
    return AsOf(as_of=day, known_on=known_on, today=TODAY)


def test_the_holder_is_that_of_the_day(handed_over):
    post, first, second = handed_over

    def holder(day, known_on=None):
        return holders_of([post], on(day, known_on)).get(post.pk)

    assert holder(date(2024, 12, 31)) is None
    assert holder(date(2026, 4, 30)) == first
    assert holder(date(2026, 5, 1)) == second
    assert holder(date(2026, 5, 3), known_on=date(2026, 5, 4)) == first, "nobody had recorded the hand-over yet"
    assert holder(date(2026, 5, 3), known_on=date(2026, 5, 5)) == second


def test_between_two_holders_a_post_is_vacant(handed_over):
    post = TenureFactory(until=date(2026, 4, 30)).post
    TenureFactory(post=post, since=date(2026, 6, 1))

    assert post.pk not in holders_of([post], on(date(2026, 5, 15)))
    assert post.pk in holders_of([post], on(date(2026, 6, 1)))


def test_that_a_post_fell_vacant_is_known_from_the_day_on_which_it_was_recorded(time_machine):
    """Through the service, as the office does it: the day of the vacancy lies before that of recording."""
    office, post, holder = a_coordinator(), PostFactory(), UserFactory()
    time_machine.move_to("2026-03-02T12:00:00+08:00", tick=False)
    hand_over_post(actor=office, post=post, to=holder, on=date(2026, 3, 1))
    time_machine.move_to("2026-05-10T12:00:00+08:00", tick=False)
    hand_over_post(actor=office, post=post, to=None, on=date(2026, 5, 1))
    time_machine.move_to("2026-06-01T12:00:00+08:00", tick=False)
    after = UserFactory()
    hand_over_post(actor=office, post=post, to=after, on=date(2026, 5, 20))
    time_machine.move_to("2026-06-10T12:00:00+08:00", tick=False)

    def found(day, known_on=None):
        return holders_of([post], on(day, known_on)).get(post.pk)

    assert found(date(2026, 4, 30)) == holder
    assert found(date(2026, 5, 1)) is None
    assert found(date(2026, 5, 1), known_on=date(2026, 5, 10)) is None
    assert found(date(2026, 5, 1), known_on=date(2026, 5, 9)) == holder, "nobody had recorded the vacancy yet"
    assert found(date(2026, 5, 25)) == after
    assert found(date(2026, 5, 25), known_on=date(2026, 5, 31)) is None, "vacant, as far as anybody knew"
    assert found(date(2026, 5, 25), known_on=date(2026, 5, 9)) == holder
    assert found(date(2026, 4, 1), known_on=date(2026, 3, 1)) is None, "nobody had recorded the holder yet"


def test_a_tenure_that_was_corrected_later_reads_as_it_stood(time_machine):
    wrong, right = UserFactory(), UserFactory()
    time_machine.move_to("2026-03-02T12:00:00+08:00", tick=False)
    tenure = TenureFactory(user=wrong, since=date(2026, 2, 1), recorded_on=date(2026, 3, 2))
    time_machine.move_to("2026-04-01T12:00:00+08:00", tick=False)
    tenure.user, tenure.since = right, date(2026, 3, 1)
    tenure.save()
    time_machine.move_to("2026-06-10T12:00:00+08:00", tick=False)

    def found(day, known_on=None):
        return holders_of([tenure.post], on(day, known_on)).get(tenure.post_id)

    assert found(date(2026, 3, 5)) == right
    assert found(date(2026, 2, 5)) is None
    assert found(date(2026, 3, 5), known_on=date(2026, 3, 31)) == found(date(2026, 2, 5), date(2026, 3, 31)) == wrong


def test_what_was_known_costs_one_query_more_however_many(django_assert_num_queries):
    reader = a_reader()
    actions = [ActionFactory(leader=TenureFactory().post) for _turn in range(3)]
    known = on(TODAY, known_on=TODAY)
    answering_for(actions[:1], known, reader)
    for some in (actions[:1], actions):
        with django_assert_num_queries(4):
            answering_for(some, known, reader)


def test_persons_are_named_to_people_with_a_role_only(handed_over):
    post, _first, second = handed_over
    action = ActionFactory(leader=post)

    for stranger in (AnonymousUser(), UserFactory()):
        held = answering_for([action], on(TODAY), stranger)[action.pk].leader
        assert (held.post, held.holder, held.persons) == (post, None, False)
    held = answering_for([action], on(TODAY), a_reader())[action.pk].leader
    assert (held.holder, held.persons) == (second, True)


@pytest.fixture
def moved(time_machine):
    """An action whose leader was named in January and changed in May."""
    old, new = PostFactory(), PostFactory()
    time_machine.move_to("2026-01-05T12:00:00+08:00", tick=False)
    action = ActionFactory()
    time_machine.move_to("2026-01-10T12:00:00+08:00", tick=False)
    action.leader = old
    action.save()
    time_machine.move_to("2026-05-10T12:00:00+08:00", tick=False)
    action.leader = new
    action.save()
    time_machine.move_to("2026-06-10T12:00:00+08:00", tick=False)
    return action, old, new


def test_the_post_is_the_one_named_by_the_day(moved):
    action, old, new = moved

    def leader(day, known_on=None):
        held = answering_for([action], on(day, known_on), AnonymousUser())[action.pk].leader
        return held and held.post

    assert leader(TODAY) == new
    assert leader(date(2026, 5, 9)) == old
    assert leader(date(2026, 1, 5)) == old, "the first plan may be entered late"
    assert leader(TODAY, known_on=date(2026, 5, 9)) == old
    assert leader(TODAY, known_on=date(2026, 1, 6)) is None, "nobody knew it by then"


def test_a_post_that_was_taken_off_answers_no_more_and_did_before(moved, time_machine):
    action, old, new = moved
    action.leader = None
    action.save()
    time_machine.move_to("2026-06-20T12:00:00+08:00", tick=False)

    def leader(day, known_on=None):
        asof = AsOf(day, known_on, date(2026, 6, 20))
        held = answering_for([action], asof, AnonymousUser())[action.pk].leader
        return held and held.post

    assert leader(date(2026, 6, 15)) is None
    assert leader(date(2026, 6, 15), known_on=date(2026, 6, 9)) == new, "nobody knew of it by then"
    assert leader(date(2026, 6, 9)) == new
    assert leader(date(2026, 1, 5)) == old
    assert not Action.objects.overseen_by(new, AsOf(date(2026, 6, 15), today=date(2026, 6, 20))).exists()


def test_actions_are_found_by_who_answered_on_the_day(moved):
    action, old, new = moved

    assert list(Action.objects.overseen_by(new, on(TODAY))) == [action]
    assert not Action.objects.overseen_by(old, on(TODAY)).exists()
    assert list(Action.objects.overseen_by(old, on(date(2026, 3, 1)))) == [action]
    assert not Action.objects.overseen_by(new, on(date(2026, 3, 1))).exists()


def test_what_was_stored_without_history_is_found_too():
    post, action = PostFactory(), ActionFactory()
    Action.objects.update(leader=post)
    action.history.all().delete()

    assert list(Action.objects.overseen_by(post, on(date(2026, 3, 1)))) == [action]


@pytest.mark.usefixtures("public_pages")
def test_page_and_api_filter_by_leader_and_show_titles_not_persons(client, moved):
    action, old, new = moved
    ActionFactory()
    holder = TenureFactory(post=new, user__last_name="赵", user__first_name="六").user

    assert values(client, "actions", leader=new.code) == [action.code]
    assert values(client, "actions", leader=old.code) == []
    assert values(client, "actions", leader=old.code, as_of="2026-03-01") == [action.code]
    assert client.get("/api/v1/actions/?leader=nobody").status_code == 400
    shown = get(client, f"actions/{action.code}")
    assert shown["leader"] == {"code": new.code, "title": new.title, "title_en": new.title_en}
    assert shown["responsible"] is None
    html = client.get(f"/actions/?leader={new.code}").content.decode()
    assert action.title in html
    page = client.get(action.get_absolute_url()).content.decode()
    assert new.title in page
    assert "赵六" not in page
    assert holder.username not in page

    signed_in = Client()
    signed_in.force_login(a_reader())
    assert "赵六" in signed_in.get(action.get_absolute_url()).content.decode()
    assert old.title in signed_in.get(f"{action.get_absolute_url()}?as_of=2026-03-01").content.decode()


@pytest.mark.usefixtures("public_pages")
def test_a_departments_page_shows_its_posts(client):
    action = ActionFactory()
    post = PostFactory(kind="contact", title="办公室联系人", department=action.lead_department)
    TenureFactory(post=post, user__last_name="赵", user__first_name="六")

    html = client.get(action.lead_department.get_absolute_url()).content.decode()
    assert "办公室联系人" in html
    assert "赵六" not in html
    assert posts_of(action.lead_department, on(TODAY), a_reader())[0].holder is not None


def test_however_many_actions_three_queries(django_assert_num_queries):
    reader = a_reader()
    actions = [ActionFactory(leader=TenureFactory().post) for _turn in range(3)]
    answering_for(actions[:1], on(TODAY), reader)

    for asof in (on(TODAY), on(date(2026, 3, 1))):
        for some in (actions[:1], actions):
            with django_assert_num_queries(3):
                answering_for(some, asof, reader)
