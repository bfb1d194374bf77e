"""Stops and searches, as the police publish them: how many, for what, what came of them; never who was searched."""

from __future__ import annotations

from enum import StrEnum

import pandas as pd

STOP_COLUMNS = ("area", "month", "object", "result", "count")
"""One row where there was a search: area as in the incident table, object as written, result one of SearchResult."""


class SearchResult(StrEnum):
    """What a search came to."""

    NO_ACTION = "no_action"
    ARREST = "arrest"
    OTHER = "other"


def search_result(words: str) -> SearchResult:
    """
    >>> str(search_result("A no further action disposal")), str(search_result("Suspect arrested"))
    ('no_action', 'arrest')
    """
    said = words.casefold()
    if "no further action" in said or said in ("", "false", "nothing found"):
        return SearchResult.NO_ACTION
    return SearchResult.ARREST if "arrest" in said else SearchResult.OTHER


def count_stops(searches: pd.DataFrame) -> pd.DataFrame:
    """How many searches of each month, object and result in each place? Returns STOP_COLUMNS.

    `searches`: placed rows: neighbourhood, month, object, outcome.
    """
    if searches.empty:
        return pd.DataFrame(columns=list(STOP_COLUMNS))
    results = {words: str(search_result(words)) for words in searches["outcome"].unique()}
    told = searches.assign(area=searches["neighbourhood"], result=searches["outcome"].map(results))
    return told.groupby(list(STOP_COLUMNS[:-1])).size().rename("count").astype("int64").reset_index()
