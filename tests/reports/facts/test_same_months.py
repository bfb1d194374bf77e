"""The month beside the same month of earlier years: which of them compare, and why the others do not."""

from dataclasses import replace

import pandas as pd

from bsafe_analysis.model.cycle import ExceptionalTime
from bsafe_analysis.reports.cases.page_one_cases import LeftOutFor
from bsafe_analysis.reports.facts.same_months import SameMonths, WhyLeftOut, YearsLeftOut, same_months
from tests.reports.months import AREAS, prepared


def beside(*earlier):
    return SameMonths(AREAS.borough, "2021-09", 50, len(earlier), 40, 60, earlier)


def test_years_that_are_not_simply_the_last_ones_are_known_as_such():
    assert not beside("2019-09", "2020-09").skips
    assert beside("2018-09", "2019-09").skips  # 2020 lay in an exceptional time
    assert beside("2018-09", "2020-09").skips


def test_each_reason_why_a_year_does_not_compare_has_its_words():
    assert {str(why) for why in WhyLeftOut} == {str(case) for case in LeftOutFor}


def years(*counts):
    """A month of two categories whose Septembers of 2022 to 2025 had these counts in the borough; None: not held."""
    base = prepared()
    kinds = {"burglary": 0, "damage": 1}
    rows = [
        {"area": "B", "category": kind, "month": f"{2022 + n}-09", "count": None if held is None else held[at]}
        for n, held in enumerate(counts)
        for kind, at in kinds.items()
    ]
    now = base.counts[base.counts["month"] == "2026-09"]
    return replace(base, counts=pd.concat([pd.DataFrame(rows), now], ignore_index=True))


def test_each_year_that_does_not_compare_is_named_with_its_reason():
    flood = ExceptionalTime("Flood", "2023-06", "2023-09")
    month = years((9, 8), (30, 30), None, (7, None))
    cycle = replace(month.cycle, detection=replace(month.cycle.detection, exceptional=(flood,)))
    told = same_months(replace(month, cycle=cycle), AREAS.borough)
    assert told.earlier == ("2022-09",)
    assert told.left_out == (
        YearsLeftOut(("2023-09",), WhyLeftOut.EXCEPTIONAL, flood),
        YearsLeftOut(("2024-09",), WhyLeftOut.NOT_RECEIVED),
        YearsLeftOut(("2025-09",), WhyLeftOut.NOT_WHOLE),
    )


def test_years_before_the_first_that_is_held_are_not_left_out():
    assert same_months(years(None, None, (9, 8), (7, 6)), AREAS.borough).left_out == ()
