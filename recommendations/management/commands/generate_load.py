"""``manage.py generate_load``: a province's worth of actions and reports, for measuring speed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils.translation import gettext as _

from indicators.asof import today
from recommendations.load import LoadRefusedError, Size, make_load


class Command(BaseCommand):
    help = (
        "Fill a database without progress reports with many actions and reports, all of them sample, to measure speed "
        "with. The same every time on the same day."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--actions", type=_positive, default=Size.actions)
        parser.add_argument("--reports", type=_positive, default=Size.reports)

    def handle(self, *args: Any, actions: int, reports: int, verbosity: int, **options: Any) -> None:
        try:
            make_load(Size(actions, reports), today())
        except LoadRefusedError as refused:
            raise CommandError(str(refused)) from None
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # or the database plans its queries as if the tables were empty
        if verbosity:
            made = {"actions": actions, "reports": reports}
            self.stdout.write(_("已写入 %(actions)d 项行动、%(reports)d 份进度报告（均为示例）。") % made)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number
