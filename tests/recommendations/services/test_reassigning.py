"""Who leads and how often one reports: changed with the row that keeps the former, read back on past days."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from indicators.asof import AsOf
from recommendations.models import PlanChange
from recommendations.queries.status import count_states, read_state
from recommendations.services.reassigning import change_cycle, left_open, reassign
from tests.factories import (
    ActionFactory,
    CycleFactory,
    DepartmentFactory,
    ReportFactory,
    a_reporter,
    approved_report,
)

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-07-01T09:00:00+08:00", tick=False)]
BEFORE, DECIDED = date(2026, 6, 19), date(2026, 6, 20)


def test_the_former_lead_led_until_the_day_and_the_new_one_from_it(office):
    action, to = ActionFactory(), DepartmentFactory()
    former = action.lead_department
    change = reassign(actor=office, action=action, to=to, decided_on=DECIDED, document="会议纪要", reason="职能调整")

    action.refresh_from_db()
    assert (action.lead_department, action.lead_basis) == (to, "decided")
    assert (change.former_lead, change.new_lead, change.document, change.reason) == (
        former,
        to,
        "会议纪要",
        "职能调整",
    )
    assert read_state(action, AsOf(BEFORE)).lead == former
    assert read_state(action, AsOf(DECIDED)).lead == to
    assert read_state(action, AsOf(DECIDED, known_on=date(2026, 6, 30))).lead == former
    assert read_state(action, AsOf(DECIDED, known_on=date(2026, 7, 1))).lead == to
    assert action.history.latest().history_user == office


def test_the_cycle_holds_from_the_day(office):
    monthly, action = CycleFactory(), ActionFactory()
    change_cycle(actor=office, action=action, to=monthly, decided_on=DECIDED)
    change_cycle(actor=office, action=action, to=None)

    days = [BEFORE, DECIDED, date(2026, 7, 1)]
    found = [count_states(type(action).objects.filter(pk=action.pk), AsOf(day))[0].cycle_id for day in days]
    assert found == [None, monthly.pk, None]


def test_what_changes_nothing_is_refused(office):
    action = ActionFactory()
    with pytest.raises(ValidationError) as refused:
        reassign(actor=office, action=action, to=action.lead_department)
    assert "没有改动" in refused.value.message_dict["new_lead"][0]
    with pytest.raises(ValidationError) as refused:
        change_cycle(actor=office, action=action, to=None)
    assert "默认周期" in refused.value.message_dict["new_cycle"][0]
    assert not PlanChange.objects.exists()


def test_a_day_that_does_not_fit_leaves_the_action_as_it_was(office):
    action, to = ActionFactory(), DepartmentFactory()
    former = action.lead_department
    reassign(actor=office, action=action, to=to, decided_on=DECIDED)
    for day in (BEFORE, date(2026, 7, 2)):
        with pytest.raises(ValidationError):
            reassign(actor=office, action=action, to=former, decided_on=day)
    action.refresh_from_db()
    assert action.lead_department == to
    assert PlanChange.objects.count() == 1


def test_only_the_office_reassigns():
    action = ActionFactory()
    with pytest.raises(PermissionDenied):
        reassign(actor=a_reporter(action.lead_department), action=action, to=DepartmentFactory())
    assert not PlanChange.objects.exists()


def test_what_the_former_lead_has_begun_stays_its_own_and_is_counted(office):
    action = ActionFactory()
    draft = ReportFactory(action=action)
    approved_report(action, date(2026, 5, 31), 40, date(2026, 6, 5))
    change = reassign(actor=office, action=action, to=DepartmentFactory())

    assert list(left_open(change)) == [draft]
    assert draft.department == change.former_lead


def test_who_leads_supports_no_longer(office):
    action, to = ActionFactory(), DepartmentFactory()
    action.supporting_departments.add(to)
    reassign(actor=office, action=action, to=to)

    assert not action.supporting_departments.exists()
