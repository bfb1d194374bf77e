"""Their words to ours, and which rows are this borough's: every other row is set aside with a reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from bsafe_analysis.loading.crime_types import read_alike
from bsafe_analysis.loading.parsed_files import ParsedFile
from bsafe_analysis.loading.partner.said_places import claimed
from bsafe_analysis.loading.placing import Places
from bsafe_analysis.model.receipts import NOT_COUNTED, Notice, SetAside, Source
from bsafe_analysis.model.same_again import REFERENCES

_REASONS = list(SetAside)
_CODE_OF = {str(reason): i + 1 for i, reason in enumerate(_REASONS)}
PROPER_LSOA = re.compile(r"[EWSN]\d{8}|95[A-Z0-9]{6}")
WEST, EAST, SOUTH, NORTH = -9.5, 4.0, 49.0, 62.0
"""Degrees: outside of these a map point is not in or near Great Britain (blank, nought, swapped), and not mapped."""
MOST_ODD = 0.01
"""Above this share of a month's rows without a map point that can be one, a person is asked to look."""


@dataclass(frozen=True)
class Ours:
    """This borough's rows of several files. `aside[file name]`: reasons and counts of that file's other rows."""

    incidents: pd.DataFrame
    aside: dict[str, Counter[SetAside]]
    notices: tuple[Notice, ...]
    unknown_types: dict[str, int]
    unknown: pd.DataFrame = field(default_factory=lambda: pd.DataFrame({"month": [], "supplier_category": []}))
    """month and supplier_category of the rows set aside for their crime type."""
    alike: dict[str, str] = field(default_factory=dict)
    """Crime types as spelt -> as listed, where they were read as that."""


def our_rows(
    files: Sequence[ParsedFile], source: Source, places: Places, category_of: dict[str, str], until: str
) -> Ours:
    """Which rows of these files are this borough's, in our categories? Every row gets a reason or is used."""
    if not files:
        return Ours(pd.DataFrame(), {}, (), {})
    table = pa.concat_tables([file.table.replace_schema_metadata(None) for file in files])
    file_of = np.repeat(np.arange(len(files)), [file.table.num_rows for file in files])
    reason = _known_reasons(table)
    ours, notices = _in_borough(table, source, places)
    free = reason == 0
    nowhere = without_place(table)
    if not source.ours_alone:
        says = claimed(table, source, places.borough_name, places.by_name, nowhere)
        reason[free & nowhere & (says == 0)] = _CODE_OF[SetAside.NO_PLACE]
        reason[free & ((~nowhere & ~ours & (says == 0)) | (says < 0))] = _CODE_OF[SetAside.OUTSIDE]
    free = reason == 0
    late = pc.greater(table["month"], until).to_numpy(zero_copy_only=False)
    reason[free & late] = _CODE_OF[SetAside.AFTER_CYCLE]
    excluded = pc.is_in(table["month"], pa.array([m for m, _ in source.excluded_months], pa.string()))
    reason[(reason == 0) & excluded.to_numpy(zero_copy_only=False)] = _CODE_OF[SetAside.EXCLUDED]
    named = pc.unique(table["supplier_category"]).to_pylist()
    # a source's own words come first: of two lists that know a word, its own says what it means here
    alike = read_alike(named, category_of) | read_alike(named, dict(source.words))
    category_of = {**category_of, **{spelt: category_of[known] for spelt, known in alike.items()}}
    unknown = ~pc.is_in(table["supplier_category"], pa.array(list(category_of), pa.string())).to_numpy(
        zero_copy_only=False
    )
    left_out = [word for word, category in category_of.items() if category == NOT_COUNTED]
    out = pc.is_in(table["supplier_category"], pa.array(left_out, pa.string())).to_numpy(zero_copy_only=False)
    reason[(reason == 0) & out] = _CODE_OF[SetAside.NOT_COUNTED]
    unlisted = table.select(["month", "supplier_category"]).filter(pa.array((reason == 0) & unknown)).to_pandas()
    reason[(reason == 0) & unknown] = _CODE_OF[SetAside.NO_CATEGORY]
    foreign = _of_others(table, source, category_of) & (reason == 0)
    reason[foreign] = _CODE_OF[SetAside.NOT_ITS_CATEGORY]
    used = pa.array(reason == 0)
    incidents = _incidents(table.filter(used), source, category_of).assign(file=file_of[reason == 0])
    notices = (*notices, *_foreign_notices(table, foreign, source), *_odd_points(table.filter(used), source, incidents))
    counted = np.bincount(file_of * (len(_REASONS) + 1) + reason, minlength=len(files) * (len(_REASONS) + 1))
    aside = {}
    for file, row in zip(files, counted.reshape(len(files), -1), strict=True):
        tally = Counter({_REASONS[i - 1]: int(n) for i, n in enumerate(row) if i and n})
        tally.update(dict(file.left))
        if file.facts.unreadable:
            tally[SetAside.UNREADABLE] += file.facts.unreadable
        aside[file.raw.name] = tally
    return Ours(incidents, aside, notices, dict(Counter(unlisted["supplier_category"])), unlisted, alike)


