"""A month as a whole: the categories' expectations added up, with a range that knows how they move together."""

from dataclasses import replace

import pandas as pd
import pytest

from bsafe_analysis.detection.whole_month import whole_month
from bsafe_analysis.model.cycle import ExceptionalTime
from bsafe_analysis.model.periods import add_months
from tests.detection.counts import LAST, SETTINGS

CATEGORIES = ("a", "b", "c", "d")


def rows(month, observed, expected=100.0, half=20):
    """Four categories with a range of `half` to either side."""
    return [
        {
            "area": "B", "category": category, "month": month, "observed": count, "expected": expected,
            "lower": expected - half, "upper": expected + half,
        }
        for category, count in zip(CATEGORIES, observed, strict=True)
    ]  # fmt: skip


def past(off=0.0, months=12):
    return [row for k in range(1, months + 1) for row in rows(add_months(LAST, -k), [100 + off] * 4)]


def told(now, before=(), settings=SETTINGS, categories=CATEGORIES):
    return whole_month(pd.DataFrame([*before, *rows(LAST, now)]), "B", categories, LAST, settings)


def test_expectations_add_up_and_a_month_alone_has_the_usual_range():
    whole = told([90, 100, 110, 105])
    assert (whole.observed, whole.expected) == (405, 400)
    # four sds of 20/1.96 make 20.4; times root 1.5, times 1.96: 49
    assert (whole.lower, whole.upper) == (351, 449)


def test_a_place_whose_categories_move_together_has_a_wider_range():
    calm, moving = told([100] * 4, past()), told([100] * 4, past(off=15))
    assert calm.upper - calm.expected < 49 < moving.upper - moving.expected
    # (12 months of (60/20.4)^2 and 20 of 1.5) / 32
    assert moving.upper - moving.expected == pytest.approx(1.96 * 20.41 * ((12 * 8.64 + 30) / 32) ** 0.5, abs=1.1)


def test_exceptional_months_and_later_ones_teach_nothing():
    time = replace(SETTINGS, exceptional=(ExceptionalTime("Lockdown", add_months(LAST, -12), add_months(LAST, -1)),))
    assert told([100] * 4, past(off=20), time) == told([100] * 4)
    assert told([100] * 4, rows(add_months(LAST, 1), [900] * 4)) == told([100] * 4)


def test_nothing_is_said_where_a_category_lacks_a_count_or_there_are_too_few():
    assert told([100, 100, 100, None]) is None
    assert told([100] * 4, categories=(*CATEGORIES, "e")) is None
    assert told([100] * 4, categories=CATEGORIES[:3]) is None
