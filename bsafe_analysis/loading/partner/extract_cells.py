"""A partner's file as sheets of text cells: CSV as RFC 4180 has it, or a workbook, whatever its name ends with."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from typing import Any

from bsafe_analysis.loading.text_tables import Refused, decoded
from bsafe_analysis.plain_files import far_cell

MARKS = (",", ";", "\t", "|")
LARGEST_WORKBOOK = 64 * 1024**2
LARGEST_UNPACKED = 2 * 1024**3
"""Bytes inside a workbook: a million rows of twenty columns take some 700 MB."""
_LOCKED = "EncryptedPackage".encode("utf-16-le")
"""Stands in a workbook that is locked with a password, whatever program locked it."""
_UNKEPT = re.compile(rb'<c r="([A-Z]+)\d+"(?![^>]*t="str")[^>]*><f[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?</c>')
"""A cell of a formula without a value; one of text may truly be blank."""
UNKEPT = "whose values were not kept"
_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True)
class SheetCells:
    """One sheet (of a CSV the only one, without a name). `numbers`: each row's number in the sheet or the file.

    `spans`: of a CSV, how many lines each row takes; `unread`: numbers of lines that are no row at all; `hidden`: not
    shown by the program that made it.
    """

    sheet: str
    rows: list[list[str]]
    numbers: list[int]
    spans: list[int]
    unread: tuple[int, ...] = ()
    hidden: bool = False


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are a workbook's, whatever the file is called."""
    return data.startswith(_WORKBOOK)


def text_of(data: bytes) -> tuple[str, str]:
    """The text and its encoding; Refused where there is none."""
    if b"\0" in data[:400] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        wide = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"  # as some programs save it, without a mark
        data = b"\xff\xfe" + data.decode(wide, "replace").encode("utf-16-le")
    utf8, encoding = decoded(data)
    return utf8.decode().removeprefix("\ufeff"), encoding


def csv_cells(text: str, mark: str, most: int | None = None) -> SheetCells | None:
    """The records of the whole text; None where a quotation mark is left open or stands astray."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    rows: list[list[str]] = []
    numbers, spans, before = [], [], 0
    try:
        for row in reader:
            rows.append(row)
            numbers.append(before + 1)
            spans.append(reader.line_num - before)
            before = reader.line_num
            if most is not None and len(rows) >= most:
                break
    except csv.Error:
        return None
    return SheetCells("", rows, numbers, spans)


def line_cells(text: str, mark: str) -> SheetCells:
    """Each line by itself: one that is no whole record has no cells."""
    lines = text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    rows = [_one_line(line.removesuffix("\r"), mark) for line in lines]
    unread = tuple(number for number, row in enumerate(rows, start=1) if row is None)
    return SheetCells("", [row or [] for row in rows], list(range(1, len(rows) + 1)), [1] * len(rows), unread)


def _one_line(line: str, mark: str) -> list[str] | None:
    try:
        parsed = list(csv.reader([line], delimiter=mark, strict=True))
    except csv.Error:
        return None
    return parsed[0] if len(parsed) == 1 else None


def workbook_cells(data: bytes) -> list[SheetCells]:
    """Every sheet of a workbook (xlsx, xlsm, xlsb, xls, ods); Refused where it cannot be opened."""
    import python_calamine as calamine  # only where a workbook came

    _refuse_larger(data)
    if not data.startswith(b"PK") and _LOCKED in data:
        raise Refused("", "it is locked with a password", "Ask for it without one")
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = {each.name: each.visible == calamine.SheetVisibleEnum.Visible for each in book.sheets_metadata}
        tables = [each.name for each in book.sheets_metadata if each.typ == calamine.SheetTypeEnum.WorkSheet]
        return [_sheet_cells(book.get_sheet_by_name(name), not shown[name]) for name in tables]
    except calamine.PasswordError:
        raise Refused("", "it is locked with a password", "Ask for it without one") from None
    except Exception as error:  # calamine raises many kinds for damaged workbooks; each means the same to a person
        cause = "it is no workbook that can be read, or was cut short"
        raise Refused("", cause, "Ask for it again, or open it and save it as .xlsx") from error


def unkept_formulas(data: bytes) -> frozenset[int]:
    """Where columns stand (from 0) in which some formula keeps no value, on any sheet of a workbook.

    A program that writes workbooks without working them out leaves them so; each such cell reads as blank.
    """
    if not data.startswith(b"PK"):
        return frozenset()
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        sheets = [packed.read(name) for name in packed.namelist() if name.startswith("xl/worksheets/sheet")]
    letters = {found for text in sheets if b"<f" in text for found in _UNKEPT.findall(text)}
    return frozenset(reduce(lambda at, letter: 26 * at + letter - 64, found, 0) - 1 for found in letters)


def without_values(name: str) -> Refused:
    """Why a file is refused of which a column's formulas keep no value."""
    cure = "Open it in the spreadsheet program, save it once, and send that"
    return Refused(name, f"formulas stand in it {UNKEPT}", cure)


def _refuse_larger(data: bytes) -> None:
    cure = "Ask for it in parts, or save the sheet as CSV UTF-8"
    if len(data) > LARGEST_WORKBOOK:
        cause = f"the workbook holds {len(data) / 1024**2:,.0f} MB; at most {LARGEST_WORKBOOK // 1024**2} are opened"
        raise Refused("", cause, cure)
    if data.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                size = sum(item.file_size for item in packed.infolist())
            far = far_cell(data) if size <= LARGEST_UNPACKED else ""
        except (zipfile.BadZipFile, ValueError, OSError):
            raise Refused("", "the workbook is damaged or was cut short", "Ask for it again") from None
        if size > LARGEST_UNPACKED:
            raise Refused("", "the workbook is far larger inside than any extract", cure)
        if far:
            cause, cure = f"its cell {far} stands far from all others", "Delete what stands out there, and save it"
            raise Refused("", cause, cure)


def _sheet_cells(sheet: Any, hidden: bool) -> SheetCells:
    table = sheet.to_python(skip_empty_area=False)
    rows = [[_text(cell) for cell in row] for row in table]
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        for at in range(top + 1, min(bottom + 1, len(rows))):  # a merged cell says its word for all its rows
            rows[at][left] = rows[top][left]
    return SheetCells(sheet.name, rows, list(range(1, len(rows) + 1)), [1] * len(rows), hidden=hidden)


def _text(cell: Any) -> str:
    """A cell as text: days as 2026-10-05, whole numbers without a decimal point."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return _time_text(cell) if isinstance(cell, date | time | timedelta) else str(cell)


def _time_text(cell: date | time | timedelta) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    return f"{cell // timedelta(hours=1)}:{cell // timedelta(minutes=1) % 60:02d}"


def likely_mark(text: str) -> str:
    """What parts the columns of a text of which nothing else is known: it stands equally often in most lines."""
    lines = [line for line in text.splitlines()[:200] if line.strip()]
    return max(MARKS, key=lambda mark: _evenness(line.count(mark) for line in lines))


def _evenness(counts: Iterable[int]) -> tuple[int, int]:
    found = [count for count in counts if count]
    usual = max(set(found), key=found.count, default=0)
    return found.count(usual) if usual else 0, usual
