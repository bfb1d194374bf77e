"""What a resourcing paper states of ways to share places out: clusters.csv read again, balance drawn anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import shapely
from scipy.optimize import linear_sum_assignment

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.gazetteer import AREA
from bsafe_analysis.audit.polygons import Polygons
from bsafe_analysis.audit.proofs.registry import Found, Unproved, proves
from bsafe_analysis.audit.rates_drawn import kinds_drawn, near_end, place_codes_again, work_drawn
from bsafe_analysis.audit.reference_rows import reference_rows
from bsafe_analysis.claims.records import Claim

TODAY, TAILS = "today", (0.025, 0.5, 0.975)
SURE, HARDLY, DOUBT = 0.9, 0.1, 0.03
WANTED, BEGINNING = 150, 78
LIKE, NEAR_KM = 0.14, 0.15
"""What two lots of random sets leave open of a share, and drawn lines of a distance."""


@dataclass(frozen=True)
class TeamWritten:
    name: str
    team: str
    members: tuple[str, ...]


def sets_again(evidence: AuditEvidence) -> Mapping[str, Mapping[str, TeamWritten]]:
    """Set -> team's code -> who is in it: today's areas, then clusters.csv."""
    gazetteer = evidence.recount.gazetteer
    found: dict[str, dict[str, TeamWritten]] = {
        TODAY: {area: TeamWritten(gazetteer.names[area], "", gazetteer.parts(area)) for area in gazetteer.at(AREA)}
    }
    for row in reference_rows(evidence.root, "clusters.csv"):
        teams = found.setdefault(row["set"], {})
        before = teams.get(row["cluster"], TeamWritten(row["name"] or row["cluster"], row["team"], ()))
        teams[row["cluster"]] = TeamWritten(before.name, before.team, (*before.members, row["neighbourhood"]))
    return found


def _touching(evidence: AuditEvidence) -> Mapping[str, set[str]]:
    """Who touches whom, with bridges and without rivers; nothing where no boundaries are held."""
    found = {code: set(near) for code, near in evidence.facts["neighbours"].items()}
    for row in reference_rows(evidence.root, "adjacency.csv") if found else ():
        for a, b in ((row["a"], row["b"]), (row["b"], row["a"])):
            (found[a].add if row["touch"].lower() == "yes" else found[a].discard)(b)
    return found


def _draws(evidence: AuditEvidence) -> Mapping[str, np.ndarray]:
    """Set -> a column of drawn work for each team."""
    draws, codes = evidence.once(work_drawn).draws, place_codes_again(evidence)
    return {
        key: np.column_stack([draws[:, [codes.index(p) for p in team.members]].sum(1) for team in teams.values()])
        for key, teams in evidence.once(sets_again).items()
    }


def _uneven(draws: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore"):
        return np.asarray(draws.max(1) / draws.min(1))


@proves("team_told")
def team_told(claim: Claim, evidence: AuditEvidence) -> Found:
    """A team's members, areas and residents are those of clusters.csv and areas.csv; its work is drawn anew."""
    teams, code = evidence.once(sets_again).get(str(claim.values["set"]), {}), str(claim.values["code"])
    if code not in teams:
        raise Unproved("no such team is written")
    team, gazetteer = teams[code], evidence.recount.gazetteer
    low, _, high = np.quantile(evidence.once(_draws)[str(claim.values["set"])][:, list(teams).index(code)], TAILS)
    people = [evidence.recount.residents(place) for place in team.members]
    ends = {"usual": _usual_again(evidence, team.members), "lower": low, "upper": high}
    return {
        "name": team.name, "team": team.team, "members": len(team.members),
        "residents": None if None in people else sum(n or 0 for n in people),
        "areas": len({gazetteer.parents[place] for place in team.members}),
        "pieces": len(_pieces(team.members, evidence.once(_touching))) if evidence.once(_touching) else 1,
        **{name: near_end(claim.values.get(name), float(end), float(high - low)) for name, end in ends.items()},
    }  # fmt: skip


