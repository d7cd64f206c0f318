"""References of records that people meet by a number, not by a code."""

import secrets


def new_ref() -> str:
    """A reference that no other record has: ten letters and digits that cannot be taken for each other."""
    return "".join(secrets.choice("23456789ABCDEFGHJKMNPQRSTUVWXYZ") for _ in range(10))
