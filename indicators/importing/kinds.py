"""What kind of file some bytes are: the kinds that are read, and those that are often sent instead of them."""

import io
import re
import zipfile
from enum import Enum, auto

from django.utils.translation import gettext as _

from .sheet import UnreadableFileError

ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
OLD_WORKBOOK = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
UTF_8_MARK = b"\xef\xbb\xbf"
HTML = re.compile(rb"<(?:!doctype html|html|head|meta|table|body)\b", re.IGNORECASE)
MARKUP_WITHIN = 1024


class Kind(Enum):
    """A kind of file; only XLSX and TEXT are read."""

    TEXT = auto()
    XLSX = auto()
    EMPTY = auto()
    MACROS = auto()
    BINARY_WORKBOOK = auto()
    OPEN_DOCUMENT = auto()
    OTHER_ARCHIVE = auto()
    DAMAGED_ARCHIVE = auto()
    ENCRYPTED = auto()
    OLD_WORKBOOK = auto()
    HTML = auto()
    XML = auto()
    PDF = auto()
    UTF_16 = auto()
    BINARY = auto()


def kind_of(data: bytes) -> Kind:
    """Tell a file's kind from its first bytes, and an archive's from the names in it; nothing is inflated."""
    for signature, kind in SIGNATURES.items():
        if data.startswith(signature):
            return kind if isinstance(kind, Kind) else kind(data)
    if b"\0" in data:
        return Kind.BINARY
    start = data[:MARKUP_WITHIN].removeprefix(UTF_8_MARK).lstrip()
    if start.startswith((b"<", b"MIME-Version:")):
        return Kind.XML if start.startswith(b"<?xml") and not HTML.search(start) else Kind.HTML
    return Kind.TEXT if start or data[MARKUP_WITHIN:].strip() else Kind.EMPTY


def _archive(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError):
        return Kind.DAMAGED_ARCHIVE
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return Kind.MACROS
    if "xl/workbook.bin" in names:
        return Kind.BINARY_WORKBOOK
    if "content.xml" in names and "mimetype" in names:
        return Kind.OPEN_DOCUMENT
    if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
        return Kind.XLSX
    return Kind.OTHER_ARCHIVE


def _compound(data: bytes) -> Kind:
    if ENCRYPTED in data:
        return Kind.ENCRYPTED
    return Kind.OLD_WORKBOOK if any(name in data for name in OLD_WORKBOOK) else Kind.BINARY


SIGNATURES = {
    b"PK": _archive,
    bytes.fromhex("D0CF11E0A1B11AE1"): _compound,
    b"\xff\xfe": Kind.UTF_16,
    b"\xfe\xff": Kind.UTF_16,
    b"%PDF": Kind.PDF,
}


def refusal_of(kind: Kind) -> UnreadableFileError:
    """The sentence for a kind of file that is not read."""
    sentences = {
        Kind.EMPTY: _("文件是空的。"),
        Kind.MACROS: _("工作簿带有宏（xlsm），不读取。请另存为不带宏的 .xlsx。"),
        Kind.BINARY_WORKBOOK: _("这是二进制工作簿（xlsb）。请另存为 .xlsx 或 .csv。"),
        Kind.OPEN_DOCUMENT: _("这是 OpenDocument 文件（ods）。请另存为 .xlsx 或 .csv。"),
        Kind.OTHER_ARCHIVE: _("这是压缩文件，不是工作簿。请解压后上传其中的 .xlsx 或 .csv。"),
        Kind.DAMAGED_ARCHIVE: _("文件不完整或已损坏，打不开。请重新下载或重新保存后再上传。"),
        Kind.ENCRYPTED: _("工作簿有密码保护。请去掉密码，另存为 .xlsx 后再上传。"),
        Kind.OLD_WORKBOOK: _("这是旧格式的工作簿（xls）。请在表格软件里另存为 .xlsx。"),
        Kind.HTML: _("这是网页，不是工作簿：有些网站把网页存成 .xls 供下载。请用表格软件打开，另存为 .xlsx。"),
        Kind.XML: _("这是 XML 文件，不是工作簿。请用表格软件打开，另存为 .xlsx。"),
        Kind.PDF: _("这是 PDF 文件，不是表格。请上传 .xlsx 或 .csv。"),
        Kind.UTF_16: _("文本是 UTF-16 编码。请另存为 UTF-8 编码的 .csv。"),
        Kind.BINARY: _("文件不是文本，也不是工作簿。能读的是 .csv 和 .xlsx。"),
    }
    return UnreadableFileError(sentences[kind])
