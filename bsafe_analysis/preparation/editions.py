"""The prepared month as a wider audience may see it: small counts hidden, and all else computed from what is left.

One door: what a notebook opens for partners or the public has never seen a hidden count. Expectations, findings,
forecasts, rates and places are not edited but computed anew from the counts that are shown, so no sentence, chart or
workbook made from them can tell more than those counts do. A field of Prepared that is not named in `share` goes out
at its default: what nobody has thought about is not shared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from bsafe_analysis.detection.search import Earlier, Searchable, judged_months, search
from bsafe_analysis.model.cycle import HIDDEN_COLUMNS, Prepared
from bsafe_analysis.model.disclosure import OPEN, SHARED, Audience
from bsafe_analysis.model.findings import Finding
from bsafe_analysis.model.issued_record import Issued
from bsafe_analysis.model.periods import add_months
from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.model.released_counts import ReleasedCounts, ReleasedStanding, Showing, remembered
from bsafe_analysis.preparation.changed_since import changed_since
from bsafe_analysis.preparation.edition_texts import activities_for, effects_for, register_for, told_notices
from bsafe_analysis.preparation.suppression import Tree, protect, rounded, shown_again, tree_of

Ledger = dict[Audience, ReleasedCounts]
"""What each audience was ever shown of guarded counts."""
Tables = dict[tuple[str, str], np.ndarray]
"""(category, month) -> guarded counts by place of the tree, missing where they are hidden."""


def share(
    prepared: Prepared,
    audience: str,
    ledger: Mapping[Audience, ReleasedCounts] | None = None,
    issued: Mapping[str, Issued] | None = None,
) -> tuple[Prepared, Ledger]:
    """The month for an audience, and what every audience up to it has now been shown (to be kept: `ledger`).

    `issued`: earlier months as this audience was given them. The internal month is returned as it is.
    """
    audience = Audience(audience)
    if audience is Audience.INTERNAL:
        return prepared, dict(ledger or {})
    shown, known, changed = release(prepared, audience, ledger or {})
    judged = _judge(replace(_stripped(prepared, audience, changed), **shown), issued or {})
    return replace(judged, effects=effects_for(judged, audience)), known


def release(
    prepared: Prepared, audience: Audience, ledger: Mapping[Audience, ReleasedCounts]
) -> tuple[dict[str, pd.DataFrame], Ledger, tuple[Notice, ...]]:
    """The counts and which are hidden, what to remember, and what is said to be hidden since it has changed.

    Each wider audience begins with the narrower's. InputError where a source became OPEN since it was hidden.
    """
    tree, known = tree_of(prepared.areas), dict(ledger)
    changed: tuple[Notice, ...] = ()
    tables = {key: _placed(tree, counts) for key, counts in _by_month(prepared.guarded, tree).items()}
    for reader in SHARED[: SHARED.index(audience) + 1]:
        memory = known.get(reader, ReleasedCounts())
        changed += tuple(n for n in changed_since(memory, prepared, reader, list(tables)) if n not in changed)
        tables, showings = _shown_to(reader, prepared, tree, tables, memory)
        smallest = prepared.cycle.policy.smallest[reader]
        known[reader] = remembered(memory, prepared.cycle.month, smallest, showings, prepared.counted)
    return _put_back(prepared, tree, tables, prepared.cycle.policy.round_to[audience]), known, changed


def _shown_to(
    reader: Audience, prepared: Prepared, tree: Tree, tables: Tables, memory: ReleasedCounts
) -> tuple[Tables, list[Showing]]:
    """The counts as one audience may see them, and what of it is to be remembered."""
    policy, counted, begins = prepared.cycle.policy, prepared.counted, prepared.cycle.policy.begins.get(reader, "")
    places = tuple(counted.places.get(code, code) for code in tree.codes)
    shown: Tables = {}
    showings = []
    for (category, month), counts in tables.items():
        of = prepared.classes[category]
        smallest, finest = policy.smallest[reader].get(of, 1), policy.finest.get(reader, {}).get(of, "neighbourhood")
        standing, held = memory.standing(category, month, counted)
        before = [_by_place(tree, places, then) for then in memory.months_of(held, month)]
        if standing is ReleasedStanding.CHANGED or month < begins:
            shown[category, month] = np.full(len(tree.codes), np.nan)
            continue
        now = shown_again(tree, counts, before, smallest, finest) if before else protect(tree, counts, smallest, finest)
        shown[category, month] = now
        if not np.isnan(counts).all():  # of a month that is not received nobody is shown anything
            showings.append(Showing(category, month, places, now))
    return shown, showings


def _by_place(tree: Tree, places: Sequence[str], then: Mapping[str, float]) -> np.ndarray:
    """A release by place of the tree: missing where it was hidden, and where the place was drawn otherwise then."""
    by_code = not set(places) & set(then)  # taken over from a memory of before, which knew codes alone
    return np.array([then.get(key, np.nan) for key in (tree.codes if by_code else places)], dtype="float64")


def _by_month(table: pd.DataFrame, tree: Tree) -> Tables:
    """(category, month) -> counts by place of the tree; months that were not received are left out."""
    if table.empty:
        return {}
    wide = table.pivot(index=["category", "month"], columns="area", values="count").reindex(columns=list(tree.codes))
    values = wide.to_numpy(dtype="float64", na_value=np.nan)
    return {key: row for key, row in zip(wide.index, values, strict=True)}


def _placed(tree: Tree, counts: np.ndarray) -> np.ndarray:
    """The counts with the borough's as the sum of its areas: without what lies in no neighbourhood.

    Where its parts are not held there is nothing that the borough's own count could be set against: it stands.
    """
    placed, parts = counts.copy(), counts[list(tree.children[0])]
    placed[0] = counts[0] if np.isnan(parts).all() else parts.sum()
    return placed


def _put_back(prepared: Prepared, tree: Tree, tables: Tables, base: int) -> dict[str, pd.DataFrame]:
    """The counts with the guarded part of each category as it may be shown, rounded where it takes part."""
    rows = [
        (code, category, month, value)
        for (category, month), shown in tables.items()
        for code, value in zip(tree.codes, shown, strict=True)
    ]
    names = ["area", "category", "month"]
    allowed = prepared.guarded.rename(columns={"count": "guarded"}).merge(
        pd.DataFrame(rows, columns=[*names, "allowed"]), on=names, how="left"
    )
    table = prepared.counts.merge(allowed, on=names, how="left")
    count = table["count"].to_numpy(dtype="float64", na_value=np.nan)
    guarded = table["guarded"].to_numpy(dtype="float64", na_value=np.nan)
    told = table["allowed"].to_numpy(dtype="float64", na_value=np.nan)
    takes_part = ~np.isnan(guarded)
    joint = np.where(takes_part, rounded(count - guarded + told, base), count)
    hidden = takes_part & np.isnan(told)
    whole = pd.array(joint, dtype="Float64").astype("Int64")
    counts = table[list(prepared.counts.columns)].assign(count=whole, hidden=hidden)
    return {"counts": counts, "hidden": table.loc[hidden, list(HIDDEN_COLUMNS)].reset_index(drop=True)}


def _stripped(prepared: Prepared, audience: Audience, changed: Sequence[Notice]) -> Prepared:
    """Only what says nothing of a hidden count, and of what people wrote what edition_texts.py lets out; else empty."""
    cycle = prepared.cycle
    guarded = [name for name, _, of in cycle.sources if of != OPEN]
    points = audience in cycle.policy.map_points
    empty = prepared.counts.iloc[:0]
    return Prepared(
        cycle=cycle,
        areas=prepared.areas,
        counts=empty,
        expectations=prepared.expectations.iloc[:0],
        findings=(),
        previous_findings=(),
        baseline_facts=prepared.baseline_facts.iloc[:0],
        activities=activities_for(prepared, audience),
        priorities=prepared.priorities,
        notes=(),
        receipts=tuple(r for r in prepared.receipts if r.source not in guarded),
        revisions=tuple(r for r in prepared.revisions if r.source not in guarded),
        notices=(*told_notices(prepared.notices, cycle), *changed),
        outlines=prepared.outlines,
        coverage=None,
        held=prepared.held,
        spots=prepared.spots if points else prepared.spots.iloc[:0],
        concentrations=prepared.concentrations,
        emerged=prepared.emerged if points else (),
        hexagons=prepared.hexagons if points else prepared.hexagons.iloc[:0],
        hexagon_shares=prepared.hexagon_shares if points else (),
        corner=prepared.corner,
        context=prepared.context,
        unplaced_sources=prepared.unplaced_sources,
        neighbours=prepared.neighbours,
        options=prepared.options,
        register=register_for(prepared, audience),
        classes=prepared.classes,
        audience=audience,
        doubts=tuple(doubt for doubt in prepared.doubts if doubt.source not in guarded),
        other_districts=prepared.other_districts,  # of open sources alone, from files that anyone can download
        outcomes=prepared.outcomes,  # likewise
    )


def _judge(shared: Prepared, issued: Mapping[str, Issued]) -> Prepared:
    """Everything that is computed, from the counts that are shown. A series with a hidden month is not judged.

    Its shown months are the high ones: an expectation from those would be too high, and a finding against it untrue.
    """
    cycle, judged = shared.cycle, judged_months(shared.cycle.months)
    issued = {month: told for month, told in issued.items() if month in judged}
    whole = [c.key for c in cycle.categories if c.key not in shared.classes]
    given = Searchable(
        cycle=cycle,
        areas=shared.areas,
        held=shared.held,
        counts=without_hidden_series(shared.counts, shared.hidden),
        all_counts=shared.counts,
        neighbours=shared.neighbours,
        clustered=whole,
        doubts=shared.doubts,
    )
    told = {month: each.findings for month, each in issued.items()}
    searched = search(given, Earlier(issued, told, add_months(cycle.month, -1) in issued))
    searched = replace(searched, baseline_facts=_with_large_bases(searched.baseline_facts, shared))
    spots = _spots_of(shared.spots, [f for f in searched.findings if f.category in whole])
    return replace(shared, **vars(searched), spots=spots)


def without_hidden_series(counts: pd.DataFrame, hidden: pd.DataFrame) -> pd.DataFrame:
    """The counts of the series of which every month is shown."""
    if hidden.empty:
        return counts
    partly = pd.MultiIndex.from_frame(hidden[["area", "category"]].drop_duplicates())
    return counts[~pd.MultiIndex.from_frame(counts[["area", "category"]]).isin(partly)].reset_index(drop=True)


def _with_large_bases(facts: pd.DataFrame, shared: Prepared) -> pd.DataFrame:
    """No rate of a guarded category that rests on few incidents."""
    small = facts["category"].isin(list(shared.classes)) & (
        facts["count"] < shared.cycle.policy.rate_base[shared.audience]
    )
    return facts.assign(**{name: facts[name].mask(small) for name in ("rate", "rate_lower", "rate_upper")})


def _spots_of(spots: pd.DataFrame, findings: Sequence[Finding]) -> pd.DataFrame:
    """Map points of the findings that are shown; those of others would tell that there was a finding."""
    told = {(finding.area, finding.category) for finding in findings}
    shown = [place in told for place in zip(spots["area"], spots["category"], strict=True)]
    return spots[spots["scope"].ne("finding") | np.array(shown, dtype=bool)].reset_index(drop=True)
