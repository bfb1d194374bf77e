"""Areas proposed for a borough that has named none: connected, alike in residents, wards kept together, compact.

Neighbourhoods are the nodes of a graph, joined where they share a border. Areas grow from seeds that lie far apart and
are then improved by moving one neighbourhood at a time, as long as that lowers the cost. Nothing is drawn by lot, so
the same files give the same areas.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

RESIDENTS_PER_AREA = 65_000
"""About what the four areas of a borough of a quarter of a million hold: a meeting can know that many."""
MOST_AREAS = 8
FEWEST_NEIGHBOURHOODS = 3
"""An area of fewer is no more than its neighbourhoods."""
UNLIKE, SPLIT_WARDS, SPREAD = 1.0, 1.0, 0.5
"""Weights of the cost: unequal residents, residents outside their ward's main area, distance from the middle."""
_ROUNDS = 400


@dataclass(frozen=True)
class Patch:
    """A neighbourhood to be grouped: residents (or any measure of size), its middle, its borders, its wards' shares."""

    code: str
    size: float
    x: float
    y: float
    borders: frozenset[str]
    wards: Mapping[str, float]


def number_of_areas(residents: float, neighbourhoods: int) -> int:
    """How many areas to propose.

    >>> number_of_areas(265_000, 33), number_of_areas(9_700, 6)
    (4, 1)
    """
    by_residents = round(residents / RESIDENTS_PER_AREA)
    return max(1, min(by_residents, MOST_AREAS, neighbourhoods // FEWEST_NEIGHBOURHOODS))


def propose_areas(patches: Iterable[Patch], areas: int) -> dict[str, int]:
    """Neighbourhood code -> number of its area, from 0; the best of several starts."""
    nodes = {patch.code: patch for patch in sorted(patches, key=lambda patch: patch.code)}
    joined = _bridged(nodes)
    starts = sorted({key(nodes.values()).code for key in _CORNERS})
    grown = [
        _grown(nodes, joined, _seeds(nodes, start, areas), ward_first)
        for start in starts
        for ward_first in (True, False)
    ]
    grouped = [_improved(nodes, joined, groups) for groups in grown]
    best = min(grouped, key=lambda groups: (round(_Tally(nodes, groups).cost(), 9), sorted(groups.items())))
    return _numbered(best)


_CORNERS = tuple(
    lambda patches, a=a, b=b: min(patches, key=lambda p: (a * p.x + b * p.y, p.code))
    for a, b in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1))
)


def _bridged(nodes: dict[str, Patch]) -> dict[str, set[str]]:
    """Borders both ways; parts that touch nothing (islands, gaps in a file) are joined to the nearest other part."""
    joined: dict[str, set[str]] = {code: set() for code in nodes}
    for code, patch in nodes.items():
        for other in patch.borders & nodes.keys() - {code}:
            joined[code].add(other)
            joined[other].add(code)
    while len(part := _reached(next(iter(nodes)), set(nodes), joined)) < len(nodes):
        near = ((_apart(nodes[a], nodes[b]), a, b) for a in sorted(part) for b in sorted(nodes.keys() - part))
        _, a, b = min(near)
        joined[a].add(b)
        joined[b].add(a)
    return joined


def _reached(start: str, within: set[str], joined: dict[str, set[str]]) -> set[str]:
    seen, waiting = {start}, [start]
    while waiting:
        for other in joined[waiting.pop()] & within - seen:
            seen.add(other)
            waiting.append(other)
    return seen


def _apart(one: Patch, other: Patch) -> float:
    return (one.x - other.x) ** 2 + (one.y - other.y) ** 2


def _seeds(nodes: dict[str, Patch], start: str, areas: int) -> list[str]:
    """The start, then again and again what lies farthest from all before it."""
    seeds = [start]
    while len(seeds) < areas:
        rest = (code for code in nodes if code not in seeds)
        seeds.append(max(rest, key=lambda code: (min(_apart(nodes[code], nodes[s]) for s in seeds), code)))
    return seeds


def _grown(nodes: dict[str, Patch], joined: dict[str, set[str]], seeds: list[str], ward_first: bool) -> dict[str, int]:
    """Each time the smallest area that can still grow takes the neighbour nearest to its seed.

    With `ward_first` it takes one that shares its wards before one that is nearer.
    """
    groups = {seed: i for i, seed in enumerate(seeds)}
    size = [nodes[seed].size for seed in seeds]
    wards = [set(nodes[seed].wards) for seed in seeds]

    def last(code: str, i: int) -> tuple[float, float, str]:
        shared = sum(share for ward, share in nodes[code].wards.items() if ward in wards[i])
        return (-shared if ward_first else 0.0, _apart(nodes[code], nodes[seeds[i]]), code)

    while len(groups) < len(nodes):
        edges: dict[int, set[str]] = defaultdict(set)
        for code, i in groups.items():
            edges[i] |= joined[code] - groups.keys()
        i = min((i for i in edges if edges[i]), key=lambda i: (size[i], i))
        code = min(edges[i], key=partial(last, i=i))
        groups[code] = i
        size[i] += nodes[code].size
        wards[i] |= nodes[code].wards.keys()
    return groups


