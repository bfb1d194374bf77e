"""The neighbourhood profile: standing knowledge of one place. Neither performance management nor a problem profile.

It holds no target, no ranking and nothing of the recent months: everything counted is over the fixed baseline.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import pandas as pd

from bsafe_analysis.model.activities import Activity
from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Cycle, Prepared, ProfileNotes
from bsafe_analysis.model.findings import Status
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.periods import Window, add_months
from bsafe_analysis.model.register_entries import Concern, LocalFact
from bsafe_analysis.reports.facts.addresses import Elsewhere, told_now
from bsafe_analysis.reports.facts.data_notes import REGISTER_NOTICES, DataNotes, data_notes
from bsafe_analysis.reports.facts.held_sources import SumOf, sum_of

NAME = "neighbourhood_profile"
SECTIONS = (
    "page-one", "place", "people", "baseline", "residents", "assets", "services", "issues", "unknown", "local-notes",
    "change-log", "data-notes",
)  # fmt: skip
YEAR, LEAST_YEARS = 12, 2
KINDS = {
    "log": ("change log", "log of changes"),
    "residents": ("resident", "tenants say", "concern", "survey"),
    "issues": ("known issue", "past work", "known problem"),
    "unknown": ("unsure", "do not know", "don't know", "not known", "gap"),
    "services": ("service", "team", "who to talk", "contact"),
    "assets": ("asset", "network", "groups", "venues", "faith"),
    "people": ("people", "homes", "housing"),
    "place": ("place", "land use", "transport", "open space", "landmark"),
}
"""Which section a heading of the notes belongs to: the first whose words it holds; what fits none stands in the
practitioners' own section."""


@dataclass(frozen=True)
class BaselineRow:
    """One category over the fixed baseline. Rates: per 1,000 residents a year, None where residents are not known."""

    category: Category
    count: int
    months: int
    typical_low: int
    typical_high: int
    rate: float | None
    rate_lower: float | None
    rate_upper: float | None
    borough_rate: float | None


@dataclass(frozen=True)
class SeasonRow:
    """One calendar month over the baseline's years: all incidents together. `usual`: the mean, a whole number."""

    month: int
    usual: int
    lowest: int
    highest: int


@dataclass(frozen=True)
class Note:
    heading: str
    text: str
    as_at: date | None
    area: str = ""


class ReviewState(StrEnum):
    NEVER = "never"
    CURRENT = "current"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class NeighbourhoodProfile:
    prepared: Prepared
    place: Area
    parent: Area
    baseline: Window
    baseline_months: int
    rows: tuple[BaselineRow, ...]
    seasons: tuple[SeasonRow, ...]
    activities: tuple[Activity, ...]
    local_notes: ProfileNotes | None
    notes: DataNotes
    made_of: SumOf = field(default_factory=SumOf)
    """Of which categories its sums are: one of which a month of the baseline was not held would be of other months."""

    name = NAME
    sections = SECTIONS

    @property
    def month(self) -> str:
        return self.prepared.cycle.month

    @property
    def total(self) -> int:
        return sum(row.count for row in self.rows)

    @property
    def hidden(self) -> tuple[Category, ...]:
        """Categories whose counts over the baseline this edition's readers may not see."""
        held = {row.category.key for row in self.rows}
        unseen = set(self.prepared.hidden.loc[self.prepared.hidden["area"] == self.place.code, "category"])
        return tuple(c for c in self.prepared.cycle.categories if c.key in unseen - held)

    @property
    def has_rates(self) -> bool:
        return any(row.rate is not None for row in self.rows)

    @property
    def commonest(self) -> tuple[BaselineRow, ...]:
        """The three categories recorded most often over the baseline."""
        return tuple(sorted((row for row in self.rows if row.count), key=lambda row: -row.count)[:3])

    def written(self, kind: str) -> tuple[Note, ...]:
        """What practitioners wrote for one section (a key of KINDS, or "other")."""
        if self.local_notes is None:
            return ()
        of_kind = (section for section in self.local_notes.sections if kind_of(section[0]) == kind)
        date_of, area = self.local_notes.date_of, self.place.code
        return tuple(Note(heading, text, date_of(heading), area) for heading, text in of_kind)

    @property
    def reviewed(self) -> date | None:
        return reviewed_on(self.local_notes)

    @property
    def review(self) -> ReviewState:
        return review_state(self.reviewed, self.prepared.cycle)

    @property
    def review_due(self) -> date:
        return review_due(self.reviewed, self.prepared.cycle)

    @property
    def concerns(self) -> tuple[Concern, ...]:
        """What residents say here, and in the area or borough that holds it; newest first."""
        chain = {area.code for area in self.prepared.areas.chain(self.place.code)}
        found = [said for said in self.prepared.register.concerns if said.area in chain]
        return tuple(sorted(found, key=lambda said: said.on, reverse=True))

    @property
    def told_now(self) -> tuple[Elsewhere, ...]:
        """Where what stands out now is told, in this edition: never here."""
        return told_now(self.prepared, self.place)

    @property
    def standing_out(self) -> tuple[Category, ...]:
        """Kinds of incident of which the month's meetings are told a change here: which, and no more."""
        live = (f for f in self.prepared.findings if f.status is not Status.CLEARED)
        here = {finding.category for finding in live if self.place.code in (finding.area, *finding.also)}
        return tuple(category for category in self.prepared.cycle.categories if category.key in here)

    def facts(self, kind: str) -> tuple[LocalFact, ...]:
        """The assets, services or issues of this place, as the register holds them."""
        facts: tuple[LocalFact, ...] = getattr(self.prepared.register, kind)
        return tuple(fact for fact in facts if fact.area == self.place.code)


