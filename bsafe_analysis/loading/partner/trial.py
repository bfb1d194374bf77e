"""An extract read as it would be, and nothing kept: what each column became, what counts, what could not be used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from bsafe_analysis.faults import Fault
from bsafe_analysis.loading.harmonise import our_rows
from bsafe_analysis.loading.parsed_files import ParsedFile, facts_of, parse_fresh
from bsafe_analysis.loading.partner.extract_columns import translate
from bsafe_analysis.loading.partner.extract_reading import read_extract
from bsafe_analysis.loading.partner.said_places import placed_by_name
from bsafe_analysis.loading.placing import Places, place
from bsafe_analysis.loading.raw_files import RawFile
from bsafe_analysis.model.areas import NOT_PLACED
from bsafe_analysis.model.receipts import Notice

MOST_SHOWN = 3
_SHOWN = {
    "month": "month", "occurred_from": "occurred_from", "occurred_to": "occurred_to", "category": "supplier_category",
    "lsoa": "lsoa", "longitude": "longitude", "latitude": "latitude", "grid_reference": "longitude", "place": "place",
    "district": "district", "postcode": "postcode",
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
    words: Counter[str]
    examples: Mapping[str, tuple[tuple[str, str], ...]]
    unread: Mapping[str, int]
    remarks: tuple[str, ...]


def try_extract(raw: RawFile, places: Places, category_of: Mapping[str, str]) -> Trial | Fault:
    """The file as its source declares it; a Fault where it cannot be used at all."""
    table = parse_fresh(raw, translate, raw.read, read_extract)
    if isinstance(table, Fault):
        return table
    facts = facts_of(table)
    meaning = {**category_of, **dict(raw.source.words)}
    ours = our_rows([ParsedFile(raw, raw.source.name, "", facts, table)], raw.source, places, meaning, "9999-12")
    aside = {str(reason): rows for reason, rows in ours.aside[raw.name].items()}
    placed = 0
    names: tuple[Notice, ...] = ()
    if len(ours.incidents):
        rows, _ = place(ours.incidents, places)
        rows, told = placed_by_name(rows, places.by_name)
        placed, names = int((rows["neighbourhood"] != NOT_PLACED).sum()), tuple(told)
    free = table.filter(pa.compute.is_null(table["aside"]))
    months = sorted(set(free["month"].to_pylist()))
    return Trial(
        read=facts.lines,
        used=len(ours.incidents),
        placed=placed,
        aside=aside,
        months=(months[0], months[-1]) if months else ("", ""),
        words=Counter(free["supplier_category"].to_pylist()),
        examples=_examples(raw, free),
        unread=_unread(raw, free),
        remarks=(*facts.remarks, *(notice.text for notice in (*ours.notices, *names))),
    )


def _written(raw: RawFile) -> dict[str, list[str]]:
    text = read_extract(raw.read(), raw)
    kept = [n for n, reason in enumerate(text.table["aside"].to_pylist()) if not reason]
    return {ours: [text.table[ours][n].as_py() for n in kept] for ours, _ in raw.source.columns}


def _examples(raw: RawFile, read: pa.Table) -> dict[str, tuple[tuple[str, str], ...]]:
    """The first different cells of each column that may be shown, and what they became."""
    if "count" in dict(raw.source.columns):
        return {}
    written = _written(raw)
    found = {}
    for ours, cells in written.items():
        became = _SHOWN.get(ours, "")
        if became in read.column_names:
            pairs = zip(cells, read[became].to_pylist(), strict=False)
            found[ours] = tuple({cell: said for cell, said in pairs if cell}.items())[:MOST_SHOWN]
    return found


def _unread(raw: RawFile, read: pa.Table) -> dict[str, int]:
    if "count" in dict(raw.source.columns):
        return {}
    written = _written(raw)
    found = {}
    for ours in ("month", "postcode", "grid_reference"):
        became = _SHOWN[ours]
        if ours in written and became in read.column_names:
            pairs = zip(written[ours], read[became].to_pylist(), strict=False)
            found[ours] = sum(bool(cell) and not said for cell, said in pairs)
    return {ours: rows for ours, rows in found.items() if rows}
