"""Names that people gave their files: kept to be shown and offered at download, never used as a path."""

import unicodedata

from django.utils.translation import gettext as _

from recommendations.choices import FileKind

from .refusal import UnacceptableFileError

LONGEST_NAME = 120
# Endings under which each kind is saved; the first is given to a name that has none.
ENDINGS: dict[FileKind, tuple[str, ...]] = {
    FileKind.PDF: ("pdf",),
    FileKind.OFD: ("ofd",),
    FileKind.DOCX: ("docx",),
    FileKind.XLSX: ("xlsx",),
    FileKind.WPS: ("wps", "doc"),
    FileKind.ET: ("et", "xls"),
    FileKind.DPS: ("dps", "ppt"),
    FileKind.JPG: ("jpg", "jpeg", "jfif"),
    FileKind.PNG: ("png",),
}
LONGEST_ENDING = 5


def fit_name(name: str, kind: FileKind) -> str:
    """The name under which a file is shown: its own without folders, invisible signs and excess length.

    Args:
        name: as the browser sent it.
        kind: what the file is.

    Returns:
        A name of at most ``LONGEST_NAME`` characters that ends as the kind does.

    Raises:
        UnacceptableFileError: its ending says that it is something else.
    """
    bare = visible(name.replace("\\", "/").rpartition("/")[2]).strip(" .")
    stem, ending = _split(bare)
    if ending and ending.lower() not in ENDINGS[kind]:
        raise UnacceptableFileError(
            _("文件名是 .%(ending)s，内容却是 %(kind)s。请用原来的程序重新保存后再上传。")
            % {"ending": ending, "kind": kind.label}
        )
    ending = ending or ENDINGS[kind][0]
    stem = stem[: LONGEST_NAME - len(ending) - 1].strip() or _("附件")
    return f"{stem}.{ending}"


def visible(text: str) -> str:
    """The text without what does not show: control characters, line breaks, and marks that turn the reading order."""
    return "".join(" " if sign.isspace() else sign for sign in text if sign.isspace() or _shows(sign)).strip()


def _shows(sign: str) -> bool:
    return unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def _split(name: str) -> tuple[str, str]:
    """Stem and ending; what stands behind a dot is an ending only where it looks like one: 2026.3 has none."""
    stem, dot, ending = name.rpartition(".")
    looks = dot and stem and 0 < len(ending) <= LONGEST_ENDING and ending.isascii() and ending.isalnum()
    return (stem, ending) if looks and not ending.isdigit() else (name, "")
