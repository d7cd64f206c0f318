"""References of records that people meet by a number, not by a code."""

import re
import secrets

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
REF = re.compile(f"[{SIGNS}]{{10}}", re.ASCII)


def new_ref() -> str:
    """A reference that no other record has: ten letters and digits that cannot be taken for each other."""
    return "".join(secrets.choice(SIGNS) for _ in range(10))
