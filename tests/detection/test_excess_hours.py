"""Which part of the week a rise lies in: found where it is planted, silent where there is none."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsafe_analysis.detection.excess_hours import chance_of, excess_hours, tail_of_draw
from bsafe_analysis.model.findings import Direction, Finding, Rule, Status
from bsafe_analysis.model.periods import add_months
from bsafe_analysis.model.times import TIME_COLUMNS
from tests.reports.months import prepared

AREAS = prepared().areas
MONTH = "2026-09"
RISE = Finding("N1", "burglary", MONTH, Rule.MONTH, Direction.UP, 20, 5.0, 1, 10, 0.0001, MONTH, Status.NEW)


def times(*rows):
    return pd.DataFrame([("N1", "burglary", *row) for row in rows], columns=list(TIME_COLUMNS))


YEAR = [(add_months(MONTH, -n), day, 12, 1.0) for n in range(1, 13) for day in range(7)]


def test_a_rise_on_friday_and_saturday_nights_is_found_with_its_numbers():
    now = [(MONTH, 4, 22, 6.0), (MONTH, 6, 1, 4.0), (MONTH, 1, 12, 2.0)]
    (found,) = excess_hours(times(*YEAR, *now), [RISE], AREAS)
    assert (found.window, found.inside, found.timed, found.before) == ("weekend_nights", 10, 12, 84)
    assert found.usual == 0
    assert found.p < 0.001


def test_the_same_hours_as_the_year_before_stand_out_nowhere():
    (found,) = excess_hours(times(*YEAR, *((MONTH, day, 12, 3.0) for day in range(7))), [RISE], AREAS)
    assert (found.window, found.timed, found.inside) == ("", 21, 0)


@pytest.mark.parametrize(
    ("now", "finding"),
    [
        ([(MONTH, 4, 22, 7.0)], RISE),  # too few with a time
        ([(MONTH, 4, 22, 20.0)], replace(RISE, direction=Direction.DOWN)),
        ([(MONTH, 4, 22, 20.0)], replace(RISE, area="N2")),
        ([(MONTH, 4, 22, 20.0)], replace(RISE, category="robbery")),
    ],
)
def test_nothing_is_tried_of_a_fall_or_where_hardly_any_time_is_held(now, finding):
    assert excess_hours(times(*YEAR, *now), [finding], AREAS) == ()


def test_months_taken_together_are_set_beside_the_year_before_the_first_of_them():
    now = [(add_months(MONTH, -n), 4, 22, 4.0) for n in range(3)]
    (found,) = excess_hours(times(*YEAR, *now), [replace(RISE, run_months=3)], AREAS)
    assert (found.first, found.last, found.timed) == ("2026-07", MONTH, 12 + 14)  # two ordinary months among them
    assert found.before == 70


def test_the_chance_is_fishers():
    # 3 of 4 against 1 of 4: the tea-tasting lady's table, one-sided
    assert chance_of({"": 4.0, "x": 3.0}, {"": 4.0, "x": 1.0}, "x") == pytest.approx(17 / 70)


def test_under_chance_a_part_of_the_week_is_seldom_named():
    rng, named = np.random.default_rng(5), 0
    at = [(day, hour) for day in range(7) for hour in range(24)]
    for _ in range(40):
        drawn = [at[i] for i in rng.integers(0, len(at), 15)], [at[i] for i in rng.integers(0, len(at), 60)]
        rows = [(MONTH, *each, 1.0) for each in drawn[0]] + [("2026-05", *each, 1.0) for each in drawn[1]]
        named += any(found.window for found in excess_hours(times(*rows), [RISE], AREAS))
    assert named <= 5


@given(st.data())
def test_the_tail_of_a_draw_is_the_library_s(data):
    from scipy.stats import hypergeom

    every = data.draw(st.integers(1, 300))
    marked, drawn = (data.draw(st.integers(0, every)) for _ in range(2))
    found = data.draw(st.integers(0, min(marked, drawn)))
    assert tail_of_draw(found, every, marked, drawn) == pytest.approx(hypergeom.sf(found - 1, every, marked, drawn))
