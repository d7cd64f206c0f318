"""What every record of either app has."""

from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _

from indicators.validators import validate_code


class Coded(models.Model):
    """What every record has: a code that is never changed or reused, and its place in lists."""

    code = models.CharField(_("代码"), max_length=80, unique=True, validators=[validate_code])
    position = models.PositiveIntegerField(_("顺序"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "code"]


def code_without_dots(name: str) -> CheckConstraint:
    """For records that make an SDMX code list, where a code has no dots."""
    return CheckConstraint(
        condition=~Q(code__contains="."),
        name=name,
        violation_error_message=_("这类代码里不能有点：它也是 SDMX 代码表的代码。"),
    )
