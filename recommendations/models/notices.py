"""The outbox: what goes out to people, by which way, and whether it went."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from recommendations import choices


class Notice(models.Model):
    """One digest for one person by one way. ``slot`` makes it once: two runs, or two machines, make the same one."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices", verbose_name=_("收件人")
    )
    channel = models.CharField(_("途径"), max_length=10, choices=choices.Channel)
    slot = models.CharField(_("批次"), max_length=40)
    address = models.CharField(_("地址"), max_length=254, blank=True)
    subject = models.CharField(_("标题"), max_length=200)
    body = models.TextField(_("正文"))
    items = models.JSONField(_("所列事项"), default=list)
    created_at = models.DateTimeField(_("生成时间"))
    claimed_until = models.DateTimeField(_("发送占用至"), null=True)
    sent_at = models.DateTimeField(_("发出时间"), null=True)
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    error = models.TextField(_("未发出的原因"), blank=True)

    class Meta:
        verbose_name, verbose_name_plural = pgettext_lazy("record", "提醒"), pgettext_lazy("records", "提醒")
        ordering = ["-created_at", "-pk"]
        constraints = [
            UniqueConstraint(fields=["recipient", "channel", "slot"], name="notice_once_a_slot"),
            CheckConstraint(condition=Q(channel__in=choices.Channel.values), name="notice_channel_known"),
        ]
        indexes = [
            models.Index(fields=["created_at"], condition=Q(sent_at=None), name="notice_unsent"),
            models.Index(fields=["recipient", "-created_at"], name="notice_by_recipient"),
        ]

    def __str__(self) -> str:
        return self.subject
