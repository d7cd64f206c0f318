"""What supporting departments add: who asks, who gives, and that merging loses nothing that was written."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from recommendations.models import Contribution, ProgressReport
from recommendations.services.contributions import ask, give, merge, withdraw
from recommendations.services.progress import OutdatedError, discard
from tests.factories import (
    ActionFactory,
    DepartmentFactory,
    PeriodFactory,
    ReportFactory,
    a_contribution,
    a_coordinator,
    a_reader,
    a_reporter,
)
from tests.race import race

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-06-28T12:00:00+08:00", tick=False)]

DUE = date(2026, 7, 3)


@pytest.fixture
def action():
    action = ActionFactory()
    action.supporting_departments.set([DepartmentFactory(), DepartmentFactory()])
    return action


@pytest.fixture
def lead(action):
    return a_reporter(action.lead_department)


@pytest.fixture
def period():
    return PeriodFactory()


def as_stored(row):
    return type(row).objects.get(pk=row.pk)


# --- asking ---------------------------------------------------------------------------------------------------------


def test_the_lead_asks_its_supporting_departments_by_a_day(action, lead, period):
    departments = list(action.supporting_departments.all())

    asked = ask(actor=lead, action=action, period=period, departments=departments, due=DUE, question=" 用地情况 ")

    assert {row.department for row in asked} == set(departments)
    row = Contribution.objects.first()
    assert (row.as_of, row.due_by, row.question, row.state) == (period.cut_off, DUE, "用地情况", "asked")
    assert row.asked_by == lead


def test_who_was_asked_already_is_not_asked_again(action, lead, period):
    first, second = action.supporting_departments.all()
    ask(actor=lead, action=action, period=period, departments=[first], due=DUE)

    assert [row.department for row in _ask_all(action, lead, period)] == [second]
    with pytest.raises(ValidationError, match="都已经请过了"):
        _ask_all(action, lead, period)


def _ask_all(action, lead, period):
    return ask(actor=lead, action=action, period=period, departments=action.supporting_departments.all(), due=DUE)


def test_after_a_withdrawal_a_department_may_be_asked_anew(action, lead, period):
    first, _second = _ask_all(action, lead, period)
    withdraw(actor=lead, contribution=first)

    assert len(_ask_all(action, lead, period)) == 1


@pytest.mark.parametrize("who", [a_reporter, a_reader])
def test_nobody_else_asks(action, period, who):
    with pytest.raises(PermissionDenied):
        _ask_all(action, who(), period)
    with pytest.raises(PermissionDenied):
        _ask_all(action, a_reporter(action.supporting_departments.first()), period)


def test_only_supporting_departments_are_asked_and_only_for_a_day_ahead(action, lead, period):
    with pytest.raises(ValidationError, match="不是这项行动的配合单位"):
        ask(actor=lead, action=action, period=period, departments=[DepartmentFactory()], due=DUE)
    with pytest.raises(ValidationError, match="不能早于今天"):
        ask(
            actor=lead,
            action=action,
            period=period,
            departments=action.supporting_departments.all(),
            due=date(2026, 6, 27),
        )
    with pytest.raises(ValidationError, match="没有可以请的"):
        ask(actor=lead, action=action, period=period, departments=[], due=DUE)
    assert not Contribution.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_ask_once(action, lead, period):
    results = race(*[lambda: _ask_all(action, lead, period)] * 3)

    assert Contribution.objects.count() == 2
    refused = [result for result in results if not isinstance(result, list)]
    assert len(refused) == 2
    assert all(isinstance(result, OutdatedError | ValidationError) for result in refused)


# --- giving ---------------------------------------------------------------------------------------------------------


def test_the_department_gives_its_part_and_mends_it_until_it_is_merged(action):
    contribution = a_contribution(action)
    reporter = a_reporter(contribution.department)

    given = give(actor=reporter, contribution=contribution, text=" 已供地 200 亩。 ")
    assert (given.state, given.text, given.given_by) == ("given", "已供地 200 亩。", reporter)

    assert give(actor=reporter, contribution=given, text="已供地 210 亩。").text == "已供地 210 亩。"
    merge(actor=a_coordinator(), contribution=given, report=ReportFactory(action=action))
    with pytest.raises(OutdatedError, match="已并入"):
        give(actor=reporter, contribution=as_stored(given), text="再改。")


def test_nobody_else_gives_and_nothing_is_no_part(action, lead):
    contribution = a_contribution(action)
    for other in (lead, a_reporter(), a_reader()):
        with pytest.raises(PermissionDenied):
            give(actor=other, contribution=contribution, text="话")
    with pytest.raises(ValidationError, match="请写明"):
        give(actor=a_reporter(contribution.department), contribution=contribution, text="  ")


def test_what_a_colleague_gave_meanwhile_is_not_overwritten(action):
    contribution = a_contribution(action)
    first, second = a_reporter(contribution.department, username="first"), a_reporter(contribution.department)
    page = as_stored(contribution)
    give(actor=first, contribution=contribution, text="第一个人的话")

    with pytest.raises(OutdatedError, match="已由 first 提供"):
        give(actor=second, contribution=page, text="第二个人的话")
    assert as_stored(contribution).text == "第一个人的话"


def test_what_was_withdrawn_is_not_given(action, lead):
    contribution = a_contribution(action)
    withdraw(actor=lead, contribution=as_stored(contribution))

    with pytest.raises(OutdatedError, match="已撤回"):
        give(actor=a_reporter(contribution.department), contribution=contribution, text="话")


# --- merging --------------------------------------------------------------------------------------------------------


def test_merging_appends_under_the_departments_name_and_overwrites_nothing(action, lead):
    one, two = a_contribution(action, text="供地 200 亩。"), a_contribution(action, text="完成环评。\n无遗留问题。")
    report = ReportFactory(action=action, progress="厂房封顶。\n")

    merge(actor=lead, contribution=one, report=report)
    merge(actor=lead, contribution=two, report=report)

    stored = as_stored(report)
    assert stored.progress == (
        f"厂房封顶。\n{one.department.name}：供地 200 亩。\n{two.department.name}：完成环评。\n无遗留问题。"
    )
    assert report.progress == stored.progress
    assert as_stored(one).state == "merged"
    assert set(stored.contributions.all()) == {one, two}
    assert report.history.latest().history_change_reason == "并入配合单位的内容"


def test_merging_adds_to_what_is_stored_not_to_what_the_page_held(action, lead):
    contribution = a_contribution(action, text="供地。")
    report = ReportFactory(action=action, progress="旧话。")
    page = as_stored(report)
    ProgressReport.objects.filter(pk=report.pk).update(progress="同事的新话。")

    merge(actor=lead, contribution=contribution, report=page)

    assert as_stored(report).progress.startswith("同事的新话。\n")


@pytest.mark.parametrize("state", ["submitted", "signed"])
def test_nothing_is_merged_into_what_was_handed_in(action, lead, state):
    contribution = a_contribution(action, text="供地。")
    report = ReportFactory(action=action, state=state, signed_at="2026-06-01T00:00Z")

    with pytest.raises(OutdatedError):
        merge(actor=lead, contribution=contribution, report=report)
    assert as_stored(contribution).state == "given"


def test_only_what_was_given_is_merged_into_a_report_of_the_same_action_by_who_writes_it(action, lead):
    asked, given = a_contribution(action), a_contribution(action, text="供地。")
    report = ReportFactory(action=action)

    with pytest.raises(OutdatedError, match="还没有提供"):
        merge(actor=lead, contribution=asked, report=report)
    with pytest.raises(ValidationError, match="同一行动"):
        merge(actor=a_coordinator(), contribution=given, report=ReportFactory())
    with pytest.raises(PermissionDenied):
        merge(actor=a_reporter(given.department), contribution=given, report=report)
    assert as_stored(report).progress == report.progress


@pytest.mark.django_db(transaction=True)
def test_a_part_merged_twice_at_once_stands_in_the_report_once(action, lead):
    contribution = a_contribution(action, text="供地。")
    report = ReportFactory(action=action, progress="开头。")

    results = race(*[lambda: merge(actor=lead, contribution=as_stored(contribution), report=as_stored(report))] * 4)

    assert sorted(type(result).__name__ for result in results) == ["Contribution"] + ["OutdatedError"] * 3
    assert as_stored(report).progress.count("供地。") == 1


@pytest.mark.django_db(transaction=True)
def test_of_giving_and_withdrawing_at_once_one_wins(action, lead):
    contribution = a_contribution(action)
    reporter = a_reporter(contribution.department)

    results = race(
        lambda: give(actor=reporter, contribution=as_stored(contribution), text="供地。"),
        lambda: withdraw(actor=lead, contribution=as_stored(contribution)),
    )

    assert sum(isinstance(result, OutdatedError) for result in results) == 1
    assert as_stored(contribution).state in {"given", "withdrawn"}


def test_when_the_draft_is_thrown_away_its_parts_can_be_merged_elsewhere(action, lead):
    contribution = a_contribution(action, text="供地。")
    draft = ReportFactory(action=action, created_by=lead)
    merge(actor=lead, contribution=contribution, report=draft)

    discard(actor=lead, report=draft)

    stored = as_stored(contribution)
    assert (stored.state, stored.merged_into) == ("given", None)
    merge(actor=lead, contribution=stored, report=ReportFactory(action=action))


# --- withdrawing ----------------------------------------------------------------------------------------------------


def test_only_the_lead_withdraws_and_only_what_was_not_given(action, lead):
    asked, given = a_contribution(action), a_contribution(action, text="供地。")

    with pytest.raises(PermissionDenied):
        withdraw(actor=a_reporter(asked.department), contribution=asked)
    with pytest.raises(OutdatedError):
        withdraw(actor=lead, contribution=given)
    assert withdraw(actor=lead, contribution=asked).state == "withdrawn"
