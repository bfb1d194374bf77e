"""Invented features of the neighbourhoods (features.csv): poorer and denser towards the middle, one town centre."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import shapely

from bsafe_analysis.sample.geography import Ground

FEATURE_COLUMNS = ("code", "feature", "value", "source", "as_at")
SOURCE = ("invented estimate", "mid-2025")


def invented_features(
    codes: Sequence[str], centre: tuple[float, float], land: Ground, rng: np.random.Generator
) -> Iterator[tuple[str, str, str, str, str]]:
    """A row for each feature of each place; the place nearest the borough's middle is the town centre."""
    middle = shapely.Point(*centre)
    far = np.array([cell.centroid.distance(middle) for cell in land.neighbourhoods])
    inner = 1 - far / far.max()
    chance = rng.random((3, len(codes)))
    drawn = {
        "deprivation": np.clip(8 + 45 * inner * chance[0] + 15 * chance[1], 0, 90),
        "private_renting": 12 + 30 * inner + 18 * chance[1],
        "people_aged_15_to_24": 9 + 5 * inner + 3 * chance[2],
        "square_kilometres_of_land": np.array([cell.area for cell in land.neighbourhoods]) / 1e6,
    }
    town = int(far.argmin())
    for i, code in enumerate(codes):
        for name, values in drawn.items():
            yield code, name, f"{values[i]:.1f}", *SOURCE
        yield code, "town_centre", str(int(i == town)), *SOURCE
