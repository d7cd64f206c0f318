"""Invariants of the argument and its delivery: refused by the database itself."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from recommendations.models import PracticeUse, Problem, ProgressReport, Study
from recommendations.models.progress import new_ref
from tests.constraints import assert_refused, named, unguarded_choices
from tests.factories import (
    ActionFactory,
    AreaFactory,
    AssignmentFactory,
    DepartmentFactory,
    IndicatorLinkFactory,
    LessonFactory,
    MandateFactory,
    MeasureFactory,
    MembershipFactory,
    ObservationFactory,
    PathFactory,
    PlanChangeFactory,
    PracticeFactory,
    ProblemFactory,
    ProjectFactory,
    ReportFactory,
    SectorFactory,
    SourceFactory,
    TargetFactory,
    approved_report,
)

from .refused import REFUSED_OF_DELIVERY

pytestmark = pytest.mark.django_db


def membership_twice():
    row = MembershipFactory()
    MembershipFactory(user=row.user, department=row.department)


def assignment_twice():
    row = AssignmentFactory()
    AssignmentFactory(mandate=row.mandate, action=row.action, adoption="not")


def a_use(**more):
    return PracticeUse.objects.create(
        **({"practice": PracticeFactory(), "measure": MeasureFactory(), "adoption": "adopted"} | more)
    )


def use_twice():
    row = a_use()
    a_use(practice=row.practice, measure=row.measure, adoption="adapted")


def its_own_parent():
    problem = ProblemFactory()
    Problem.objects.filter(pk=problem.pk).update(parent=problem)


def link_twice(owner, factory):
    def write():
        row = IndicatorLinkFactory(**{owner: factory()})
        IndicatorLinkFactory(**{owner: getattr(row, owner)}, indicator=row.indicator, area=row.area)

    return write


def a_target(**fields):
    """A target of a link that a path owns."""
    return TargetFactory(link=IndicatorLinkFactory(path=PathFactory()), **fields)


def target_twice():
    row = a_target(period="2026")
    TargetFactory(link=row.link, period="2026", value=Decimal(9))


def corrects_itself():
    report = ReportFactory()
    ProgressReport.objects.filter(pk=report.pk).update(corrects=report)


def corrected_twice():
    wrong = approved_report(ActionFactory(), date(2026, 3, 31), 40, date(2026, 4, 5))
    for percent in (45, 50):
        approved_report(wrong.action, date(2026, 3, 31), percent, date(2026, 4, 6), corrects=wrong)


REFUSED = {
    "measure_category_known": lambda: MeasureFactory(category="finance"),
    "project_kind_known": lambda: ProjectFactory(kind="bridge"),
    "sector_kind_known": lambda: SectorFactory(kind="service"),
    "membership_once": membership_twice,
    "membership_role_known": lambda: MembershipFactory(role="owner"),
    "action_due_after_start": lambda: ActionFactory(start_date=date(2026, 6, 30), due_date=date(2026, 6, 30)),
    "action_lead_basis_known": lambda: ActionFactory(lead_basis="rumour"),
    "action_due_basis_known": lambda: ActionFactory(due_basis="rumour"),
    "assignment_once_a_mandate": assignment_twice,
    "assignment_adoption_known": lambda: AssignmentFactory(adoption="maybe"),
    "plan_change_extension_has_new_due_date": lambda: PlanChangeFactory(new_due_date=None),
    "plan_change_kind_known": lambda: PlanChangeFactory(kind="delay"),
    "practice_use_once_a_measure": use_twice,
    "practice_use_adoption_known": lambda: a_use(adoption="maybe"),
    "problem_is_not_its_own_parent": its_own_parent,
    "indicator_link_has_one_owner": lambda: IndicatorLinkFactory(path=PathFactory(), measure=MeasureFactory()),
    "indicator_link_expected_known": lambda: IndicatorLinkFactory(path=PathFactory(), expected="up"),
    "indicator_link_once_a_problem": link_twice("problem", ProblemFactory),
    "indicator_link_once_a_practice": link_twice("practice", PracticeFactory),
    "indicator_link_once_a_path": link_twice("path", PathFactory),
    "indicator_link_once_a_measure": link_twice("measure", MeasureFactory),
    "target_once": target_twice,
    "target_kind_known": lambda: a_target(kind="monthly"),
    "target_nature_known": lambda: a_target(nature="hoped"),
    "target_measure_known": lambda: a_target(measured_as="rank"),
    "target_bound_known": lambda: a_target(bound="near"),
    "target_decimals_at_most_six": lambda: a_target(decimals=7),
    "target_growth_leaves_something": lambda: a_target(measured_as="average_growth", value=Decimal(-100)),
    "report_percent_between_0_and_100": lambda: ReportFactory(percent=Decimal("100.1")),
    "report_completed_is_100_percent": lambda: ReportFactory(status="completed", percent=Decimal("99.9")),
    "report_status_known": lambda: ReportFactory(status="stuck"),
    "report_state_known": lambda: ReportFactory(state="lost"),
    "report_openness_known": lambda: ReportFactory(openness="secret"),
    "report_approved_has_a_time": lambda: ReportFactory(state="approved", approved_at=None),
    "report_returned_has_a_reason": lambda: ReportFactory(state="returned", return_reason=""),
    "report_does_not_correct_itself": corrects_itself,
    "report_corrected_once": corrected_twice,
    **REFUSED_OF_DELIVERY,
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(name):
    assert_refused(named("recommendations")[name], REFUSED[name])


def test_every_constraint_is_tested():
    assert REFUSED.keys() == named("recommendations").keys()


def test_every_code_list_is_held_by_the_database():
    assert unguarded_choices("recommendations") == []


@pytest.mark.parametrize("percent", ["-0.1", "100.1", "999.9"])
def test_a_percent_beyond_0_and_100_is_refused(percent):
    assert_refused(
        named("recommendations")["report_percent_between_0_and_100"], lambda: ReportFactory(percent=Decimal(percent))
    )


@pytest.mark.parametrize("kind", ["suspension", "resumption", "split", "merger", "supersession"])
def test_only_an_extension_has_a_new_due_date(kind):
    assert_refused(
        named("recommendations")["plan_change_extension_has_new_due_date"],
        lambda: PlanChangeFactory(kind=kind, new_due_date=date(2027, 1, 1)),
    )


@pytest.mark.parametrize("owners", [[], ["problem", "practice"], ["problem", "practice", "path", "measure"]])
def test_a_link_has_exactly_one_owner(owners):
    makers = {"problem": ProblemFactory, "practice": PracticeFactory, "path": PathFactory, "measure": MeasureFactory}

    assert_refused(
        named("recommendations")["indicator_link_has_one_owner"],
        lambda: IndicatorLinkFactory(**{owner: makers[owner]() for owner in owners}),
    )


@pytest.mark.parametrize(
    "factory", [ProblemFactory, LessonFactory, PracticeFactory, PathFactory, MeasureFactory, ActionFactory]
)
def test_a_code_is_given_once(factory):
    first, second = factory(), factory()
    second.code = first.code

    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


@pytest.mark.parametrize("factory", [ProjectFactory, SectorFactory, DepartmentFactory])
def test_a_name_has_one_record_however_often_it_is_named(factory):
    first = factory()

    with pytest.raises(IntegrityError), transaction.atomic():
        factory(name=first.name)


def test_a_documents_number_is_given_once():
    first = MandateFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        MandateFactory(number=first.number)


def test_two_reports_never_share_a_reference():
    first = ReportFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        ReportFactory(ref=first.ref)
    refs = {new_ref() for _ in range(1000)}
    assert len(refs) == 1000
    assert all(len(ref) == 10 and not set(ref) & set("01IO") for ref in refs)


def test_what_others_rest_on_cannot_be_deleted():
    report = ReportFactory(action=PlanChangeFactory().action)
    link = IndicatorLinkFactory(path=report.action.measure.path)
    study = Study.objects.create(code="s", title="课题", title_en="Study", author="课题组", source=SourceFactory())
    child = ProblemFactory(parent=ProblemFactory())
    supports = [
        report.action,
        report.action.measure,
        report.action.measure.path,
        report.action.lead_department,
        report.created_by,
        MembershipFactory().department,
        link.indicator,
        link.area,
        study.source,
        child.parent,
    ]

    for support in supports:
        with pytest.raises(ProtectedError):
            support.delete()


def test_a_corrected_report_cannot_be_deleted():
    wrong = ReportFactory()
    ReportFactory(action=wrong.action, corrects=wrong)

    with pytest.raises(ProtectedError):
        wrong.delete()


def test_figures_that_evidence_something_know_nothing_of_it():
    figure = ObservationFactory()
    problem, practice = ProblemFactory(), PracticeFactory()
    problem.evidence.add(figure)
    practice.facts.add(figure)
    practice.cities.add(figure.area)

    for record in (figure, figure.area, figure.indicator, figure.source):
        assert not [name for name in dir(record) if name.startswith(("problem", "practice", "link", "measure", "path"))]


def test_a_tree_of_problems_has_no_circle():
    top = ProblemFactory()
    bottom = ProblemFactory(parent=ProblemFactory(parent=top))
    bottom.full_clean()
    top.parent = bottom

    with pytest.raises(ValidationError) as refusal:
        top.full_clean()
    assert refusal.value.message_dict == {"parent": ["上级问题不能是它自己，也不能是它的下级。"]}


@pytest.mark.parametrize(("year", "fits"), [(1999, False), (2000, True), (2100, True), (2101, False)])
def test_days_of_the_plan_lie_within_its_time(year, fits):
    mandate = MandateFactory()
    mandate.date = date(year, 6, 30)

    if fits:
        mandate.full_clean()
    else:
        with pytest.raises(ValidationError, match="请看年份是否写错"):
            mandate.full_clean()


def test_records_say_what_they_are():
    action = ActionFactory(title="建设产业园")
    change = PlanChangeFactory(action=action)
    report = ReportFactory(action=action)
    link = IndicatorLinkFactory(measure=action.measure, area=AreaFactory(code="450200"))
    target = TargetFactory(link=link, value=Decimal(500), decimals=1)

    assert str(action) == f"{action.code} 建设产业园"
    assert str(change) == f"{action.code} 延期 2026-06-20"
    assert str(report) == f"{action.code} 2026-03-31"
    assert link.owner == action.measure
    assert target.printed == "500.0"
    for record in (
        action,
        change,
        report,
        link,
        target,
        MembershipFactory(),
        AssignmentFactory(),
        a_use(),
        MandateFactory(),
    ):
        assert str(record)


@pytest.mark.parametrize(
    "factory",
    [
        PathFactory,
        MeasureFactory,
        ActionFactory,
        ProblemFactory,
        PracticeFactory,
        ProjectFactory,
        SectorFactory,
        DepartmentFactory,
    ],
)
def test_a_record_has_a_page_of_its_own(factory):
    record = factory()

    assert record.get_absolute_url().endswith(f"/{record.code}/")
