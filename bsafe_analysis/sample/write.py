"""Write an invented partnership into a workspace, and never over anything that is not its own."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely

from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.model.periods import add_months
from bsafe_analysis.register.meeting_sheets import is_blank
from bsafe_analysis.sample.agencies import agency_files, download_day
from bsafe_analysis.sample.geography import Ground, ground, to_degrees
from bsafe_analysis.sample.invented_clusters import COLUMNS as CLUSTERS
from bsafe_analysis.sample.invented_clusters import DEPRIVATION_COLUMNS as DEPRIVATION
from bsafe_analysis.sample.invented_clusters import cluster_rows, deprivation_rows
from bsafe_analysis.sample.invented_context import context_files
from bsafe_analysis.sample.invented_features import FEATURE_COLUMNS, invented_features
from bsafe_analysis.sample.invented_groups import has_themes
from bsafe_analysis.sample.invented_incidents import (
    ACTIVE_TYPE,
    InventedCounts,
    as_published,
    borough_rows,
    expected_counts,
    lsoa_code,
    map_points,
)
from bsafe_analysis.sample.invented_parameters import parameter_files
from bsafe_analysis.sample.invented_plan import COLUMNS as PLAN_COLUMNS
from bsafe_analysis.sample.invented_plan import activities, notes
from bsafe_analysis.sample.invented_register import register_files
from bsafe_analysis.sample.inventions import INVENTIONS, Invention
from bsafe_analysis.sample.stories import Story

MARK = "data/raw/.sample.json"
"""What the sample made, with checksums: proof of what is its own."""
OWN_FOLDERS = ("data/raw", "data/register")
Files = dict[str, bytes]


def make_sample(root: Path, seed: int = 2026, which: str = "main") -> tuple[Story, ...]:
    """Write the sample into a workspace and return the stories planted in it. The same seed gives the same bytes.

    Raises InputError, having written nothing, where data/raw or data/register hold anything that no sample made, or
    where the parameters there are another partnership's.
    """
    invention = INVENTIONS[which]
    _refuse_foreign(root)
    files, stories = sample_files(invention, seed)
    _refuse_other_partnership(root, files)
    _remove_own(root)
    for name, data in files.items():
        path = root / name
        if name.startswith(OWN_FOLDERS) or not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    own = {name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name.startswith(OWN_FOLDERS)}
    (root / MARK).write_text(
        json.dumps({"made_by": "bsafe sample", "seed": seed, "files": own}, indent=0, sort_keys=True)
    )
    return stories


def sample_files(invention: Invention, seed: int) -> tuple[Files, tuple[Story, ...]]:
    """Every file of the sample by its name in the workspace: raw data, register, reference and parameters."""
    # a stream of random numbers for each part: a change to one leaves the others as they were
    drawing, spreading, expecting, counting, publishing, revising, peopling, sharing, roaming, depriving, likening = (
        np.random.Generator(np.random.PCG64([seed, invention.seed_offset, part])) for part in range(11)
    )
    land = ground(invention, drawing)
    points = map_points(invention, land, spreading)
    expected = expected_counts(invention, land, expecting)
    rows = borough_rows(invention, points, expected, counting)
    published = as_published(invention, points, expected, rows, publishing)
    files = _raw(invention, published, expected, revising)
    files |= agency_files(invention, points, expected, sharing)
    files |= _reference(invention, land, peopling)
    files |= context_files(invention, land, roaming)
    codes, areas = place_codes(invention), area_codes(invention)
    features = invented_features(codes, invention.centre, land, likening)
    files["data/reference/features.csv"] = _csv(FEATURE_COLUMNS, features)
    files["data/register/activities.csv"] = _csv(PLAN_COLUMNS, activities(invention, codes, areas))
    for i in range(0, len(codes), 4):
        files[f"data/register/notes/{codes[i]}.md"] = notes(invention, i).encode()
    files |= register_files(invention, codes, areas)
    if has_themes(invention):
        weights = expected.usual[:-1].sum(axis=(1, 2))
        lsoas = [lsoa_code(invention, i) for i in range(len(land.lsoas))]
        deprived = deprivation_rows(land, weights, codes, lsoas, depriving)
        files["data/reference/clusters.csv"] = _csv(CLUSTERS, cluster_rows(invention, land, weights, codes))
        files["data/reference/deprivation.csv"] = _csv(DEPRIVATION, deprived)
    return files | parameter_files(invention), expected.stories


def _raw(invention: Invention, published: pd.DataFrame, expected: InventedCounts, rng: np.random.Generator) -> Files:
    """Two downloads: all but the last month, then the last three, one of which was revised in between."""
    last = invention.last_month
    first_download, second_download = (download_day(last, shift) for shift in (0, 1))
    revised = next(story for story in expected.stories if story.kind == "revision")
    files: Files = {}
    for month, rows in published.groupby("Month", sort=True):
        name = f"{month}/{month}-{invention.force}-street.csv"
        late = rng.random(len(rows)) < revised.extra
        if month != last:
            # what was late is missing from the first download of the revised month, and there in the second
            held = rows[~late] if month == revised.first else rows
            files[f"data/raw/police/{first_download}/{name}"] = _police_csv(_younger(held, rng))
        if month >= add_months(last, -2):
            files[f"data/raw/police/{second_download}/{name}"] = _police_csv(rows)
    return files


def _younger(rows: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """A month earlier some outcomes were not yet known."""
    open_again = (rng.random(len(rows)) < 0.04) & (rows["Crime type"] != ACTIVE_TYPE)
    return rows.assign(
        **{"Last outcome category": rows["Last outcome category"].mask(open_again, "Under investigation")}
    )


def _police_csv(rows: pd.DataFrame) -> bytes:
    return rows.to_csv(index=False, lineterminator="\r\n").encode()


def _csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue().encode()


def place_codes(invention: Invention) -> tuple[str, ...]:
    """Codes of the neighbourhoods, in the order of their names."""
    return tuple(f"N{i + 1:02d}" for i in range(len(invention.neighbourhood_names)))


def area_codes(invention: Invention) -> tuple[str, ...]:
    """Codes of the areas, in the order of their names."""
    return tuple(f"A{i + 1}" for i in range(len(invention.area_names)))


def _reference(invention: Invention, land: Ground, rng: np.random.Generator) -> Files:
    codes, areas = place_codes(invention), area_codes(invention)
    places: list[tuple[str, ...]] = [(invention.code, invention.borough, "borough", "", "", "")]
    places += [
        (code, name, "area", invention.code, "", "") for code, name in zip(areas, invention.area_names, strict=True)
    ]
    named = zip(codes, invention.neighbourhood_names, land.area_of, strict=True)
    places += [(code, name, "neighbourhood", areas[area], "2026-01", "") for code, name, area in named]
    people = rng.integers(60, 140, len(codes))
    people = (people * invention.residents / people.sum()).astype(int) // 10 * 10
    residents = [
        (c, int(n), int(n / 2.35) // 10 * 10, "mid-2025", "invented estimate")
        for c, n in zip(codes, people, strict=True)
    ]
    lsoas = [(lsoa_code(invention, i), codes[p] if p >= 0 else "") for i, p in enumerate(land.lsoa_of)]
    shapes = [
        _feature(code, name, cell)
        for code, name, cell in zip(codes, invention.neighbourhood_names, land.neighbourhoods, strict=True)
    ]
    collection = {"type": "FeatureCollection", "features": shapes}
    return {
        "data/reference/areas.csv": _csv(("code", "name", "level", "parent", "valid_from", "valid_to"), places),
        "data/reference/residents.csv": _csv(("code", "residents", "households", "as_at", "source"), residents),
        "data/reference/lsoas.csv": _csv(("lsoa", "neighbourhood"), lsoas),
        "data/reference/categories.csv": _csv(
            ("supplier_category", "category", "name", "noun"), invention.all_categories
        ),
        "data/reference/boundaries/neighbourhoods.geojson": json.dumps(collection, separators=(",", ":")).encode()
        + b"\n",
    }


def _feature(code: str, name: str, cell: Any) -> dict[str, Any]:
    rings = [[list(point) for point in zip(*_degrees(ring), strict=True)] for ring in (cell.exterior, *cell.interiors)]
    return {
        "type": "Feature",
        "properties": {"code": code, "name": name},
        "geometry": {"type": "Polygon", "coordinates": rings},
    }


def _degrees(ring: Any) -> tuple[list[float], list[float]]:
    xy = shapely.get_coordinates(ring)
    longitude, latitude = to_degrees(xy[:, 0], xy[:, 1])
    return longitude.tolist(), latitude.tolist()


def _refuse_foreign(root: Path) -> None:
    own = _own(root)
    foreign = [
        path.relative_to(root).as_posix()
        for folder in OWN_FOLDERS
        for path in sorted((root / folder).rglob("*"))
        if path.is_file() and path.name != ".gitkeep" and not _is_own(root, path, own)
    ]
    if foreign:
        cause = f"the sample did not make this ({len(foreign)} such files)"
        cure = "The sample never touches real data: make it in another folder with --workspace"
        raise InputError([Fault(foreign[0], "", cause, cure)])


def _own(root: Path) -> dict[str, str]:
    try:
        return dict(json.loads((root / MARK).read_text())["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _is_own(root: Path, path: Path, own: dict[str, str]) -> bool:
    name = path.relative_to(root).as_posix()
    if name.startswith("data/register/decisions/") and is_blank(path.read_bytes()):
        return True  # left by a run and filled in by nobody
    return name == MARK or own.get(name) == hashlib.sha256(path.read_bytes()).hexdigest()


def _refuse_other_partnership(root: Path, files: Files) -> None:
    """Raw data of one seed over the places of another would be judged against the wrong boundaries."""
    settled = [name for name in files if name == "parameters/partnership.yml" or name.startswith("data/reference/")]
    differing = [name for name in settled if (root / name).exists() and (root / name).read_bytes() != files[name]]
    if differing:
        cause = "this is not what the sample of this name and seed would hold: another partnership's, or another seed's"
        raise InputError([Fault(differing[0], "", cause, "Make the sample in a folder of its own with --workspace")])


def _remove_own(root: Path) -> None:
    # by what is there and proved, not by what the mark names: a mark may name any file of the machine
    own = _own(root)
    for folder in OWN_FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and path != root / MARK and _is_own(root, path, own):
                path.unlink()


def newest_download(invention: Invention) -> date:
    """The as-of date of the sample's cycle."""
    return date.fromisoformat(download_day(invention.last_month, 1))
