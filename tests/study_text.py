"""The printed study, cut by stated rules into places that a locator can name.

The study is laid out in lines that break sentences and even table cells, so the text is first joined again and then cut
at its own headings. Two rules matter to the fixtures' tests:

* **Places.** Prose belongs to the last heading before it: ``引言`` until 一、, then ``二(二)1`` for 二、（二）1.; a
  place with no numbered heading ends at the bracket (``二(一)``). In section four ``一是`` … ``三是`` and ``一方面`` /
  ``另一方面`` open a place of their own: ``四(一)1·一是``. A table is the place ``表9`` and its note ``表9 注``.
* **Clauses.** A place of section four is cut at ``，`` ``；`` and ``。`` wherever they stand outside （）, “” and
  《》. Clauses are numbered from 1 within their place: ``四(一)1·一是·3``. The headings themselves
  (``1.突出培育壮大…集群。``, ``一是``) are no clauses; the sentence after ``一是`` is.
"""

import os
import re
from pathlib import Path

STUDY_TEXT = Path(os.environ.get("STUDY_TEXT", Path(__file__).resolve().parents[2] / "shared/study/study.txt"))

PRINTED_TABLES = {"1", "7", "9", "11"}
FURNITURE = re.compile(r"^(\d\d ?2022年第3期|经济视角柳州发展研究|中西部部分城市发展路径对比研究|●市政府重点课题组)$")
END = re.compile(r"^课 题 组 组 长")
CAPTION = re.compile(r"^表 ?(\d+) ?：")
OPENERS = re.compile(r"(?:(?<=。)|^)(一是|二是|三是|一方面|另一方面)，?")


def lines(text: str) -> list[str]:
    """The lines that hold text, without page furniture and the list of people at the end."""
    kept = []
    for line in text.splitlines():
        if END.match(line):
            break
        if line.strip() and not FURNITURE.match(line.strip()):
            kept.append(line.rstrip())
    return kept


def prose_and_tables(text: str) -> tuple[str, dict[str, str]]:
    """Separate running prose from tables.

    A table of print runs from its caption to the end of its note; of a table that is a picture only the caption (and
    for table 6 the note) is text. A note ends with 。, or where the next line opens a page (with a half-width space).

    Returns:
        The prose joined without line breaks (headings keep a line of their own), and the tables by locator, cells
        separated by single spaces.
    """
    prose: list[str] = []
    tables: dict[str, str] = {}
    table = place = None
    for line in lines(text):
        caption = CAPTION.match(line.strip())
        if caption:
            table = caption[1]
            place = f"表{table}"
            tables[place] = line.strip()[caption.end() :]
            continue
        if line.strip().startswith("注："):
            place = f"表{table} 注"
            tables[place] = ""
        in_note = place is not None and place.endswith("注")
        ended = in_note and (tables[place].endswith("。") or (tables[place] and line.startswith(" ")))
        if place and not ended and (in_note or table in PRINTED_TABLES):
            tables[place] += ("" if in_note else " ") + line.strip()
            continue
        place = None
        prose.append(line.strip())
    return "\n".join(prose), tables


def places(text: str) -> dict[str, str]:
    """Cut the study into places: locator -> text of the place, headings included once, in reading order."""
    prose, tables = prose_and_tables(text)
    found: dict[str, str] = {}
    chapter = section = ""
    key = "引言"
    for line in prose.split("\n"):
        squeezed = re.sub(r"\s", "", line)
        top = re.match(r"^([一二三四])、", squeezed)
        sub = re.match(r"^（([一二三四])）", squeezed)
        item = re.match(r"^(\d)\.(?=\D)", squeezed)
        if top:
            chapter, section, key = top[1], "", top[1]
        elif sub:
            section, key = sub[1], f"{chapter}({sub[1]})"
        elif item and section:
            key = f"{chapter}({section}){item[1]}"
        found[key] = found.get(key, "") + squeezed
    split: dict[str, str] = {}
    for key, body in found.items():
        if not key.startswith("四("):
            split[key] = body
            continue
        parts = OPENERS.split(body)
        split[key] = parts[0]
        for opener, part in zip(parts[1::2], parts[2::2], strict=True):
            split[f"{key}·{opener}"] = part
    return split | tables


TITLES = {
    "四(一)": "（一）把提高制造业质量作为实现高质量发展的主攻方向",
    "四(二)": "（二）提升创新能力和动力，夯实高质量发展的基础",
    "四(三)": "（三）提高开放水平，在高质量开放中实现高质量发展",
    "四(四)": "（四）坚持绿色发展，打造生态与经济社会和谐共生的样板",
}


def clauses(text: str) -> dict[str, str]:
    """Section four as clauses: locator ``四(一)1·一是·3`` -> the clause's words, in reading order."""
    cut: dict[str, str] = {}
    for key, body in places(text).items():
        if not key.startswith("四("):
            continue
        below = body.removeprefix(TITLES.get(key, ""))
        if "·" not in key:
            below = re.sub(r"^\d\.[^。]*。", "", below)  # the measure's own title
        for number, clause in enumerate(split_clauses(below), start=1):
            cut[f"{key}·{number}"] = clause
    return cut


def split_clauses(body: str) -> list[str]:
    """Cut at ， ； 。 outside brackets and quotation marks; marks are dropped, empty pieces too."""
    pieces, piece, depth = [], "", 0
    for char in body:
        depth += (char in "（“《") - (char in "）”》")
        if char in "，；。" and depth == 0:
            pieces.append(piece)
            piece = ""
        else:
            piece += char
    return [piece for piece in [*pieces, piece] if piece]
