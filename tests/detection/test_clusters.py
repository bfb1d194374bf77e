import warnings

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bsafe_analysis.detection.clusters import find_clusters, gi_star, neighbours_of
from bsafe_analysis.model.areas import Area, Areas, Level
from bsafe_analysis.model.periods import months_between

SIDE = 5
CODES = [f"N{row}{column}" for row in range(SIDE) for column in range(SIDE)]
SQUARES = {
    f"N{r}{c}": shapely.box(c * 100, r * 100, c * 100 + 100, r * 100 + 100) for r in range(SIDE) for c in range(SIDE)
}
TOUCHING = neighbours_of(SQUARES)


def areas(residents=1000):
    places = [Area(code, code, Level.NEIGHBOURHOOD, "A", residents=residents) for code in CODES]
    return Areas((Area("B", "B", Level.BOROUGH, None), Area("A", "A", Level.AREA, "B"), *places))


def counts(high=(), n=10, seed=1):
    rng = np.random.default_rng(seed)
    rows = [
        (code, "burglary", month, int(rng.poisson(n * (4 if code in high else 1))))
        for code in CODES
        for month in months_between("2025-10", "2026-09")
    ]
    return pd.DataFrame(rows, columns=["area", "category", "month", "count"])


def test_squares_touch_at_edges_and_corners():
    assert TOUCHING["N00"] == ("N01", "N10", "N11")
    assert len(TOUCHING["N22"]) == 8


def test_a_gap_of_half_a_metre_still_touches_and_an_island_has_none():
    shapes = {"a": shapely.box(0, 0, 10, 10), "b": shapely.box(10.5, 0, 20, 10), "c": shapely.box(900, 0, 910, 10)}
    assert neighbours_of(shapes) == {"a": ("b",), "b": ("a",), "c": ()}


def test_gi_star_is_getis_and_ords_formula():
    values = np.arange(25.0) ** 1.3
    mean, sd = values.mean(), values.std()
    by_hand = []
    for i, code in enumerate(CODES):
        w = np.isin(CODES, [code, *TOUCHING[code]]).astype(float)
        by_hand.append((w @ values - mean * w.sum()) / (sd * np.sqrt((25 * (w @ w) - w.sum() ** 2) / 24)))
        assert i == CODES.index(code)
    assert gi_star(values, CODES, TOUCHING) == pytest.approx(np.array(by_hand))


def test_a_block_of_high_rates_is_a_cluster_and_names_its_neighbours():
    block = ("N11", "N12", "N21", "N22")
    found = find_clusters(counts(block), areas(), "2026-09", TOUCHING, ["burglary"], 0.10)
    assert {"N11", "N12", "N21", "N22"} & {c.area for c in found if c.kind == "high"}
    strongest = found[0]
    assert strongest.neighbours == TOUCHING[strongest.area]
    assert strongest.around > 12 * 10


def test_even_rates_have_no_cluster():
    assert (
        sum(len(find_clusters(counts(seed=s), areas(), "2026-09", TOUCHING, ["burglary"], 0.10)) for s in range(5)) <= 2
    )


@given(
    arrays("float64", len(CODES), elements=st.integers(0, 4000).map(lambda n: n / 8)),
    st.lists(st.sampled_from(CODES), max_size=6, unique=True),
)
def test_gi_star_is_what_esda_gives_islands_included(values, alone):
    from esda import getisord as esda  # half a second, and only for the process that tries this
    from libpysal import weights

    touching = {c: () if c in alone else tuple(o for o in TOUCHING[c] if o not in alone) for c in CODES}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of islands, and of places that are all alike
        near = weights.W({code: [code, *touching[code]] for code in CODES}, id_order=CODES, silence_warnings=True)
        told = esda.G_Local(values, near, transform="B", permutations=0, star=None).Zs
    assert gi_star(values, CODES, touching) == pytest.approx(np.nan_to_num(np.asarray(told, float)), rel=1e-9, abs=1e-9)


def test_a_place_that_touches_every_other_lies_in_no_cluster():
    touching = {code: tuple(other for other in CODES if other != code) for code in CODES}
    assert (gi_star(np.arange(25.0) / 7, CODES, touching) == 0).all()


def test_unknown_residents_and_few_places_say_nothing():
    block = ("N11", "N12", "N21", "N22")
    assert find_clusters(counts(block), areas(residents=None), "2026-09", TOUCHING, ["burglary"], 0.10) == ()
    few = {code: () for code in CODES[:5]}
    assert find_clusters(counts(block), areas(), "2026-09", few, ["burglary"], 0.10) == ()
