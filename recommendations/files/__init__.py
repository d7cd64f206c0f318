"""What an uploaded file is, told from its content, and how its name is kept. Reads; stores nothing."""

from .names import fit_name
from .recognise import recognise
from .refusal import UnacceptableFileError

__all__ = ["UnacceptableFileError", "fit_name", "recognise"]
