"""What else moved over a signal's months: a last month within its range says nothing of those before it."""

import pandas as pd

from bsafe_analysis.model.findings import Rule
from bsafe_analysis.reports.facts.beside_months import over_months
from bsafe_analysis.reports.facts.signals import signals_of
from bsafe_analysis.reports.facts.why import why
from tests.reports.months import MONTH, finding, prepared

RUN = finding(rule=Rule.PERSISTENT, run_months=2, run_observed=40, run_expected=18.0, since="2026-08")


def damage(*counts):
    """A month in which damage in Mill Lane was so often recorded in August and September, 9 a month being expected."""
    month = prepared()
    for at, count in zip(("2026-08", MONTH), counts, strict=True):
        table = month.expectations
        own = (table["area"] == "N1") & (table["category"] == "damage") & (table["month"] == at)
        month.expectations.loc[own, "observed"] = count
    return month


def test_a_kind_that_moved_in_an_earlier_month_of_a_signal_moved_with_it():
    """ "Nothing moved with it" was said of five months, of which the last alone was looked at."""
    (moved,) = over_months(damage(30, 9), RUN, (("N1", "damage"),))
    assert (moved.side, moved.observed, moved.expected, moved.first) == ("above", 39, 18.0, "2026-08")
    (signal,) = signals_of(damage(30, 9), [RUN])
    assert signal.where.others == () and signal.where.others_moved == 1
    (usual,) = signals_of(damage(9, 10), [RUN])
    assert usual.where.kinds_together == () and usual.where.others_moved == 0
    assert [c for c in why(signal) if "kinds_quiet" in c.opposes] == []


def test_a_month_by_itself_is_told_by_its_range_alone():
    assert over_months(damage(30, 9), finding(), (("N1", "damage"),)) == ()


def test_what_was_not_held_in_one_of_the_months_is_not_judged_over_them():
    assert over_months(damage(pd.NA, 30), RUN, (("N1", "damage"),)) == ()


def test_a_count_that_is_a_signal_of_these_months_is_told_beside_another_with_its_own_number():
    """Rotherham, March 2021: shoplifting "about 698 expected" by itself, and "about 686" beside another signal."""
    month = damage(30, 9)
    table = month.expectations
    last = (table["area"] == "N1") & (table["category"] == "damage") & (table["month"] == MONTH)
    table.loc[last, ["run_months", "run_expected"]] = [2, 15.5]
    (moved,) = over_months(month, RUN, (("N1", "damage"),))
    assert moved.expected == 15.5
    table.loc[last, "run_months"] = 3
    (other,) = over_months(month, RUN, (("N1", "damage"),))
    assert other.expected == 18.0
