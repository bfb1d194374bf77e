"""Rows for clusters.csv to begin from: a set of even work, and pairs. Writes nothing, chooses nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from bsafe_analysis.detection.suggested_sets import balanced, pairs
from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.team_clusters import pieces_of, touching_with
from bsafe_analysis.parameters.cluster_sets_file import FILE
from bsafe_analysis.reports.facts.cluster_options import profiles_of
from bsafe_analysis.reports.facts.place_baselines import place_baselines
from bsafe_analysis.reports.facts.work_and_need import work_told

HEADER = "set,cluster,name,neighbourhood,team,apart,crosses"
PAIRS = "pairs"


def suggested_lines(prepared: Prepared, teams: int) -> Iterator[str]:
    """The lines of a clusters.csv; InputError where no work can be told, or no such number of teams hangs together."""
    baselines = place_baselines(prepared)
    work = work_told(prepared, baselines)
    if work is None or not prepared.neighbours:
        cause = "no boundaries are held" if work else "no kind of incident is held for a year of the baseline"
        raise InputError([Fault(FILE, "", f"nothing can be suggested: {cause}", "See docs/guide-resourcing.md")])
    touching = touching_with(prepared.neighbours, prepared.cycle.resourcing.adjacency)
    weight = dict(zip(work.drawn.places, work.drawn.central.tolist(), strict=True))
    least = len(pieces_of(weight, touching))
    if not least <= teams <= len(weight):
        cause = f"{len(weight)} places cannot be shared out among {teams} teams that hang together"
        raise InputError([Fault("the command", "--teams", cause, f"Ask for {least} to {len(weight)}")])
    yield HEADER
    yield from _set_lines(prepared, f"even-{teams}", balanced(weight, touching, teams))
    alike, usual = profiles_of(prepared, baselines), 2 * sum(weight.values()) / len(weight)
    apart = _usual_distance(list(alike.values()))

    def cost(a: str, b: str) -> float:
        """How unlike two places are, beside places in general, and how far their work together is from a pair's."""
        unlike = float(np.linalg.norm(alike[a] - alike[b])) / apart if alike and apart else 0.0
        return unlike + abs(weight[a] + weight[b] - usual) / usual

    yield from _set_lines(prepared, PAIRS, pairs(sorted(weight), touching, cost))


def _usual_distance(rows: Sequence[np.ndarray]) -> float:
    """The mean distance of two places' profiles; nought without profiles."""
    ways = [float(np.linalg.norm(one - other)) for i, one in enumerate(rows) for other in rows[:i]]
    return float(np.mean(ways)) if ways else 0.0


def _set_lines(prepared: Prepared, key: str, groups: Sequence[Sequence[str]]) -> Iterator[str]:
    for number, group in enumerate(groups, start=1):
        crosses = "yes" if len({prepared.areas[place].parent for place in group}) > 1 else ""
        yield from (f"{key},{number},Team {number},{place},,,{crosses}" for place in group)
