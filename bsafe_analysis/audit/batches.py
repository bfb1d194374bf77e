"""Raw tables of one layout, some at a time: as a view of cells for the rules, and where each of our columns stands."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import duckdb
import pyarrow as pa

from bsafe_analysis.audit.arrivals import Arrival, bytes_of
from bsafe_analysis.audit.declared import Feed
from bsafe_analysis.audit.partner_days import TwoOrders
from bsafe_analysis.audit.partner_sheets import NoTable
from bsafe_analysis.audit.partner_table import PartnerTable
from bsafe_analysis.audit.raw_lines import RawLines
from bsafe_analysis.faults import Fault, InputError

MOST_BYTES = 64 * 1024**2
"""Of text held at once."""
TABLES_KEPT, LARGEST_KEPT = 8, 16_000_000
"""Partners' files whose tables are kept, for the recount, downloads and hours each ask for the same few again; and the
bytes above which one is read anew each time, so that large files do not fill the memory."""
_STREET = {
    "incident_id": "Crime ID",
    "month": "Month",
    "category": "Crime type",
    "lsoa": "LSOA code",
    "lsoa_name": "LSOA name",
    "longitude": "Longitude",
    "latitude": "Latitude",
    "location": "Location",
    "outcome": "Last outcome category",
}


@dataclass
class Batch:
    """Tables of one feed with one header. `numbers`: each table's number among all files that were read."""

    header: tuple[str, ...]
    mark: str
    tables: list[tuple[int, RawLines | PartnerTable]] = field(default_factory=list)

    @property
    def size(self) -> int:
        return sum(table.size for _, table in self.tables)

    def show(self, db: duckdb.DuckDBPyConnection) -> None:
        """The view `batch`: file, line, cells of every line that is a whole row of its table."""
        text = [t.as_text(number) for number, t in self.tables if isinstance(t, RawLines) and t.plain]
        cells = [table.as_cells(number) for number, table in self.tables if not table.plain]
        parts = []
        for name, given in (("batch_text", text), ("batch_cells", cells)):
            if given:
                db.register(name, pa.concat_tables(given))
        if text:
            split = f"string_split(text, '{self.mark}')"
            # the mark is one of raw_lines' own, the width a number: nothing of a file's words comes into the query
            whole = f"len(cells) = {len(self.header)}"
            parts.append(f"SELECT file, line, {split} AS cells FROM batch_text WHERE {whole}")  # noqa: S608 (no words of a file)
        if cells:
            parts.append("SELECT file, line, cells FROM batch_cells")
        db.execute(f"CREATE OR REPLACE TEMP VIEW batch AS {' UNION ALL '.join(parts)}")

    def cell(self, feed: Feed, ours: str) -> str:
        """The SQL of one of our columns as it was written; blank where the feed has none."""
        at = place_of(feed, ours, self.header)
        return "''" if at is None else f"cells[{at + 1}]"

    def columns(self, feed: Feed) -> dict[str, str]:
        """The SQL of each column that the rules name.

        `month` as it counts; `everything`: all that a row says, its day too; `saying`: the same but for its outcome.
        """
        names = ("incident_id", "category", "lsoa", "lsoa_name", "longitude", "latitude", "by_name", "claimed")
        told = {name: self.cell(feed, name) for name in names}
        month = f"tidy({self.cell(feed, 'month')})"
        written = self.cell(feed, "said_month") if feed.kind == "columns" else month
        location, outcome, occurred = (self.cell(feed, name) for name in ("location", "outcome", "occurred_from"))
        saying = [written, *(f"tidy({cell})" for cell in (*told.values(), location, occurred) if cell != "''")]
        everything = [*saying, f"tidy({outcome})"]
        return {**told, "month": month, "saying": ", ".join(saying), "everything": ", ".join(everything)}


def batches_of(feed: Feed, arrivals: Iterable[Arrival], numbers: Mapping[str, int]) -> Iterator[Batch]:
    """The tables of these arrivals, those of one layout together. `numbers`: by an arrival's name."""
    open_batches: dict[tuple[tuple[str, ...], str], Batch] = {}
    for arrival, data in bytes_of(arrivals):
        table = table_of(feed, data, arrival.name)
        if table is None:
            continue
        batch = open_batches.setdefault((table.header, table.mark), Batch(table.header, table.mark))
        batch.tables.append((numbers[arrival.name], table))
        if batch.size > MOST_BYTES:
            yield open_batches.pop((table.header, table.mark))
    yield from open_batches.values()


def table_of(feed: Feed, data: bytes, name: str) -> RawLines | PartnerTable | None:
    """The table of one file. A partner's has our names of its columns, and its cells in one plain form.

    None where a file that a month may go out without cannot be read as it is declared; else InputError.
    """
    if feed.kind != "columns":
        return RawLines.of(data, name)
    try:
        whole = gzip.decompress(data) if name.lower().endswith(".gz") else data
        return PartnerTable.of(whole, feed) if len(whole) > LARGEST_KEPT else _partner_table(_Sent(whole, feed))
    except (NoTable, TwoOrders) as error:
        if not feed.required:
            return None
        raise InputError([Fault(f"data/raw/{name}", "", str(error), "See `bsafe check`")]) from None


@dataclass(frozen=True)
class _Sent:
    """A partner's file and how it is declared: what its table follows from."""

    data: bytes
    feed: Feed

    def __hash__(self) -> int:
        return hash(self.data)


@lru_cache(maxsize=TABLES_KEPT)
def _partner_table(sent: _Sent) -> PartnerTable:
    return PartnerTable.of(sent.data, sent.feed)


def place_of(feed: Feed, ours: str, header: tuple[str, ...]) -> int | None:
    """Where one of our columns stands in a feed's table; None where it has none."""
    if feed.kind == "columns":
        return header.index(ours) if ours in header else None
    theirs = (_STREET if feed.kind == "police_uk" else feed.columns).get(ours)
    return _position(header, theirs) if theirs else None


def _position(header: tuple[str, ...], name: str) -> int | None:
    """Where a column stands: by its name, else by the one name that differs in capitals, spaces or dashes alone."""
    if name in header:
        return header.index(name)
    alike = [at for at, given in enumerate(header) if _letters(given) == _letters(name)]
    return alike[0] if len(alike) == 1 else None


def _letters(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name).strip().casefold()
