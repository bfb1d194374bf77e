"""How far counts move apart where nothing was done: places that vary more than chance widen the interval."""

import numpy as np
import pytest

from bsafe_analysis.detection.placebo import BeforeAfter, spread_elsewhere
from bsafe_analysis.model.areas import Level


def places(swing, n=40, of=30, seed=4):
    """So many places with a mean of `of`, each of which goes up or down by `swing` (a share)."""
    rng = np.random.default_rng(seed)
    change = rng.choice([1 - swing, 1 + swing], n)
    return BeforeAfter(rng.poisson(of, n).astype(float), rng.poisson(of * change).astype(float))


def spread(swing, size=30.0):
    return spread_elsewhere(places(swing), size, Level.NEIGHBOURHOOD)


def test_places_that_move_apart_widen_the_interval():
    still, moving = spread(0.0), spread(0.5)
    assert still.variance < 1 + 1.75 * 30 / 45 < moving.variance
    assert still.reach(0.95) < moving.reach(0.95)
    assert min(still.freedom, moving.freedom) > 40


def test_with_no_place_to_look_at_what_is_usual_of_such_sizes_is_taken():
    none = spread_elsewhere(BeforeAfter(np.zeros(0), np.zeros(0)), 15.0, Level.NEIGHBOURHOOD)
    assert (none.variance, none.freedom) == (pytest.approx(1 + 1.75 / 2), 15.0)
    one = spread_elsewhere(BeforeAfter(np.array([20.0]), np.array([90.0])), 15.0, Level.NEIGHBOURHOOD)
    assert one == none  # beside no other place it has not moved


def test_places_of_another_size_hardly_count():
    assert spread(0.5, size=1.0).freedom < 16


def test_a_place_in_which_nothing_was_recorded_before_is_left_out():
    empty = BeforeAfter(np.append(places(0.3).before, 0.0), np.append(places(0.3).after, 5.0))
    assert spread_elsewhere(empty, 30.0, Level.NEIGHBOURHOOD).freedom == spread(0.3).freedom