def build_neighbourhood_profile(prepared: Prepared, area: str) -> NeighbourhoodProfile:
    """What should someone who is new to this neighbourhood know? `area` is its code; KeyError where there is none."""
    place = prepared.areas[area]
    baseline = prepared.cycle.baseline or Window(prepared.cycle.months[0], prepared.cycle.month)
    made_of = sum_of(prepared, area, [month for month in baseline.months if month in prepared.cycle.months])
    rows = _baseline_rows(prepared, place, made_of.categories)
    return NeighbourhoodProfile(
        prepared=prepared,
        place=place,
        parent=prepared.areas[place.parent or prepared.areas.borough.code],
        baseline=baseline,
        baseline_months=max((row.months for row in rows), default=0),
        rows=rows,
        seasons=_seasons(prepared, place, baseline, made_of.categories),
        activities=tuple(a for a in prepared.activities if a.is_open and place.code in a.areas),
        local_notes=prepared.notes_of(area),
        notes=data_notes(prepared).without(REGISTER_NOTICES),
        made_of=made_of,
    )


def reviewed_on(notes: ProfileNotes | None) -> date | None:
    """The newest date of the notes: when somebody last went through a profile."""
    dates = [*(day for _, day in notes.dates), notes.as_at] if notes else []
    return max((day for day in dates if day), default=None)


def review_state(reviewed: date | None, cycle: Cycle) -> ReviewState:
    """Due review_months after the last review, overdue after overdue_months; never where no note has a date."""
    on = cycle.as_of
    if reviewed is None:
        return ReviewState.NEVER
    if on > later(reviewed, cycle.meeting_policy.overdue_months):
        return ReviewState.OVERDUE
    return ReviewState.DUE if on >= review_due(reviewed, cycle) else ReviewState.CURRENT


def review_due(reviewed: date | None, cycle: Cycle) -> date:
    """When the next review is due; now, where there was none."""
    return later(reviewed, cycle.meeting_policy.review_months) if reviewed else later(cycle.as_of, 0)


def kind_of(heading: str) -> str:
    """The section that a heading of the notes belongs to: a key of KINDS, or "other"."""
    said = heading.lower()
    return next((kind for kind, words in KINDS.items() if any(word in said for word in words)), "other")


def later(day: date, months: int) -> date:
    """The same day so many months later (the 28th at most, which every month has).

    >>> later(date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    month = add_months(day.isoformat()[:7], months)
    return date(int(month[:4]), int(month[5:]), day.day if months == 0 else min(day.day, 28))


def _seasons(prepared: Prepared, place: Area, baseline: Window, together: Sequence[Category]) -> tuple[SeasonRow, ...]:
    """The shape of the year over the baseline; () where it does not hold every calendar month twice."""
    counts = prepared.counts
    rows = counts[(counts["area"] == place.code) & counts["month"].isin(baseline.months)]
    rows = rows[rows["category"].isin([category.key for category in together])]
    totals = rows.dropna(subset="count").groupby("month")["count"].sum()
    months: dict[int, list[int]] = {}
    for month, total in totals.items():
        months.setdefault(int(str(month)[5:]), []).append(int(total))
    if len(months) < YEAR or min(map(len, months.values())) < LEAST_YEARS:
        return ()
    return tuple(
        SeasonRow(month, round(sum(held) / len(held)), min(held), max(held)) for month, held in sorted(months.items())
    )


def _baseline_rows(prepared: Prepared, place: Area, together: Sequence[Category]) -> tuple[BaselineRow, ...]:
    facts = prepared.baseline_facts
    here = facts[facts["area"] == place.code].set_index("category")
    borough = facts[facts["area"] == prepared.areas.borough.code].set_index("category")["rate"]
    held = [category for category in together if category.key in here.index]
    return tuple(_baseline_row(category, here.loc[category.key], borough.get(category.key)) for category in held)


def _baseline_row(category: Category, fact: pd.Series, borough_rate: float | None) -> BaselineRow:
    def rate(value: object) -> float | None:
        return None if pd.isna(value) else float(value)  # type: ignore[call-overload, arg-type]

    return BaselineRow(
        category=category,
        count=int(fact["count"]),
        months=int(fact["months"]),
        typical_low=int(fact["typical_low"]),
        typical_high=int(fact["typical_high"]),
        rate=rate(fact["rate"]),
        rate_lower=rate(fact["rate_lower"]),
        rate_upper=rate(fact["rate_upper"]),
        borough_rate=rate(borough_rate),
    )
