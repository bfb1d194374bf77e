"""What happened since an activity began: a planted fall is told beside others, and nothing before three months."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from bsafe_analysis.detection.since_start import EffectGround, comparison_areas, effects_of, first_month
from bsafe_analysis.model.activities import ExpectedEffect, NoComparison, NoVerdict, Progress
from bsafe_analysis.model.areas import Area, Areas, Level
from bsafe_analysis.model.cycle import DetectionSettings, ExceptionalTime
from bsafe_analysis.model.findings import Direction
from bsafe_analysis.model.periods import months_between
from tests.reports.months import activity

CODES = [f"N{i}" for i in range(8)]
AREAS = Areas(
    (
        Area("B", "Borough", Level.BOROUGH, None),
        Area("A1", "North", Level.AREA, "B"),
        *(Area(code, code, Level.NEIGHBOURHOOD, "A1") for code in CODES),
    ),
    "",
)
MONTHS = months_between("2023-01", "2026-09")


def counts(fall=0, since="2026-04"):
    rng = np.random.default_rng(3)
    rows = [
        (code, "neighbourhood", "burglary", month, int(rng.poisson(20 - fall * (code == "N0" and month >= since))))
        for code in CODES
        for month in MONTHS
    ]
    table = pd.DataFrame(rows, columns=["area", "level", "category", "month", "count"])
    total = table.groupby(["category", "month"], as_index=False)["count"].sum().assign(area="B", level="borough")
    return pd.concat([table, total], ignore_index=True).astype({"count": "Int64"})


EXPECTS = ExpectedEffect("burglary", "N0", Direction.DOWN, date(2026, 12, 1))
WORK = activity(areas=("N0",), expects=EXPECTS)


def ground(plan, fall=0, neighbours=None):
    near = neighbours or {"N0": ("N1",)}
    return EffectGround(counts(fall), AREAS, near, "2026-09", DetectionSettings(), tuple(plan))


def test_a_fall_that_was_planted_is_below_what_was_expected_and_below_the_comparison():
    (effect,) = effects_of(ground([WORK], fall=12))
    assert (effect.months, effect.reason) == (6, None)
    assert effect.observed < effect.lower
    assert effect.comparison.high < 0


def test_nothing_is_said_of_work_whose_months_lie_in_an_exceptional_time_nor_is_such_a_year_compared_with():
    def told(first, last):
        settings = DetectionSettings(exceptional=(ExceptionalTime("Flood", first, last),))
        (effect,) = effects_of(replace(ground([WORK], fall=12), settings=settings))
        return effect

    assert told("2026-03", "2026-08").reason is NoVerdict.EXCEPTIONAL_TIME
    year_before = told("2025-03", "2026-01")
    assert (year_before.reason, year_before.no_comparison) == (None, NoComparison.NO_YEAR_BEFORE)


def test_without_a_fall_neither_says_so():
    (effect,) = effects_of(ground([WORK]))
    assert effect.lower <= effect.observed <= effect.upper
    assert effect.comparison.low < 0 < effect.comparison.high


def test_nothing_is_said_before_three_whole_months_nor_of_work_that_has_not_begun():
    early = replace(WORK, start=date(2026, 7, 2))
    assert first_month(early.start) == "2026-08"
    (effect,) = effects_of(ground([early]))
    assert effect.reason is NoVerdict.TOO_EARLY
    assert effects_of(ground([replace(WORK, status=Progress.AGREED), replace(WORK, expects=None)])) == ()


def test_places_that_touch_or_have_such_work_themselves_are_no_comparison():
    other = activity("D02", areas=("N2",), start=date(2026, 1, 1))
    elsewhere = activity("D03", areas=("N3",), categories=("damage",))
    found = comparison_areas(WORK, EXPECTS, ground([WORK, other, elsewhere]), "2026-09")
    assert found == ("N3", "N4", "N5", "N6", "N7")


def test_work_in_the_whole_borough_has_no_comparison():
    everywhere = replace(WORK, areas=(), expects=replace(EXPECTS, area="B"))
    (effect,) = effects_of(ground([everywhere]))
    assert effect.no_comparison is NoComparison.EVERYWHERE
