"""A table of data/register as it lies there, read anew: its rows by the number that a spreadsheet shows for each."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path

KeptRow = Mapping[str, str]
"""Column (small letters, blanks as underscores) -> what its cell says, trimmed; "" where there is no such column."""
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
MOST_LETTERS, MOST_LINES = 2_000, 5_001
"""More of a cell, or of a table with its heading, no page tells."""
_STEERING = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


def kept_rows(root: Path, name: str, columns: Sequence[str]) -> Iterator[tuple[str, int, KeptRow]]:
    """File, row and cells of data/register/<name>.csv, else of the workbook, whatever capitals its name has.

    Of a workbook it is the sheet that is called so, else the one that has most of these columns.
    """
    for kinds, read in (((".csv",), _of_csv), ((".xlsx", ".xlsm"), _of_workbook)):
        file = _whatever_capitals(root / "data/register", [f"{name}{kind}" for kind in kinds])
        if file:
            for number, cells in _by_column(read(file, name, columns)[:MOST_LINES]):
                yield f"data/register/{file.name}", number, cells
            return


def _whatever_capitals(folder: Path, names: Sequence[str]) -> Path | None:
    """Of files whose names differ in capitals alone, the one with small letters."""
    found = [file for file in folder.glob("*") if file.name.lower() in names and file.is_file()]
    return max(found, default=None)


def day_of(text: str) -> str | None:
    """A day as 2026-10-05, however a spreadsheet wrote it (5/10/2026); None where there is none."""
    day_first = _DAY_FIRST.fullmatch(text.strip())
    written = f"{day_first[3]}-{day_first[2]:0>2}-{day_first[1]:0>2}" if day_first else text.strip()[:10]
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError:
        return None


def items_of(text: str) -> tuple[str, ...]:
    """What a cell lists, parted by semicolons or lines."""
    return tuple(item.strip() for item in re.split(r"[;\n]", text) if item.strip())


def _of_csv(path: Path, name: str, columns: Sequence[str]) -> list[tuple[int, list[str]]]:
    data = path.read_bytes()
    encoding = next((name for mark, name in MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    head = next((line for line in text.splitlines() if line.strip()), "")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    return list(enumerate(rows, start=1))


def _of_workbook(path: Path, name: str, columns: Sequence[str]) -> list[tuple[int, list[str]]]:
    from python_calamine import CalamineWorkbook, SheetVisibleEnum  # only where a workbook is kept

    book = CalamineWorkbook.from_path(path)
    best: list[tuple[int, list[str]]] = []
    most = 0
    hidden = {each.name for each in book.sheets_metadata if each.visible != SheetVisibleEnum.Visible}
    for title in sorted(book.sheet_names, key=lambda title: (title in hidden, title.strip().lower() != name)):
        rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
        lines = [(number, [_as_read(cell) for cell in row]) for number, row in enumerate(rows, start=1)]
        heads = [(len({*map(_column_name, cells)} & {*columns}), i) for i, (_, cells) in enumerate(lines[:10])]
        found, at = max(heads, default=(0, 0), key=lambda head: (head[0], -head[1]))
        if found > most:
            best, most = lines[at:], found
    return best


def _as_read(cell: object) -> str:
    """A cell as a person reads it: a day without its midnight, a whole number without its point."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _by_column(lines: Sequence[tuple[int, list[str]]]) -> Iterator[tuple[int, KeptRow]]:
    filled = [(number, [_plainly(cell) for cell in cells]) for number, cells in lines]
    filled = [(number, cells) for number, cells in filled if any(cells)]
    for number, cells in filled[1:]:
        yield number, dict(zip(map(_column_name, filled[0][1]), cells, strict=False))


def _plainly(cell: str) -> str:
    return _STEERING.sub(" ", cell.replace("\r\n", "\n").replace("\r", "\n")).strip()[:MOST_LETTERS].strip()


def _column_name(cell: str) -> str:
    return "_".join(cell.replace("\ufeff", "").lower().split())
