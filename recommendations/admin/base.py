"""What several admins of the argument and the plan share."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from indicators.admin.base import RecordAdmin
from indicators.writing import NOTHING
from recommendations.choices import Light
from recommendations.permissions import User, roles_of
from recommendations.queries.blockers import Wait
from recommendations.queries.handover import Receipt
from recommendations.queries.status import ActionState
from recommendations.services.progress import OutdatedError

SHAPES = {Light.DONE: "✓", Light.OK: "●", Light.SOON: "▲", Light.LATE: "■", Light.NONE: "○"}


def show_light(state: ActionState) -> SafeString:
    """A light as shape and word, never as colour alone."""
    shape = SHAPES[state.light] if state.light else "–"
    return format_html(
        '<span class="light l-{}"><span aria-hidden="true">{}</span> {}</span>',
        state.light or "out",
        shape,
        state.light_label,
    )


def show_wait(wait: Wait) -> SafeString:
    """How long an action waits to be coordinated, and with whom: beside its light."""
    days = ngettext("待协调%(n)d天", "待协调%(n)d天", wait.days) % {"n": wait.days}
    whom = gettext("等%(whom)s") % {"whom": wait.waits_for}
    return format_html('<span class="wait">{}</span> {}', days, whom)


def show_day(day: date | None) -> SafeString:
    """An ISO date that no line breaks inside; nothing as a dash."""
    return format_html('<span class="day">{}</span>', NOTHING if day is None else day.isoformat())


def show_receipt(receipt: Receipt) -> SafeString:
    """Whether a hand-over was received: when and by whom, or how long it has been waiting; or that it has moved on."""
    if receipt.received and not receipt.moved:
        day = show_day(timezone.localdate(receipt.handover.received_at))
        return format_html("{} {} {}", gettext("已签收"), day, receipt.who)
    if receipt.moved:
        return format_html("{} {}", gettext("已移交"), show_day(timezone.localdate(receipt.handover.moved_at)))
    days = receipt.days_late or receipt.days_waited
    late = ngettext("逾期%(n)d天未签收", "逾期%(n)d天未签收", days)
    waits = ngettext("%(n)d天未签收", "%(n)d天未签收", days)
    sentence = (late if receipt.days_late else waits) % {"n": days} if days else gettext("未签收")
    return format_html('<span class="{}">{}</span>', "wait l-late" if receipt.days_late else "wait", sentence)


def labelled(label: str, shown: SafeString) -> SafeString:
    """What stands in a cell with its column's name, which a phone shows: there rows have no heads."""
    return format_html('<span class="cell-label">{}</span> {}', label, shown)


def without_department(user: User, columns: Sequence[str], department: str) -> list[str]:
    """The columns of a list; for who sees one department only, without that of departments."""
    roles = roles_of(user)
    one = not roles.office and len(roles.own) == 1
    return [column for column in columns if not (one and column == department)]


class SaysRefusals(RecordAdmin):
    """A refusal by a service leads back to the page with its sentence; nothing is stored by half."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except (OutdatedError, ValidationError) as refusal:
            said = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
            self.message_user(request, said, messages.WARNING)
            return redirect(request.get_full_path())


class WritesThroughServices(SaysRefusals):
    """Records that services own: nothing is deleted or put back."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


class TitledAdmin(RecordAdmin):
    """A record with a title, a text in our own words, and a place in the study."""

    list_display: Sequence[str] = ["code", "title", "locator"]
    list_display_links: Sequence[str] | None = ["code", "title"]
    search_fields: Sequence[str] = ["code", "title", "title_en", "summary"]


class Lines(forms.CharField):
    """A JSON list of texts, written one to a line."""

    widget = forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        return [line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(data) != (initial or [])


LINES_HELP = _("一行一处，如 四(一)1·一是·3")