def _of_others(table: pa.Table, source: Source, category_of: dict[str, str]) -> np.ndarray:
    """Rows of categories that sources.yml does not name for this source, where it names any."""
    if not source.categories:
        return np.zeros(len(table), dtype=bool)
    others = [word for word, category in category_of.items() if category not in source.categories]
    found: np.ndarray = pc.is_in(table["supplier_category"], pa.array(others, pa.string())).to_numpy(
        zero_copy_only=False
    )
    return found


def _foreign_notices(table: pa.Table, foreign: np.ndarray, source: Source) -> tuple[Notice, ...]:
    count = int(foreign.sum())
    if not count:
        return ()
    words = sorted(set(table["supplier_category"].filter(pa.array(foreign)).to_pylist()))
    shown = ", ".join(repr(word[:80]) for word in words[:3])
    text = (
        f"{source.title}: {count:,} rows are of types that sources.yml does not name for it ({shown}) and are set "
        "aside. Name their categories there if it counts them."
    )
    return (Notice("not_its_category", source.name, count, text, needs_person=True),)


def _known_reasons(table: pa.Table) -> np.ndarray:
    """Code of the reason found when the file was parsed; 0 for a row that is free to be used."""
    encoded = pc.dictionary_encode(pc.fill_null(table["aside"], "")).combine_chunks()
    codes = np.array([_CODE_OF.get(text, 0) for text in encoded.dictionary.to_pylist()] or [0])
    return codes[encoded.indices.to_numpy()].astype("int64") if len(table) else np.zeros(0, dtype="int64")


def without_place(table: pa.Table) -> np.ndarray:
    """Rows with neither an LSOA nor a map point."""
    blank = pc.and_(
        pc.equal(table["lsoa"], ""), pc.or_(pc.equal(table["longitude"], ""), pc.equal(table["latitude"], ""))
    )
    return blank.to_numpy(zero_copy_only=False)


def _in_borough(table: pa.Table, source: Source, places: Places) -> tuple[np.ndarray, tuple[Notice, ...]]:
    """By its LSOA; where that is blank or malformed, by its map point; where it is merely not listed, by its name."""
    if source.ours_alone:
        return np.ones(len(table), dtype=bool), ()
    encoded = pc.dictionary_encode(table["lsoa"]).combine_chunks()
    codes = encoded.dictionary.to_pylist()
    index = encoded.indices.to_numpy()
    listed = np.array([code in places.lsoas for code in codes], dtype=bool)[index]
    proper = np.array([bool(PROPER_LSOA.fullmatch(code)) for code in codes], dtype=bool)[index]
    named = pc.match_substring_regex(table["lsoa_name"], f"^{re.escape(places.borough_name)} [0-9]{{3}}[A-Z]$")
    unlisted = ~listed & proper & named.to_numpy(zero_copy_only=False)
    pointed = np.zeros(len(table), dtype=bool)
    # a partnership that lists no LSOAs at all goes by its boundaries
    unsure = np.flatnonzero(~listed & (~proper | (not places.lsoas)))
    if len(unsure) and places.boundaries is not None:
        longitude, latitude = coordinates(table.take(pa.array(unsure)))
        mapped = np.isfinite(longitude)
        found = places.at_points(longitude[mapped], latitude[mapped])
        pointed[unsure[mapped]] = found["neighbourhood"].to_numpy() != ""
    return listed | unlisted | pointed, _unlisted_notices(table, unlisted, places)


