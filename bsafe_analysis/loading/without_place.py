"""The share of rows that came without a place, by force and crime type: counts of places move with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from bsafe_analysis.loading.change_words import in_100
from bsafe_analysis.loading.harmonise import without_place
from bsafe_analysis.loading.parsed_files import ParsedFile
from bsafe_analysis.model.findings import Direction
from bsafe_analysis.model.periods import add_months
from bsafe_analysis.model.receipts import Notice, SetAside, Source

USUAL_OVER = 12
FEWEST_BEFORE = 6
SMALLEST_EFFECT = 0.05
"""Of the counts of places: a share that moves them by less could carry no finding."""
FEWEST_MOVED = 10
"""Rows of the force: fewer that came with or without a place move no borough's count by enough to be told."""
FEWEST_OF_YEAR = 200
"""Rows of a year below which a share of it may be chance."""
DEVIATIONS = 4.0
"""Beyond what chance and the months before allow (a share wanders from month to month)."""
COLUMNS = ("force", "month", "kind", "rows", "nowhere")


@dataclass(frozen=True)
class Moved:
    """In `month` so large a `share` of a force's rows of one kind had no place, `usual` before it.

    `kind`: as the table's; "" for all of a force's rows. `effect`: by how much that moves counts of places, as a share.
    """

    force: str
    month: str
    kind: str
    share: float
    usual: float
    run: int = 1
    """For how many months it has been so, this one included."""

    @property
    def effect(self) -> float:
        return (1 - self.share) / (1 - self.usual) - 1

    @property
    def direction(self) -> Direction:
        return Direction.DOWN if self.effect < 0 else Direction.UP


def rows_without_place(files: Iterable[ParsedFile], since: str) -> pd.DataFrame:
    """COLUMNS for each force, month from `since` on and crime type (kind), and for all types together (kind "").

    Of a national store only a total a file is known: there `kind` is "" alone.
    """
    wanted = [file for file in files if not file.month or file.month >= since]
    frames = [_total(file) for file in wanted if file.left]
    frames += _by_kind([file for file in wanted if not file.left])
    if not frames:
        return pd.DataFrame(columns=list(COLUMNS))
    together = pd.concat(frames, ignore_index=True)
    return together.groupby(["force", "month", "kind"], as_index=False)[["rows", "nowhere"]].sum()


def _not_set_aside(file: ParsedFile) -> pa.Table:
    return file.table.filter(pc.is_null(file.table["aside"]))


def _total(file: ParsedFile) -> pd.DataFrame:
    """Of a file of which not every row was read."""
    nowhere = dict(file.left).get(SetAside.NO_PLACE, 0) + int(without_place(_not_set_aside(file)).sum())
    rows = (
        file.facts.lines
        - file.facts.unreadable
        - sum(n for reason, n in file.left if reason not in (SetAside.NO_PLACE, SetAside.OUTSIDE))
    )
    return pd.DataFrame([(file.force, file.month, "", rows, nowhere)], columns=list(COLUMNS))


def _by_kind(files: Sequence[ParsedFile]) -> list[pd.DataFrame]:
    """Of whole files: by crime type, and all types together. Sorted once, not once for each of a hundred files."""
    if not files:
        return []
    tables = [_not_set_aside(file) for file in files]
    frame = pd.concat([
        pd.DataFrame({
            "month": table["month"].to_pandas(), "kind": table["supplier_category"].to_pandas(),
            "nowhere": without_place(table),
        }).assign(force=file.force)
        for file, table in zip(files, tables, strict=True)
    ])  # fmt: skip
    by_kind = frame.groupby(["force", "month", "kind"])["nowhere"].agg(rows="size", nowhere="sum").reset_index()
    whole = by_kind.groupby(["force", "month"], as_index=False)[["rows", "nowhere"]].sum().assign(kind="")
    return [by_kind, whole]


