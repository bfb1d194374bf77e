"""What weakens a finding: said beside it, never hidden in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

import pandas as pd

from bsafe_analysis.model.cycle import DetectionSettings
from bsafe_analysis.model.findings import Caution, Direction, Finding
from bsafe_analysis.model.periods import add_months


class CautionFinder:
    """The cautions of one month's findings. Looks only at the history that the month was judged from.

    Nothing is looked up before there is a finding to say it of: most months of a slow change have none.
    """

    def __init__(
        self, counts: pd.DataFrame, month: str, settings: DetectionSettings, incomplete_months: Collection[str]
    ) -> None:
        self.counts, self.month, self.settings = counts, month, settings
        self.incomplete = month in incomplete_months

    @cached_property
    def window(self) -> pd.Series:
        """The months of the history, in order, and whether any count of them is held."""
        known = self.counts.groupby("month")["count"].count() > 0
        start = add_months(self.month, -self.settings.history_months)
        return known[(known.index >= start) & (known.index < self.month)]

    @cached_property
    def received(self) -> list[str]:
        """The months of the history of which anything is held."""
        return list(self.window.index[self.window])

    @cached_property
    def held(self) -> list[str]:
        """Those of them that are ordinary."""
        return [m for m in self.received if self.settings.exceptional_time(m) is None]

    @property
    def exceptional(self) -> bool:
        """Whether exceptional times take part."""
        return len(self.held) < len(self.received) or self.settings.exceptional_time(self.month) is not None

    @cached_property
    def gap(self) -> bool:
        """Whether a month is missing between those that are held."""
        return len(self.received) > 0 and any(m > self.received[0] for m in self.window.index[~self.window])

    @cached_property
    def provisional(self) -> bool:
        """Whether the month is still filling up."""
        return bool(self.counts.loc[self.counts["month"] == self.month, "provisional"].any())

    @cached_property
    def not_held_before(self) -> set[tuple[str, str]]:
        """The series of which the month before is not held."""
        before = self.counts[(self.counts["month"] == add_months(self.month, -1)) & self.counts["count"].isna()]
        return set(zip(before["area"], before["category"], strict=True))

    def of(self, row: Mapping[str, Any]) -> tuple[Caution, ...]:
        """The cautions for one judged series (a row of the expectations)."""
        return tuple(self._each(row["area"], row["category"], row["expected"]))

    def _each(self, area: str, category: str, expected: float) -> Iterator[Caution]:
        changes = [m for name, m in self.settings.rebase if name in ("*", category) and m <= self.month]
        changes += [
            each.since
            for each in self.settings.rebases
            if area in each.places and each.category in ("*", category) and each.since <= self.month
        ]
        since = max(changes, default="")
        comparable = [m for m in self.held if m >= since]
        if expected < self.settings.small_count:
            yield Caution.SMALL_COUNT
        if len(comparable) < self.settings.short_history_months:
            yield Caution.SHORT_HISTORY
        if self.gap:
            yield Caution.GAP_IN_HISTORY
        if (area, category) in self.not_held_before:
            yield Caution.MONTH_BEFORE_NOT_HELD
        if self.provisional:
            yield Caution.PROVISIONAL
        if self.incomplete:
            yield Caution.INCOMPLETE_MONTH
        if len(comparable) < len(self.held):
            yield Caution.RECORDING_CHANGE
        if self.exceptional:
            yield Caution.EXCEPTIONAL_TIME


def with_placement(finding: Finding, inside: int, outside: int) -> Finding:
    """The finding, with the caution PLACEMENT where its month would not stand out had incidents near its edge moved.

    `inside`: its incidents of the month that lie close to a line shared with another neighbourhood; `outside`: those of
    the neighbours that lie close to the same lines. Map points are approximate, so these may belong on the other side.
    """
    if finding.direction is Direction.UP:
        hangs = inside > 0 and finding.observed - inside <= finding.upper
    else:
        hangs = outside > 0 and finding.observed + outside >= finding.lower
    if not hangs or Caution.PLACEMENT in finding.cautions:
        return finding
    return replace(finding, cautions=(*finding.cautions, Caution.PLACEMENT))
