"""Published tables, opened as they were downloaded: CSV of any letters, or the sheets of a workbook; titles skipped."""

from __future__ import annotations

import csv
import hashlib
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bsafe_analysis.faults import Fault, InputError, system_fault
from bsafe_analysis.parameters.published.standard_codes import StandardColumn, standard_columns

HEADER_WITHIN = 20
"""Rows: the most that titles, notes and blank lines fill above a header (NOMIS has up to nine)."""
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
LARGEST = 1024 * 1024 * 1024
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True)
class PublishedTable:
    """One table of a file: its header, the standard columns in it, the lines above it, and its rows, read when asked.

    `rows` can be gone through once. `sheet` is "" for a CSV.
    """

    file: str
    sheet: str
    titles: tuple[str, ...]
    header: tuple[str, ...]
    columns: tuple[StandardColumn, ...]
    rows: Iterator[list[str]]

    @property
    def where(self) -> str:
        return f"sheet {self.sheet!r}" if self.sheet else "header"


SheetsWanted = Callable[[Sequence[str]], Sequence[str]]
"""Which of a workbook's sheets are to be read, by their names."""


def open_tables(path: Path, wanted: SheetsWanted = list) -> Iterator[PublishedTable]:
    """Each table of the file that has a header with a standard code; InputError where it cannot be read."""
    check_size(path)
    opened = _sheets(path, wanted) if path.suffix.lower() in WORKBOOKS else _csv(path)
    for sheet, rows in opened:
        table = _with_header(path.name, sheet, rows)
        if table:
            yield table


def check_size(path: Path) -> None:
    """InputError where the file is not there, cannot be read, or is larger than anything that is published."""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            stream.read(1)
    except OSError as error:
        raise InputError([Fault(path.name, "", *system_fault(error, "read"))]) from None
    if size > LARGEST:
        raise InputError([Fault(path.name, "", "it is larger than 1 GB", "Download the generalised version")])


def checksum(path: Path) -> str:
    """SHA-256 of the file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def headings_of(path: Path) -> list[str]:
    """The longest of the first rows, for a message that says what a file holds instead."""
    opened = _sheets(path, list) if path.suffix.lower() in WORKBOOKS else _csv(path)
    first = [[cell for cell in row if cell] for _, rows in opened for row in itertools.islice(rows, HEADER_WITHIN)]
    return max(first, key=len, default=[])


def _with_header(file: str, sheet: str, rows: Iterator[list[str]]) -> PublishedTable | None:
    titles: list[str] = []
    for row in itertools.islice(rows, HEADER_WITHIN):
        columns = standard_columns(row)
        if any(column.kind == "code" for column in columns) and len([cell for cell in row if cell]) > 1:
            return PublishedTable(file, sheet, tuple(titles), tuple(row), columns, rows)
        titles += [cell for cell in row if cell]
    return None


def _csv(path: Path) -> Iterator[tuple[str, Iterator[list[str]]]]:
    start = path.open("rb").read(4096)
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise InputError(
            [Fault(path.name, "", "this is no CSV", "Unpack it, or give a workbook its own ending: .xlsx")]
        )
    marked = next((name for mark, name in _MARKS if start.startswith(mark)), None)
    yield "", _csv_rows(path, marked or _encoding(path))


def _encoding(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as stream:
            for _ in iter(lambda: stream.read(1 << 20), ""):
                pass
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _csv_rows(path: Path, encoding: str) -> Iterator[list[str]]:
    with path.open(encoding=encoding, errors="replace", newline="") as stream:
        head = list(itertools.islice(stream, HEADER_WITHIN))
        delimiter = max(",;\t", key="".join(head).count)
        reader = csv.reader(itertools.chain(head, stream), delimiter=delimiter)
        try:
            for row in reader:
                yield [cell.strip() for cell in row]
        except csv.Error as error:
            place = f"row {reader.line_num}"
            raise InputError([Fault(path.name, place, f"this is not CSV: {error}", "Download it again")]) from None


def _sheets(path: Path, wanted: SheetsWanted) -> Iterator[tuple[str, Iterator[list[str]]]]:
    import python_calamine as calamine  # only where a workbook is given

    try:
        book = calamine.CalamineWorkbook.from_path(path)
        for name in wanted(book.sheet_names):
            yield name, _sheet_rows(book.get_sheet_by_name(name).iter_rows())
    except calamine.PasswordError:
        raise InputError([Fault(path.name, "", "it is locked with a password", "Save it without one")]) from None
    except Exception as error:  # calamine raises many kinds for damaged workbooks; each means the same to a person
        cause, cure = "it is no workbook that can be read", "Download it again"
        raise InputError([Fault(path.name, "", cause, cure)]) from error


def _sheet_rows(rows: Iterable[list[Any]]) -> Iterator[list[str]]:
    return ([_cell_words(cell) for cell in row] for row in rows)


def _cell_words(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, datetime | date) else str(cell).strip()
