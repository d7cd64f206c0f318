"""What a file is, told from its content: each kind that is taken, and what is not."""

import io
import struct
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.files import UnacceptableFileError, recognise, zipped
from tests.files import MAKERS, a_compound, a_docx, a_jpg, a_pdf, a_png, a_zip, an_ooxml


def refusal(content: bytes) -> str:
    with pytest.raises(UnacceptableFileError) as refused:
        recognise(io.BytesIO(content))
    return str(refused.value)


@pytest.mark.parametrize("kind", MAKERS)
def test_each_kind_is_known_by_its_content(kind):
    assert recognise(io.BytesIO(MAKERS[kind]())) == kind


@pytest.mark.parametrize(("stream", "kind"), [("Book", "et"), ("Workbook", "et"), ("WordDocument", "wps")])
def test_what_wps_and_the_old_office_write_is_told_apart_by_the_stream(stream, kind):
    assert recognise(io.BytesIO(a_compound("Other", stream))) == kind


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00" + b"\0" * 100,
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + b"\0" * 20,
        b"plain text",
        a_zip({"readme.txt": b"x"}),
        a_zip({"OFD.xml": b"<other/>"}),
        an_ooxml("ppt/presentation.xml", "presentationml.presentation"),
        a_compound("Installer"),
        b" " + a_pdf(),
        b"x" + a_zip({"OFD.xml": b"<OFD/>"}),
    ],
    ids=[
        *("program", "page", "svg", "gif", "text", "zip", "no OFD", "pptx", "installer"),
        *("pdf behind something", "zip behind something"),
    ],
)
def test_other_kinds_are_refused_and_the_kinds_that_may_be_uploaded_are_named(content):
    assert refusal(content) == "这种文件不能上传。可以上传：PDF、OFD、DOCX、XLSX、WPS、ET、DPS、JPG、PNG。"


def test_a_workbook_with_macros_is_none():
    types = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/x" '
    types += b'ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
    macros = a_zip({"[Content_Types].xml": types, "x": b"x"})

    assert "不能上传" in refusal(macros)


def test_an_archive_that_only_says_that_it_is_a_document_is_none():
    types = a_docx()
    with zipfile.ZipFile(io.BytesIO(types)) as archive:
        only_types = a_zip({"[Content_Types].xml": archive.read("[Content_Types].xml")})

    assert "不能上传" in refusal(only_types)


def test_an_empty_file_is_refused():
    assert refusal(b"") == "文件是空的。"


@pytest.mark.parametrize("kind", MAKERS)
def test_a_file_that_is_cut_off_is_refused(kind):
    whole = MAKERS[kind]()
    cut = whole[: len(whole) // 2] if kind not in {"pdf", "jpg"} else whole[:-6]

    assert "损坏" in refusal(cut)


def broken_in_the_middle(content: bytes) -> bytes:
    """The same archive with one byte of what is packed in ``word/document.xml`` turned."""
    at = content.index(b"word/document.xml") + len("word/document.xml") + 2
    return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]


def test_an_archive_whose_checksum_does_not_hold_is_refused():
    assert "损坏" in refusal(broken_in_the_middle(a_docx()))


def test_an_encrypted_archive_is_refused():
    content = bytearray(a_docx())
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.index(sign) + at
        content[start : start + 2] = struct.pack("<H", 1)

    assert "密码" in refusal(bytes(content))


def test_a_document_with_a_password_is_refused():
    assert "密码" in refusal(a_compound("EncryptionInfo", "EncryptedPackage"))


@pytest.mark.parametrize("said", ["/Encrypt 5 0 R", "/Encrypt<</Filter/Standard/V 2>>", "/Encrypt\n12 0 R"])
def test_a_pdf_with_a_password_is_refused(said):
    assert "密码" in refusal(a_pdf().replace(b"trailer <<>>", f"trailer << {said} /Root 1 0 R >>".encode()))


def test_a_pdf_that_only_speaks_of_encryption_is_taken():
    assert recognise(io.BytesIO(a_pdf("/Encrypt is a key, /EncryptMetadata true another"))) == "pdf"


def test_what_would_unpack_to_far_more_is_refused_before_it_is_unpacked(monkeypatch):
    bomb = a_docx(bomb=b"\0" * 3_000_000)
    assert len(bomb) < 10_000
    monkeypatch.setattr(zipped, "MOST_BYTES_UNPACKED", 2_000_000)
    monkeypatch.setattr(zipped, "_read_through", lambda _archive: pytest.fail("unpacked"))

    assert "过大" in refusal(bomb)


def test_an_archive_that_lies_about_its_size_unpacks_no_more_than_it_says():
    bomb = bytearray(a_docx(bomb=b"\0" * 3_000_000))
    at = bomb.rindex(b"PK\x01\x02")
    struct.pack_into("<L", bomb, at + 24, 10)

    assert "损坏" in refusal(bytes(bomb))


def test_an_archive_of_very_many_parts_is_refused_before_they_are_listed(monkeypatch):
    monkeypatch.setattr(zipped, "MOST_PARTS", 100)
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_: pytest.fail("listed"))

    assert "过大" in refusal(a_zip_of(101))


def a_zip_of(parts: int) -> bytes:
    buffer = io.BytesIO()
    directory = b"".join(_listed(f"{number}") for number in range(parts))
    buffer.write(b"PK\x03\x04" + directory)
    buffer.write(struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, parts, parts, len(directory), 4, 0))
    return buffer.getvalue()


def _listed(name: str) -> bytes:
    head = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, len(name), 0, 0, 0, 0, 0, 0)
    return head + name.encode()


def test_entities_that_expand_without_end_are_refused():
    evil = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><OFD>&b;</OFD>'

    assert "损坏" in refusal(a_zip({"OFD.xml": evil}))


def test_bytes_behind_a_picture_do_no_harm():
    assert recognise(io.BytesIO(a_jpg() + b"more")) == "jpg"
    assert recognise(io.BytesIO(a_png() + b"more")) == "png"


@given(kind=st.sampled_from(sorted(MAKERS)), turned=st.lists(st.tuples(st.floats(0, 0.999), st.integers(1, 255))))
def test_whatever_is_broken_in_a_file_it_is_known_or_refused(kind, turned):
    content = bytearray(MAKERS[kind]())
    for place, mask in turned:
        content[int(place * len(content))] ^= mask
    with suppress(UnacceptableFileError):
        assert recognise(io.BytesIO(bytes(content))) in set(MAKERS)
