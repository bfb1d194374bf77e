"""The next twelve months as one range: drawn, calibrated on the past, silent where nothing is known."""

from dataclasses import replace

import numpy as np
import pytest

from bsafe_analysis.detection.year_ahead import PATHS, _held_range, drawn_months, needed_width, years_ahead
from bsafe_analysis.model.areas import Area, Areas, Level
from bsafe_analysis.model.cycle import ExceptionalTime
from tests.detection.counts import LAST, SETTINGS, table

AREAS = Areas((Area("B", "Borough", Level.BOROUGH, None),))


def wavering(mean, months, seed=1):
    return [int(n) for n in np.random.default_rng(seed).poisson(mean, months)]


def ahead(counts, settings=SETTINGS):
    return years_ahead(table({"B": counts}, "borough"), AREAS, LAST, settings)


def test_a_steady_series_goes_on_as_it_went():
    ((year,), tried) = ahead(wavering(50, 48))
    assert (year.first, year.last) == ("2026-01", "2026-12")
    assert year.lower < 600 < year.upper and not year.cannot_be_foreseen
    assert tried.by == 1.3 and tried.inside == 0  # five past years of one series are too few to try


def test_a_handful_a_year_and_a_short_history_are_not_projected():
    assert ahead(wavering(1, 48))[0] == ()
    assert ahead(wavering(50, 10))[0] == ()


def test_a_month_to_come_is_not_looked_at():
    counts = wavering(50, 60)
    later = [*counts[:48], *[500] * 12]
    one, other = (years_ahead(table({"B": c}, "borough"), AREAS, "2024-12", SETTINGS) for c in (counts, later))
    assert one == other


def test_past_years_that_touch_an_exceptional_time_are_not_tried():
    counts, time = wavering(50, 60), ExceptionalTime("Restrictions", "2025-01", "2025-03")
    assert ahead(counts)[1].tried > ahead(counts, replace(SETTINGS, exceptional=(time,)))[1].tried


def test_the_same_counts_give_the_same_ranges():
    counts = wavering(50, 40)
    assert ahead(counts) == ahead(counts)


def test_drawn_totals_have_the_mean_and_the_spread_of_their_parts():
    mean, none = np.full(12, 50.0), np.zeros(12)
    paths = drawn_months(np.random.default_rng(1), mean, np.full(12, 2.0), none, none).sum(1)
    assert len(paths) == PATHS
    assert paths.mean() == pytest.approx(600, rel=0.01)
    assert paths.var() == pytest.approx(2 * 600, rel=0.15)


def test_doubt_about_the_level_is_shared_by_all_months():
    mean, none = np.full(12, 50.0), np.zeros(12)
    sure, unsure = (
        drawn_months(np.random.default_rng(1), mean, np.ones(12), none, np.full(12, spread)).sum(1)
        for spread in (0.0, 0.01)
    )
    assert unsure.var() == pytest.approx(sure.var() + 600**2 * 0.01, rel=0.2)


def test_a_range_widened_as_far_as_was_needed_just_holds_what_was_seen():
    paths = np.random.default_rng(1).poisson(600, PATHS).astype("float64")
    for seen in (500.0, 640.0, 900.0):
        lower, upper = _held_range(paths, needed_width(paths, seen))
        assert min(abs(lower - seen), abs(upper - seen)) < 1e-6
