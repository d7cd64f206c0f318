"""Documents that are a ZIP archive: DOCX, XLSX and OFD. Nothing of them is unpacked beyond what is bounded here."""

import struct
import zipfile
import zlib
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from recommendations.choices import FileKind

from .refusal import UnacceptableFileError

SIGNATURE = b"PK\x03\x04"
CHUNK = 64 * 1024
MEBIBYTE = 1024 * 1024
MOST_PARTS = 5_000
MOST_BYTES_OF_DIRECTORY = 2 * MEBIBYTE
MOST_BYTES_UNPACKED = 256 * MEBIBYTE
MOST_BYTES_OF_XML = MEBIBYTE
PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
IS_ENCRYPTED = 0x1
# What reading an archive, and the XML in it, may stumble over: wrong lengths, names, places, encodings, entities.
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, ParseError),
    *(EOFError, LookupError, OSError, RuntimeError, ValueError),
)

TYPES_PART, OFD_PART = "[Content_Types].xml", "OFD.xml"
OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
MAIN_PARTS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": FileKind.DOCX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": FileKind.XLSX,
}
END_OF_DIRECTORY = struct.Struct("<4s4H2LH")
LONGEST_REMARK = 0xFFFF
BEFORE_THE_END_OF_ZIP64 = b"PK\x06\x07"


def kind_of_archive(content: BinaryIO) -> FileKind | None:
    """Which document the archive is, or None if it is another.

    Raises:
        UnacceptableFileError: it is damaged, encrypted, or would unpack to far more than a document.
    """
    _refuse_endless_directories(content)
    try:
        with zipfile.ZipFile(content) as archive:
            _refuse_bombs(archive)
            kind = _kind_of_ooxml(archive) or _kind_of_ofd(archive)
            if kind:
                _read_through(archive)
            return kind
    except BROKEN as fault:
        raise UnacceptableFileError(_("文件已损坏，打不开。请重新保存后再上传。")) from fault


def _refuse_endless_directories(content: BinaryIO) -> None:
    """What the archive says of its own size, read before Python makes an object of each of its parts."""
    size = content.seek(0, 2)
    content.seek(max(0, size - END_OF_DIRECTORY.size - LONGEST_REMARK))
    tail = content.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < END_OF_DIRECTORY.size:
        raise UnacceptableFileError(_("文件已损坏，打不开。请重新保存后再上传。"))
    _sign, _disk, _first, _here, parts, directory, _offset, _remark = END_OF_DIRECTORY.unpack_from(tail, at)
    huge = BEFORE_THE_END_OF_ZIP64 in tail[max(0, at - 20) : at]
    if huge or parts > MOST_PARTS or directory > MOST_BYTES_OF_DIRECTORY:
        raise _too_much()
    content.seek(0)


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if any(part.flag_bits & IS_ENCRYPTED for part in parts):
        raise UnacceptableFileError(_("文件设了密码，别人打不开。请去掉密码后再上传。"))
    if sum(part.file_size for part in parts) > MOST_BYTES_UNPACKED or len(parts) > MOST_PARTS:
        raise _too_much()
    if any(part.compress_type not in PACKINGS for part in parts):
        raise UnacceptableFileError(_("文件已损坏，打不开。请重新保存后再上传。"))


def _read_through(archive: zipfile.ZipFile) -> None:
    """Unpack every part once, without keeping it: a checksum that does not hold is a ``BadZipFile``.

    ``zipfile`` hands out no more of a part than its directory says, and those sizes together are bounded.
    """
    for part in archive.infolist():
        with archive.open(part) as stream:
            while stream.read(CHUNK):
                pass


def _kind_of_ooxml(archive: zipfile.ZipFile) -> FileKind | None:
    types = _xml(archive, TYPES_PART)
    names = set(archive.namelist())
    for override in types.iter(OVERRIDE) if types is not None else ():
        kind = MAIN_PARTS.get(override.get("ContentType", ""))
        if kind and override.get("PartName", "").lstrip("/") in names:
            return kind
    return None


def _kind_of_ofd(archive: zipfile.ZipFile) -> FileKind | None:
    root = _xml(archive, OFD_PART)
    return FileKind.OFD if root is not None and root.tag.rpartition("}")[2] == "OFD" else None


def _xml(archive: zipfile.ZipFile, name: str) -> Element | None:
    if name not in archive.namelist():
        return None
    if archive.getinfo(name).file_size > MOST_BYTES_OF_XML:
        raise _too_much()
    return fromstring(archive.read(name))


def _too_much() -> UnacceptableFileError:
    return UnacceptableFileError(_("文件展开后过大，不像正常的文档。"))
