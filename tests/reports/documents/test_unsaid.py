"""Nothing is said to be so that nobody looked for, and nothing to be expected of months unlike any before."""

from dataclasses import replace

import pandas as pd
import pytest

from bsafe_analysis.model.cycle import ExceptionalTime
from bsafe_analysis.model.held_months import all_held
from bsafe_analysis.model.periods import add_months, months_between
from bsafe_analysis.reports.documents.tactical_assessment import build_tactical_assessment
from tests.reports.documents.test_meeting_words import told
from tests.reports.months import MONTH, prepared

NOT_LOOKED_FOR = "No slow change was looked for: that takes at least nine months of the last twelve"
NONE_FOUND = "No count moved slowly beyond chance"


def two_years(*missing, exceptional=()):
    """The month as if two years were held, less some months; `exceptional`: first and last month of such a time."""
    months = [month for month in months_between(add_months(MONTH, -23), MONTH) if month not in missing]
    held = all_held(["burglary", "damage"], months, "police")
    month = replace(prepared(findings=()), held=held)
    times = (ExceptionalTime("the flood", *exceptional),) if exceptional else ()
    settings = replace(month.cycle.detection, exceptional=times)
    return replace(month, cycle=replace(month.cycle, detection=settings))


@pytest.mark.parametrize(
    ("month", "said"),
    [
        (prepared(findings=()), NOT_LOOKED_FOR),  # fourteen months: two pairs
        (two_years(), NONE_FOUND),
        (two_years("2025-11", "2026-01", "2026-02"), NONE_FOUND),
        (two_years("2025-11", "2026-01", "2026-02", "2025-03"), NOT_LOOKED_FOR),
        (two_years(exceptional=("2025-01", "2025-04")), NOT_LOOKED_FOR),
    ],
)
def test_no_slow_change_is_denied_where_none_could_be_looked_for(month, said):
    section = told(month, "slow-changes")
    assert (NOT_LOOKED_FOR in section, NONE_FOUND in section) == (said == NOT_LOOKED_FOR, said == NONE_FOUND)


def coming():
    months = [add_months(MONTH, n) for n in (1, 2, 3)]
    rows = [("B", "burglary", month, 10.0, 4, 16, True) for month in months]
    return pd.DataFrame(rows, columns=["area", "category", "month", "expected", "lower", "upper", "useful"])


def test_no_range_is_given_of_months_that_lie_in_an_exceptional_time():
    ordinary = replace(two_years(), forecasts=coming())
    assert build_tactical_assessment(ordinary).outlook.rows
    flooded = replace(two_years(exceptional=("2026-08", "2026-11")), forecasts=coming())
    assert build_tactical_assessment(flooded).outlook.rows == ()
    assert "No range is given: the coming months are set apart for the flood, and the past tells of ordinary" in told(
        flooded, "ahead"
    )
    over = replace(two_years(exceptional=("2026-08", MONTH)), forecasts=coming())
    assert build_tactical_assessment(over).outlook.rows
