"""Map points at which incidents gather, counted at each point of the raw files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy.special import pdtrc

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.gazetteer import AREA, NOWHERE
from bsafe_analysis.audit.polygons import grid_metres
from bsafe_analysis.audit.proofs.counts_told import YEAR, last_year
from bsafe_analysis.audit.proofs.findings_told import run_of
from bsafe_analysis.audit.proofs.parameters_read import detection_file, parameter_file
from bsafe_analysis.audit.proofs.registry import Found, likeliest, proves
from bsafe_analysis.audit.raw_again import lines_again
from bsafe_analysis.claims.records import Claim
from bsafe_analysis.model.periods import add_months

BUSIEST_SHARE, FEWEST_A_POINT = 0.01, 10
OF_A_FINDING = 3
"""Map points that are listed of a finding, at most."""
POINTS = """
CREATE OR REPLACE TEMP TABLE points AS
SELECT round(try_cast(longitude AS DOUBLE), 6) AS x, round(try_cast(latitude AS DOUBLE), 6) AS y,
       counted.month, counted.category, counted.place, file, line
FROM counted JOIN arrived USING (file, line)
WHERE list_contains($sources, source) AND NOT list_contains($hidden, counted.category)
  AND x > -9.5 AND x < 4.0 AND y > 49.0 AND y < 62.0
"""
"""Each incident that may be placed, with its point: of sources whose points stand for a street, not an address."""
AT_POINTS = """
SELECT count(*) FILTER (month >= $now), count(*) FILTER (month >= $before AND month < $now)
FROM points WHERE $category IN ('', category) GROUP BY x, y ORDER BY x, y
"""
OF_PLACE = """
SELECT n FROM (SELECT count(*) FILTER (month >= $now) AS n, max_by(place, (month, file, line)) AS newest
               FROM points GROUP BY x, y)
WHERE n >= $fewest AND ($whole OR list_contains($inside, newest)) ORDER BY n DESC
"""
"""How many incidents each point of a place had, the busiest first."""
OF_FINDING = """
WITH here AS (
    SELECT x, y, count(*) FILTER (month >= $first AND month <= $last) AS n,
           count(*) FILTER (month >= $before AND month < $first) AS earlier
    FROM points
    WHERE $category IN ('', category) AND ($inside = [] OR list_contains($inside, place)) GROUP BY x, y),
busiest AS (FROM here WHERE n >= $fewest ORDER BY n DESC, x, y LIMIT $most),
cut AS (SELECT (SELECT count(*) FROM here WHERE n >= (SELECT min(n) FROM busiest)) - count(*) AS tied FROM busiest)
SELECT n, earlier, (SELECT tied FROM cut), x, y, max_by(place, (points.month, file, line)),
       max_by(name, (points.month, file, line)), max_by(line, (points.month, file, line))
FROM busiest JOIN points USING (x, y) JOIN files USING (file) GROUP BY x, y, n, earlier
"""
"""The busiest points of a finding's months, with the newest line that names each."""


@proves("concentration")
def concentration(claim: Claim, evidence: AuditEvidence) -> Found:
    """Incidents are counted at each map point of the raw files; by chance is what equally likely points would give."""
    now = last_year(evidence.month)
    before = last_year(add_months(now[0], -1))
    counts = _at_points(evidence, str(claim.values["category"]), now, before)
    top, total = max(round(len(counts) * BUSIEST_SHARE), 1), int(counts[:, 0].sum())
    if total < FEWEST_A_POINT * top:
        return dict.fromkeys(("points", "of_points", "held", "total", "share", "share_of_points", "by_chance"))
    held = int(counts[_busiest(counts[:, 0])[:top], 0].sum())
    stayed = counts[_busiest(counts[:, 1])[:top], 0].sum() / total if _all_held(evidence, before) else None
    return {
        "first": now[0], "last": now[-1], "points": top, "of_points": len(counts), "held": held, "total": total,
        "share": held / total, "share_of_points": top / len(counts), "last_years": stayed,
        "by_chance": by_chance(total, len(counts), top),
    }  # fmt: skip


def _at_points(evidence: AuditEvidence, category: str, now: tuple[str, ...], before: tuple[str, ...]) -> np.ndarray:
    """Of every point, in the order of coordinates: incidents of the last twelve months and the twelve before."""
    evidence.once(keep_points)
    rows = evidence.recount.ask(AT_POINTS, category=category, now=now[0], before=before[0])
    return np.array(rows, dtype="int64").reshape(-1, 2)


def _busiest(counts: np.ndarray) -> np.ndarray:
    """The busiest points first; of equal ones the first by coordinates; those without any left out."""
    order = np.argsort(-counts, kind="stable")
    return order[counts[order] > 0]


def by_chance(incidents: int, points: int, top: int) -> float:
    """The share that the busiest `top` of equally likely points would have of so many incidents."""
    mean = incidents / points
    least = np.arange(1, int(mean + 12 * np.sqrt(mean) + 30))
    return float(np.minimum(points * pdtrc(least - 1, mean), top).sum() / incidents)


def keep_points(evidence: AuditEvidence) -> None:
    """Make the table of points: of which sources, and not of which kinds of incident, is the partnership's choice."""
    kept = evidence.facts["cycle"].get("not_by_place") or ()
    hidden = parameter_file(evidence, "policy.yml").get("not_by_place")
    sources = [feed.name for feed in evidence.recount.declared.feeds if feed.source_class == "OPEN"]
    evidence.recount.ask(POINTS, sources=sources, hidden=list(kept if hidden is None else hidden))


