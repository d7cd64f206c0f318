"""Reads a file of figures into sheets of text; what kind of file it is, its content says and not its name."""

from pathlib import PurePath

from django.utils.translation import gettext as _

from .kinds import Kind, kind_of, refusal_of
from .limits import MOST_BYTES, refuse_bytes
from .read_csv import read_csv
from .read_xlsx import read_xlsx
from .sheet import Sheet, UnreadableFileError

__all__ = ["MOST_BYTES", "read"]


def read(data: bytes, file_name: str) -> list[Sheet]:
    """Read a CSV file or an XLSX workbook.

    Args:
        data: the file's content, at most ``MOST_BYTES``.
        file_name: its name.

    Returns:
        The sheets that hold anything, in the file's order.

    Raises:
        UnreadableFileError: it is another kind of file, too large, damaged, protected, or empty.
    """
    refuse_bytes(len(data), MOST_BYTES)
    name = PurePath(file_name)
    kind = kind_of(data)
    if kind is Kind.XLSX:
        return read_xlsx(data)
    if kind is not Kind.TEXT:
        raise refusal_of(kind)
    if name.suffix.lower() in {".xlsx", ".xls", ".xlsm", ".et"}:
        raise UnreadableFileError(
            _("文件名以 %(ending)s 结尾，内容却是文本，不是工作簿。请改名为 .csv，或在表格软件里另存为 .xlsx。")
            % {"ending": name.suffix}
        )
    return [read_csv(data, name.stem)]
