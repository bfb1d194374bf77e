"""Several downloads of one month: the newer wins, and what changed is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from bsafe_analysis.faults import Fault
from bsafe_analysis.loading.parsed_files import ParsedFile
from bsafe_analysis.model.receipts import Revision, SetAside

_KEY = ["category", "longitude", "latitude", "lsoa"]
_ASK = "Begin the folder's name with its date (2026-10-03), or declare it under downloads in sources.yml"


@dataclass(frozen=True)
class Replaced:
    """One month of `older` gave way to `newer`; the table of `older` holds that month's rows alone."""

    older: ParsedFile
    newer: ParsedFile
    month: str


@dataclass
class Chosen:
    """`used`: for each force and month one file, an extract without the months that a newer one holds;
    `aside`: why another is not used at all; `replaced`: what gave way to what."""

    used: list[ParsedFile] = field(default_factory=list)
    aside: dict[str, SetAside] = field(default_factory=dict)
    replaced: list[Replaced] = field(default_factory=list)


def choose(files: Iterable[ParsedFile], until: str, as_of: date | None) -> tuple[Chosen, tuple[Fault, ...]]:
    """Of each force's month, the newest download not after `as_of`; a Fault where which is newer cannot be known."""
    chosen, faults = Chosen(), list[Fault]()
    groups: dict[tuple[str, str, str], list[ParsedFile]] = {}
    for file in files:
        late = as_of is not None and file.raw.downloaded is not None and file.raw.downloaded > as_of
        if late or (file.month and file.month > until):
            chosen.aside[file.raw.name] = SetAside.AFTER_CYCLE
        else:
            groups.setdefault((file.raw.source.name, file.force, file.month), []).append(file)
    for (_, force, month), group in sorted(groups.items()):
        distinct = _once_each(group, chosen.aside)
        if month:
            faults += _newest(distinct, force, month, chosen)
        else:
            faults += _newest_of_each_month(distinct, until, chosen)
    return chosen, tuple(faults)


def _newest(files: list[ParsedFile], force: str, month: str, chosen: Chosen) -> list[Fault]:
    """Files of one month each: the newest is used whole."""
    if _undated(files):
        return [_asked(force, month, files)]
    chosen.used.append(files[-1])
    chosen.aside |= {file.raw.name: SetAside.SUPERSEDED for file in files[:-1]}
    if len(files) > 1:
        chosen.replaced.append(Replaced(files[-2], files[-1], month))
    return []


def _newest_of_each_month(files: list[ParsedFile], until: str, chosen: Chosen) -> list[Fault]:
    """Extracts of any months: a newer one takes the place of an older in the months that it holds, in no other."""
    faults: list[Fault] = []
    gone: dict[str, dict[str, SetAside]] = defaultdict(dict)
    holders: dict[str, list[ParsedFile]] = defaultdict(list)
    for file in files:
        for month in _months_of(file):
            holders[month].append(file)
    for month, holding in sorted(holders.items()):
        rivals = _differing(holding, month, gone)
        if _undated(rivals):
            if month <= until:
                faults.append(_asked(rivals[0].raw.source.name, month, rivals))
            continue
        for file in rivals[:-1]:
            gone[file.raw.name][month] = SetAside.SUPERSEDED
        if len(rivals) > 1 and month <= until:
            chosen.replaced.append(Replaced(_only(rivals[-2], month), rivals[-1], month))
    for file in files:
        left = _without(file, gone[file.raw.name])
        if gone[file.raw.name] and not _months_of(left):
            chosen.aside[file.raw.name] = max(gone[file.raw.name].values(), key=list(SetAside).index)
        else:
            chosen.used.append(left)
    return faults


def _differing(files: list[ParsedFile], month: str, gone: dict[str, dict[str, SetAside]]) -> list[ParsedFile]:
    """Where it is not known which of them is newer: those whose rows of the month differ; of equal ones the last."""
    if not _undated(files):
        return files
    kept: dict[tuple[object, ...], ParsedFile] = {}
    for file in files:
        table = _only(file, month).table
        rows = tuple(sorted(zip(*(table[name].to_pylist() for name in table.column_names), strict=True), key=repr))
        if rows in kept:
            gone[kept[rows].raw.name][month] = SetAside.COPY
        kept[rows] = file
    return list(kept.values())


def _months_of(file: ParsedFile) -> list[str]:
    """The months of which it holds a row that may count."""
    return sorted(pc.unique(file.table["month"].filter(pc.is_null(file.table["aside"]))).to_pylist())


