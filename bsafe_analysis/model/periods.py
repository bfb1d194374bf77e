"""Months, windows and financial years. A month is its ISO text, "2026-09": it sorts and it reads."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_MONTH = re.compile(r"(19|20)\d{2}-(0[1-9]|1[0-2])")


def parse_month(text: str) -> str:
    """The month that `text` names, or ValueError where it is not written YYYY-MM.

    >>> parse_month("2026-09")
    '2026-09'
    """
    if not isinstance(text, str) or not _MONTH.fullmatch(text):
        raise ValueError(f"{text!r} is not a month; write it as YYYY-MM, for example 2026-09")
    return text


def month_index(month: str) -> int:
    """Months since year 0, so that months can be counted and subtracted.

    >>> month_index("2026-01") - month_index("2025-12")
    1
    """
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def month_at(index: int) -> str:
    """The month with that index: the inverse of `month_index`."""
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def add_months(month: str, n: int) -> str:
    """The month `n` months later (earlier where `n` is negative).

    >>> add_months("2026-01", -1)
    '2025-12'
    """
    return month_at(month_index(month) + n)


def months_between(first: str, last: str) -> tuple[str, ...]:
    """Every month from `first` to `last`, both included; empty where `last` is before `first`."""
    return tuple(month_at(i) for i in range(month_index(first), month_index(last) + 1))


def month_name(month: str) -> str:
    """As partners read it.

    >>> month_name("2026-09")
    'September 2026'
    """
    return f"{calendar.month_name[int(month[5:7])]} {month[:4]}"


def short_month_name(month: str) -> str:
    """For axes and narrow tables.

    >>> short_month_name("2026-09")
    'Sep 2026'
    """
    return f"{calendar.month_abbr[int(month[5:7])]} {month[:4]}"


def financial_year(month: str) -> str:
    """The April-to-March year that holds the month.

    >>> financial_year("2026-03")
    '2025/26'
    """
    year = int(month[:4]) - (int(month[5:7]) < 4)
    return f"{year}/{(year + 1) % 100:02d}"


@dataclass(frozen=True)
class Window:
    """A run of whole months, both ends included."""

    first: str
    last: str

    def __post_init__(self) -> None:
        if month_index(parse_month(self.first)) > month_index(parse_month(self.last)):
            raise ValueError(f"a window cannot end ({self.last}) before it starts ({self.first})")

    @property
    def months(self) -> tuple[str, ...]:
        return months_between(self.first, self.last)

    def __contains__(self, month: str) -> bool:
        return self.first <= month <= self.last

    def __str__(self) -> str:
        return f"{month_name(self.first)} to {month_name(self.last)}"


def day_name(day: date) -> str:
    """A day in words, on any system.

    >>> day_name(date(2026, 10, 5))
    '5 October 2026'
    """
    return f"{day.day} {month_name(day.isoformat()[:7])}"
