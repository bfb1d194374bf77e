"""When a signal's incidents happened, and how incidents follow one another: counted again from the raw files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from math import comb
from typing import Any, NamedTuple

import numpy as np

from bsafe_analysis.audit.audit_evidence import INTERNAL, AuditEvidence
from bsafe_analysis.audit.hours_again import moment, whole
from bsafe_analysis.audit.proofs.counts_told import last_year
from bsafe_analysis.audit.proofs.hours_told import Week, lines_in, squares, week_of_lines
from bsafe_analysis.audit.proofs.registry import Found, Unproved, proves
from bsafe_analysis.audit.raw_again import lines_again
from bsafe_analysis.claims.records import Claim
from bsafe_analysis.model.periods import add_months, months_between

WEEKDAYS, WEEK = range(5), range(7)
PARTS_OF_WEEK: Mapping[str, tuple[Collection[int], int, int]] = {
    "weekday_mornings": (WEEKDAYS, 6, 10), "school_hours": (WEEKDAYS, 9, 15), "after_school": (WEEKDAYS, 15, 18),
    "evenings": (WEEK, 18, 22), "nights": (WEEK, 22, 30), "weekend_nights": ((4, 5), 20, 26),
    "weekend_days": ((5, 6), 8, 18),
}  # fmt: skip
"""On which days, from and to what o'clock: hours beyond 24 are those after midnight."""
BY_CHANCE = 0.05
FEWEST_NOW, FEWEST_BEFORE = 8, 12
METRES, DAYS = (100, 200, 400), (7, 14, 28)
EARTH = 6_371_008.8
FEWEST, MOST = 30, 5_000
POINTS = """
SELECT name, line, category, counted.month, round(try_cast(longitude AS DOUBLE), 6) AS x,
       round(try_cast(latitude AS DOUBLE), 6) AS y
FROM counted JOIN arrived USING (file, line) JOIN files USING (file)
WHERE source = $source AND counted.month <= $last AND x > -9.5 AND x < 4.0 AND y > 49.0 AND y < 62.0
"""
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)$|(\d\d)/(\d\d)/(\d{4})$")


class PlacedLine(NamedTuple):
    """One counted line of a source that is not open, with a point and a day."""

    category: str
    month: str
    x: float
    y: float
    day: int


@proves("signal_hours")
def signal_hours(claim: Claim, evidence: AuditEvidence) -> Found:
    """Its lines are shared out over their hours again, and Fisher's exact test is done for each part of the week."""
    first, last = str(claim.values["first"]), str(claim.values["last"])
    place, category = claim.places[0], claim.categories[0]
    year = months_between(add_months(first, -12), add_months(first, -1))
    now, before = (
        week_of_lines(line for line in lines_in(place, months, evidence) if line.category == category)
        for months in (months_between(first, last), year)
    )
    timed, usual = whole(sum(now.values())), whole(sum(before.values()))
    if timed < FEWEST_NOW or usual < FEWEST_BEFORE:
        return {"timed": None, "window": None}
    found = {"timed": timed, "before": usual, "last": evidence.month, **squares(now)}
    parts = (_part_of_week(now, before, key) for key in sorted(PARTS_OF_WEEK, key=_hours_a_week))
    key, inside, by_pattern, p = min(parts, key=lambda part: round(part[3], 12))
    if p * len(PARTS_OF_WEEK) > BY_CHANCE:
        return {**found, "window": "", "inside": 0, "usual": 0.0}
    _, begins, ends = PARTS_OF_WEEK[key]
    return {**found, "window": key, "inside": inside, "usual": by_pattern, "begins": begins, "ends": ends % 24}


def _hours_a_week(key: str) -> int:
    days, first, last = PARTS_OF_WEEK[key]
    return len(days) * (last - first)


