"""Everything that is found in a month's counts: one list of steps for the month and for every edition of it.

An edition for others must never see what its readers may not, so it is searched anew from the counts that it shows.
That it lacks nothing that the month has is held by there being one function: whatever is computed is a field of
`Searched`, and both take all of it.

Categories are judged together with those that the same sources feed and with no others: what is pooled, the family of
tests and the measured coverage stay within a group of sources. So what is said of the police's counts is the same, byte
for byte, with and without a partner's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from bsafe_analysis.detection.baseline import expect
from bsafe_analysis.detection.clusters import find_clusters
from bsafe_analysis.detection.coverage import measure_coverage
from bsafe_analysis.detection.drift import find_slow_changes, largest_first
from bsafe_analysis.detection.forecast import forecast_months
from bsafe_analysis.detection.hyperparameters import Hyper
from bsafe_analysis.detection.ranking import find_history, worthiest_first
from bsafe_analysis.detection.smallest_rises import smallest_rises
from bsafe_analysis.detection.track_record import track_record
from bsafe_analysis.model.areas import Areas
from bsafe_analysis.model.counts import baseline_facts
from bsafe_analysis.model.cycle import Coverage, Cycle
from bsafe_analysis.model.doubts import Doubt, with_doubts
from bsafe_analysis.model.findings import EXPECTATION_COLUMNS, FORECAST_COLUMNS, JUDGED_MONTHS, RISE_COLUMNS, Finding
from bsafe_analysis.model.held_months import HeldMonths, SourceNames
from bsafe_analysis.model.issued_record import Issued, TrackRecord
from bsafe_analysis.model.map_points import Cluster
from bsafe_analysis.model.periods import add_months


@dataclass(frozen=True)
class Searchable:
    """What is searched. `counts`: of the series that may be judged; `all_counts`: of every series that is shown.

    `held`: which sources feed each category, and what is held of them; `clustered`: categories whose neighbourhoods may
    be compared.
    """

    cycle: Cycle
    areas: Areas
    held: HeldMonths
    counts: pd.DataFrame
    all_counts: pd.DataFrame
    neighbours: Mapping[str, tuple[str, ...]]
    clustered: Sequence[str]
    doubts: Sequence[Doubt] = ()
    """What came in that could move a count without crime having changed."""


@dataclass(frozen=True)
class Earlier:
    """What earlier months told: `issued` whole, `findings` of each month of which they are known.

    `previous_stored`: whether last month's were kept as issued, not computed again from what was held then. `then`:
    where they were computed again, those of the month `before`, by the group of sources that they are about.
    """

    issued: Mapping[str, Issued]
    findings: Mapping[str, tuple[Finding, ...]]
    previous_stored: bool
    before: str = ""
    then: Mapping[SourceNames, Issued] = field(default_factory=dict)

    def of(self, names: SourceNames, categories: Sequence[str], held: frozenset[str]) -> dict[str, tuple[Finding, ...]]:
        """The findings of one group's categories by month; none in a month in which they were not held."""
        told = dict(self.findings) | ({self.before: self.then[names].findings} if names in self.then else {})
        return {
            month: tuple(f for f in findings if f.category in categories and month in held)
            for month, findings in told.items()
        }

    @property
    def every_issued(self) -> dict[str, Issued]:
        """Each month as it was told, with what was computed again put together."""
        again = list(self.then.values())
        if not again:
            return dict(self.issued)
        counts = {key: n for told in again for key, n in told.counts.items() if key}
        findings = tuple(finding for told in again for finding in told.findings)
        return {**self.issued, self.before: Issued(self.before, "", findings, {"": sum(counts.values()), **counts})}


@dataclass(frozen=True)
class Searched:
    """All that is computed of a month, by its name in Prepared; described there."""

    expectations: pd.DataFrame
    findings: tuple[Finding, ...]
    previous_findings: tuple[Finding, ...]
    previous_findings_stored: bool
    record: TrackRecord
    baseline_facts: pd.DataFrame
    coverage: Coverage | None
    forecasts: pd.DataFrame
    rises: pd.DataFrame
    slow_changes: tuple[Finding, ...]
    clusters: tuple[Cluster, ...]


@dataclass(frozen=True)
class GroupSearched:
    """What is computed of the categories that the same sources feed. `again`: its months from what is held now."""

    names: SourceNames
    expectations: pd.DataFrame
    history: dict[str, tuple[Finding, ...]]
    again: dict[str, tuple[Finding, ...]]
    forecasts: pd.DataFrame
    rises: pd.DataFrame
    slow_changes: tuple[Finding, ...]
    clusters: tuple[Cluster, ...]


