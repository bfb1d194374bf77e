"""Tactical options: what a partnership can do about a kind of incident, with what is known of whether it works."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from bsafe_analysis.model.activities import Strand

EVERY = "*"
"""In `categories`: for any kind of incident."""


class Mechanism(StrEnum):
    """The side of the problem triangle that an option works on, or who watches over that side."""

    VICTIM = "victim"
    PLACE = "place"
    OFFENDER = "offender"
    GUARDIAN = "guardian"
    MANAGER = "manager"
    HANDLER = "handler"
    KNOWLEDGE = "knowledge"


class Evidence(StrEnum):
    STRONG = "strong"
    MODERATE = "moderate"
    WEAK = "weak"
    UNTESTED = "untested"


class Cost(StrEnum):
    """Bands: low, within existing work; medium, some thousands of pounds; high, tens of thousands or more."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True)
class Option:
    """One thing that could be done. `categories` are our keys, or EVERY; `needs` the data without which it cannot."""

    id: str
    categories: tuple[str, ...]
    strand: Strand
    action: str
    mechanism: Mechanism
    lead: str
    support: tuple[str, ...]
    cost: Cost
    lead_time: str
    evidence: Evidence
    source: str
    harms: str
    needs: tuple[str, ...] = ()
    legal: str = ""
    era: str = "now"
    profile: bool = False
    """Whether it commissions a problem profile."""
    short: str = ""
    """The action in few words, for page one; "" where the action itself is told."""
    first_because: str = ""
    """Why it is put first while the cause is not known: it helps whatever the cause, or nothing can be known before."""
    months: tuple[int, ...] = ()
    """Months of the year, 1 to 12, in which a meeting may take it up: () for any."""

    def fits(self, month: int) -> bool:
        """Whether a meeting in this month of the year may take it up."""
        return not self.months or month in self.months

    def is_for(self, category: str) -> bool:
        return EVERY in self.categories or category in self.categories


@dataclass(frozen=True)
class Options:
    """The library as this partnership uses it. `held`: data that its analysts can get beyond what bsafe reads."""

    every: tuple[Option, ...] = ()
    held: tuple[str, ...] = ()
    era: str = "now"

    def of_category(self, category: str) -> tuple[Option, ...]:
        return tuple(option for option in self.every if option.is_for(category) and option.era in (self.era, "both"))

    def without(self, ids: Collection[str]) -> tuple[Option, ...]:
        return tuple(option for option in self.every if option.id not in ids)

    def get(self, id: str) -> Option | None:
        return next((option for option in self.every if option.id == id), None)


def agency_of(lead: str, agencies: Iterable[str]) -> str:
    """Which of the partnership's agencies a library's lead belongs to; the lead itself where none is like it.

    The agency whose name begins the lead, or whose name ends in the lead's first word.

    >>> agency_of("Council street scene", ["Police", "Council"])
    'Council'
    >>> agency_of("Police analyst", ["Thornshire Police"])
    'Thornshire Police'
    >>> agency_of("Health", ["Police"])
    'Health'
    """
    words = lead.casefold().split()
    named = [(agency, agency.casefold().split()) for agency in agencies if agency.strip()]
    begins = [agency for agency, own in named if words[: len(own)] == own]
    ends = [agency for agency, own in named if own[-1:] == words[:1]]
    return max(begins, key=len) if begins else ends[0] if ends else lead
