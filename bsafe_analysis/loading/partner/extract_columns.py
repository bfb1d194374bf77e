"""A partner's mapped columns to ours: days, times, places and counts as they were written, read in one way a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa

from bsafe_analysis.loading.parsed_files import TEXT_COLUMNS
from bsafe_analysis.loading.partner.grid_points import from_one_cell, in_degrees
from bsafe_analysis.loading.partner.row_counts import is_hidden, whole_number
from bsafe_analysis.loading.partner.written_days import DayReader, clock_of, order_of
from bsafe_analysis.loading.raw_files import RawFile
from bsafe_analysis.loading.text_tables import Refused, TextTable
from bsafe_analysis.model.receipts import SetAside
from bsafe_analysis.model.same_again import REFERENCES, mark_of

NAMED = re.compile(r"(?!~\$).+\.(csv|tsv|txt|xlsx|xlsm|xlsb|xls|ods|csv\.gz)", re.IGNORECASE)
_AS_THEY_ARE = ("incident_id", "location", "outcome", "place", "district")
_OUTWARD = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(?:\s*\d[A-Z]{2})?", re.IGNORECASE)
_MONTH = re.compile(r"(199\d|20\d\d)-(0[1-9]|1[0-2])")
"""1900 is what a spreadsheet makes of a blank or a nought: one such row would make a century of gaps."""
Columns = dict[str, list[str]]


def translate(text: TextTable, raw: RawFile) -> pa.Table:
    """Their mapped columns to ours. A day counts in its month; rows without one are set aside; Refused: all are.

    The day stays beside its month (`said_month`): rows of two days are two incidents, not one again.
    """
    given: Columns = {name: text.table[name].to_pylist() for name in text.table.column_names}
    reader = _day_reader(given, raw)
    days = [reader(cell) for cell in given["month"]]
    columns = _blank_columns(len(days)) | _as_written(given, raw)
    columns["month"], columns["said_month"] = [day[:7] for day in days], days
    columns["longitude"], columns["latitude"] = _points_of(given, len(days))
    columns |= _times_of(given, days, reader)
    aside = [
        reason or ("" if _MONTH.fullmatch(month) else str(SetAside.WRONG_MONTH))
        for reason, month in zip(given["aside"], columns["month"], strict=True)
    ]
    _refuse_without_months(columns["month"], given, raw)
    if "count" in given:
        columns, aside = _each_as_often(columns, aside, given["count"])
    table = pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})
    return table.append_column("aside", pa.array([reason or None for reason in aside], pa.string()))


def _day_reader(given: Columns, raw: RawFile) -> DayReader:
    """One order of days for all columns of days of the file."""
    mapping = dict(raw.source.columns)
    held = [
        [cell for cell, reason in zip(given[ours], given["aside"], strict=True) if not reason]
        for ours in ("month", "occurred_from", "occurred_to")
        if ours in given
    ]
    names = [mapping[ours] for ours in ("month", "occurred_from", "occurred_to") if ours in given]
    return DayReader(order_of(dict(zip(names, held, strict=True)), raw.source.date_order))


def _blank_columns(length: int) -> Columns:
    return {name: [""] * length for name in TEXT_COLUMNS}


def _as_written(given: Columns, raw: RawFile) -> Columns:
    """What needs no reading but for its letters."""
    found: Columns = {ours: given[ours] for ours in _AS_THEY_ARE if ours in given}
    kinds = [raw.source.every_row] * len(given["month"]) if raw.source.every_row else given["category"]
    found["supplier_category"] = [" ".join(kind.split()) for kind in kinds]
    if "lsoa" in given:
        found["lsoa"] = [cell.upper() for cell in given["lsoa"]]
    for ours in REFERENCES:
        if ours in given:
            found[ours] = [mark_of(cell) for cell in given[ours]]
    if "postcode" in given:
        found["postcode"] = [outward(cell) for cell in given["postcode"]]
    return found


def outward(postcode: str) -> str:
    """The outward half of a postcode: what is left of it names no household.

    >>> outward("ab12 3cd"), outward("AB12"), outward("n/a")
    ('AB12', 'AB12', '')
    """
    found = _OUTWARD.fullmatch(postcode.strip())
    return found[1].upper() if found else ""


def _points_of(given: Columns, length: int) -> tuple[list[str], list[str]]:
    if "grid_reference" in given:
        pairs = [from_one_cell(cell) for cell in given["grid_reference"]]
    elif "longitude" in given and "latitude" in given:
        pairs = list(zip(given["longitude"], given["latitude"], strict=True))
    else:
        return [""] * length, [""] * length
    found = in_degrees(pairs)
    return [x for x, _ in found], [y for _, y in found]


def _times_of(given: Columns, days: Sequence[str], reader: DayReader) -> Columns:
    """When each incident began and ended; a bare time of day is that of the row's day."""
    found: Columns = {}
    for ours in ("occurred_from", "occurred_to"):
        if ours in given:
            found[ours] = _without_midnights(
                [_moment_of(cell, day, reader) for cell, day in zip(given[ours], days, strict=True)]
            )
    if len(found) == 2:
        pairs = zip(found["occurred_from"], found["occurred_to"], strict=True)
        found["occurred_to"] = [_after(began, ended) for began, ended in pairs]
    return found


