"""Decisions in the admin: what the service refuses is told beside its field, and what is recorded stays."""

from datetime import date

import pytest
from django.urls import reverse

from recommendations.models import PlanChange
from tests.factories import ActionFactory, DepartmentFactory, PlanChangeFactory, UserFactory

pytestmark = pytest.mark.django_db

ADD = reverse("admin:recommendations_planchange_add")


def page(change):
    return reverse("admin:recommendations_planchange_change", args=[change.pk])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"document": ""}, "document"),
        ({"decided_on": "2026-07-02"}, "decided_on"),
        ({"asked_on": "2026-06-01"}, "asked_on"),
        ({"kind": "resumption"}, "kind"),
        ({"kind": "split"}, "successors"),
        ({"kind": "extension", "new_due_date": "2026-06-30"}, "new_due_date"),
    ],
)
def test_what_the_service_refuses_is_told_beside_its_field(office, changes, field):
    action = ActionFactory(due_date=date(2026, 6, 30))
    sent = {"action": action.pk, "kind": "suspension", "decided_on": "2026-06-20", "document": "柳政办〔2026〕8号"}
    response = office.post(ADD, sent | changes)

    assert list(response.context["adminform"].form.errors) == [field]
    assert not PlanChange.objects.exists()


def test_what_is_recorded_is_mended_in_its_words_only(office):
    change = PlanChangeFactory(kind="suspension", document="旧文号")
    sent = {"document": "柳政办〔2026〕9号", "reason": "文号更正", "kind": "resumption", "decided_on": "2020-01-01"}
    office.post(page(change), sent)

    change.refresh_from_db()
    assert (change.kind, change.decided_on) == ("suspension", date(2026, 6, 20))
    assert (change.document, change.reason) == ("柳政办〔2026〕9号", "文号更正")
    assert change.history.latest().history_user.username == "office"
    assert list(office.post(page(change), {"document": ""}).context["adminform"].form.errors) == ["document"]


def test_an_old_version_is_read_not_put_back(office):
    change = PlanChangeFactory()
    version = reverse("admin:recommendations_planchange_simple_history", args=[change.pk, change.history.latest().pk])

    assert office.get(version).status_code == 200
    assert office.post(version, {"document": "x"}).status_code == 403


def test_a_slip_of_the_pen_goes_by_a_superusers_hand_only(office, sign_in):
    change = PlanChangeFactory()
    moved = PlanChangeFactory(kind="reassignment", new_lead=DepartmentFactory())
    boss = sign_in(UserFactory(is_superuser=True))
    for who, row, status in ((office, change, 403), (boss, moved, 403), (boss, change, 302)):
        delete = reverse("admin:recommendations_planchange_delete", args=[row.pk])
        assert who.post(delete, {"post": "yes"}).status_code == status
    assert PlanChange.objects.get() == moved


def test_a_reassignment_shows_both_departments(office):
    change = PlanChangeFactory(
        kind="reassignment", former_lead=DepartmentFactory(name="原局"), new_lead=DepartmentFactory(name="新局")
    )
    html = office.get(page(change)).content.decode()

    assert "原局" in html
    assert "新局" in html


def under(action, *rows, **existing):
    """What the page of the action sends of the changes under it."""
    sent = {
        "position": action.position,
        "measure": action.measure_id,
        "title": action.title,
        "title_en": action.title_en,
        "locators": "\n".join(action.locators),
        "lead_basis": action.lead_basis,
        "due_basis": action.due_basis,
        "start_date": action.start_date or "",
        "lead_department": action.lead_department_id,
        "due_date": action.due_date or "",
        "changes-TOTAL_FORMS": len(rows) + len(existing),
        "changes-INITIAL_FORMS": len(existing),
        "milestones-TOTAL_FORMS": 0,
        "milestones-INITIAL_FORMS": 0,
    }
    for number, row in enumerate(rows):
        sent |= {f"changes-{number + len(existing)}-{name}": value for name, value in row.items()}
    return sent


STOP = {"kind": "suspension", "decided_on": "2026-06-20", "document": "柳政办〔2026〕8号"}


def test_decisions_under_an_action_are_recorded_one_at_a_time(own, office):
    address = reverse("admin:recommendations_action_change", args=[own.action.pk])
    response = office.post(address, under(own.action, STOP, STOP | {"kind": "resumption"}))
    assert "请一次只记录一项变更。" in response.content.decode()
    assert not PlanChange.objects.exists()

    assert office.post(address, under(own.action, STOP)).status_code == 302
    assert PlanChange.objects.get().history.latest().history_user.username == "office"


def test_under_an_action_too_what_is_recorded_is_mended_in_its_words_only(own, office):
    change = PlanChangeFactory(action=own.action, kind="suspension", document="旧文号")
    address = reverse("admin:recommendations_action_change", args=[own.action.pk])
    sent = under(own.action, row=change) | {
        "changes-0-id": change.pk,
        "changes-0-kind": "resumption",
        "changes-0-decided_on": "2020-01-01",
        "changes-0-document": "新文号",
    }
    assert office.post(address, sent).status_code == 302

    change.refresh_from_db()
    assert (change.kind, change.decided_on, change.document) == ("suspension", date(2026, 6, 20), "新文号")
