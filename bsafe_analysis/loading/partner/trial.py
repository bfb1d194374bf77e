"""An extract read as it would be, and nothing kept: what each column became, what counts, what could not be used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import islice

import pyarrow as pa
import pyarrow.compute as pc

from bsafe_analysis.faults import Fault
from bsafe_analysis.loading.harmonise import our_rows
from bsafe_analysis.loading.notices import hidden_counts
from bsafe_analysis.loading.parsed_files import ParsedFile, facts_of, parse_fresh
from bsafe_analysis.loading.partner.extract_columns import translate
from bsafe_analysis.loading.partner.extract_reading import read_extract
from bsafe_analysis.loading.partner.points_elsewhere import points_elsewhere
from bsafe_analysis.loading.partner.said_places import placed_by_name
from bsafe_analysis.loading.partner.written_days import order_of
from bsafe_analysis.loading.placing import Places, place
from bsafe_analysis.loading.raw_files import RawFile
from bsafe_analysis.loading.text_tables import TextTable
from bsafe_analysis.model.areas import NOT_PLACED
from bsafe_analysis.model.receipts import Notice, Source

MOST_SHOWN = 3
UNPROVED = (
    "no day is later than the 12th, so 03/07 is read as the 3rd of July: if it is the 7th of March, write date_order: "
    "month_first"
)
_SHOWN = {
    "month": "said_month", "occurred_from": "occurred_from", "occurred_to": "occurred_to",
    "category": "supplier_category", "lsoa": "lsoa", "longitude": "longitude", "latitude": "latitude",
    "grid_reference": "longitude", "place": "place", "district": "district", "postcode": "postcode",
}  # fmt: skip
"""Our columns of which examples may be shown: none that names or describes anybody."""


@dataclass(frozen=True)
class Trial:
    """`examples`: our column -> (as written, as read); `unread`: our column -> filled cells of which nothing became.

    `aside`: reason -> rows; `months`: first and last; `remarks`: what a person should know, a line each.
    """

    read: int
    used: int
    placed: int
    aside: Mapping[str, int]
    months: tuple[str, str]
    examples: Mapping[str, tuple[tuple[str, str], ...]]
    unread: Mapping[str, int]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class ReadOnce:
    """A file read as its source declares its columns: as written, and as read. What its words mean may change."""

    raw: RawFile
    written: pa.Table
    read: pa.Table

    @property
    def words(self) -> Counter[str]:
        """The words of its records, and how many rows have each."""
        return Counter(self.read.filter(pc.is_null(self.read["aside"]))["supplier_category"].to_pylist())


def read_once(raw: RawFile) -> ReadOnce | Fault:
    """The file in our columns; a Fault where it cannot be used at all."""
    kept: list[pa.Table] = []

    def tabulate(data: bytes, of: RawFile) -> TextTable:
        text = read_extract(data, of)
        kept.append(text.table)
        return text

    table = parse_fresh(raw, translate, raw.read, tabulate)
    return table if isinstance(table, Fault) else ReadOnce(raw, kept[0], table)


def try_extract(once: ReadOnce, source: Source, places: Places, category_of: Mapping[str, str]) -> Trial:
    """What would count of a file that has been read. `source`: with the meaning of its words."""
    raw, table = replace(once.raw, source=source), once.read
    facts = facts_of(table)
    meaning = {**category_of, **dict(raw.source.words)}
    file = ParsedFile(raw, raw.source.name, "", facts, table)
    ours = our_rows([file], raw.source, places, meaning, "9999-12")
    aside = {str(reason): rows for reason, rows in ours.aside[raw.name].items()}
    placed = 0
    names: tuple[Notice, ...] = ()
    if len(ours.incidents):
        rows, _ = place(ours.incidents, places)
        elsewhere = points_elsewhere(rows, [source], places.borough_name)
        rows, told = placed_by_name(rows, places.by_name)
        placed, names = int((rows["neighbourhood"] != NOT_PLACED).sum()), (*elsewhere, *told)
    free = table.filter(pc.is_null(table["aside"]))
    months = sorted(set(free["month"].to_pylist()))
    order = order_of({"": _dated_cells(once)}, source.date_order)
    doubt = (UNPROVED,) if order.seen and not order.proved else ()
    return Trial(
        read=facts.lines,
        used=len(ours.incidents),
        placed=placed,
        aside=aside,
        months=(months[0], months[-1]) if months else ("", ""),
        examples=_examples(once),
        unread=_unread(once),
        remarks=(*doubt, *facts.remarks, *(notice.text for notice in (*hidden_counts(file), *ours.notices, *names))),
    )


def _dated_cells(once: ReadOnce) -> list[str]:
    """The days of the records, as written."""
    return once.written.filter(pc.equal(once.written["aside"], ""))["month"].to_pylist()


def _cell_pairs(once: ReadOnce) -> dict[str, list[tuple[str, str]]]:
    """Our column -> each cell of a record that may be shown, and what it became; rows that count many times: none."""
    if once.written.num_rows != once.read.num_rows:
        return {}
    kept = [n for n, reason in enumerate(once.written["aside"].to_pylist()) if not reason]
    names = [ours for ours, _ in once.raw.source.columns if _SHOWN.get(ours) in once.read.column_names]
    pairs = {}
    for ours in names:
        written, read = once.written[ours].to_pylist(), once.read[_SHOWN[ours]].to_pylist()
        pairs[ours] = [(written[n], read[n]) for n in kept if written[n]]
    return pairs


def _examples(once: ReadOnce) -> dict[str, tuple[tuple[str, str], ...]]:
    """The first different cells of each column, and what they became."""
    return {ours: tuple(islice(dict(pairs).items(), MOST_SHOWN)) for ours, pairs in _cell_pairs(once).items()}


def _unread(once: ReadOnce) -> dict[str, int]:
    """Filled cells of which nothing became."""
    found = {ours: sum(not read for _, read in pairs) for ours, pairs in _cell_pairs(once).items()}
    return {ours: rows for ours, rows in found.items() if rows}