class _Tally:
    """The sums that the cost is made of, kept while neighbourhoods move."""

    def __init__(self, nodes: dict[str, Patch], groups: dict[str, int]) -> None:
        self.nodes, self.areas = nodes, 1 + max(groups.values())
        self.size = [0.0] * self.areas
        self.moments = [[0.0, 0.0, 0.0] for _ in range(self.areas)]
        self.wards: dict[str, list[float]] = defaultdict(lambda: [0.0] * self.areas)
        self.outside = 0.0
        for code, i in groups.items():
            self.add(code, i, 1)
        self.total = sum(self.size)
        whole = [sum(m[k] for m in self.moments) for k in range(3)]
        self.spread = max(whole[2] - (whole[0] ** 2 + whole[1] ** 2) / self.total, 1e-9)

    def add(self, code: str, area: int, sign: int) -> None:
        patch = self.nodes[code]
        self.size[area] += sign * patch.size
        for k, value in enumerate((patch.x, patch.y, patch.x**2 + patch.y**2)):
            self.moments[area][k] += sign * patch.size * value
        for ward, share in patch.wards.items():
            held = self.wards[ward]
            self.outside -= sum(held) - max(held)
            held[area] += sign * share * patch.size
            self.outside += sum(held) - max(held)

    def cost(self) -> float:
        target = self.total / self.areas
        unlike = sum((size / target - 1) ** 2 for size in self.size)
        within = sum(
            m[2] - (m[0] ** 2 + m[1] ** 2) / size for m, size in zip(self.moments, self.size, strict=True) if size
        )
        return UNLIKE * unlike + SPLIT_WARDS * self.outside / self.total + SPREAD * within / self.spread


def _improved(nodes: dict[str, Patch], joined: dict[str, set[str]], groups: dict[str, int]) -> dict[str, int]:
    """The best single move, again and again, until none lowers the cost."""
    tally, groups = _Tally(nodes, groups), dict(groups)
    for _ in range(_ROUNDS):
        now = tally.cost()
        moves = sorted({(code, groups[o]) for code in groups for o in joined[code] if groups[o] != groups[code]})
        judged = ((_cost_after(tally, code, groups[code], to), code, to) for code, to in moves)
        better = sorted(each for each in judged if each[0] < now - 1e-9)
        move = next((m for m in better if _stays_whole(m[1], groups, joined)), None)
        if move is None:
            break
        _, code, to = move
        tally.add(code, groups[code], -1)
        tally.add(code, to, 1)
        groups[code] = to
    return groups


def _cost_after(tally: _Tally, code: str, old: int, new: int) -> float:
    tally.add(code, old, -1)
    tally.add(code, new, 1)
    cost = tally.cost()
    tally.add(code, new, -1)
    tally.add(code, old, 1)
    return cost


def _stays_whole(code: str, groups: dict[str, int], joined: dict[str, set[str]]) -> bool:
    rest = {other for other, area in groups.items() if area == groups[code]} - {code}
    return bool(rest) and len(_reached(min(rest), rest, joined)) == len(rest)


def _numbered(groups: dict[str, int]) -> dict[str, int]:
    """Areas numbered in the order of their first code."""
    order: dict[int, int] = {}
    for code in sorted(groups):
        order.setdefault(groups[code], len(order))
    return {code: order[groups[code]] for code in sorted(groups)}


_WINDS = ("East", "North East", "North", "North West", "West", "South West", "South", "South East")


def compass_names(patches: Iterable[Patch], groups: Mapping[str, int]) -> tuple[str, ...]:
    """A name for each area by where its middle lies; "Central" near the borough's; a number where two are alike."""
    import math

    patches = tuple(patches)
    middle = _middle(patches)
    reach = math.sqrt(
        sum(p.size * ((p.x - middle[0]) ** 2 + (p.y - middle[1]) ** 2) for p in patches) / sum(p.size for p in patches)
    )
    names = []
    for area in range(1 + max(groups.values())):
        x, y = _middle([p for p in patches if groups[p.code] == area])
        dx, dy = x - middle[0], y - middle[1]
        wind = _WINDS[round(math.atan2(dy, dx) / (math.pi / 4)) % 8]
        names.append("Central" if math.hypot(dx, dy) < reach / 3 else wind)
    alike = {name for name in names if names.count(name) > 1}
    return tuple(f"{name} {names[: i + 1].count(name)}" if name in alike else name for i, name in enumerate(names))


def _middle(patches: Iterable[Patch]) -> tuple[float, float]:
    patches = tuple(patches)
    size = sum(p.size for p in patches)
    return sum(p.size * p.x for p in patches) / size, sum(p.size * p.y for p in patches) / size
