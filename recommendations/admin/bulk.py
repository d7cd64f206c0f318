"""One thing done to each of several rows: a result for each, and one that fails does not stop the others."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _

from recommendations.services.progress import OutdatedError


def each(
    request: HttpRequest, model_admin: ModelAdmin, rows: Iterable[Model], act: Callable[[Any], str | None]
) -> None:
    """Do something to each row and tell the person what came of it, row by row.

    Args:
        request: the person's; the results are its messages.
        model_admin: whose list it is.
        rows: the selection.
        act: calls a service for one row and gives the sentence of its success; None where nothing is to be said.
    """
    for row in rows:
        try:
            sentence, level = act(row), messages.SUCCESS
        except ValidationError as refusal:
            sentence, level = " ".join(refusal.messages), messages.ERROR
        except PermissionDenied as refusal:
            sentence, level = str(refusal) or _("您没有权限做这一步。"), messages.ERROR
        except OutdatedError as refusal:
            sentence, level = str(refusal), messages.WARNING
        if sentence:
            model_admin.message_user(request, _("%(row)s：%(sentence)s") % {"row": row, "sentence": sentence}, level)
