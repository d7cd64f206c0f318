"""Workbooks as statistics bureaus publish them, and those that must be refused; made here, kept nowhere."""

import io
import struct
import zipfile
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

CONTENT_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
<Override PartName="/xl/sharedStrings.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>
</Types>"""
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
 Target="/xl/workbook.xml"/></Relationships>"""
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WORKBOOK = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">
<sheets><sheet name="Sheet1" sheetId="1" r:id="rId3"/></sheets></workbook>"""
WORKBOOK_RELATIONS = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId3" Type="{RELATIONS}/worksheet" Target="/xl/worksheets/sheet1.xml"/>
<Relationship Id="rId4" Type="{RELATIONS}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>"""
WPS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">
<Application>WPS 表格</Application></Properties>"""


def workbook(write: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    """A workbook that ``write`` fills."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        write(book)
    return file.getvalue()


def sheet_of(rows: list[list[Any]], number_format: str = "General") -> bytes:
    """A workbook of one sheet; numbers are shown in ``number_format``, None is left empty."""

    def write(book: xlsxwriter.Workbook) -> None:
        sheet, style = book.add_worksheet("数据"), book.add_format({"num_format": number_format})
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(at, column, value, style)

    return workbook(write)


def bureau_workbook() -> bytes:
    """A table of a yearbook: a title over all columns, a unit's line, two rows of merged headers, footnotes below.

    Two indicators in 万元, each for 2019 and, preliminarily, 2020; areas down the side, indented; numbers as text with
    separators, in full width, missing, and with a footnote's mark.
    """

    def write(book: xlsxwriter.Workbook) -> None:
        sheet, number = book.add_worksheet("2-1"), book.add_format({"num_format": "#,##0"})
        sheet.merge_range("A1:E1", "表2-1 各市主要经济指标")
        sheet.merge_range("A2:E2", "单位：万元")
        sheet.merge_range("A3:A4", "地　区")
        sheet.merge_range("B3:C3", "地区生产总值")
        sheet.merge_range("D3:E3", "一般公共预算\n收入")
        for column, text in enumerate(["2019年", "2020年（快报）"] * 2, start=1):
            sheet.write_string(3, column, text)
        sheet.write_row(4, 0, ["　柳州市", "32,103,500", "32,909,400", "2,286,000①"])
        sheet.write_number(4, 4, 1776500, number)
        sheet.write_row(5, 0, ["　遵义市", "３５８３１２００", "38,200,500", "--", "…"])
        sheet.merge_range("A7:E7", "注：①含基金收入。")
        sheet.merge_range("A8:E8", "资料来源：各市统计公报。")

    return workbook(write)


def wps_workbook() -> bytes:
    """A workbook as WPS saves it: absolute targets, no size of the sheet, no styles, rich strings with readings."""
    strings = (
        "<si><r><t>地区</t></r><r><rPr><b/></rPr><t>名称</t></r></si>"
        "<si><t>柳州市</t><rPh sb='0' eb='2'><t>liǔzhōu</t></rPh></si>"
    )
    rows = (
        '<row><c t="s"><v>0</v></c><c t="inlineStr"><is><t>2020年</t></is></c><c t="str"><v>2021年</v></c></row>'
        '<row><c t="s"><v>1</v></c><c><v>0.30000000000000004</v></c><c><v>505.1</v></c></row>'
    )
    return archive_of(sheet_xml(rows), strings=strings)


def sheet_xml(rows: str, after: str = "") -> str:
    """The XML of a sheet, without its declaration."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def archive_of(
    sheet: str, strings: str = "", declaration: str = "", more: dict[str, str | bytes] | None = None
) -> bytes:
    """A workbook put together by hand.

    Args:
        sheet: the only sheet's XML.
        strings: the shared strings' ``si`` elements.
        declaration: what stands before the sheet's root.
        more: other parts by name.
    """
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": PACKAGE_RELATIONS,
        "docProps/app.xml": WPS,
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": WORKBOOK_RELATIONS,
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/worksheets/sheet1.xml": declaration + sheet,
        **(more or {}),
    }
    return zip_of(parts)


def zip_of(parts: dict[str, str | bytes]) -> bytes:
    """An archive of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def entity_bomb() -> bytes:
    """A workbook whose sheet names a text that expands to a thousand million characters."""
    entities = '<!ENTITY a0 "haha">' + "".join(
        f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 10)
    )
    rows = '<row><c t="inlineStr"><is><t>&a9;</t></is></c></row>'
    return archive_of(sheet_xml(rows), declaration=f"<!DOCTYPE worksheet [{entities}]>")


def zip_bomb(size: int) -> bytes:
    """A small workbook whose sheet inflates to ``size`` bytes."""
    return archive_of(sheet_xml(escape(" " * size)))


def lying_bomb(size: int) -> bytes:
    """A workbook whose ``workbook.xml`` inflates to ``size`` bytes more than it claims, with a checksum to match."""
    data = archive_of(sheet_xml(""), more={"xl/workbook.xml": WORKBOOK + " " * size})
    true, claimed = _workbook_part(data), _workbook_part(archive_of(sheet_xml("")))
    truth = struct.pack("<LLL", true.CRC, true.compress_size, true.file_size)
    lie = struct.pack("<LLL", claimed.CRC, true.compress_size, claimed.file_size)
    return data.replace(truth, lie)


def _workbook_part(data: bytes) -> zipfile.ZipInfo:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.getinfo("xl/workbook.xml")


def compound_file(stream: str) -> bytes:
    """The beginning of an OLE file with one stream's name in its directory: enough to tell its kind."""
    return bytes.fromhex("D0CF11E0A1B11AE1") + bytes(1016) + stream.encode("utf-16-le") + bytes(512)
