"""What is wrong with a fixture, said so that one finds the place."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One fault.

    Attributes:
        file: the fixture file's name.
        line: the line where the record begins.
        record: its code, or what else names it.
        message: what is wrong, in the reader's language.
    """

    file: str
    line: int
    record: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.record}: {self.message}"


class BrokenFixtures(Exception):
    """The fixtures have faults; ``faults`` lists all of them, and nothing was loaded."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults
