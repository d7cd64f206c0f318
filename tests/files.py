"""Files of every kind that may be uploaded, made here: the smallest that are what they say."""

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile

OOXML = "application/vnd.openxmlformats-officedocument"
SECTOR = 512
END_OF_CHAIN, FREE, IS_FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def a_pdf(text: str = "proof") -> bytes:
    return b"%PDF-1.7\n" + f"1 0 obj << /Title ({text}) >> endobj\n".encode() + b"trailer <<>>\nstartxref\n9\n%%EOF\n"


def a_png(text: bytes = b"") -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + name + data + struct.pack(">L", zlib.crc32(name + data))

    size = struct.pack(">LLBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixel = zlib.compress(b"\x00\x00")
    chunks = (chunk(b"IHDR", size), chunk(b"tEXt", b"a\0" + text), chunk(b"IDAT", pixel), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def a_jpg() -> bytes:
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + b"\xff\xda\x00\x02x" + b"\xff\xd9"


def a_zip(parts: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def an_ooxml(part: str, main: str, **more: bytes) -> bytes:
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{part}" ContentType="{OOXML}.{main}.main+xml"/></Types>'
    )
    return a_zip({"[Content_Types].xml": types.encode(), part: b"<x/>", **more})


def a_docx(**more: bytes) -> bytes:
    return an_ooxml("word/document.xml", "wordprocessingml.document", **more)


def an_xlsx(**more: bytes) -> bytes:
    return an_ooxml("xl/workbook.xml", "spreadsheetml.sheet", **more)


def an_ofd() -> bytes:
    root = '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.0" DocType="OFD"/>'
    return a_zip({"OFD.xml": root.encode(), "Doc_0/Document.xml": b"<x/>"})


def a_compound(*streams: str) -> bytes:
    """An OLE2 container with streams of these names: one sector of the table, one of the directory, one a stream."""
    directory = [_entry("Root Entry", 5, child=1 if streams else FREE)]
    body = b""
    sectors_a_stream = 8  # 4096 bytes: less would lie in the small-sector table
    fat, first = [IS_FAT, END_OF_CHAIN], 2
    for number, name in enumerate(streams, start=1):
        right = number + 1 if number < len(streams) else FREE
        directory.append(_entry(name, 2, right=right, start=first, size=sectors_a_stream * SECTOR))
        fat += [first + step for step in range(1, sectors_a_stream)] + [END_OF_CHAIN]
        first += sectors_a_stream
        body += b"x" * SECTOR * sectors_a_stream
    directory += [_entry("", 0)] * (4 - len(directory))
    fat += [FREE] * (SECTOR // 4 - len(fat))
    header = struct.pack(
        "<8s16sHHHHH6sLLLLLLLLLL",
        bytes.fromhex("D0CF11E0A1B11AE1"),
        b"",
        *(0x3E, 3, 0xFFFE, 9, 6),
        b"",
        *(0, 1, 1, 0, 4096, END_OF_CHAIN, 0, END_OF_CHAIN, 0, 0),
    )
    header += struct.pack("<L", FREE) * 108
    return header + struct.pack("<128L", *fat) + b"".join(directory) + body


def _entry(name: str, kind: int, *, right: int = FREE, child: int = FREE, start: int = 0, size: int = 0) -> bytes:
    letters = (name + "\0").encode("utf-16-le") if name else b""
    return struct.pack(
        "<64sHBBLLL16sLQQLLL", letters, len(letters), kind, 1, FREE, right, child, b"", 0, 0, 0, start, size, 0
    )


MAKERS = {
    "pdf": a_pdf,
    "ofd": an_ofd,
    "docx": a_docx,
    "xlsx": an_xlsx,
    "wps": lambda: a_compound("WordDocument", "1Table"),
    "et": lambda: a_compound("Workbook", "ETExtData"),
    "dps": lambda: a_compound("Current User", "PowerPoint Document"),
    "jpg": a_jpg,
    "png": a_png,
}


def an_upload(content: bytes | None = None, name: str = "佐证.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, a_pdf() if content is None else content)
