"""What a file holds once it was read: sheets of text, whatever kind of file it was."""

from dataclasses import dataclass, field


class UnreadableFileError(Exception):
    """A file that is not read at all; its text is the sentence for the person who sent it."""


@dataclass
class Sheet:
    """A grid of texts.

    Attributes:
        name: the sheet's name; of a CSV the file's name without its ending.
        rows: the cells' text as a reader sees it, stripped; ``""`` is empty. A number has the decimals that its cell
            shows (``505.10``, not ``505.1``). A merged cell's text stands in each cell that it covers. Rows may differ
            in length.
        faults: what is wrong with a single cell (a formula, an error value), by row and column counted from 0: a
            sentence without the cell's name.
        remarks: what a person who looks at the file does not see and should know: that rows are hidden and were read.
    """

    name: str
    rows: list[list[str]]
    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
