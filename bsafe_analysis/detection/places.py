"""Where incidents gather: concentration on map points, the busiest of them, and which are emerging or fading.

Sources: Weisburd 2015 (Criminology 53:133, the law of crime concentration); Bernasco and Steenbeek 2017 (J Quant
Criminol 33:451: with few incidents a point, chance alone concentrates them, so the share by chance is given beside);
Andresen and Malleson 2011 (stability of places). A map point is the supplier's anonymised point, never an address.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.special import pdtrc

from bsafe_analysis.detection.anchors import anchor_of
from bsafe_analysis.detection.emerging import changed_points
from bsafe_analysis.model.areas import Areas, Level
from bsafe_analysis.model.cycle import DetectionSettings
from bsafe_analysis.model.findings import Direction, Finding, Status
from bsafe_analysis.model.map_points import SPOT_COLUMNS, Change, Concentration
from bsafe_analysis.model.periods import add_months, months_between

YEAR = 12
BUSIEST_SHARE = 0.01
LATELY = 6
"""Months in which a point must have changed to be called emerging or fading ..."""
AGAINST = 24
"""... beside the months before them."""
FEWEST_LATE = 4
"""With fewer late months held no order of a point's months is rare enough to tell it from chance."""
LEAST_TO_JUDGE = 30
"""Points with fewer incidents over both (one a month) are too few to judge: they only swell the family of tests."""
MOST_OF_FINDING = 3
DIGITS = 6


OnMap = Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]
"""Longitudes and latitudes to whole metres east and north."""


def points_of(
    incidents: pd.DataFrame, sources: Collection[str], leave_out: Collection[str] = (), on_map: OnMap | None = None
) -> pd.DataFrame:
    """The incidents that may be placed: point, location, neighbourhood, month, category, east, north; a row each.

    `sources`: those whose points are anonymised already; `leave_out`: categories too sensitive for a place. A point is
    a pair of coordinates; its name is the newest that the supplier gave it. Without a map it lies nowhere on one.
    """
    usable = incidents["longitude"].notna() & incidents["latitude"].notna() & incidents["source"].isin(list(sources))
    rows = incidents.loc[usable & ~incidents["category"].isin(list(leave_out))]
    key = pd.DataFrame({"x": rows["longitude"].round(DIGITS), "y": rows["latitude"].round(DIGITS)})
    table = rows[["location", "neighbourhood", "month", "category"]].assign(point=key.groupby(["x", "y"]).ngroup())
    newest = table.sort_values("month", kind="stable").groupby("point")[["location", "neighbourhood"]].last()
    table[["location", "neighbourhood"]] = newest.loc[table["point"]].to_numpy()
    lies = on_map(key["x"].to_numpy(), key["y"].to_numpy()) if on_map else (np.nan, np.nan)
    table = table.assign(east=lies[0], north=lies[1])
    return table[["point", "location", "neighbourhood", "month", "category", "east", "north"]].reset_index(drop=True)


Gaps = Mapping[str, Collection[str]]
"""Category -> months in which it was not held; "" for all categories together."""


def concentrations(
    points: pd.DataFrame, month: str, gaps: Gaps, categories: Sequence[str], together: Collection[str] | None = None
) -> tuple[Concentration, ...]:
    """How concentrated the last twelve months were, for all categories together ("") and for each of `categories`.

    `together`: what all together are, where that is not everything.
    """
    every = ((name, _of_category(points, name, together)) for name in ("", *categories))
    found = (_concentration(name, rows, month, gaps.get(name, ())) for name, rows in every)
    return tuple(one for one in found if one is not None)


def _of_category(points: pd.DataFrame, category: str, together: Collection[str] | None) -> pd.DataFrame:
    """The points of one category, or of all together."""
    if category:
        return points[points["category"] == category]
    return points if together is None else points[points["category"].isin(list(together))]


def _concentration(name: str, points: pd.DataFrame, month: str, gaps: Collection[str]) -> Concentration | None:
    first = add_months(month, 1 - YEAR)
    before = points[points["month"].between(add_months(first, -YEAR), add_months(first, -1))]
    now, universe = points[points["month"].between(first, month)], points["point"].nunique()
    top = max(round(universe * BUSIEST_SHARE), 1)
    if len(now) < 10 * top:
        return None
    held = _busiest(now, top)["n"].sum()
    complete = not before.empty and not set(gaps) & set(months_between(add_months(first, -YEAR), add_months(first, -1)))
    stayed = now["point"].isin(_busiest(before, top).index).mean() if complete else None
    return Concentration(
        name, first, month, top, universe, int(held), len(now), by_chance(len(now), universe, top),
        None if stayed is None else float(stayed),
    )  # fmt: skip


