"""The delivery plan: what the partnership is doing, who owns it, by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Strand(StrEnum):
    PREVENTION = "prevention"
    ENFORCEMENT = "enforcement"
    INFORMATION = "information"


class Progress(StrEnum):
    PROPOSED = "proposed"
    AGREED = "agreed"
    UNDER_WAY = "under way"
    COMPLETE = "complete"
    STALLED = "stalled"
    WITHDRAWN = "withdrawn"


OPEN = (Progress.PROPOSED, Progress.AGREED, Progress.UNDER_WAY, Progress.STALLED)


@dataclass(frozen=True)
class Activity:
    """One activity of the delivery plan. `cost` is pounds, None where it is unknown (counted as unknown, never nought).

    `areas` are codes, `categories` keys; empty `areas` means the whole borough.
    """

    ref: str
    title: str
    priority: str
    theme: str
    strand: Strand
    areas: tuple[str, ...]
    categories: tuple[str, ...]
    owner: str
    agency: str
    measure: str
    baseline: str
    target: str
    start: date
    due: date
    status: Progress
    cost: float | None = None
    funding: str = ""
    blockage: str = ""
    blocked_since: date | None = None
    progress: str = ""
    progress_date: date | None = None

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    def is_overdue(self, on: date) -> bool:
        return self.is_open and self.due < on

    def is_blocked(self) -> bool:
        return self.is_open and bool(self.blockage)

    def touches(self, area_chain: tuple[str, ...]) -> bool:
        """Whether the activity works anywhere in these places (codes of a place, its parents and its children)."""
        return not self.areas or bool(set(self.areas) & set(area_chain))
