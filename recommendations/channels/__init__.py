"""The ways out of the register: each knows whom it reaches, and how a notice leaves."""

from .base import NotSentError, Way
from .email import Mail
from .webhook import Webhook

__all__ = ["Mail", "NotSentError", "Way", "Webhook", "ways_out"]


def ways_out() -> list[Way]:
    """Those that are set up: mail always (to the console by default), the webhook where it has an address."""
    return [way for way in (Mail(), Webhook()) if way.is_set_up]
