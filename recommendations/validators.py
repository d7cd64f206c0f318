"""Checks of single fields, each with a sentence that a person can act on."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from indicators.asof import today


def validate_not_after_today(day: date) -> None:
    """A day that has come, in Shanghai.

    Raises:
        ValidationError: the day lies ahead.
    """
    now = today()
    if day > now:
        raise ValidationError(
            _("日期 %(day)s 在今天（%(today)s）之后。"), params={"day": day.isoformat(), "today": now.isoformat()}
        )
