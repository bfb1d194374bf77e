"""Invented incidents: how many, where, and as data.police.uk would print them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import shapely

from bsafe_analysis.model.periods import month_index, months_between
from bsafe_analysis.sample.geography import Ground, to_degrees
from bsafe_analysis.sample.inventions import ACTIVE_TYPE, SEASONS, SHARES, Invention
from bsafe_analysis.sample.stories import Story, smallest_seen, stories_of

COLUMNS = (
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name",
    "Crime type", "Last outcome category", "Context",
)  # fmt: skip
POINTS_A_LSOA = 22
BORDER_POINTS = 0.06
NO_LOCATION = 0.035
NEIGHBOUR_SHARE = 0.33
PHI = 1.25
"""Variance over mean of an invented count."""
STREETS = (
    "Alder", "Bridge", "Chapel", "Dyer", "Elm", "Forge", "Grange", "Hawthorn", "Ings", "Jubilee", "Kirk", "Lime",
    "Mill", "Norfolk", "Orchard", "Park", "Quay", "Ridge", "School", "Thorpe", "Union", "Vicarage", "Wharf", "York",
)  # fmt: skip
ENDINGS = ("Street", "Road", "Lane", "Close", "Avenue", "Court", "Drive", "Terrace", "Walk", "Grove")
SPECIAL = (
    "Supermarket",
    "Shopping Area",
    "Parking Area",
    "Petrol Station",
    "Sports/Recreation Area",
    "Bus/Coach Station",
)
OPEN_OUTCOMES = (("Under investigation", 60), ("Awaiting court outcome", 15), ("Unable to prosecute suspect", 25))
CLOSED_OUTCOMES = (
    ("Investigation complete; no suspect identified", 46), ("Unable to prosecute suspect", 32),
    ("Status update unavailable", 6), ("Local resolution", 5), ("Court result unavailable", 4),
    ("Offender given a caution", 3), ("Further action is not in the public interest", 2),
    ("Action to be taken by another organisation", 2),
)  # fmt: skip


@dataclass(frozen=True)
class Points:
    """Map points that incidents are moved to, with their place, LSOA and how busy they are."""

    table: pd.DataFrame
    of_place: dict[int, np.ndarray]


def map_points(invention: Invention, ground: Ground, rng: np.random.Generator) -> Points:
    """Points spread over every LSOA, some of them on the neighbourhoods' own borders, as roads are."""
    x, y = [], []
    for lsoa in ground.lsoas:
        west, south, east, north = lsoa.bounds
        tries = rng.random((POINTS_A_LSOA * 5, 2)) * (east - west, north - south) + (west, south)
        inside = tries[shapely.contains_xy(lsoa, tries[:, 0], tries[:, 1])][:POINTS_A_LSOA]
        x += inside[:, 0].tolist()
        y += inside[:, 1].tolist()
    borders = shapely.union_all([cell.boundary for cell in ground.neighbourhoods]).difference(
        ground.outline.boundary.buffer(5)
    )
    parts = sorted(shapely.get_parts(borders).tolist(), key=lambda line: line.wkt)
    for where in np.sort(rng.random(int(len(x) * BORDER_POINTS))):
        point = (
            borders.interpolate(float(where), normalized=True)
            if borders.geom_type == "LineString"
            else _along(parts, where)
        )
        x.append(point.x)
        y.append(point.y)
    xs, ys = np.round(np.array(x)), np.round(np.array(y))
    lsoa = shapely.STRtree(list(ground.lsoas)).nearest(shapely.points(xs, ys))
    distance_place = shapely.STRtree(list(ground.neighbourhoods))
    place = distance_place.nearest(shapely.points(xs, ys))
    lost = shapely.contains_xy(ground.open_land, xs, ys)
    longitude, latitude = to_degrees(xs, ys)
    centre = np.hypot(xs - invention.centre[0], ys - invention.centre[1]) / invention.radius
    table = pd.DataFrame(
        {
            "longitude": longitude, "latitude": latitude, "lsoa": lsoa, "place": np.where(lost, -1, place),
            "location": [_street(i, rng) for i in range(len(xs))],
            "busy": rng.gamma(0.7, 1.0, len(xs)) * np.exp(-1.5 * centre) + 0.02,
        }
    )  # fmt: skip
    return Points(table, {p: np.flatnonzero(table["place"] == p) for p in sorted(set(table["place"]))})


