"""The month beside the same month of earlier years: which of them compare."""

from bsafe_analysis.reports.facts.same_months import SameMonths
from tests.reports.months import AREAS


def beside(*earlier):
    return SameMonths(AREAS.borough, "2021-09", 50, len(earlier), 40, 60, earlier)


def test_years_that_are_not_simply_the_last_ones_are_known_as_such():
    assert not beside("2019", "2020").skips
    assert beside("2018", "2019").skips  # 2020 lay in an exceptional time
    assert beside("2018", "2020").skips
