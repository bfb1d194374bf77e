"""The incident table: one row, one recorded incident; and our own categories."""

from __future__ import annotations

from dataclasses import dataclass

COLUMNS = (
    "incident_id", "source", "month", "occurred_from", "occurred_to", "category", "supplier_category", "lsoa",
    "longitude", "latitude", "location", "outcome", "neighbourhood", "placed_by",
)  # fmt: skip
"""Columns of the incident table, in order. Text but for longitude and latitude (float, degrees, missing where blank).

`neighbourhood` is an area code, or areas.NOT_PLACED; `placed_by` says how: "lsoa", "point", "nearest", "name" or, where
it was not placed, why: "no_point", "unknown_lsoa", "outside_every_neighbourhood".
"""


@dataclass(frozen=True)
class Category:
    """One of our categories of incident, as data/reference/categories.csv names it.

    `name` heads a table row ("Burglary"); `noun` goes after a number in a sentence ("burglaries").
    """

    key: str
    name: str
    noun: str
