"""What is wrong with an address: one exception for every parameter that cannot be read or used."""

from django.core.exceptions import BadRequest


class BadParameter(BadRequest):
    """A parameter of an address that is unknown, or whose value does not fit: a 400 that names it.

    Attributes:
        parameter: its name.
        message: a sentence in the reader's language that says what is wrong.
    """

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter
        self.message = message
