"""How incidents follow one another: near one another soon after, and again at the same place."""

from __future__ import annotations

from dataclasses import dataclass

from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.incidents import Category


@dataclass(frozen=True)
class NearRun:
    """Pairs of incidents of one category at most `metres` and `days` apart, more than chance gives. `times`: how many
    times as many."""

    place: Area
    category: Category
    first: str
    last: str
    incidents: int
    metres: int
    days: int
    pairs: int
    expected: float
    times: float


@dataclass(frozen=True)
class AgainThere:
    """Incidents of one category of a year that lie at a point with more than one (`again`, at `places`), of all."""

    place: Area
    category: Category
    first: str
    last: str
    incidents: int
    again: int
    places: int
    by_chance: float


@dataclass(frozen=True)
class Repeats:
    """`runs`: categories whose incidents come in runs; `quiet`: those that were tried and do not; `again`: of each."""

    place: Area
    runs: tuple[NearRun, ...]
    quiet: tuple[Category, ...]
    again: tuple[AgainThere, ...]

    @property
    def tried(self) -> int:
        return len(self.runs) + len(self.quiet)


def repeats_of(prepared: Prepared) -> Repeats:
    """What is held of repeats, of the borough: nothing where no source gives days and points of its own."""
    borough, category = prepared.areas.borough, prepared.cycle.category
    runs = tuple(
        NearRun(
            borough, category(it.category), it.first, it.last, it.incidents, it.metres, it.days, it.pairs,
            it.expected, it.ratio or 0.0,
        )
        for it in prepared.near_repeats
        if it.metres
    )  # fmt: skip
    again = tuple(
        AgainThere(borough, category(it.category), it.first, it.last, it.incidents, it.again, it.places, it.by_chance)
        for it in prepared.place_repeats
    )
    quiet = tuple(category(it.category) for it in prepared.near_repeats if not it.metres)
    return Repeats(borough, runs, quiet, again)
