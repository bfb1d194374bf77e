"""What a partnership measures itself by: indicators with their baseline and targets (indicators.yml)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bsafe_analysis.model.periods import Window, add_months

SETTLING = 2
"""So many months after its end a year is still told: whether its target was met is known when it is not provisional."""


@dataclass(frozen=True)
class YearTarget:
    """A target for twelve months: at most, or at least, so many. `set_by` a group's key; `reason` why so many."""

    first: str
    last: str
    at_most: int | None
    at_least: int | None
    set_by: str
    on: date
    reason: str

    @property
    def number(self) -> int:
        """The number itself, whichever side is meant."""
        found = self.at_most if self.at_most is not None else self.at_least
        assert found is not None
        return found


@dataclass(frozen=True)
class OwnView:
    """What the owner of an indicator says of it, beside the rule; it never alters a status."""

    on: date
    says: str


@dataclass(frozen=True)
class Indicator:
    """One count that a group answers for. `area`: "" the borough; `targets`: as they were set, the newest last."""

    key: str
    title: str
    categories: tuple[str, ...]
    area: str
    fewer: bool
    """Whether fewer is better; else more is."""
    group: str
    owner: str
    tags: tuple[str, ...] = ()
    baseline: Window | None = None
    targets: tuple[YearTarget, ...] = ()
    view: OwnView | None = None
    agency: str = ""
    """Whose count it is, as the delivery plan names agencies; "" where nobody wrote it."""

    def target_of(self, month: str) -> YearTarget | None:
        """The target in force: of the year that holds the month, ended lately or comes next, as it was set last."""
        live = [t for t in self.targets if t.last >= add_months(month, -SETTLING)]
        first = min((t.first for t in live), default="")
        return max((t for t in live if t.first == first), key=lambda t: t.on, default=None)

    def earlier_targets(self, target: YearTarget) -> tuple[YearTarget, ...]:
        """What was set before for the same year."""
        return tuple(t for t in self.targets if t.first == target.first and t != target)
