"""Who is reminded of what, and when."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from recommendations.models import Notice, Urging
from recommendations.services.outbox import deliver
from recommendations.services.reminders import prepare_reminders, remind
from tests.factories import (
    ActionFactory,
    AssignmentFactory,
    CycleFactory,
    DepartmentFactory,
    MembershipFactory,
    PeriodFactory,
    ReportFactory,
    TenureFactory,
    UserFactory,
    a_coordinator,
    a_leader,
    a_reader,
    a_reporter,
)

pytestmark = pytest.mark.django_db

# The period's deadline is the 7th of July; eight in the morning in Shanghai is midnight UTC.
EIGHT = datetime(2026, 7, 1, 0, 0, 20, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def action():
    cycle = CycleFactory(default=True)
    PeriodFactory(cycle=cycle)
    july = {"start": date(2026, 7, 1), "cut_off": date(2026, 7, 31), "deadline": date(2026, 8, 7)}
    PeriodFactory(cycle=cycle, label="2026-07", **july)
    return AssignmentFactory(action=ActionFactory()).action


@pytest.fixture
def reporter(action):
    return a_reporter(action.lead_department, email="reporter@example.org")


def run(now: datetime) -> list[Notice]:
    """One run of the command at the moment; the notices that it made."""
    with time_machine.travel(now, tick=False):
        before = set(Notice.objects.values_list("pk", flat=True))
        prepare_reminders(now)
        deliver()
    return list(Notice.objects.exclude(pk__in=before).order_by("pk"))


def days_told(start: datetime, days: int) -> list[int]:
    """On which of the days after the start a run at that hour tells something."""
    return [n for n in range(days) if run(start + n * DAY)]


def test_it_is_told_before_the_deadline_on_it_and_every_day_after_it(reporter):
    """From the first of July: 7 days are left on the first day of reporting, the deadline is six days on."""
    assert days_told(EIGHT, 9) == [0, 3, 5, 6, 7, 8]


def test_a_day_on_which_nothing_ran_is_made_up_for(reporter):
    assert run(EIGHT)
    assert run(EIGHT + 4 * DAY)  # the third day before the deadline passed without a run
    assert not run(EIGHT + 4 * DAY + HOUR)


def test_a_second_run_tells_nothing_again(reporter, mailoutbox):
    assert len(run(EIGHT)) == 1
    assert not run(EIGHT)
    assert not run(EIGHT + 23 * HOUR)
    assert len(mailoutbox) == 1


def test_a_run_at_the_same_hour_is_not_a_second_too_early(reporter, settings):
    settings.REMIND_REPEAT_HOURS = 24
    late = datetime(2026, 7, 8, 0, 0, 40, tzinfo=UTC)
    assert run(late)
    assert run(late + DAY - timedelta(seconds=39))


def test_what_is_late_is_repeated_no_sooner_than_the_hours_that_are_set(reporter, settings):
    settings.REMIND_REPEAT_HOURS = 48
    late = EIGHT + 7 * DAY
    assert days_told(late, 5) == [0, 2, 4]


def test_a_clock_that_goes_back_tells_nothing_again(reporter, mailoutbox):
    late = EIGHT + 8 * DAY
    assert run(late)
    assert not any(run(late - back) for back in (HOUR, DAY, 3 * DAY, 400 * DAY))
    assert len(mailoutbox) == 1
    assert run(late + DAY)


def test_who_has_nothing_to_do_gets_nothing(action, mailoutbox):
    a_reporter(email="another@example.org")
    a_reader(email="reader@example.org")
    a_leader(email="leader@example.org")
    assert run(EIGHT) == []
    assert mailoutbox == []


def test_each_gets_one_digest_of_the_own_things_alone(action, reporter, mailoutbox):
    own = AssignmentFactory(action=ActionFactory(lead_department=action.lead_department)).action
    other = AssignmentFactory(action=ActionFactory()).action
    stranger = a_reporter(other.lead_department, email="stranger@example.org")
    run(EIGHT)

    letters = {letter.to[0]: letter.body for letter in mailoutbox}
    assert letters.keys() == {reporter.email, stranger.email}
    assert action.title in letters[reporter.email]
    assert own.title in letters[reporter.email]
    assert other.title not in letters[reporter.email]
    assert other.title in letters[stranger.email]
    assert action.title not in letters[stranger.email]


def test_the_digest_is_chinese_first_and_english_beneath_with_links(action, reporter, mailoutbox, settings):
    settings.SITE_URL = "https://register.example"
    run(EIGHT)
    (letter,) = mailoutbox

    assert letter.subject == "【柳州高质量发展对策库】您有1项待办"
    chinese, _rule, english = letter.body.partition("-" * 40)
    assert action.title in chinese
    assert "还有6天" in chinese
    assert "https://register.example/admin/todo/" in chinese
    assert action.title_en in english
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


def test_the_head_is_told_once_it_is_days_late(action, reporter, settings, mailoutbox):
    settings.ESCALATE_AFTER_DAYS = 3
    MembershipFactory(department=action.lead_department, role="head", user__email="head@example.org")
    deadline = EIGHT + 6 * DAY

    for n in range(5):
        run(deadline + n * DAY)
    told = [letter for letter in mailoutbox if letter.to == ["head@example.org"]]
    assert len(told) == 2  # on the third and on the fourth day
    assert "督促逾期未报的填报" in told[0].body


def test_once_it_is_handed_in_the_reminders_stop(action, reporter):
    assert run(EIGHT)
    ReportFactory(action=action, as_of=date(2026, 6, 30), state="submitted", submitted_at=EIGHT)
    assert days_told(EIGHT + DAY, 9) == []


def test_people_without_an_address_are_counted(action):
    nobody = a_reporter(action.lead_department)
    prepared = prepare_reminders(EIGHT)

    assert prepared.without_address == [nobody]
    assert not Notice.objects.exists()


def test_two_runs_that_saw_the_same_last_notice_make_one(action, reporter, monkeypatch):
    """The second run read the outbox before the first one wrote: the slot is the same, and the database keeps one."""
    with time_machine.travel(EIGHT, tick=False):
        first = prepare_reminders(EIGHT, dry_run=True)
        assert prepare_reminders(EIGHT).people == 1
        Notice.objects.bulk_create(first.notices, ignore_conflicts=True)
    assert Notice.objects.count() == 1


def test_a_dry_run_stores_nothing(reporter):
    assert prepare_reminders(EIGHT, dry_run=True).people == 1
    assert not Notice.objects.exists()


def test_what_never_left_is_told_as_news(reporter):
    assert run(EIGHT)
    Notice.objects.update(sent_at=None, attempts=5, error="refused")
    assert run(EIGHT + DAY)


# --- 催报 -----------------------------------------------------------------------------------------------------------


def test_the_office_urges_for_actions_and_hears_of_each_what_came_of_it(action, reporter, mailoutbox):
    office, silent = a_coordinator(), AssignmentFactory(action=ActionFactory()).action
    unreachable = AssignmentFactory(action=ActionFactory(lead_department=DepartmentFactory())).action
    a_reporter(unreachable.lead_department, last_name="韦", first_name="某")
    with time_machine.travel(EIGHT, tick=False):
        results = remind(actor=office, actions=[action, silent, unreachable])
        deliver()

    assert [result.sentence for result in results] == [
        f"已列入待发，下一次发送提醒时发给{reporter.username}",
        "没有人现在要为它办理什么，或有关部门没有指定人员",
        "韦某没有可送达的地址",
    ]
    assert [result.done for result in results] == [True, False, False]
    (letter,) = mailoutbox
    assert "催报" in letter.subject
    assert "研究室催报，请尽快办理：" in letter.body


def test_nobody_is_urged_more_often_than_the_rule_says_and_the_office_hears_when_it_was(action, reporter):
    office = a_coordinator()
    run(EIGHT)
    with time_machine.travel(EIGHT + HOUR, tick=False):
        (result,) = remind(actor=office, actions=[action])

    assert result.sentence == f"{reporter.username}已在07-01 08:00收到提醒，不再重复"
    assert Notice.objects.count() == 1


def test_urging_needs_no_news(action, reporter):
    run(EIGHT)
    with time_machine.travel(EIGHT + DAY, tick=False):
        assert remind(actor=a_coordinator(), actions=[action])[0].done


def test_several_actions_of_one_person_make_one_digest(action, reporter, mailoutbox):
    more = AssignmentFactory(action=ActionFactory(lead_department=action.lead_department)).action
    with time_machine.travel(EIGHT, tick=False):
        results = remind(actor=a_coordinator(), actions=[action, more])
        deliver()

    assert [result.done for result in results] == [True, True]
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("person", [a_reporter, a_reader, a_leader])
def test_nobody_but_the_office_urges(action, person):
    with pytest.raises(PermissionDenied):
        remind(actor=person(), actions=[action])


def test_who_urged_when_and_in_which_post_is_kept_for_what_somebody_is_reminded_of(action, reporter):
    office, silent = a_coordinator(), AssignmentFactory(action=ActionFactory()).action
    post = TenureFactory(user=office, post__title="主任").post
    for moment in (EIGHT, EIGHT + HOUR, EIGHT + DAY):
        with time_machine.travel(moment, tick=False):
            remind(actor=office, actions=[action, silent])

    kept = [(it.action, it.at, it.by, it.post, it.people) for it in Urging.objects.all()]
    assert kept == [(action, EIGHT + DAY, office, post, 1), (action, EIGHT, office, post, 1)], (
        "told already is not urged"
    )


def test_what_was_urged_is_shown_on_the_day_to_people_with_a_role(action, reporter, client):
    office = a_coordinator(last_name="韦", first_name="某")
    for moment in (EIGHT, EIGHT + DAY):
        with time_machine.travel(moment, tick=False):
            remind(actor=office, actions=[action])
    with time_machine.travel(EIGHT + DAY + HOUR, tick=False):
        client.force_login(reporter)
        page = action.get_absolute_url()
        day = timezone.localdate(EIGHT)
        assert f"已催报2次，最近{day + DAY}，韦某" in client.get(page).content.decode()
        assert f"已催报1次，最近{day}，韦某" in client.get(f"{page}?as_of={day}").content.decode()
        assert "已催报" not in client.get(f"{page}?as_of={day - DAY}").content.decode()
        client.force_login(UserFactory())
        assert "已催报" not in client.get(page).content.decode()
