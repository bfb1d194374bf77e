"""A partner's file as the recount takes it: its records with each cell in one plain form, however it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa

from bsafe_analysis.audit.declared import Feed
from bsafe_analysis.audit.partner_days import day_written, months_come_first, time_written
from bsafe_analysis.audit.partner_places import name_spoken, outward_half, own_words
from bsafe_analysis.audit.partner_points import degrees_written, pair_written
from bsafe_analysis.audit.partner_sheets import PartnerSheet, fold_name, sheets_of

PLAIN = (
    "incident_id", "month", "category", "lsoa", "longitude", "latitude", "location", "outcome", "occurred_from",
    "by_name", "claimed", "said_month", "victim", "premises", "occurred_to",
)  # fmt: skip
"""Columns of every partner's table here. `by_name`: the neighbourhood that a row names; `claimed`: whose it is."""
MOST_EACH = 100_000
_OF_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b[\W\d]*"
_TOTAL = re.compile(rf"\W*([\w-]+ ){{0,2}}(sub)?-?totals?\W*((for|of|in|to)\b.*|{_OF_MONTH})?", re.IGNORECASE)
_TIMES = ("month", "occurred_from", "occurred_to")


@dataclass(frozen=True)
class PartnerTable:
    """`rows`: line and plain cells, an incident each; `left`: lines that are none; `size`: bytes of the file."""

    rows: tuple[tuple[int, list[str]], ...]
    left: int
    size: int
    header: tuple[str, ...] = PLAIN
    mark: str = ","
    plain: bool = False

    @classmethod
    def of(cls, data: bytes, feed: Feed) -> PartnerTable:
        """NoTable where the file has not the columns, TwoOrders where its days contradict each other."""
        sheets = sheets_of(data, list(feed.columns.values()), feed.sheets)
        given = [each for sheet in sheets for each in _mapped_rows(sheet, feed.columns)]
        first = (
            months_come_first(
                {
                    name: [row[name] for _, row, _ in given if row is not None]
                    for name in _TIMES
                    if name in feed.columns
                },
                feed.date_order,
            )
            if given
            else False
        )
        rows = [(line, row, often) for line, row, often in given if row is not None and often]
        days = [day_written(row["month"], first) for _, row, _ in rows]
        began = _times_begun([row.get("occurred_from", "") for _, row, _ in rows], days, first)
        ended = _times_begun([row.get("occurred_to", "") for _, row, _ in rows], days, first)
        plain = [
            (line, [*_plain_cells(row, day, at, feed), _on_the_next_day(at, end)], often)
            for (line, row, often), day, at, end in zip(rows, days, began, ended, strict=True)
        ]
        left = len(given) - len(rows) + sum(sheet.broken for sheet in sheets)
        return cls(tuple((line, row) for line, row, often in plain for _ in range(often)), left, len(data))

    def __len__(self) -> int:
        return len(self.rows) + self.left

    def as_cells(self, file: int) -> pa.Table:
        """file, line, cells of every incident."""
        return pa.table(
            {
                "file": pa.array(np.full(len(self.rows), file, dtype="int32")),
                "line": pa.array([line for line, _ in self.rows], pa.int32()),
                "cells": pa.array([cells for _, cells in self.rows], pa.list_(pa.string())),
            }
        )


Given = tuple[int, dict[str, str] | None, int]
"""Line, cells by our name (None: no record), and how many incidents the row stands for."""


def _mapped_rows(sheet: PartnerSheet, columns: Mapping[str, str]) -> Iterator[Given]:
    places = {ours: sheet.names.index(fold_name(theirs)) for ours, theirs in columns.items()}
    for line, cells in sheet.rows:
        row = {ours: cells[at].strip() if at < len(cells) else "" for ours, at in places.items()}
        yield (line, row, _often(row)) if _is_record(cells, row, columns) else (line, None, 0)


def _is_record(cells: list[str], row: Mapping[str, str], columns: Mapping[str, str]) -> bool:
    """No total, no header that comes again, no note below the table."""
    if any(_TOTAL.fullmatch(" ".join(cell.split())) for cell in cells if "total" in cell.lower()):
        return False
    again = all(fold_name(row[ours]) == re.sub(r" \d+$", "", fold_name(columns[ours])) for ours in columns)
    said = [cell for cell in (row["month"], row.get("category")) if cell]
    alone = len(said) == 1 and sum(bool(cell.strip()) for cell in cells) == 1 and not re.search(r"\d", said[0])
    return bool(said) and not again and not alone


def _often(row: Mapping[str, str]) -> int:
    if "count" not in row:
        return 1
    bare = row["count"].replace(",", "").strip().removesuffix(".0")
    return int(bare) if re.fullmatch("[0-9]+", bare) and int(bare) <= MOST_EACH else 0


def _times_begun(written: list[str], days: list[str], months_first: bool) -> list[str]:
    """When each began, or ended; where all did at midnight only the day is known."""
    found = []
    for text, day in zip(written, days, strict=True):
        clock = time_written(text) if text else ""
        of_day = f"{day[:10]} {clock}" if len(day) >= 10 else ""
        found.append(of_day if clock else text and (day_written(text, months_first) or text))
    timed = [each for each in found if len(each) == 16]
    midnight = bool(timed) and {each[10:] for each in timed} == {" 00:00"}
    return [each.removesuffix(" 00:00") if midnight else each for each in found]


def _on_the_next_day(began: str, ended: str) -> str:
    """An end that the clock puts before the beginning lies past midnight, if that makes sense of it.

    >>> _on_the_next_day("2026-12-31 22:00", "2026-12-31 02:00")
    '2027-01-01 02:00'
    """
    if len(began) != 16 or len(ended) != 16 or began <= ended:
        return ended
    try:
        later = (datetime.fromisoformat(ended) + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
        return later if datetime.fromisoformat(later) >= datetime.fromisoformat(began) else ended
    except ValueError:
        return ended


def _plain_cells(row: Mapping[str, str], day: str, began: str, feed: Feed) -> list[str]:
    if "grid_reference" in row:
        longitude, latitude = degrees_written(*pair_written(row["grid_reference"]))
    else:
        longitude, latitude = degrees_written(row.get("longitude", ""), row.get("latitude", ""))
    if not ({"longitude", "latitude"} <= row.keys() or "grid_reference" in row):
        longitude = latitude = ""
    word = " ".join((feed.every_row or row.get("category", "")).split())
    bare = not row.get("lsoa") and not (longitude and latitude)
    said = (row.get(name, "") for name in ("location", "outcome"))
    code = feed.place_codes.get(name_spoken(row.get("place", "")), "")
    whose = _claimed_by_row(row, feed, bare)
    ident = row.get("incident_id", "")
    place = (row.get("lsoa", "").upper(), longitude, latitude)
    same = (row.get(name, "") for name in ("victim", "premises"))
    return [ident, day[:7], word, *place, *said, began, code, whose, day, *same]


def _claimed_by_row(row: Mapping[str, str], feed: Feed, bare: bool) -> str:
    """Whose a row says it is: by its district; where it has no code and no point, by its place or its postcode."""
    if district := row.get("district"):
        return "ours" if own_words(district) == own_words(feed.borough) else "other"
    if bare and (place := row.get("place")):
        return "ours" if name_spoken(place) in feed.place_codes else "other"
    half = outward_half(row.get("postcode", ""))
    if bare and half and feed.postcodes:
        return "ours" if half in feed.postcodes else "other"
    return ""