def _all_held(evidence: AuditEvidence, months: tuple[str, ...]) -> bool:
    feeds = (feed for feed in evidence.recount.declared.feeds if feed.source_class == "OPEN")
    return all(set(months) <= set(evidence.recount.held(feed.name)) for feed in feeds)


@proves("busiest_note", "places_note")
def cut_off(claim: Claim, evidence: AuditEvidence) -> Found:
    """Points of the raw files that have as many incidents as the last of a list, and are not in it, are counted."""
    evidence.once(keep_points)
    place, listed = str(claim.values["place"]), int(str(claim.values["listed"]))
    gazetteer = evidence.recount.gazetteer
    rows = evidence.recount.ask(
        OF_PLACE, now=last_year(evidence.month)[0], fewest=detection_file(evidence)["fewest_at_place"],
        whole=place == gazetteer.borough, inside=list(gazetteer.inside(place)),
    )  # fmt: skip
    counts = [int(n) for (n,) in rows]
    if len(counts) < listed:
        return {"tied": None, "listed": None}
    return {"tied": sum(n == counts[listed - 1] for n in counts[listed:])}


@proves("spot")
def spot(claim: Claim, evidence: AuditEvidence) -> Found:
    """Incidents are counted at each map point of the raw files; its name is the newest that a line there gives."""
    category = claim.categories[0] if claim.categories else ""
    every = evidence.once(_spots).get(category, []) if "whereabouts" in claim.within else evidence.once(_busiest_of_all)
    if claim.values.get("east") is None:  # without boundaries there is no map, and a point is told by its name alone
        every = [{name: value for name, value in each.items() if name not in ("east", "north")} for each in every]
    return likeliest(claim, every)


def _busiest_of_all(evidence: AuditEvidence) -> list[Found]:
    """The busiest points of the year in the borough and in each of its areas, all kinds of incident together."""
    evidence.once(keep_points)
    gazetteer, now = evidence.recount.gazetteer, last_year(evidence.month)
    before = last_year(add_months(now[0], -1))
    chosen = detection_file(evidence)
    rows = [
        row
        for code in (gazetteer.borough, *gazetteer.at(AREA))
        for row in evidence.recount.ask(
            OF_FINDING, first=now[0], last=now[-1], before=before[0], category="", most=chosen["places_listed"],
            inside=[] if code == gazetteer.borough else list(gazetteer.inside(code)), fewest=chosen["fewest_at_place"],
        )
    ]  # fmt: skip
    names = _names_at(evidence, {(row[-2], row[-1]) for row in rows})
    held = _all_held(evidence, before)
    return [
        _spot_found(n, earlier if held else None, tied, place, names[file, line], (x, y))
        for n, earlier, tied, x, y, place, file, line in rows
    ]


def _spot_found(n: int, before: int | None, tied: int, place: str, name: str, point: tuple[float, float]) -> Found:
    ((east, north),) = np.round(grid_metres(np.array([point]))).tolist()
    counted = {"count": n, "before": before, "tied": tied}
    where = {"place": None if place == NOWHERE else place, "name": name, "east": int(east), "north": int(north)}
    return counted | where


def _spots(evidence: AuditEvidence) -> Mapping[str, list[Found]]:
    """Category -> the busiest points of each finding of it."""
    evidence.once(keep_points)
    series = sorted({(f["area"], f["category"]) for f in evidence.facts["findings"]})
    rows = [(category, row) for area, category in series for row in _busiest_of(evidence, area, category)]
    names = _names_at(evidence, {(file, line) for _, (*_, file, line) in rows})
    found: dict[str, list[Found]] = {}
    for category, (n, before, tied, x, y, place, file, line) in rows:
        spot = _spot_found(n, before, tied, place, names[file, line], (x, y))
        found.setdefault(category, []).append(spot)
    return found


def _busiest_of(evidence: AuditEvidence, area: str, category: str) -> list[tuple[Any, ...]]:
    run = run_of(evidence, area, category)
    rows = evidence.recount.ask(
        OF_FINDING, first=run[0], last=run[-1], before=add_months(run[0], -YEAR), category=category, most=OF_A_FINDING,
        inside=list(evidence.recount.gazetteer.inside(area)), fewest=detection_file(evidence)["fewest_at_place"],
    )  # fmt: skip
    earlier = last_year(add_months(run[0], -1))
    held = evidence.observed(evidence.recount.gazetteer.borough, category, *earlier) is not None
    return [(n, before if held else None, *rest) for n, before, *rest in rows]


def _names_at(evidence: AuditEvidence, wanted: set[tuple[str, int]]) -> Mapping[tuple[str, int], str]:
    """What these lines of raw files call their map points."""
    files = {file for file, _ in wanted}
    feeds = [feed for feed in evidence.recount.declared.feeds if feed.kind == "police_uk"]
    lines = (each for feed in feeds for each in lines_again(evidence.root, feed, evidence.month, ("location",), files))
    said = {(each.file, each.line): each.cells[0] for each in lines if (each.file, each.line) in wanted}
    return {at: _plain(said.get(at, "")) for at in wanted}


def _plain(location: str) -> str:
    return location.removeprefix("On or near").strip() or "a point without a name"
