"""Every comparison of a prepared month made again: counts, ranges, directions, thresholds, alarms, order, runs.

Each check gives the disagreements that it finds; none is silent about what it could not look at.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil, floor, isclose

from bsafe_analysis.audit.false_alarms import alarms, chance_of, rule_of
from bsafe_analysis.audit.gazetteer import NOWHERE
from bsafe_analysis.audit.prepared_table import PreparedTable, Row, in_most_parts
from bsafe_analysis.audit.recorded_alike import comparable_from
from bsafe_analysis.audit.recount import Recounted
from bsafe_analysis.model.periods import add_months, months_between

STILL_UNUSUAL = 0.05
"""A finding of last month stands while its own chance is below this."""
SUMS_WITHIN = 0.01
"""How far what is expected of parts and of their whole may lie apart: less is never printed."""
SURE, SURER = 1e-3, 1e-4
"""Chances by which findings are put in order before their size."""


@dataclass(frozen=True)
class Disagreement:
    """One thing that a prepared month says and the auditor does not find. `about`: place.category, or a setting."""

    about: str
    month: str
    check: str
    said: str
    found: str

    def __str__(self) -> str:
        return f"{self.about} {self.month}, {self.check}: it says {self.said}, the audit finds {self.found}"


@dataclass(frozen=True)
class ComparedAgain:
    """A prepared month beside the recount. `families`: category -> with which others it was judged."""

    table: PreparedTable
    again: Recounted
    families: Mapping[str, Hashable]

    def disagreements(self) -> tuple[Disagreement, ...]:
        """Everything that differs, check by check."""
        checks = (self.counts, self.ranges, self.sums, self.runs, self.figures, self.verdicts, self.silence, self.order)
        return tuple(found for check in checks for found in check())

    def counts(self) -> Iterator[Disagreement]:
        """What was observed is what the raw files hold, a month that was not held included."""
        for row in self.table.rows.values():
            counted = self._count(row, (row["month"],))
            yield from _unless(_about(row), row["month"], "observed", row["observed"], counted)

    def ranges(self) -> Iterator[Disagreement]:
        """The range holds what was expected, and a count outside of it is as rare as the range says."""
        tail = (1 - self.table.settings["coverage"]) / 2
        for row in self._with_expectation():
            holds = row["lower"] <= ceil(row["expected"]) and floor(row["expected"]) <= row["upper"]
            yield from _unless(_about(row), row["month"], "range holds the expected", True, holds)
            if row["observed"] is None:
                continue
            yield from _unless(_about(row), row["month"], "chances", 1.0, row["p_high"] + row["p_low"])
            beyond = (row["observed"] > row["upper"]) - (row["observed"] < row["lower"])
            chance = row["p_high"] if beyond > 0 else row["p_low"]
            yield from _unless(_about(row), row["month"], "rare outside", True, not beyond or chance <= tail)

    def sums(self) -> Iterator[Disagreement]:
        """What is expected of a place is what is expected of its parts, where these were held whenever it was."""
        parents = self.again.gazetteer.parents
        parts = {place: [part for part, of in parents.items() if of == place] for place in set(parents.values())}
        for row in self._with_expectation():
            within = parts.get(row["area"], ())
            told = [self.table.rows.get((part, row["category"], row["month"]), {}).get("expected") for part in within]
            known = [expected for expected in told if expected is not None]
            if told and known == told and self._held_by_place(row["category"]):
                total = sum(known)
                if abs(row["expected"] - total) > SUMS_WITHIN:
                    said, found = f"{row['expected']:.2f}", f"{total:.2f}"
                    yield Disagreement(_about(row), row["month"], "parts expected", said, found)

    def _held_by_place(self, category: str) -> bool:
        """Whether every source of a category says places whenever it was held."""
        had = [self.again.had[source] for source in self.again.sources_of(category)]
        return all(source.placed == source.months for source in had)

    def runs(self) -> Iterator[Disagreement]:
        """A run's sum is that of its months that are held and comparable."""
        for row in self._with_expectation():
            if row["run_months"] is not None:
                months = self._comparable(row, row["run_months"])
                yield from _unless(_about(row), row["month"], "run", row["run_observed"], self._count(row, months))

    def figures(self) -> Iterator[Disagreement]:
        """A finding's figures are those of its row, its direction that of its count."""
        for finding in self.table.findings:
            row = self.table.rows.get((finding["area"], finding["category"], finding["month"]))
            if row is None:
                yield Disagreement(_about(finding), finding["month"], "row", "a finding", "no row of the table")
                continue
            for name in ("observed", "expected", "lower", "upper"):
                yield from _unless(_about(finding), finding["month"], name, finding[name], row[name])
            yield from _unless(_about(finding), finding["month"], "chance", finding["p"], chance_of(row))
            if finding["status"] != "cleared":
                yield from self._standing(finding, row)

    def _standing(self, finding: Row, row: Row) -> Iterator[Disagreement]:
        about, month, run = _about(finding), finding["month"], finding["run_months"] > 1
        direction = "up" if row["observed"] > row["expected"] else "down"
        yield from _unless(about, month, "direction", finding["direction"], direction)
        yield from _unless(about, month, "rule", finding["rule"], rule_of(row))
        for name in ("observed", "expected"):
            yield from _unless(about, month, f"run {name}", finding[f"run_{name}"], row[f"run_{name}" if run else name])
        if finding["status"] == "new":
            # when it began is estimated, and may lie before or after the first month of those that stand out together
            onset = finding.get("onset")
            since = onset["month"] if onset else add_months(month, 1 - finding["run_months"])
            yield from _unless(about, month, "since", finding["since"], since)
            inside = not onset or onset["first"] <= since <= onset["last"] <= month
            yield from _unless(about, month, "since within what is possible", True, inside)

    def verdicts(self) -> Iterator[Disagreement]:
        """A finding that stands matters, and is an alarm, or was one and is still unusual."""
        found = self._alarms()
        for finding in self.table.live:
            row = self.table.judged.get((finding["area"], finding["category"]))
            if row is None:
                yield Disagreement(_about(finding), self.table.month, "judged", "a finding", "no row that is judged")
                continue
            still = finding["status"] == "continuing" and finding["p"] < STILL_UNUSUAL
            is_alarm = (finding["area"], finding["category"]) in found or still
            yield from _unless(_about(finding), self.table.month, "alarm", True, is_alarm)
            yield from _unless(_about(finding), self.table.month, "matters", True, self._matters(row))

    def silence(self) -> Iterator[Disagreement]:
        """An alarm that matters is told, by itself or in a finding that names its place."""
        judged = self.table.judged
        told = {(p, f["category"], f["direction"]) for f in self.table.live for p in (f["area"], *f["also"])}
        for area, category in sorted(self._alarms()):
            row = judged[area, category]
            direction = "up" if row["observed"] > row["expected"] else "down"
            if self._matters(row):
                said = (area, category, direction) in told
                yield from _unless(_about(row), self.table.month, "told", said, True)

    def order(self) -> Iterator[Disagreement]:
        """A change in most parts of the borough comes first, then the surest, then the largest."""
        said = [_about(finding) for finding in self.table.live]
        found = [_about(finding) for finding in sorted(self.table.live, key=self._worth)]
        yield from _unless("findings", self.table.month, "order", said, found)

    def _with_expectation(self) -> Iterator[Row]:
        return (row for row in self.table.rows.values() if row["expected"] is not None)

    def _count(self, row: Row, months: tuple[str, ...]) -> int | None:
        return self.again.count([row["area"]], [row["category"]], months)

    def _comparable(self, row: Row, length: int) -> tuple[str, ...]:
        """The last months of a row that are held, of the same times as it, and not before a change of recording."""
        last = row["month"]
        first = comparable_from(self.table.settings, row["area"], row["category"], last)
        months = months_between(add_months(last, 1 - length), last)
        usable = (m for m in months if m >= first and self.table.comparable(m, last))
        return tuple(m for m in usable if self._count(row, (m,)) is not None)

    def _matters(self, row: Row) -> bool:
        """Far enough from what was expected, of the run where the run is what stood out."""
        lasting = rule_of(row) == "persistent"
        seen, usual = (row[f"run_{name}" if lasting else name] or 0 for name in ("observed", "expected"))
        high, low, settings = max(seen, usual), min(seen, usual), self.table.settings
        return high - low >= settings["smallest_difference"] and high >= settings["smallest_ratio"] * low

    def _worth(self, finding: Row) -> tuple[object, ...]:
        size = abs(finding["observed"] - finding["expected"])
        elsewhere = finding["area"] != self.again.gazetteer.borough or not in_most_parts(finding)
        return elsewhere, finding["p"] > SURER, finding["p"] > SURE, -size, finding["area"], finding["category"]

    def _alarms(self) -> frozenset[tuple[str, str]]:
        judged = {series: row for series, row in self.table.judged.items() if series[0] != NOWHERE}
        return alarms(judged, self.table.settings["false_discovery_rate"], self.families) if judged else frozenset()


def _about(row: Row) -> str:
    return f"{row['area']}.{row['category']}"


def _unless(about: str, month: str, check: str, said: object, found: object) -> Iterator[Disagreement]:
    """A disagreement, where the two are not the same; real numbers may differ in their last digits."""
    if isinstance(said, float) and isinstance(found, float):
        same = isclose(said, found, rel_tol=1e-9, abs_tol=1e-12)
    else:
        same = said == found
    if not same:
        yield Disagreement(about, month, check, str(said), str(found))
