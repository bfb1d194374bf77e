"""The calendar of the coming weeks: what is known beforehand to change what people do. Right for any year."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bsafe_analysis.model.cycle import Cycle
from bsafe_analysis.model.periods import add_months
from bsafe_analysis.model.working_days import bank_holidays

MOST_FALLEN = 3
FEW_DAYS = 3
"""Something longer of which only fewer days fell in these months explains little of them."""


@dataclass(frozen=True)
class Coming:
    """One entry of the calendar.

    `kind`: bank_holiday, clocks, halloween, bonfire, new_year, ramadan, eid, local; or set_apart, an exceptional time:
    its edges are those of whole months, no days on which anything began or ended.
    """

    kind: str
    name: str
    first: date
    last: date
    about: bool = False
    """The day depends on the sight of the moon: a day either way."""

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def coming(cycle: Cycle) -> tuple[Coming, ...]:
    """What lies in the weeks after the month (after its as-of day, where that is soon after), the earliest first."""
    ahead = timedelta(weeks=cycle.meeting_policy.weeks_ahead)
    start = date.fromisoformat(f"{add_months(cycle.month, 1)}-01")
    start = cycle.as_of if start <= cycle.as_of <= start + ahead else start
    end = start + ahead
    own = (Coming("local", d.name, d.first, d.last) for d in cycle.partnership.dates)
    known = [*own, *(e for year in (start.year - 1, start.year, end.year) for e in every_year(year))]
    holidays = bank_holidays(cycle.partnership.bank_holidays, start.year, end.year)
    known += [Coming("bank_holiday", name, day, day) for day, name in holidays]
    inside = {e for e in known if e.last >= start and e.first <= end}
    return tuple(sorted(inside, key=lambda e: (e.first, e.last, e.kind, e.name)))


def fell_in(cycle: Cycle, first: str, last: str) -> tuple[Coming, ...]:
    """What the partnership itself wrote of these months, MOST_FALLEN at most, the earliest first.

    Exceptional times are among it. Nothing that comes round each year, which is part of what was expected; and no
    religious feast: set beside a rise, it would lay it at the door of those who keep it.
    """
    begin, end = date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{add_months(last, 1)}-01")
    own = [Coming("local", d.name, d.first, d.last) for d in cycle.partnership.dates]
    own += [
        Coming("set_apart", time.name, *_whole_months(time.first, time.last)) for time in cycle.detection.exceptional
    ]
    inside = [e for e in own if e.last >= begin and e.first < end and _days(e, begin, end) >= min(FEW_DAYS, e.days)]
    return tuple(sorted(inside, key=lambda e: (e.first, e.last, e.name))[:MOST_FALLEN])


def _whole_months(first: str, last: str) -> tuple[date, date]:
    return date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{add_months(last, 1)}-01") - timedelta(days=1)


def _days(e: Coming, begin: date, end: date) -> int:
    return (min(e.last, end - timedelta(days=1)) - max(e.first, begin)).days + 1


def every_year(year: int) -> Iterator[Coming]:
    """What comes round each year, bank holidays apart."""
    for month, way in ((3, "forward"), (10, "back")):
        day = last_sunday(year, month)
        yield Coming("clocks", way, day, day)
    yield Coming("halloween", "", date(year, 10, 31), date(year, 10, 31))
    yield Coming("bonfire", "", date(year, 11, 5), date(year, 11, 5))
    yield Coming("new_year", "", date(year, 12, 31), date(year, 12, 31))
    for hijri in hijri_years(year):
        fast, feast = islamic(hijri, 9, 1), islamic(hijri, 10, 1)
        sacrifice = islamic(hijri, 12, 10)
        yield Coming("ramadan", "", fast, feast - timedelta(days=1), about=True)
        yield Coming("eid", "Eid al-Fitr", feast, feast, about=True)
        yield Coming("eid", "Eid al-Adha", sacrifice, sacrifice, about=True)


def last_sunday(year: int, month: int) -> date:
    """The day on which clocks change, in March and October.

    >>> last_sunday(2026, 10)
    datetime.date(2026, 10, 25)
    """
    last = date(year, month, calendar.monthrange(year, month)[1])
    return last - timedelta(days=(last.weekday() + 1) % 7)


def islamic(year: int, month: int, day: int) -> date:
    """A day of the tabular Islamic calendar (the arithmetic one, within a day or two of the sighted moon).

    >>> islamic(1447, 9, 1)
    datetime.date(2026, 2, 18)
    """
    days = day + -(-59 * (month - 1) // 2) + (year - 1) * 354 + (3 + 11 * year) // 30
    return date.fromordinal(days + 227014)  # 227014: the day before 1 Muharram of year 1


def hijri_years(year: int) -> tuple[int, int]:
    """The two Islamic years that can touch a year of ours (a third touches a few days of some)."""
    began = (date(year, 1, 1).toordinal() - 227014) * 30 // 10631 + 1
    return began, began + 1
