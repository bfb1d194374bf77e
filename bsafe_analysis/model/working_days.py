"""Bank holidays and working days of the four nations."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

SATURDAY = 5


@cache
def bank_holidays(region: str, first: int, last: int) -> tuple[tuple[date, str], ...]:
    """Bank holidays of these years in one of the nations (GB-ENG, ...), with the library's names for them."""
    from holidays import country_holidays  # slow to import

    found = country_holidays("GB", subdiv=region.removeprefix("GB-"), years=range(first, last + 1), language="en_GB")
    return tuple(sorted(found.items()))


def bank_holiday(day: date, region: str) -> str:
    """What the bank holiday of that day is called; "" where it is none."""
    return dict(bank_holidays(region, day.year, day.year)).get(day, "")


def working_days_before(day: date, many: int, region: str) -> date:
    """The day so many working days earlier: weekends and bank holidays are none.

    >>> working_days_before(date(2026, 9, 7), 5, "GB-ENG")
    datetime.date(2026, 8, 28)
    """
    while many:
        day -= timedelta(days=1)
        many -= day.weekday() < SATURDAY and not bank_holiday(day, region)
    return day
