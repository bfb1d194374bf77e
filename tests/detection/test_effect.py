import pytest

from bsafe_analysis.detection.effect import displacement_difference


@pytest.mark.parametrize(
    ("control", "treated", "weights", "total", "se", "low", "high"),
    [
        ((20, 20), (20, 10), (1, 1), -10.0, 8.366600265340756, -23.761832791698893, 3.7618327916988914),
        ((130, 150), (120, 100), (1, 1), -40.0, 22.360679774997898, -76.78004522900572, -3.2199547709942777),
        ((200, 100), (100, 20), (2, 1), -30.0, 13.96424004376894, -52.969130883614326, -7.030869116385674),
    ],
)
def test_the_difference_equals_the_published_examples(control, treated, weights, total, se, low, high):
    found = displacement_difference(control, treated, time_weights=weights)
    assert (found.total, found.total_se) == pytest.approx((total, se))
    assert (found.low, found.high) == pytest.approx((low, high))


def test_places_beside_the_treated_one_count_too():
    found = displacement_difference((130, 150), (120, 100), (40, 25), (30, 25))
    assert (found.total, found.displaced) == (-50.0, -10.0)
    assert (found.low, found.high) == pytest.approx((-91.0, -9.0), abs=0.05)


def test_counts_that_vary_more_than_poisson_widen_the_interval():
    plain = displacement_difference((50, 50), (50, 30))
    wide = displacement_difference((50, 50), (50, 30), dispersion=2.0)
    assert wide.total == plain.total
    assert (wide.high - wide.low) == pytest.approx(2**0.5 * (plain.high - plain.low))
