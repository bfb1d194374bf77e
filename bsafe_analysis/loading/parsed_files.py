"""One raw file parsed once per checksum: our columns as text, kept as Parquet under data/prepared/files."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from bsafe_analysis.atomic_files import write_whole
from bsafe_analysis.faults import Fault
from bsafe_analysis.loading.duplicates import mark_repeats
from bsafe_analysis.loading.raw_files import DAMAGED, LARGEST_RATIO, LARGEST_TABLE, RawFile, unreadable
from bsafe_analysis.loading.sealed_files import sealed, unsealed
from bsafe_analysis.loading.text_tables import Refused, TextTable, read_table
from bsafe_analysis.model.receipts import SetAside

CACHE = "data/prepared/files"
FORM = "10"
"""Raised whenever what is kept of a file changes, so that older caches are not read."""

TEXT_COLUMNS = (
    "incident_id",
    "month",
    "supplier_category",
    "lsoa",
    "lsoa_name",
    "longitude",
    "latitude",
    "location",
    "outcome",
)
_META = b"bsafe"
_REMARKS = b"remarks"


@dataclass(frozen=True)
class FileFacts:
    """What was learnt when the file was parsed. `first_unreadable` is a line number, 0 where there is none."""

    sha256: str
    size: int
    lines: int
    unreadable: int
    first_unreadable: int
    repeated_ids: int
    encoding: str
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class ParsedFile:
    """`table`: TEXT_COLUMNS, what a partner's extract has beside them, and `aside` (null, or why the row is set aside
    whatever the borough).

    `left`: rows of the file that the table does not carry, by reason: those of other boroughs, where it comes from a
    national store. Rows of the table + `left` + unreadable lines = lines, always.
    """

    raw: RawFile
    force: str
    month: str
    facts: FileFacts
    table: pa.Table
    left: tuple[tuple[SetAside, int], ...] = ()


Translate = Callable[[TextTable, RawFile], pa.Table]
Tabulate = Callable[[bytes, RawFile], TextTable]


def plain_table(data: bytes, raw: RawFile) -> TextTable:
    """The table of a CSV whose first line names its columns, in the supplier's own columns."""
    return read_table(data)


def parse_file(
    root: Path, raw: RawFile, force: str, month: str, translate: Translate, tabulate: Tabulate = plain_table
) -> ParsedFile | Fault:
    """The file in our columns, from its cache where its bytes have been parsed before; else a Fault."""
    if raw.size > LARGEST_TABLE:
        return _too_large(raw)
    try:
        kept = root / CACHE / f"{_key(raw)}.parquet"
    except OSError as error:
        return Fault(raw.place, "", *unreadable(error))
    cached = _cached(kept)
    if cached is None:
        fresh = parse_fresh(raw, translate, raw.read, tabulate)
        if isinstance(fresh, Fault):
            return fresh
        if not raw.archive.is_as_hashed:
            return Fault(raw.place, "", "it was changed while it was read", "Run this again when it is in place")
        cached = fresh
        with suppress(OSError):  # a cache that cannot be kept costs time alone: what must be written says so itself
            _keep(kept, cached)
    return ParsedFile(raw, force, month, facts_of(cached), cached)


def parse_fresh(
    raw: RawFile, translate: Translate, read: Callable[[], bytes], tabulate: Tabulate = plain_table
) -> pa.Table | Fault:
    """The file in our columns, its facts in the schema (`facts_of`), nothing kept; else a Fault. `read`: its bytes."""
    if raw.size > LARGEST_TABLE:
        return _too_large(raw)
    try:
        data = read()
    except PermissionError as error:
        return Fault(raw.place, "", *unreadable(error))
    except DAMAGED:
        return Fault(raw.place, "", "the file is damaged or was cut short", "Download it again")
    try:
        return _parsed(raw, translate, data, tabulate)
    except Refused as refused:
        return Fault(raw.place, refused.place, refused.cause, refused.cure)
    except zlib.error:
        return Fault(raw.place, "", "the file is damaged or was cut short", "Download it again")


def _too_large(raw: RawFile) -> Fault:
    cause = f"it holds {raw.size / 1024**2:,.0f} MB, more than a month of the whole country"
    return Fault(raw.place, "", cause, f"Part it by force or month: at most {LARGEST_TABLE // 1024**2} MB a file")


def facts_of(table: pa.Table) -> FileFacts:
    """What was learnt when this table was parsed."""
    kept = json.loads(table.schema.metadata[_META])
    return FileFacts(**kept | {"remarks": tuple(kept["remarks"])})


def _key(raw: RawFile) -> str:
    source = raw.source
    chosen = [source.sheets, source.date_order, source.every_row, source.never_read]
    columns = json.dumps([source.kind, source.columns, chosen, raw.member and raw.file_name])
    return hashlib.sha256(f"{FORM}|{raw.archive.sha256}|{raw.member}|{columns}".encode()).hexdigest()[:40]


def _parsed(raw: RawFile, translate: Translate, data: bytes, tabulate: Tabulate) -> pa.Table:
    text = tabulate(_unzipped(data, raw.file_name), raw)
    table = translate(text, raw)
    remarks = (*text.remarks, *json.loads((table.schema.metadata or {}).get(_REMARKS, b"[]")))
    table, repeated = mark_repeats(table)
    facts = FileFacts(
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        lines=table.num_rows + len(text.unreadable),
        unreadable=len(text.unreadable),
        first_unreadable=text.unreadable[0] if text.unreadable else 0,
        repeated_ids=repeated,
        encoding=text.encoding,
        remarks=remarks,
    )
    return table.replace_schema_metadata({_META: json.dumps(asdict(facts))})


def with_remarks(table: pa.Table, remarks: list[str]) -> pa.Table:
    """The table with what its translation has to tell a person."""
    return table.replace_schema_metadata({_REMARKS: json.dumps(remarks)}) if remarks else table


def _unzipped(data: bytes, name: str) -> bytes:
    if not name.lower().endswith(".gz"):
        return data
    unpacker = zlib.decompressobj(wbits=31)
    text = unpacker.decompress(data, min(LARGEST_TABLE, LARGEST_RATIO * len(data) + 1_000_000))
    if unpacker.unconsumed_tail:
        raise Refused("", "it unpacks to far more than its size", "Ask where it comes from; do not unpack it")
    if not unpacker.eof or unpacker.unused_data:
        raise Refused("", "the gzip file was cut short, or has something after its end", "Ask for it again")
    return text


def _cached(kept: Path) -> pa.Table | None:
    """The cached table; None where there is none, or it is damaged (it will be made again)."""
    try:
        data = unsealed(kept)
        if data is None:
            return None
        table = pq.read_table(pa.BufferReader(pa.py_buffer(data)))
        facts_of(table)
    except (OSError, pa.ArrowException, KeyError, TypeError, ValueError):
        return None
    return table


def _keep(kept: Path, table: pa.Table) -> None:
    # two copies of one file are parsed side by side under one key: each writes a file of its own
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", use_dictionary=_repeating(table))
    write_whole(kept, sealed(memoryview(sink.getvalue())), flush=False)


def _repeating(table: pa.Table) -> list[str]:
    return [name for name in table.column_names if name not in ("incident_id",)]
