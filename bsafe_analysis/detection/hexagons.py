"""A year's incidents on a plain grid of hexagons: the pattern under the maps, and how far it gathers on few of them.

Sources: Carr, Olsen and White 1992 (Cartography and Geographic Information Systems 19:228): hexagons, for their
middles are equally far from those of all six around them; Weisburd 2015 for the curve (detection/places.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd

from bsafe_analysis.detection.places import YEAR, by_chance
from bsafe_analysis.model.areas import Areas
from bsafe_analysis.model.map_points import HEXAGON_COLUMNS, HexagonShare
from bsafe_analysis.model.periods import add_months

WIDTHS = (200, 300, 400, 500, 750, 1_000, 1_500, 2_000, 3_000)
"""Metres from side to side, of which one is taken ..."""
MOST = 500
"""... the finest by which no more hexagons than this hold anything: more of them could not be told apart on a page."""

ASIDE = 1 / 3
"""Metres by which the grid begins east of the national grid's origin: no point on a whole metre lies on a side."""
FEWEST = 200
"""Incidents of a year of which a pattern is shown."""
STEPS = (1, 2, 5, 10, 20, 50, 100, 200)
PARTS = {"quarter": 0.25, "half": 0.5}


def hexagons(points: pd.DataFrame, areas: Areas, month: str, together: Collection[str]) -> tuple[int, pd.DataFrame]:
    """The width that was taken, and HEXAGON_COLUMNS of the borough and of each of its areas.

    `together`: the categories that are counted. No row where no point lies on the map: the width is 0 then.
    """
    rows = points[points["category"].isin(list(together)) & points["east"].notna()]
    if rows.empty:
        return 0, pd.DataFrame(columns=list(HEXAGON_COLUMNS))
    x, y = rows["east"].to_numpy(dtype=float), rows["north"].to_numpy(dtype=float)
    width = next((w for w in WIDTHS if len(np.unique(middles(x, y, w), axis=0)) <= MOST), WIDTHS[-1])
    east, north = middles(x, y, width).T
    placed = rows.assign(east=east, north=north, now=rows["month"].between(add_months(month, 1 - YEAR), month))
    parts = {areas.borough.code: placed}
    for area in areas.local_areas:
        inside = [a.code for a in areas.children(area.code)]
        parts[area.code] = placed[placed["neighbourhood"].isin(inside)]
    return width, pd.concat([_counts_of(code, part) for code, part in parts.items()], ignore_index=True)


def _counts_of(scope: str, rows: pd.DataFrame) -> pd.DataFrame:
    found = rows.groupby(["east", "north"])["now"].sum().rename("count").reset_index()
    return found.assign(scope=scope, count=found["count"].astype("int64"))[list(HEXAGON_COLUMNS)]


def hexagon_shares(table: pd.DataFrame, width: int, month: str) -> tuple[HexagonShare, ...]:
    """The curve of each place's hexagons: what the busiest one, two, five ... hold; how many hold a quarter, and half.

    Nothing of a place with fewer than FEWEST incidents: a pattern of so few is chance.
    """
    counts = {scope: np.sort(rows["count"].to_numpy())[::-1] for scope, rows in table.groupby("scope", sort=False)}
    enough = {str(scope): held for scope, held in counts.items() if held.sum() >= FEWEST}
    return tuple(share for scope, held in enough.items() for share in _curve(scope, held, width, month))


def _curve(scope: str, counts: np.ndarray, width: int, month: str) -> Iterator[HexagonShare]:
    held, total = counts.cumsum(), int(counts.sum())
    steps = [("", k) for k in STEPS if k < len(counts)]
    steps += [(name, int(np.argmax(held >= part * total)) + 1) for name, part in PARTS.items()]
    for step, k in steps:
        likely = by_chance(total, len(counts), k)
        yield HexagonShare(
            scope, step, add_months(month, 1 - YEAR), month, width, k, len(counts), int(held[k - 1]), total, likely
        )


def middles(x: np.ndarray, y: np.ndarray, width: float) -> np.ndarray:
    """The middle, to the metre, of the hexagon (one corner up) that each point lies in: the nearest middle of all.

    Middles lie in rows, `width` apart; each second row is half a width on. The nearest is in the row of either kind.

    >>> middles(np.array([10.0, 180.0]), np.array([20.0, 300.0]), 400).tolist()
    [[0.0, 0.0], [200.0, 346.0]]
    """
    x = x - ASIDE
    high = width * np.sqrt(3)
    even = np.stack((np.round(x / width) * width, np.round(y / high) * high))
    odd = np.stack((
        (np.floor(x / width) + 0.5) * width, (np.floor(y / high) + 0.5) * high,
    ))  # fmt: skip
    nearer = ((even[0] - x) ** 2 + (even[1] - y) ** 2) <= ((odd[0] - x) ** 2 + (odd[1] - y) ** 2)
    return np.round(np.where(nearer, even, odd)).T + 0.0
