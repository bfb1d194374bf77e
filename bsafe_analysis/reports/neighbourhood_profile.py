"""The neighbourhood profile: standing knowledge of one place. Neither performance management nor a problem profile.

It holds no target, no ranking and nothing of the recent months: everything counted is over the fixed baseline.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from bsafe_analysis.activities import Activity
from bsafe_analysis.areas import Area
from bsafe_analysis.cycle import Prepared, ProfileNotes
from bsafe_analysis.incidents import Category
from bsafe_analysis.periods import Window
from bsafe_analysis.reports.contents import Contents
from bsafe_analysis.reports.data_notes import REGISTER_NOTICES, DataNotes, data_notes

NAME = "neighbourhood_profile"
SECTIONS = ("page-one", "people", "baseline", "services", "local-notes", "unknown", "data-notes")


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
class NeighbourhoodProfile:
    prepared: Prepared
    place: Area
    parent: Area
    baseline: Window
    baseline_months: int
    rows: tuple[BaselineRow, ...]
    activities: tuple[Activity, ...]
    local_notes: ProfileNotes | None
    notes: DataNotes

    name = NAME

    @property
    def month(self) -> str:
        return self.prepared.cycle.month

    @property
    def total(self) -> int:
        return sum(row.count for row in self.rows)

    @property
    def has_rates(self) -> bool:
        return any(row.rate is not None for row in self.rows)

    @property
    def commonest(self) -> tuple[BaselineRow, ...]:
        """The three categories recorded most often over the baseline."""
        return tuple(sorted((row for row in self.rows if row.count), key=lambda row: -row.count)[:3])

    @property
    def commonest_names(self) -> tuple[str, ...]:
        return tuple(row.category.noun for row in self.commonest)

    @property
    def service_notes(self) -> tuple[tuple[str, str], ...]:
        """Sections of the local notes that speak of services or teams: they stand in the services section."""
        return tuple(section for section in self._sections if _is_service(section[0]))

    @property
    def other_notes(self) -> tuple[tuple[str, str], ...]:
        return tuple(section for section in self._sections if not _is_service(section[0]))

    @property
    def _sections(self) -> tuple[tuple[str, str], ...]:
        return self.local_notes.sections if self.local_notes else ()

    @property
    def contents(self) -> Contents:
        figures = (("map",) if self.prepared.outlines else ()) + (("rates",) if self.has_rates else ())
        return Contents(SECTIONS, figures, ("facts-table", "baseline-table", "receipt-table"))


def build_neighbourhood_profile(prepared: Prepared, area: str) -> NeighbourhoodProfile:
    """What should someone who is new to this neighbourhood know? `area` is its code; KeyError where there is none."""
    place = prepared.areas[area]
    baseline = prepared.cycle.baseline or Window(prepared.cycle.months[0], prepared.cycle.month)
    rows = _baseline_rows(prepared, place)
    return NeighbourhoodProfile(
        prepared=prepared,
        place=place,
        parent=prepared.areas[place.parent or prepared.areas.borough.code],
        baseline=baseline,
        baseline_months=max((row.months for row in rows), default=0),
        rows=rows,
        activities=tuple(a for a in prepared.activities if a.is_open and place.code in a.areas),
        local_notes=prepared.notes_of(area),
        notes=data_notes(prepared).without(REGISTER_NOTICES),
    )


def _is_service(heading: str) -> bool:
    return any(word in heading.lower() for word in ("service", "team"))


def _baseline_rows(prepared: Prepared, place: Area) -> tuple[BaselineRow, ...]:
    facts = prepared.baseline_facts
    here = facts[facts["area"] == place.code].set_index("category")
    borough = facts[facts["area"] == prepared.areas.borough.code].set_index("category")["rate"]
    held = [c for c in prepared.cycle.categories if c.key in here.index]
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
