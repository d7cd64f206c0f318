"""What becomes of the actions in the sample: one story an action, in turn, in the plan's reading order.

The stories end in every light: done, on time, at risk (due soon, behind, or late to report), late, not started, not
mandated; and some of them leave the count for good or for a while.
"""

from dataclasses import dataclass
from enum import Enum

from recommendations.choices import Openness


class Course(Enum):
    """How far a report came on its way."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    MENDED = "returned, mended and approved"
    APPROVED = "approved"


@dataclass(frozen=True)
class Report:
    """A report at the end of a month.

    Attributes:
        month: see ``Days``.
        off: by how many points it lies off what the plan foresees for its day; None: completed.
        corrects: whether it corrects the report before it, of the same month.
        late: whether it is handed in only after the deadline.
        falls: whether it may tell less than the report before it did.
        repeats: whether it tells the same words as the report before it.
        bare: whether it names no evidence.
    """

    month: int
    off: int | None = 0
    course: Course = Course.APPROVED
    openness: Openness = Openness.PUBLIC
    corrects: bool = False
    late: bool = False
    falls: bool = False
    repeats: bool = False
    bare: bool = False


@dataclass(frozen=True)
class Story:
    """An action's story.

    Attributes:
        due: the month at whose end it is due; 0: the coming term (``Days.coming``); None: the mandate adopts it not.
        extended_to: the month to whose end it is extended, before it falls due.
        suspended_in: the month in which it is suspended.
        resumed_in: the month in which it goes on.
        superseded_in: the month in which another action takes its place.
        new: whether its mandate came only lately.
    """

    due: int | None
    reports: tuple[Report, ...] = ()
    extended_to: int | None = None
    suspended_in: int | None = None
    resumed_in: int | None = None
    superseded_in: int | None = None
    new: bool = False

    @property
    def overdue(self) -> bool:
        """Whether its due date, never moved, is past and it is not done."""
        done = any(report.off is None for report in self.reports)
        return self.due is not None and self.due < 0 and self.extended_to is None and not done


NOT_MANDATED = None
NOT_ADOPTED = Story(due=None)
INTERNAL, ON_REQUEST = Openness.INTERNAL, Openness.ON_REQUEST

STORIES: tuple[Story | None, ...] = (
    Story(due=6, reports=(Report(-10, 1), Report(-7), Report(-4, 2), Report(-1, 1))),
    Story(due=-1, reports=(Report(-7, -3), Report(-4, -9, openness=INTERNAL), Report(-1, -20))),
    Story(due=8, new=True),
    Story(due=-1, reports=(Report(-7, 2), Report(-4, 4), Report(-2, None))),
    Story(due=5, reports=(Report(-10), Report(-7, -2), Report(-4, -8, openness=ON_REQUEST), Report(-1, -14))),
    Story(due=9, reports=(Report(-4, 3, late=True), Report(-1, 8))),
    Story(due=-2, extended_to=4, reports=(Report(-7, -2), Report(-4, -12), Report(-1))),
    Story(due=0, reports=(Report(-4, 1), Report(-1, 1))),
    NOT_MANDATED,
    Story(due=7, reports=(Report(-7), Report(-4, 2), Report(-1, 3, Course.DRAFT, INTERNAL))),
    Story(due=-3, reports=(Report(-7, -6), Report(-1, -25, Course.SUBMITTED, INTERNAL))),
    Story(due=10, reports=(Report(-10, 3), Report(-7, 2, openness=INTERNAL), Report(-1, 1, openness=INTERNAL))),
    Story(due=4, reports=(Report(-7, 12), Report(-4, None, bare=True))),
    Story(due=5, suspended_in=-5, reports=(Report(-7, -8, openness=INTERNAL),)),
    Story(due=6, reports=(Report(-7, -4), Report(-4, -13), Report(-1, -16, Course.RETURNED, INTERNAL))),
    Story(due=8, reports=(Report(-4), Report(-1, 2, Course.SUBMITTED))),
    NOT_ADOPTED,
    Story(due=6, suspended_in=-6, resumed_in=-3, reports=(Report(-7, 2), Report(-1))),
    Story(due=7, reports=(Report(-7, 0, Course.MENDED), Report(-4, 9), Report(-4, 1, corrects=True), Report(-1, 2))),
    Story(due=8, reports=(Report(-10, 1), Report(-7, 2))),
    Story(due=9, reports=(Report(-7, 1), Report(-4, 2), Report(-1, 0, repeats=True))),
    Story(due=7, reports=(Report(-4, 20), Report(-1, -1, falls=True))),
    Story(due=6, superseded_in=-3, reports=(Report(-7),)),
)
