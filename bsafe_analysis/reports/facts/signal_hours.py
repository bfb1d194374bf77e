"""When a signal's incidents happened: which part of the week stands out, beside the twelve months before."""

from __future__ import annotations

from dataclasses import dataclass

from bsafe_analysis.model.areas import Area, Level
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.findings import Finding
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.times import WEEK_WINDOWS
from bsafe_analysis.reports.facts.hours import week_of_rows

_WINDOWS = {window.key: window for window in WEEK_WINDOWS}


@dataclass(frozen=True)
class SignalHours:
    """`timed`: of the signal's incidents from `first` to `last` those with a time; `window`: the part of the week that
    stands out ("" where none does), from `begins` to `ends` o'clock; `inside`: how many of `timed` lie in it, `usual`
    how many would by the pattern of `before` incidents of the year before; `week`: `timed` by weekday and part of the
    day, as hours.PARTS.
    """

    place: Area
    category: Category
    first: str
    last: str
    timed: int
    before: int
    window: str
    inside: int
    usual: float
    begins: int
    ends: int
    week: tuple[tuple[int, ...], ...]


def signal_hours(prepared: Prepared, finding: Finding) -> SignalHours | None:
    """None where no times are held of it, or of too few to try."""
    key = (finding.area, finding.category, finding.month)
    told = (each for each in prepared.excess_hours if (each.area, each.category, each.last) == key)
    found = next(told, None)
    if found is None:
        return None
    window = _WINDOWS.get(found.window)
    place = prepared.areas[found.area]
    rows = prepared.times[prepared.times["month"].between(found.first, found.last)]
    rows = rows[rows["category"] == found.category]
    if place.level is not Level.BOROUGH:
        rows = rows[rows["area"].isin([place.code, *(child.code for child in prepared.areas.children(place.code))])]
    return SignalHours(
        place=place,
        category=prepared.cycle.category(found.category),
        first=found.first,
        last=found.last,
        timed=found.timed,
        before=found.before,
        window=found.window,
        inside=found.inside,
        usual=found.usual,
        begins=window.first if window else 0,
        ends=window.last % 24 if window else 0,
        week=week_of_rows(rows),
    )
