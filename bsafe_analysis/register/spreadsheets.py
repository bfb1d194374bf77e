"""A table that a person keeps in a spreadsheet: CSV as Excel saves it, or the workbook itself, as rows of text."""

from __future__ import annotations

import csv
import difflib
import errno
import io
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from bsafe_analysis.faults import system_fault
from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.plain_files import far_cell, read_plain
from bsafe_analysis.register.refusals import refused

LARGEST = 4 * 1024 * 1024
LARGEST_UNPACKED = 64 * 1024 * 1024
MOST_ROWS = 5_000
MOST_TEXT = 2_000
HEADER_WITHIN = 10
"""A workbook may begin with a title: its header is looked for in so many rows."""
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
MONTHS = 12
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.]\d{4}")
_FORMULA = re.compile(rb'<c r="([A-Z]+\d+)"[^>]*>\s*<f[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>')
"""A cell of a workbook with a formula and without what it came to."""
_ERROR = re.compile(rb'<c r="([A-Z]+\d+)"[^>]*\bt="e"')
_BROKEN = re.compile(r"#(REF!|DIV/0!|N/A|NAME\?|VALUE!|NUM!|NULL!|GETTING_DATA|SPILL!)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
"""What no page may hold; among it the marks that turn the direction of all that follows until they are closed."""


class Unreadable(Exception):
    """Why a whole file cannot be used, as one plain sentence without its name."""


@dataclass(frozen=True)
class Row:
    """One row of a sheet: its number there (the header of a CSV is row 1) and its cells by column, trimmed."""

    number: int
    cells: Mapping[str, str]
    month_first: str = ""
    """A day of the sheet that can only be month first (3/13/2026), if there is one: one order a file."""

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Sheet:
    """`file` is the name as the analyst knows it; `columns` as in the header, lower case with underscores."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    remarks: tuple[str, ...] = ()


def find_sheet(root: Path, name: str, required: Collection[str]) -> Sheet | None:
    """The table data/register/<name>.csv or .xlsx; None where there is neither. Unreadable where it cannot be used."""
    csv_file, workbook = (_held(root / "data/register", name, kinds) for kinds in (("csv",), ("xlsx", "xlsm")))
    file = csv_file or workbook
    if file is None:
        return None
    try:
        data = read_plain(file, LARGEST, links=False)
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise Unreadable(f"it is larger than {LARGEST // 1024 // 1024} MB") from None
        raise Unreadable(system_fault(error, "read")[0]) from None
    told = f"data/register/{file.name}"
    sheet = read_workbook(data, told, name, required) if file is workbook else read_csv(data, told)
    missing = [column for column in required if column not in sheet.columns]
    if missing:
        raise Unreadable(f"it lacks the columns {', '.join(missing)}")
    if file is csv_file and workbook:
        both = f"{told} and {workbook.name} are both held: only {file.name} was read. Keep one of the two."
        return Sheet(sheet.file, sheet.columns, sheet.rows, (*sheet.remarks, both))
    return sheet


def _held(folder: Path, name: str, kinds: Collection[str]) -> Path | None:
    """The file of that name and kind, whatever its capitals; of several the one that sorts last ("a" after "A")."""
    if not folder.is_dir():
        return None
    wanted = {f"{name}.{kind}" for kind in kinds}
    named = [path for path in folder.iterdir() if path.name.casefold() in wanted]
    return max(named, key=lambda path: (path.is_file(), path), default=None)


def read_csv(data: bytes, file: str) -> Sheet:
    """CSV as Excel saves it: UTF-8 with or without its mark, UTF-16 or Windows-1252; commas, semicolons or tabs."""
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Unreadable("it is a workbook named .csv: name it .xlsx, or save it as CSV UTF-8")
    text, encoding = _decoded(data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        lines = _with_numbers(reader)
    except csv.Error:
        raise Unreadable("it is no CSV that can be read: a quotation mark is not closed") from None
    filled = [(number, cells) for number, cells in lines if any(cell.strip() for cell in cells)]
    if not filled:
        raise Unreadable("it is empty: the first line must name the columns")
    remarks = [f"{file} was in {encoding}, not UTF-8: it was converted."] if encoding == "cp1252" else []
    if delimiter != ",":
        mark = "semicolons" if delimiter == ";" else "tabs"
        remarks.append(f"{file} parts its columns by {mark}, not by commas: it was read so.")
    return _sheet(file, filled, tuple(remarks))


def _with_numbers(reader: Any) -> list[tuple[int, list[str]]]:
    """Rows with their number as a spreadsheet shows it: a cell of several lines is still one row."""
    return [(number, cells) for number, cells in enumerate(reader, start=1) if number <= MOST_ROWS + 1]


def _decoded(data: bytes) -> tuple[str, str]:
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), "utf-8")
    for name in (encoding, "cp1252") if encoding == "utf-8" else (encoding,):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, name
    raise Unreadable("its text is in no encoding that is known: save it as CSV UTF-8")


def read_workbook(data: bytes, file: str, name: str, required: Collection[str]) -> Sheet:
    """The sheet of a workbook that holds the table: the one of that name, else the first with the wanted header."""
    import python_calamine as calamine  # only where a workbook is kept

    _refuse_bomb(data)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        hidden = {each.name for each in book.sheets_metadata if each.visible != calamine.SheetVisibleEnum.Visible}
        titles = sorted(book.sheet_names, key=lambda title: (title in hidden, title.strip().lower() != name))
        found = next((s for s in map(book.get_sheet_by_name, titles) if _header_of(s, required) is not None), None)
    except calamine.PasswordError:
        raise Unreadable("it is locked with a password: save it without one") from None
    except Exception as error:  # calamine raises many kinds for damaged workbooks; each means the same to a person
        raise Unreadable("it is no workbook that can be read: open it and save it again as .xlsx") from error
    if found is None:
        raise Unreadable(f"none of its sheets has a header row with {', '.join(sorted(required)[:4])} ...")
    header = _header_of(found, required)
    assert header is not None
    top = (found.start or (0, 0))[0]
    table = found.to_python(skip_empty_area=True)
    lines = [(top + i + 1, [_cell_as_text(cell) for cell in row]) for i, row in enumerate(table) if i >= header]
    filled = [(number, cells) for number, cells in lines[: MOST_ROWS + 1] if any(cells)]
    remarks = [*_other_sheets(file, found.name, book.sheet_names), *_merged(file, found), *_formulas(file, data)]
    remarks += _errors(file, data)
    if found.name in hidden:
        remarks.append(f"{file}: the sheet {found.name!r} is hidden, and no other holds the table: it was read.")
    return _sheet(file, filled, tuple(remarks))


def _refuse_bomb(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(item.file_size for item in packed.infolist())
        far = far_cell(data) if size <= LARGEST_UNPACKED else ""
    except (zipfile.BadZipFile, ValueError, OSError):
        raise Unreadable("it is no .xlsx workbook: save it as .xlsx, without a password") from None
    if size > LARGEST_UNPACKED:
        raise Unreadable("it is far larger inside than a plan can be")
    if far:
        raise Unreadable(f"its cell {far} stands far from all others: delete what stands out there, and save it")


def _header_of(sheet: Any, required: Collection[str]) -> int | None:
    """The index of the row that names the columns; None where no row of the first ones names half of them."""
    for i, row in enumerate(sheet.to_python(skip_empty_area=True, nrows=HEADER_WITHIN)):
        names = {_column(_cell_as_text(cell)) for cell in row}
        if 2 * len(names & set(required)) >= max(len(required), 2):
            return i
    return None


def _other_sheets(file: str, used: str, titles: list[str]) -> Iterator[str]:
    others = [title for title in titles if title != used]
    if others:
        named = ", ".join(others[:3])
        yield f"{file}: the sheet {used!r} was read; {len(others)} other sheets were left alone ({named})."


def _merged(file: str, sheet: Any) -> Iterator[str]:
    ranges = sheet.merged_cell_ranges or []
    below = [span for span in ranges if span[1][0] > span[0][0]]
    if below:
        row = below[0][0][0] + 1
        yield f"{file}: cells are merged over several rows (first: row {row}); only the first has the value: unmerge."


def _formulas(file: str, data: bytes) -> Iterator[str]:
    """What a program wrote and no spreadsheet has worked out reads as blank."""
    if shown := _first_cells(data, _FORMULA):
        yield f"{file}: formulas keep no value and read as blank ({shown}): open it in a spreadsheet and save it once."


def _errors(file: str, data: bytes) -> Iterator[str]:
    """A cell in which a formula left an error reads as blank: that is not the same as a cell left blank."""
    if shown := _first_cells(data, _ERROR):
        yield f"{file}: formulas left an error and their cells read as blank ({shown}): mend them."


def _first_cells(data: bytes, kind: re.Pattern[bytes]) -> str:
    """The first three cells of a workbook of one kind, as they are called; "" where there is none."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        sheets = sorted(name for name in packed.namelist() if name.startswith("xl/worksheets/sheet"))
        found = [cell.decode() for name in sheets for cell in kind.findall(packed.read(name))]
    return ", ".join(found[:3]) + (" ..." if len(found) > 3 else "")


def _cell_as_text(cell: Any) -> str:
    """A cell as a person reads it: days as 2026-10-05, whole numbers without a decimal point."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def _sheet(file: str, lines: list[tuple[int, list[str]]], remarks: tuple[str, ...]) -> Sheet:
    (_, header), *rest = lines
    names = [_column(cell) for cell in header]
    doubled = sorted({name for name in names if name and names.count(name) > 1})
    if doubled:
        raise Unreadable(f"the column {doubled[0]!r} stands twice")
    if len(rest) >= MOST_ROWS:
        remarks = (*remarks, f"{file} has more than {MOST_ROWS:,} rows: the others were not read.")
    long = next((number for number, cells in rest if any(len(cell.strip()) > MOST_TEXT for cell in cells)), None)
    if long is not None:
        cut = f"{file}: text of over {MOST_TEXT:,} letters was cut there (first: row {long}): shorten it."
        remarks = (*remarks, cut)
    proof = _month_first([cell for _, cells in rest for cell in cells])
    rows = [Row(number, _cells(names, cells), proof) for number, cells in rest]
    return Sheet(file, tuple(filter(None, names)), tuple(row for row in rows if any(row.cells.values())), remarks)


def _month_first(cells: Iterable[str]) -> str:
    """The first day that can only be month first, where none can only be day first."""
    days = [(cell.strip(), said) for cell in cells if (said := _SLASHED.fullmatch(cell.strip()))]
    proof = next((cell for cell, said in days if int(said[1]) <= MONTHS < int(said[2])), "")
    return "" if any(int(said[1]) > MONTHS for _, said in days) else proof


def may_be_month_first(cell: str) -> bool:
    """Whether a cell is a day that is another where its month is read first."""
    said = _SLASHED.fullmatch(cell)
    return said is not None and said[1] != said[2] and int(said[1]) <= MONTHS and int(said[2]) <= MONTHS


def _column(text: str) -> str:
    return "_".join(text.replace("\ufeff", "").strip().lower().split())


def _cells(names: list[str], cells: list[str]) -> dict[str, str]:
    values = {name: clean(cell) for name, cell in zip(names, cells, strict=False) if name}
    spilt = [clean(cell) for cell in cells[len(names) :] if cell.strip()]
    return values | ({"": spilt[0]} if spilt else {})


def clean(text: str) -> str:
    """Text as it may be shown: no control characters, trimmed, not longer than a paragraph or two."""
    return _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).strip()[:MOST_TEXT].strip()


def is_broken(cell: str) -> bool:
    """Whether a formula left an error in the cell."""
    return bool(_BROKEN.match(cell))


def unusable_file(kind: str, name: str, reason: object) -> Notice:
    """The notice that a whole file of the register could not be used."""
    return refused(kind, name, f"data/register/{name} was left out: {reason}")


def remarks_of(sheet: Sheet, kind: str = "register_remark") -> tuple[Notice, ...]:
    """What a person should know of how the file was read."""
    return tuple(Notice(kind, sheet.file, 1, text, _asks(text)) for text in sheet.remarks)


def unknown_columns(sheet: Sheet, known: Collection[str], kind: str = "register_remark") -> tuple[Notice, ...]:
    """What is told of columns that nothing reads: of one nearly named as another a person must look at."""
    texts = []
    for column in (name for name in sheet.columns if name not in known):
        left = [name for name in known if name not in sheet.columns]
        near = [name for name in left if name.startswith(column) or column.startswith(name)]
        near = near or difflib.get_close_matches(column, left, n=1, cutoff=0.75)
        asked = f": Was {near[0]!r} meant?" if near else "."
        texts.append(f"{sheet.file}: the column {column[:60]!r} is read by nothing{asked}")
    return tuple(Notice(kind, sheet.file, 1, text, _asks(text)) for text in texts)


def _asks(remark: str) -> bool:
    return any(
        cure in remark for cure in ("Keep one", "save it once", "was cut there", "is hidden", "mend them", "Was ")
    )
