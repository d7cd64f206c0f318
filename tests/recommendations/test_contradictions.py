"""The rules that say what does not fit together, and what is gathered for them."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.asof import AsOf
from recommendations.choices import Pace
from recommendations.contradictions import RULES, Facts, Said, contradictions_in
from recommendations.queries.contradictions import contradictions, contradictions_of
from tests.factories import ActionFactory, AssignmentFactory, ReportFactory, approved_report

DAY = date(2026, 6, 10)


def said(percent=40, text="完成前期调研，正在征求有关单位意见", **more):
    return Said(date(2026, 5, 31), Decimal(percent), text, **more)


EARLIER = said(30, "工作方案已经印发，首批事项启动", proved=True)


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        (Facts(DAY, pace=Pace.ON_SCHEDULE, worsening=("工业增加值",)), "worsening_on_schedule"),
        (Facts(DAY, newest=said(100)), "complete_without_evidence"),
        (Facts(DAY, newest=said(20), before=EARLIER), "percent_went_back"),
        (Facts(DAY, newest=said(40, "工作方案已经印发， 首批事项启动。"), before=EARLIER), "text_repeated"),
        (Facts(DAY, waits=True, silent_since=date(2026, 2, 9)), "no_news"),
        (Facts(DAY, silent_supporters=("市财政局",)), "silent_supporter"),
    ],
)
def test_each_rule_finds_its_case_and_can_be_switched_off(settings, facts, rule):
    assert list(contradictions_in(facts)) == [rule]

    settings.CONTRADICTIONS = set(RULES) - {rule}
    assert contradictions_in(facts) == {}


@pytest.mark.parametrize(
    "facts",
    [
        Facts(DAY, pace=Pace.BEHIND, worsening=("工业增加值",)),
        Facts(DAY, newest=said(100, proved=True)),
        Facts(DAY, newest=said(30), before=EARLIER),
        Facts(DAY, newest=said(30, EARLIER.text, no_news=True), before=EARLIER),
        Facts(DAY, waits=True, silent_since=date(2026, 2, 10)),
        Facts(DAY, waits=False, silent_since=date(2020, 1, 1)),
    ],
)
def test_what_fits_is_left_alone(facts):
    assert contradictions_in(facts) == {}


@pytest.mark.django_db
def test_facts_come_from_the_reports_that_count_on_the_day():
    action = ActionFactory()
    AssignmentFactory(action=action)
    approved_report(action, date(2026, 3, 31), 60, date(2026, 4, 5), progress="工作方案已经印发")
    approved_report(action, date(2026, 5, 31), 50, date(2026, 6, 5), progress="完成前期调研")

    (found,) = contradictions(AsOf(as_of=DAY))
    assert list(found.sentences) == ["percent_went_back"]
    assert contradictions(AsOf(as_of=date(2026, 5, 30))) == []
    assert contradictions(AsOf(as_of=DAY, known_on=date(2026, 6, 4))) == []


@pytest.mark.django_db
def test_a_report_that_waits_is_judged_as_the_newest():
    action = ActionFactory()
    approved_report(action, date(2026, 3, 31), 60, date(2026, 4, 5), progress="工作方案已经印发", evidence="方案")
    report = ReportFactory(
        action=action, state="submitted", as_of=date(2026, 5, 31), percent=Decimal(100), progress="工作方案已经印发"
    )

    assert list(contradictions_of(report, AsOf(as_of=DAY))) == ["complete_without_evidence", "text_repeated"]


@pytest.mark.django_db
def test_many_actions_cost_as_many_queries_as_one(django_assert_num_queries):
    def grow():
        action = ActionFactory()
        AssignmentFactory(action=action)
        approved_report(action, date(2026, 3, 31), 60, date(2026, 4, 5))

    grow()

    with CaptureQueriesContext(connection) as one:
        contradictions(AsOf(as_of=DAY))
    grow()
    grow()
    with django_assert_num_queries(len(one)):
        contradictions(AsOf(as_of=DAY))


@pytest.mark.django_db
def test_a_report_of_an_earlier_day_is_not_held_against_what_came_later():
    action = ActionFactory()
    march = approved_report(action, date(2026, 3, 31), 40, date(2026, 4, 5), progress="工作方案已经印发")
    approved_report(action, date(2026, 5, 31), 70, date(2026, 6, 5), progress="完成前期调研")
    april = ReportFactory(action=action, as_of=date(2026, 4, 30), percent=Decimal(50), progress="选址已定")
    mended = ReportFactory(action=action, as_of=march.as_of, percent=Decimal(30), corrects=march)
    june = ReportFactory(action=action, as_of=date(2026, 6, 10), percent=Decimal(60), progress="开工")

    found = [list(contradictions_of(report, AsOf(as_of=DAY))) for report in (april, mended, june)]

    assert found == [[], [], ["percent_went_back"]]
