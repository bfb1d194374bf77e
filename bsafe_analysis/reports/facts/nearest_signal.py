"""What came closest to a signal: in a quiet month the rise that would have been told next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from bsafe_analysis.detection.rules import judge, nearness
from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.findings import Direction, Rule
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.reports.facts.signals import Signal, family


@dataclass(frozen=True)
class NearestCount:
    """The rise that came closest to a signal: of the month, or of `run_months` taken together where those are more."""

    place: Area
    category: Category
    observed: int
    lower: int
    upper: int
    run_months: int
    run_observed: int
    run_expected: float


def nearest_signal(prepared: Prepared, told: Collection[tuple[str, str]]) -> NearestCount | None:
    """Of the rises that gave no signal and are large enough to be one, that which came closest, as signals are chosen.

    `told`: (place, category) of what is a signal. None where no such rise is left.
    """
    rises = [row for row in _rises(prepared) if (row["area"], row["category"]) not in told]
    if not rises:
        return None
    row = min(rises, key=lambda row: (row["nearness"], row["area"], row["category"]))
    run = row["rule"] == Rule.PERSISTENT
    return NearestCount(
        place=prepared.areas[row["area"]],
        category=prepared.cycle.category(row["category"]),
        observed=int(row["observed"]),
        lower=int(row["lower"]),
        upper=int(row["upper"]),
        run_months=int(row["run_months"]) if run else 1,
        run_observed=int(row["run_observed"] if run else row["observed"]),
        run_expected=float(row["run_expected"] if run else row["expected"]),
    )


def told_already(prepared: Prepared, signals: Iterable[Signal]) -> set[tuple[str, str]]:
    """(place, category) of every signal, and of a rise also of what lies in its place or holds it: that is the same
    rise, which is told of the place whose change it is."""
    told = {(place.code, signal.category.key) for signal in signals for place in signal.places}
    rises = (signal for signal in signals if signal.finding.direction is Direction.UP)
    return told | {(code, s.category.key) for s in rises for code in family(prepared.areas, s.place.code)}


def _rises(prepared: Prepared) -> Iterator[dict]:
    """The month's rises that matter, each judged with the categories that the same sources feed."""
    settings = prepared.cycle.detection
    for _, keys in prepared.held.groups(category.key for category in prepared.cycle.categories):
        own = prepared.expectations[prepared.expectations["category"].isin(keys)]
        judged = judge(own, prepared.cycle.month, settings)
        if len(judged):
            judged = judged.assign(nearness=nearness(judged, settings))
            yield from _large(judged).to_dict("records")


def _large(judged: pd.DataFrame) -> pd.DataFrame:
    return judged[judged["matters"] & (judged["direction"] == Direction.UP)]