def _moment_of(cell: str, day: str, reader: DayReader) -> str:
    if not cell:
        return ""
    clock = clock_of(cell)
    if clock:
        return f"{day[:10]} {clock}" if len(day) >= 10 else ""
    return reader(cell) or cell


def _without_midnights(moments: list[str]) -> list[str]:
    """Days alone where every time of day is midnight: a program that knows no time writes it so."""
    timed = [moment for moment in moments if len(moment) == 16]
    midnight = timed and all(moment.endswith(" 00:00") for moment in timed)
    return [moment.removesuffix(" 00:00") for moment in moments] if midnight else moments


def _after(began: str, ended: str) -> str:
    """An end before its beginning, within a day of it, is past midnight: on the next day."""
    if len(began) != 16 or len(ended) != 16 or ended >= began:
        return ended
    try:
        later = datetime.fromisoformat(ended) + timedelta(days=1)
        return later.isoformat(" ", "minutes") if later >= datetime.fromisoformat(began) else ended
    except ValueError:
        return ended


def _refuse_without_months(months: Sequence[str], given: Columns, raw: RawFile) -> None:
    """Not one record has a day: the column is another than it was said to be, or its formulas were never worked out."""
    told = [cell for cell, reason in zip(given["month"], given["aside"], strict=True) if not reason]
    if not told or any(map(_MONTH.fullmatch, months)):
        return
    name = dict(raw.source.columns)["month"]
    if not any(told):
        cause = "no row has a day: the column is empty, or its formulas keep no value"
        raise Refused(name, cause, "Open it in the spreadsheet program, save it once, and send that")
    first = next(cell for cell in told if cell)
    cause = f"no row has a day that can be read: the first says {first[:40]!r}"
    raise Refused(name, cause, "Days may be 03/07/2026, 2026-07-03, 3 July 2026, July 2026; correct columns if needed")


def _each_as_often(columns: Columns, aside: Sequence[str], counts: Sequence[str]) -> tuple[Columns, list[str]]:
    """Each row as often as it counts; one that stands for nothing stays once, set aside."""
    often = [whole_number(cell) for cell in counts]
    reasons = [why or ("" if n else _not_counted(cell)) for why, n, cell in zip(aside, often, counts, strict=True)]
    times = [1 if why else n for why, n in zip(reasons, often, strict=True)]
    rows = np.repeat(np.arange(len(times)), times).tolist()
    return {name: [cells[at] for at in rows] for name, cells in columns.items()}, [reasons[at] for at in rows]


def _not_counted(cell: str) -> str:
    return str(SetAside.HIDDEN_COUNT if is_hidden(cell) else SetAside.NO_COUNT)
