"""What a step says of its way: to whom a report was handed in, as far as somebody kept it."""

import pytest

from recommendations.models import ProgressReport, ReportStep
from recommendations.services.progress import approve, send_back, sign, submit
from tests.factories import (
    ActionFactory,
    DepartmentFactory,
    MembershipFactory,
    ReportFactory,
    a_coordinator,
    a_reporter,
)

pytestmark = pytest.mark.django_db
TO_HEAD, TO_OFFICE, SOMEWHERE = "已提交部门负责人", "已提交研究室", "已提交"


@pytest.fixture
def report():
    return ReportFactory(action=ActionFactory(lead_department=DepartmentFactory(needs_sign_off=True)))


@pytest.fixture
def reporter(report):
    return a_reporter(report.action.lead_department)


@pytest.fixture
def head(report):
    return MembershipFactory(department=report.action.lead_department, role="head").user


def stored(report):
    return ProgressReport.objects.get(pk=report.pk)


def ways(report):
    return [step.way for step in stored(report).steps.all()]


def as_before_it_was_kept(report):
    """The same steps as they are that were taken earlier."""
    steps = list(report.steps.all())
    for step in steps:
        step.pk, step.needs_sign_off = None, None
    copy = stored(report)
    copy.pk, copy.ref, copy.state = None, "earlier", "returned"
    copy.save()
    ReportStep.objects.bulk_create([_of(step, copy) for step in steps])
    return copy


def _of(step, report):
    step.report = report
    return step


def test_a_hand_in_went_to_whom_it_waited_for_then(report, reporter, head):
    office = a_coordinator()
    submit(actor=reporter, report=report)
    send_back(actor=office, report=stored(report), reason="请先自查")
    department = report.action.lead_department
    department.needs_sign_off = False
    department.save()
    submit(actor=reporter, report=stored(report))
    approve(actor=office, report=stored(report))

    assert ways(report) == [
        f"草稿 → {TO_HEAD}",
        f"{TO_HEAD} → 已退回",
        f"已退回 → {TO_OFFICE}",
        f"{TO_OFFICE} → 已核准",
    ]


def test_of_earlier_steps_only_what_follows_is_said(report, reporter, head):
    submit(actor=reporter, report=report)
    send_back(actor=a_coordinator(), report=stored(report), reason="请先自查")
    submit(actor=reporter, report=stored(report))
    sign(actor=head, report=stored(report))
    send_back(actor=a_coordinator(), report=stored(report), reason="请写明台数")

    earlier = as_before_it_was_kept(report)
    assert ways(earlier) == [
        f"草稿 → {SOMEWHERE}",
        f"{SOMEWHERE} → 已退回",
        f"已退回 → {TO_HEAD}",
        f"{TO_HEAD} → 已签批",
        "已签批 → 已退回",
    ]
    assert [step.to_head for step in earlier.steps.all()] == [None, None, True, True, True]


def test_a_head_who_hands_in_hands_in_to_the_office(report, reporter, head):
    MembershipFactory(user=head, department=report.action.lead_department, role="reporter")
    submit(actor=head, report=report)

    assert ways(report) == [f"草稿 → {TO_OFFICE}"]