def moved_shares(table: pd.DataFrame) -> list[Moved]:
    """Where the share left what chance and its own past allow, by enough to move counts of places.

    `table`: COLUMNS. The usual is that of the last twelve months that had not moved, until a year has; of fewer than
    six nothing is said.
    """
    found: list[Moved] = []
    for (force, kind), rows in table.groupby(["force", "kind"], sort=True):
        ordered = rows.sort_values("month")
        months, n, nowhere = (ordered[c].to_numpy() for c in ("month", "rows", "nowhere"))
        usual_months: list[int] = []
        for i in range(len(ordered)):
            before = usual_months[-USUAL_OVER:]
            usual = _usual(n[before], nowhere[before]) if len(before) >= FEWEST_BEFORE else (1.0, 0.0)
            if _stands_out(float(n[i]), float(nowhere[i]), usual):
                run = _run_before(found, str(force), str(kind), str(months[i - 1]))
                found.append(Moved(str(force), str(months[i]), str(kind), float(nowhere[i] / n[i]), usual[0], run + 1))
                # a year of it is what is usual now
                usual_months = list(range(i - USUAL_OVER + 1, i + 1)) if run + 1 >= USUAL_OVER else usual_months
            else:
                usual_months.append(i)
    return found


def drifted_shares(table: pd.DataFrame, month: str) -> list[Moved]:
    """Where the share of the twelve months up to this one, beside that of the twelve before, moves counts of places.

    `table`: COLUMNS. No month of them need stand out: a share that creeps makes a slow change all the same.
    """
    since, before = add_months(month, 1 - USUAL_OVER), add_months(month, 1 - 2 * USUAL_OVER)
    found = []
    for (force, kind), rows in table[table["month"].between(before, month)].groupby(["force", "kind"], sort=True):
        sums = rows.groupby(rows["month"] >= since)[["rows", "nowhere"]].sum()
        if rows["month"].nunique() < 2 * FEWEST_BEFORE or len(sums) < 2 or sums["rows"].min() < FEWEST_OF_YEAR:
            continue
        then, now = (float(share) for share in sums["nowhere"] / sums["rows"])
        moved = Moved(str(force), month, str(kind), now, then)
        found += [moved] if then < 1 and abs(moved.effect) >= SMALLEST_EFFECT else []
    return found


def _run_before(found: Sequence[Moved], force: str, kind: str, month: str) -> int:
    """For how many months up to that one the share had moved already."""
    last = found[-1] if found else None
    return last.run if last and (last.force, last.kind, last.month) == (force, kind, month) else 0


def _usual(rows: np.ndarray, nowhere: np.ndarray) -> tuple[float, float]:
    """The share of the months together, and its spread from month to month beyond chance (a standard deviation)."""
    share = (nowhere.sum() + 0.5) / (rows.sum() + 1)
    each = nowhere / np.maximum(rows, 1)
    chance = share * (1 - share) / np.maximum(rows, 1)
    return float(share), float(np.sqrt(max(np.mean((each - share) ** 2) - np.mean(chance), 0.0)))


def _stands_out(rows: float, nowhere: float, usual: tuple[float, float]) -> bool:
    share, spread = usual
    if not rows or share >= 1:
        return False
    now = nowhere / rows
    deviation = np.sqrt(share * (1 - share) / rows + spread**2)
    effect = abs((1 - now) / (1 - share) - 1)
    moved = abs(now - share)
    return bool(effect >= SMALLEST_EFFECT and moved > DEVIATIONS * deviation and moved * rows >= FEWEST_MOVED)


def moved_notice(source: Source, force: str, moved: Sequence[Moved], of_kind: Mapping[str, str]) -> Notice:
    """One line for a month: the whole file's share where it moved, and the crime types whose own did most."""
    whole = [m for m in moved if not m.kind]
    kinds = sorted((m for m in moved if m.kind), key=lambda m: -abs(m.effect))
    told = [f"{_percent(m.share)} of its rows (usually {_percent(m.usual)})" for m in whole]
    told += [f"{_percent(m.share)} of {of_kind.get(m.kind, m.kind)!r} (usually {_percent(m.usual)})" for m in kinds[:3]]
    more = f" and of {len(kinds) - 3} other crime types" if len(kinds) > 3 else ""
    month = moved[0].month
    text = (
        f"{source.title}: in {month} {force} gave no place for {', '.join(told)}{more}. Such rows count in no "
        "borough, so the counts of places move by that alone: ask the force before a change in them is believed."
    )
    return Notice("without_place", month, len(moved), text, needs_person=any(m.run == 1 for m in moved))


def _percent(share: float) -> str:
    return in_100(share) if share >= 0.01 or not share else "under 1 in 100"