def _unlisted_notices(table: pa.Table, unlisted: np.ndarray, places: Places) -> tuple[Notice, ...]:
    count = int(unlisted.sum())
    if not count:
        return ()
    codes = sorted(set(table["lsoa"].filter(pa.array(unlisted)).to_pylist()))
    shown = ", ".join(codes[:5]) + (f" and {len(codes) - 5} others" if len(codes) > 5 else "")
    text = (
        f"{count:,} rows name {len(codes)} LSOAs of {places.borough_name} that data/reference/lsoas.csv does not hold "
        f"({shown}): they count in the borough. Add the codes to place them."
    )
    return (Notice("unknown_lsoa", shown, count, text, needs_person=True),)


def coordinates(table: pa.Table) -> tuple[np.ndarray, np.ndarray]:
    """Longitude and latitude as numbers; missing, both, where they are no point in or near Great Britain."""
    longitude, latitude = (
        pd.to_numeric(table[name].to_pandas(), errors="coerce").to_numpy(dtype="float64")
        for name in ("longitude", "latitude")
    )
    near = (longitude > WEST) & (longitude < EAST) & (latitude > SOUTH) & (latitude < NORTH)
    return np.where(near, longitude, np.nan), np.where(near, latitude, np.nan)


def _incidents(table: pa.Table, source: Source, category_of: dict[str, str]) -> pd.DataFrame:
    longitude, latitude = coordinates(table)
    said = [name for name in ("place", *REFERENCES) if name in table.column_names]
    names = ["incident_id", "month", "supplier_category", "lsoa", "location", "outcome", *said]
    frame = table.select(names).to_pandas()
    return frame.assign(
        source=source.name,
        occurred_from=_time(table, "occurred_from"),
        occurred_to=_time(table, "occurred_to"),
        category=frame["supplier_category"].map(category_of),
        longitude=longitude,
        latitude=latitude,
        neighbourhood="",
        placed_by="",
    )


def _odd_points(table: pa.Table, source: Source, incidents: pd.DataFrame) -> list[Notice]:
    """Rows with a map point that is no place in or near Great Britain: nought, swapped, or no number."""
    blank = pc.or_(pc.equal(table["longitude"], ""), pc.equal(table["latitude"], "")).to_numpy(zero_copy_only=False)
    months = incidents["month"][~blank & incidents["longitude"].isna().to_numpy()]
    if months.empty:
        return []
    first, last = months.min(), months.max()
    when = first if first == last else f"{first} to {last}"
    rows = "1 row" if len(months) == 1 else f"{len(months):,} rows"
    text = (
        f"{source.title}: the map points of {rows} of {when} cannot be in Great Britain (nought, swapped, decimal "
        "commas?). They count, and are not on the map."
    )
    share = months.value_counts() / incidents["month"].value_counts().reindex(months.unique())
    return [Notice("odd_points", when, len(months), text, needs_person=bool((share > MOST_ODD).any()))]


def _time(table: pa.Table, name: str) -> pd.Series | str:
    """When each incident began, or ended, as its source wrote it; blank where it says no more than the month."""
    return table[name].to_pandas() if name in table.column_names else ""
