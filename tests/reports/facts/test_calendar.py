"""The calendar of the coming weeks, against almanacs: any year, leap years and Decembers among them."""

from dataclasses import replace
from datetime import date

import pytest

from bsafe_analysis.model.cycle import KnownDate
from bsafe_analysis.reports.facts.calendar import coming, every_year, last_sunday
from tests.reports.months import prepared

CYCLE = prepared().cycle


def named(cycle):
    return {(entry.kind, entry.name): entry.first for entry in coming(cycle)}


@pytest.mark.parametrize(
    "year, spring, autumn", [(2018, 25, 28), (2020, 29, 25), (2024, 31, 27), (2026, 29, 25), (2030, 31, 27)]
)
def test_clocks_change_on_the_last_sundays(year, spring, autumn):
    assert (last_sunday(year, 3), last_sunday(year, 10)) == (date(year, 3, spring), date(year, 10, autumn))


ALMANAC = [
    ("ramadan", "", date(2006, 9, 24)), ("ramadan", "", date(2020, 4, 24)), ("ramadan", "", date(2030, 1, 6)),
    ("ramadan", "", date(2030, 12, 26)), ("eid", "Eid al-Fitr", date(2019, 6, 4)),
    ("eid", "Eid al-Fitr", date(2026, 3, 20)), ("eid", "Eid al-Adha", date(2021, 7, 20)),
]  # fmt: skip


@pytest.mark.parametrize("kind, name, day", ALMANAC)
def test_the_moon_is_right_within_a_day(kind, name, day):
    found = [e.first for e in every_year(day.year) if (e.kind, e.name) == (kind, name)]
    assert min(abs((first - day).days) for first in found) <= 1


def test_the_weeks_after_a_month_hold_what_comes_in_them_and_nothing_past():
    entries = named(CYCLE)  # September 2026, as at 5 October
    assert entries[("clocks", "back")] == date(2026, 10, 25)
    assert entries[("halloween", "")] == date(2026, 10, 31)
    assert entries[("bonfire", "")] == date(2026, 11, 5)
    assert all(first >= date(2026, 10, 5) for first in entries.values())
    assert not [kind for kind, _ in entries if kind == "bank_holiday"]


def test_a_month_replayed_years_later_looks_at_the_weeks_that_followed_it():
    entries = named(replace(CYCLE, month="2020-04", as_of=date(2022, 1, 15)))
    assert entries[("bank_holiday", "May Day")] == date(2020, 5, 8)  # moved that year
    assert ("ramadan", "") in entries


def test_what_the_partnership_knows_is_in_it_and_each_nation_has_its_own_days():
    known = KnownDate("Autumn half-term", date(2026, 10, 26), date(2026, 10, 30))
    own = replace(CYCLE.partnership, bank_holidays="GB-SCT", dates=(known,))
    entries = named(replace(CYCLE, partnership=own))
    assert entries[("local", "Autumn half-term")] == date(2026, 10, 26)
    assert entries[("bank_holiday", "Saint Andrew's Day")] == date(2026, 11, 30)


def test_december_reaches_into_the_next_year():
    entries = named(replace(CYCLE, month="2026-11", as_of=date(2026, 12, 4)))
    assert entries[("new_year", "")] == date(2026, 12, 31)
    assert entries[("bank_holiday", "New Year's Day")] == date(2027, 1, 1)
