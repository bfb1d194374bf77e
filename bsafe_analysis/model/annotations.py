"""What analysts know of a month that no count says: an event, a recording change, an operation, a comment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bsafe_analysis.model.areas import Areas


class Kind(StrEnum):
    EVENT = "event"
    RECORDING_CHANGE = "recording_change"
    OPERATION = "operation"
    COMMENT = "comment"


@dataclass(frozen=True)
class Annotation:
    """One note. `place` is a code; `category` "" means every one. `last` None: a single day, or from then on for a
    recording change. `role`: of who wrote it, never a name. `written`: the day it was written.
    """

    id: str
    kind: Kind
    place: str
    category: str
    first: date
    last: date | None
    text: str
    role: str
    written: date

    def touches(self, places: tuple[str, ...], categories: tuple[str, ...]) -> bool:
        """Whether it says something of one of these places and one of these categories."""
        return self.place in places and (not self.category or self.category in categories)

    def in_months(self, first: str, last: str) -> bool:
        """Whether any day of it lies in these months, both included."""
        end = self.last or self.first
        return self.first.isoformat()[:7] <= last and end.isoformat()[:7] >= first


@dataclass(frozen=True)
class Rebase:
    """From the month `since` on, the counts of these places (codes: one, and all it holds) are recorded in another way:
    earlier months are not comparable. `category` "*": every category.
    """

    places: tuple[str, ...]
    category: str
    since: str
    reason: str


def places_within(areas: Areas, code: str) -> tuple[str, ...]:
    """The place and all that it holds; the borough's hold the incidents that were not placed, too."""
    within, todo = [], [code]
    while todo:
        code = todo.pop(0)
        within.append(code)
        todo += [area.code for area in areas if area.parent == code]
    return tuple(within)
