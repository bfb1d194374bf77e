"""Data quality: what arrived from whom, what is missing or has no place, what was revised, what to ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.reports.facts.alert_history import RecountRow, recounts_of
from bsafe_analysis.reports.facts.data_notes import DataNotes, data_notes
from bsafe_analysis.reports.facts.source_arrivals import (
    SourceArrival,
    UnplacedRow,
    arrivals,
    set_aside_by_hand,
    to_ask,
    to_know,
    unplaced,
)

NAME = "data_quality"
MOST_RECOUNTS = 30
"""Revised counts that are listed, those that moved most."""


@dataclass(frozen=True)
class DataQuality:
    """The month's data as those see it who must ask for them. For one borough, and for the internal pack alone."""

    name: ClassVar[str] = NAME
    sections: ClassVar[tuple[str, ...]] = ("to-ask", "arrived", "without-place", "revised", "written", "noticed")

    prepared: Prepared
    place: Area
    arrivals: tuple[SourceArrival, ...]
    unplaced: tuple[UnplacedRow, ...]
    recounts: tuple[RecountRow, ...]
    to_ask: tuple[Notice, ...]
    to_know: tuple[Notice, ...]
    written: tuple[Notice, ...]
    """What of the register was set aside, or should be looked at."""
    notes: DataNotes

    @property
    def month(self) -> str:
        return self.prepared.cycle.month

    @property
    def silent(self) -> tuple[SourceArrival, ...]:
        """Sources that sent nothing for this month."""
        return tuple(source for source in self.arrivals if source.last != self.month)

    @property
    def with_gaps(self) -> tuple[SourceArrival, ...]:
        """Sources that sent this month and lack an earlier one."""
        return tuple(source for source in self.arrivals if source.missing and source not in self.silent)


def build_data_quality(prepared: Prepared) -> DataQuality:
    """How good are this month's data?"""
    return DataQuality(
        prepared=prepared,
        place=prepared.areas.borough,
        arrivals=arrivals(prepared),
        unplaced=unplaced(prepared),
        recounts=recounts_of(prepared)[:MOST_RECOUNTS],
        to_ask=to_ask(prepared),
        to_know=to_know(prepared),
        written=set_aside_by_hand(prepared),
        notes=data_notes(prepared),
    )
