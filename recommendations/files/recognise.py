"""What a file is. Its content decides; neither its name nor the browser's word is asked."""

from typing import BinaryIO

from django.utils.translation import gettext as _

from indicators.writing import enumerated
from recommendations.choices import FileKind

from . import compound, plain, zipped
from .refusal import UnacceptableFileError

LONGEST_BEGINNING = 8


def recognise(content: BinaryIO) -> FileKind:
    """The kind of a file.

    Args:
        content: the whole file, open for reading, of a size that has been bounded; its position is not kept.

    Raises:
        UnacceptableFileError: it is empty, damaged, encrypted, or of a kind that is not taken.
    """
    content.seek(0)
    beginning = content.read(LONGEST_BEGINNING)
    if not beginning:
        raise UnacceptableFileError(_("文件是空的。"))
    kind = _kind(beginning, content)
    if kind is None:
        raise UnacceptableFileError(
            _("这种文件不能上传。可以上传：%(kinds)s。") % {"kinds": enumerated(FileKind.labels)}
        )
    return kind


def _kind(beginning: bytes, content: BinaryIO) -> FileKind | None:
    if beginning.startswith(zipped.SIGNATURE):
        return zipped.kind_of_archive(content)
    if beginning.startswith(compound.SIGNATURE):
        return compound.kind_of_compound(content)
    for sign, kind in plain.BEGINNINGS.items():
        if beginning.startswith(sign):
            if not plain.WHOLE[kind](content):
                raise UnacceptableFileError(_("文件不完整，可能没有传完或已损坏。"))
            if kind == FileKind.PDF and plain.is_encrypted_pdf(content):
                raise UnacceptableFileError(_("这份 PDF 加了密码或权限限制，不能长期保存。请去掉后再上传。"))
            return kind
    return None
