"""Whether one incident is followed by another near it, and how many come back to the same place."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from bsafe_analysis.model.near_in_time import DAYS, METRES, NearRepeats, PlaceRepeats
from bsafe_analysis.model.periods import add_months, months_between
from bsafe_analysis.model.times import LOCAL

EARTH = 6_371_008.8
"""Mean radius in metres."""
SHUFFLES = 499
BY_CHANCE = 0.05
FEWEST, MOST = 30, 5_000
"""With fewer incidents the test finds nothing that a person would not see; with more its pairs are too many to try."""
_ISO_DAY = r"^(\d{4}-\d{2}-\d{2})(?:$|[T ])"
_BRITISH_DAY = r"^(\d{2})/(\d{2})/(\d{4})(?:$|\s)"


def placed_days(incidents: pd.DataFrame, sources: Collection[str], months: Sequence[str]) -> pd.DataFrame:
    """The incidents of these sources and months that have a map point and a day: category, longitude, latitude, day.

    `day` is a number of days since 1970, by British time.
    """
    rows = incidents[incidents["source"].isin(list(sources)) & incidents["month"].isin(list(months))]
    rows = rows[rows["longitude"].notna()]
    if rows.empty:
        return pd.DataFrame({"category": [], "longitude": [], "latitude": [], "day": []})
    day = _days_said(rows["occurred_from"].astype(str).where(rows["occurred_from"].astype(bool), rows["occurred_to"]))
    told = rows.assign(day=day, **{name: rows[name].round(6) for name in ("longitude", "latitude")})[day.notna()]
    return told[["category", "longitude", "latitude", "day"]].astype({"day": "int64"})


def near_repeats(points: pd.DataFrame, category: str, month: str) -> NearRepeats | None:
    """Do incidents of a category come in runs? The Knox test over nine kinds of nearness, corrected for all of them.

    `points`: placed_days. Days are shuffled over the points SHUFFLES times; of each kind of nearness its pairs are
    held against mean and spread of the shuffles, and the furthest out against the furthest out of each shuffle. None
    where there are too few incidents, or too many. Source: Knox 1964, Applied Statistics 13(1), 25-29.
    """
    rows = points[points["category"] == category]
    if not FEWEST <= len(rows) <= MOST:
        return None
    tried = NearRepeats(category, add_months(month, -11), month, len(rows))
    one, other, band = near_pairs(rows["longitude"].to_numpy(), rows["latitude"].to_numpy())
    day = rows["day"].to_numpy(dtype="int64")
    seen = counts_by_nearness(day, one, other, band)
    rng = np.random.Generator(np.random.PCG64(1964))
    shuffled = np.array([counts_by_nearness(rng.permutation(day), one, other, band) for _ in range(SHUFFLES)])
    spread = np.maximum(shuffled.std(axis=0), 0.5)
    far_out = (seen - shuffled.mean(axis=0)) / spread
    furthest = ((shuffled - shuffled.mean(axis=0)) / spread).max(axis=(1, 2))
    p = float((1 + (furthest >= far_out.max()).sum()) / (1 + SHUFFLES))
    if p > BY_CHANCE:
        return NearRepeats(**{**vars(tried), "p": p})
    i, j = np.unravel_index(int(far_out.argmax()), far_out.shape)
    expected = expected_pairs(day, band, METRES[i], DAYS[j])
    return NearRepeats(
        **{**vars(tried), "metres": METRES[i], "days": DAYS[j], "pairs": int(seen[i, j]), "expected": expected, "p": p}
    )


def near_pairs(longitude: np.ndarray, latitude: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Every pair at most METRES[-1] apart: the number of one, of the other, and of the first of METRES that does."""
    x, y = np.radians(longitude), np.radians(latitude)
    globe = np.column_stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)])
    pairs = cKDTree(globe).query_pairs(_chord(METRES[-1]), output_type="ndarray")
    one, other = pairs[:, 0], pairs[:, 1]
    apart = np.sqrt(((globe[one] - globe[other]) ** 2).sum(axis=1))
    return one, other, np.searchsorted([_chord(metres) for metres in METRES], apart)


def counts_by_nearness(day: np.ndarray, one: np.ndarray, other: np.ndarray, band: np.ndarray) -> np.ndarray:
    """Pairs at most so many metres and days apart: an array of METRES by DAYS."""
    soon = np.searchsorted(DAYS, np.abs(day[one] - day[other]))
    size = len(DAYS) + 1
    cells = np.bincount(band * size + soon, minlength=len(METRES) * size).reshape(len(METRES), size)
    return cells[:, :-1].cumsum(axis=0).cumsum(axis=1)


def expected_pairs(day: np.ndarray, band: np.ndarray, metres: int, days: int) -> float:
    """Pairs that near if any day may fall to any place: (pairs near in space) x (in time) / (all pairs), Knox's own."""
    ordered = np.sort(day)
    later = np.searchsorted(ordered, ordered + days, side="right") - np.arange(len(day)) - 1
    near = int((band <= METRES.index(metres)).sum())
    return near * int(later.sum()) / (len(day) * (len(day) - 1) / 2)


def place_repeats(points: pd.DataFrame, ever: pd.DataFrame, category: str, month: str) -> PlaceRepeats | None:
    """How many incidents of a year lie at a point with more than one? None where there are too few to say.

    `points`: those of the year; `ever`: of all months held. By chance: each of the K points ever seen is equally
    likely for each of n incidents, so that one shares its point with another with chance 1 - (1 - 1/K)^(n-1).
    """
    rows, known = points[points["category"] == category], ever[ever["category"] == category]
    if len(rows) < FEWEST:
        return None
    at = rows.groupby(["longitude", "latitude"]).size()
    places = len(known.groupby(["longitude", "latitude"]))
    by_chance = len(rows) * (1 - (1 - 1 / places) ** (len(rows) - 1))
    again = at[at > 1]
    return PlaceRepeats(
        category, add_months(month, -11), month, len(rows), int(again.sum()), len(again), places, by_chance
    )


def last_year(month: str) -> tuple[str, ...]:
    """The twelve months up to one."""
    return tuple(months_between(add_months(month, -11), month))


def _chord(metres: float) -> float:
    """The straight line through a globe of radius one between points so far apart on its face, a hair longer."""
    return float(2 * np.sin(metres / (2 * EARTH)) + 1e-12)


def _days_said(texts: pd.Series) -> pd.Series:
    iso = texts.str.extract(_ISO_DAY)[0]
    british = texts.str.extract(_BRITISH_DAY)
    day = pd.to_datetime(iso.fillna(british[2] + "-" + british[1] + "-" + british[0]), errors="coerce")
    zoned = texts.str.contains(r"(?:Z|[+-]\d{2}:?\d{2})$", regex=True) & texts.str.contains("T")
    if zoned.any():
        exact = pd.to_datetime(texts[zoned], errors="coerce", utc=True, format="ISO8601").dt.tz_convert(LOCAL)
        day = day.mask(zoned, exact.dt.tz_localize(None).dt.normalize().reindex(day.index))
    return (day - pd.Timestamp(0)) // pd.Timedelta(days=1)
