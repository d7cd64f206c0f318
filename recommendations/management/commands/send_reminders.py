"""``manage.py send_reminders``: what is due is told to those who can do it, once."""

from argparse import RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, DjangoHelpFormatter
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.writing import enumerated
from recommendations.services.outbox import Delivered, deliver
from recommendations.services.periods import ensure_periods
from recommendations.services.reminders import Prepared, prepare_reminders

NAMED = 20  # people without an address who are named


class _Formatter(DjangoHelpFormatter, RawDescriptionHelpFormatter):
    """The help keeps its paragraphs."""


class Command(BaseCommand):
    help = """Lay out this year's reporting periods where they are missing, put one digest a person into the outbox,
and send what waits there.

Safe to run at any time, twice, or from two machines at once: nobody gets the same digest twice, and nobody
more often than every REMIND_REPEAT_HOURS. What could not be sent is tried again by the next runs, five times
at most. Run it every ten minutes of working hours; docs/reminders.md says how, and what is told when.

It ends with an error where something could not be sent. People without an address are counted, no more."""

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=_Formatter, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="say who would be told, and of how much; store and send nothing"
        )

    def handle(self, *args: Any, dry_run: bool, verbosity: int, **options: Any) -> None:
        now = timezone.now()
        if not dry_run:
            ensure_periods(timezone.localdate(now))
        prepared = prepare_reminders(now, dry_run=dry_run)
        delivered = Delivered() if dry_run else deliver()
        if verbosity:
            self._say(prepared, delivered, dry_run=dry_run)
        if delivered.failed:
            failed = ngettext("%(n)d条没有发出，稍后会再试", "%(n)d条没有发出，稍后会再试", delivered.failed)
            raise CommandError("\n".join([failed % {"n": delivered.failed}, *delivered.reasons]))

    def _say(self, prepared: Prepared, delivered: Delivered, *, dry_run: bool) -> None:
        if dry_run:
            for notice in prepared.notices:
                self.stdout.write(f"{notice.get_channel_display()} {notice.address} {notice.subject}")
        people = prepared.people
        self.stdout.write(ngettext("%(n)d人有新的提醒。", "%(n)d人有新的提醒。", people) % {"n": people})
        if not dry_run:
            sent = delivered.sent.total()
            self.stdout.write(ngettext("发出%(n)d条。", "发出%(n)d条。", sent) % {"n": sent})
        self._say_who_is_not_reached(prepared)

    def _say_who_is_not_reached(self, prepared: Prepared) -> None:
        users = prepared.without_address
        if not users:
            return
        sentence = ngettext(
            "%(n)d人有待办而没有可送达的地址：%(who)s", "%(n)d人有待办而没有可送达的地址：%(who)s", len(users)
        )
        named = enumerated(user.get_username() for user in users[:NAMED])
        more = _("等") if len(users) > NAMED else ""
        self.stdout.write(sentence % {"n": len(users), "who": f"{named}{more}"})
