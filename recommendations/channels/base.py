"""What every way out is."""

from typing import Protocol

from django.contrib.auth.models import AbstractBaseUser

from recommendations.choices import Channel
from recommendations.models import Notice


class NotSentError(Exception):
    """A notice did not leave; the message says why.

    Attributes:
        nobody: whether nothing else would leave this way now either (the server is away).
    """

    def __init__(self, reason: str, *, nobody: bool = False) -> None:
        super().__init__(reason)
        self.nobody = nobody


class Way(Protocol):
    """One way out."""

    name: Channel
    is_set_up: bool

    def address_of(self, user: AbstractBaseUser) -> str:
        """Where the person is reached this way; empty: nowhere."""

    def send(self, notice: Notice) -> None:
        """Let the notice leave.

        Raises:
            NotSentError: it did not.
        """

    def close(self) -> None:
        """Let go of what sending opened."""
