"""Which sets of places might share a team? Rows to begin from, for people to change: nothing here chooses.

Pairs by minimum-weight matching, solved exactly as a whole-number programme; sets of equal work by growing and then
exchanging places along borders until no move lessens the spread. Both keep to places that touch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from bsafe_analysis.model.team_clusters import pieces_of

Touching = Mapping[str, Sequence[str]]
Move = tuple[float, int, int, tuple[str, ...], tuple[str, ...]]
"""Change in the sum of squares; from which team; to which; places given; places taken back."""
BEGINNINGS = 50
START = 20_260_404


def pairs(places: Sequence[str], touching: Touching, cost: Callable[[str, str], float]) -> list[list[str]]:
    """Places in pairs that touch, at the least cost in all; one that is left over joins the cheapest neighbouring pair.

    As many pairs as the ground allows; a place without a neighbour stays alone.
    """
    edges = [(a, b) for a in sorted(places) for b in touching.get(a, ()) if a < b and b in places]
    if not edges:
        return [[place] for place in sorted(places)]
    ordered = sorted(places)
    holds = np.array([[place in edge for edge in edges] for place in ordered], dtype=float)
    costs = np.array([cost(a, b) for a, b in edges])
    dear = 1 + 2 * float(np.abs(costs).sum())  # one pair more is always worth any cost
    told = milp(
        costs - dear, constraints=LinearConstraint(holds, 0, 1), integrality=np.ones(len(edges)), bounds=Bounds(0, 1)
    )
    chosen = [sorted(edge) for edge, taken in zip(edges, told.x, strict=True) if taken > 0.5]
    for place in (p for p in ordered if not any(p in pair for pair in chosen)):
        near = [group for group in chosen if set(group) & set(touching.get(place, ()))]
        if near:
            min(near, key=lambda group: (sum(cost(place, other) for other in group) / len(group), group)).append(place)
        else:
            chosen.append([place])
    return sorted(sorted(group) for group in chosen)


def balanced(
    work: Mapping[str, float], touching: Touching, teams: int, beginnings: int = BEGINNINGS
) -> list[list[str]]:
    """So many connected teams with as even work as so many random beginnings and exchanges of places find.

    ValueError where there are more pieces of ground, or fewer places, than teams.
    """
    places = sorted(work)
    if not len(pieces_of(places, touching)) <= teams <= len(places):
        raise ValueError(f"{len(places)} places cannot be shared out among {teams} teams that hang together")
    rng = np.random.default_rng(START)
    tried = (_improved(_grown_evenly(work, touching, teams, rng), work, touching) for _ in range(beginnings))
    best = min(tried, key=lambda groups: (round(spread(groups, work), 9), groups))
    return best


def spread(groups: Sequence[Sequence[str]], work: Mapping[str, float]) -> float:
    """The busiest team's work over the quietest's.

    >>> spread([["a"], ["b", "c"]], {"a": 2, "b": 3, "c": 1})
    2.0
    """
    sums = [sum(work[place] for place in group) for group in groups]
    return max(sums) / min(sums) if min(sums) > 0 else float("inf")


def _grown_evenly(
    work: Mapping[str, float], touching: Touching, teams: int, rng: np.random.Generator
) -> list[list[str]]:
    """Teams grown from chance beginnings, the one with the least work taking the next place."""
    free = set(work)
    groups = []
    pieces = [list(piece) for piece in pieces_of(free, touching)]
    firsts = [str(rng.choice(piece)) for piece in pieces]
    others = sorted(free - set(firsts))
    firsts += [str(place) for place in rng.choice(others, teams - len(firsts), replace=False)]
    for place in firsts:
        groups.append([place])
        free.discard(place)
    while free:
        able = [g for g in groups if any(near in free for place in g for near in touching.get(place, ()))]
        group = min(able, key=lambda g: sum(work[place] for place in g))
        edge = sorted({near for place in group for near in touching[place] if near in free})
        taken = str(rng.choice(edge))
        group.append(taken)
        free.discard(taken)
    return sorted(sorted(group) for group in groups)


def _improved(groups: list[list[str]], work: Mapping[str, float], touching: Touching) -> list[list[str]]:
    """Places moved over a border, or exchanged, as long as the sums' squares lessen: the best move each time."""
    while True:
        sums = [sum(work[place] for place in group) for group in groups]
        best = min(_moves(groups, sums, work, touching), default=None)
        if best is None or best[0] >= -1e-9 * sum(sums) ** 2:
            return sorted(sorted(group) for group in groups)
        _, i, j, given, taken = best
        groups[i] = [p for p in groups[i] if p not in given] + list(taken)
        groups[j] = [p for p in groups[j] if p not in taken] + list(given)


def _moves(groups: list[list[str]], sums: list[float], work: Mapping[str, float], touching: Touching) -> list[Move]:
    """Every move that makes the work more even and keeps both teams in one piece."""
    team = {place: i for i, group in enumerate(groups) for place in group}
    found: list[Move] = []
    for place, i in team.items():
        for j in sorted({team[near] for near in touching.get(place, ()) if team[near] != i}):
            for taken in ((), *((other,) for other in groups[j])):
                shift = work[place] - sum(work[other] for other in taken)
                change = (sums[i] - shift) ** 2 + (sums[j] + shift) ** 2 - sums[i] ** 2 - sums[j] ** 2
                if change < 0:
                    left = [p for p in groups[i] if p != place] + list(taken)
                    right = [p for p in groups[j] if p not in taken] + [place]
                    if left and _in_one_piece(left, touching) and _in_one_piece(right, touching):
                        found.append((change, i, j, (place,), taken))
    return found


def _in_one_piece(places: Sequence[str], touching: Touching) -> bool:
    return len(pieces_of(places, touching)) == 1
