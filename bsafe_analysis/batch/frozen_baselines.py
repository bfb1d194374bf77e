"""Baselines that are frozen: data/approved/baseline/B2026.csv with its particulars beside it, and never moved."""

from __future__ import annotations

import hashlib
import io
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd

from bsafe_analysis.atomic_files import create_whole, write_whole
from bsafe_analysis.detection.frozen_rates import BASELINE_COLUMNS, frozen_rates
from bsafe_analysis.faults import Fault, InputError, system_fault
from bsafe_analysis.model.areas import Areas
from bsafe_analysis.model.counts import baseline_facts
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.periods import Window, add_months, months_between

FOLDER = "data/approved/baseline"
LEAST_MONTHS, SETTLED_MONTHS = 12, 6


@dataclass(frozen=True)
class FrozenBaseline:
    """`id`: as B2026; `months`: held, of `first` to `last`; `boundaries`: those by which it was counted.

    `supersedes`: the id of the one before it, with the reason; "" of the first. `sha256`: of the CSV.
    """

    id: str
    month: str
    first: str
    last: str
    months: int
    boundaries: str
    data_as_at: str
    supersedes: str
    reason: str
    sha256: str


@dataclass(frozen=True)
class RevisedCount:
    """A count of the baseline that newer downloads have changed since; the baseline stands."""

    area: str
    category: str
    now: int
    baseline: int


def freeze_baseline(root: Path, prepared: Prepared, supersedes: str = "", reason: str = "") -> FrozenBaseline:
    """Freeze the month's baseline window; InputError, having written nothing, where it may not be.

    Whole years that ended six months or more ago, of which twelve months or more are held; a second one names the one
    that it supersedes, and why.
    """
    window = prepared.cycle.baseline
    held = _held_months(prepared, window) if window else ()
    known = read_baselines(root)
    faults = [*_window_faults(prepared, window, len(held)), *_order_faults(known, supersedes, reason)]
    if faults or window is None:
        raise InputError(faults)
    centres = prepared.cycle.similar.town_centres
    months = months_between(window.first, window.last)
    table = frozen_rates(prepared.counts, prepared.areas, months, centres)
    _refuse_other_sums(table, prepared.areas)
    text = table.to_csv(index=False, float_format="%.4f", lineterminator="\n").encode()
    frozen = FrozenBaseline(
        _next_id(prepared.cycle.month, known), prepared.cycle.month, window.first, window.last, len(held),
        prepared.areas.version or prepared.cycle.boundaries, prepared.cycle.as_of.isoformat(), supersedes, reason,
        hashlib.sha256(text).hexdigest(),
    )  # fmt: skip
    try:
        write_whole(root / FOLDER / f"{frozen.id}.csv", text)  # no baseline before its particulars are there
        particulars = json.dumps(asdict(frozen), indent=1, ensure_ascii=False) + "\n"
        if not create_whole(root / FOLDER / f"{frozen.id}.json", particulars):
            raise InputError([Fault(f"{FOLDER}/{frozen.id}.json", "", "somebody froze it just now", "Look at theirs")])
    except OSError as error:
        raise InputError([Fault(FOLDER, "", *system_fault(error, "write"))]) from None
    return frozen


def read_baselines(root: Path) -> tuple[FrozenBaseline, ...]:
    """Every frozen baseline in the order in which they followed each other; InputError for each that is damaged."""
    found: list[FrozenBaseline] = []
    faults: list[Fault] = []
    for file in sorted((root / FOLDER).glob("B*.json"), key=lambda each: _order(each.stem)):
        try:
            frozen = FrozenBaseline(**json.loads(file.read_text("utf-8")))
            _bytes_of(root, frozen)
            found.append(frozen)
        except InputError as error:
            faults += error.faults
        except (OSError, ValueError, TypeError):
            cause = "this is not what `bsafe baseline` wrote"
            faults.append(Fault(f"{FOLDER}/{file.name}", "", cause, "Put it back from a backup"))
    if faults:
        raise InputError(faults)
    return tuple(found)


def baseline_table(root: Path, frozen: FrozenBaseline) -> pd.DataFrame:
    """Its rows (detection.frozen_rates.BASELINE_COLUMNS); InputError where they are not what was frozen."""
    table = pd.read_csv(io.BytesIO(_bytes_of(root, frozen)), dtype={"area": str, "category": str})
    return table[list(BASELINE_COLUMNS)]


