"""Several downloads of one month: the newer wins, and what changed is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from bsafe_analysis.faults import Fault
from bsafe_analysis.loading.files import ParsedFile
from bsafe_analysis.receipts import Revision, SetAside

_KEY = ["category", "longitude", "latitude", "lsoa"]


@dataclass(frozen=True)
class Chosen:
    """`used`: one file for each force and month; `aside`: why another is not used; `replaced`: (older, newer)."""

    used: tuple[ParsedFile, ...]
    aside: dict[str, SetAside]
    replaced: tuple[tuple[ParsedFile, ParsedFile], ...]


def choose(files: Iterable[ParsedFile], until: str, as_of: date | None, faults: list[Fault]) -> Chosen:
    """Of each force's month, the newest download not after `as_of`; a Fault where which is newer cannot be known."""
    aside: dict[str, SetAside] = {}
    groups: dict[tuple[str, str, str], list[ParsedFile]] = {}
    for file in files:
        late = as_of is not None and file.raw.downloaded is not None and file.raw.downloaded > as_of
        if late or (file.month and file.month > until):
            aside[file.raw.name] = SetAside.AFTER_CYCLE
        else:
            groups.setdefault((file.raw.source.name, file.force, file.month), []).append(file)
    used, replaced = [], []
    for (_, force, month), group in sorted(groups.items()):
        distinct = _once_each(group, aside)
        if _undated(distinct):
            names = " and ".join(file.raw.name for file in distinct[:2])
            cause = f"two downloads of {month} differ and it is not known which is newer: {names}"
            cure = "Begin the folder's name with its date (2026-10-03), or declare it under downloads in sources.yml"
            faults.append(Fault("data/raw", f"{force} {month}", cause, cure))
            continue
        ordered = sorted(distinct, key=lambda file: (file.raw.downloaded or date.min, file.raw.name))
        used.append(ordered[-1])
        aside.update({file.raw.name: SetAside.SUPERSEDED for file in ordered[:-1]})
        if len(ordered) > 1:
            replaced.append((ordered[-2], ordered[-1]))
    return Chosen(tuple(used), aside, tuple(replaced))


def _once_each(group: list[ParsedFile], aside: dict[str, SetAside]) -> list[ParsedFile]:
    """Identical bytes count once, whatever their dates (the newest name of them is kept)."""
    kept: dict[str, ParsedFile] = {}
    for file in sorted(group, key=lambda file: (file.raw.downloaded or date.min, file.raw.name)):
        before = kept.get(file.facts.sha256)
        if before is not None:
            aside[before.raw.name] = SetAside.COPY
        kept[file.facts.sha256] = file
    return list(kept.values())


def _undated(files: list[ParsedFile]) -> bool:
    dates = [file.raw.downloaded for file in files]
    return len(files) > 1 and (None in dates or len(set(dates)) < len(dates))


def revision(older: ParsedFile, newer: ParsedFile, then: pd.DataFrame, now: pd.DataFrame) -> Revision:
    """How the newer download differs in this borough's rows: by identifier, and for blank ones as a multiset."""
    named_then, named_now = (rows[rows["incident_id"] != ""].drop_duplicates("incident_id") for rows in (then, now))
    both = named_then.merge(named_now, on="incident_id", suffixes=("", "_now"))
    blank_then, blank_now = (rows[rows["incident_id"] == ""] for rows in (then, now))
    gone, come = _multiset_changes(blank_then, blank_now)
    lost = len(named_then) - len(both)
    found = len(named_now) - len(both)
    moved = (both[["longitude", "latitude"]].to_numpy() != both[["longitude_now", "latitude_now"]].to_numpy()).any(
        axis=1
    )
    return Revision(
        source=newer.raw.source.name,
        force=newer.force,
        month=newer.month,
        older=older.raw.name,
        newer=newer.raw.name,
        older_rows=len(then),
        newer_rows=len(now),
        added=found + come,
        removed=lost + gone,
        changed_category=int((both["category"] != both["category_now"]).sum()),
        changed_place=int(moved.sum()),
        changed_outcome=int((both["outcome"] != both["outcome_now"]).sum()),
    )


def _multiset_changes(then: pd.DataFrame, now: pd.DataFrame) -> tuple[int, int]:
    counts = pd.DataFrame(
        {"then": then.groupby(_KEY, dropna=False).size(), "now": now.groupby(_KEY, dropna=False).size()}
    ).fillna(0)
    change = counts["now"] - counts["then"]
    return int(-change[change < 0].sum()), int(change[change > 0].sum())
