"""The engine on any table of monthly counts: what `bsafe detect` runs. The same expectation and rules as the pack's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from bsafe_analysis.detection.baseline import expect
from bsafe_analysis.detection.rules import combined, family
from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.model.cycle import DetectionSettings
from bsafe_analysis.model.periods import month_at, month_index, months_between, parse_month

REQUIRED = ("series", "month", "count")
COLUMNS = (
    "series", "month", "expected", "lower", "upper", "score", "flag", "fdr_flag", "score_shift", "flag_shift", "reason",
)  # fmt: skip
LONGEST_HISTORY = 120
OVERLAP = 1.25
"""The windows of the lasting rule overlap, so its alarms at 1.25 alpha come about as often as alpha says."""
FAULTS_SHOWN = 20


def detect_table(
    frame: pd.DataFrame, first: str, last: str, alpha: float = 0.01, settings: DetectionSettings | None = None
) -> pd.DataFrame:
    """Judge every series of `frame` in every month from `first` to `last`, each only from the months before it.

    `frame`: series, month (YYYY-MM), count (a whole number; blank: not received) and, where known, group (series that
    share a season, say a crime type), level and parent. Returns COLUMNS, one row for each series and judged month:
    `expected`; `lower` to `upper`, central 1 - 2 alpha, so that `upper` is the one-sided limit at alpha; `score`, the
    larger the more unusual a rise this month (-log10 of its chance); `flag`, the series' own alarm at alpha;
    `fdr_flag`, after control of the false-discovery rate over all series of the month; `score_shift` and `flag_shift`,
    this month or the run of months up to it. `reason`: why there is no answer ("short_history": under twelve months
    before; "not_received"), or a caution beside an answer. Raises InputError naming every faulty row.
    """
    months = _judged_months(first, last, alpha)
    counts = counts_of_table(frame, last)
    chosen = settings or DetectionSettings(history_months=LONGEST_HISTORY)
    judged = expect(counts, months, replace(chosen, coverage=1 - 2 * alpha))
    return _answers(judged, counts, chosen, alpha)


def _judged_months(first: str, last: str, alpha: float) -> tuple[str, ...]:
    faults = []
    for name, value in (("--from", first), ("--to", last)):
        try:
            parse_month(value)
        except ValueError as error:
            faults.append(Fault("bsafe detect", name, str(error), "For example 2019-01"))
    if not 0 < alpha < 0.5:
        faults.append(Fault("bsafe detect", "--alpha", f"{alpha} is no false-alarm rate", "Take one between 0 and 0.5"))
    if faults:
        raise InputError(faults)
    if last < first:
        raise InputError([Fault("bsafe detect", "--to", f"{last} is before {first}", "Swap the two")])
    return months_between(first, last)


def counts_of_table(frame: pd.DataFrame, last: str) -> pd.DataFrame:
    """The table as counts (area, level, category, month, count), dense, up to `last`; InputError with every fault."""
    missing = [name for name in REQUIRED if name not in frame.columns]
    if missing:
        raise InputError(
            [Fault("counts", f"column {name}", "it is missing", "Name it in the header") for name in missing]
        )
    faults = list(_row_faults(frame))
    if faults:
        more = [] if len(faults) <= FAULTS_SHOWN else [_and_more(len(faults) - FAULTS_SHOWN)]
        raise InputError([*faults[:FAULTS_SHOWN], *more])
    if frame.empty:
        raise InputError([Fault("counts", "", "it holds no row", "Give a row for each series and month")])
    return _dense(frame, last)


def _and_more(number: int) -> Fault:
    return Fault("counts", f"{number} more rows", "they have faults of the same kinds", "Mend those named first")


def _row_faults(frame: pd.DataFrame) -> Iterator[Fault]:
    """One fault for each row that cannot be used, by its line in the file (the header being line 1)."""
    number = pd.to_numeric(frame["count"], errors="coerce")
    blank = frame["count"].isna() | (frame["count"].astype(str).str.strip() == "")
    name = frame["series"].astype(str).str.strip()
    kinds = (
        (name.eq("") | frame["series"].isna(), "series", "the series has no name", "Name it"),
        (~frame["month"].map(_is_month).astype(bool), "month", "is not a month", "Write it as YYYY-MM"),
        (number.isna() & ~blank, "count", "is not a number", "Leave it blank where the month was not received"),
        (np.isinf(number), "count", "is not a number", "Leave it blank where the month was not received"),
        (number < 0, "count", "is negative", "A count is nought or more"),
        (np.isfinite(number) & (number % 1 != 0), "count", "is not whole", "Give counts, not rates or averages"),
        (frame.duplicated(["series", "month"]), "month", "is there twice for this series", "Keep one row"),
    )
    for wrong, column, cause, cure in kinds:
        for row in np.flatnonzero(np.asarray(wrong, dtype=bool)):
            value = "" if column == "series" else f"{column} '{frame[column].iloc[row]}' "
            yield Fault("counts", f"row {row + 2}", f"{value}{cause}", cure)


def _is_month(value: object) -> bool:
    try:
        return bool(parse_month(value))  # type: ignore[arg-type]
    except ValueError:
        return False


def _dense(frame: pd.DataFrame, last: str) -> pd.DataFrame:
    """Every series in every month from the first seen to `last`: missing where there is no row, or no count in it."""
    tidy = pd.DataFrame({"area": frame["series"].astype(str), "month": frame["month"].astype(str)})
    tidy["count"] = pd.to_numeric(frame["count"], errors="coerce").to_numpy()
    tidy = tidy[tidy["month"] <= last]
    start = min([*tidy["month"], last])
    # months before the first of the table are no history: what is asked of them is answered "short_history"
    months = [month_at(i) for i in range(month_index(start), month_index(last) + 1)]
    names = frame["series"].astype(str).drop_duplicates()
    wide = tidy.pivot(index="area", columns="month", values="count").reindex(index=names, columns=months)
    counts = wide.stack(future_stack=True).rename("count").rename_axis(["area", "month"]).reset_index()
    group, whole = _attribute(frame, "group", ""), _wholes(frame)
    # a crime type of two partnerships in one table is two groups: they share no season by being in one file
    counts["category"] = counts["area"].map({name: f"{group[name]} {whole[name]}" for name in names})
    lowest = _lowest(frame)
    counts["level"] = counts["area"].map({name: "neighbourhood" if name in lowest else "above" for name in names})
    return counts


def _wholes(frame: pd.DataFrame) -> dict[str, str]:
    """The topmost total that each series is part of; "" where no parents are told."""
    parent = {child: of for child, of in _attribute(frame, "parent", "").items() if of and of != child}
    wholes = {}
    for name in frame["series"].astype(str).unique():
        at, seen = name, {name}
        while at in parent and parent[at] not in seen:
            at = parent[at]
            seen.add(at)
        wholes[name] = at if parent else ""
    return wholes


def _lowest(frame: pd.DataFrame) -> set[str]:
    """The series that are parts and no totals, whatever their levels are called: those that are nobody's parent.

    Where no parents are told, the level that most series have; where no levels are told either, all of them.
    """
    names = set(frame["series"].astype(str))
    parents = set(_attribute(frame, "parent", "").values()) - {""}
    if parents & names:
        return names - parents
    levels = pd.Series(_attribute(frame, "level", ""))
    return set(levels.index[levels == levels.value_counts().index[0]])


def _attribute(frame: pd.DataFrame, column: str, default: str) -> dict[str, str]:
    """One value a series; InputError where a series has two."""
    names = frame["series"].astype(str)
    if column not in frame.columns:
        return dict.fromkeys(names, default)
    pairs = pd.DataFrame({"series": names, "value": frame[column].fillna(default).astype(str)}).drop_duplicates()
    twice = pairs.loc[pairs["series"].duplicated(), "series"].unique()
    if len(twice):
        cure = f"Give each series one {column}"
        raise InputError(
            [Fault("counts", f"series {name!r}", f"it has more than one {column}", cure) for name in twice]
        )
    return dict(zip(pairs["series"], pairs["value"], strict=True))


def _answers(judged: pd.DataFrame, counts: pd.DataFrame, settings: DetectionSettings, alpha: float) -> pd.DataFrame:
    order = {name: i for i, name in enumerate(counts["area"].drop_duplicates())}
    rows = judged.sort_values(["month", "area"], key=lambda c: c.map(order) if c.name == "area" else c, kind="stable")
    rows = rows.reset_index(drop=True)
    answered = rows["expected"].notna() & rows["observed"].notna()
    up = rows["observed"].astype("float64") > rows["expected"]
    rise = combined(rows["p_high"].to_numpy(), np.where(up, rows["p_run"].fillna(1.0), 1.0))
    alarm = np.zeros(len(rows), dtype=bool)
    for _, month in rows[answered].groupby("month"):
        alarm[month.index] = family(rise[month.index], month, settings.false_discovery_rate)
    table = rows[["month", "expected", "lower", "upper", "reason"]].copy()
    table["series"] = rows["area"]
    table["score"] = _score(rows["p_high"].to_numpy())
    table["flag"] = (answered & (rows["p_high"] < alpha)).astype(bool)
    table["fdr_flag"] = alarm
    table["score_shift"] = _score(np.where(answered, rise, np.nan))
    table["flag_shift"] = (answered & (rise < OVERLAP * alpha)).astype(bool)
    table["reason"] = np.where(table["reason"] == "", _cautions(rows, counts), table["reason"])
    return table[list(COLUMNS)]


def _score(p: np.ndarray) -> np.ndarray:
    return np.abs(-np.log10(np.maximum(p, 1e-300)))  # abs: a chance of one scores 0, not -0


def _cautions(rows: pd.DataFrame, counts: pd.DataFrame) -> np.ndarray:
    """What an answer should be read with: months missing within the series' history."""
    held = counts.dropna(subset="count")
    first = held.groupby("area")["month"].min()
    missing = counts[counts["count"].isna() & (counts["month"] > counts["area"].map(first))]
    gap = missing.groupby("area")["month"].min().to_dict()
    never = "9999-12"
    return np.where(rows["area"].map(lambda name: gap.get(name, never)) < rows["month"], "caution: gap_in_history", "")
