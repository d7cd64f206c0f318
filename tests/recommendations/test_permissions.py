"""Who may do what, and who sees which reports: the table of roles."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from recommendations.choices import Openness, ReportState
from recommendations.models import Action, Membership, ProgressReport
from recommendations.permissions import (
    may_approve,
    may_carry,
    may_discard,
    may_edit,
    may_follow,
    may_read,
    may_report_on,
    roles_of,
)
from tests.factories import (
    ActionFactory,
    DepartmentFactory,
    MembershipFactory,
    ReportFactory,
    UserFactory,
    a_coordinator,
    a_reader,
    a_reporter,
)

pytestmark = pytest.mark.django_db

NOBODY = AnonymousUser()


def one_of_each(department):
    """A person of each kind, by name; the department is whose reporter is among them."""
    two_hats = a_reporter(department)
    MembershipFactory(user=two_hats, role="coordinator")
    return {
        "anonymous": NOBODY,
        "signed in": UserFactory(),
        "inactive": a_coordinator(is_active=False),
        "reader": a_reader(),
        "reporter": a_reporter(department),
        "other": a_reporter(),
        "office": a_coordinator(),
        "both": two_hats,
        "superuser": UserFactory(is_superuser=True),
    }


@pytest.fixture
def people(action):
    return one_of_each(action.lead_department)


OFFICE = {"office", "both", "superuser"}


def who(people, rule):
    return {name for name, person in people.items() if rule(person)}


def test_the_table_of_roles(people):
    assert who(people, lambda person: roles_of(person).office) == OFFICE
    assert who(people, lambda person: roles_of(person).reader) == OFFICE | {"reader", "reporter", "other"}
    assert who(people, lambda person: roles_of(person).departments) == {"reporter", "other", "both"}


def test_pages_open_to_people_signed_in_and_to_all_when_public(people, settings):
    assert who(people, may_read) == people.keys() - {"anonymous"}

    settings.PUBLIC_PAGES = True
    assert who(people, may_read) == people.keys()


def test_the_leading_department_and_the_office_report_on_an_action(action, people):
    assert who(people, lambda person: may_report_on(person, action)) == OFFICE | {"reporter"}
    assert {
        name for name, person in people.items() if Action.objects.followed_by(person).filter(pk=action.pk).exists()
    } == OFFICE | {"reporter"}


def test_on_an_action_that_nobody_leads_only_the_office_reports(people):
    action = ActionFactory(lead_department=None)

    assert who(people, lambda person: may_report_on(person, action)) == OFFICE
    assert {
        name for name, person in people.items() if Action.objects.followed_by(person).filter(pk=action.pk).exists()
    } == OFFICE


def test_supporting_is_not_leading(action):
    supporting = DepartmentFactory()
    action.supporting_departments.add(supporting)

    assert not may_report_on(a_reporter(supporting), action)


@pytest.mark.parametrize("state", ReportState)
def test_text_is_open_before_it_is_handed_in_and_after_it_was_returned(action, people, state):
    report = ReportFactory.build(action=action, state=state, created_by=None)
    open_to = OFFICE | {"reporter"} if state in {"draft", "returned"} else set()

    assert who(people, lambda person: may_edit(person, report)) == open_to
    assert who(people, lambda person: may_carry(person, report)) == OFFICE | {"reporter"}


@pytest.mark.parametrize("state", ReportState)
def test_the_office_decides_on_what_is_submitted(action, people, state):
    report = ReportFactory.build(action=action, state=state, created_by=None)

    assert who(people, lambda person: may_approve(person, report)) == (
        OFFICE if state in {"submitted", "signed"} else set()
    )


@pytest.mark.parametrize("state", ReportState)
def test_a_draft_is_its_writers_to_throw_away(action, people, state):
    report = ReportFactory.build(action=action, state=state, created_by=people["reporter"])

    assert who(people, lambda person: may_discard(person, report)) == ({"reporter"} if state == "draft" else set())


def test_a_report_is_carried_on_by_its_own_department_while_that_leads(action, people):
    report = ReportFactory.build(
        action=action, department=people["other"].memberships.get().department, created_by=None
    )
    assert who(people, lambda person: may_carry(person, report)) == OFFICE

    written_before_anyone_led = ReportFactory.build(action=action, department=None, created_by=None)
    assert who(people, lambda person: may_carry(person, written_before_anyone_led)) == OFFICE | {"reporter"}


# Who sees a report of the action, by its state; what is approved, by its openness.
OWN = OFFICE | {"reporter"}
WITH_A_ROLE = OFFICE | {"reader", "reporter", "other"}
EVERYONE = WITH_A_ROLE | {"anonymous", "signed in", "inactive"}


@pytest.mark.parametrize("openness", Openness)
@pytest.mark.parametrize("state", ReportState)
def test_who_sees_a_report(action, people, state, openness):
    report = ReportFactory(
        action=action,
        state=state,
        openness=openness,
        return_reason="理由",
        signed_at=datetime.now(UTC),
        approved_at=datetime.now(UTC),
    )
    sees = OWN
    if state == ReportState.APPROVED:
        sees = EVERYONE if openness == Openness.PUBLIC else WITH_A_ROLE

    assert who(people, lambda person: ProgressReport.objects.visible_to(person).filter(pk=report.pk).exists()) == sees


def test_a_report_stays_its_departments_when_another_takes_the_lead(action, people):
    draft = ReportFactory(action=action)
    action.lead_department = people["other"].memberships.get().department
    action.save()

    assert who(people, lambda person: draft in ProgressReport.objects.visible_to(person)) == OWN


def test_a_draft_without_department_is_seen_by_whoever_leads_now(people):
    action = ActionFactory(lead_department=None)
    draft = ReportFactory(action=action)
    assert who(people, lambda person: draft in ProgressReport.objects.visible_to(person)) == OFFICE

    action.lead_department = people["reporter"].memberships.get(role="reporter").department
    action.save()
    assert who(people, lambda person: draft in ProgressReport.objects.visible_to(person)) == OWN


def test_who_is_in_two_departments_sees_both(action):
    person = a_reporter(action.lead_department)
    other = ActionFactory()
    MembershipFactory(user=person, department=other.lead_department)
    drafts = {ReportFactory(action=action), ReportFactory(action=other)}
    ReportFactory()

    assert set(ProgressReport.objects.visible_to(person)) == drafts
    assert set(Action.objects.followed_by(person)) == {action, other}


def test_reading_for_one_department_does_not_open_anothers_drafts(action):
    """A reporter of one department who is a reader in another reads there what is approved, and no more."""
    person = a_reporter()
    MembershipFactory(user=person, department=action.lead_department, role="reader")
    draft = ReportFactory(action=action)

    assert draft not in ProgressReport.objects.visible_to(person)
    assert not may_report_on(person, action)


def test_a_department_without_members_and_members_without_actions_are_empty_not_errors(action):
    ReportFactory(action=action)
    idle = a_reporter(DepartmentFactory())

    assert not ProgressReport.objects.visible_to(idle).exists()
    assert not Action.objects.followed_by(idle).exists()


def test_roles_are_read_once_for_each_person_object(django_assert_num_queries):
    person = Membership.objects.get(user=a_reporter()).user
    with django_assert_num_queries(1):
        for _ in range(3):
            roles_of(person)
    with django_assert_num_queries(0):
        roles_of(NOBODY)


def test_who_signs_for_the_leading_department_follows_its_actions_and_reports_on_none(action):
    head = MembershipFactory(department=action.lead_department, role="head").user

    assert may_follow(head, action)
    assert list(Action.objects.followed_by(head)) == [action]
    assert not may_report_on(head, action)
    assert not may_follow(head, ActionFactory())
