"""The argument and the plan."""

import datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from recommendations import models

from .evidence import AreaFactory, IndicatorFactory
from .people import DepartmentFactory, UserFactory


class TitledFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    position = factory.Sequence(int)
    title = factory.LazyAttribute(lambda record: f"标题 {record.code}")
    title_en = factory.LazyAttribute(lambda record: f"Title {record.code}")
    summary = "摘要。"
    summary_en = "Summary."


class ProblemFactory(TitledFactory):
    class Meta:
        model = models.Problem

    code = factory.Sequence(lambda n: f"problem-{n}")


class LessonFactory(TitledFactory):
    class Meta:
        model = models.Lesson

    code = factory.Sequence(lambda n: f"lesson-{n}")


class PracticeFactory(TitledFactory):
    class Meta:
        model = models.Practice

    code = factory.Sequence(lambda n: f"practice-{n}")


class PathFactory(TitledFactory):
    class Meta:
        model = models.Path

    code = factory.Sequence(lambda n: f"{n + 1}")


class MeasureFactory(TitledFactory):
    class Meta:
        model = models.Measure

    path = factory.SubFactory(PathFactory)
    code = factory.LazyAttributeSequence(lambda measure, n: f"{measure.path.code}.{n + 1}")
    category = "open_corridor"


class ProjectFactory(DjangoModelFactory):
    class Meta:
        model = models.Project

    code = factory.Sequence(lambda n: f"project-{n}")
    position = factory.Sequence(int)
    name = factory.LazyAttribute(lambda project: f"项目 {project.code}")
    name_en = factory.LazyAttribute(lambda project: f"Project {project.code}")
    kind = "park"


class SectorFactory(DjangoModelFactory):
    class Meta:
        model = models.Sector

    code = factory.Sequence(lambda n: f"sector-{n}")
    position = factory.Sequence(int)
    name = factory.LazyAttribute(lambda sector: f"产业 {sector.code}")
    name_en = factory.LazyAttribute(lambda sector: f"Sector {sector.code}")
    kind = "industry"


class ActionFactory(DjangoModelFactory):
    class Meta:
        model = models.Action

    measure = factory.SubFactory(MeasureFactory)
    code = factory.LazyAttributeSequence(lambda action, n: f"{action.measure.code}.{n + 1}")
    position = factory.Sequence(int)
    title = factory.LazyAttribute(lambda action: f"行动 {action.code}")
    title_en = factory.LazyAttribute(lambda action: f"Action {action.code}")
    locators = factory.LazyFunction(lambda: ["四(三)2·14"])
    lead_department = factory.SubFactory(DepartmentFactory)


class MandateFactory(DjangoModelFactory):
    class Meta:
        model = models.Mandate

    number = factory.Sequence(lambda n: f"柳政办〔2026〕{n}号")
    title = "立项文件"
    date = datetime.date(2025, 12, 20)
    issuer = "市政府办公室"
    recorded_on = datetime.date(2025, 12, 20)


class AssignmentFactory(DjangoModelFactory):
    class Meta:
        model = models.Assignment

    mandate = factory.SubFactory(MandateFactory)
    action = factory.SubFactory(ActionFactory)


class PlanChangeFactory(DjangoModelFactory):
    class Meta:
        model = models.PlanChange

    action = factory.SubFactory(ActionFactory)
    kind = "extension"
    decided_on = datetime.date(2026, 6, 20)
    recorded_on = factory.SelfAttribute("decided_on")
    new_due_date = factory.LazyAttribute(
        lambda change: datetime.date(2026, 9, 30) if change.kind == "extension" else None
    )


class HandoverFactory(DjangoModelFactory):
    class Meta:
        model = models.Handover

    assignment = factory.SubFactory(AssignmentFactory)
    department = factory.LazyAttribute(lambda handover: handover.assignment.action.lead_department)
    receive_by = datetime.date(2026, 1, 8)
    handed_over_at = datetime.datetime(2026, 1, 5, 2, tzinfo=datetime.UTC)
    handed_over_by = factory.SubFactory(UserFactory)


class MilestoneFactory(DjangoModelFactory):
    class Meta:
        model = models.Milestone

    action = factory.SubFactory(ActionFactory)
    date = datetime.date(2026, 3, 31)
    title = "完成方案"
    title_en = "Plan drawn up"
    planned_percent = Decimal(40)
    deliverable = "方案文本"
    recorded_on = datetime.date(2026, 1, 5)


class ExtensionRequestFactory(DjangoModelFactory):
    class Meta:
        model = models.ExtensionRequest

    action = factory.SubFactory(ActionFactory, due_date=datetime.date(2026, 6, 30))
    department = factory.LazyAttribute(lambda request: request.action.lead_department)
    asked_on = datetime.date(2026, 6, 10)
    asked_by = factory.SubFactory(UserFactory)
    due_when_asked = datetime.date(2026, 6, 30)
    new_due_date = datetime.date(2026, 12, 31)
    reason = "前置审批用时较长"


class IndicatorLinkFactory(DjangoModelFactory):
    class Meta:
        model = models.IndicatorLink

    indicator = factory.SubFactory(IndicatorFactory)
    area = factory.SubFactory(AreaFactory, code="450200", name="柳州", name_en="Liuzhou", kind="focus")
    expected = "increase"
    baseline_period = "2020"


class TargetFactory(DjangoModelFactory):
    class Meta:
        model = models.Target

    link = factory.SubFactory(IndicatorLinkFactory)
    kind = "plan_period"
    nature = "expected"
    measured_as = "level"
    value = Decimal(500)
    document = "课题报告"
