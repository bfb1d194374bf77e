"""What the partnership has chosen to work on, and whether a direction is improvement or concern."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bsafe_analysis.model.findings import Direction


class Improvement(StrEnum):
    """Which direction of a category's count is an improvement."""

    FEWER = "fewer"
    MORE = "more"
    NEUTRAL = "neutral"


class Verdict(StrEnum):
    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    NEUTRAL = "neutral"
    UNCLAIMED = "unclaimed"
    """The better direction, but in an exceptional time: no improvement is claimed."""

    @property
    def wants_attention(self) -> bool:
        return self in (Verdict.CONCERN, Verdict.NEUTRAL)


@dataclass(frozen=True)
class Priority:
    key: str
    title: str
    categories: tuple[str, ...]


@dataclass(frozen=True)
class Priorities:
    """`improvement` by category key, with the reason beside it in priorities.yml."""

    every: tuple[Priority, ...]
    improvement: dict[str, Improvement]

    def of_category(self, category: str) -> Priority | None:
        return next((p for p in self.every if category in p.categories), None)

    def verdict(self, category: str, direction: Direction) -> Verdict:
        wanted = self.improvement.get(category, Improvement.NEUTRAL)
        if wanted is Improvement.NEUTRAL:
            return Verdict.NEUTRAL
        better = Direction.DOWN if wanted is Improvement.FEWER else Direction.UP
        return Verdict.IMPROVEMENT if direction is better else Verdict.CONCERN
