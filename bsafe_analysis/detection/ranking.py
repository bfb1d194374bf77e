"""Alarms to findings: parent and child that say the same become one, each has its story, the worthiest come first."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from bsafe_analysis.areas import Areas
from bsafe_analysis.cycle import DetectionSettings
from bsafe_analysis.detection.rules import STILL_UNUSUAL, judge
from bsafe_analysis.findings import Caution, Direction, Finding, Status
from bsafe_analysis.periods import add_months

SMALL = 5.0
EXPLAINS_ALONE, EXPLAINS_AMONG_OTHERS = 0.5, 0.8
"""The share of a parent's excess at which a child says the same as the parent and is the finding, being more precise:
half where it is the only child that stands out, four fifths where others do too. Otherwise the change is the parent's,
which names its children."""


@dataclass(frozen=True)
class Judged:
    """One month's series after judgement, by (area, category)."""

    month: str
    rows: Mapping[tuple[str, str], dict[str, Any]]


def find_history(
    expectations: pd.DataFrame,
    counts: pd.DataFrame,
    areas: Areas,
    months: Sequence[str],
    settings: DetectionSettings,
    incomplete_months: Collection[str] = (),
    known: Mapping[str, tuple[Finding, ...]] | None = None,
) -> dict[str, tuple[Finding, ...]]:
    """The findings of each month, rolled forward so that each knows since when it stands.

    `known`: findings of months as they were issued: they are taken as they are, and later months continue them. A month
    that was not received neither continues nor clears anything: the findings before it stand until the next.
    """
    history: dict[str, tuple[Finding, ...]] = {}
    previous: tuple[Finding, ...] = ()
    for month in months:
        if known and month in known:
            history[month] = known[month]
        else:
            history[month] = find(expectations, counts, areas, previous, month, settings, incomplete_months)
        previous = history[month]
    return history


def find(
    expectations: pd.DataFrame,
    counts: pd.DataFrame,
    areas: Areas,
    previous: tuple[Finding, ...],
    month: str,
    settings: DetectionSettings,
    incomplete_months: Collection[str] = (),
) -> tuple[Finding, ...]:
    """This month's findings, the worthiest first, then those that cleared."""
    table = judge(expectations, month, settings)
    before = tuple(f for f in previous if f.status is not Status.CLEARED)
    if table.empty:
        return before
    judged = Judged(month, {(row["area"], row["category"]): row for row in table.to_dict("records")})
    cautions = _Cautions(counts, month, settings, incomplete_months)
    found = [
        finding
        for (category, direction), rows in _alarms(judged, before).items()
        for finding in _merged(rows, category, Direction(direction), areas, judged, cautions)
    ]
    live = [_continued(finding, before) for finding in found]
    cleared = [_cleared(f, judged) for f in before if not any(_same_story(f, finding) for finding in live)]
    ranked = sorted(live, key=lambda f: (f.p > 1e-4, f.p > 1e-3, -abs(f.observed - f.expected), f.area, f.category))
    return (*ranked, *(f for f in cleared if f is not None))


def _alarms(judged: Judged, before: tuple[Finding, ...]) -> dict[tuple[str, str], dict[str, dict[str, Any]]]:
    """Rows that are findings, by category and direction: new alarms, and last month's that are still unusual."""
    standing = {(f.area, f.category, str(f.direction)) for f in before}
    groups: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}
    for (area, category), row in judged.rows.items():
        still = (area, category, row["direction"]) in standing and row["p"] < STILL_UNUSUAL
        if row["matters"] and (row["alarm"] or still):
            groups.setdefault((category, row["direction"]), {})[area] = row
    return groups