def revised_since(root: Path, frozen: FrozenBaseline, prepared: Prepared) -> tuple[RevisedCount, ...]:
    """Which of its counts would be others today? InputError where today's boundaries are not those of the baseline."""
    today = prepared.areas.version or prepared.cycle.boundaries
    if frozen.boundaries != today:
        cause = f"it was counted by {frozen.boundaries!r}, and the month has {today!r}"
        raise InputError([Fault(f"{FOLDER}/{frozen.id}.csv", "", cause, "The two cannot be held side by side")])
    now = baseline_facts(prepared.counts, prepared.areas, months_between(frozen.first, frozen.last))
    both = baseline_table(root, frozen).merge(now[["area", "category", "count"]], on=["area", "category"], how="inner")
    moved = both[both["count_x"] != both["count_y"]]
    rows = zip(moved["area"], moved["category"], moved["count_y"], moved["count_x"], strict=True)
    return tuple(RevisedCount(str(a), str(c), int(n), int(b)) for a, c, n, b in rows)


def _bytes_of(root: Path, frozen: FrozenBaseline) -> bytes:
    file = f"{FOLDER}/{frozen.id}.csv"
    try:
        text = (root / file).read_bytes()
    except OSError as error:
        raise InputError([Fault(file, "", *system_fault(error, "read"))]) from None
    if hashlib.sha256(text).hexdigest() != frozen.sha256:
        cause = f"{frozen.id} is not what was frozen: its checksum is another"
        raise InputError([Fault(file, "", cause, "Put it back from a backup; a new baseline would be another one")])
    return text


def _held_months(prepared: Prepared, window: Window) -> tuple[str, ...]:
    of_borough = prepared.counts[prepared.counts["area"] == prepared.areas.borough.code].dropna(subset="count")
    held = set(of_borough["month"]) - set(prepared.held.gaps)
    return tuple(month for month in months_between(window.first, window.last) if month in held)


def _window_faults(prepared: Prepared, window: Window | None, held: int) -> list[Fault]:
    place, month = f"baseline of {prepared.cycle.month}", prepared.cycle.month
    if window is None or held < LEAST_MONTHS:
        cause = f"a baseline of {held} {'month' if held == 1 else 'months'} would be the season's"
        return [Fault("data/raw", place, cause, "It takes twelve months or more that ended half a year ago")]
    faults = list[Fault]()
    if len(months_between(window.first, window.last)) % LEAST_MONTHS:
        faults.append(
            Fault(f"parameters/cycles/{month}.yml", place, f"{window} is not whole years", "Name whole years")
        )
    if window.last > add_months(month, -SETTLED_MONTHS):
        cause = f"it ends in {window.last}: counts of the last half-year still move"
        faults.append(
            Fault(f"parameters/cycles/{month}.yml", place, cause, "End it six months or more before the month")
        )
    return faults


def _order_faults(known: tuple[FrozenBaseline, ...], supersedes: str, reason: str) -> list[Fault]:
    standing = known[-1].id if known else ""
    if supersedes != standing:
        cause = f"{standing or 'no baseline'} stands, not {supersedes or 'none'}"
        cure = f"Name it: --supersedes {standing} --reason ..." if standing else "Leave --supersedes out"
        return [Fault(FOLDER, "--supersedes", cause, cure)]
    if standing and not reason.strip():
        return [Fault(FOLDER, "--reason", f"why {standing} is superseded is not said", 'Write --reason "..."')]
    return []


def _order(name: str) -> tuple[str, int]:
    year, _, number = name.partition("-")
    return year, int(number) if re.fullmatch(r"\d{1,4}", number) else 1


def _next_id(month: str, known: tuple[FrozenBaseline, ...]) -> str:
    """B2026; the second that is frozen of a month of 2026 is B2026-2. Never lower than the one before it."""
    year = max([f"B{month[:4]}", *(each.id.partition("-")[0] for each in known)])
    of_year = sum(each.id.partition("-")[0] == year for each in known)
    return f"{year}-{of_year + 1}" if of_year else year


def _refuse_other_sums(table: pd.DataFrame, areas: Areas) -> None:
    """Neighbourhoods and what lies in none make up the borough, and each area's its own, or nothing is frozen."""
    counted = {(a, c): int(n) for a, c, n in zip(table["area"], table["category"], table["count"], strict=True)}
    below = {areas.borough.code: [a for a in areas if a.level in ("neighbourhood", "not_placed")]}
    below |= {area.code: list(areas.children(area.code)) for area in areas.local_areas}
    for (code, category), whole in counted.items():
        parts = [counted.get((a.code, category)) for a in below.get(code, ())]
        if parts and None not in parts and sum(n for n in parts if n is not None) != whole:
            raise AssertionError(f"a baseline does not add up, a fault of bsafe: {code}, {category}")
