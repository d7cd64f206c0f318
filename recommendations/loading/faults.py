"""What is wrong with a fixture, said so that one finds the place."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One fault.

    Attributes:
        file: the fixture file's name.
        line: the line where the record begins; 0: the file as a whole.
        record: its code, or what else names it; empty: what stands there is no record.
        message: what is wrong, in the reader's language.
    """

    file: str
    line: int
    record: str
    message: str

    @property
    def of_file(self) -> bool:
        """Whether it is no record that is at fault, but the file: what stands in it is not known."""
        return not self.record

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place} {self.record}: {self.message}" if self.record else f"{place}: {self.message}"


class BrokenFixturesError(Exception):
    """The fixtures have faults; ``faults`` lists all of them, and nothing was loaded."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults
