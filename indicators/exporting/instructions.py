"""How to fill a workbook in: a sheet of sentences, in both languages."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext, override
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

WIDTH = 100


def write_instructions(book: Workbook, sheet: Worksheet, sentences: Iterable[str]) -> None:
    """Write the sentences one below the other, once in each language.

    Args:
        book: the workbook.
        sheet: an empty sheet of it.
        sentences: their Chinese text, marked for translation.
    """
    sheet.set_column(0, 0, WIDTH, book.add_format({"text_wrap": True}))
    sentences, row = list(sentences), 0
    for language, _name in settings.LANGUAGES:
        with override(language):
            for sentence in sentences:
                sheet.write_string(row, 0, gettext(sentence))
                row += 1
        row += 1
