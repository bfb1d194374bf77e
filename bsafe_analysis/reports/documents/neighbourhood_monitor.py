"""The neighbourhood monitor: which neighbourhoods' counts stand out this month, for those who look after places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from bsafe_analysis.model.areas import Area, Level
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.findings import Finding, Status
from bsafe_analysis.reports.facts.data_notes import DataNotes, data_notes, judged_series
from bsafe_analysis.reports.facts.lasting_differences import LastingTold, PlaceLasting, lasting_differences
from bsafe_analysis.reports.facts.neighbourhood_grid import (
    NeighbourhoodGrid,
    UnplacedShare,
    neighbourhood_grid,
    unplaced_share,
)
from bsafe_analysis.reports.facts.signals import Signal, signals_of

NAME = "neighbourhood_monitor"


@dataclass(frozen=True)
class NeighbourhoodMonitor:
    """Every neighbourhood of one borough, exceptions first. No rank, target, cause or staff; no part of a profile.

    `series`: neighbourhoods by kinds of incident that were judged; of the `exceptions` some `began` this month and
    some are `going_on`; `ended`: what stood last month and stands no longer.
    """

    name: ClassVar[str] = NAME
    sections: ClassVar[tuple[str, ...]] = ("page-one", "lasting", "grid", "data-notes")

    prepared: Prepared
    place: Area
    series: int
    exceptions: tuple[Signal, ...]
    began: int
    going_on: int
    ended: int
    slow: tuple[Signal, ...]
    lasting: LastingTold
    grid: NeighbourhoodGrid
    unplaced: UnplacedShare
    notes: DataNotes

    @property
    def month(self) -> str:
        return self.prepared.cycle.month

    @property
    def by_area(self) -> tuple[tuple[Area, tuple[Signal, ...]], ...]:
        """The exceptions under their area, by name; areas without any are left out."""
        areas = self.prepared.areas
        of = {area.code: tuple(s for s in self.exceptions if s.place.parent == area.code) for area in areas.local_areas}
        named = sorted(areas.local_areas, key=lambda area: (area.name, area.code))
        return tuple((area, of[area.code]) for area in named if of[area.code])

    @property
    def lasting_by_area(self) -> tuple[tuple[Area, tuple[PlaceLasting, ...]], ...]:
        """The places with lasting differences under their area, by name."""
        areas, every = self.prepared.areas, self.lasting.by_place
        held = dict.fromkeys(each.place.parent or areas.borough.code for each in every)
        return tuple(
            (areas[code], tuple(each for each in every if (each.place.parent or areas.borough.code) == code))
            for code in held
        )


def build_neighbourhood_monitor(prepared: Prepared) -> NeighbourhoodMonitor:
    """Which of the month's findings and slow changes are of a single neighbourhood, and how does each place stand?"""
    every = tuple(_of_neighbourhoods(prepared, prepared.findings))
    live = [finding for finding in every if finding.status is not Status.CLEARED]
    began = sum(finding.status is Status.NEW for finding in live)
    return NeighbourhoodMonitor(
        prepared=prepared,
        place=prepared.areas.borough,
        series=judged_series(prepared, Level.NEIGHBOURHOOD),
        exceptions=_by_name(signals_of(prepared, live)),
        began=began,
        going_on=len(live) - began,
        ended=len(every) - len(live),
        slow=_by_name(signals_of(prepared, _of_neighbourhoods(prepared, prepared.slow_changes))),
        lasting=lasting_differences(prepared),
        grid=neighbourhood_grid(prepared),
        unplaced=unplaced_share(prepared),
        notes=data_notes(prepared),
    )


def _of_neighbourhoods(prepared: Prepared, findings: Iterable[Finding]) -> Iterable[Finding]:
    places = prepared.areas
    return (f for f in findings if f.area in places and places[f.area].level is Level.NEIGHBOURHOOD)


def _by_name(signals: tuple[Signal, ...]) -> tuple[Signal, ...]:
    """By area, place and kind: never by size, which would be a rank."""
    return tuple(sorted(signals, key=lambda s: (s.place.parent or "", s.place.name, s.place.code, s.category.name)))
