"""Everything that is found in a month's counts: one list of steps for the month and for every edition of it.

An edition for others must never see what its readers may not, so it is searched anew from the counts that it shows.
That it lacks nothing that the month has is held by there being one function: whatever is computed is a field of
`Searched`, and both take all of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from bsafe_analysis.detection.baseline import expect
from bsafe_analysis.detection.clusters import find_clusters
from bsafe_analysis.detection.coverage import measure_coverage
from bsafe_analysis.detection.drift import find_slow_changes
from bsafe_analysis.detection.forecast import forecast_months
from bsafe_analysis.detection.ranking import find_history
from bsafe_analysis.detection.smallest_rises import smallest_rises
from bsafe_analysis.detection.track_record import track_record
from bsafe_analysis.model.areas import Areas
from bsafe_analysis.model.counts import baseline_facts
from bsafe_analysis.model.cycle import Coverage, Cycle
from bsafe_analysis.model.findings import JUDGED_MONTHS, Finding
from bsafe_analysis.model.issued_record import Issued, TrackRecord
from bsafe_analysis.model.map_points import Cluster
from bsafe_analysis.model.periods import add_months


@dataclass(frozen=True)
class Searchable:
    """What is searched. `counts`: of the series that may be judged; `all_counts`: of every series that is shown.

    `incomplete`: months whose file looks like a fragment; `clustered`: categories whose neighbourhoods may be compared.
    """

    cycle: Cycle
    areas: Areas
    counts: pd.DataFrame
    all_counts: pd.DataFrame
    neighbours: Mapping[str, tuple[str, ...]]
    incomplete: Sequence[str]
    clustered: Sequence[str]


@dataclass(frozen=True)
class Earlier:
    """What earlier months told: `issued` whole, `findings` of each month of which they are known.

    `previous_stored`: whether last month's were kept as issued, not computed again from what was held then.
    """

    issued: Mapping[str, Issued]
    findings: Mapping[str, tuple[Finding, ...]]
    previous_stored: bool


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


def search(given: Searchable, earlier: Earlier) -> Searched:
    """Expect, find, rank and measure one month: the only place where a computed field of Prepared is made."""
    cycle, areas, counts, settings = given.cycle, given.areas, given.counts, given.cycle.detection
    months = judged_months(cycle.months)
    expectations = expect(counts, months, settings)
    history = find_history(expectations, counts, areas, months, settings, given.incomplete, known=earlier.findings)
    found_again = (
        find_history(expectations, counts, areas, months, settings, given.incomplete) if earlier.findings else {}
    )
    findings = history[cycle.month]
    return Searched(
        expectations=expectations,
        findings=findings,
        previous_findings=history.get(add_months(cycle.month, -1), ()),
        previous_findings_stored=earlier.previous_stored,
        record=track_record(history, months, earlier.issued, found_again, given.all_counts),
        baseline_facts=baseline_facts(counts, areas, _baseline_months(cycle)),
        coverage=measure_coverage(expectations, cycle.months[:-1], settings),
        forecasts=forecast_months(counts, areas, cycle.month, settings),
        rises=smallest_rises(counts, cycle.month, settings),
        slow_changes=find_slow_changes(counts, expectations, areas, months, settings, findings),
        clusters=find_clusters(
            counts, areas, cycle.month, given.neighbours, given.clustered, settings.false_discovery_rate
        ),
    )


def judged_months(months: Sequence[str]) -> Sequence[str]:
    """The months of a cycle that are judged, each from its own past."""
    return months[-JUDGED_MONTHS:]


def _baseline_months(cycle: Cycle) -> tuple[str, ...]:
    return tuple(month for month in cycle.months if cycle.baseline is None or month in cycle.baseline)
