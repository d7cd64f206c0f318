"""Departments and people."""

from datetime import date

import factory
from django.contrib.auth import get_user_model
from factory.django import DjangoModelFactory

from recommendations import models


class DepartmentFactory(DjangoModelFactory):
    class Meta:
        model = models.Department

    code = factory.Sequence(lambda n: f"dept-{n}")
    position = factory.Sequence(int)
    name = factory.LazyAttribute(lambda department: f"市{department.code}局")
    name_en = factory.LazyAttribute(lambda department: f"Bureau {department.code}")


class UserFactory(DjangoModelFactory):
    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    password = factory.django.Password("Liuzhou-2024")
    is_staff = True


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = models.Membership

    user = factory.SubFactory(UserFactory)
    department = factory.SubFactory(DepartmentFactory)
    role = "reporter"


def a_reporter(department: models.Department | None = None, **user: object):
    """A person who reports for the department (a new one by default)."""
    return MembershipFactory(user=UserFactory(**user), department=department or DepartmentFactory()).user


def a_coordinator(**user: object):
    """A person of the office that runs the plan."""
    return MembershipFactory(user=UserFactory(**user), role="coordinator").user


def a_reader(**user: object):
    """A person who reads what is approved."""
    return MembershipFactory(user=UserFactory(is_staff=False, **user), role="reader").user


def a_head(department: models.Department | None = None, **user: object):
    """A person who signs for the department (a new one by default)."""
    return MembershipFactory(user=UserFactory(**user), department=department or DepartmentFactory(), role="head").user


def a_statistician(**user: object):
    """A person who keeps the figures."""
    return MembershipFactory(user=UserFactory(**user), role="statistician").user


def an_evaluator(until: date, **user: object):
    """A person who reads all that was handed in, until a day; without a way into the admin."""
    return MembershipFactory(user=UserFactory(is_staff=False, **user), role="evaluator", until=until).user
