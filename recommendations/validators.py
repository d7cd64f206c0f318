"""Checks of single fields, each with a sentence that a person can act on."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from indicators.asof import today
from indicators.writing import percent as show_percent

FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)


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


def validate_plausible_day(day: date) -> None:
    """A day that a plan of our time can hold: year 0206 or 20226 is a slip of the hand.

    Raises:
        ValidationError: the day lies outside the century.
    """
    if not FIRST <= day <= LAST:
        raise ValidationError(
            _("日期 %(day)s 不在 %(first)d 年到 %(last)d 年之间，请看年份是否写错。"),
            params={"day": day.isoformat(), "first": FIRST.year, "last": LAST.year},
        )


def changed_without_news(percent: Decimal, before: Decimal) -> str | None:
    """What is wrong with the percent of a report without news, which keeps the one that counts; None: it keeps it."""
    if percent == before:
        return None
    return gettext("本期无进展的，完成比例应与上次核准的 %(percent)s 相同。") % {"percent": show_percent(before)}
