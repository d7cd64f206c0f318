"""Reports that were decided before steps were kept get the steps that their columns tell of."""

from datetime import UTC, datetime
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from recommendations.models import ReportStep
from recommendations.services.progress import submit
from tests.factories import MembershipFactory, ReportFactory, UserFactory, a_coordinator

pytestmark = pytest.mark.django_db

write_steps = import_module("recommendations.migrations.0008_report_steps").write_steps


def migrate():
    write_steps(apps, SimpleNamespace(connection=connection))


def at(day: int) -> datetime:
    return datetime(2026, 4, day, 4, 0, tzinfo=UTC)


def steps_of(report):
    return list(report.steps.values_list("from_state", "to_state", "at", "by", "role", "department", "post", "reason"))


def test_each_time_of_a_report_becomes_a_step(action, reporter, office):
    report = ReportFactory(
        action=action,
        state="approved",
        submitted_at=at(1),
        submitted_by=reporter,
        approved_at=at(3),
        approved_by=office,
    )

    migrate()

    own, home = action.lead_department.pk, office.memberships.get().department_id
    assert steps_of(report) == [
        ("draft", "submitted", at(1), reporter.pk, "reporter", own, None, ""),
        ("submitted", "approved", at(3), office.pk, "coordinator", home, None, ""),
    ]


def test_what_was_handed_in_again_keeps_its_return_and_makes_up_no_first_time(action, reporter, office):
    report = ReportFactory(
        action=action,
        state="submitted",
        submitted_at=at(5),
        submitted_by=reporter,
        returned_at=at(3),
        returned_by=office,
        return_reason="数字不对",
    )

    migrate()

    found = [(step[0], step[1], step[7]) for step in steps_of(report)]
    assert found == [("submitted", "returned", "数字不对"), ("returned", "submitted", "")]


def test_what_the_head_did_is_the_heads(action, reporter):
    head = MembershipFactory(department=action.lead_department, role="head").user
    report = ReportFactory(
        action=action,
        state="returned",
        submitted_at=at(1),
        submitted_by=reporter,
        signed_at=at(2),
        signed_by=head,
        returned_at=at(3),
        returned_by=head,
        return_reason="再核。",
    )

    migrate()

    assert [step[4] for step in steps_of(report)] == ["reporter", "head", "head"]


@pytest.mark.parametrize(
    ("person", "role"),
    [
        (a_coordinator, "coordinator"),
        (lambda: UserFactory(is_superuser=True), "coordinator"),
        (UserFactory, "reporter"),
    ],
    ids=["the office", "a superuser", "somebody who left"],
)
def test_who_handed_in_is_of_the_office_where_they_are_no_reporter_of_the_department(action, person, role):
    report = ReportFactory(action=action, state="submitted", submitted_at=at(1), submitted_by=person())

    migrate()

    assert report.steps.get().role == role


def test_twice_is_as_once_and_steps_that_were_taken_stay(action, reporter, office):
    taken = ReportFactory(action=action, created_by=reporter)
    submit(actor=reporter, report=taken)
    old = ReportFactory(
        action=action,
        state="approved",
        submitted_at=at(1),
        submitted_by=reporter,
        approved_at=at(2),
        approved_by=office,
    )

    migrate()
    first = list(ReportStep.objects.order_by("pk").values())
    migrate()

    assert list(ReportStep.objects.order_by("pk").values()) == first
    assert (taken.steps.count(), old.steps.count()) == (1, 2)


def test_what_was_handed_in_before_and_decided_after_gets_its_first_step(action, reporter, office):
    report = ReportFactory(
        action=action,
        state="approved",
        submitted_at=at(1),
        submitted_by=reporter,
        approved_at=at(2),
        approved_by=office,
    )
    ReportStep.objects.create(
        report=report, from_state="submitted", to_state="approved", at=at(2), by=office, role="coordinator"
    )

    migrate()

    assert [(step[0], step[1]) for step in steps_of(report)] == [("draft", "submitted"), ("submitted", "approved")]


def test_drafts_and_reports_of_nobody_get_none(action, reporter):
    ReportFactory(action=action)
    ReportFactory(action=action, state="approved", submitted_at=at(1), submitted_by=reporter, approved_at=at(2))

    migrate()

    assert not ReportStep.objects.exists()


def test_more_reports_than_are_read_at_a_time_are_all_written(action, reporter, monkeypatch):
    monkeypatch.setattr(import_module("recommendations.migrations.0008_report_steps"), "CHUNK", 2)
    for day in range(1, 6):
        ReportFactory(action=action, state="submitted", submitted_at=at(day), submitted_by=reporter)

    migrate()

    assert ReportStep.objects.count() == 5
