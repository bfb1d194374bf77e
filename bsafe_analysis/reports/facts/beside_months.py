"""What else moved over the months of a signal taken together: its last month says nothing of those before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from bsafe_analysis.detection.whose_change import PART_MOVED, Counted
from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.findings import Direction, Finding
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.periods import months_between
from bsafe_analysis.reports.facts.series import TOO_FEW_A_YEAR

Key = tuple[str, str]


@dataclass(frozen=True)
class OverMonths:
    """A count of the months of a signal, beside what was expected of them: from the months before, where the table has
    these very months as the count's own run, as a signal of it tells; else the sum of what each was expected to be once
    those before were known. `side`: "above" or "below", where that is further than chance takes nineteen in twenty.
    """

    place: Area
    category: Category
    first: str
    month: str
    observed: int
    expected: float
    side: str


def over_months(prepared: Prepared, finding: Finding, keys: tuple[Key, ...]) -> tuple[OverMonths, ...]:
    """How these counts (place, category) moved over the months of a finding of several; those that can be judged.

    A count can be judged where each of the months was held and judged, and enough is expected of it.
    """
    if finding.run_months == 1:
        return ()
    table = prepared.expectations
    months = months_between(finding.run_since, finding.month)
    rows = table[table["month"].isin(months) & table["expected"].notna() & table["observed"].notna()]
    rows = rows[rows["area"].isin([area for area, _ in keys]) & rows["category"].isin([key for _, key in keys])]
    held: dict[Key, list[Mapping]] = {}
    for row in rows.sort_values("month").to_dict("records"):
        held.setdefault((row["area"], row["category"]), []).append(row)
    return tuple(_moved(prepared, finding, {key: held[key] for key in keys if len(held.get(key, ())) == len(months)}))


def _moved(prepared: Prepared, finding: Finding, held: Mapping[Key, list[Mapping]]) -> Iterator[OverMonths]:
    for (area, category), rows in held.items():
        counted = Counted(sum(row["observed"] for row in rows), _expected(rows))
        if counted.expected * 12 < TOO_FEW_A_YEAR * len(rows):
            continue
        far = counted.far(float(rows[-1]["dispersion"]), Direction.UP)
        side = "above" if far >= PART_MOVED else "below" if far <= -PART_MOVED else ""
        place, kind = prepared.areas[area], prepared.cycle.category(category)
        seen = round(counted.observed)
        yield OverMonths(place, kind, finding.run_since, finding.month, seen, float(counted.expected), side)


def _expected(rows: list[Mapping]) -> float:
    run = rows[-1].get("run_months")
    if pd.notna(run) and run == len(rows):
        return float(rows[-1]["run_expected"])
    return float(sum(row["expected"] for row in rows))
