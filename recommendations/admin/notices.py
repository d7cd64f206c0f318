"""The outbox: what went to whom, by which way, when, or why not; the office reads it, and has it sent again."""

from datetime import datetime

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.admin.base import RecordAdmin
from indicators.writing import NOTHING, person
from recommendations.models import Notice
from recommendations.permissions import may_remind
from recommendations.services.outbox import MOST_ATTEMPTS, send_again

from .bulk import each


class SentFilter(admin.SimpleListFilter):
    title = gettext_lazy("发送情况")
    parameter_name = "sent"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("true", _("已发出")), ("false", _("未发出")), ("failed", _("发送失败"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Notice]) -> QuerySet[Notice]:
        if self.value() == "failed":
            return queryset.filter(~Q(error=""), sent_at=None)
        return queryset if self.value() is None else queryset.filter(sent_at__isnull=self.value() == "false")


@admin.register(Notice)
class NoticeAdmin(RecordAdmin):
    list_display = ["to", "result", "subject", "channel", "made"]
    list_select_related = ["recipient"]
    list_filter = [SentFilter, "channel"]
    search_fields = ["recipient__username", "recipient__last_name", "recipient__first_name", "address", "subject"]
    search_help_text = gettext_lazy("收件人、地址或标题")
    date_hierarchy = "created_at"
    ordering = ["-pk"]
    actions = ["send_again_selected"]
    fields = ["to", "channel", "address", "made", "result", "attempts", "subject", "body"]
    readonly_fields = fields

    def has_view_permission(self, request: HttpRequest, obj: Notice | None = None) -> bool:
        return may_remind(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Notice | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Notice | None = None) -> bool:
        return False

    def has_remind_permission(self, request: HttpRequest) -> bool:
        return may_remind(request.user)

    @admin.action(description=gettext_lazy("再发一次"), permissions=["remind"])
    def send_again_selected(self, request: HttpRequest, queryset: QuerySet[Notice]) -> None:
        def again(notice: Notice) -> str:
            send_again(actor=request.user, notice=notice)
            return _("下一次发送时发出")

        each(request, self, queryset, again)

    @admin.display(description=gettext_lazy("收件人"))
    def to(self, row: Notice) -> str:
        return person(row.recipient)

    @admin.display(description=gettext_lazy("生成时间"))
    def made(self, row: Notice) -> SafeString:
        return _moment(row.created_at)

    @admin.display(description=gettext_lazy("发送情况"))
    def result(self, row: Notice) -> str:
        """When it left, or why it did not, in words."""
        if row.sent_at:
            return format_html(_("{moment}已发出"), moment=_moment(row.sent_at))
        if row.attempts >= MOST_ATTEMPTS:
            return _("发送失败，不再自动重试：%(error)s") % {"error": row.error or NOTHING}
        if row.error:
            return _("未发出，稍后再试：%(error)s") % {"error": row.error}
        return _("等待发送")


def _moment(moment: datetime) -> SafeString:
    """To the minute, in Shanghai; no line breaks inside."""
    return format_html('<span class="day">{}</span>', f"{timezone.localtime(moment):%Y-%m-%d %H:%M}")
