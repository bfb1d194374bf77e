"""The tables of a page, and the figures behind its charts, as a workbook: a cover, then a sheet for each table.

Made from the finished page, so that it holds what passed the gate and nothing more. Text from data is always a string
cell: nothing that begins with = + - @ can become a formula. The same page gives the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xlsxwriter
from bs4 import BeautifulSoup, Tag

from bsafe_analysis.pages.folded_tables import unfolded
from bsafe_analysis.reports.charts.palette import NAVY

FIXED = datetime(2000, 1, 1)
"""Stands as the date of making: the true one would make every file differ."""
LONGEST_CELL = 32_767
HEADER_ROW = 5
"""Counted from nought: title, marking, what and when, notes and the way back stand above the table."""
SHORTHAND = "[x] means not available, [c] suppressed to protect people, [low] below a half of the last digit shown."
_NUMBER = re.compile(r"[-\N{MINUS SIGN}]?\d{1,3}(?:,?\d{3})*(?:\.(\d+))?")
_SHEET = re.compile(r"[^A-Za-z0-9 -]+")
_BLOCKS = ["br", "p", "li", "div", "dd", "dt"]
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class SheetGrid:
    """One table as it stands on the page: texts; `numeric` says which columns hold numbers."""

    name: str
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    note: str = ""


@dataclass(frozen=True)
class Cover:
    """What the workbook says of itself."""

    title: str
    marking: str
    facts: tuple[tuple[str, str], ...]


def workbook(page: str) -> bytes:
    """The workbook of a page, whole, as bytes."""
    soup = BeautifulSoup(_bare(page), "html.parser")
    return write(_cover(soup), tuple(grids(soup)))


def write(cover: Cover, tables: tuple[SheetGrid, ...]) -> bytes:
    """A workbook of these tables. Sheet names are numbered, so that no two can clash."""
    file = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, plain) as book:
        book.set_properties(
            {"title": cover.title, "subject": cover.marking, "author": "", "created": FIXED, "comments": SHORTHAND}
        )
        looks = _Looks(book)
        names = [_sheet_name(number, table) for number, table in enumerate(tables, start=1)]
        _write_cover(book.add_worksheet("Cover"), cover, list(zip(names, tables, strict=True)), looks)
        for number, (name, table) in enumerate(zip(names, tables, strict=True), start=1):
            _write_table(book.add_worksheet(name), number, table, cover, looks)
    return file.getvalue()


def grids(soup: BeautifulSoup) -> Iterator[SheetGrid]:
    """Every table of the page in reading order."""
    for table in soup.find_all("table"):
        heads = table.select("thead tr")
        if not heads:
            continue
        header = _cells_of(heads[-1])
        body = [_cells_of(row) for row in table.find_all("tr") if row.find_parent("thead") is None]
        caption = table.find("caption")
        scroll = table.find_parent("div", class_="table-scroll") or table
        after = scroll.find_next_sibling()
        note = _words(after) if isinstance(after, Tag) and "note" in (after.get("class") or []) else ""
        yield SheetGrid(
            name=str(table.get("id", "table")),
            title=_words(caption) if isinstance(caption, Tag) else str(table.get("id", "Table")),
            header=_unique([text for text, _ in header]),
            rows=tuple(tuple(text for text, _ in row) for row in body),
            numeric=tuple(numeric for _, numeric in header),
            note=note,
        )


def number_in(text: str) -> tuple[float, str] | None:
    """The number that a cell shows and the format that shows it the same; None where it is not a number alone.

    >>> number_in("1,234.50")
    (1234.5, '#,##0.00')
    """
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        return None
    decimals = len(found[1] or "")
    value = float(found[0].replace(",", "").replace("\N{MINUS SIGN}", "-"))
    whole = "0" if abs(value) >= 1000 and "," not in text else "#,##0"  # a year has no comma
    return value, whole + ("." + "0" * decimals if decimals else "")


class _Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._numbers: dict[str, Any] = {}
        self.title = book.add_format({"bold": True, "font_size": 14, "font_color": NAVY})
        self.marking = book.add_format({"bold": True})
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 2})
        self.head_number = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 2, "align": "right"}
        )
        self.text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        self.text_number = book.add_format({"valign": "top", "align": "right", "num_format": "@"})
        self.link = book.get_default_url_format()

    def number(self, shown: str) -> Any:
        if shown not in self._numbers:
            self._numbers[shown] = self._book.add_format({"num_format": shown, "valign": "top", "align": "right"})
        return self._numbers[shown]


def _write_cover(sheet: Any, cover: Cover, tables: list[tuple[str, SheetGrid]], looks: _Looks) -> None:
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90, looks.text)
    _say(sheet, 0, 0, cover.title, looks.title)
    _say(sheet, 1, 0, cover.marking, looks.marking)
    row = 3
    for name, value in cover.facts:
        _say(sheet, row, 0, name, looks.text)
        _say(sheet, row, 1, value, looks.text)
        row += 1
    _say(sheet, row, 0, "Notes", looks.text)
    _say(sheet, row, 1, f"{SHORTHAND} The tables are those of the page of the same name.", looks.text)
    row += 2
    _say(sheet, row, 0, "Sheet", looks.head)
    _say(sheet, row, 1, "What it holds", looks.head)
    for name, table in tables:
        row += 1
        sheet.write_url(row, 0, f"internal:'{name}'!A1", looks.link, name)
        _say(sheet, row, 1, table.title, looks.text)
    _for_paper(sheet, cover.marking)


def _write_table(sheet: Any, number: int, table: SheetGrid, cover: Cover, looks: _Looks) -> None:
    _say(sheet, 0, 0, table.title, looks.title)
    _say(sheet, 1, 0, cover.marking, looks.marking)
    _say(sheet, 2, 0, cover.title)
    _say(sheet, 3, 0, f"{table.note} {SHORTHAND}".strip())
    sheet.write_url(4, 0, "internal:'Cover'!A1", looks.link, "Back to the cover")
    widths = [len(title) / 2 for title in table.header]
    for i, row in enumerate(table.rows, start=HEADER_ROW + 1):
        for j, text in enumerate(row):
            _write_cell(sheet, i, j, text, j < len(table.numeric) and table.numeric[j], looks)
            widths[j] = max(widths[j], len(text)) if j < len(widths) else 0
    for j, width in enumerate(widths):
        sheet.set_column(j, j, min(max(width + 3, 11), 48))
    last = HEADER_ROW + len(table.rows)
    columns = [
        {"header": title, "header_format": looks.head_number if numeric else looks.head}
        for title, numeric in zip(table.header, table.numeric, strict=True)
    ]
    if table.rows:
        options = {"columns": columns, "name": f"Table{number}", "style": None, "autofilter": False}
        sheet.add_table(HEADER_ROW, 0, last, len(table.header) - 1, options)
    else:
        for j, title in enumerate(table.header):
            _say(sheet, HEADER_ROW, j, title, looks.head)
    sheet.freeze_panes(HEADER_ROW + 1, 1)
    sheet.repeat_rows(HEADER_ROW)
    _for_paper(sheet, cover.marking)


def _write_cell(sheet: Any, row: int, column: int, text: str, numeric: bool, looks: _Looks) -> None:
    number = number_in(text) if numeric else None
    if number is None:
        _say(sheet, row, column, text, looks.text_number if numeric else looks.text)
    else:
        sheet.write_number(row, column, number[0], looks.number(number[1]))


def _say(sheet: Any, row: int, column: int, text: str, look: Any = None) -> None:
    """Text as text, whatever it begins with; what no workbook can hold is left out of it."""
    kept = _CONTROLS.sub(" ", text)
    kept = kept if len(kept) <= LONGEST_CELL else kept[: LONGEST_CELL - 1] + "…"
    sheet.write_string(row, column, kept, look)


def _for_paper(sheet: Any, marking: str) -> None:
    words = marking.replace("&", "&&")[:200]
    sheet.set_header(f"&C{words}")
    sheet.set_footer(f"&C{words}&RPage &P of &N")
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _cover(soup: BeautifulSoup) -> Cover:
    marking = soup.find(class_="marking")
    facts = [(_words(item.dt), _words(item.dd)) for item in soup.select(".facts div") if item.dt and item.dd]
    about = [_words(p) for p in soup.select("footer .wrap p")]
    invented = [("Invented sample data", "No place, person or count in this workbook is real.")]
    return Cover(
        title=_words(soup.title) if soup.title else "",
        marking=_words(marking) if isinstance(marking, Tag) else "",
        facts=(
            *(invented if soup.find(class_="invented") else []),
            *facts,
            *(("About" if i == 0 else "", text) for i, text in enumerate(about)),
        ),
    )


def _bare(page: str) -> str:
    """The page without what is no table: scripts and drawings are most of its length."""
    page = re.sub(r"<script\b.*?</script>|<style\b.*?</style>|<svg\b.*?</svg>", "", unfolded(page), flags=re.DOTALL)
    return re.sub(r'(src|srcset)="data:[^"]*"', "", page)


def _cells_of(row: Tag) -> list[tuple[str, bool]]:
    """Text of each cell and whether its column holds numbers; a cell over several columns stands in the first."""
    cells: list[tuple[str, bool]] = []
    for cell in row.find_all(["th", "td"]):
        span = str(cell.get("colspan", "1"))
        blanks = min(int(span), 100) - 1 if span.isdigit() else 0
        cells += [(_words(cell), "num" in (cell.get("class") or [])), *[("", False)] * blanks]
    return cells


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text(" " if tag.find(_BLOCKS) else "").split())


def _unique(titles: list[str]) -> tuple[str, ...]:
    """Column titles that differ, as a workbook wants them."""
    seen: dict[str, int] = {}
    made = []
    for title in titles:
        key = title.lower()
        seen[key] = seen.get(key, 0) + 1
        made.append(title if seen[key] == 1 else f"{title} ({seen[key]})")
    return tuple(made)


def _sheet_name(number: int, table: SheetGrid) -> str:
    words = _SHEET.sub(" ", table.name.replace("-", " ")).strip() or "table"
    return f"{number} {words}"[:31].strip()
