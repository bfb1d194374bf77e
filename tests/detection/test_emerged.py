"""What became of points that past months called emerging, by what was known then."""

import numpy as np
import pandas as pd

from bsafe_analysis.detection.emerged import emerged_points, judged_again
from bsafe_analysis.model.periods import add_months, months_between

MONTH = "2026-06"
MONTHS = months_between("2023-01", MONTH)
THEN = "2025-12"
RATE = 0.1


def points(rising, steady=8):
    """A point whose months hold what `rising` says, beside steady ones with two a month: a row for each incident."""
    monthly = {0: rising} | {k: [2 + (i + k) % 2 for i in range(len(MONTHS))] for k in range(1, steady + 1)}
    rows = [
        (point, month, 1000.4 + point, 2000.0) for point, counts in monthly.items()
        for month, n in zip(MONTHS, counts, strict=True) for _ in range(n)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["point", "month", "east", "north"])


def counts(late=5, after=5):
    """Two a month, `late` in the half-year to THEN, `after` in the one after it."""
    late_from = add_months(THEN, -5)
    return [after if month > THEN else late if month >= late_from else 2 for month in MONTHS]


def test_a_year_of_months_is_judged_again_the_last_with_half_a_year_after_it():
    assert judged_again(MONTH) == ("2025-03", "2025-06", "2025-09", THEN)


def test_a_point_that_emerged_and_stayed_is_told_with_what_it_had():
    (found,) = emerged_points(points(counts()), MONTH, (), RATE)
    assert (found.month, found.east, found.north) == (THEN, 1000, 2000)
    assert (found.before, found.months_before, found.after, found.months_after) == (48, 24, 30, 6)
    assert found.stayed


def test_one_that_went_back_did_not_stay():
    (found,) = emerged_points(points(counts(after=2)), MONTH, (), RATE)
    assert (found.after, found.stayed) == (12, False)


def test_what_came_after_names_no_point():
    assert emerged_points(points(counts(late=2, after=30)), MONTH, (), RATE) == ()


def test_months_that_are_not_held_are_on_neither_side():
    (found,) = emerged_points(points(counts()), MONTH, ("2024-01", "2026-01"), RATE)
    assert (found.before, found.months_before, found.after, found.months_after) == (46, 23, 25, 5)
    assert emerged_points(points(counts()), MONTH, months_between("2026-01", "2026-03"), RATE) == ()


def test_without_a_map_no_point_is_told():
    assert emerged_points(points(counts()).assign(east=np.nan), MONTH, (), RATE) == ()