def _usual_again(evidence: AuditEvidence, members: Sequence[str]) -> float:
    """The usual work of a team's places together."""
    usual, codes = evidence.once(work_drawn).usual, place_codes_again(evidence)
    return float(sum(usual[codes.index(place)] for place in members))


def _pieces(places: Sequence[str], touching: Mapping[str, set[str]]) -> list[set[str]]:
    left, found = set(places), []
    while left:
        piece = {left.pop()}
        while near := {other for place in piece for other in touching[place]} & left:
            piece |= near
            left -= near
        found.append(piece)
    return found


@proves("option_told")
def option_told(claim: Claim, evidence: AuditEvidence) -> Found:
    """Balance is drawn anew from the raw files, likeness beside other random sets; moves and crossings are counted."""
    sets, key = evidence.once(sets_again), str(claim.values["key"])
    if key not in sets:
        raise Unproved("no such set is written")
    groups = [team.members for team in sets[key].values()]
    today = [team.members for team in sets[TODAY].values()]
    stay = np.array([[len({*new} & {*old}) for old in today] for new in groups])
    touching, gazetteer = evidence.once(_touching), evidence.recount.gazetteer
    return {
        "key": key, "clusters": len(groups),
        "fewest": min(map(len, groups)), "most": max(map(len, groups)),
        "crossing": sum(len({gazetteer.parents[p] for p in group}) > 1 for group in groups),
        "apart": sum(len(_pieces(group, touching)) > 1 for group in groups) if touching else 0,
        "moved": sum(map(len, groups)) - int(stay[linear_sum_assignment(-stay)].sum()),
        "alike": _likeness_of_teams(claim.values.get("alike"), evidence, key),
        "longest": _farthest(claim.values.get("longest"), evidence, groups),
        **_balance(claim, evidence, key),
    }  # fmt: skip


def _balance(claim: Claim, evidence: AuditEvidence, key: str) -> Found:
    every = evidence.once(_draws)
    draws, uneven = every[key], _uneven(every[key])
    told = {
        "ratio": (uneven, 2), "variation": (100 * draws.std(1) / draws.mean(1), 0), "smallest": (draws.min(1), 1),
    }  # fmt: skip
    found: dict[str, object] = {}
    for name, (values, decimals) in told.items():
        low, middle, high = (float(end) for end in np.quantile(values, TAILS))
        for said, end in ((name, middle), (f"{name}_lower", low), (f"{name}_upper", high)):
            found[said] = near_end(claim.values.get(said), end, high - low, decimals)
        if name == "smallest":
            least = min(_usual_again(evidence, team.members) for team in evidence.once(sets_again)[key].values())
            found[name] = near_end(claim.values.get(name), least, high - low, decimals)
    best = np.column_stack([_uneven(each) for each in every.values()]).argmin(1)
    chances = {"better": (uneven < _uneven(every[TODAY])).mean(), "best": (best == list(every).index(key)).mean()}
    return found | {name: _near_share(claim.values.get(name), float(n), DOUBT) for name, n in chances.items()}


def _near_share(said: object, found: float, doubt: float) -> object:
    """Of a hundred."""
    if isinstance(said, (int, float)) and abs(said - 100 * found) <= 0.51 + 100 * doubt:
        return said
    return round(100 * found)


@proves("options_compared")
def options_compared(claim: Claim, evidence: AuditEvidence) -> Found:
    """Sets are counted; which may be the most even, and whether today's teams differ, follows from new draws."""
    every = evidence.once(_draws)
    best = np.column_stack([_uneven(each) for each in every.values()]).argmin(1)
    shares = np.array([(best == i).mean() for i in range(len(every))])
    counts = {_good(shares, by) for by in (-DOUBT, 0.0, DOUBT)}
    teams = every[TODAY]
    pairs = list(combinations(range(teams.shape[1]), 2))
    tail = TAILS[0] / max(1, len(pairs))
    above = np.array([(teams[:, i] > teams[:, j]).mean() for i, j in pairs])
    sides = {bool(((above < tail * k) | (above > 1 - tail * k)).any()) for k in (0.4, 1.0, 2.5)}
    said, differ = claim.values.get("good"), claim.values.get("differ")
    return {
        "every": len(every),
        "good": said if said in counts else _good(shares, 0.0),
        "differ": differ if differ in sides else not differ,
    }


