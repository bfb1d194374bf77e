"""What the force recorded in its other districts: its files hold their rows anyway, each under its LSOA's name."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from bsafe_analysis.loading.completeness import SMALL_PART
from bsafe_analysis.loading.crime_types import read_alike
from bsafe_analysis.loading.parsed_files import ParsedFile
from bsafe_analysis.loading.placing import Places
from bsafe_analysis.model.disclosure import OPEN
from bsafe_analysis.model.districts import DISTRICT_COUNT_COLUMNS
from bsafe_analysis.model.receipts import Source

LSOA_NAME = re.compile(r"(?P<district>.+) \d{3}[A-Z]")
STRAY_PART = 0.02
"""A district with under this share of the rows of the force's largest is a neighbouring force's: map points across the
border, or far away. In 30 forces' files of November 2014 the smallest of a force's own had 2.4 % (Rutland)."""
SPARSE = 0.05
"""And one with under this share of the largest's rows an LSOA: of the City of London's file 3 % lie in Tower Hamlets,
but 0.5 % as thick as in the City. Of a force's own the sparsest had a fifth (Rutland beside Leicester)."""
FEWEST_LSOAS = 3
"""And one of fewer LSOAs: one wrong map point can draw many rows to itself."""


def count_other_districts(
    files: Sequence[ParsedFile],
    source: Source,
    places: Places,
    category_of: Mapping[str, str],
    months: Sequence[str],
    not_whole: Collection[tuple[str, str]] = (),
) -> pd.DataFrame:
    """How many incidents of each category did the force record in each of its other districts, in each of `months`?

    `files`: those of the force that leads here. Returns DISTRICT_COUNT_COLUMNS: a row for each district x category x
    month of which any row of the district came; a category without one is then a nought, unless it is `not_whole` in
    that month (category, month). No rows where the files are not a whole force's street-level files, where its rows are
    not open to anyone, or where none of them is of this borough.
    """
    empty = nothing_elsewhere()
    if source.kind != "police_uk" or source.ours_alone or source.source_class != OPEN or not files or not months:
        return empty
    columns = ["lsoa", "lsoa_name", "supplier_category", "aside"]
    table = pa.concat_tables([file.table.select(columns).replace_schema_metadata(None) for file in files])
    names, name_at = _coded(table["lsoa_name"])
    name_at = np.where(pc.is_null(table["aside"]).to_numpy(), name_at, len(names))
    districts, district_of = _districts(names)
    told = _of_the_force(districts, district_of, name_at, _in_our_lsoas(table, places), places.borough_name)
    if not told.any():
        return empty
    words, word_at = _coded(table["supplier_category"])
    keys, category_of_word = _our_categories(words, category_of, source)
    at = (district_of[name_at], category_of_word[word_at], _month_at(files, months))
    counts = _tallied(at, (len(districts), len(keys), len(months)))[told]
    table_of = _as_table(counts, [d for d, each in zip(districts, told, strict=True) if each], keys, months)
    unknown = pd.MultiIndex.from_frame(table_of[["category", "month"]]).isin(list(not_whole))
    return table_of[~unknown].reset_index(drop=True)


def nothing_elsewhere() -> pd.DataFrame:
    """The table where no other district is known of."""
    return pd.DataFrame(columns=list(DISTRICT_COUNT_COLUMNS))


def _month_at(files: Sequence[ParsedFile], months: Sequence[str]) -> np.ndarray:
    """Which of the months each row is of: its file's, for rows of another are set aside; -1 where of none."""
    index = {month: i for i, month in enumerate(months)}
    return np.repeat([index.get(file.month, -1) for file in files], [file.table.num_rows for file in files])


def _coded(column: pa.ChunkedArray) -> tuple[list[str], np.ndarray]:
    """The distinct texts, and of each row which of them it has."""
    encoded = pc.dictionary_encode(column).combine_chunks()
    return encoded.dictionary.to_pylist(), encoded.indices.to_numpy()


def _in_our_lsoas(table: pa.Table, places: Places) -> np.ndarray:
    """Which rows lie in an LSOA of ours."""
    listed: np.ndarray = pc.is_in(table["lsoa"], pa.array(list(places.lsoas), pa.string())).to_numpy()
    return listed


def _districts(names: Sequence[str]) -> tuple[list[str], np.ndarray]:
    """The districts that these LSOA names begin with, and of each name, and of none at all, which of them."""
    found = [LSOA_NAME.fullmatch(name) for name in names]
    districts = sorted({match["district"] for match in found if match})
    index = {district: i for i, district in enumerate(districts)}
    return districts, np.array([*(index[m["district"]] if m else len(index) for m in found), len(index)])


def _of_the_force(
    districts: Sequence[str], district_of: np.ndarray, name_at: np.ndarray, listed: np.ndarray, ours: str
) -> np.ndarray:
    """Which districts are the force's, and no part of this borough; none where no row is of this borough."""
    size = len(districts) + 1
    rows = np.bincount(district_of[name_at], minlength=size)[:-1]
    mine = np.bincount(district_of[name_at[listed]], minlength=size)[:-1]
    own = np.array([district == ours for district in districts], dtype=bool) | (mine > SMALL_PART * rows)
    if not (own & (rows > 0)).any():
        return np.zeros(len(districts), dtype=bool)
    lsoas = np.bincount(district_of[np.unique(name_at)], minlength=size)[:-1]
    largest = int(rows.argmax())
    thick = rows * lsoas[largest] >= SPARSE * rows[largest] * lsoas
    return ~own & (rows >= STRAY_PART * rows[largest]) & thick & (lsoas >= FEWEST_LSOAS)


def _our_categories(
    words: Sequence[str], category_of: Mapping[str, str], source: Source
) -> tuple[list[str], np.ndarray]:
    """Our categories, and of each word of theirs which of them; the last, past all, is none."""
    meant = {**category_of, **{spelt: category_of[known] for spelt, known in read_alike(words, category_of).items()}}
    keys = [key for key in dict.fromkeys(category_of.values()) if not source.categories or key in source.categories]
    index = {key: i for i, key in enumerate(keys)}
    return keys, np.array([index.get(meant.get(word, ""), len(keys)) for word in words] or [0], dtype="int64")


def _tallied(at: tuple[np.ndarray, np.ndarray, np.ndarray], shape: tuple[int, int, int]) -> np.ndarray:
    """Rows by district, category (the last: of none) and month."""
    district, category, month = at
    kept = (district < shape[0]) & (month >= 0)
    wide = (shape[0], shape[1] + 1, shape[2])
    flat = np.ravel_multi_index((district[kept], category[kept], month[kept]), wide)
    return np.bincount(flat, minlength=int(np.prod(wide))).reshape(wide)


def _as_table(counts: np.ndarray, districts: Sequence[str], keys: Sequence[str], months: Sequence[str]) -> pd.DataFrame:
    came = np.broadcast_to(counts.sum(axis=1, keepdims=True) > 0, counts.shape)[:, :-1]
    every = pd.MultiIndex.from_product([districts, keys, months], names=["district", "category", "month"])
    table = every.to_frame(index=False).assign(count=counts[:, :-1].ravel())
    return table[came.ravel()].reset_index(drop=True)[list(DISTRICT_COUNT_COLUMNS)]