def _along(parts: Sequence[shapely.LineString], share: float) -> shapely.Point:
    """The point at a share of the whole length of several lines."""
    left = share * sum(part.length for part in parts)
    for part in parts:
        if left <= part.length:
            return part.interpolate(left)
        left -= part.length
    return parts[-1].interpolate(1.0, normalized=True)


def _street(i: int, rng: np.random.Generator) -> str:
    if rng.random() < 0.05:
        return f"On or near {SPECIAL[int(rng.integers(len(SPECIAL)))]}"
    name, ending = STREETS[int(rng.integers(len(STREETS)))], ENDINGS[int(rng.integers(len(ENDINGS)))]
    return f"On or near {name}{('' if i % 3 else ' Hill')} {ending}"


@dataclass(frozen=True)
class InventedCounts:
    """Mean counts before and after the stories: arrays of place x type x month. `places`: the last is open land."""

    types: tuple[str, ...]
    months: tuple[str, ...]
    usual: np.ndarray
    told: np.ndarray
    stories: tuple[Story, ...]


def expected_counts(invention: Invention, ground: Ground, rng: np.random.Generator) -> InventedCounts:
    """The smooth means behind the counts, with the stories planted in them at sizes near the smallest to be seen."""
    types, months = tuple(SHARES), months_between(invention.first_month, invention.last_month)
    places = len(ground.neighbourhoods) + 1
    weight = rng.lognormal(0.0, 0.45, places)
    weight[-1] = 0.03 * weight[:-1].mean()
    taste = rng.lognormal(0.0, 0.22, (places, len(types)))
    taste[:, types.index("Shoplifting")] *= rng.lognormal(0.0, 1.0, places)
    share = np.array([SHARES[t] for t in types]) / sum(SHARES.values())
    base = weight[:, None] * taste
    base *= invention.incidents_a_month * share / base.sum(axis=0)
    season = np.array([[SEASONS.get(t, (100,) * 12)[month_index(m) % 12] / 100 for m in months] for t in types])
    wander = np.exp(np.cumsum(rng.normal(0, 0.008, (len(types), len(months))), axis=1))
    usual = base[:, :, None] * (season * wander)[None]
    told, stories = _tell(invention, ground, types, months, usual)
    return InventedCounts(types, months, usual, told, stories)


def _tell(
    invention: Invention, ground: Ground, types: tuple[str, ...], months: tuple[str, ...], usual: np.ndarray
) -> tuple[np.ndarray, tuple[Story, ...]]:
    names = invention.neighbourhood_names
    told, sized = usual.copy(), []
    for story in stories_of(invention):
        span = [i for i, month in enumerate(months) if story.first <= month <= story.last]
        if story.kind in ("lasting", "spike"):
            place, kind = names.index(story.places[0]), types.index(story.type)
            extra = 1.15 * smallest_seen(float(usual[place, kind, span].mean()), PHI, len(span))
            told[place, kind, span] += extra
            sized.append(replace(story, extra=round(extra, 1)))
        elif story.kind == "drift":
            place, kind = names.index(story.places[0]), types.index(story.type)
            told[place, kind, span] *= 1 + story.extra * np.arange(1, len(span) + 1)
            sized.append(story)
        elif story.kind == "move":
            here = names.index(story.places[0])
            there, kind = _next_to(ground, here), types.index(story.type)
            moved = story.extra * told[here, kind, span]
            told[here, kind, span] -= moved
            told[there, kind, span] += moved
            sized.append(replace(story, places=(names[here], names[there])))
        else:
            sized.append(story)
    return told, tuple(sized)


def _next_to(ground: Ground, here: int) -> int:
    """The neighbourhood that shares the longest border."""
    cells = ground.neighbourhoods
    shared = [cells[here].intersection(cell).length if i != here else 0.0 for i, cell in enumerate(cells)]
    return int(np.argmax(shared))


def borough_rows(
    invention: Invention, points: Points, expected: InventedCounts, rng: np.random.Generator
) -> pd.DataFrame:
    """One row an incident: type, month and map point. Counts are negative binomial about their means."""
    size = expected.told / (PHI - 1)
    counts = rng.negative_binomial(np.maximum(size, 1e-9), 1 / PHI)
    rows = []
    table = points.table
    for p in range(counts.shape[0]):
        place = p if p < counts.shape[0] - 1 else -1
        choices = points.of_place.get(place, np.array([], dtype=int))
        if not len(choices):
            continue
        for t in range(counts.shape[1]):
            per_month = counts[p, t]
            odds = table["busy"].to_numpy()[choices] ** (1.6 if expected.types[t] == "Shoplifting" else 1.0)
            edges = np.cumsum(odds) / odds.sum()
            chosen = choices[
                np.searchsorted(edges, rng.random(per_month.sum()), side="right").clip(max=len(choices) - 1)
            ]
            rows.append(
                pd.DataFrame({"type": t, "month": np.repeat(np.arange(len(per_month)), per_month), "point": chosen})
            )
    return pd.concat(rows, ignore_index=True)


