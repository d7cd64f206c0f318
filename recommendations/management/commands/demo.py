"""``manage.py demo``: a database to try the register with."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from recommendations.sample import PASSWORD, SampleRefusedError, logins, make_sample, refuse_real_reports


class Command(BaseCommand):
    help = (
        "Migrate, load the study, and add sample mandates, dates, progress, figures and people; a second run changes "
        "nothing. Refuses a database with real progress reports. Not for production: it prints the passwords."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fixtures", type=Path, default=settings.FIXTURES, help="the folder with the YAML files")

    def handle(self, *args: Any, fixtures: Path, verbosity: int, **options: Any) -> None:
        try:
            refuse_real_reports()
            if verbosity:
                self.stdout.write(_("正在准备数据库，载入课题报告……"))
            call_command("migrate", interactive=False, verbosity=max(verbosity - 1, 0))
            call_command("load_study", fixtures=fixtures, verbosity=max(verbosity - 1, 0))
            made = make_sample()
        except SampleRefusedError as refused:
            raise CommandError(str(refused)) from None
        if verbosity:
            self.stdout.write(_("示例数据已添加。") if made else _("示例数据已在，没有改动。"))
            self._write_logins()

    def _write_logins(self) -> None:
        self.stdout.write(_("示例登录（密码都是 %(password)s）：") % {"password": PASSWORD})
        for login in logins():
            role = _("%(role)s，%(department)s") % {"role": login.role, "department": login.department}
            changed = "" if login.valid else _("（密码已改）")
            self.stdout.write(f"  {login.username:32} {role}{changed}")
