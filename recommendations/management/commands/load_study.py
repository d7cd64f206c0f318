"""``manage.py load_study``: the study from YAML into the database."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from recommendations.loading import BrokenFixturesError, load


class Command(BaseCommand):
    help = "Load the study's facts from YAML; a second run changes nothing. Lists every fault, loads nothing by half."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fixtures", type=Path, default=settings.FIXTURES, help="the folder with the YAML files")

    def handle(self, *args: Any, fixtures: Path, verbosity: int, **options: Any) -> None:
        try:
            summary = load(fixtures)
        except BrokenFixturesError as error:
            lines = [str(fault) for fault in error.faults]
            count = _("共 %(n)d 处问题，未载入任何数据。") % {"n": len(lines)}
            raise CommandError("\n".join([*lines, count])) from None
        if verbosity:
            for label, created, changed, unchanged in summary.rows:
                self.stdout.write(
                    _("%(label)s：新建 %(created)d，更改 %(changed)d，未变 %(unchanged)d")
                    % {"label": label, "created": created, "changed": changed, "unchanged": unchanged}
                )
