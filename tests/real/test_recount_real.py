"""Real boroughs counted again: every place, category and month."""

import os

import pytest

from bsafe_analysis.preparation.prepare import count, open_month
from tests.audit.against_library import cells_that_differ, counts_that_differ
from tests.real.workspaces import by_msoa, choose
from tests.shared import real_month, real_place

pytestmark = [
    pytest.mark.real,
    pytest.mark.slow,
    pytest.mark.skipif(
        "BSAFE_REAL_DATA" not in os.environ, reason="BSAFE_REAL_DATA does not name a folder of real data"
    ),
]
MONTHS = [
    pytest.param(("rotherham", "2020-04"), id="rotherham-2020-04"),
    pytest.param(("bolton", "2018-12"), id="bolton-2018-12", marks=pytest.mark.proof),
    pytest.param(("city", "2020-11"), id="city-2020-11", marks=pytest.mark.proof),
]
"""Of Rotherham `make proof` recounts every month (real_months)."""


@pytest.mark.parametrize("key", MONTHS)
def test_every_count_of_a_real_month_is_the_recounts(tmp_path_factory, key):
    name, month = key
    prepared = real_month(tmp_path_factory, name, month)
    assert len(prepared.counts) > 1000
    assert cells_that_differ(real_place(tmp_path_factory, name), prepared) == []


@pytest.mark.proof
def test_real_map_points_are_placed_as_the_recount_places_them(tmp_path):
    root = by_msoa(tmp_path, "barnsley", years=("2021",))  # nine months name nearly all of its map points
    choose(root, "partnership.yml", neighbourhoods_by="points")
    month = open_month(root, "2021-09")
    counts = count(month)
    assert len(counts) > 1000
    assert counts_that_differ(root, month.cycle, counts) == []