def _busiest(points: pd.DataFrame, most: int, fewest: int = 1) -> pd.DataFrame:
    """The points with most incidents, `n` of each and `fewest` at least; ties in the order of their numbers."""
    counts = points.groupby("point").size().rename("n").reset_index()
    first = counts.sort_values(["n", "point"], ascending=[False, True]).head(most)
    return first[first["n"] >= fewest].set_index("point")


def _tied(points: pd.DataFrame, listed: pd.DataFrame) -> int:
    """How many points that are not listed have as many incidents as the last that is."""
    return 0 if listed.empty else int((points.groupby("point").size() >= listed["n"].min()).sum()) - len(listed)


def _months_listed(points: pd.DataFrame, most: int) -> pd.Series:
    """In how many of its months each point was among the `most` busiest of the month: fewer than that had more."""
    counts = points.groupby(["month", "point"]).size().rename("n").reset_index()
    busier = counts.groupby("month")["n"].rank(method="min", ascending=False) - 1
    return counts.loc[busier < most, "point"].value_counts()


def by_chance(incidents: int, points: int, top: int) -> float:
    """The expected share of the busiest `top` points if every point were as likely: Poisson counts, by tail sums."""
    mean = incidents / points
    k = np.arange(1, int(mean + 12 * np.sqrt(mean) + 30))
    at_least = pdtrc(k - 1, mean)
    # how many of the busiest are expected to have at least k: all points that do, but never more than `top`
    return float(np.minimum(at_least * points, top).sum() / incidents)


def busiest_places(
    points: pd.DataFrame,
    areas: Areas,
    month: str,
    gaps: Gaps,
    categories: Sequence[str],
    settings: DetectionSettings,
    together: Collection[str] | None = None,
) -> pd.DataFrame:
    """The busiest points, SPOT_COLUMNS: of the borough for all categories together and for each, of areas for all.

    `together`: what all together are, where that is not everything.
    """
    received = frozenset(points["month"].unique())
    parts = [
        _listed(_of_category(points, key, together), areas, month, gaps.get(key, ()), received, scope, key, settings)
        for scope, key in _scopes(areas, categories)
    ]
    rows = [part for part in parts if len(part)]
    empty = pd.DataFrame(columns=list(SPOT_COLUMNS))
    return pd.concat(rows, ignore_index=True)[list(SPOT_COLUMNS)] if rows else empty


def _scopes(areas: Areas, categories: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield from ((areas.borough.code, category) for category in ("", *categories))
    yield from ((area.code, "") for area in areas.local_areas)


def places_of_findings(
    points: pd.DataFrame,
    areas: Areas,
    findings: Collection[Finding],
    settings: DetectionSettings,
    gaps: Gaps | None = None,
) -> pd.DataFrame:
    """Where each rise is: the busiest points of its place and category over the months that it is about.

    SPOT_COLUMNS, of scope "finding"; `count` over the finding's own run of months, `before` over the twelve
    before those, missing where one of them was not held.
    """
    parts = []
    for finding in (f for f in findings if f.direction is Direction.UP and f.status is not Status.CLEARED):
        inside = points[points["category"].eq(finding.category)]
        if areas[finding.area].level is not Level.BOROUGH:
            codes = {finding.area, *(area.code for area in areas.children(finding.area))}
            inside = inside[inside["neighbourhood"].isin(codes)]
        parts.append(_of_run(inside, finding, settings.fewest_at_place, (gaps or {}).get(finding.category, ())))
    rows = [part for part in parts if len(part)]
    return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=list(SPOT_COLUMNS))


