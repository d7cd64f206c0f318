"""Workbooks that are packed to burst are refused before anything of them is kept."""

import tracemalloc

import pytest

from indicators.importing.limits import MEBIBYTE
from indicators.importing.read import read
from indicators.importing.sheet import UnreadableFileError
from tests.workbooks import archive_of, entity_bomb, lying_bomb, sheet_xml, zip_bomb


def refusal(data: bytes) -> tuple[str, int]:
    """The sentence, and the most memory in use while it was found, in bytes."""
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableFileError) as caught:
            read(data, "表.xlsx")
        return str(caught.value), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_zip_bomb_is_refused_by_what_it_says_it_holds():
    bomb = zip_bomb(101 * MEBIBYTE)

    sentence, memory = refusal(bomb)

    assert len(bomb) < MEBIBYTE
    assert "100 MB" in sentence
    assert memory < MEBIBYTE + len(bomb)


def test_a_bomb_that_lies_about_its_size_is_found_without_inflating_it():
    sentence, memory = refusal(lying_bomb(64 * MEBIBYTE))

    assert "损坏" in sentence
    assert memory < 4 * MEBIBYTE


def test_an_entity_bomb_is_refused():
    sentence, memory = refusal(entity_bomb())

    assert "损坏" in sentence
    assert memory < 16 * MEBIBYTE


def test_a_row_that_never_ends_is_refused_before_it_is_kept():
    sentence, memory = refusal(archive_of(sheet_xml("<row>" + "<c/>" * 2_000_000 + "</row>")))

    assert "一行过大" in sentence
    assert memory < 100 * MEBIBYTE


def test_a_part_that_is_not_a_sheet_may_not_be_large():
    styles = '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>' + " " * 3 * MEBIBYTE

    assert "“xl/styles.xml”过大（最多 2 MB）" in refusal(archive_of(sheet_xml(""), more={"xl/styles.xml": styles}))[0]


def test_parts_that_are_never_read_may_be_of_any_size():
    picture = {"xl/media/a.png": bytes(101 * MEBIBYTE)}

    (sheet,) = read(archive_of(sheet_xml("<row><c><v>1</v></c></row>"), more=picture), "表.xlsx")

    assert sheet.rows == [["1"]]
