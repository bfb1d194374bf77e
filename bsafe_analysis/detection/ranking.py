"""Alarms to findings: parent and child that say the same become one, each has its story, the worthiest come first."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from bsafe_analysis.detection.cautions import Cautions
from bsafe_analysis.detection.rules import STILL_UNUSUAL, judge
from bsafe_analysis.model.areas import Areas
from bsafe_analysis.model.cycle import DetectionSettings
from bsafe_analysis.model.findings import Direction, Finding, Rule, Status
from bsafe_analysis.model.periods import add_months

REST_IS_USUAL = 2.5
"""Standard deviations: where one area fell furthest and the rest of the borough fell far too, the borough is meant."""
EXPLAINS_ALONE, EXPLAINS_AMONG_OTHERS = 0.5, 0.8
"""The share of a parent's excess at which a child says the same as the parent and is the finding, being more precise:
half where it is the only child that stands out, four fifths where others do too. Otherwise the change is the parent's,
which names its children."""


@dataclass(frozen=True)
class JudgedMonth:
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
    that was not held ends every story: nothing is known of it, so what is found after it is found anew.
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
        return ()
    judged = JudgedMonth(month, {(row["area"], row["category"]): row for row in table.to_dict("records")})
    cautions = Cautions(counts, month, settings, incomplete_months)
    order = [area.code for area in areas]
    live = []
    for (category, direction), rows in _alarms(judged, before).items():
        standing = {f.area for f in before if (f.category, str(f.direction)) == (category, direction)} & rows.keys()
        for code, also in merged(rows, areas, standing).items():
            found = finding_of(rows[code], Direction(direction), tuple(sorted(also, key=order.index)), cautions)
            live.append(_continued(found, before))
    cleared = [_cleared(f, judged) for f in before if not any(same_story(f, finding) for finding in live)]
    return worthiest_first([*live, *(f for f in cleared if f is not None)])


def worthiest_first(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Live findings, the surest and largest first, then those that cleared, as they come."""
    live = [f for f in findings if f.status is not Status.CLEARED]
    ranked = sorted(live, key=lambda f: (f.p > 1e-4, f.p > 1e-3, -abs(f.observed - f.expected), f.area, f.category))
    return (*ranked, *(f for f in findings if f.status is Status.CLEARED))


def _alarms(judged: JudgedMonth, before: tuple[Finding, ...]) -> dict[tuple[str, str], dict[str, dict[str, Any]]]:
    """Rows that are findings, by category and direction: new alarms, and last month's that are still unusual."""
    standing = {(f.area, f.category, str(f.direction)) for f in before}
    groups: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}
    for (area, category), row in judged.rows.items():
        still = (area, category, row["direction"]) in standing and row["p"] < STILL_UNUSUAL
        if row["matters"] and (row["alarm"] or still):
            groups.setdefault((category, row["direction"]), {})[area] = row
    return groups


def merged(rows: dict[str, dict[str, Any]], areas: Areas, standing: Collection[str]) -> dict[str, list[str]]:
    """The places of one category and direction that are findings, each with those that say the same.

    From the lowest level up: a place whose excess is mostly that of one place below joins that one; otherwise it is
    the finding and takes those below it in. A story that stands (`standing`) stays with the place it began in, so that
    it keeps its identity while it spreads or narrows: what would take it in joins it.
    """
    heads: dict[str, list[str]] = {}
    for place in reversed(areas.every):
        if place.code not in rows:
            continue
        below = [head for head in heads if place.code in {area.code for area in areas.chain(head)}]
        joined = _joins(place.code, below, rows, standing)
        if joined is not None:
            heads[joined].append(place.code)
        keeper = joined or place.code
        for code in [] if joined is not None and joined not in standing else below:
            if code != keeper and code not in standing:
                heads.setdefault(keeper, []).extend([code, *heads.pop(code)])
        heads.setdefault(keeper, [])
    return heads


def _joins(place: str, below: list[str], rows: dict[str, dict[str, Any]], standing: Collection[str]) -> str | None:
    """The finding below that this place joins, or None where it is a finding itself."""
    if place in standing or not below:
        return None
    largest = max(below, key=lambda code: (code in standing, abs(rows[code]["excess"]), code))
    share = EXPLAINS_ALONE if len(below) == 1 else EXPLAINS_AMONG_OTHERS
    explained = abs(rows[largest]["excess"]) >= share * abs(rows[place]["excess"])
    return largest if largest in standing or (explained and _rest_is_usual(rows[place], rows[largest])) else None


def _rest_is_usual(whole: dict[str, Any], part: dict[str, Any]) -> bool:
    """Whether the rest of a place, without that part of it, is near what was expected of it this month.

    Twice the difference of the roots is about normal for counts (Anscombe), in units of the root of their dispersion.
    """
    seen, usual = (max(float(whole[name]) - float(part[name]), 0.0) for name in ("observed", "expected"))
    out = 2 * (math.sqrt(seen) - math.sqrt(usual)) / math.sqrt(max(float(whole["dispersion"]), 1.0))
    return (out if whole["direction"] == Direction.UP else -out) < REST_IS_USUAL


def finding_of(row: dict[str, Any], direction: Direction, also: tuple[str, ...], cautions: Cautions) -> Finding:
    """A judged row as a new Finding, with what weakens it."""
    rule = Rule(row["rule"])
    run = 1 if rule is Rule.MONTH else int(row["run_months"])
    return Finding(
        area=row["area"],
        category=row["category"],
        month=row["month"],
        rule=rule,
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


def same_story(one: Finding, other: Finding) -> bool:
    """Whether two months' findings tell one story: the same category and direction, in a place that either names."""
    places = {one.area, *one.also} & {other.area, *other.also}
    return one.category == other.category and one.direction is other.direction and bool(places & {one.area, other.area})


def _continued(finding: Finding, before: tuple[Finding, ...]) -> Finding:
    """The finding as part of the story it continues, if any: it keeps that story's first month, and so its identity.

    The rule may change: a sharp month that becomes a lasting rise is one story."""
    stories = [f for f in before if same_story(f, finding)]
    if not stories:
        return finding
    story = min(stories, key=lambda f: (f.area != finding.area, f.since))
    return replace(finding, status=Status.CONTINUING, since=story.since)


def _cleared(finding: Finding, judged: JudgedMonth) -> Finding | None:
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
        run_months=1,
        run_observed=int(row["observed"]),
        run_expected=float(row["expected"]),
    )
