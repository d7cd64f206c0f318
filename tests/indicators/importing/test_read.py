"""What kind of file it is, its content says; whatever is no table is refused with a sentence that says what to do."""

import pytest

from indicators.importing.limits import MEBIBYTE
from indicators.importing.read import MOST_BYTES, read
from indicators.importing.sheet import UnreadableFileError
from tests.workbooks import archive_of, bureau_workbook, compound_file, sheet_xml, zip_of


def refusal(data: bytes, name: str = "表.xlsx") -> str:
    with pytest.raises(UnreadableFileError) as caught:
        read(data, name)
    return str(caught.value)


def test_a_workbook_is_known_by_its_content_whatever_its_name():
    assert read(bureau_workbook(), "表.csv")[0].name == "2-1"


def test_text_is_called_by_its_file():
    assert read("地区,2020\n柳州,1\n".encode(), "人口.csv")[0].name == "人口"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "空的"),
        (b" \r\n \n", "空的"),
        (compound_file("EncryptedPackage"), "密码"),
        (compound_file("Workbook"), "xls"),
        (compound_file("WordDocument"), "不是文本，也不是工作簿"),
        (archive_of(sheet_xml(""), more={"xl/vbaProject.bin": b"macro"}), "宏"),
        (zip_of({"xl/workbook.bin": b"", "[Content_Types].xml": ""}), "xlsb"),
        (zip_of({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": ""}), "ods"),
        (zip_of({"word/document.xml": ""}), "压缩文件"),
        (bureau_workbook()[:-200], "损坏"),
        (b"PK\x03\x04", "损坏"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE HTML><html></html>", "网页"),
        (b"MIME-Version: 1.0\n", "网页"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "XML"),
        (b"%PDF-1.7\n", "PDF"),
        ("地区\t2020".encode("utf-16"), "UTF-16"),
        (b"a,b\n1,\x002\n", "不是文本"),
    ],
)
def test_what_is_no_table_is_refused_and_told_what_it_is(data, says):
    assert says in refusal(data)


@pytest.mark.parametrize("name", ["表.xlsx", "表.XLS", "表.et"])
def test_text_that_calls_itself_a_workbook_is_refused(name):
    assert "内容却是文本" in refusal(b"a,b\n1,2\n", name)


def test_a_file_over_the_limit_is_refused_with_both_sizes():
    assert "51 MB" in refusal(bytes(MOST_BYTES + 1))
    assert "50 MB" in refusal(bytes(MOST_BYTES + 1))


def test_a_workbook_has_a_limit_of_its_own():
    behind = bytes(20 * MEBIBYTE)

    assert "21 MB" in refusal(archive_of(sheet_xml("")).replace(b"PK\x01\x02", behind + b"PK\x01\x02", 1))
