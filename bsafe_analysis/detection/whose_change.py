"""Whose change is it? The excess of a place is shared out over its parts, and whoever holds most of it is named.

The one rule of it, which every list of findings follows and every page repeats: a part is named alone for the change of
a larger place only where it holds more than half of the excess and the rest of that place is near what was expected;
otherwise the change is the larger place's own, and its parts are told by their shares.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from bsafe_analysis.detection.judged_past import JudgedPast, Row
from bsafe_analysis.model.areas import NOT_PLACED, Areas
from bsafe_analysis.model.findings import Direction, PartShare, Rule
from bsafe_analysis.model.periods import add_months

MOST = 0.5
"""A part that holds more than this share of the excess holds most of it."""
REST_IS_USUAL = 2.5
"""Standard deviations: where one area fell furthest and the rest of the borough fell far too, the borough is meant."""
PART_MOVED = 1.96
"""Standard deviations from which a part is said to have moved by itself: as far out as the end of a range of 95 in 100,
for which no more than one part in forty stands out by chance on the finding's side."""


@dataclass(frozen=True)
class Counted:
    """A count beside what was expected of it, over some months."""

    observed: float
    expected: float

    @property
    def excess(self) -> float:
        return self.observed - self.expected

    def without(self, part: Counted) -> Counted:
        """The rest of a place."""
        return Counted(max(self.observed - part.observed, 0.0), max(self.expected - part.expected, 0.0))

    def far(self, dispersion: float, direction: str) -> float:
        """How far out on that side, in standard deviations.

        Twice the difference of the roots is about normal for counts (Anscombe), in units of the root of their
        dispersion.
        """
        out = 2 * (math.sqrt(max(self.observed, 0.0)) - math.sqrt(max(self.expected, 0.0)))
        return (out if direction == Direction.UP else -out) / math.sqrt(max(dispersion, 1.0))


Over = Callable[[str, str], Counted | None]
"""(place, part) -> the part's count over the months of the place's finding; None where it cannot be said."""


def holds_most(whole: Counted, part: Counted, dispersion: float, direction: str) -> bool:
    """Whether the part may be named alone for the change of the whole: see the rule at the head of this module."""
    rest = whole.without(part)
    return holds_more_than_half(whole, part, direction) and rest.far(dispersion, direction) < REST_IS_USUAL


def holds_more_than_half(whole: Counted, part: Counted, direction: str) -> bool:
    """Whether more than half of what the whole has beyond what was expected, on that side, is the part's."""
    side = 1.0 if direction == Direction.UP else -1.0
    return side * part.excess > MOST * side * whole.excess


def owners(rows: Mapping[str, Mapping[str, Any]], areas: Areas, over: Over) -> dict[str, list[str]]:
    """The places of one category and direction whose change it is, each with the others that say the same.

    `rows`: the judged rows that raise an alarm, by place. From the lowest level up: a place joins one below it that may
    be named alone for it; otherwise the change is its own, and it takes those below it in.
    """
    owned: dict[str, list[str]] = {}
    for place in reversed(areas.every):
        if place.code not in rows:
            continue
        below = [code for code in owned if place.code in {area.code for area in areas.chain(code)}]
        alone = _named_alone(place.code, below, rows, over)
        if alone is not None:
            owned[alone].append(place.code)
        else:
            owned[place.code] = [each for code in below for each in (code, *owned.pop(code))]
    return owned


def _named_alone(place: str, below: Iterable[str], rows: Mapping[str, Mapping[str, Any]], over: Over) -> str | None:
    row, whole = rows[place], over(place, place)
    parts = {code: part for code in below if (part := over(place, code)) is not None}
    if whole is None or not parts:
        return None
    largest = max(parts, key=lambda code: (abs(parts[code].excess), code))
    named = holds_most(whole, parts[largest], float(row["dispersion"]), str(row["direction"]))
    return largest if named else None


def shares(place: str, areas: Areas, rows: Mapping[str, Mapping[str, Any]], over: Over) -> tuple[PartShare, ...]:
    """What each part of a place adds to its change, the largest first; what lies in no neighbourhood is a part too.

    `rows`: any row of each part, for its dispersion, and the place's own, for its direction.
    """
    direction = str(rows[place]["direction"])
    codes = [area.code for area in areas.children(place)]
    codes += [NOT_PLACED] if place == areas.borough.code and NOT_PLACED in areas else []
    told = [(code, part) for code in codes if (part := over(place, code)) is not None]
    side = 1.0 if direction == Direction.UP else -1.0
    told.sort(key=lambda each: (-side * each[1].excess, each[0]))
    return tuple(_share(code, part, rows.get(code, {}), direction) for code, part in told)


def _share(code: str, part: Counted, row: Mapping[str, Any], direction: str) -> PartShare:
    far = part.far(float(row.get("dispersion", 1.0)), direction)
    return PartShare(code, round(part.observed), part.expected, code != NOT_PLACED and far >= PART_MOVED)


def over_months(category: str, rows: Mapping[str, Row], past: JudgedPast) -> Over:
    """How `owners` and `shares` look up a part's count over the months of a place's finding of one month.

    Of a run of months, what was expected of a part is its own where the same run of it was judged; else the place's,
    in the proportion in which both were expected in the run's first month, before the change could teach it otherwise.
    """

    def over(place: str, part: str) -> Counted | None:
        row = rows[place]
        if row["rule"] != Rule.PERSISTENT:
            own = past.of(part, category)
            if not own or own[-1]["month"] != row["month"] or pd.isna(own[-1]["observed"]):
                return None
            return Counted(float(own[-1]["observed"]), float(own[-1]["expected"]))
        if part == place:
            return Counted(float(row["run_observed"]), float(row["run_expected"]))
        return _over_run(row, past.of(place, category), past.of(part, category))

    return over


def _over_run(row: Row, whole: tuple[Row, ...], part: tuple[Row, ...]) -> Counted | None:
    """The part's count over the months of the whole's run."""
    months = int(row["run_months"])
    first = add_months(row["month"], 1 - months)
    both = {r["month"]: r for r in part if r["month"] >= first and not pd.isna(r["observed"])}
    pairs = [(w, both[w["month"]]) for w in whole if w["month"] in both]
    if not pairs or pairs[-1][1]["month"] != row["month"]:
        return None
    last = pairs[-1][1]
    seen = float(sum(p["observed"] for _, p in pairs))
    if not pd.isna(last["run_months"]) and int(last["run_months"]) == months:
        return Counted(float(last["run_observed"]), float(last["run_expected"]))
    then = pairs[0]
    return Counted(seen, float(row["run_expected"]) * float(then[1]["expected"]) / float(then[0]["expected"]))
