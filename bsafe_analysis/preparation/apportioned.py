"""Who lives in places whose lines have moved: people counted for the old ones, shared out among the new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

import shapely

from bsafe_analysis.loading.boundaries import Boundaries, read_boundaries
from bsafe_analysis.loading.placing import Places
from bsafe_analysis.model.areas import Area, Areas
from bsafe_analysis.model.periods import add_months, month_name
from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.parameters import Workspace
from bsafe_analysis.parameters.reference import lsoas_of, summed_up

HAIRLINE = 0.002
"""A smaller part of a place lies in another through two drawings of one line: it is left to the larger ones."""
NEAREST = 10
"""People that are shared out are told to the nearest ten: more would look counted."""
TOLD_FOR = 12
"""Months for which it is told that the lines moved."""
Shares = dict[tuple[str, str], float]
"""(old place, new place) -> which part of the old lies in the new; those of one old place add up to 1."""


@dataclass(frozen=True)
class MovedPlaces:
    """The places with the people in them, and what a person should know of lines that moved."""

    areas: Areas
    notices: tuple[Notice, ...] = ()


def people_in_moved_places(workspace: Workspace, places: Places, month: str) -> MovedPlaces:
    """The workspace's places with their residents, shared out where they were counted for other lines.

    By LSOAs, each taken to hold as many people, where neighbourhoods are made of them; else by land, as if people
    lived evenly on it. A place that is as it was keeps its own number.
    """
    boundaries = workspace.boundaries
    if not boundaries.now.since:
        return MovedPlaces(workspace.areas)
    moved = _moved_notices(workspace, month)
    if not boundaries.apportioned:
        return MovedPlaces(workspace.areas, moved)
    by_lsoas = workspace.placed_by == "lsoas"
    shares = _by_lsoas(workspace) if by_lsoas else _by_land(workspace, places.boundaries)
    how = "LSOAs" if by_lsoas else "land area"
    known = {area.code: area for area in workspace.areas.neighbourhoods}
    shared = [_with_people(area, known, shares, how) for area in workspace.areas.neighbourhoods]
    changed = {area.code: area for area in shared if area != known[area.code]}
    areas = [changed.get(area.code, area) for area in workspace.areas]
    told = replace(workspace.areas, every=tuple(summed_up(areas)))
    return MovedPlaces(
        told, (*moved, *_shared_notices([area for area in changed.values() if area.residents is not None], how))
    )


def _by_lsoas(workspace: Workspace) -> Shares:
    """Of LSOAs that either table leaves out nothing is known."""
    old, new = lsoas_of(workspace.root, workspace.boundaries.people.lsoas, workspace.areas), workspace.lsoas
    both = Counter((old[lsoa], new[lsoa]) for lsoa in old if old[lsoa] and new.get(lsoa))
    return _parts_of_old({pair: float(n) for pair, n in both.items()})


def _by_land(workspace: Workspace, now: Boundaries | None) -> Shares:
    former = workspace.boundaries.people.drawn(workspace.root)
    if now is None or former is None:
        return {}
    codes = [area.code for area in workspace.areas.neighbourhoods]
    old = read_boundaries(former, codes, workspace.code_property).drawn
    overlap = {(a, b): shapely.intersection(old[a], now.drawn[b]).area for a in codes for b in codes
               if shapely.intersects(old[a], now.drawn[b])}  # fmt: skip
    return _parts_of_old(overlap)


def _parts_of_old(overlap: Mapping[tuple[str, str], float]) -> Shares:
    whole = _of_old(overlap)
    real = {pair: size for pair, size in overlap.items() if size >= HAIRLINE * whole[pair[0]]}
    kept = _of_old(real)
    return {(old, new): size / kept[old] for (old, new), size in real.items()}


def _of_old(overlap: Mapping[tuple[str, str], float]) -> Mapping[str, float]:
    whole: dict[str, float] = {}
    for (old, _), size in overlap.items():
        whole[old] = whole.get(old, 0.0) + size
    return whole


def _with_people(area: Area, known: Mapping[str, Area], shares: Shares, how: str) -> Area:
    """A place with its part of every old one's people; not known where those of one that gives to it are not."""
    parts = {old: part for (old, new), part in shares.items() if new == area.code}
    if parts == {area.code: 1.0}:
        return area
    note = f"shared out by {how}" + (f"; {area.residents_note}" if area.residents_note else "")
    return replace(
        area,
        residents=_shared_out({old: known[old].residents for old in parts}, parts),
        households=_shared_out({old: known[old].households for old in parts}, parts),
        residents_note=note,
    )


def _shared_out(people: Mapping[str, int | None], parts: Mapping[str, float]) -> int | None:
    if not parts or None in people.values():
        return None
    return NEAREST * round(sum((people[old] or 0) * part for old, part in sorted(parts.items())) / NEAREST)


def _moved_notices(workspace: Workspace, month: str) -> tuple[Notice, ...]:
    since = workspace.boundaries.now.since
    if month > add_months(since, TOLD_FOR - 1):
        return ()
    text = (
        f"The lines between neighbourhoods moved with {month_name(since)}: every month is counted by the new ones, so "
        "earlier counts of places may differ from what was told before. The borough's do not."
    )
    return (Notice("moved_boundary", since, 0, text),)


def _shared_notices(changed: list[Area], how: str) -> tuple[Notice, ...]:
    if not changed:
        return ()
    names = ", ".join(area.name for area in changed[:5]) + (" and others" if len(changed) > 5 else "")
    text = (
        f"Nobody counted who lives in {names} as they are drawn now: residents were shared out by {how} from the lines "
        "before, to the nearest ten. Name a table of them in data/reference/boundaries/versions.csv to have better."
    )
    return (Notice("shared_residents", "boundaries", len(changed), text),)
