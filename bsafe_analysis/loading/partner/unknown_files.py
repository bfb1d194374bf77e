"""A file that nobody has described: where its table seems to begin, and what its columns seem to hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bsafe_analysis.loading.partner.extract_cells import (
    SheetCells,
    csv_cells,
    is_workbook,
    likely_mark,
    line_cells,
    text_of,
    unkept_formulas,
    without_values,
    workbook_cells,
)
from bsafe_analysis.loading.partner.extract_rows import HEADER_WITHIN, header_names
from bsafe_analysis.loading.partner.known_profiles import known_columns, name_score
from bsafe_analysis.loading.partner.private_columns import looks_private, looks_written
from bsafe_analysis.loading.partner.written_days import DayOrder, DayReader
from bsafe_analysis.loading.text_tables import Refused

_BESIDE = 12
"""Rows below a header that are looked at to see whether it is one."""
_NAMED = 8
"""What a name that is known weighs beside one that is not."""


@dataclass(frozen=True)
class SeenColumn:
    """`cells`: what stands below the name, blanks left out; `private`: nothing of it may be shown or kept.

    `by_row`: its cell in every row below the header, blank ones too.
    """

    name: str
    cells: tuple[str, ...]
    private: bool
    by_row: tuple[str, ...] = ()


@dataclass(frozen=True)
class SeenFile:
    """The sheet with the most rows below a header. `texts`: titles and names, to tell its kind by.

    `different`: rows, those that are alike in every column counted once.
    """

    sheet: str
    row: int
    rows: int
    columns: tuple[SeenColumn, ...]
    texts: tuple[str, ...]
    different: int = 0


def look_at(data: bytes) -> SeenFile:
    """What a file seems to be; Refused where no sheet has a row of names with rows below it."""
    sheets = [sheet for sheet in _sheets_of(data) if not sheet.hidden]
    found = [(sheet, at) for sheet in sheets if (at := likely_header(sheet.rows)) >= 0]
    if not found:
        raise Refused("", "no sheet that is shown has a row of column names with rows below it", "Ask what it is")
    sheet, at = max(found, key=lambda each: sum(map(any, each[0].rows)) - each[1])
    below = [row for row in sheet.rows[at + 1 :] if any(map(str.strip, row))]
    columns = tuple(_seen(name, n, below) for n, name in enumerate(header_names(sheet.rows[at])))
    bare = [n for n, cell in enumerate(sheet.rows[at]) if cell.strip() and not columns[n].cells]
    if bare and is_workbook(data) and (lost := unkept_formulas(data).intersection(bare)):
        raise without_values(columns[min(lost)].name)
    above = [cell for row in sheet.rows[:at] for cell in row if cell.strip()]
    titles = [each.sheet for each in sheets if each.sheet]
    texts = (*titles, *above[:20], *(column.name for column in columns))
    return SeenFile(sheet.sheet, sheet.numbers[at], len(below), columns, texts, len(set(map(tuple, below))))


def _sheets_of(data: bytes) -> list[SheetCells]:
    if is_workbook(data):
        return workbook_cells(data)
    text, _ = text_of(data)
    mark = likely_mark(text)
    return [csv_cells(text, mark) or line_cells(text, mark)]


def likely_header(rows: Sequence[Sequence[str]]) -> int:
    """The row that seems to name the columns: short words, known ones above all, filled cells below; -1 if none."""
    scores = [_header_score(rows, at) for at in range(min(len(rows), HEADER_WITHIN))]
    best = max(range(len(scores)), key=lambda at: scores[at], default=-1)
    return best if best >= 0 and scores[best] > 0 else -1


def _header_score(rows: Sequence[Sequence[str]], at: int) -> float:
    named = [n for n, cell in enumerate(rows[at]) if cell.strip() and not _is_value(cell)]
    below = [row for row in rows[at + 1 : at + 1 + 2 * _BESIDE] if any(map(str.strip, row))][:_BESIDE]
    if len(named) < 2 or not below:
        return 0
    filled = sum(bool(n < len(row) and row[n].strip()) for row in below for n in named) / len(below)
    known = sum(max(name_score(ours, rows[at][n]) for ours in known_columns()) > 0 for n in named)
    return min(len(named), filled) + _NAMED * known / max(len(named), 4)


def _is_value(cell: str) -> bool:
    """A number, a day or a sentence: no column is called so."""
    text = cell.strip()
    bare = text.replace(",", "").replace(".", "").replace("-", "")
    return bare.isdigit() or len(text) > 60 or bool(DayReader(DayOrder())(text))


def _seen(name: str, at: int, below: Sequence[Sequence[str]]) -> SeenColumn:
    by_row = tuple(row[at].strip() if at < len(row) else "" for row in below)
    cells = tuple(filter(None, by_row))
    return SeenColumn(name, cells, looks_private(name) or looks_written(cells), by_row)
