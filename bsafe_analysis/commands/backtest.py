"""`bsafe backtest`: the methods side by side on a partnership's own counts, or on any CSV of counts."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd

from bsafe_analysis.commands.detect import read_counts
from bsafe_analysis.detection.any_counts import LONGEST_HISTORY, counts_of_table
from bsafe_analysis.detection.baseline import expect
from bsafe_analysis.detection.compare import LEAST_BEFORE, MethodScore, compare
from bsafe_analysis.detection.coverage import measure_coverage
from bsafe_analysis.detection.past_forecasts import SizeScore, score_by_size
from bsafe_analysis.detection.reconciled import Parents
from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.model.cycle import Coverage, DetectionSettings
from bsafe_analysis.model.periods import add_months, months_between, parse_month
from bsafe_analysis.preparation.prepare import count, open_month

MOST_MONTHS = 36


@dataclass(frozen=True)
class BackTest:
    """What came of it: `series` judged in `months`, each method's figures, and how our own ranges held.

    `sizes`: forecasts of the next month by size, beside those of a forecaster's methods.
    """

    months: tuple[str, ...]
    series: int
    methods: tuple[MethodScore, ...]
    coverage: Coverage | None
    sizes: tuple[SizeScore, ...]


def backtest_workspace(root: Path, month: str, length: int) -> BackTest:
    """The last `length` months up to `month` of a workspace's own counts."""
    opened = open_month(root, _month(month))
    return _backtest(count(opened), month, length, opened.cycle.detection, opened.workspace.areas.parents)


def backtest_file(source: Path, month: str, length: int) -> BackTest:
    """The same on a CSV: series, month, count and, where known, group, level and parent."""
    counts = counts_of_table(read_counts(source), _month(month))
    return _backtest(counts, month, length, DetectionSettings(history_months=LONGEST_HISTORY))


def _backtest(
    counts: pd.DataFrame, month: str, length: int, settings: DetectionSettings, parents: Parents | None = None
) -> BackTest:
    if not 1 <= length <= MOST_MONTHS:
        raise InputError(
            [Fault("bsafe backtest", "--months", f"{length} is too many or too few", f"1 to {MOST_MONTHS}")]
        )
    first = add_months(month, 1 - length)
    held = add_months(min(counts["month"]), LEAST_BEFORE)
    if held > month:
        cause = f"the counts begin in {min(counts['month'])}: a back test needs {LEAST_BEFORE} months before the first"
        raise InputError([Fault("bsafe backtest", month, cause, "Judge a later month, or add older data")])
    months = months_between(max(first, held), month)
    coverage = measure_coverage(expect(counts, months, settings, parents=parents), months, settings)
    series = len(counts[["area", "category"]].drop_duplicates())
    sizes = score_by_size(counts, months, settings, parents)
    return BackTest(months, series, compare(counts, months, settings), coverage, sizes)


def as_text(test: BackTest) -> str:
    """A table for a terminal, and what its columns mean."""
    lines = [f"{test.series:,} series, {len(test.months)} months: {test.months[0]} to {test.months[-1]}.", ""]
    lines += [f"{'':36s} {'rises':>8s} {'error of':>9s} {'spikes':>7s} {'lasting':>8s}"]
    lines += [f"{'':36s} {'a month':>8s} {'expected':>9s} {'found':>7s} {'found':>8s}"]
    for row in test.methods:
        found = f"{_percent(row.spikes_found):>7s} {_percent(row.shifts_found):>8s}"
        lines.append(f"{row.method:36s} {row.rises_a_month:8.1f} {row.error:9.2f} {found}")
    lines += [
        "",
        "rises a month: listed by each method's own rule in your counts as they are.",
        "error of expected: mean absolute error, where the same month last year is 1.",
        "spikes and lasting found: of rises planted in a copy of your counts, with one alarm allowed in every",
        "  100 quiet series-months: single months of 4 standard deviations, and 60 % more for 3 to 6 months.",
    ]
    if test.coverage:
        lines.append(
            f"Our {test.coverage.nominal * 100:.0f} % ranges held {test.coverage.inside * 100:.1f} % of "
            f"{test.coverage.series_months:,} counts."
        )
    return "\n".join([*lines, *_by_size(test.sizes)])


def _by_size(sizes: tuple[SizeScore, ...]) -> list[str]:
    """Forecasts of the next month: a line for each size and method."""
    if not sizes:
        return []
    lines = ["", f"{'forecasts, expected a month':36s} {'months':>8s} {'error':>9s} {'of ours':>8s} {'in range':>9s}"]
    for row in sizes:
        figures = f"{row.series_months:8,d} {row.crps:9.2f} {row.beside_ours:8.2f} {_percent(row.inside):>9s}"
        lines.append(f"{row.band + ', ' + row.method:36s} {figures}")
    return [
        *lines,
        "",
        "error: of the whole forecast (CRPS), in incidents; of ours: over ours in the same series and months.",
        f"in range: counts within the {sizes[0].nominal * 100:.0f} % range. ETS + Theta: the largest series only.",
    ]


def as_dict(test: BackTest) -> dict[str, object]:
    """The same for `--json`."""
    methods = [{k: None if pd.isna(v) else v for k, v in asdict(row).items()} for row in test.methods]
    coverage = asdict(test.coverage) if test.coverage else None
    sizes = [asdict(row) for row in test.sizes]
    held = {"months": list(test.months), "series": test.series, "coverage": coverage}
    return {**held, "methods": methods, "sizes": sizes}


def _percent(share: float) -> str:
    return "none" if pd.isna(share) else f"{share * 100:.0f} %"


def _month(month: str) -> str:
    try:
        return parse_month(month)
    except ValueError as error:
        raise InputError(
            [Fault("bsafe backtest", "MONTH", str(error).split(";")[0], "Write it as YYYY-MM, for example 2026-09")]
        ) from None