def _merged(
    rows: dict[str, dict[str, Any]],
    category: str,
    direction: Direction,
    areas: Areas,
    judged: Judged,
    cautions: _Cautions,
) -> list[Finding]:
    """From the lowest level up: a parent joins the child that explains it, or takes those below it in."""
    also: dict[str, list[str]] = {code: [] for code in rows}
    heads: set[str] = set()
    for place in reversed(areas.every):
        if place.code not in rows:
            continue
        below = sorted(head for head in heads if place.code in {a.code for a in areas.chain(head)})
        excess = abs(rows[place.code]["excess"])
        explaining = max(below, key=lambda code: abs(rows[code]["excess"]), default=None)
        share = EXPLAINS_ALONE if len(below) == 1 else EXPLAINS_AMONG_OTHERS
        if explaining is not None and abs(rows[explaining]["excess"]) >= share * excess:
            also[explaining].append(place.code)
            continue
        for code in below:
            heads.discard(code)
            also[place.code] += [code, *also[code]]
        heads.add(place.code)
    order = [area.code for area in areas]
    return [
        _finding(rows[code], direction, tuple(sorted(also[code], key=order.index)), cautions) for code in sorted(heads)
    ]


def _finding(row: dict[str, Any], direction: Direction, also: tuple[str, ...], cautions: _Cautions) -> Finding:
    run = int(row["run_months"]) if row["rule"] == "persistent" else 1
    return Finding(
        area=row["area"],
        category=row["category"],
        month=row["month"],
        rule=row["rule"],
        direction=direction,
        observed=int(row["observed"]),
        expected=float(row["expected"]),
        lower=int(row["lower"]),
        upper=int(row["upper"]),
        p=float(row["p"]),
        since=add_months(row["month"], 1 - run),
        status=Status.NEW,
        cautions=cautions.of(row),
        also=also,
        run_months=run,
        run_observed=int(row["run_observed"] if run > 1 else row["observed"]),
        run_expected=float(row["run_expected"] if run > 1 else row["expected"]),
    )


def _same_story(one: Finding, other: Finding) -> bool:
    """Whether two months' findings tell one story: the same category and direction, in a place that either names."""
    places = {one.area, *one.also} & {other.area, *other.also}
    return one.category == other.category and one.direction is other.direction and bool(places & {one.area, other.area})


def _continued(finding: Finding, before: tuple[Finding, ...]) -> Finding:
    stories = [f.since for f in before if _same_story(f, finding)]
    if not stories:
        return finding
    return replace(finding, status=Status.CONTINUING, since=min([*stories, finding.since]))


def _cleared(finding: Finding, judged: Judged) -> Finding | None:
    """The finding of last month with this month's figures; None where its series is judged no more."""
    row = judged.rows.get((finding.area, finding.category))
    if row is None:
        return None
    return replace(
        finding,
        month=judged.month,
        observed=int(row["observed"]),
        expected=float(row["expected"]),
        lower=int(row["lower"]),
        upper=int(row["upper"]),
        p=float(row["p"]),
        status=Status.CLEARED,
        cautions=(),
        also=(),
    )


class _Cautions:
    """What weakens the findings of one month."""

    def __init__(
        self, counts: pd.DataFrame, month: str, settings: DetectionSettings, incomplete_months: Collection[str]
    ) -> None:
        self.settings = settings
        borough = counts[(counts["level"] == "borough") & (counts["month"] < month)]
        per_month = borough.groupby("month")["count"].count()
        held = per_month[per_month > 0].index
        self.first = held.min() if len(held) else month
        self.common = []
        if len(held) < settings.short_history_months:
            self.common.append(Caution.SHORT_HISTORY)
        if (per_month == 0).any():
            self.common.append(Caution.GAP_IN_HISTORY)
        if bool(counts[counts["month"] == month]["provisional"].any()):
            self.common.append(Caution.PROVISIONAL)
        if month in incomplete_months:
            self.common.append(Caution.INCOMPLETE_MONTH)

    def of(self, row: dict[str, Any]) -> tuple[Caution, ...]:
        own = [Caution.SMALL_COUNT] if row["expected"] < SMALL else []
        changed = any(name in ("*", row["category"]) and self.first < since for name, since in self.settings.rebase)
        return (*own, *self.common, *([Caution.RECORDING_CHANGE] if changed else []))
