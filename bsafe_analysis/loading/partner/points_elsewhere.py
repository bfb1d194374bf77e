"""Sources of which every row is said to be ours, and whose points or codes lie mostly elsewhere."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from bsafe_analysis.model.receipts import Notice, Source

FEWEST, MOST = 5, 0.5
"""Rows elsewhere, and their share of those with a place, from which a person is asked."""
OUTSIDE, UNKNOWN = "outside_every_neighbourhood", "unknown_lsoa"


def points_elsewhere(incidents: pd.DataFrame, sources: Iterable[Source], borough: str) -> list[Notice]:
    """One line for each such source. `incidents`: placed by code and point, not yet by name."""
    return [notice for source in sources if source.ours_alone for notice in _of_source(incidents, source, borough)]


def _of_source(incidents: pd.DataFrame, source: Source, borough: str) -> list[Notice]:
    rows = incidents[incidents["source"] == source.name]
    outside = (rows["placed_by"] == OUTSIDE) | ((rows["placed_by"] == UNKNOWN) & (rows["lsoa"] != ""))
    told = outside | rows["placed_by"].isin(["lsoa", "point", "nearest"])
    elsewhere, placed = int(outside.sum()), int(told.sum())
    if elsewhere < FEWEST or elsewhere <= MOST * placed:
        return []
    text = (
        f"{source.title}: {elsewhere:,} of its {placed:,} rows with a map point or an LSOA lie in no neighbourhood of "
        f"{borough}, and all count in it, for sources.yml says ours_alone: true. If it holds another place's rows, "
        "write ours_alone: false; if its eastings and northings (or longitude and latitude) are swapped, swap them "
        "under columns."
    )
    return [Notice("points_elsewhere", source.name, elsewhere, text, needs_person=True)]
