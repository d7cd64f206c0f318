"""What tests of the admin share: two departments with reports of their own, and people signed in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import pytest
import time_machine
from django.test import Client

from recommendations.models import Action, ProgressReport
from tests.factories import ActionFactory, AssignmentFactory, ReportFactory, a_coordinator, a_reporter, approved_report

AT = "2026-07-01T00:30:00+08:00"


@dataclass
class Desk:
    """A department with one action, a reporter, and a report in every state; all its texts hold its word."""

    word: str
    action: Action
    reporter: object
    reports: dict[str, ProgressReport]


def a_desk(word: str) -> Desk:
    action = ActionFactory(title=f"行动{word}", start_date=date(2026, 1, 1), due_date=date(2026, 12, 31))
    AssignmentFactory(action=action)
    reporter = a_reporter(action.lead_department, username=f"reporter-{word}")
    text = {"progress": f"进展{word}", "problems": f"问题{word}", "next_steps": f"措施{word}", "created_by": reporter}
    reports = {
        "draft": ReportFactory(action=action, **text),
        "submitted": ReportFactory(action=action, state="submitted", submitted_by=reporter, **text),
        "returned": ReportFactory(action=action, state="returned", return_reason=f"理由{word}", **text),
        "approved": approved_report(action, date(2026, 5, 31), 40, date(2026, 6, 5), **text),
    }
    return Desk(word, action, reporter, reports)


@pytest.fixture(autouse=True)
def _half_past_midnight_in_shanghai() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def own() -> Desk:
    return a_desk("甲")


@pytest.fixture
def other() -> Desk:
    return a_desk("乙")


@pytest.fixture
def sign_in() -> Callable[..., Client]:
    def signed_in(person: object) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return signed_in


@pytest.fixture
def reporter(own, sign_in) -> Client:
    """The own department's client."""
    return sign_in(own.reporter)


@pytest.fixture
def office(sign_in) -> Client:
    return sign_in(a_coordinator(username="office"))
