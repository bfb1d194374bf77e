"""Cells of raw files as they were written, for what the count of incidents does not need: names of points, times."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bsafe_analysis.audit.arrivals import Arrival, arrivals_of, bytes_of
from bsafe_analysis.audit.batches import place_of, table_of
from bsafe_analysis.audit.declared import Feed
from bsafe_analysis.audit.partner_table import PartnerTable
from bsafe_analysis.audit.raw_lines import RawLines


class WrittenLine(NamedTuple):
    """One line of a raw file. `month`: as it counts; `cells`: those columns that were asked for, blanks trimmed."""

    file: str
    line: int
    month: str
    cells: tuple[str, ...]


def lines_again(
    root: Path, feed: Feed, until: str, columns: Sequence[str], files: Collection[str] | None = None
) -> list[WrittenLine]:
    """Every line of a feed's files that is a whole row, or of `files` (names below data/raw) alone.

    `columns`: our names of them; a column that the feed has not is blank.
    """
    arrivals = [each for each in arrivals_of(root, feed, until, None) if files is None or each.name in files]
    return [line for arrival, data in bytes_of(arrivals) for line in _lines(feed, arrival, data, columns)]


def _lines(feed: Feed, arrival: Arrival, data: bytes, columns: Sequence[str]) -> Iterator[WrittenLine]:
    table = table_of(feed, data, arrival.name)
    if table is None:
        return
    at_month, *places = (place_of(feed, ours, table.header) for ours in ("month", *columns))
    for line, cells in _rows(table):
        month = "" if at_month is None else cells[at_month].strip()
        yield WrittenLine(arrival.name, line, month, tuple(["" if at is None else cells[at].strip() for at in places]))


def _rows(table: RawLines | PartnerTable) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each line that is one whole row."""
    if isinstance(table, PartnerTable) or not table.plain:
        told = table.as_cells(0)
        yield from zip(told["line"].to_pylist(), told["cells"].to_pylist(), strict=True)
        return
    for number, text in enumerate(table.body.decode().split("\n"), start=2):
        cells = text.removesuffix("\r").split(table.mark)
        if len(cells) == len(table.header):
            yield number, cells


def all_arrivals(root: Path, feeds: Sequence[Feed], until: str = "9999-12") -> list[Arrival]:
    """Every table that arrived of these feeds, whatever its day."""
    return [arrival for feed in feeds if feed.kind != "store" for arrival in arrivals_of(root, feed, until, None)]
