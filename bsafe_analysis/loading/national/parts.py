"""One police.uk file made a part of the store: read with the same checks as a workspace's, sorted, written aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bsafe_analysis.atomic_files import being_written
from bsafe_analysis.faults import Fault
from bsafe_analysis.loading.harmonise import EAST, NORTH, PROPER_LSOA, SOUTH, WEST, without_place
from bsafe_analysis.loading.national.catalogue import Box, Part, seal_of
from bsafe_analysis.loading.parsed_files import facts_of, parse_fresh
from bsafe_analysis.loading.police_uk import translate
from bsafe_analysis.loading.raw_files import RawFile
from bsafe_analysis.model.receipts import SetAside

ROWS_TOGETHER = 50_000
"""Rows of a row group: a borough of a large force touches one or two of them."""
_ID_BYTES = 32


def make_part(store: Path, raw: RawFile, named: tuple[str, str], read: Callable[[], bytes]) -> Part | Fault:
    """The file's rows in the store, in no catalogue yet; a Fault where it cannot be trusted whole."""
    table = parse_fresh(raw, translate, read)
    if isinstance(table, Fault):
        return table
    month, force = named
    facts = facts_of(table)
    aside = Counter(table["aside"].drop_null().to_pylist())
    free = pc.is_null(table["aside"]).to_numpy(zero_copy_only=False)
    part = Part(
        force=force, month=month, name=raw.name, downloaded=raw.downloaded,
        archive=raw.archive.sha256 if raw.member else "", member=raw.member,
        sha256=facts.sha256, size=facts.size, lines=facts.lines,
        unreadable=facts.unreadable, first_unreadable=facts.first_unreadable,
        repeated_ids=facts.repeated_ids, encoding=facts.encoding, rows=table.num_rows,
        no_place=int((without_place(table) & free).sum()),
        aside=tuple((SetAside(reason), n) for reason, n in sorted(aside.items())),
        kept=(0, 0), box=_box(table), loose=_box(_loose(table)),
    )  # fmt: skip
    return _written(store, part, table)


def _written(store: Path, part: Part, table: pa.Table) -> Part:
    line = pa.array(np.arange(len(table), dtype="int32"))
    table = table.replace_schema_metadata(None).append_column("line", line)
    table = table.take(pc.sort_indices(table, [("lsoa", "ascending"), ("line", "ascending")]))
    ids = ids_packed(table["incident_id"])
    crimes = table.drop_columns(["incident_id"]).rename_columns(
        ["month_text" if name == "month" else name for name in table.column_names if name != "incident_id"]
    )
    (crime_bytes, crime_seal), (id_bytes, id_seal) = (
        _write_part(store / kind / part.stem, of, compression)
        for kind, of, compression in (("crimes", crimes, "zstd"), ("ids", ids, "none"))
    )
    return Part(**{**vars(part), "kept": (crime_bytes, id_bytes), "seals": (crime_seal, id_seal)})


def _write_part(path: Path, table: pa.Table, compression: str) -> tuple[int, str]:
    with being_written(path) as building:
        pq.write_table(
            table, building, compression=compression, row_group_size=ROWS_TOGETHER, write_statistics=["lsoa"],
            use_dictionary=[n for n in table.column_names if n not in ("line", "id", "other")],
        )  # fmt: skip
        written = building.stat().st_size, seal_of(building)
    return written


def ids_packed(ids: pa.ChunkedArray) -> pa.Table:
    """Crime IDs at half their length: `id` (32 bytes, where it is 64 hexadecimal digits), else `other` as it stands."""
    ids = ids.combine_chunks() if isinstance(ids, pa.ChunkedArray) else ids
    digits = pc.match_substring_regex(ids, "^[0-9a-f]{64}$")
    chosen = ids.filter(digits)
    whole = np.full(len(ids), -1)
    mask = digits.to_numpy(zero_copy_only=False)
    whole[mask] = np.arange(len(chosen))
    packed = bytes.fromhex("".join(chosen.to_pylist()))
    values = pa.FixedSizeBinaryArray.from_buffers(pa.binary(_ID_BYTES), len(chosen), [None, pa.py_buffer(packed)])
    order = pa.array(np.where(mask, whole, 0), mask=~mask)
    other = pc.if_else(pc.or_(digits, pc.equal(ids, "")), pa.scalar(None, pa.string()), ids)
    return pa.table({"id": values.take(order), "other": other})


def _loose(table: pa.Table) -> pa.Table:
    """Rows that no LSOA places: blank, or no code at all."""
    codes = pc.unique(table["lsoa"])
    odd = [code for code in codes.to_pylist() if not PROPER_LSOA.fullmatch(code)]
    return table.filter(pc.is_in(table["lsoa"], pa.array(odd, pa.string()))) if odd else table.slice(0, 0)


def _box(table: pa.Table) -> Box | None:
    """What holds every map point in or near Great Britain; None where there is none."""
    edges = []
    for name, low, high in (("longitude", WEST, EAST), ("latitude", SOUTH, NORTH)):
        numbers = pd.to_numeric(pd.Series(pc.unique(table[name]).to_pylist(), dtype="object"), errors="coerce")
        near = numbers[(numbers > low) & (numbers < high)]
        if near.empty:
            return None
        edges.append((float(near.min()), float(near.max())))
    (west, east), (south, north) = edges
    return west, south, east, north