def _of_run(inside: pd.DataFrame, finding: Finding, fewest: int, gaps: Collection[str]) -> pd.DataFrame:
    first = add_months(finding.month, 1 - finding.run_months)
    now = inside[inside["month"].between(first, finding.month)]
    listed = _busiest(now, MOST_OF_FINDING, fewest)
    earlier = months_between(add_months(first, -YEAR), add_months(first, -1))
    before = inside[inside["month"].isin(earlier)].groupby("point").size()
    year_before = before.reindex(listed.index).fillna(0).astype("Int64")
    if set(gaps) & set(earlier):
        year_before[:] = pd.NA
    named = inside.drop_duplicates("point").set_index("point").loc[listed.index]
    return pd.DataFrame(
        {
            "scope": "finding", "category": finding.category, "area": finding.area,
            "rank": np.arange(1, len(listed) + 1), "location": named["location"].to_numpy(),
            "neighbourhood": named["neighbourhood"].to_numpy(), "count": listed["n"].to_numpy(),
            "before": year_before.to_numpy(),
            "months_listed": 0, "change": str(Change.UNKNOWN),
            "anchor": [anchor_of(name) for name in named["location"]], "tied": _tied(now, listed),
            "east": named["east"].to_numpy(), "north": named["north"].to_numpy(),
        }
    )  # fmt: skip


def _listed(
    points: pd.DataFrame,
    areas: Areas,
    month: str,
    gaps: Collection[str],
    received: Collection[str],
    scope: str,
    category: str,
    settings: DetectionSettings,
) -> pd.DataFrame:
    most, fewest = settings.places_listed, settings.fewest_at_place
    whole = scope == areas.borough.code
    rows = points if whole else points[points["neighbourhood"].isin([a.code for a in areas.children(scope)])]
    first = add_months(month, 1 - YEAR)
    now = rows[rows["month"].between(first, month)]
    listed = _busiest(now, most, fewest)
    if listed.empty:
        return pd.DataFrame(columns=list(SPOT_COLUMNS))
    earlier = months_between(add_months(first, -YEAR), add_months(first, -1))
    before = rows[rows["month"].isin(earlier)].groupby("point").size()
    year_before = before.reindex(listed.index).fillna(0).astype("Int64")
    if not set(earlier) <= set(received) - set(gaps):
        year_before[:] = pd.NA
    monthly = _months_listed(now, most)
    # a point is neither emerging nor fading beside months of an exceptional time
    beside = months_between(add_months(month, 1 - LATELY - AGAINST), month)
    left_out = {*gaps, *(m for m in beside if settings.exceptional_time(m) is not None)}
    changes = changes_of(rows, month, left_out, settings.false_discovery_rate)
    named = rows.drop_duplicates("point").set_index("point").loc[listed.index]
    return pd.DataFrame(
        {
            "scope": "borough" if whole else "area", "category": category, "area": scope,
            "rank": np.arange(1, len(listed) + 1), "location": named["location"].to_numpy(),
            "neighbourhood": named["neighbourhood"].to_numpy(), "count": listed["n"].to_numpy(),
            "before": year_before.to_numpy(),
            "months_listed": monthly.reindex(listed.index, fill_value=0).to_numpy(),
            "change": [str(changes.get(point, Change.UNKNOWN)) for point in listed.index],
            "anchor": [anchor_of(name) for name in named["location"]], "tied": _tied(now, listed),
            "east": named["east"].to_numpy(), "north": named["north"].to_numpy(),
        }
    )  # fmt: skip


def changes_of(points: pd.DataFrame, month: str, gaps: Collection[str], rate: float) -> dict[int, Change]:
    """Which points are emerging or fading: their last six months beside the 24 before, as against all points together.

    See emerging.py for when a point is one; of those named at most the share `rate` may be chance. Points with under
    LEAST_TO_JUDGE incidents are left out, and all are where fewer than FEWEST_LATE late months are held.
    """
    if points.empty:
        return {}
    late_from = add_months(month, 1 - LATELY)
    window = months_between(add_months(late_from, -AGAINST), month)
    held = [m for m in window if m not in set(gaps) and m >= points["month"].min()]
    rows = points[points["month"].isin(held)]
    late = np.array([m >= late_from for m in held], dtype=bool)
    if late.all() or late.sum() < FEWEST_LATE or not rows["month"].ge(late_from).any():
        return {}
    monthly = rows.groupby(["point", "month"]).size().unstack(fill_value=0).reindex(columns=held, fill_value=0)
    share = float(monthly.loc[:, late].to_numpy().sum() / monthly.to_numpy().sum())
    monthly = monthly[monthly.sum(axis=1) >= LEAST_TO_JUDGE]
    found = changed_points(monthly.to_numpy(dtype=int), late, share, rate)
    return {int(point): change for point, change in zip(monthly.index, found, strict=True)}
