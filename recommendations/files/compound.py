"""Documents of WPS, and of Office before 2007, which share one container (OLE2): the streams in it tell them apart."""

import struct
from typing import BinaryIO

import olefile
from django.utils.translation import gettext as _

from recommendations.choices import FileKind

from .refusal import UnacceptableFileError

SIGNATURE = olefile.MAGIC
STREAMS = {
    "WordDocument": FileKind.WPS,
    "Workbook": FileKind.ET,
    "Book": FileKind.ET,
    "PowerPoint Document": FileKind.DPS,
}
ENCRYPTED = "EncryptedPackage"  # a DOCX or XLSX with a password is wrapped in this container

# What reading the container may stumble over: ``olefile`` lets wrong numbers through to Python.
BROKEN = (AttributeError, LookupError, MemoryError, OSError, RecursionError, TypeError, ValueError, struct.error)


def kind_of_compound(content: BinaryIO) -> FileKind | None:
    """Which document the container holds, or None if it is another (an installer, a mail).

    Raises:
        UnacceptableFileError: it is damaged, or has a password.
    """
    try:
        with olefile.OleFileIO(content, raise_defects=olefile.DEFECT_INCORRECT) as container:
            names = {path[0] for path in container.listdir() if len(path) == 1}
            kind = next((kind for name, kind in STREAMS.items() if name in names), None)
            for name in names & STREAMS.keys():
                container.openstream(name).read()  # a stream that is cut off is a defect
    except BROKEN as fault:
        raise UnacceptableFileError(_("文件已损坏，打不开。请重新保存后再上传。")) from fault
    if ENCRYPTED in names:
        raise UnacceptableFileError(_("文件设了密码，别人打不开。请去掉密码后再上传。"))
    return kind
