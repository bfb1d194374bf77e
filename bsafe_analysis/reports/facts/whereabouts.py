"""Where a signal is, and what else moved near it: facts for its section. A coincidence is never called a cause."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from bsafe_analysis.model.areas import NOT_PLACED, Area, Level
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.disclosure import OPEN
from bsafe_analysis.model.findings import Direction, Finding, Status
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.map_points import Change
from bsafe_analysis.reports.facts.beside_months import OverMonths, over_months
from bsafe_analysis.reports.facts.series import SeriesPoint, Standing, more_than_chance, point_of, standing

UNUSUAL = (Standing.ABOVE, Standing.BELOW)
JUDGED = (*UNUSUAL, Standing.WITHIN)
FEWEST_AT_ONE_POINT = 5
"""Incidents at one map point below which nothing is made of their being there."""
ENOUGH_TO_EXPLAIN = 0.1
"""Share of a signal's incidents below which the kind of place where they are recorded explains nothing."""
Points = Mapping[tuple[str, str], SeriesPoint]


@dataclass(frozen=True)
class PlaceRow:
    """One place's count of a category this month beside its expected range. `own`: the signal's own place."""

    place: Area
    point: SeriesPoint
    standing: Standing
    own: bool = False


@dataclass(frozen=True)
class SignalNextDoor:
    """A place that touches the signal's and has a signal of its own in the same category. `opposite`: the other way."""

    place: Area
    finding: Finding
    opposite: bool


@dataclass(frozen=True)
class CategoryRow:
    place: Area
    category: Category
    point: SeriesPoint
    standing: Standing


@dataclass(frozen=True)
class Spot:
    """A busy map point. `place` None: it lies in no neighbourhood. `before` None: the year before was not received."""

    name: str
    place: Area | None
    count: int
    before: int | None
    months_listed: int
    change: Change
    anchor: str
    tied: int = 0
    """How many points that are not listed have as many as the last of its list."""
    east: int | None = None
    north: int | None = None
    """Where it lies, in metres of the British National Grid; None without boundaries."""

    @property
    def is_its_kind(self) -> bool:
        """Whether its name says no more than what kind of place it is: "Park/Open Space", "Pedestrian Subway"."""
        name, kind = (set(re.findall(r"[a-z]+", text.lower())) - {"or", "and"} for text in (self.name, self.anchor))
        return bool(kind) and (kind <= name or name <= kind)


@dataclass(frozen=True)
class Whereabouts:
    """`rows`: the parts of the signal's place, or it and those around it where it has no parts; `parts_add_up` says
    which. `near`: touching places that stand outside their range and are not in `beside`; `others`: other
    categories there.
    """

    rows: tuple[PlaceRow, ...]
    parts_add_up: bool
    spots: tuple[Spot, ...]
    others: tuple[CategoryRow, ...]
    others_judged: int
    near: tuple[PlaceRow, ...]
    opposite: bool
    """Whether one of `near` stands outside its range on the other side."""
    neighbours_known: bool
    beside: tuple[SignalNextDoor, ...]
    """Places that touch it and have a signal of their own in the same category."""
    around: int
    """How many places touch it, of which `near_judged` can be judged in this category."""
    near_judged: int
    together: tuple[int, int]
    """How many of how many other categories there lie outside, where more than chance explains; else 0, 0."""
    told: int
    """Incidents of the months that stand out: of the month, or of those taken together."""
    mapped: bool
    """Whether the category may be shown at map points."""
    kinds_together: tuple[OverMonths, ...] = ()
    """Of a signal of several months: other categories there that moved over these taken together."""
    near_together: tuple[OverMonths, ...] = ()
    """The same of places that touch it, in its category."""
    others_moved: int = 0
    """How many other categories there moved, in the month or over its months; none of the `others_judged` where 0."""
    near_moved: int = 0
    """The same of places that touch it and have no signal of their own."""
    points_shown: bool = True
    has_points: bool = True
    """Whether a source that counts it is open: of others no point is ever shown, so none says where it gathers."""
    """Whether this edition's readers may see map points at all."""
    areas_opposite: tuple[Area, ...] = ()
    """Of an area's signal: areas that touch it in which its category lies outside its range on the other side."""
    enough: float = 0.0
    """Share of `told` that a map point must hold before anybody is sent there first (meetings.yml: enough_at_point)."""

    @property
    def same_way(self) -> tuple[PlaceRow, ...]:
        """Parts of the place that stand outside their range."""
        return tuple(row for row in self.rows if not row.own and row.standing in UNUSUAL)

    @property
    def standing_of(self) -> Mapping[str, Standing]:
        """Place -> how the table of the signal's places has it stand."""
        return {row.place.code: row.standing for row in self.rows}

    @property
    def all_quiet(self) -> bool:
        """Whether every other category there and every place that touches it can be judged and is within its range."""
        judged = self.others_judged > 1 and 0 < self.around == self.near_judged
        moved = self.others_moved or self.near_moved or self.beside
        return judged and self.neighbours_known and not (self.parts_add_up or moved)

    @property
    def near_alone(self) -> tuple[PlaceRow, ...]:
        """Of `near`, those that did not also move over the months of the signal: they are told once."""
        told = {each.place for each in self.near_together}
        return tuple(row for row in self.near if row.place not in told)

    @property
    def near_unjudged(self) -> int:
        """How many places touch it of which nothing can be said in this category."""
        return self.around - self.near_judged

    @property
    def parts_held(self) -> int:
        """How many parts of the place have a count this month, shown or hidden."""
        return sum(row.standing is not Standing.NOT_RECEIVED for row in self.rows if not row.own)

    @property
    def moved_from(self) -> tuple[SignalNextDoor, ...]:
        """Signals next to it that go the other way."""
        return tuple(each for each in self.beside if each.opposite)

    @property
    def mostly(self) -> Spot | None:
        """The map point that has most of the incidents, where they are more than a few."""
        first = next(iter(self.spots), None)
        return first if first and first.count >= FEWEST_AT_ONE_POINT and 2 * first.count > self.told else None

    @property
    def named_spots(self) -> tuple[Spot, ...]:
        """The busiest points, as far as the category and the edition may name any."""
        return self.spots if self.mapped and self.points_shown else ()

    @property
    def first_spots(self) -> tuple[Spot, ...]:
        """Of the named, those that hold enough of the incidents for somebody to be sent there first."""
        return tuple(spot for spot in self.named_spots if spot.count >= self.enough * self.told)

    @property
    def anchored(self) -> tuple[Spot, ...]:
        """Busiest points that stand for a kind of place, where they hold enough of the incidents to explain any."""
        found = tuple(spot for spot in self.spots if spot.anchor)
        return found if sum(spot.count for spot in found) >= ENOUGH_TO_EXPLAIN * self.told else ()


