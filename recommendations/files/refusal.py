"""The refusal that all recognisers share."""


class UnacceptableFileError(Exception):
    """The file cannot be taken; the message is a sentence without the file's name."""
