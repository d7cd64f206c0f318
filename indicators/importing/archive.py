"""Proves that a workbook's archive inflates to no more than is read, before anything is read from it."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from .kinds import Kind, refusal_of
from .limits import MEBIBYTE
from .sheet import UnreadableFileError

MOST_INFLATED = 100 * MEBIBYTE
MOST_OF_STRINGS = 24 * MEBIBYTE
MOST_OF_ANOTHER_PART = 2 * MEBIBYTE
MOST_PARTS = 2_000
CHUNK = 64 * 1024

SHEETS = "xl/worksheets/"
STRINGS = "xl/sharedstrings.xml"
READ_ENDINGS = (".xml", ".rels")
LOCAL_HEADER = struct.Struct("<26xHH")


def refuse_bombs(data: bytes) -> None:
    """Inflate every part that could be read, a piece at a time, and keep nothing of it.

    An archive's list of contents claims sizes, and a reader that trusts it can be made to inflate without end:
    therefore the claims are summed first, and each part must then end exactly where its claim says.

    Args:
        data: the archive.

    Raises:
        UnreadableFileError: the parts inflate to too much, a claim is false, or the archive is damaged or encrypted.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
    read = [part for part in parts if part.filename.lower().endswith(READ_ENDINGS)]
    if len(parts) > MOST_PARTS or sum(part.file_size for part in read) > MOST_INFLATED:
        raise UnreadableFileError(
            _("工作簿解压后过大（最多 %(most)d MB）。请把要导入的表复制到新工作簿，或另存为 .csv。")
            % {"most": MOST_INFLATED // MEBIBYTE}
        )
    for part in read:
        if part.file_size > _most(part):
            raise UnreadableFileError(
                _("工作簿里的“%(part)s”过大（最多 %(most)d MB）。请把要导入的表复制到新工作簿，或另存为 .csv。")
                % {"part": part.filename, "most": _most(part) // MEBIBYTE}
            )
        if _inflated_size(data, part) != part.file_size:
            raise refusal_of(Kind.DAMAGED_ARCHIVE)


def _most(part: zipfile.ZipInfo) -> int:
    name = part.filename.lower()
    if name.startswith(SHEETS):
        return MOST_INFLATED
    return MOST_OF_STRINGS if name == STRINGS else MOST_OF_ANOTHER_PART


def _inflated_size(data: bytes, part: zipfile.ZipInfo) -> int | None:
    """How many bytes a part really holds, counted up to one more than it claims; None where it can't be inflated."""
    try:
        name, extra = LOCAL_HEADER.unpack_from(data, part.header_offset)
    except struct.error:
        return None
    start = part.header_offset + LOCAL_HEADER.size + name + extra
    packed = memoryview(data)[start : start + part.compress_size]
    if part.flag_bits & 1 or len(packed) != part.compress_size:
        return None
    if part.compress_type == zipfile.ZIP_STORED:
        return len(packed)
    if part.compress_type != zipfile.ZIP_DEFLATED:
        return None
    size = 0
    try:
        for piece in _inflated(packed):
            size += len(piece)
            if size > part.file_size:
                break
    except (zlib.error, EOFError):
        return None
    return size


def _inflated(packed: memoryview) -> Iterator[bytes]:
    """The pieces that some bytes inflate to, each of at most ``CHUNK`` bytes.

    Raises:
        zlib.error: the bytes are not deflated ones.
        EOFError: they end too early.
    """
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    waiting: bytes | memoryview = packed
    while not inflater.eof:
        piece = inflater.decompress(waiting, CHUNK)
        waiting = inflater.unconsumed_tail
        if not piece and not waiting and not inflater.eof:
            raise EOFError
        yield piece