def shows(moved: bool, stands: Standing | None, side: str) -> bool:
    """Whether a change shows in a part: as its own count stands, where the table has a range for it; else `moved`."""
    return moved if stands in (None, Standing.NO_RANGE, Standing.UNJUDGED) else stands == side


def latest_points(prepared: Prepared) -> Points:
    """This month's count and range of every place and category, read once."""
    month = prepared.cycle.month
    counts, judged = (table[table["month"] == month] for table in (prepared.counts, prepared.expectations))
    ranges = {(row["area"], row["category"]): row for row in judged.to_dict("records")}
    return {
        (row["area"], row["category"]): point_of(month, row, ranges.get((row["area"], row["category"]), {}))
        for row in counts.to_dict("records")
    }


def whereabouts(prepared: Prepared, finding: Finding, points: Points) -> Whereabouts:
    """Where is it, and what stands outside its expected range beside it?"""
    place, category = prepared.areas[finding.area], prepared.cycle.category(finding.category)
    others = [_category_row(place, c, points[place.code, c.key]) for c in prepared.cycle.categories if c != category]
    near = tuple(_place_row(prepared.areas[code], category, points) for code in _around(prepared, place))
    same = Standing.ABOVE if finding.direction is Direction.UP else Standing.BELOW
    beside = _beside(prepared, finding, place)
    own = {each.place.code for each in beside}
    around = (row.place.code for row in near if row.place.code not in own)
    kinds_together = _over_its_months(prepared, finding, ((place.code, row.category.key) for row in others))
    near_together = _over_its_months(prepared, finding, ((code, category.key) for code in around))
    others_out = tuple(row for row in others if row.standing in UNUSUAL)
    near_out = tuple(row for row in near if row.standing in UNUSUAL and row.place.code not in own)
    return Whereabouts(
        rows=_place_rows(prepared, place, category, points, near),
        parts_add_up=place.level is not Level.NEIGHBOURHOOD,
        spots=spots_of(prepared, "finding", place.code, category.key),
        others=others_out,
        others_judged=sum(row.standing in JUDGED for row in others),
        near=near_out,
        opposite=any(row.standing in UNUSUAL and row.standing is not same for row in near),
        neighbours_known=bool(prepared.neighbours),
        beside=beside,
        around=len(near),
        near_judged=sum(row.standing in JUDGED for row in near),
        together=more_than_chance(others, prepared.cycle.detection.coverage),
        told=finding.run_observed if finding.run_months > 1 else finding.observed,
        mapped=category.key not in prepared.cycle.not_by_place,
        kinds_together=kinds_together,
        near_together=near_together,
        others_moved=len({r.category.key for r in others_out} | {r.category.key for r in kinds_together}),
        near_moved=len({r.place.code for r in near_out} | {r.place.code for r in near_together}),
        points_shown=prepared.audience in prepared.cycle.policy.map_points,
        has_points=_has_points(prepared, category.key),
        areas_opposite=tuple(_areas_opposite(prepared, finding, place, points)),
        enough=prepared.cycle.meeting_policy.enough_at_point,
    )


