"""What does a way of sharing places out among teams give and cost, and how sure is that it is the better balanced?

The same sums for today's areas, people's own sets and suggested ones; no score of scores. Pure functions of draws.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.optimize import linear_sum_assignment

from bsafe_analysis.detection.place_rates import HARDLY, SURE, TAIL
from bsafe_analysis.detection.workloads import Workloads
from bsafe_analysis.model.team_clusters import pieces_of

Groups = Sequence[Sequence[str]]
"""The places of each team."""
CHANCE_SETS = 200
TRIES = 200
"""So many beginnings for each set drawn at random: on ragged ground most of them leave a place over."""
START = 20_260_403


@dataclass(frozen=True)
class Ranged:
    """A number with the range that 95 of 100 draws keep to; `middle`: half of the draws lie below."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class Balance:
    """How evenly a set shares the work: the busiest team's over the quietest's, and the coefficient of variation.

    `smallest`: the quietest team's work a week; `better`: the share of draws in which it is more even than today's.
    """

    busiest_over_quietest: Ranged
    variation: Ranged
    smallest: Ranged
    better: float


def team_draws(work: Workloads, groups: Groups) -> np.ndarray:
    """A column for each team: its work a week in each state of the world."""
    at = {place: i for i, place in enumerate(work.places)}
    return np.column_stack([work.draws[:, [at[place] for place in group]].sum(1) for group in groups])


def ratios(teams: np.ndarray) -> np.ndarray:
    """The busiest team's work over the quietest's in each draw; endless where a team has none."""
    with np.errstate(divide="ignore"):
        return np.asarray(teams.max(1) / teams.min(1))


def balance(teams: np.ndarray, today: np.ndarray) -> Balance:
    """`teams`, `today`: `team_draws` of the set and of today's areas, of the same draws."""
    ratio = ratios(teams)
    return Balance(
        _ranged(ratio), _ranged(teams.std(1) / teams.mean(1)), _ranged(teams.min(1)),
        float((ratio < ratios(today)).mean()),
    )  # fmt: skip


def _ranged(draws: np.ndarray) -> Ranged:
    low, middle, high = (float(end) for end in np.quantile(draws, [TAIL, 0.5, 1 - TAIL]))
    return Ranged(low, middle, high)


def teams_differ(teams: np.ndarray) -> bool:
    """Whether any two teams' work can surely be told apart: 95 % intervals of the ratio for all pairs at once.

    Bonferroni's: of teams that are truly alike any two are told apart in 5 of 100 cases at most.

    >>> teams_differ(np.column_stack([np.linspace(9, 11, 100), np.linspace(11, 9, 100)]))
    False
    """
    pairs = list(combinations(range(teams.shape[1]), 2))
    tail = TAIL / max(1, len(pairs))
    above = [float((teams[:, i] > teams[:, j]).mean()) for i, j in pairs]
    return any(chance < tail or chance > 1 - tail for chance in above)


def best_balanced(sets: Mapping[str, np.ndarray]) -> dict[str, float]:
    """Set -> the share of draws in which it has the least of `ratios`; of sets that are even, the first named."""
    every = np.column_stack([ratios(teams) for teams in sets.values()])
    best = every.argmin(1)
    return {key: float((best == i).mean()) for i, key in enumerate(sets)}


def as_good(chances: Mapping[str, float]) -> tuple[str, ...]:
    """The sets that may be the best balanced: one where it is so in nine draws of ten, else all that often are.

    >>> as_good({"a": 0.95, "b": 0.05}), as_good({"a": 0.6, "b": 0.35, "c": 0.05})
    (('a',), ('a', 'b'))
    """
    sure = tuple(key for key, chance in chances.items() if chance >= SURE)
    return sure or tuple(key for key, chance in chances.items() if chance >= HARDLY)


def moved(groups: Groups, today: Groups) -> int:
    """How many places change their team: all but those that stay, each team following at most one of today's.

    >>> moved([["a", "b"], ["c", "d"]], [["a"], ["b", "c", "d"]])
    1
    """
    stay = np.array([[len(set(new) & set(old)) for old in today] for new in groups])
    rows, columns = linear_sum_assignment(-stay)
    return int(sum(map(len, groups)) - stay[rows, columns].sum())


def longest_way(groups: Groups, centres: Mapping[str, tuple[float, float]]) -> float | None:
    """The longest distance between the centres of two places of one team, as `centres` are; None without centres."""
    if any(place not in centres for group in groups for place in group):
        return None
    ways = (np.hypot(*np.subtract(centres[a], centres[b])) for group in groups for a, b in combinations(group, 2))
    return float(max(ways, default=0.0))


def spread_inside(groups: Groups, profiles: Mapping[str, np.ndarray]) -> float:
    """The mean distance of a place's profile from the mean profile of its team."""
    ways = []
    for group in groups:
        rows = np.array([profiles[place] for place in group])
        ways += list(np.sqrt(((rows - rows.mean(0)) ** 2).sum(1)))
    return float(np.mean(ways))


def likeness(groups: Groups, profiles: Mapping[str, np.ndarray], touching: Mapping[str, Sequence[str]]) -> float | None:
    """The share of connected sets of the same sizes, drawn at random, whose teams are less alike inside.

    None where profiles are not known, or where the ground allows too few such sets to be found.
    """
    if any(place not in profiles for group in groups for place in group):
        return None
    own, drawn = spread_inside(groups, profiles), random_connected(groups, touching)
    if len(drawn) < CHANCE_SETS // 2:
        return None
    others = np.array([spread_inside(each, profiles) for each in drawn])
    return float(((others > own) + (np.isclose(others, own)) / 2).mean())


def random_connected(groups: Groups, touching: Mapping[str, Sequence[str]]) -> list[list[list[str]]]:
    """CHANCE_SETS ways to cut the same places into connected teams of the same sizes; fewer where few are found."""
    rng = np.random.default_rng(START)
    places = sorted(place for group in groups for place in group)
    sizes = [len(group) for group in groups]
    found = []
    for _ in range(CHANCE_SETS * TRIES):
        drawn = _grown(places, [sizes[i] for i in rng.permutation(len(sizes))], touching, rng)
        if drawn:
            found.append(drawn)
        if len(found) == CHANCE_SETS:
            break
    return found


def _grown(
    places: Sequence[str], sizes: Sequence[int], touching: Mapping[str, Sequence[str]], rng: np.random.Generator
) -> list[list[str]] | None:
    """Team by team, each from a place with the fewest free neighbours, by the same rule and chance; None if stuck."""
    free, teams = set(places), []
    for size in sizes:
        team = [_most_hemmed_in(sorted(free), free, touching, rng)]
        free.discard(team[0])
        while len(team) < size:
            edge = sorted({near for place in team for near in touching.get(place, ()) if near in free})
            if not edge:
                return None
            taken = _most_hemmed_in(edge, free, touching, rng)
            team.append(taken)
            free.discard(taken)
        teams.append(team)
        if any(len(piece) < min(sizes) for piece in pieces_of(free, touching)):
            return None
    return teams


def _most_hemmed_in(
    these: Sequence[str], free: set[str], touching: Mapping[str, Sequence[str]], rng: np.random.Generator
) -> str:
    """By chance, the likelier the fewer free neighbours a place has: else such places are left over."""
    open_sides = np.array([sum(near in free for near in touching.get(place, ())) for place in these], dtype=float)
    weight = 1 / (1 + open_sides) ** 2
    return str(these[int(rng.choice(len(these), p=weight / weight.sum()))])
