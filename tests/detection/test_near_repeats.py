"""Runs near one another: found where they are planted, and counted as brute force counts them."""

from itertools import combinations
from math import asin, cos, radians, sin, sqrt

import numpy as np
import pandas as pd
import pytest

from bsafe_analysis.detection.near_repeats import (
    EARTH,
    counts_by_nearness,
    expected_pairs,
    near_pairs,
    near_repeats,
    place_repeats,
    placed_days,
)
from bsafe_analysis.model.near_in_time import DAYS, METRES

MONTH = "2026-09"


def points(x, y, day):
    return pd.DataFrame({"category": "burglary", "longitude": x, "latitude": y, "day": day})


def town(seed, n=80):
    rng = np.random.default_rng(seed)
    return points(rng.uniform(0, 0.05, n).round(6), rng.uniform(54, 54.03, n).round(6), rng.integers(0, 365, n))


def metres(a, b):
    half = sin(radians(a.latitude - b.latitude) / 2) ** 2
    half += cos(radians(a.latitude)) * cos(radians(b.latitude)) * sin(radians(a.longitude - b.longitude) / 2) ** 2
    return 2 * EARTH * asin(sqrt(half))


def test_pairs_are_those_that_brute_force_counts():
    table = town(1, 120)
    pairs = near_pairs(table["longitude"].to_numpy(), table["latitude"].to_numpy())
    found = counts_by_nearness(table["day"].to_numpy(), *pairs)
    every = [(metres(a, b), abs(a.day - b.day)) for a, b in combinations(list(table.itertuples()), 2)]
    by_hand = [[sum(apart <= m and between <= d for apart, between in every) for d in DAYS] for m in METRES]
    assert found.tolist() == by_hand
    assert found.sum() > 0


def test_what_chance_gives_is_the_mean_over_every_order_of_the_days():
    table = town(2, 60)
    one, other, band = near_pairs(table["longitude"].to_numpy(), table["latitude"].to_numpy())
    day, rng = table["day"].to_numpy(), np.random.default_rng(3)
    mean = np.mean([counts_by_nearness(rng.permutation(day), one, other, band)[2, 2] for _ in range(2000)])
    assert expected_pairs(day, band, 400, 28) == pytest.approx(mean, rel=0.05)


def test_a_run_of_burglaries_is_found_and_said_how_near():
    table, rng = town(4), np.random.default_rng(5)
    follow = table.iloc[:20].assign(
        longitude=lambda t: t["longitude"] + rng.uniform(0, 0.001, 20), day=lambda t: t["day"] + rng.integers(0, 6, 20)
    )
    found = near_repeats(pd.concat([table, follow], ignore_index=True), "burglary", MONTH)
    assert (found.metres, found.days) == (100, 7)
    assert found.pairs >= 20
    assert found.ratio > 5
    assert found.p < 0.01


def test_a_town_without_runs_is_told_to_have_none():
    found = near_repeats(town(6), "burglary", MONTH)
    assert (found.incidents, found.metres, found.pairs) == (80, 0, 0)
    assert found.p > 0.05


def test_points_that_draw_incidents_all_year_are_no_run():
    rng = np.random.default_rng(7)
    busy = points(np.repeat([0.01, 0.02, 0.03], 30), np.repeat(54.0, 90), rng.integers(0, 365, 90))
    assert near_repeats(busy, "burglary", MONTH).metres == 0


def test_too_few_are_not_tried():
    assert near_repeats(town(8, 29), "burglary", MONTH) is None


def test_incidents_at_a_point_with_more_than_one_stand_beside_what_even_points_would_give():
    year = points([0.01] * 3 + [0.02] * 2 + [i / 1000 for i in range(30, 60)], 54.0, 1)
    found = place_repeats(year, year, "burglary", MONTH)
    assert (found.incidents, found.again, found.places, found.known) == (35, 5, 2, 32)
    assert found.by_chance == pytest.approx(35 * (1 - (31 / 32) ** 34))


def test_only_rows_with_a_point_and_a_day_of_the_sources_asked_for_are_taken():
    table = pd.DataFrame(
        [
            ("council", 0.1, "2026-09-03", ""), ("council", 0.1, "", "04/09/2026 10:00"), ("council", 0.1, "", ""),
            ("council", np.nan, "2026-09-03", ""), ("police", 0.1, "2026-09-03", ""),
            ("council", 0.1, "2026-09-03T23:30:00Z", ""),
        ],
        columns=["source", "longitude", "occurred_from", "occurred_to"],
    ).assign(category="burglary", month=MONTH, latitude=54.0)  # fmt: skip
    day = pd.Timestamp("2026-09-03").toordinal() - pd.Timestamp("1970-01-01").toordinal()
    assert placed_days(table, ["council"], [MONTH])["day"].tolist() == [day, day + 1, day + 1]
