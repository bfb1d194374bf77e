"""When did a change begin? The likeliest first month of it, and those that the counts do not rule out.

The window of a test is not when a change began: a run of five months may stand out for its last two. Here a count is
as was expected until some month, and from then on another multiple of it (a step), or one that grows by the month (a
ramp) where that fits better; a single month is the shortest step. The likeliest first month is told, with all whose log
likelihood lies within WITHIN of it (profile likelihood; Hinkley 1970, Biometrika 57:1, of the point of change in a
sequence). The likelihood is Poisson, divided by the series' own dispersion, as in the fit. No change begins in a month
that lies on the other side of what was expected.

Months of ordinary and of exceptional times are not taken together as evidence, and yet both are judged beside ordinary
months. So where a change may have begun with the first month after an exceptional time, those before it are looked at:
a count that was as low already did not fall when the restrictions ended.

Measured (tests/detection/test_onset.py): the range holds the planted first month of 19 in 20 steps of 1.6 to 2.5 times,
and of about 8 in 10 ramps, whose first months differ little from what was expected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.special import xlogy

from bsafe_analysis.detection.judged_past import Row
from bsafe_analysis.model.findings import JUDGED_MONTHS, Direction, Finding, Onset
from bsafe_analysis.model.periods import add_months

WITHIN = 1.92
"""Half the 95 % point of chi square with one degree of freedom."""
AS_FAR = 2 / 3
"""A month before the edge of an exceptional time that lies within its range stood so already if it lay as far out as
this share of the change: nearer, chance may have put it there, and a change is not told as older than it shows."""
LONGEST = JUDGED_MONTHS
"""Months looked back over: all that are judged with the finding's own."""
SLOPES = np.geomspace(0.02, 2.0, 25)
"""Monthly growth of a ramp, as a share of what was expected; a fall's ramp ends at nought."""


def onset_of(finding: Finding, past: Sequence[Row], of_any_time: Sequence[Row] = ()) -> Onset | None:
    """When the change of a finding began; None where its month was not judged.

    `past`: the judged rows of its series, oldest first. Months are looked at back to the last that was not held. It did
    not begin after the month in which it was first told. `of_any_time`: those rows and the ones beyond the edge of an
    exceptional time, where `past` ends at it: a change that may begin at the edge may stand since before it.
    """
    rows = _unbroken(past, finding.month)
    if not rows:
        return None
    first_looked_at = str(rows[0]["month"])
    if finding.onset and finding.onset.first < first_looked_at:
        return finding.onset  # it lies further back than can be looked now: what was known then stands
    known = _dated(finding, rows)
    if known is None:
        return None
    told = _as_pages_say(finding, known, rows, _unbroken(of_any_time, finding.month))
    return known if told == known else replace(known, as_told=told)


def _as_pages_say(finding: Finding, known: Onset, rows: list[Row], every: list[Row]) -> Onset:
    """The onset as it is told: no month within its range beside one outside, and none after months as far out beyond
    the edge of an exceptional time. `every`: the rows with those beyond it."""
    own, first_looked_at = _beside_ranges(finding, known, rows), str(rows[0]["month"])
    if known.first != first_looked_at or len(every) <= len(rows):
        return own
    at_the_edge = replace(own, or_before=False)
    last_before = every[-len(rows) - 1]
    if not (_is_outside(last_before, finding) or _share_of_change(last_before, rows) >= AS_FAR):
        return at_the_edge
    before = finding.onset.told if finding.onset else known
    beyond = before if before.first < str(every[0]["month"]) else _dated(finding, every)
    if beyond is None or beyond.first >= first_looked_at:
        return at_the_edge
    return beyond if beyond is before else _beside_ranges(finding, beyond, every)


def _dated(finding: Finding, rows: list[Row]) -> Onset | None:
    """When it began as these months alone have it."""
    fit = _fitted(finding, rows)
    if not np.isfinite(fit).any():
        return None
    held = _reaching_back(finding, rows, _not_ruled_out(rows, fit))
    month = str(rows[int(fit.argmax())]["month"])
    return Onset(month, held[0], held[-1], or_before=len(rows) > 1 and month == str(rows[0]["month"]))