def _good(shares: np.ndarray, by: float) -> int:
    sure = int((shares >= SURE + by).sum())
    return sure or int((shares >= HARDLY + by).sum())


def _farthest(said: object, evidence: AuditEvidence, groups: Sequence[Sequence[str]]) -> object:
    """Kilometres between the centres of two places of a team, by the lines as they were drawn."""
    drawn = evidence.once(_drawn_places)
    if drawn is None:
        return None
    middle = dict(zip(drawn.codes, shapely.centroid(drawn.shapes), strict=True))
    ways = (shapely.distance(middle[a], middle[b]) / 1000 for group in groups for a, b in combinations(group, 2))
    found = float(max(ways, default=0.0))
    return said if isinstance(said, (int, float)) and abs(said - found) <= NEAR_KM else round(found, 1)


def _drawn_places(evidence: AuditEvidence) -> Polygons | None:
    recount = evidence.recount
    codes = place_codes_again(evidence)
    return Polygons.of(evidence.root, codes, recount.declared.code_property, recount.gazetteer.lines)


def _likeness_of_teams(said: object, evidence: AuditEvidence, key: str) -> object:
    """Of a hundred connected sets of the same sizes, those whose teams are less alike inside."""
    if not evidence.once(_touching) or not all(evidence.recount.residents(p) for p in place_codes_again(evidence)):
        return None
    groups = [team.members for team in evidence.once(sets_again)[key].values()]
    sizes = tuple(sorted(map(len, groups)))
    drawn = evidence.once(_random_sets).setdefault(sizes, []) or _drawn_like(evidence, sizes)
    evidence.once(_random_sets)[sizes] = drawn
    if len(drawn) < WANTED // 2:
        return said
    own, others = _spread_inside(evidence, groups), np.array([_spread_inside(evidence, each) for each in drawn])
    return _near_share(said, float(((others > own) + np.isclose(others, own) / 2).mean()), LIKE)


def _random_sets(evidence: AuditEvidence) -> dict[tuple[int, ...], list[list[list[str]]]]:
    return {}


def _spread_inside(evidence: AuditEvidence, groups: Sequence[Sequence[str]]) -> float:
    rates, codes = evidence.once(_roots), place_codes_again(evidence)
    total = 0.0
    for group in groups:
        own = rates[[codes.index(place) for place in group]]
        total += float(np.linalg.norm(own - own.mean(0), axis=1).sum())
    return total / len(codes)


def _roots(evidence: AuditEvidence) -> np.ndarray:
    """A row a place: the square roots of its rates."""
    return np.sqrt(1000 * np.column_stack([kind.mean for kind in evidence.once(kinds_drawn).values()]))


def _drawn_like(evidence: AuditEvidence, sizes: Sequence[int]) -> list[list[list[str]]]:
    """Sets grown place by place, hemmed-in ones the sooner; what gets stuck is thrown away."""
    rng, touching = np.random.default_rng(BEGINNING), evidence.once(_touching)
    found: list[list[list[str]]] = []
    for _ in range(WANTED * 200):
        free, groups = set(touching), list[list[str]]()
        for size in rng.permutation(np.array(sizes)):
            group: list[str] = []
            while len(group) < size:
                edge = {near for place in group for near in touching[place]} & free if group else free
                if not edge:
                    break
                taken = _hemmed_in(sorted(edge), free, touching, rng)
                group.append(taken)
                free.discard(taken)
            groups.append(group)
            if len(group) < size or any(len(piece) < sizes[0] for piece in _pieces(sorted(free), touching)):
                break
        if not free and len(groups) == len(sizes):
            found.append(groups)
        if len(found) == WANTED:
            break
    return found


def _hemmed_in(these: list[str], free: set[str], touching: Mapping[str, set[str]], rng: np.random.Generator) -> str:
    weight = np.array([1 / (1 + len(touching[place] & free)) ** 2 for place in these])
    return these[int(rng.choice(len(these), p=weight / weight.sum()))]
