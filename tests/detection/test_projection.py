"""The total of a target year: what was received counts, what is not known is drawn, and a status follows by rule."""

from dataclasses import replace

import numpy as np
import pytest

from bsafe_analysis.detection.projection import YearTotal, widths, year_totals
from bsafe_analysis.detection.target_status import TargetClass, TargetStatus, chance_of, class_of, status_of
from bsafe_analysis.detection.year_ahead import Tried
from bsafe_analysis.model.areas import Area, Areas, Level
from bsafe_analysis.model.cycle import ExceptionalTime
from tests.detection.counts import LAST, SETTINGS, steady, table

AREAS = Areas((Area("B", "Borough", Level.BOROUGH, None),))
STEADY = steady(50, 48)
"""Up to December 2025."""


def total(counts, month=LAST, first="2025-07", wider=None):
    found = year_totals(table({"B": counts}, "borough"), AREAS, month, first, SETTINGS, wider or {}, {})
    return found.get(("B", "burglary"))


def test_of_a_whole_year_the_total_is_what_was_received():
    year = total(STEADY, first="2025-01")
    assert (year.received, year.left, year.lower, year.upper) == (sum(STEADY[-12:]), 0, *[sum(STEADY[-12:])] * 2)


def test_half_a_year_received_leaves_half_of_the_doubt():
    year, whole = total(STEADY), total(STEADY, first="2026-01")
    assert (year.received, year.left, whole.left) == (sum(STEADY[-6:]), 6, 12)
    assert year.received < year.lower < 600 < year.upper
    assert year.upper - year.lower < whole.upper - whole.lower


def test_a_month_that_was_not_received_is_forecast_and_what_came_after_it_counts():
    counts = [*STEADY[:-3], None, *STEADY[-2:]]
    year = total(counts)
    assert (year.received, year.left) == (sum(STEADY[-6:-3]) + sum(STEADY[-2:]), 7)


def test_nothing_later_than_the_month_is_looked_at():
    other = [*STEADY[:-3], 500, 500, 500]
    one, two = (total(counts, month="2025-09") for counts in (STEADY, other))
    assert (one.received, one.lower, one.upper) == (two.received, two.lower, two.upper)


def test_ranges_are_as_many_times_as_wide_as_past_ones_should_have_been():
    narrow, wide = (total(STEADY, wider={6: Tried(99, 80, by)}) for by in (1.0, 2.0))
    assert wide.upper - wide.lower == pytest.approx(2 * (narrow.upper - narrow.lower), rel=0.1)


def test_a_short_history_is_not_projected():
    assert total(STEADY[-8:], first="2026-01") is None


def test_few_past_totals_leave_the_factor_at_its_default_and_exceptional_months_are_not_tried():
    counts = table({"B": STEADY}, "borough")
    found = widths(counts, AREAS, LAST, SETTINGS, {})
    assert {tried.by for tried in found.values()} == {1.3}
    odd = replace(SETTINGS, exceptional=(ExceptionalTime("Closed", "2025-06", "2025-06"),))
    assert found[1].tried > widths(counts, AREAS, LAST, odd, {})[1].tried > 0


EVEN = YearTotal(500, 6, np.arange(900.0, 1101.0))
"""900 to 1,100, each as likely: its range is 920 to 1,080."""


@pytest.mark.parametrize(
    "number, fewer, status",
    [
        (1080, True, TargetStatus.ON_COURSE),
        (1079, True, TargetStatus.IN_DOUBT),
        (919, True, TargetStatus.OFF_COURSE),
        (920, False, TargetStatus.ON_COURSE),
        (1081, False, TargetStatus.OFF_COURSE),
        (1000, False, TargetStatus.IN_DOUBT),
    ],
)
def test_a_status_follows_from_the_range_and_the_number(number, fewer, status):
    assert status_of(EVEN, number, fewer, settled=True) is status


def test_a_year_is_met_or_missed_once_it_is_whole_and_settled():
    year = YearTotal(1000, 0, np.full(2, 1000.0))
    assert status_of(year, 1000, True, settled=False) is TargetStatus.ON_COURSE
    assert status_of(year, 1000, True, settled=True) is status_of(year, 1000, False, settled=True) is TargetStatus.MET
    assert status_of(year, 999, True, settled=True) is TargetStatus.MISSED


def test_a_target_is_called_by_what_chance_would_do():
    assert chance_of(EVEN, 1000, True) == pytest.approx(chance_of(EVEN, 1000, False), abs=0.01)
    kinds = [class_of(EVEN, number, True) for number in (1000, 950, 905, 850)]
    assert kinds == list(TargetClass)
