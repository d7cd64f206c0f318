"""``manage.py check_data``: the quality report for a terminal, or for a job that must stop at contradictions."""

from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.asof import AsOf
from indicators.choices import QualityKind, Severity
from indicators.quality.figures import Figure
from indicators.queries.quality import Found, quality_report
from indicators.writing import figure, local


class Command(BaseCommand):
    help = (
        "Check all figures against each other and print what does not fit, with the figures it rests on. "
        "Fails (exit 1) while a conflict is open, that is, not acknowledged."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="what is acknowledged, and what is worth no more than a note, too"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        report = quality_report(AsOf.now())
        rows = report.rows if options["all"] else [row for row in report.rows if _matters(row)]
        for heading, several in groupby(rows, key=_heading):
            self.stdout.write(f"{heading}\n")
            for row in several:
                self._tell(row)
        for relation in report.unusable:
            self.stderr.write(f"{relation.identity}{_('：')}{' '.join(relation.faults)}")
        if left := len(report.rows) - len(rows):
            self.stdout.write(_("另有提示和已确认的 %(n)d 条，用 --all 列出。") % {"n": left})
        if report.open_conflicts:
            sentence = ngettext("有%(n)d处矛盾未确认。", "有%(n)d处矛盾未确认。", report.open_conflicts)
            raise CommandError(sentence % {"n": report.open_conflicts}, returncode=1)
        self.stdout.write(_("没有未确认的矛盾。"))

    def _tell(self, row: Found) -> None:
        acknowledged = "" if row.is_open else f" [{_('已确认')}]"
        self.stdout.write(f"  {row.finding.sentence}{acknowledged}")
        for observation in row.finding.observations:
            self.stdout.write(f"      {_written(observation)}")


def _matters(row: Found) -> bool:
    return row.is_open and row.finding.severity != Severity.NOTE


def _heading(row: Found) -> str:
    severity, kind = Severity(row.finding.severity).label, QualityKind(row.finding.kind).label
    return f"{severity}{_('：')}{kind}"


def _written(observation: Figure) -> str:
    value = figure(observation) + (local(observation.indicator, "unit") if observation.value is not None else "")
    words = [observation.indicator, observation.area, observation.period, value]
    return " ".join(str(word) for word in [*words, observation.source.code, observation.locator])