def search(given: Searchable, earlier: Earlier) -> Searched:
    """Expect, find, rank and measure one month: the only place where a computed field of Prepared is made."""
    cycle, months = given.cycle, judged_months(given.cycle.months)
    groups = [found for names, keys in _groups(given) if (found := _search_group(given, earlier, names, keys))]
    history = {
        month: worthiest_first([f for g in groups for f in g.history.get(month, ())], given.areas) for month in months
    }
    again = {month: tuple(f for g in groups for f in g.again.get(month, ())) for month in months}
    leading = _leading(groups, set(given.held.leading))
    return Searched(
        expectations=_stacked([g.expectations for g in groups], EXPECTATION_COLUMNS),
        findings=history[cycle.month],
        previous_findings=history.get(add_months(cycle.month, -1), ()),
        previous_findings_stored=earlier.previous_stored,
        record=track_record(
            history,
            months,
            earlier.every_issued,
            again if any(g.again for g in groups) else {},
            given.all_counts,
            cycle.detection,
        ),
        baseline_facts=baseline_facts(given.counts, given.areas, _baseline_months(cycle)),
        coverage=measure_coverage(leading.expectations, cycle.months[:-1], cycle.detection) if leading else None,
        forecasts=_stacked([g.forecasts for g in groups], FORECAST_COLUMNS),
        rises=_stacked([g.rises for g in groups], RISE_COLUMNS),
        slow_changes=largest_first(finding for g in groups for finding in g.slow_changes),
        clusters=tuple(sorted((c for g in groups for c in g.clusters), key=lambda c: (-abs(c.z), c.category, c.area))),
    )


def _leading(groups: Sequence[GroupSearched], names: set[str]) -> GroupSearched | None:
    """The group that coverage is told of: what the leading sources count alone, else what they count with others."""
    theirs = [group for group in groups if names & set(group.names)]
    return min(theirs, key=lambda group: not set(group.names) <= names, default=None)


def _groups(given: Searchable) -> tuple[tuple[SourceNames, tuple[str, ...]], ...]:
    return given.held.groups(category.key for category in given.cycle.categories)


def _search_group(
    given: Searchable, earlier: Earlier, names: SourceNames, categories: Sequence[str]
) -> GroupSearched | None:
    """The categories of one group of sources, as if there were no others; None where no count of them is held."""
    cycle, areas, settings = given.cycle, given.areas, given.cycle.detection
    counts, months = judgeable(given.counts[given.counts["category"].isin(categories)]), judged_months(cycle.months)
    if counts.empty:
        return None
    incomplete = given.held.incomplete(names)
    learnt: dict[str, Hyper] = {}  # what a year's months have in common is learnt once for all three questions
    expectations = expect(counts, months, settings, learnt, areas.parents)
    known = earlier.of(names, categories, frozenset(counts.loc[counts["count"].notna(), "month"]))
    history = find_history(expectations, counts, areas, months, settings, incomplete, known=known)
    clustered = [category for category in given.clustered if category in categories]
    doubts = [doubt for doubt in given.doubts if doubt.source in names]  # what another sent moves no count of theirs
    history[cycle.month] = with_doubts(history[cycle.month], doubts, areas.borough.code)
    slow = find_slow_changes(counts, expectations, areas, months, settings, history[cycle.month])
    return GroupSearched(
        names=names,
        expectations=expectations,
        history=history,
        again=find_history(expectations, counts, areas, months, settings, incomplete) if known else {},
        forecasts=forecast_months(counts, areas, cycle.month, settings, learnt=learnt),
        rises=smallest_rises(counts, cycle.month, settings, learnt=learnt),
        slow_changes=with_doubts(slow, doubts, areas.borough.code),
        clusters=find_clusters(counts, areas, cycle.month, given.neighbours, clustered, settings.false_discovery_rate),
    )


def judgeable(counts: pd.DataFrame) -> pd.DataFrame:
    """The counts of the series of which any month is held, from the first month in which one is.

    What was never held has no expectation, and must not take part in what series learn from one another.
    """
    held = counts[counts["count"].notna()]
    if len(held) == len(counts):
        return counts
    series = pd.MultiIndex.from_frame(held[["area", "category"]].drop_duplicates())
    known = pd.MultiIndex.from_frame(counts[["area", "category"]]).isin(series)
    return counts[known & (counts["month"] >= held["month"].min())].reset_index(drop=True)


def _stacked(tables: Sequence[pd.DataFrame], columns: Sequence[str]) -> pd.DataFrame:
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(columns))


def judged_months(months: Sequence[str]) -> Sequence[str]:
    """The months of a cycle that are judged, each from its own past."""
    return months[-JUDGED_MONTHS:]


def _baseline_months(cycle: Cycle) -> tuple[str, ...]:
    return tuple(month for month in cycle.months if cycle.baseline is None or month in cycle.baseline)
