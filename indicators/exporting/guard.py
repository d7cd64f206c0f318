"""Texts that a spreadsheet would run as formulas, made harmless, and back.

Excel runs a cell that begins with one of these signs as a formula; an apostrophe before it makes it text.
https://owasp.org/www-community/attacks/CSV_Injection
"""

import re

# In Chinese Excel takes the full-width signs too. What already begins with apostrophes gets one more, so that to take
# one away is always right.
FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")
NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
APOSTROPHE = "'"


def guarded(text: str) -> str:
    """The text as a spreadsheet may open it; a number is none to be feared."""
    return APOSTROPHE + text if FORMULA.match(text) and not NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    """The text that ``guarded`` was given."""
    bare = text.removeprefix(APOSTROPHE)
    return bare if bare != text and FORMULA.match(bare) else text
