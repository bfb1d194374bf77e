"""A partner's file as rows of cells with their numbers, read by a reader of the audit's own."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

_MARKS = ",;\t|"
LOOKED_AT = 40
"""Rows in which the names of the columns are looked for."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
Row = tuple[int, list[str]]


class NoTable(ValueError):
    """The file has not the table that sources.yml says it has."""


@dataclass(frozen=True)
class PartnerSheet:
    """`names`: of the header's columns, folded; `rows`: below it, filled; `broken`: lines that are no row."""

    title: str
    names: tuple[str, ...]
    rows: list[Row]
    broken: int


def sheets_of(data: bytes, wanted: Collection[str], named: Collection[str]) -> list[PartnerSheet]:
    """The sheets that count, of a workbook or a text. `wanted`: columns; `named`: sheets; NoTable if none."""
    keys = {fold_name(name) for name in wanted}
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        given = [(title, rows) for title, rows, shown in _of_workbook(data) if _is_asked_for(title, shown, named)]
        if len(given) < len(named):
            raise NoTable("a sheet that sources.yml names is not there")
        found = [sheet for title, rows in given if (sheet := _below_header(title, rows, keys))]
        if not found or (named and len(found) < len(given)):
            raise NoTable("no sheet has the columns")
        ordered = {title.strip().casefold(): sheet for (title, _), sheet in zip(given, found, strict=False)}
        return [ordered[name.strip().casefold()] for name in named] if named else found
    return [_of_text(_decoded_text(data), keys)]


def _is_asked_for(title: str, shown: bool, named: Collection[str]) -> bool:
    return title.strip().casefold() in {name.strip().casefold() for name in named} if named else shown


def fold_name(name: str) -> str:
    """A column's name without its looks."""
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", name))).casefold()


def _folded_names(row: Sequence[str]) -> tuple[str, ...]:
    """A nameless column is "column c"; of two of one name the second is "name 2"."""
    found: list[str] = []
    seen: dict[str, int] = {}
    for at, cell in enumerate(row):
        name = fold_name(cell) if cell.strip() else f"column {_in_letters(at)}"
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return tuple(found)


def _in_letters(at: int) -> str:
    first, last = divmod(at, 26)
    return (_in_letters(first - 1) if first else "") + "abcdefghijklmnopqrstuvwxyz"[last]


def _below_header(title: str, rows: list[Row], keys: set[str]) -> PartnerSheet | None:
    """The sheet from its first row that names every wanted column; None where none does."""
    for at, (_, row) in enumerate(rows[:LOOKED_AT]):
        names = _folded_names(row)
        if keys <= set(names):
            return PartnerSheet(title, names, [each for each in rows[at + 1 :] if any(map(str.strip, each[1]))], 0)
    return None


def _of_workbook(data: bytes) -> Iterator[tuple[str, list[Row], bool]]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # only where a workbook came

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for told in (each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet):
            sheet = book.get_sheet_by_name(told.name)
            rows = [[_said(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
            for (first, column), (last, _) in sheet.merged_cell_ranges or ():
                for row in rows[first + 1 : last + 1]:
                    row[column] = rows[first][column]
            yield told.name, list(enumerate(rows, start=1)), told.visible == SheetVisibleEnum.Visible
    except Exception as error:  # calamine raises many kinds; each means that there is nothing to count
        raise NoTable("the workbook cannot be opened") from error


def _said(cell: Any) -> str:
    """As the cell would be typed: 2026-07-03, 2026-07-03 14:05, 14:05, 12."""
    match cell:
        case datetime() if cell.time() != time(0):
            return f"{cell:%Y-%m-%d %H:%M}"
        case date():
            return f"{cell:%Y-%m-%d}"
        case time():
            return f"{cell:%H:%M}"
        case timedelta():
            minutes = int(cell.total_seconds() // 60)
            return f"{minutes // 60}:{minutes % 60:02d}"
        case float() if cell == int(cell) and abs(cell) < 1e15:
            return f"{int(cell)}"
        case _:
            return str(cell)


def _decoded_text(data: bytes) -> str:
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(name)
    if b"\0" in data[:400]:
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    return text if "\n" in text else text.replace("\r", "\n")


def _of_text(text: str, keys: set[str]) -> PartnerSheet:
    """The records of a text, whatever parts its columns; line by line where quotation marks stand astray."""
    tried = {mark: _records(text, mark) for mark in _MARKS if mark in text}
    whole = {mark: sheet for mark, rows in tried.items() if rows and (sheet := _below_header("", rows, keys))}
    for mark, sheet in whole.items():
        ends = {number for number, _ in tried[mark] or ()}
        if not _joined_by_mistake(sheet, ends, text):
            return _without_broken(sheet)
    for mark in tried:
        lines = [(n, _one_record(line, mark)) for n, line in enumerate(text.split("\n"), start=1)]
        if sheet := _below_header("", [(n, row) for n, row in lines if row is not None], keys):
            first = min((n for n, _ in sheet.rows), default=0)
            stray = sum(row is None and n > first - 1 for n, row in lines)
            kept = _without_broken(sheet)
            return PartnerSheet("", kept.names, kept.rows, kept.broken + stray)
    raise NoTable("no line names the columns")


def _records(text: str, mark: str) -> list[Row] | None:
    """Each record with the number of its first line; None where quotation marks do not pair."""
    reader, rows, first = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True), list[Row](), 1
    try:
        for row in reader:
            rows.append((first, row))
            first = reader.line_num + 1
    except csv.Error:
        return None
    return rows


def _joined_by_mistake(sheet: PartnerSheet, starts: set[int], text: str) -> bool:
    """Whether a record of several lines is wider or narrower than the header: two cells were joined by mistake."""
    last = text.count("\n") + 1
    return any(
        len(row) != len(sheet.names) and number + 1 not in starts and number + 1 <= last - text.endswith("\n")
        for number, row in sheet.rows
    )


def _one_record(line: str, mark: str) -> list[str] | None:
    try:
        rows = list(csv.reader([line.removesuffix("\r")], delimiter=mark, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def _without_broken(sheet: PartnerSheet) -> PartnerSheet:
    """Rows with a control character, or more cells than the header has, are none."""
    kept = [
        each
        for each in sheet.rows
        if not any(map(str.strip, each[1][len(sheet.names) :])) and not any(map(_CONTROL.search, each[1]))
    ]
    return PartnerSheet(sheet.title, sheet.names, kept, sheet.broken + len(sheet.rows) - len(kept))
