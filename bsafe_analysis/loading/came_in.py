"""What came in from one source, looked over each month for whatever moves a count without crime having changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from bsafe_analysis.loading.across_files import InTwoFiles, shared_notices
from bsafe_analysis.loading.change_words import told
from bsafe_analysis.loading.completeness import SMALL_PART, SURELY_SEEN
from bsafe_analysis.loading.crime_types import (
    alike_notices,
    monthly,
    not_whole,
    silences,
    silent_notices,
    unknown_notices,
)
from bsafe_analysis.loading.harmonise import Ours
from bsafe_analysis.loading.parsed_files import ParsedFile
from bsafe_analysis.loading.renamed_forces import continued_notices
from bsafe_analysis.loading.short_months import days_covered, short_month
from bsafe_analysis.loading.unusual_forces import unusual_forces
from bsafe_analysis.loading.without_place import Moved, drifted_shares, moved_notice, moved_shares, rows_without_place
from bsafe_analysis.model.doubts import DRIFT_MONTHS, Doubt, FileChange
from bsafe_analysis.model.findings import Caution, Direction
from bsafe_analysis.model.periods import add_months, months_between
from bsafe_analysis.model.receipts import Notice, Source

LOOKED_BACK = 36
"""Months before the judged one from which what is usual of a file is learnt."""
JOINED_FOR = 12
"""Months after a force took another name in which its findings carry that caution."""
FEW_UNKNOWN = 0.02
"""Above this share of a month's rows of unknown type, any fall of that month may be owed to them."""


