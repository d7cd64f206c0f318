"""Small files that stand in the sample for evidence: made here, the same each time, and each says 示例 where opened."""

import io
import struct
import zlib
from datetime import datetime

from django.core.files.base import ContentFile
from xlsxwriter import Workbook

from .texts import SAMPLE, SAMPLE_EN, sample

# The two letters 示例, a row of dots a number: there is no font to draw with.
WIDTH = 48
LETTERS = (
    0x000000000000, 0x000000000000, 0x000000000010, 0x0000000C0010, 0x07FFF80FFC10, 0x07FFF809FD90,
    0x000000184190, 0x00000018C190, 0x00000038C190, 0x00000038FD90, 0x1FFFFE78FD90, 0x1FFFFE798990,
    0x000C00598990, 0x000C001B1990, 0x010C601BD990, 0x030C301AF990, 0x030C30187190, 0x060C18183190,
    0x060C18182010, 0x0C0C0C186010, 0x180C0C18C010, 0x000C0418C010, 0x00FC001980F0, 0x0078001900C0,
)  # fmt: skip
DOT = 8  # pixels of the picture for each dot
LONG_AGO = datetime(2020, 1, 1)  # noqa: DTZ001  a workbook's date has no zone; the same each time


def proof(number: int) -> ContentFile:
    """One of the files, in turn: a document, a photograph, a table."""
    name, make = PROOFS[number % len(PROOFS)]
    return ContentFile(make(), name=f"{SAMPLE}{name}")


def scan() -> ContentFile:
    """The paper of an instruction."""
    return ContentFile(_pdf("批示件扫描"), name=f"{SAMPLE}批示件.pdf")


def _plan() -> bytes:
    return _pdf("工作方案")


def _pdf(title: str) -> bytes:
    """A page with one line, in a font that every reader brings along for Chinese."""
    text = f"{sample(title)} {SAMPLE_EN}".encode("utf-16-be").hex().upper()
    drawn = f"BT /F1 28 Tf 60 740 Td <{text}> Tj ET".encode()
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 7 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
        b" /Ascent 752 /Descent -271 /CapHeight 737 /StemV 58 >>",
    )
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        content
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
        + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(content))
    )


def _photograph() -> bytes:
    """The letters 示例, black on white, one bit a pixel."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + name + data + struct.pack(">L", zlib.crc32(name + data))

    lines = []
    for row in LETTERS:
        dots = format(row, f"0{WIDTH}b")
        white = "".join(("0" if dot == "1" else "1") * DOT for dot in dots)
        lines += [b"\x00" + int(white, 2).to_bytes(WIDTH * DOT // 8, "big")] * DOT
    head = struct.pack(">LLBBBBB", WIDTH * DOT, len(LETTERS) * DOT, 1, 0, 0, 0, 0)
    pixels = zlib.compress(b"".join(lines), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def _table() -> bytes:
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"title": sample("进度明细"), "created": LONG_AGO})
        sheet = book.add_worksheet("示例")
        for number, line in enumerate((("事项", "进度"), ("方案印发", "完成"), ("中期自查", "完成"))):
            sheet.write_row(number, 0, [sample(cell) for cell in line])
        sheet.set_column(0, 1, 24)
    return buffer.getvalue()


PROOFS = (("工作方案.pdf", _plan), ("现场照片.png", _photograph), ("进度明细.xlsx", _table))
