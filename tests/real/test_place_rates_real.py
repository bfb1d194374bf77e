"""Places' rates of two real boroughs: are those called highest so a year later, and does shrinking foretell it?"""

import os

import pytest

from bsafe_analysis.detection.place_rates import HIGHEST, AmongHighest, CountedPlace, dispersion_of_places, place_rates
from bsafe_analysis.model.periods import months_between
from bsafe_analysis.preparation.prepare import count, open_month
from tests.shared import real_place

pytestmark = [
    pytest.mark.real,
    pytest.mark.slow,
    pytest.mark.proof,  # a back test; on invented places of known truth: tests/detection/test_place_rates.py
    pytest.mark.skipif(
        "BSAFE_REAL_DATA" not in os.environ, reason="BSAFE_REAL_DATA does not name a folder of real data"
    ),
]
YEARS = (("2018-10", "2019-09"), ("2019-10", "2020-09"), ("2020-10", "2021-09"))
"""The dispersion comes from the first two: what is foretold knows nothing of the third."""


def by_place(tmp_path_factory, name):
    """Residents of each neighbourhood, and for each category its counts in each of YEARS."""
    month = open_month(real_place(tmp_path_factory, name), "2021-09")
    counts = count(month)
    places = counts[counts["level"] == "neighbourhood"]
    residents = {area.code: area.residents for area in month.workspace.areas}
    sums = [
        places[places["month"].isin(months_between(*year))].groupby(["category", "area"])["count"].sum().astype(float)
        for year in YEARS
    ]
    return residents, {key: [each.loc[key] for each in sums] for key in sums[0].index.levels[0]}


@pytest.fixture(scope="module", params=[("rotherham", "barnsley")], ids=["both"])
def replayed(tmp_path_factory, request):
    """(boroughs, sure then, of them still among the five, categories, of them better foretold by the shrunken rate)."""
    sure = still = categories = better = 0
    for name in request.param:
        residents, of_category = by_place(tmp_path_factory, name)
        for before, then, now in of_category.values():
            places = [CountedPlace(code, int(n), residents[code]) for code, n in then.items()]
            phi = dispersion_of_places(before.to_frame("before").assign(then=then).to_numpy())
            found = place_rates(places, phi)
            if not found.shrunken:
                continue
            rate_now = {code: now[code] / residents[code] for code in now.index}
            highest = sorted(rate_now, key=lambda code: -rate_now[code])[:HIGHEST]
            called = [rate.place for rate in found.rates if rate.among_highest == AmongHighest.SURE]
            sure += len(called)
            still += sum(code in highest for code in called)
            scale = sum(now) / sum(then)
            raw, shrunken = (
                sum((scale * getattr(rate, which) - rate_now[rate.place]) ** 2 for rate in found.rates)
                for which in ("raw", "rate")
            )
            categories += 1
            better += shrunken < raw
    return len(request.param), sure, still, categories, better


def test_whom_it_calls_surely_among_the_five_is_so_the_year_after(replayed):
    boroughs, sure, still, _, _ = replayed
    assert sure >= 25 * boroughs and still >= 50 / 55 * sure, replayed


def test_the_shrunken_rate_foretells_the_next_year_better_in_most_categories(replayed):
    _, _, _, categories, better = replayed
    assert better >= 18 / 28 * categories, replayed