@dataclass(frozen=True)
class CameIn:
    """`unheld`: (category, month) of which the source gave no whole count: a gap, not a nought."""

    notices: tuple[Notice, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    unheld: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Arrived:
    """What is looked over: one source's files that count, its rows of ours, and what was joined or left out of them.

    `mine`: this borough's rows by force and month, before names were joined; `names`: earlier name -> later.
    """

    source: Source
    files: Sequence[ParsedFile]
    ours: Ours
    held: tuple[str, ...]
    category_of: Mapping[str, str]
    until: str
    mine: Mapping[tuple[str, str], int] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    shared: tuple[InTwoFiles, ...] = ()

    @property
    def recent(self) -> tuple[str, ...]:
        """The months that a finding of the judged one may rest on."""
        return months_between(add_months(self.until, 1 - DRIFT_MONTHS), self.until)

    @property
    def forces(self) -> dict[int, str]:
        """The force of each file, under its later name."""
        return {i: self.names.get(file.force, file.force) for i, file in enumerate(self.files)}

    @cached_property
    def nowhere(self) -> pd.DataFrame:
        """Rows of the main forces' files by force, month and crime type, and how many of them came without a place."""
        files = [f for f in self.files if self.names.get(f.force, f.force) in self.main_forces]
        return rows_without_place(files, add_months(self.until, -LOOKED_BACK))

    @property
    def main_forces(self) -> frozenset[str]:
        """Forces with more than a small part of the borough's rows."""
        total: dict[str, int] = {}
        for (force, _), rows in self.mine.items():
            total[self.names.get(force, force)] = total.get(self.names.get(force, force), 0) + rows
        return frozenset(force for force, rows in total.items() if rows >= SMALL_PART * sum(total.values()))

    def doubt(self, caution: Caution, months: Iterable[str], told: FileChange | None, **touched: Any) -> Doubt:
        """`touched`: which counts it touches, by the names that a Doubt has for them."""
        return Doubt(caution, tuple(months), told, self.source.name, **touched)


def look_over(arrived: Arrived) -> CameIn:
    """Every way in which what came in could move a count: told, and kept for the findings that it touches."""
    ours = arrived.ours
    if ours.incidents.empty:
        unknown = unknown_notices(arrived.source, ours.unknown, {}, arrived.category_of)
        return CameIn(notices=(*shared_notices(arrived.source, arrived.shared), *unknown))
    looks = (_same_rows, _renamed, _types, _short, _days, _nowhere, _strangers)
    found = [look(arrived) for look in looks]
    return CameIn(
        tuple(notice for each in found for notice in each.notices),
        tuple(doubt for each in found for doubt in each.doubts),
        frozenset().union(*(each.unheld for each in found)),
    )


def _same_rows(arrived: Arrived) -> CameIn:
    notices = shared_notices(arrived.source, arrived.shared)
    months = sorted({each.month for each in arrived.shared} & set(arrived.recent))
    rows = sum(each.rows for each in arrived.shared if each.month == arrived.until)
    if not months:
        return CameIn(tuple(notices))
    change = FileChange("same_rows", arrived.until, rows) if rows else None
    return CameIn(tuple(notices), (arrived.doubt(Caution.SAME_ROWS, months, change),))


def _renamed(arrived: Arrived) -> CameIn:
    doubts = []
    for old, new in sorted(arrived.names.items()):
        first = min(month for (force, month), rows in arrived.mine.items() if force == new and rows)
        months = months_between(first, add_months(first, JOINED_FOR - 1))
        doubts.append(arrived.doubt(Caution.FORCE_RENAMED, months, FileChange("renamed", first, names=(old, new))))
    return CameIn(tuple(continued_notices(arrived.source, arrived.names, arrived.mine)), tuple(doubts))


def _types(arrived: Arrived) -> CameIn:
    """Crime types that read alike, are unknown, or fell silent."""
    ours, source = arrived.ours, arrived.source
    counts = monthly(ours.incidents, arrived.held)
    silent = silences(counts, arrived.held)
    unheld = {(each.category, month) for each in silent for month in each.months}
    meant: dict[str, tuple[str, float]] = {}
    doubts = []
    for month, rows in ours.unknown.groupby("month")["supplier_category"]:
        found = not_whole(counts, str(month), {str(k): int(n) for k, n in rows.value_counts().items()})
        meant |= found
        unheld |= {(category, str(month)) for category in found}
        if str(month) in arrived.recent and len(rows) >= _many(counts, str(month)):
            doubts.append(_unknown_doubt(arrived, str(month), rows))
    used = ours.incidents["supplier_category"].value_counts()
    notices = (
        *alike_notices(source, ours.alike, {str(name): int(n) for name, n in used.items()}),
        *unknown_notices(source, ours.unknown, meant, arrived.category_of),
        *silent_notices(source, silent, arrived.held),
    )
    silent_now = sorted(category for category, month in unheld if month == arrived.until)
    if silent_now:
        change = FileChange("silent", arrived.until, names=_as_listed(silent_now, arrived.category_of))
        doubts.append(arrived.doubt(Caution.CRIME_TYPES, (arrived.until,), change, categories=tuple(silent_now)))
    return CameIn(notices, tuple(doubts), frozenset(unheld))


def _many(counts: pd.DataFrame, month: str) -> float:
    counted = int(counts.loc[month].sum()) if month in counts.index else 0
    return max(SURELY_SEEN, FEW_UNKNOWN * counted)


def _as_listed(categories: Iterable[str], category_of: Mapping[str, str]) -> tuple[str, ...]:
    """The categories by the first crime type that is listed as each, which readers know."""
    return tuple(next((name for name, key in category_of.items() if key == each), each) for each in categories)


def _unknown_doubt(arrived: Arrived, month: str, rows: pd.Series) -> Doubt:
    change = FileChange("unknown", month, len(rows), names=tuple(sorted(rows.unique())))
    return arrived.doubt(Caution.CRIME_TYPES, (month,), change, direction=Direction.DOWN)


def _kinds(arrived: Arrived) -> dict[str, pd.DataFrame]:
    """Rows by month and crime type, of the whole files of each main force; of a store or an extract, of the borough."""
    since = add_months(arrived.until, -LOOKED_BACK)
    whole = arrived.source.kind == "police_uk"
    if whole:
        table = arrived.nowhere
        rows = table[table["kind"] != ""].assign(force=table["force"].map(lambda f: arrived.names.get(f, f)))
    else:
        incidents = arrived.ours.incidents
        rows = incidents.assign(force=incidents["file"].map(arrived.forces), kind=incidents["category"], rows=1)
    found = {}
    for force, mine in rows.groupby("force"):
        if force in arrived.main_forces:
            wide = mine.groupby(["month", "kind"])["rows"].sum().unstack(fill_value=0)
            found[str(force)] = wide[(wide.index >= since) & wide.index.isin(arrived.held)]
    return found


def _short(arrived: Arrived) -> CameIn:
    notices, doubts = [], []
    for force, kinds in _kinds(arrived).items():
        for month in arrived.recent[-DRIFT_MONTHS // 2 :]:
            short = short_month(kinds, month)
            if short is None:
                continue
            change = FileChange("short", month, short.rows, short.share)
            doubts.append(arrived.doubt(Caution.INCOMPLETE_MONTH, (month,), change, direction=Direction.DOWN))
            if month == arrived.until:
                text = (
                    f"{arrived.source.title}: {force}. {told(change)} Part of a month, or everything fell at once: "
                    "ask for it again; if the fall is real, leave it."
                )
                notices.append(Notice("short_file", month, short.rows, text, needs_person=True))
    return CameIn(tuple(notices), tuple(doubts))


def _days(arrived: Arrived) -> CameIn:
    """Sources that say when an incident began: whether the month is covered from its first day to its last."""
    rows = arrived.ours.incidents
    now = rows[(rows["month"] == arrived.until) & (rows["occurred_from"] != "")]
    by_month = rows["month"].value_counts()
    earlier = by_month[by_month.index < arrived.until].sort_index().tail(12)
    days = now["occurred_from"].astype(str).tolist()
    covered = days_covered(days, arrived.until, float(earlier.median()) if len(earlier) else 0.0)
    if covered is None:
        return CameIn()
    categories = tuple(sorted(now["category"].unique()))
    change = FileChange("part", arrived.until, names=(arrived.source.title,), first=covered[0], last=covered[1])
    doubt = arrived.doubt(
        Caution.INCOMPLETE_MONTH, (arrived.until,), change, categories=categories, direction=Direction.DOWN
    )
    text = f"{told(change)} Ask for the whole month."
    notice = Notice("part_of_month", arrived.until, len(days), text, needs_person=True)
    return CameIn((notice,), (doubt,))


def _nowhere(arrived: Arrived) -> CameIn:
    """The share of rows without a place, where such rows belong to no borough."""
    if arrived.source.ours_alone:
        return CameIn()
    table = arrived.nowhere
    moved = moved_shares(table)
    category_of = {**arrived.category_of, **{k: arrived.category_of[v] for k, v in arrived.ours.alike.items()}}
    shares = shares_told(arrived, [m for m in moved if not m.kind or m.kind in category_of], category_of)
    slow = [m for m in drifted_shares(table, arrived.until) if not m.kind or m.kind in category_of]
    return CameIn(shares.notices, (*shares.doubts, *(_slow_doubt(arrived, m, category_of) for m in slow)))


def _slow_doubt(arrived: Arrived, moved: Moved, category_of: Mapping[str, str]) -> Doubt:
    """With slow changes alone: nothing is said of it where there is none."""
    kinds = (category_of[moved.kind],) if moved.kind else ()
    touched = {"categories": kinds, "direction": moved.direction, "only_slow": True}
    return arrived.doubt(Caution.WITHOUT_PLACE, arrived.recent, None, **touched)


def shares_told(arrived: Arrived, moved: Sequence[Moved], category_of: Mapping[str, str]) -> CameIn:
    """The shares that moved, a doubt for each month, force and direction, and a line where it is the judged month."""
    groups: dict[tuple[str, str, Direction], list[Moved]] = {}
    for each in moved:
        if each.month in arrived.recent:
            groups.setdefault((each.month, each.force, each.direction), []).append(each)
    notices, doubts = [], []
    for (month, force, direction), found in sorted(groups.items()):
        whole = [m for m in found if not m.kind]
        categories = () if whole else tuple(sorted({category_of[m.kind] for m in found}))
        largest = max(whole or found, key=lambda m: abs(m.effect))
        change = FileChange("nowhere", month, share=largest.share, usual=largest.usual)
        doubts.append(
            arrived.doubt(Caution.WITHOUT_PLACE, (month,), change, categories=categories, direction=direction)
        )
        if month == arrived.until:
            notices.append(moved_notice(arrived.source, force, found, {}))
    return CameIn(tuple(notices), tuple(_years_together(doubts)))


def _years_together(doubts: Iterable[Doubt]) -> list[Doubt]:
    """Doubts of one direction and the same categories as one: a slow change is then seen to rest on several months."""
    groups: dict[tuple[object, ...], list[Doubt]] = {}
    for each in doubts:
        groups.setdefault((each.categories, each.direction, each.below_borough), []).append(each)
    return [
        Doubt(
            last.caution, tuple(month for each in group for month in each.months), last.told, last.source,
            last.categories, last.direction, last.below_borough,
        )
        for group in groups.values()
        for last in [max(group, key=lambda each: each.months)]
    ]  # fmt: skip


def _strangers(arrived: Arrived) -> CameIn:
    notices, doubts = [], []
    for each in unusual_forces(arrived.ours.incidents, arrived.forces, arrived.until):
        change = FileChange("stranger", arrived.until, each.rows, usual=each.usual, names=(each.force,))
        text = f"{arrived.source.title}: {told(change)} Look whether they are this borough's."
        notices.append(Notice("unusual_force", each.force, each.rows, text, needs_person=True))
        if each.categories:
            doubts.append(
                arrived.doubt(
                    Caution.UNUSUAL_FORCE, (arrived.until,), change, categories=each.categories, direction=Direction.UP
                )
            )
    return CameIn(tuple(notices), tuple(doubts))
