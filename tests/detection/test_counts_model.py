from math import exp, lgamma, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bsafe_analysis.detection.counts_model import cdf, lower_mid_p, mixture, quantile, upper_mid_p
from tests.examples import examples


def mass(count, mean, variance):
    """One term of the negative binomial, by its definition."""
    size = mean / (variance / mean - 1)
    p = size / (size + mean)
    return exp(lgamma(count + size) - lgamma(size) - lgamma(count + 1) + size * log(p) + count * log(1 - p))


SHAPES = [(0.05, 0.06), (0.3, 0.45), (1.0, 1.1), (2.5, 7.5), (8.0, 9.0), (30.0, 90.0)]


@pytest.mark.parametrize(("mean", "variance"), SHAPES)
def test_tails_equal_sums_of_terms(mean, variance):
    for count in range(12):
        below = sum(mass(k, mean, variance) for k in range(count))
        here = mass(count, mean, variance)
        args = (np.array([float(count)]), np.array([mean]), np.array([variance]))
        assert cdf(*args)[0] == pytest.approx(below + here, rel=1e-9)
        assert upper_mid_p(*args)[0] == pytest.approx(1 - below - here / 2, rel=1e-7)
        assert lower_mid_p(*args)[0] == pytest.approx(below + here / 2, rel=1e-9)


def test_a_variance_equal_to_the_mean_is_poisson():
    found = cdf(np.array([3.0]), np.array([2.0]), np.array([2.0]))[0]
    assert found == pytest.approx(sum(exp(-2) * 2**k / f for k, f in enumerate([1, 1, 2, 6])), rel=1e-5)


def test_very_small_chances_keep_their_digits():
    args = (np.array([60.0]), np.array([2.0]), np.array([3.0]))
    by_sum = sum(mass(k, 2.0, 3.0) for k in range(61, 200)) + mass(60, 2.0, 3.0) / 2
    assert upper_mid_p(*args)[0] == pytest.approx(by_sum, rel=1e-8)


@settings(max_examples=examples(15), deadline=None)
@given(st.floats(0.02, 6), st.floats(1, 4), st.floats(0, 0.6), st.floats(0.001, 0.3), st.floats(0.01, 0.99))
def test_a_quantile_is_the_first_count_whose_summed_chance_reaches_the_level(mean, phi, log_sd, spread, level):
    shape = tuple(np.array([value]) for value in (mean, phi, log_sd, spread))

    def chance(count):
        """Of no more than `count`, averaged over the three dispersions, by brute force."""
        total = 0.0
        for node, weight in ((-(3**0.5), 1 / 6), (0.0, 2 / 3), (3**0.5, 1 / 6)):
            variance = max(1.0, phi * exp(node * log_sd)) * mean + spread * mean**2
            total += weight * sum(mass(k, mean, variance) for k in range(count + 1))
        return total

    found = int(quantile(level, *shape)[0])
    assert mixture(cdf, np.array([float(found)]), *shape)[0] == pytest.approx(chance(found), abs=1e-9)
    assert chance(found) >= level - 1e-9
    assert found == 0 or chance(found - 1) < level + 1e-9
