"""Several columns of a row in one line of text: what a subquery can give, and what rows of several tables share."""

from django.db.models import Func, TextField, Value
from django.db.models.functions import Cast, Coalesce

NOTHING = "-"  # stands for null in a line


class Line(Func):
    """Columns with a space between; none of them may be null or have spaces. Of all forms this one costs least."""

    template = "%(expressions)s"
    arg_joiner = " || ' ' || "
    output_field = TextField()


def or_nothing(column: str) -> Coalesce:
    """A column that may be null, for a line."""
    return Coalesce(Cast(column, TextField()), Value(NOTHING))