def as_published(
    invention: Invention, points: Points, expected: InventedCounts, rows: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """The rows in the twelve columns, with those of the force's other districts and those without a location."""
    month = np.array(expected.months)[rows["month"]]
    kind = np.array(expected.types)[rows["type"]]
    at = points.table.iloc[rows["point"]].reset_index(drop=True)
    ours = pd.DataFrame(
        {
            "Month": month,
            "Longitude": at["longitude"].map("{:.6f}".format), "Latitude": at["latitude"].map("{:.6f}".format),
            "Location": at["location"], "LSOA code": [lsoa_code(invention, i) for i in at["lsoa"]],
            "LSOA name": [lsoa_name(invention.borough, i) for i in at["lsoa"]], "Crime type": kind,
        }
    )  # fmt: skip
    theirs = ours.iloc[np.sort(rng.choice(len(ours), int(len(ours) * NEIGHBOUR_SHARE), replace=False))].copy()
    theirs["Longitude"] = (theirs["Longitude"].astype(float) + 0.4).map("{:.6f}".format)
    theirs["LSOA code"] = [f"E0198{code[-4:]}" for code in theirs["LSOA code"]]
    theirs["LSOA name"] = [f"{_neighbour(invention, name)} {name[-4:]}" for name in theirs["LSOA name"]]
    both = pd.concat([ours, theirs], ignore_index=True)
    lost = np.sort(rng.choice(len(both), int(len(both) * NO_LOCATION), replace=False))
    both.loc[lost, ["Longitude", "Latitude", "LSOA code", "LSOA name"]] = ""
    both.loc[lost, "Location"] = "No Location"
    both["order"] = rng.permutation(len(both))
    both = both.sort_values(["Month", "LSOA code", "Crime type", "order"], kind="stable").reset_index(drop=True)
    active = both["Crime type"] == ACTIVE_TYPE
    both["Crime ID"] = [_crime_id(invention, i) for i in range(len(both))]
    both.loc[active, "Crime ID"] = ""
    both["Last outcome category"] = _outcomes(both["Month"], invention.last_month, rng)
    both.loc[active, "Last outcome category"] = ""
    return both.assign(**{"Reported by": invention.force_name, "Falls within": invention.force_name, "Context": ""})[
        list(COLUMNS)
    ]


def _neighbour(invention: Invention, name: str) -> str:
    """In which of the force's other districts an LSOA of this name lies: each has some groups of five."""
    return invention.neighbours[int(name[-4:-1]) % len(invention.neighbours)]


def _crime_id(invention: Invention, i: int) -> str:
    return hashlib.sha256(f"{invention.key} {i}".encode()).hexdigest()


def _outcomes(months: pd.Series, last: str, rng: np.random.Generator) -> np.ndarray:
    """Newer crimes are still open more often."""
    age = month_index(last) - months.map(month_index)
    still_open = rng.random(len(months)) < np.clip(0.55 - 0.09 * age, 0.02, 1)
    return np.where(
        still_open, _outcomes_drawn(OPEN_OUTCOMES, len(months), rng), _outcomes_drawn(CLOSED_OUTCOMES, len(months), rng)
    )


def _outcomes_drawn(choices: tuple[tuple[str, int], ...], count: int, rng: np.random.Generator) -> np.ndarray:
    edges = np.cumsum([weight for _, weight in choices])
    return np.array([name for name, _ in choices])[
        np.searchsorted(edges, rng.integers(0, edges[-1], count), side="right")
    ]


def lsoa_code(invention: Invention, i: int) -> str:
    """A code of the right form that exists nowhere."""
    return f"E0199{invention.seed_offset}{i:03d}"


def lsoa_name(borough: str, i: int) -> str:
    """A name of the form that the census gives: "Borough 004B"."""
    return f"{borough} {i // 5 + 1:03d}{'ABCDE'[i % 5]}"
