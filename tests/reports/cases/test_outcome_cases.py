"""Which case is told of outcomes."""

import pytest

from bsafe_analysis.reports.cases.outcome_cases import outcome_months, outcome_part, outcomes_held


def test_without_a_month_old_enough_nothing_is_told():
    assert (outcomes_held(0), outcomes_held(1)) == ("nothing", "told")


@pytest.mark.parametrize(
    ("held", "before", "case"), [(7, 0, "one_year"), (12, 11, "in_part"), (9, 12, "in_part"), (12, 12, "unsaid")]
)
def test_how_much_of_two_years_is_told_of(held, before, case):
    assert outcome_months(held, before) == case


@pytest.mark.parametrize(("whole", "share", "case"), [(0, None, "not_held"), (9, None, "count"), (90, 0.5, "share")])
def test_a_share_is_told_of_enough_crimes_alone(whole, share, case):
    assert outcome_part(whole, share) == case
