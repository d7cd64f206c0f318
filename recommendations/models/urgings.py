"""What the office urged departments to do, and when: the trail of 催报, which nobody changes."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from recommendations.querysets import UrgingQuerySet

from .organisation import Post
from .plan import Action


class Urging(models.Model):
    """One time that the office urged for an action: who, in which post, and how many people were to be told."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="urgings", verbose_name=_("行动"))
    at = models.DateTimeField(_("催报时间"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("催报人"))
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", verbose_name=_("职务"))
    people = models.PositiveSmallIntegerField(_("提醒人数"))

    objects = UrgingQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = pgettext_lazy("record", "催报"), pgettext_lazy("records", "催报")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["action", "-at"], name="urging_by_action")]

    def __str__(self) -> str:
        return f"{self.action.code} {timezone.localdate(self.at)}"
