"""What happened to actions, and to whom it is told."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from indicators.asof import AsOf
from recommendations.queries.status import read_state
from recommendations.queries.timeline import timeline
from recommendations.services.progress import approve, submit
from tests.factories import (
    ActionFactory,
    AssignmentFactory,
    DepartmentFactory,
    MandateFactory,
    PlanChangeFactory,
    ReportFactory,
    a_coordinator,
    a_reader,
    a_reporter,
    approved_report,
)

pytestmark = pytest.mark.django_db

NOW = AsOf(date(2026, 7, 1))


@pytest.fixture
def told(action):
    """Events of the action as told to the reader."""
    return lambda reader, asof=NOW, **more: timeline([read_state(action, asof)], asof, reader, **more)


def report(action, month, day, **more):
    return approved_report(action, date(2026, month, day), 40, date(2026, month, day), **more)


def test_reports_changes_and_mandates_stand_together_the_newest_first(action, told):
    AssignmentFactory(action=action, mandate=MandateFactory(date=date(2026, 1, 5)))
    report(action, 3, 31)
    PlanChangeFactory(action=action, decided_on=date(2026, 6, 20))
    report(ActionFactory(), 4, 30)

    assert [(event.kind, event.day) for event in told(a_coordinator())] == [
        ("change", date(2026, 6, 20)),
        ("report", date(2026, 3, 31)),
        ("mandate", date(2026, 1, 5)),
    ]


def test_nothing_that_lies_ahead_is_told(action, told):
    AssignmentFactory(action=action, mandate=MandateFactory(date=date(2026, 3, 2)))
    report(action, 3, 2)
    PlanChangeFactory(action=action, decided_on=date(2026, 3, 2))

    assert told(a_coordinator(), AsOf(date(2026, 3, 1))) == []
    assert len(told(a_coordinator(), AsOf(date(2026, 3, 2)))) == 3


def test_only_what_was_known_is_told(action, told):
    AssignmentFactory(action=action, mandate=MandateFactory(date=date(2026, 3, 2), recorded_on=date(2026, 3, 4)))
    approved_report(action, date(2026, 3, 2), 40, approved=date(2026, 3, 4))
    PlanChangeFactory(action=action, decided_on=date(2026, 3, 2), recorded_on=date(2026, 3, 4))

    assert told(a_coordinator(), AsOf(date(2026, 7, 1), known_on=date(2026, 3, 3))) == []
    assert len(told(a_coordinator(), AsOf(date(2026, 7, 1), known_on=date(2026, 3, 4)))) == 3


def test_drafts_are_told_to_nobody_and_corrected_reports_no_more(action, told):
    for state in ("draft", "submitted", "returned"):
        ReportFactory(action=action, state=state, return_reason="理由")
    wrong = report(action, 3, 31)
    right = report(action, 4, 1, corrects=wrong)

    for reader in (a_coordinator(), a_reporter(action.lead_department), a_reader()):
        assert [event.record for event in told(reader)] == [right]


@pytest.mark.parametrize(("openness", "strangers"), [("public", 1), ("on_request", 0), ("internal", 0)])
def test_strangers_are_told_of_public_reports_only(action, told, openness, strangers):
    report(action, 3, 31, openness=openness)

    assert len(told(AnonymousUser())) == strangers
    assert len(told(a_reader())) == 1
    assert len(told(a_reporter(DepartmentFactory()))) == 1


def test_only_the_newest_are_told_up_to_the_limit(action, told):
    for day in range(1, 5):
        report(action, 3, day)
        PlanChangeFactory(action=action, decided_on=date(2026, 4, day))

    assert [event.day for event in told(a_coordinator(), limit=5)] == [
        date(2026, 4, 4),
        date(2026, 4, 3),
        date(2026, 4, 2),
        date(2026, 4, 1),
        date(2026, 3, 4),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_a_timeline_takes_five_queries(action, django_assert_num_queries, count):
    reader = a_coordinator()
    assert reader.memberships.exists()
    for day in range(1, count + 1):
        report(action, 3, day)
        PlanChangeFactory(action=action, decided_on=date(2026, 4, day))
        AssignmentFactory(action=action, mandate=MandateFactory(date=date(2026, 2, day)))

    state = read_state(action, NOW)

    with django_assert_num_queries(5 + 1):  # and who the reader is
        events = timeline([state], NOW, reader)
        assert all(str(event.record) for event in events)
    assert len(events) == 3 * count


def test_steps_are_told_to_people_with_a_role_as_far_as_they_were_known(action, told):
    reporter, office = a_reporter(action.lead_department), a_coordinator()
    handed_in = submit(actor=reporter, report=ReportFactory(action=action, openness="public", created_by=reporter))
    approve(actor=office, report=handed_in)

    def steps(reader, **more):
        return [
            [step.to_state for step in getattr(event.record, "trail", ())]
            for event in told(reader, AsOf.now(), **more)
            if event.kind == "report"
        ]

    assert steps(a_reader(), with_steps=True) == [["submitted", "approved"]]
    assert steps(a_reader()) == [[]]
    assert steps(AnonymousUser(), with_steps=True) == [[]]


def test_the_page_of_an_action_tells_the_steps_to_people_with_a_role_alone(action, client, public_pages):
    reporter, office = a_reporter(action.lead_department), a_coordinator(username="secretoffice")
    handed_in = submit(actor=reporter, report=ReportFactory(action=action, openness="public", created_by=reporter))
    approve(actor=office, report=handed_in)

    page = client.get(f"/actions/{action.code}/").content.decode()
    assert "按计划推进。" in page
    assert "办理经过" not in page
    assert "secretoffice" not in page

    client.force_login(a_reader())
    page = client.get(f"/actions/{action.code}/").content.decode()
    assert "办理经过2步" in page
    assert "secretoffice" in page


@pytest.mark.parametrize("count", [1, 3])
def test_steps_take_one_query_more(action, django_assert_num_queries, count):
    for _ in range(count):
        report(action, 3, 31)
    reader, state = a_coordinator(), read_state(action, NOW)

    with django_assert_num_queries(3 + 1):  # and who the reader is
        timeline([state], NOW, reader, with_steps=True)
