"""How the register's counts are turned into points, where an office wants that."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from recommendations import choices


class ScoringRule(models.Model):
    """So many points for each one counted; off unless somebody switches it on."""

    counts = models.CharField(_("计数项"), max_length=10, choices=choices.LedgerCount)
    points = models.DecimalField(_("每件分值"), max_digits=5, decimal_places=2, help_text=_("扣分填负数"))
    active = models.BooleanField(_("启用"), default=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name, verbose_name_plural = pgettext_lazy("record", "计分规则"), pgettext_lazy("records", "计分规则")
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(fields=["counts"], name="scoring_rule_once"),
            CheckConstraint(condition=Q(counts__in=choices.LedgerCount.values), name="scoring_rule_count_known"),
        ]

    def __str__(self) -> str:
        return self.get_counts_display()
