"""Alarms to findings: parent and child that say the same become one, each has its story, the worthiest come first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from bsafe_analysis.detection.cautions import CautionFinder
from bsafe_analysis.detection.judged_past import JudgedPast, JudgedRows, rows_of
from bsafe_analysis.detection.onset import onset_of
from bsafe_analysis.detection.rules import STILL_UNUSUAL, judge
from bsafe_analysis.detection.whose_change import over_months, owners, shares
from bsafe_analysis.model.areas import Areas
from bsafe_analysis.model.cycle import DetectionSettings
from bsafe_analysis.model.findings import Direction, Finding, Rule, Status
from bsafe_analysis.model.periods import add_months


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
    of_month, every = dict(iter(expectations.groupby("month"))), JudgedRows(expectations)
    for month in months:
        if known and month in known:
            history[month] = known[month]
        else:
            rows = of_month.get(month, expectations.iloc[:0])
            history[month] = find(rows, counts, areas, previous, month, settings, incomplete_months, every)
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
    every: JudgedRows | None = None,
) -> tuple[Finding, ...]:
    """This month's findings, the worthiest first, then those that cleared.

    `every`: the rows of all months, where `expectations` are those of this month alone.
    """
    table = judge(expectations, month, settings)
    before = tuple(f for f in previous if f.status is not Status.CLEARED)
    if table.empty:
        return ()
    judged = JudgedMonth(month, {(row["area"], row["category"]): row for row in rows_of(table)})
    past = JudgedPast(every or JudgedRows(expectations), month, settings)
    cautions = CautionFinder(counts, month, settings, incomplete_months)
    may_go_on = tuple(f for f in before if _may_go_on(f, month, settings))
    live = [
        dated(continued(finding, may_go_on), past)
        for (category, direction), rows in _alarms(judged, may_go_on).items()
        for finding in _owned(category, direction, rows, judged, areas, past, cautions)
    ]
    cleared = [_cleared(f, judged) for f in may_go_on if not any(same_story(f, finding) for finding in live)]
    return worthiest_first([*live, *(f for f in cleared if f is not None)], areas)


def worthiest_first(findings: Sequence[Finding], areas: Areas) -> tuple[Finding, ...]:
    """Live findings, the surest and largest first, then those that cleared, as they come."""
    live = [f for f in findings if f.status is not Status.CLEARED]
    ranked = sorted(live, key=lambda finding: _rank(finding, areas))
    return (*ranked, *(f for f in findings if f.status is Status.CLEARED))


def _rank(finding: Finding, areas: Areas) -> tuple[object, ...]:
    """A change in most parts of the borough first, then the strongest evidence, then the largest."""
    everywhere = finding.area == areas.borough.code and finding.in_most_parts
    evidence = (finding.p > 1e-4, finding.p > 1e-3, -abs(finding.observed - finding.expected))
    return (not everywhere, *evidence, finding.area, finding.category)


def _alarms(judged: JudgedMonth, before: tuple[Finding, ...]) -> dict[tuple[str, str], dict[str, dict[str, Any]]]:
    """Rows that are findings, by category and direction: new alarms, and last month's that are still unusual."""
    standing = {(place, f.category, str(f.direction)) for f in before for place in _places_of_story(f)}
    groups: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}
    for (area, category), row in judged.rows.items():
        still = (area, category, row["direction"]) in standing and row["p"] < STILL_UNUSUAL
        if row["matters"] and (row["alarm"] or still):
            groups.setdefault((category, row["direction"]), {})[area] = row
    return groups


def _places_of_story(finding: Finding) -> tuple[str, ...]:
    """Its place, and the place whose story it took on."""
    return (finding.area, finding.continues.partition(".")[0]) if finding.continues else (finding.area,)


def _owned(
    category: str,
    direction: str,
    rows: dict[str, dict[str, Any]],
    judged: JudgedMonth,
    areas: Areas,
    past: JudgedPast,
    cautions: CautionFinder,
) -> Iterator[Finding]:
    """The findings of one category and direction: one for each place whose change it is, with its parts' shares."""
    order = [area.code for area in areas]
    over = over_months(category, rows, past)
    every = {area: row for (area, key), row in judged.rows.items() if key == category}
    for code, also in owners(rows, areas, over).items():
        found = finding_of(rows[code], Direction(direction), tuple(sorted(also, key=order.index)), cautions)
        yield replace(found, parts=shares(code, areas, every, over))


def finding_of(row: dict[str, Any], direction: Direction, also: tuple[str, ...], cautions: CautionFinder) -> Finding:
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


def _may_go_on(finding: Finding, month: str, settings: DetectionSettings) -> bool:
    """What began in exceptional times ends with them: what is unusual after them is judged as new."""
    began = settings.exceptional_time(finding.since)
    return began is None or month in began


def continued(finding: Finding, before: Collection[Finding]) -> Finding:
    """The finding as part of the story it continues, if any: it keeps that story's first month, and so its identity.

    The rule may change: a sharp month that becomes a lasting rise is one story. So may the place: a story that spreads
    is the larger place's from then on, one that draws in is the smaller one's, and each names the story it took on.
    """
    stories = [f for f in before if same_story(f, finding)]
    if not stories:
        return replace(finding, first_told=finding.month)
    story = min(stories, key=lambda f: (f.area != finding.area, f.since))
    return replace(
        finding,
        status=Status.CONTINUING,
        since=story.since,
        continues=story.continues if story.area == finding.area else story.id,
        onset=story.onset if story.area == finding.area else None,
        first_told=story.first_told,
    )


def dated(finding: Finding, past: JudgedPast) -> Finding:
    """The finding with when it began. A new one is known by that month from now on, whatever is learnt later."""
    own = (finding.area, finding.category)
    onset = onset_of(finding, past.of(*own), past.of_any_time(*own))
    if finding.status is Status.NEW and onset is not None:
        return replace(finding, onset=onset, since=onset.month)
    return replace(finding, onset=onset or finding.onset)


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
        parts=(),
        run_months=1,
        run_observed=int(row["observed"]),
        run_expected=float(row["expected"]),
    )
