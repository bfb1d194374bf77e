"""Places' rates, by hand first, then where the truth is known."""

import numpy as np
import pytest

from bsafe_analysis.detection.place_rates import (
    DRAWS,
    AmongHighest,
    CountedPlace,
    dispersion_of_places,
    garwood,
    place_rates,
)

PLACES = 33


def alike(count=20, many=10, exposure=1000.0):
    return [CountedPlace(f"N{i:02}", count, exposure) for i in range(many)]


def invented(rng, spread, phi, mean=0.02):
    """33 places whose true rates are known, with counts that vary phi times Poisson about them."""
    residents = rng.uniform(5000, 10000, PLACES)
    truth = np.full(PLACES, mean) if not spread else rng.gamma(1 / spread**2, mean * spread**2, PLACES)
    expected = truth * residents
    of_year = expected if phi == 1 else rng.gamma(expected / (phi - 1), phi - 1)
    counts = rng.poisson(of_year)
    return truth, [
        CountedPlace(f"N{i:02}", int(n), float(r)) for i, (n, r) in enumerate(zip(counts, residents, strict=True))
    ]


def test_garwoods_interval_of_ten_is_that_of_the_tables_and_phi_widens_it():
    assert [float(end) for end in garwood(np.array(10.0))] == pytest.approx([4.795, 18.390], abs=0.001)
    assert [float(end) for end in garwood(np.array(40.0), 4.0)] == pytest.approx([4 * 4.795, 4 * 18.390], abs=0.004)
    assert float(garwood(np.array(0.0))[0]) == 0.0


def test_years_that_swap_their_counts_are_as_dispersed_as_pearson_says():
    # ten and thirty against thirty and ten: 4 squares of 10 over a spread of 10, less one for the ratio
    assert dispersion_of_places(np.array([[10.0, 30.0], [30.0, 10.0]])) == pytest.approx(20.0)
    assert dispersion_of_places(np.array([[10.0], [30.0]])) == 1.0


def test_a_place_far_above_its_equals_is_surely_among_the_highest_and_is_drawn_towards_them():
    found = place_rates([*alike(), CountedPlace("X", 200, 1000.0)], 1.0)
    x = found.rates[-1]
    assert x.among_highest == AmongHighest.SURE and (x.position_low, x.position_high) == (1, 1) and x.alike == ()
    assert x.raw == 0.2 and x.raw > x.rate > 0.15
    assert all(rate.raw < rate.rate < 0.03 for rate in found.rates[:-1])
    assert {rate.among_highest for rate in found.rates[:-1]} == {AmongHighest.MAY_BE}


def test_under_eight_places_or_a_hundred_incidents_nothing_is_shrunken_nor_called_highest():
    for places in (alike(many=7), alike(count=9)):
        found = place_rates(places, 1.0)
        assert not found.shrunken and np.isnan(found.common)
        assert all((r.rate, r.low, r.high) == (r.raw, r.raw_low, r.raw_high) for r in found.rates)
        assert {rate.among_highest for rate in found.rates} == {AmongHighest.MAY_BE}


def test_a_town_centre_stretches_nobodys_rate_and_keeps_its_own():
    with_it = place_rates([*alike(), CountedPlace("X", 900, 100.0, town_centre=True)], 1.0)
    without = place_rates(alike(), 1.0)
    assert with_it.common == without.common and with_it.spread == without.spread
    assert with_it.rates[-1].rate == 9.0 and not with_it.rates[-1].shrunken and with_it.rates[0].shrunken


def test_the_same_counts_in_another_order_are_the_same_answer():
    places = [*alike(), CountedPlace("X", 60, 1000.0)]
    one, other = place_rates(places, 1.5), place_rates(places[::-1], 1.5)
    assert one.rates == other.rates and np.array_equal(one.draws, other.draws)
    assert one.draws.shape == (DRAWS, 11)


@pytest.mark.parametrize(
    "places",
    [
        [CountedPlace("A", 1, 10.0), CountedPlace("A", 2, 10.0)],
        [CountedPlace("A", -1, 10.0)],
        [CountedPlace("A", 1, 0.0)],
        [CountedPlace("A", 1, float("nan"))],
    ],
)
def test_what_is_no_count_of_a_place_is_refused(places):
    with pytest.raises(ValueError, match=r"twice|nought"):
        place_rates(places, 1.0)


def test_intervals_hold_the_known_truth_in_93_to_97_of_100():
    rng, held, raw, shrunken = np.random.default_rng(1), [], 0.0, 0.0
    for start in range(30):
        truth, places = invented(rng, spread=(0.3, 0.45, 0.6)[start % 3], phi=(1.0, 1.7, 4.0)[start // 3 % 3])
        found = place_rates(places, (1.0, 1.7, 4.0)[start // 3 % 3])
        held += [r.low <= t <= r.high for r, t in zip(found.rates, truth, strict=True)]
        raw += sum((r.raw - t) ** 2 for r, t in zip(found.rates, truth, strict=True))
        shrunken += sum((r.rate - t) ** 2 for r, t in zip(found.rates, truth, strict=True))
    assert 0.93 <= np.mean(held) <= 0.97
    assert shrunken < raw


def test_where_all_are_alike_nobody_is_surely_among_the_five():
    rng, sure = np.random.default_rng(2), 0
    for _ in range(20):
        found = place_rates(invented(rng, spread=0.0, phi=2.0)[1], 2.0)
        sure += any(rate.among_highest == AmongHighest.SURE for rate in found.rates)
    assert sure <= 1
