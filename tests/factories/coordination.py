"""What waits, what leaders instruct, and what the office found."""

from datetime import UTC, date, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from recommendations import models

from .people import DepartmentFactory, MembershipFactory, UserFactory
from .plan import ActionFactory

MORNING = datetime(2026, 5, 1, 1, tzinfo=UTC)


class PostFactory(DjangoModelFactory):
    class Meta:
        model = models.Post

    code = factory.Sequence(lambda n: f"post-{n}")
    position = factory.Sequence(int)
    kind = "leader"
    title = factory.LazyAttribute(lambda post: f"分管市领导{post.code}")
    title_en = factory.LazyAttribute(lambda post: f"Leader {post.code}")


class TenureFactory(DjangoModelFactory):
    class Meta:
        model = models.Tenure

    post = factory.SubFactory(PostFactory)
    user = factory.SubFactory(UserFactory)
    since = date(2025, 1, 1)
    recorded_on = factory.SelfAttribute("since")


class BlockerFactory(DjangoModelFactory):
    class Meta:
        model = models.Blocker

    action = factory.SubFactory(ActionFactory)
    department = factory.LazyAttribute(lambda blocker: blocker.action.lead_department)
    what = "审批意见不一致"
    waits_for = factory.SubFactory(DepartmentFactory)
    since = date(2026, 5, 1)
    raised_at = MORNING
    raised_by = factory.SubFactory(UserFactory)


class VerificationFactory(DjangoModelFactory):
    class Meta:
        model = models.Verification

    action = factory.SubFactory(ActionFactory)
    as_of = date(2026, 5, 1)
    percent = Decimal(30)
    grade = "document"
    note = "核查记录"
    recorded_at = MORNING
    recorded_by = factory.SubFactory(UserFactory)


def an_instruction(action: models.Action, **more: object) -> models.Instruction:
    """An instruction on the action, which its leading department has to answer."""
    fields = {
        "given_on": date(2026, 5, 1),
        "answer_by": date(2026, 5, 18),
        "text": "请说明滞后原因",
        "recorded_at": MORNING,
    } | more
    fields.setdefault("post", None)
    fields["post"] = fields["post"] or PostFactory()
    given = models.Instruction.objects.create(recorded_by=UserFactory(), **fields)
    given.actions.add(action)
    given.departments.add(action.lead_department)
    return given


def a_leader(post: models.Post | None = None, **user: object):
    """A leader who holds the post, if one is given; without a way into the admin."""
    person = MembershipFactory(user=UserFactory(**{"is_staff": False, **user}), role="leader").user
    if post is not None:
        models.Tenure.objects.create(post=post, user=person, since=date(2025, 1, 1))
    return person


def a_contribution(action: models.Action, department: models.Department | None = None, **more: object):
    """What a supporting department (a new one by default) is asked for; given where ``text`` is."""
    if department is None:
        department = DepartmentFactory()
        action.supporting_departments.add(department)
    if "text" in more:
        more = {"state": "given", "given_at": MORNING, "given_by": UserFactory()} | more
    fields = {"as_of": date(2026, 6, 30), "due_by": date(2026, 7, 3), "asked_at": MORNING} | more
    return models.Contribution.objects.create(action=action, department=department, asked_by=UserFactory(), **fields)
