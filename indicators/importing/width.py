"""Full-width forms of ASCII, which Chinese tables mix freely with the half-width ones."""

TO_ASCII = 0xFEE0
SPACES = "\u3000\u00a0\u2009\u202f"
HALF_WIDTH = {code: code - TO_ASCII for code in range(ord("！"), ord("～") + 1)} | dict.fromkeys(map(ord, SPACES), " ")


def half_width(text: str) -> str:
    """The text with full-width digits, letters and signs as half-width ones, and every kind of space as a plain one.

    Nothing else is folded: ``①`` stays a footnote's mark and does not become a figure.
    """
    return text.translate(HALF_WIDTH)
