"""How much is read of one file, and the refusal of more."""

from django.utils.translation import gettext as _

from .sheet import UnreadableFileError

MEBIBYTE = 1024 * 1024
MOST_BYTES = 50 * MEBIBYTE
MOST_BYTES_OF_WORKBOOK = 20 * MEBIBYTE
MOST_COLUMNS = 500
MOST_ROWS = 300_000
MOST_ROWS_OF_SHEET = 100_000
MOST_CELLS_OF_WORKBOOK = 1_000_000


def refuse_bytes(size: int, most: int) -> None:
    """Refuse a file that is too large.

    Args:
        size: the file's size in bytes.
        most: the most bytes that are read.

    Raises:
        UnreadableFileError: it is larger.
    """
    if size > most:
        raise UnreadableFileError(
            _("文件有 %(size)d MB，最多读 %(most)d MB。请拆成几个文件。")
            % {"size": -(-size // MEBIBYTE), "most": most // MEBIBYTE}
        )


def too_many_rows(name: str, most: int) -> UnreadableFileError:
    """The refusal of a sheet with more rows than ``most``."""
    return UnreadableFileError(_("“%(name)s”超过 %(most)d 行，请拆成几个文件。") % {"name": name, "most": most})


def too_many_columns(name: str) -> UnreadableFileError:
    """The refusal of a sheet with more columns than are read."""
    return UnreadableFileError(
        _("“%(name)s”超过 %(most)d 列，请删去不导入的列。") % {"name": name, "most": MOST_COLUMNS}
    )
