"""Names of files: shown as they were given, without what does not show, and never at odds with the content."""

import pytest

from recommendations.choices import FileKind
from recommendations.files import UnacceptableFileError, fit_name
from recommendations.files.names import ENDINGS, LONGEST_NAME


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("一季度佐证.pdf", "一季度佐证.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\公文\\通知.PDF", "通知.PDF"),
        ("a\x00b\x07c\r\nd.pdf", "abc  d.pdf"),
        ("发票\u202efdp.exe.pdf", "发票fdp.exe.pdf"),
        ("柳政办〔2026〕3号 第1.2版", "柳政办〔2026〕3号 第1.2版.pdf"),
        ("无后缀", "无后缀.pdf"),
        (".pdf", "pdf.pdf"),
        ("", "附件.pdf"),
        ("<b>粗</b>.pdf", "b>.pdf"),
        ("🎉.pdf", "🎉.pdf"),
    ],
)
def test_a_name_is_kept_as_far_as_it_shows(given, kept):
    assert fit_name(given, FileKind.PDF) == kept


def test_a_long_name_is_cut_and_keeps_its_ending():
    kept = fit_name("长" * 300 + ".pdf", FileKind.PDF)

    assert len(kept) == LONGEST_NAME
    assert kept.endswith("长.pdf")


@pytest.mark.parametrize(("name", "kind"), [("a.pdf", "png"), ("a.docx", "wps"), ("a.exe", "pdf"), ("a.html", "jpg")])
def test_a_name_that_says_another_kind_is_refused_with_both(name, kind):
    with pytest.raises(UnacceptableFileError) as refusal:
        fit_name(name, FileKind(kind))

    ending = name.partition(".")[2]
    assert f"文件名是 .{ending}，内容却是 {kind.upper()}" in str(refusal.value)


def test_each_kind_has_endings_and_none_is_of_two_kinds():
    assert ENDINGS.keys() == set(FileKind)
    endings = [ending for of_kind in ENDINGS.values() for ending in of_kind]
    assert len(endings) == len(set(endings))