def _beside_ranges(finding: Finding, known: Onset, rows: list[Row]) -> Onset:
    """The same with the likeliest of those months that lie outside their ranges, where any does.

    A month within its range may belong to a change, but is not told as its beginning beside one that is outside.
    """
    fit = _fitted(finding, rows)
    able = [known.first <= str(row["month"]) <= known.last and _is_outside(row, finding) for row in rows]
    if not any(able):
        return known
    month = str(rows[int(np.where(able, fit, -np.inf).argmax())]["month"])
    return replace(known, month=month, or_before=len(rows) > 1 and month == str(rows[0]["month"]))


def _fitted(finding: Finding, rows: list[Row]) -> np.ndarray:
    """For each of the months, the log likelihood gained if the change began in it."""
    y, e, phi = (np.array([float(row[name]) for row in rows]) for name in ("observed", "expected", "dispersion"))
    fit = _profile(y, np.maximum(e, 1e-6), max(float(np.median(phi)), 1.0), finding.direction is Direction.UP)
    latest = min(finding.first_told or finding.month, finding.month)
    fit[[str(row["month"]) > latest for row in rows]] = -np.inf
    return fit


def _not_ruled_out(rows: list[Row], fit: np.ndarray) -> list[str]:
    return [str(row["month"]) for row, value in zip(rows, fit, strict=True) if value >= fit.max() - WITHIN]


def _reaching_back(finding: Finding, rows: list[Row], held: list[str]) -> list[str]:
    """With the months just before that lay outside their ranges, as far out as all since together: a ramp that fits
    better than a step would leave them out, and a count that was as high already did not begin to rise."""
    first = next(i for i, row in enumerate(rows) if row["month"] == held[0])
    while first and _is_outside(rows[first - 1], finding) and _as_far(finding, rows[first - 1], rows[first:]):
        first -= 1
        held = [str(rows[first]["month"]), *held]
    return held


def _as_far(finding: Finding, row: Row, since: list[Row]) -> bool:
    own = row["observed"] * sum(each["expected"] for each in since)
    theirs = row["expected"] * sum(each["observed"] for each in since)
    return bool(own >= theirs if finding.direction is Direction.UP else own <= theirs)


def _share_of_change(row: Row, since: list[Row]) -> float:
    """How far out a month lies, as a share of how far out those since lie together."""
    seen, usual = (sum(each[name] for each in since) for name in ("observed", "expected"))
    change = seen / max(usual, 1e-6) - 1
    return float((row["observed"] / max(row["expected"], 1e-6) - 1) / change) if change else 0.0


def _is_outside(row: Row, finding: Finding) -> bool:
    up = finding.direction is Direction.UP
    end = row.get("upper" if up else "lower")
    if end is None or pd.isna(end):
        return False
    return bool(row["observed"] > end if up else row["observed"] < end)


def _unbroken(past: Sequence[Row], month: str) -> list[Row]:
    """The rows of the months up to this one, LONGEST at most, that follow one another without a gap."""
    held = {str(row["month"]): row for row in past if not pd.isna(row["observed"])}
    found: list[Row] = []
    while month in held and len(found) < LONGEST:
        found.append(held[month])
        month = add_months(month, -1)
    return found[::-1]


def _profile(y: np.ndarray, e: np.ndarray, phi: float, up: bool) -> np.ndarray:
    """For each month, the log likelihood gained if the change began in it, by the shape that fits best of all."""
    shapes = [np.array([shape(y[i:], e[i:], up) for i in range(len(y))]) for shape in (_step, _ramp)]
    gained = max(shapes, key=lambda shape: float(shape.max())) / phi
    return np.where((y > e) if up else (y < e), gained, -np.inf)


def _step(y: np.ndarray, e: np.ndarray, up: bool) -> float:
    seen, usual = float(y.sum()), float(e.sum())
    if (seen > usual) is not up:
        return -np.inf
    return float(xlogy(seen, seen / usual) - (seen - usual))


def _ramp(y: np.ndarray, e: np.ndarray, up: bool) -> float:
    if len(y) < 3:  # two months' ramp is no other thing than a step
        return -np.inf
    slopes = SLOPES if up else -SLOPES[len(y) * SLOPES < 1]
    factor = 1 + slopes[:, None] * np.arange(1, len(y) + 1)[None, :]
    gained = (xlogy(y, factor) - (factor - 1) * e).sum(1)
    return float(gained.max()) if len(gained) else -np.inf