def _part_of_week(now: Week, before: Week, key: str) -> tuple[str, int, float, float]:
    """Key, incidents in it, as many as the year before would have there, and how often chance gives as many."""
    days, first, last = PARTS_OF_WEEK[key]
    hours = {((day + hour // 24) % 7, hour % 24) for day in days for hour in range(first, last)}
    here, there = (float(sum(week[at] for at in hours)) for week in (now, before))
    drawn, held = whole(sum(now.values())), whole(sum(before.values()))
    inside, chosen = whole(here), whole(here) + whole(there)
    ways = sum(comb(chosen, n) * comb(drawn + held - chosen, drawn - n) for n in range(inside, min(chosen, drawn) + 1))
    return key, inside, drawn * there / float(sum(before.values())), ways / comb(drawn + held, drawn)


@proves("near_run")
def near_run(claim: Claim, evidence: AuditEvidence) -> Found:
    """Every pair of points is measured on the globe; by chance is Knox's product of those near in space and in time."""
    lines = _of_year(claim, evidence)
    if not FEWEST <= len(lines) <= MOST:
        return {"pairs": None}
    metres, days = int(claim.values["metres"] or 0), int(claim.values["days"] or 0)
    apart, between = _metres_between(lines), _days_between(lines)
    close, soon = apart <= metres, between <= days
    pairs, expected = int((close & soon).sum()), float(close.sum()) * float(soon.sum()) / len(apart)
    known = metres in METRES and days in DAYS and pairs > expected
    return {
        "incidents": len(lines), "metres": metres if known else None, "days": days if known else None, "pairs": pairs,
        "expected": expected, "times": pairs / expected if expected else None,
    }  # fmt: skip


@proves("again_there")
def again_there(claim: Claim, evidence: AuditEvidence) -> Found:
    """Incidents of a year are counted at each point of the raw files; by chance every point ever seen is alike."""
    category = claim.categories[0]
    lines = _of_year(claim, evidence)
    at = Counter((line.x, line.y) for line in lines)
    ever = {(line.x, line.y) for line in evidence.once(placed_lines) if line.category == category}
    again = [n for n in at.values() if n > 1]
    alone = (1 - 1 / len(ever)) ** (len(lines) - 1) if ever else 1.0
    return {
        "incidents": len(lines), "again": sum(again), "places": len(again), "by_chance": len(lines) * (1 - alone)
    }  # fmt: skip


def _of_year(claim: Claim, evidence: AuditEvidence) -> list[PlacedLine]:
    months = set(last_year(evidence.month))
    every = (line for line in evidence.once(placed_lines) if line.category == claim.categories[0])
    return [line for line in every if line.month in months]


def placed_lines(evidence: AuditEvidence) -> list[PlacedLine]:
    """Every counted line with a point and a day, of the sources whose points are not moved: those not open."""
    if evidence.audience != INTERNAL:
        raise Unproved("points of single incidents are read again for the internal edition alone")
    found = []
    for feed in evidence.recount.declared.feeds:
        if feed.source_class == "OPEN" or not {"occurred_from", "occurred_to"} & set(feed.columns):
            continue
        lines = lines_again(evidence.root, feed, evidence.month, ("occurred_from", "occurred_to"))
        written = {(each.file, each.line): each.cells for each in lines}
        for name, line, category, month, x, y in evidence.recount.ask(POINTS, source=feed.name, last=evidence.month):
            began, ended = written.get((name, line), ("", ""))
            if (day := day_of(began or ended)) is not None:
                found.append(PlacedLine(category, month, x, y, day))
    return found


def day_of(text: str) -> int | None:
    """The day that a cell says, with or without a time, as a number; None where it says none.

    >>> day_of("1970-01-02"), day_of("02/01/1970 13:00"), day_of("1970-01")
    (1, 1, None)
    """
    said: Any = moment(text)
    found = _DAY.match(text)
    try:
        if said is None and found:
            said = date(*map(int, found.groups()[:3] if found[1] else found.groups()[:2:-1]))
    except ValueError:
        return None
    return None if said is None else said.toordinal() - date(1970, 1, 1).toordinal()


def _metres_between(lines: list[PlacedLine]) -> np.ndarray:
    """Of every pair, the way over the globe (haversine), to a millionth of a metre's grace."""
    x, y = np.radians([line.x for line in lines]), np.radians([line.y for line in lines])
    one, other = np.triu_indices(len(lines), 1)
    half = np.sin((y[one] - y[other]) / 2) ** 2
    half += np.cos(y[one]) * np.cos(y[other]) * np.sin((x[one] - x[other]) / 2) ** 2
    return np.asarray(2 * EARTH * np.arcsin(np.sqrt(half)) - 1e-6)


def _days_between(lines: list[PlacedLine]) -> np.ndarray:
    day = np.array([line.day for line in lines])
    one, other = np.triu_indices(len(lines), 1)
    return np.asarray(np.abs(day[one] - day[other]))
