"""Findings that an analyst promoted: a claim with its evidence, what is recommended, who leads, by when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bsafe_analysis.model.view_state import ViewState


class PromotedConfidence(StrEnum):
    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"


@dataclass(frozen=True)
class PromotedReview:
    """What a later month said of a promoted finding; `closed`: nothing more is to be done about it."""

    month: str
    closed: bool
    text: str
    role: str


@dataclass(frozen=True)
class Promoted:
    """One finding of a cycle. `month`: in which it was raised; `agency` leads what is recommended, by `due`."""

    id: str
    month: str
    claim: str
    view: ViewState
    confidence: PromotedConfidence
    comment: str
    recommendation: str
    agency: str
    due: date
    role: str
    reviews: tuple[PromotedReview, ...] = ()

    def as_of(self, month: str) -> Promoted:
        """As it was known in a month: later reviews left out."""
        return replace(self, reviews=tuple(review for review in self.reviews if review.month <= month))

    @property
    def latest(self) -> PromotedReview | None:
        return self.reviews[-1] if self.reviews else None

    def stands_in(self, month: str) -> bool:
        """Whether that month's documents tell of it: raised by then, and not closed before."""
        closed = [review.month for review in self.reviews if review.closed]
        return self.month <= month and not any(earlier < month for earlier in closed)
