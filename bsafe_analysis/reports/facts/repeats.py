"""How incidents follow one another: near one another soon after, and again at the same place."""

from __future__ import annotations

from dataclasses import dataclass

from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.same_again import RepeatOf


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
class SameThere:
    """Incidents of one category of a year with the victim, or at the premises, of another (`again`, of `marks`).

    `incidents`: those that name one; `known`: whether `by_chance`, for every resident or household alike, is known.
    """

    place: Area
    category: Category
    what: str
    first: str
    last: str
    incidents: int
    of: int
    again: int
    marks: int
    by_chance: float
    known: bool


@dataclass(frozen=True)
class Repeats:
    """`runs`: categories whose incidents come in runs; `quiet`: those that were tried and do not; `again`: of each;
    `victims`, `premises`: of sources that give a reference of either."""

    place: Area
    runs: tuple[NearRun, ...]
    quiet: tuple[Category, ...]
    again: tuple[AgainThere, ...]
    victims: tuple[SameThere, ...] = ()
    premises: tuple[SameThere, ...] = ()

    @property
    def same(self) -> tuple[SameThere, ...]:
        return (*self.victims, *self.premises)

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
    victims, premises = (
        tuple(
            SameThere(
                borough, category(it.category), str(it.what), it.first, it.last, it.incidents, it.of, it.again,
                it.marks, it.by_chance or 0.0, it.by_chance is not None,
            )
            for it in prepared.same_again
            if it.what == what
        )
        for what in RepeatOf
    )  # fmt: skip
    return Repeats(borough, runs, quiet, again, victims, premises)
