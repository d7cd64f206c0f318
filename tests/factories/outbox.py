"""What goes out to people."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from recommendations import models

from .people import UserFactory


class NoticeFactory(DjangoModelFactory):
    class Meta:
        model = models.Notice

    recipient = factory.SubFactory(UserFactory)
    channel = "email"
    slot = factory.Sequence(lambda n: f"after-{n}")
    address = "somebody@example.org"
    subject = "您有1项待办"
    body = "您有1项待办。"
    items = factory.LazyFunction(lambda: ["report:1:1 7"])
    created_at = datetime(2026, 5, 1, 1, tzinfo=UTC)
