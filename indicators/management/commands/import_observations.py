"""``manage.py import_observations``: figures from a file, as the admin takes them, without a person in between."""

from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.importing.catalogue import Catalogue
from indicators.importing.limits import MOST_BYTES, refuse_bytes
from indicators.importing.mapping import BrokenMappingError, Known, Mapping, Role
from indicators.importing.preview import Line, Outcome, Preview, preview
from indicators.importing.read import read
from indicators.importing.recognise import recognise
from indicators.importing.rows import BadRowsError, read_rows
from indicators.importing.sheet import Sheet, UnreadableFileError
from indicators.services import batches
from indicators.writing import enumerated


class Command(BaseCommand):
    help = (
        "Import the figures of a CSV file or an XLSX workbook, all or nothing. Columns are recognised; what is not, "
        "--column tells. Prints what becomes of the figures and every refused one with its reason."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the file with the figures")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and store nothing")
        parser.add_argument("--sheet", help="the sheet's name, where the workbook has several")
        parser.add_argument("--source", help="the code of the source that the figures come from")
        parser.add_argument("--locator", help="their place in the source; the sheet's name unless given")
        parser.add_argument(
            "--vintage", type=day, help="the day on which they were learnt (2022-12-31); today unless given"
        )
        parser.add_argument("--skip-rows", default="", help="rows to leave out: 7,12-15")
        parser.add_argument("--name", help="what the batch is called; the file's name unless given")
        parser.add_argument(
            "--column",
            action="append",
            default=[],
            metavar="HEADER=MEANING",
            help="what a column is: an indicator's code, with a unit if need be (gdp:万元), or one of "
            + ", ".join(Role.values),
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            content = _content(file)
            sheet = _sheet(read(content, file.name), options["sheet"])
            mapping = _mapping(sheet, options)
            if options["dry_run"]:
                outcome = preview(sheet, mapping, today=timezone.localdate())
            else:
                outcome = batches.load(
                    actor=None,
                    name=options["name"] or file.name,
                    file_name=file.name,
                    content=content,
                    sheet=sheet,
                    mapping=mapping,
                )
        except (UnreadableFileError, BrokenMappingError, batches.OutdatedError) as refusal:
            raise CommandError(str(refusal)) from None
        except ValidationError as fault:
            raise CommandError(" ".join(fault.messages)) from None
        self._tell(sheet, outcome, options)

    def _tell(self, sheet: Sheet, outcome: Preview, options: dict[str, Any]) -> None:
        for remark in sheet.remarks:
            self.stdout.write(remark)
        if options["verbosity"] > 1:
            for line in outcome.of(Outcome.CHANGED):
                self.stdout.write(_told(line, f"{line.old.printed} → {line.new.printed}"))
        counts = [f"{Outcome(name).label} {outcome.counts[name]}" for name in Outcome.values]
        self.stdout.write(enumerated(counts))
        if refused := outcome.refused:
            last = _("共 %(n)d 个数不能导入，未存入任何数据。") % {"n": len(refused)}
            raise CommandError("\n".join([*(_told(line, line.reason) for line in refused), last]))
        if options["dry_run"]:
            self.stdout.write(_("只是试算，未存入任何数据。"))


def _told(line: Line, what: str) -> str:
    """A line of the file, by its cell and the figure's codes."""
    key = line.candidate.key
    where = " ".join([line.candidate.cell, *filter(None, (key.indicator, key.area, key.period))])
    return _("%(where)s：%(what)s") % {"where": where, "what": what}


def day(text: str) -> date:
    """A day as ``--vintage`` takes it.

    Raises:
        ArgumentTypeError: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(_("录入日“%(text)s”无法识别，请写成 2022-12-31。") % {"text": text}) from None


def _content(file: Path) -> bytes:
    try:
        refuse_bytes(file.stat().st_size, MOST_BYTES)
        return file.read_bytes()
    except OSError as error:
        raise CommandError(
            _("读不到文件 %(file)s：%(reason)s。") % {"file": file, "reason": error.strerror or error}
        ) from None


def _sheet(sheets: list[Sheet], name: str | None) -> Sheet:
    if name:
        return batches.sheet_named(sheets, name)
    if len(sheets) > 1:
        names = enumerated(sheet.name for sheet in sheets)
        raise CommandError(_("文件有几张工作表，请用 --sheet 说明是哪一张：%(names)s。") % {"names": names})
    return sheets[0]


def _mapping(sheet: Sheet, options: dict[str, Any]) -> Mapping:
    """What is recognised of the sheet, and above that what the options say."""
    catalogue = Catalogue.load()
    mapping = recognise(sheet, catalogue)
    for said in options["column"]:
        header, equals, meaning = said.rpartition("=")
        if not equals:
            raise CommandError(_("--column 要写成“表头=含义”，不能是“%(said)s”。") % {"said": said})
        _apply(mapping, header.strip(), meaning.strip(), catalogue)
    for name in ("source", "locator"):
        setattr(mapping.given, name, options[name] or getattr(mapping.given, name))
    try:
        mapping.skipped = read_rows(options["skip_rows"])
    except BadRowsError as refusal:
        raise CommandError(str(refusal)) from None
    if options["vintage"]:
        mapping.given.vintage = options["vintage"].isoformat()
    return mapping


def _apply(mapping: Mapping, header: str, meaning: str, catalogue: Catalogue) -> None:
    columns = [column for column in mapping.columns if column.header == header]
    if not columns:
        known = enumerated(column.header for column in mapping.columns if column.header)
        raise CommandError(_("没有表头为“%(header)s”的列，有的是：%(known)s。") % {"header": header, "known": known})
    for column in columns:
        if meaning in Role.values:
            column.role, column.fixed = meaning, Known() if meaning != Role.VALUE else column.fixed
            continue
        name, _colon, unit = meaning.partition(":")
        code = catalogue.find_indicator(name)
        if not code:
            raise CommandError(
                _("“%(meaning)s”既不是列的含义（%(roles)s），也不是指标。")
                % {"meaning": name, "roles": enumerated(Role.values)}
            )
        column.role = Role.VALUE.value
        column.fixed.indicator, column.fixed.unit = code, unit or column.fixed.unit
