"""What the partnership has chosen to work on, and whether a direction is improvement or concern."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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


class HarmClass(StrEnum):
    """How bad it is when it happens once, in the partnership's own judgement: an order, from which nothing is added up.

    >>> sorted([HarmClass.LOW, HarmClass.HIGH], key=lambda harm: harm.rank)
    [<HarmClass.HIGH: 'high'>, <HarmClass.LOW: 'low'>]
    """

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return tuple(HarmClass).index(self)


@dataclass(frozen=True)
class Harm:
    """How bad one incident of a kind is. `why`: the partnership's reason, in the words that readers are told."""

    level: HarmClass
    why: str


@dataclass(frozen=True)
class Priority:
    key: str
    title: str
    categories: tuple[str, ...]


@dataclass(frozen=True)
class Priorities:
    """`improvement` and `harm` by category key, with the reason beside them in priorities.yml."""

    every: tuple[Priority, ...]
    improvement: dict[str, Improvement]
    harm: Mapping[str, Harm] = field(default_factory=dict)

    def of_category(self, category: str) -> Priority | None:
        return next((p for p in self.every if category in p.categories), None)

    def harm_of(self, category: str) -> Harm | None:
        """How bad one incident of this kind is; None where the partnership has not said, and nothing may be ranked."""
        return self.harm.get(category)

    def verdict(self, category: str, direction: Direction) -> Verdict:
        wanted = self.improvement.get(category, Improvement.NEUTRAL)
        if wanted is Improvement.NEUTRAL:
            return Verdict.NEUTRAL
        better = Direction.DOWN if wanted is Improvement.FEWER else Direction.UP
        return Verdict.IMPROVEMENT if direction is better else Verdict.CONCERN
