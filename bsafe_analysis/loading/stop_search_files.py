"""Stops and searches from the -stop-and-search.csv files beside the police's months: this borough's, by map point."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from bsafe_analysis.loading.placing import Places
from bsafe_analysis.loading.police_uk import as_spelt
from bsafe_analysis.loading.raw_files import DAMAGED, LARGEST_TABLE, RawFile
from bsafe_analysis.loading.text_tables import Refused, read_table
from bsafe_analysis.model.receipts import Notice, Source

NAMED = re.compile(
    r"(?P<month>(?:19|20)\d{2}-(?:0[1-9]|1[0-2]))-(?P<force>[a-z0-9-]+)-stop-and-search\.csv", re.IGNORECASE
)
_OURS = {"longitude": "Longitude", "latitude": "Latitude", "object": "Object of search", "outcome": "Outcome"}
"""All that is read of it: who was searched never is."""
NOT_SAID = "Not said"
SEARCH_COLUMNS = ("neighbourhood", "month", "object", "outcome")


def tells_stops(raw: RawFile) -> bool:
    """Whether its name says that it is a force's stops and searches of a month."""
    return NAMED.fullmatch(raw.file_name) is not None


def no_stops() -> pd.DataFrame:
    """SEARCH_COLUMNS without a row."""
    return pd.DataFrame(columns=list(SEARCH_COLUMNS))


def read_stops(
    given: Sequence[RawFile], source: Source, places: Places, until: str, as_of: date | None
) -> tuple[pd.DataFrame, tuple[Notice, ...]]:
    """SEARCH_COLUMNS of the searches whose map point lies in a neighbourhood, and what could not be read.

    Of each force's month the newest file counts; a search without a point is nobody's, for the file says no district.
    A file that cannot be read is told and stops nothing: searches are context.
    """
    newest: dict[tuple[str, str], RawFile] = {}
    for raw in sorted(given, key=lambda raw: (raw.downloaded or date.min, raw.name)):
        said = NAMED.fullmatch(raw.file_name)
        late = as_of is not None and raw.downloaded is not None and raw.downloaded > as_of
        if said and said["month"] <= until and not late:
            newest[said["force"].lower(), said["month"]] = raw
    read = {key: _searches_in(raw) for key, raw in sorted(newest.items())}
    notices = [_not_read(source, newest[key], table) for key, table in read.items() if isinstance(table, Refused)]
    tables = [table.assign(month=key[1]) for key, table in read.items() if isinstance(table, pd.DataFrame)]
    if not tables or places.boundaries is None:
        return no_stops(), tuple(notices)
    rows = pd.concat(tables, ignore_index=True)
    rows = rows[np.isfinite(rows["longitude"]) & np.isfinite(rows["latitude"])].reset_index(drop=True)
    found = places.at_points(rows["longitude"].to_numpy(), rows["latitude"].to_numpy())
    placed = rows.assign(neighbourhood=found["neighbourhood"].to_numpy())
    return placed.loc[placed["neighbourhood"] != "", list(SEARCH_COLUMNS)], tuple(notices)


def _searches_in(raw: RawFile) -> pd.DataFrame | Refused:
    try:
        if raw.size > LARGEST_TABLE:
            return Refused("", "it holds more than a month of the whole country", "Download it again")
        table = as_spelt(read_table(raw.read()).table, _OURS.values())
    except Refused as refused:
        return refused
    except DAMAGED:
        return Refused("", "the file is damaged or was cut short", "Download it again")
    missing = [name for name in _OURS.values() if name not in table.column_names]
    if missing:
        return Refused("line 1", f"columns missing: {', '.join(missing)}", "Download it again")
    rows = pd.DataFrame({name: pc.utf8_trim_whitespace(table[theirs]).to_pandas() for name, theirs in _OURS.items()})
    points = {name: pd.to_numeric(rows[name], errors="coerce") for name in ("longitude", "latitude")}
    return rows.assign(**points, object=rows["object"].replace("", NOT_SAID))


def _not_read(source: Source, raw: RawFile, refused: Refused) -> Notice:
    text = f"{source.title}: {raw.file_name} was not used: {refused.cause}. {refused.cure}; no count needs it."
    return Notice("unused_stops", raw.name, 1, text)
