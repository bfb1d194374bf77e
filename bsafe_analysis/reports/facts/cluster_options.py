"""The ways to share neighbourhoods out among teams, each with what it gives and costs; none is recommended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from bsafe_analysis.detection.groupings import (
    as_good,
    balance,
    best_balanced,
    likeness,
    longest_way,
    moved,
    team_draws,
    teams_differ,
)
from bsafe_analysis.detection.place_rates import TAIL
from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.team_clusters import TODAY, ClusterSet, pieces_of, todays_areas, touching_with
from bsafe_analysis.reports.facts.place_baselines import PlaceBaselines
from bsafe_analysis.reports.facts.work_and_need import WorkTold

METRES = 1000.0


@dataclass(frozen=True)
class TeamTold:
    """One team of a set: its neighbourhoods, their work of a usual week with its range, who lives there, which areas.

    `residents`: None where not all are known.
    """

    set: str
    code: str
    name: str
    team: str
    members: tuple[Area, ...]
    usual: float
    lower: float
    upper: float
    residents: int | None
    areas: tuple[Area, ...]
    pieces: int


@dataclass(frozen=True)
class OptionTold:
    """One set. `ratio`: the busiest team's work over the quietest's, `variation`: the coefficient of variation in 100.

    `smallest`: the quietest team's week. `better`: in so many of 100 draws it is more even than today's areas; `best`:
    more even than every other set. `alike`: so many of 100 connected sets drawn at random are less alike inside.
    `longest`: kilometres between the centres of two places of a team. `crossing`: teams in two areas or more; `apart`:
    teams in several pieces; `moved`: places whose team would be another.
    """

    key: str
    clusters: tuple[TeamTold, ...]
    fewest: int
    most: int
    ratio: float
    ratio_lower: float
    ratio_upper: float
    variation: int
    variation_lower: int
    variation_upper: int
    smallest: float
    smallest_lower: float
    smallest_upper: float
    better: int
    best: int
    alike: int | None
    longest: float | None
    crossing: int
    apart: int
    moved: int

    @property
    def is_today(self) -> bool:
        return self.key == TODAY


@dataclass(frozen=True)
class OptionsCompared:
    """`every`: today's areas first, then in the order of clusters.csv. `differ`: today's teams can be told apart.

    `good`: those that may be the best balanced.
    """

    every: tuple[OptionTold, ...]
    differ: bool
    good: tuple[OptionTold, ...]


def options_compared(prepared: Prepared, baselines: PlaceBaselines, work: WorkTold) -> OptionsCompared:
    """The scorecard of each set, by the same sums."""
    sets = (todays_areas(prepared.areas), *prepared.cycle.resourcing.sets)
    groups = {each.key: [list(cluster.members) for cluster in each.clusters] for each in sets}
    teams = {key: team_draws(work.drawn, group) for key, group in groups.items()}
    best = best_balanced(teams)
    sheet = _Ground(prepared, baselines)
    told = tuple(_option(each, sheet, work, groups, teams, best) for each in sets)
    good = as_good(best)
    return OptionsCompared(told, teams_differ(teams[TODAY]), tuple(option for option in told if option.key in good))


class _Ground:
    """What is the same for every set: who touches whom, where centres lie, what places are like."""

    def __init__(self, prepared: Prepared, baselines: PlaceBaselines) -> None:
        self.areas = prepared.areas
        held = bool(prepared.neighbours)
        self.touching = touching_with(prepared.neighbours, prepared.cycle.resourcing.adjacency) if held else {}
        self.centres = centres_of(prepared)
        self.profiles = profiles_of(prepared, baselines)


def centres_of(prepared: Prepared) -> dict[str, tuple[float, float]]:
    """The middle of each place, in metres as its outline is drawn."""
    found = {}
    for outline in prepared.outlines:
        middle = shapely.union_all([shapely.make_valid(shapely.Polygon(ring)) for ring in outline.rings]).centroid
        found[outline.area] = (float(middle.x), float(middle.y))
    return found


def profiles_of(prepared: Prepared, baselines: PlaceBaselines) -> dict[str, np.ndarray]:
    """Square roots of the kinds' rates, which makes a difference count alike in rare and common kinds; {} without."""
    places = sorted(prepared.areas.neighbourhoods, key=lambda place: place.code)
    if any(not place.residents for place in places):
        return {}
    columns = [[METRES * rate.rate for rate in rates.rates] for rates in baselines.rates.values()]
    return {place.code: row for place, row in zip(places, np.sqrt(np.array(columns)).T, strict=True)}


def _option(
    each: ClusterSet,
    ground: _Ground,
    work: WorkTold,
    groups: Mapping[str, list[list[str]]],
    teams: Mapping[str, np.ndarray],
    best: Mapping[str, float],
) -> OptionTold:
    group, even = groups[each.key], balance(teams[each.key], teams[TODAY])
    rows = tuple(_team(each, i, ground, work, teams[each.key]) for i in range(len(each.clusters)))
    alike = likeness(group, ground.profiles, ground.touching) if ground.touching else None
    longest = longest_way(group, ground.centres)
    ratio, smallest = even.busiest_over_quietest, even.smallest
    return OptionTold(
        key=each.key,
        clusters=rows,
        fewest=min(map(len, group)),
        most=max(map(len, group)),
        ratio=round(ratio.middle, 2),
        ratio_lower=round(ratio.low, 2),
        ratio_upper=round(ratio.high, 2),
        variation=_percent(even.variation.middle),
        variation_lower=_percent(even.variation.low),
        variation_upper=_percent(even.variation.high),
        smallest=min(row.usual for row in rows),
        smallest_lower=round(smallest.low, 1),
        smallest_upper=round(smallest.high, 1),
        better=_percent(even.better),
        best=_percent(best[each.key]),
        alike=None if alike is None else _percent(alike),
        longest=None if longest is None else round(longest / METRES, 1),
        crossing=sum(len(row.areas) > 1 for row in rows),
        apart=sum(row.pieces > 1 for row in rows),
        moved=moved(group, groups[TODAY]),
    )


def _percent(share: float) -> int:
    return round(100 * share)


def _team(each: ClusterSet, i: int, ground: _Ground, work: WorkTold, draws: np.ndarray) -> TeamTold:
    cluster = each.clusters[i]
    members = tuple(sorted((ground.areas[code] for code in cluster.members), key=lambda place: place.name))
    people = [place.residents for place in members]
    over = dict.fromkeys(place.parent for place in members if place.parent)
    low, high = np.quantile(draws[:, i], [TAIL, 1 - TAIL])
    return TeamTold(
        set=each.key,
        code=cluster.code,
        name=cluster.name,
        team=cluster.team,
        members=members,
        usual=round(_work_of_places(work, cluster.members), 1),
        lower=round(float(low), 1),
        upper=round(float(high), 1),
        residents=None if None in people else sum(n or 0 for n in people),
        areas=_areas_by_name(ground, over),
        pieces=len(pieces_of(cluster.members, ground.touching)) if ground.touching else 1,
    )


def _work_of_places(work: WorkTold, members: Iterable[str]) -> float:
    """A team's usual work is that of its places together, as the page has it of each."""
    of = dict(zip(work.drawn.places, work.drawn.central, strict=True))
    return float(sum(of[code] for code in members))


def _areas_by_name(ground: _Ground, codes: Mapping[str, None] | Sequence[str]) -> tuple[Area, ...]:
    return tuple(sorted((ground.areas[code] for code in codes), key=lambda area: area.name))
