"""The resourcing paper: ways to share neighbourhoods out among teams, what each gives and costs, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.reports.facts.cluster_options import OptionsCompared, options_compared
from bsafe_analysis.reports.facts.data_notes import DataNotes, data_notes
from bsafe_analysis.reports.facts.place_baselines import BaselineOfKind, PlaceBaselines, place_baselines
from bsafe_analysis.reports.facts.work_and_need import WorkTold, work_told

NAME = "resourcing_paper"
MOST_KINDS = 3
"""Kinds of incident of which page one says how many places are surely among the highest."""


@dataclass(frozen=True)
class ResourcingPaper:
    """One borough's places, work, need and options. No rank, score, cost of an officer, or advice to take a post away.

    `neighbourhoods`, `without_residents`: how many there are, and of how many nobody knows who lives there.
    `centres`: the town centres among them. `not_placed`: of 100 incidents so many lie in no neighbourhood. `work` and
    `options`: None where no kind of incident is held for a year, or none of those has hours.
    """

    name: ClassVar[str] = NAME
    sections: ClassVar[tuple[str, ...]] = (
        "page-one", "places", "baseline", "demand", "need", "options", "data-notes",
    )  # fmt: skip

    prepared: Prepared
    place: Area
    neighbourhoods: int
    without_residents: int
    centres: tuple[Area, ...]
    not_placed: float | None
    baselines: PlaceBaselines
    work: WorkTold | None
    options: OptionsCompared | None
    notes: DataNotes

    @property
    def month(self) -> str:
        return self.prepared.cycle.month

    @property
    def largest_kinds(self) -> tuple[BaselineOfKind, ...]:
        """The kinds of which most was recorded."""
        return tuple(sorted(self.baselines.kinds, key=lambda kind: (-kind.total, kind.category.key))[:MOST_KINDS])


def build_resourcing_paper(prepared: Prepared) -> ResourcingPaper:
    """Which teams could look after which neighbourhoods, and what does each way give and cost?"""
    baselines = place_baselines(prepared)
    work = work_told(prepared, baselines)
    places = prepared.areas.neighbourhoods
    return ResourcingPaper(
        prepared=prepared,
        place=prepared.areas.borough,
        neighbourhoods=len(places),
        without_residents=sum(not place.residents for place in places),
        centres=tuple(place for place in places if place.code in prepared.cycle.similar.town_centres),
        not_placed=baselines.not_placed,
        baselines=baselines,
        work=work,
        options=options_compared(prepared, baselines, work) if work else None,
        notes=data_notes(prepared),
    )