def _only(file: ParsedFile, month: str) -> ParsedFile:
    held = pc.and_(pc.is_null(file.table["aside"]), pc.equal(file.table["month"], month))
    return replace(file, table=file.table.filter(held))


def _without(file: ParsedFile, gone: dict[str, SetAside]) -> ParsedFile:
    """The file with the rows of these months set aside."""
    table, aside = file.table, file.table["aside"]
    for reason in sorted(set(gone.values())):
        months = pa.array([month for month, why in gone.items() if why is reason], pa.string())
        hit = pc.and_(pc.is_null(aside), pc.is_in(table["month"], months))
        aside = pc.if_else(hit, pa.scalar(str(reason)), aside)
    return replace(file, table=table.set_column(table.column_names.index("aside"), "aside", aside))


def _once_each(group: list[ParsedFile], aside: dict[str, SetAside]) -> list[ParsedFile]:
    """In order of their dates; identical bytes count once, whatever their dates (the newest name of them is kept)."""
    kept: dict[str, ParsedFile] = {}
    for file in sorted(group, key=_age):
        before = kept.get(file.facts.sha256)
        if before is not None:
            aside[before.raw.name] = SetAside.COPY
        kept[file.facts.sha256] = file
    return sorted(kept.values(), key=_age)


def _age(file: ParsedFile) -> tuple[date, str]:
    return file.raw.downloaded or date.min, file.raw.name


def _undated(files: list[ParsedFile]) -> bool:
    """Whether it is not known which of them is the newest."""
    dates = [file.raw.downloaded for file in files]
    return len(files) > 1 and (None in dates or dates.count(dates[-1]) > 1)


def _asked(force: str, month: str, files: list[ParsedFile]) -> Fault:
    names = " and ".join(file.raw.name for file in files[:2])
    cause = f"two downloads of {month} differ and it is not known which is newer: {names}"
    return Fault("data/raw", f"{force} {month}", cause, _ASK)


def revision(replaced: Replaced, then: pd.DataFrame, now: pd.DataFrame) -> Revision:
    """How the newer download differs in this borough's rows: by identifier, and for blank ones as a multiset."""
    return revisions([replaced], then.assign(pair=0), now.assign(pair=0))[0]


def revisions(replaced: Sequence[Replaced], then: pd.DataFrame, now: pd.DataFrame) -> tuple[Revision, ...]:
    """The same of many pairs at once: `pair` is the position in `replaced` of what a row of either table belongs to.

    One merge of all rows takes a tenth of the time of one for each pair.
    """
    return tuple(
        Revision(
            source=each.newer.raw.source.name,
            force=each.newer.force,
            month=each.month,
            older=each.older.raw.name,
            newer=each.newer.raw.name,
            **{name: int(number) for name, number in row.items()},
        )
        for each, row in zip(replaced, _changes(then, now, len(replaced)).to_dict("records"), strict=True)
    )


def _changes(then: pd.DataFrame, now: pd.DataFrame, pairs: int) -> pd.DataFrame:
    """A row for each pair: the numbers of a Revision."""
    named_then, named_now = (
        rows[rows["incident_id"] != ""].drop_duplicates(["pair", "incident_id"]) for rows in (then, now)
    )
    both = named_then.merge(named_now, on=["pair", "incident_id"], suffixes=("", "_now"))
    blank_then, blank_now = (rows[rows["incident_id"] == ""] for rows in (then, now))
    gone, come = _multiset_changes(blank_then, blank_now)

    def many(pair: pd.Series) -> np.ndarray:
        return np.bincount(pair.to_numpy(dtype=int), minlength=pairs)

    def differing(*columns: str) -> np.ndarray:
        later = [f"{name}_now" for name in columns]
        return many(both["pair"][(both[list(columns)].to_numpy() != both[later].to_numpy()).any(axis=1)])

    matched = many(both["pair"])
    return pd.DataFrame({
        "older_rows": many(then["pair"]), "newer_rows": many(now["pair"]),
        "added": many(named_now["pair"]) - matched + many(come),
        "removed": many(named_then["pair"]) - matched + many(gone),
        "changed_category": differing("category"), "changed_place": differing("longitude", "latitude"),
        "changed_outcome": differing("outcome"),
    })  # fmt: skip


def _multiset_changes(then: pd.DataFrame, now: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The pair of every row that has gone, and of every row that has come."""
    key = ["pair", *_KEY]
    each = pd.concat([then[key].assign(change=-1), now[key].assign(change=1)], ignore_index=True)
    change = each.groupby(key, dropna=False, sort=False)["change"].sum().reset_index()
    gone, come = (change["pair"].repeat(np.maximum(sign * change["change"], 0)) for sign in (-1, 1))
    return gone, come
