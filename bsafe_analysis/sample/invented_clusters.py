"""Invented ways to share the places out among teams, hours for an incident, and which small areas are deprived."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import numpy as np
import shapely

from bsafe_analysis.sample.geography import Ground
from bsafe_analysis.sample.inventions import Invention

Row = tuple[str, ...]
TEAMS, HALVES = 11, 2
TOUCHING = 0.5
COLUMNS = ("set", "cluster", "name", "neighbourhood", "team", "apart", "crosses")
DEPRIVATION_COLUMNS = ("lsoa", "neighbourhood", "domain", "rank", "year", "source")
SMALL_AREAS, YEAR = 33_755, 2025

_HOURS = (
    ("antisocial_behaviour", 1, 1.5, 3), ("bicycle_theft", 0.5, 1, 2), ("burglary", 4, 6, 10),
    ("criminal_damage", 1, 2, 4), ("drugs", 3, 5, 9), ("other_crime", 2, 4, 8), ("other_theft", 1, 2, 3),
    ("weapons", 4, 7, 12), ("public_order", 1.5, 3, 5), ("robbery", 8, 12, 20), ("shoplifting", 1, 2, 3),
    ("theft_from_person", 1, 2, 3), ("vehicle_crime", 1, 2, 4), ("violence", 6, 9, 15),
)  # fmt: skip
"""Category, hours for an incident: fewest, usual, most. Invented, as all of it."""


LEAST_GAIN = 1e-9
"""Share of all work's square by which a move must even: less may be rounding, and going round in a ring for ever."""


def cluster_rows(invention: Invention, land: Ground, weights: np.ndarray, codes: Sequence[str]) -> list[Row]:
    """Rows of clusters.csv: set B, even by how much is recorded; set C, a sergeant's: each area in two."""
    near = _neighbours(land)
    even = _shared_out(list(range(len(codes))), weights, near, TEAMS)
    halves = []
    for area in range(len(invention.area_names)):
        inside = [i for i in range(len(codes)) if land.area_of[i] == area]
        halves += _shared_out(inside, weights, near, HALVES)
    return [row for key, groups in (("B", even), ("C", halves)) for row in _set_rows(key, groups, land, codes)]


def _set_rows(key: str, groups: Sequence[Sequence[int]], land: Ground, codes: Sequence[str]) -> list[Row]:
    rows: list[Row] = []
    for number, group in enumerate(groups, start=1):
        crosses = "yes" if len({land.area_of[i] for i in group}) > 1 else ""
        team = f"{key}{number:02d}"
        rows += [(key, team, f"Team {team}", codes[i], "", "", crosses) for i in sorted(group)]
    return rows


def _neighbours(land: Ground) -> list[list[int]]:
    shapes = np.array(land.neighbourhoods, dtype=object)
    return [[int(j) for j in np.flatnonzero(shapely.dwithin(shapes, shape, TOUCHING)) if j != i]
            for i, shape in enumerate(shapes)]  # fmt: skip


def _shared_out(places: list[int], weights: np.ndarray, near: list[list[int]], teams: int) -> list[list[int]]:
    """Grown from spread-out beginnings, the lightest team taking the next place; then places move while that evens."""
    firsts = [places[0]]
    while len(firsts) < teams:
        firsts.append(
            max((p for p in places if p not in firsts), key=lambda p: min(_steps(f, near)[p] for f in firsts))
        )
    team_of = {place: team for team, place in enumerate(firsts)}

    def load(team: int) -> float:
        return float(sum(weights[place] for place, of in team_of.items() if of == team))

    def beside(team: int) -> list[int]:
        own = [place for place, of in team_of.items() if of == team]
        return [p for p in places if p not in team_of and any(n in own for n in near[p])]

    while len(team_of) < len(places):
        team = min((t for t in range(teams) if beside(t)), key=load)
        team_of[beside(team)[0]] = team
    groups = [{place for place in places if team_of[place] == team} for team in range(teams)]
    while better := _more_even(groups, weights, near):
        groups = better
    return [sorted(group) for group in groups]


def _more_even(groups: list[set[int]], weights: np.ndarray, near: list[list[int]]) -> list[set[int]] | None:
    """The groups after the move or exchange of places over a border that evens them most; None where none does."""
    sums = [float(sum(weights[place] for place in group)) for group in groups]
    best, found = -LEAST_GAIN * sum(sums) ** 2, None
    for i, j in permutations(range(len(groups)), 2):
        for place in sorted(p for p in groups[i] if groups[j] & set(near[p])):
            for back in (None, *sorted(groups[j])):
                shift = float(weights[place]) - (0.0 if back is None else float(weights[back]))
                change = (sums[i] - shift) ** 2 + (sums[j] + shift) ** 2 - sums[i] ** 2 - sums[j] ** 2
                if change >= best:
                    continue
                left, right = groups[i] - {place}, groups[j] | {place}
                if back is not None:
                    left, right = left | {back}, right - {back}
                if left and all(_hang_together(sorted(each), near) for each in (left, right)):
                    best, found = change, [left if k == i else right if k == j else g for k, g in enumerate(groups)]
    return found


def _steps(first: int, near: list[list[int]]) -> list[int]:
    """How many borders lie between a place and each other; of those that cannot be reached, none."""
    away, edge = {first: 0}, [first]
    while edge:
        edge = [n for place in edge for n in near[place] if n not in away and away.setdefault(n, away[place] + 1)]
    return [away.get(place, 0) for place in range(len(near))]


def _hang_together(places: list[int], near: list[list[int]]) -> bool:
    seen, edge = {places[0]}, [places[0]]
    while edge:
        edge = [n for place in edge for n in near[place] if n in places and n not in seen]
        seen |= set(edge)
    return len(seen) == len(places)


def deprivation_rows(
    land: Ground, weights: np.ndarray, codes: Sequence[str], lsoas: Sequence[str], rng: np.random.Generator
) -> list[Row]:
    """Rows of deprivation.csv: a small area is the likelier deprived the more is recorded where it mostly lies."""
    shapes = np.array(land.neighbourhoods, dtype=object)
    middles = [lsoa.representative_point() for lsoa in land.lsoas]
    lies_in = [int(np.argmin(shapely.distance(shapes, middle))) for middle in middles]
    for place in sorted(set(range(len(codes))) - set(lies_in)):  # a narrow place that holds no middle has the nearest
        lies_in[int(np.argmin([shapes[place].distance(middle) for middle in middles]))] = place
    order = weights.argsort().argsort() / len(weights)
    # one busy place has few who are poor, one poor place is silent: what the paper is to ask about
    order[weights.argmax()], order[weights.argmin()] = 0.0, 1.0
    rows: list[Row] = []
    for lsoa, at in zip(lsoas, lies_in, strict=True):
        share = float(np.clip(1 - order[at] + rng.normal(0, 0.25), 0.001, 1.0))
        rank = 1 + int(share * 0.9 * (SMALL_AREAS - 1))
        rows.append((lsoa, codes[at], "imd", str(rank), str(YEAR), "invented indices"))
    return rows


def workload(invention: Invention) -> str:
    """parameters/workload.yml: hours of the police's kinds alone, so that the page names those without."""
    known = {key for _, key, _, _ in invention.categories}
    lines = ["# Hours of work for an incident: fewest, usual, most, and who says so. A diary must give them.", "hours:"]
    lines += [
        f'  {key}: {{low: {low:g}, central: {usual:g}, high: {high:g}, source: "Invented diary of 2026"}}'
        for key, low, usual, high in _HOURS
        if key in known
    ]
    return "\n".join(lines) + "\n"