def _areas_opposite(prepared: Prepared, finding: Finding, place: Area, points: Points) -> Iterator[Area]:
    """A fall next to an area's rise, or a rise next to its fall, need be no signal to be asked about."""
    if place.level is not Level.AREA:
        return
    other = Standing.BELOW if finding.direction is Direction.UP else Standing.ABOVE
    own = [child.code for child in prepared.areas.children(place.code)]
    touched = {code for child in own for code in prepared.neighbours.get(child, ())} - set(own)
    for area in prepared.areas.local_areas:
        touches = any(child.code in touched for child in prepared.areas.children(area.code))
        if touches and standing(points[area.code, finding.category]) is other:
            yield area


def _over_its_months(prepared: Prepared, finding: Finding, keys: Iterable[tuple[str, str]]) -> tuple[OverMonths, ...]:
    """Of these counts, those that moved over the months of the finding taken together, the furthest first."""
    moved = [each for each in over_months(prepared, finding, tuple(keys)) if each.side]
    return tuple(sorted(moved, key=lambda each: -abs(each.observed**0.5 - each.expected**0.5)))


def _place_rows(
    prepared: Prepared, place: Area, category: Category, points: Points, near: tuple[PlaceRow, ...]
) -> tuple[PlaceRow, ...]:
    own = _place_row(place, category, points, own=True)
    if place.level is Level.NEIGHBOURHOOD:
        return (own, *near, *(_place_row(a, category, points) for a in reversed(prepared.areas.chain(place.code)[:-1])))
    parts = [_place_row(child, category, points) for child in prepared.areas.children(place.code)]
    if place.level is Level.BOROUGH and NOT_PLACED in prepared.areas:
        parts.append(_place_row(prepared.areas[NOT_PLACED], category, points))
    return (*parts, own)


def _beside(prepared: Prepared, finding: Finding, place: Area) -> tuple[SignalNextDoor, ...]:
    touching = set(_around(prepared, place))
    same = (f for f in prepared.findings if f.category == finding.category and f.status is not Status.CLEARED)
    return tuple(
        SignalNextDoor(prepared.areas[f.area], f, f.direction is not finding.direction)
        for f in same
        if f.area in touching
    )


def _around(prepared: Prepared, place: Area) -> tuple[str, ...]:
    """Codes of the neighbourhoods that touch it; without boundaries, those of the same area."""
    if place.level is not Level.NEIGHBOURHOOD:
        return ()
    if prepared.neighbours:
        return prepared.neighbours.get(place.code, ())
    return tuple(a.code for a in prepared.areas.children(place.parent or "") if a.code != place.code)


def _place_row(place: Area, category: Category, points: Points, own: bool = False) -> PlaceRow:
    point = points[place.code, category.key]
    return PlaceRow(place, point, standing(point), own)


def _category_row(place: Area, category: Category, point: SeriesPoint) -> CategoryRow:
    return CategoryRow(place, category, point, standing(point))


def spots_of(prepared: Prepared, scope: str, area: str, category: str = "") -> tuple[Spot, ...]:
    """The listed map points of a scope (spots.SPOT_COLUMNS), the busiest first."""
    table = prepared.spots
    rows = table[(table["scope"] == scope) & (table["area"] == area) & (table["category"] == category)]
    return tuple(_spot(prepared, row) for row in rows.sort_values("rank").to_dict("records"))


def _spot(prepared: Prepared, row: dict) -> Spot:
    code, before = row["neighbourhood"], row["before"]
    name = str(row["location"] or "").strip().removeprefix("On or near").strip()
    return Spot(
        name=name or "a point without a name",
        place=prepared.areas[code] if code in prepared.areas and code != NOT_PLACED else None,
        count=int(row["count"]),
        before=None if pd.isna(before) else int(before),
        months_listed=int(row["months_listed"]),
        change=Change(row["change"]),
        anchor=row["anchor"],
        tied=int(row["tied"]),
        east=None if pd.isna(row["east"]) else int(row["east"]),
        north=None if pd.isna(row["north"]) else int(row["north"]),
    )


def _has_points(prepared: Prepared, category: str) -> bool:
    counting = prepared.held.group_of(category)
    named = {name for name, _, _ in prepared.cycle.sources}
    opened = {name for name, _, of in prepared.cycle.sources if of == OPEN}
    return not {*counting} & named or bool({*counting} & opened)
