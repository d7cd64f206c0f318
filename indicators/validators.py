"""Checks of single fields, each with a sentence that a person can act on."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .periods import BadPeriodError, parse

DIGITS = 15

CODE = re.compile(r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*", re.ASCII)


def validate_code(text: str) -> None:
    """Letters and digits, joined by single dots or hyphens.

    Raises:
        ValidationError: anything else.
    """
    if not CODE.fullmatch(text):
        raise ValidationError(_("代码只能用英文字母、数字，中间用点或短横连接，例如 1.1.1 或 rd-intensity。"))


def validate_period(text: str) -> None:
    """A period that ``periods.parse`` reads.

    Raises:
        ValidationError: it does not.
    """
    try:
        parse(text)
    except BadPeriodError:
        raise ValidationError(
            _("时期“%(text)s”无法识别，请写成 2020、2020-Q1、2020-03 或 2016/2020。"), params={"text": text}
        ) from None


def validate_digits(number: Decimal) -> None:
    """At most 15 significant digits: as many as every database keeps exactly.

    Raises:
        ValidationError: it has more.
    """
    if len(number.normalize().as_tuple().digits) > DIGITS:
        raise ValidationError(_("数值最多 %(digits)d 位有效数字。"), params={"digits": DIGITS})
