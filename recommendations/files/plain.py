"""Kinds that are known by how they begin, and are whole only if they end as they should: PDF, JPG and PNG."""

import re
import struct
from typing import BinaryIO

from recommendations.choices import FileKind

PDF, JPG, PNG = b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
END_OF_PDF, END_OF_JPG = b"%%EOF", b"\xff\xd9"
# A trailer says so in plain bytes, in streams of cross-references too: the entry is a reference or a dictionary.
ENCRYPTED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R\b|<<)")
TAIL = 2048  # programs may write a little behind the end of a PDF
CHUNK_HEAD = struct.Struct(">L4s")
MOST_CHUNKS = 100_000


def is_whole_pdf(content: BinaryIO) -> bool:
    """Whether it ends where a PDF ends."""
    size = content.seek(0, 2)
    content.seek(max(0, size - TAIL))
    return END_OF_PDF in content.read()


def is_encrypted_pdf(content: BinaryIO) -> bool:
    """Whether it has a password, be it only one against printing: what is encrypted cannot be kept for good."""
    content.seek(0)
    return ENCRYPTED.search(content.read()) is not None


def is_whole_jpg(content: BinaryIO) -> bool:
    """Whether the picture comes to its end; phones write more behind it."""
    content.seek(0)
    return END_OF_JPG in content.read()


def is_whole_png(content: BinaryIO) -> bool:
    """Whether its chunks follow one another from IHDR to IEND within the file."""
    size = content.seek(0, 2)
    at = len(PNG)
    for number in range(MOST_CHUNKS):
        content.seek(at)
        head = content.read(CHUNK_HEAD.size)
        if len(head) < CHUNK_HEAD.size:
            return False
        length, name = CHUNK_HEAD.unpack(head)
        at += CHUNK_HEAD.size + length + 4
        if at > size or (number == 0) != (name == b"IHDR"):
            return False
        if name == b"IEND":
            return True
    return False


WHOLE = {FileKind.PDF: is_whole_pdf, FileKind.JPG: is_whole_jpg, FileKind.PNG: is_whole_png}
BEGINNINGS = {PDF: FileKind.PDF, JPG: FileKind.JPG, PNG: FileKind.PNG}
