"""As what a person acts: the post that is held, and the department that it belongs to."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from indicators.asof import today
from recommendations.choices import Role
from recommendations.models import Department, Post, Tenure
from recommendations.permissions import User


@dataclass(frozen=True)
class Capacity:
    """What is noted of a person beside a step.

    Attributes:
        department: the department for which the step is taken; None where the person belongs to none.
        post: the post held on the day, or None.
    """

    department: Department | None
    post: Post | None


def capacity_of(user: User, department: Department | None, moment: datetime) -> Capacity:
    """The person's department and post at a moment; of several posts the one in the department.

    Args:
        user: who acts.
        department: the department that the step is about.
        moment: when.
    """
    day = timezone.localdate(moment)
    held = Tenure.objects.held_on(day).filter(user=user).select_related("post__department")
    posts = [tenure.post for tenure in held]
    own = next((post for post in posts if department and post.department_id == department.pk), None)
    member_of = [membership.department for membership in user.memberships.held_on(day).select_related("department")]
    acts_for = department if department in member_of else next(iter(member_of), None)
    return Capacity(acts_for, own or next(iter(posts), None))


def has_head(department: Department) -> bool:
    """Whether somebody can sign for the department today."""
    return department.memberships.held_on(today()).filter(role=Role.HEAD, user__is_active=True).exists()
