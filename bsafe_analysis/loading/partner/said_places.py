"""Where a row says it was in words: a neighbourhood's or ward's name, a district's, an outward postcode."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from bsafe_analysis.model.areas import NOT_PLACED
from bsafe_analysis.model.receipts import Notice, Source

BY_NAME = "name"
"""How a row was placed whose place is said by its name alone."""
MOST_NAMED = 4
"""Unknown names in one line; all are in the rows themselves."""
_BODY = frozenset((
    "council", "borough", "metropolitan", "district", "city", "town", "county", "unitary", "authority", "royal",
    "london", "of", "the", "mbc", "bc", "cc", "dc", "and",
))  # fmt: skip
"""Words of a district's name that say what kind of body it is."""
_KIND = re.compile(r" (ward|neighbourhood|snt|safer neighbourhood)$")


def place_key(name: str) -> str:
    """A place's name without what letters only look like, capitals, punctuation, "ward" and "St." for Saint.

    >>> place_key("St. Mary\u2019s  Caf\u00e9 Ward") == place_key("saint marys cafe\u0301")
    True
    """
    plain = unicodedata.normalize("NFKC", name).casefold().replace("&", " and ")
    plain = re.sub(r"['\u2018\u2019\u02bc`]", "", plain)
    plain = re.sub(r"[\W_\u200b-\u200f]+", " ", plain).strip()
    return _KIND.sub("", re.sub(r"^st ", "saint ", plain))


def district_key(name: str) -> frozenset[str]:
    """The words of a district's name that are its own: "City of Thornmere Council" is Thornmere."""
    words = frozenset(place_key(name).split())
    return words - _BODY or words


def claimed(table: pa.Table, source: Source, borough: str, by_name: Mapping[str, str], bare: np.ndarray) -> np.ndarray:
    """1 where the row's own words say that it is ours, -1 where another's, 0 where they say nothing.

    A district decides; a place's name or an outward postcode only for rows with neither LSOA nor map point (`bare`).
    """
    found = np.zeros(len(table), dtype=int)
    ours = district_key(borough)
    if "postcode" in table.column_names and source.postcodes:
        mine = {code.upper() for code in source.postcodes}
        found = _by_meaning(table["postcode"], lambda code: 1 if code in mine else -1, bare, found)
    if "place" in table.column_names:
        found = _by_meaning(table["place"], lambda name: 1 if place_key(name) in by_name else -1, bare, found)
    if "district" in table.column_names:
        every = np.ones(len(table), dtype=bool)
        found = _by_meaning(table["district"], lambda name: 1 if district_key(name) == ours else -1, every, found)
    return found


def _by_meaning(column: pa.ChunkedArray, says: Any, among: np.ndarray, before: np.ndarray) -> np.ndarray:
    texts = column.to_pylist()
    meaning = {text: says(text) if text else 0 for text in set(texts)}
    told = np.array([meaning[text] for text in texts], dtype=int)
    return np.where(among & (told != 0), told, before)


def placed_by_name(incidents: pd.DataFrame, by_name: Mapping[str, str]) -> tuple[pd.DataFrame, list[Notice]]:
    """What no LSOA and no map point has placed, in the neighbourhood that its own words name; names that are none."""
    if "place" not in incidents.columns:
        return incidents, []
    said = incidents["place"].fillna("")
    open_ones = (incidents["neighbourhood"] == NOT_PLACED) & (said != "")
    code = said[open_ones].map(lambda name: by_name.get(place_key(name), ""))
    known = code[code != ""]
    placed = incidents.copy()
    placed.loc[known.index, "neighbourhood"] = known
    placed.loc[known.index, "placed_by"] = BY_NAME
    return placed, _unknown_names(_one_spelling(said[code.index[code == ""]]), by_name)


def _one_spelling(names: Iterable[str]) -> Counter[str]:
    """Names and their rows, under the first spelling of each."""
    spelt: dict[str, str] = {}
    return Counter(spelt.setdefault(place_key(name), name) for name in names)


def _unknown_names(unknown: Counter[str], by_name: Mapping[str, str]) -> list[Notice]:
    if not unknown:
        return []
    shown = "; ".join(_with_nearest(name, rows, by_name) for name, rows in unknown.most_common(MOST_NAMED))
    more = f"; and {len(unknown) - MOST_NAMED} more names" if len(unknown) > MOST_NAMED else ""
    text = (
        f"Places that are no neighbourhood's name: {shown}{more}. These rows count in the borough. Give each name its "
        "neighbourhood in data/reference/places.csv."
    )
    return [Notice("unknown_place", next(iter(unknown))[:80], unknown.total(), text, needs_person=True)]


def _with_nearest(name: str, rows: int, by_name: Mapping[str, str]) -> str:
    words = set(place_key(name).split())
    longer = [known for known in by_name if words and words <= set(known.split())]
    near = longer[:1] or difflib.get_close_matches(place_key(name), list(by_name), n=1, cutoff=0.6)
    meant = f", {by_name[near[0]]} ({near[0]}) is nearest" if near else ""
    return f"{name[:60]!r} ({rows:,} {'row' if rows == 1 else 'rows'}{meant})"
