"""A partner's file to one table of its mapped columns: every sheet that counts, every row told, nothing else kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from difflib import get_close_matches
from itertools import combinations

import pyarrow as pa

from bsafe_analysis.loading.partner.extract_cells import (
    MARKS,
    UNKEPT,
    SheetCells,
    csv_cells,
    is_workbook,
    line_cells,
    text_of,
    unkept_formulas,
    without_values,
    workbook_cells,
)
from bsafe_analysis.loading.partner.extract_rows import (
    Records,
    folded,
    header_at,
    header_names,
    misfits,
    positions,
    records_of,
)
from bsafe_analysis.loading.partner.pasted_rows import pasted_remarks
from bsafe_analysis.loading.partner.private_columns import PRIVATE, names_people
from bsafe_analysis.loading.partner.unmapped_columns import unmapped_remarks
from bsafe_analysis.loading.raw_files import RawFile
from bsafe_analysis.loading.text_tables import MOST_UNREADABLE, Refused, TextTable
from bsafe_analysis.model.receipts import Source

_LOOKED_AT = 60
_NEEDED = frozenset(("month", "category", "count"))
"""Without any of these, where it is mapped, no row counts."""
TWICE_SHARE, TWICE_FEWEST = 0.5, 20
"""Two sheets hold the same rows where so large a share, and so many, of the smaller stand in the other."""


def read_extract(data: bytes, raw: RawFile) -> TextTable:
    """The rows of every sheet that counts, in our names of the mapped columns, with `aside` for what is no record.

    Refused where no sheet has the columns, where two sheets hold the same rows, or where the file cannot be opened.
    """
    source, wanted = raw.source, dict(raw.source.columns)
    cells, encoding = (workbook_cells(data), "utf-8") if is_workbook(data) else _text_cells(data, wanted)
    chosen = _sheets_read(cells, source, wanted)
    read = {sheet.sheet: records_of(sheet, header_at(sheet.rows, wanted.values())[0], wanted) for sheet in chosen}
    unkept = _unkept(data, chosen, wanted, read)
    _refuse_twice(read)
    unreadable = [number for each in read.values() for number in each.unreadable]
    lines = sum(map(len, read.values())) + len(unreadable)
    if len(unreadable) > MOST_UNREADABLE * lines:
        cause = f"{len(unreadable)} of {lines} lines are no row of the table (first: line {unreadable[0]})"
        raise Refused(f"line {unreadable[0]}", cause, "Ask for it again, or ask the supplier what changed")
    _refuse_cut_short(data, chosen)
    columns = {ours: [cell for each in read.values() for cell in each.columns[ours]] for ours in wanted}
    columns["aside"] = [reason for each in read.values() for reason in each.aside]
    table = pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
    return TextTable(
        table, lines, tuple(unreadable), encoding, (*unkept, *_extract_remarks(cells, chosen, read, source))
    )


def _text_cells(data: bytes, wanted: Mapping[str, str]) -> tuple[list[SheetCells], str]:
    """The records of the whole text; line by line only where the whole does not parse to one width."""
    text, encoding = text_of(data)
    mark = max(MARKS, key=lambda each: _named_by(text, each, wanted))
    whole = csv_cells(text, mark)
    if whole is not None:
        header, found = header_at(whole.rows, wanted.values())
        if not found or not misfits(whole, header):
            return [whole], encoding
    return [line_cells(text, mark)], encoding


def _named_by(text: str, mark: str, wanted: Mapping[str, str]) -> int:
    start = "\n".join(text.split("\n", _LOOKED_AT)[:_LOOKED_AT])
    return header_at((csv_cells(start, mark) or line_cells(start, mark)).rows, wanted.values())[1]


def _sheets_read(cells: list[SheetCells], source: Source, wanted: Mapping[str, str]) -> list[SheetCells]:
    """The sheets that are read: those that sources.yml names, else all that are shown and have every column."""
    if source.sheets:
        named = {sheet.sheet.strip().casefold(): sheet for sheet in cells}
        missing = [name for name in source.sheets if name.strip().casefold() not in named]
        if missing:
            there = ", ".join(sheet.sheet for sheet in cells)
            raise Refused("", f"there is no sheet {missing[0]!r}; it has {there}", "Correct sheets in sources.yml")
        looked_at = [named[name.strip().casefold()] for name in source.sheets]
    else:
        looked_at = [sheet for sheet in cells if not sheet.hidden]
    whole = [sheet for sheet in looked_at if header_at(sheet.rows, wanted.values())[1] == _how_many_named(wanted)]
    if source.sheets and len(whole) < len(looked_at):
        raise _lacking([sheet for sheet in looked_at if sheet not in whole], wanted)
    if not whole:
        raise _lacking(looked_at, wanted)
    return whole


def _how_many_named(wanted: Mapping[str, str]) -> int:
    return len({folded(name) for name in wanted.values()})


def _lacking(sheets: list[SheetCells], wanted: Mapping[str, str]) -> Refused:
    """Why no table was found: which columns the sheet that has most of them lacks, and what they may be called now."""
    filled = [sheet for sheet in sheets if any(cell.strip() for row in sheet.rows for cell in row)]
    if not filled:
        return Refused("", "it is empty, or every sheet with rows is hidden", "Ask for it again, or name its sheets")
    best = max(filled, key=lambda sheet: header_at(sheet.rows, wanted.values())[1])
    header, found = header_at(best.rows, wanted.values())
    where = f"sheet {best.sheet!r}" if best.sheet else ""
    if not found:
        cause = f"no row names the columns {', '.join(wanted.values())}"
        return Refused(where, cause[:300], "Look at it with `bsafe map FILE`, and correct columns in sources.yml")
    names = header_names(best.rows[header])
    known = {folded(name) for name in names}
    missing = [name for name in wanted.values() if folded(name) not in known]
    free = [name for name in names if folded(name) not in {folded(each) for each in wanted.values()}]
    close = get_close_matches(missing[0], free, n=1, cutoff=0.5)
    place = f"{where}, row {best.numbers[header]}".lstrip(", ")
    cause = f"columns missing: {', '.join(missing)}; not known: {', '.join(free) or 'none'}"
    cure = f"Was {missing[0]!r} renamed to {close[0]!r}? Write so in sources.yml" if close else "Ask for it again"
    return Refused(place, cause[:300], cure)


def _unkept(
    data: bytes, chosen: list[SheetCells], wanted: Mapping[str, str], read: Mapping[str, Records]
) -> tuple[str, ...]:
    """What to tell of mapped columns with blank cells whose formulas keep no value; Refused where no row could count.

    A file of which some rows count is not refused: those count, and the others are told.
    """
    blank = {ours for each in read.values() for ours, cells in each.columns.items() if not all(cells)}
    unkept = unkept_formulas(data) if blank and is_workbook(data) else frozenset()
    told: list[str] = []
    for sheet in chosen if unkept else ():
        at = positions(sheet.rows[header_at(sheet.rows, wanted.values())[0]], wanted)
        lost = [ours for ours in wanted if ours in blank and at[ours] in unkept]
        for ours in _NEEDED.intersection(lost):
            if not any(cell for each in read.values() for cell in each.columns[ours]):
                raise without_values(wanted[ours])
        told += [wanted[ours] for ours in lost]
    return tuple(
        f"formulas stand in its column {name!r} {UNKEPT}: those cells are read as blank. Open it in the spreadsheet "
        "program, save it once, and use that"
        for name in dict.fromkeys(told)
    )


def _refuse_twice(read: Mapping[str, Records]) -> None:
    """Two sheets of which one holds what the other does: every incident would count twice."""
    if len(read) < 2:
        return
    rows = {name: Counter(zip(*each.columns.values(), strict=True)) for name, each in read.items()}
    for (one, these), (other, those) in combinations(rows.items(), 2):
        both = (these & those).total()
        if both >= max(TWICE_FEWEST, TWICE_SHARE * min(these.total(), those.total())):
            cause = f"the sheets {one!r} and {other!r} hold the same {both:,} rows: they would count twice"
            raise Refused("", cause, f"Say under sheets in sources.yml which to read, for example [{one}]")


def _refuse_cut_short(data: bytes, chosen: list[SheetCells]) -> None:
    """A CSV whose last record stops in the middle."""
    last = chosen[-1].rows[-1] if chosen[-1].rows else []
    width = max(map(len, chosen[-1].rows), default=0)
    if not chosen[-1].sheet and 1 < len(last) < width and not data.endswith((b"\n", b"\r", b"\0")):
        place = f"line {chosen[-1].numbers[-1]}"
        raise Refused(place, "the last line stops in the middle: the file was cut short", "Ask for it again")


def _extract_remarks(
    cells: list[SheetCells], chosen: list[SheetCells], read: Mapping[str, Records], source: Source
) -> tuple[str, ...]:
    """What a person should know of how the file was read."""
    told = []
    others = [sheet for sheet in cells if sheet not in chosen and any(map(any, sheet.rows))]
    if others and not source.sheets:
        named = ", ".join(f"{sheet.sheet!r}{' (hidden)' if sheet.hidden else ''}" for sheet in others[:3])
        more = f" and {len(others) - 3} more" if len(others) > 3 else ""
        read_ones = ", ".join(repr(sheet.sheet) for sheet in chosen[:3])
        told.append(f"read {read_ones}; left alone {named}{more}: name the sheets in sources.yml if they hold rows")
    known = {folded(name) for name in source.never_read}
    private = dict.fromkeys(name for each in read.values() for name in each.others if names_people(name))
    if undeclared := [name for name in private if folded(name) not in known]:
        told.append(
            f"it has columns that look like {PRIVATE} ({', '.join(undeclared[:3])}): they were not read. Ask "
            "the supplier to leave them out, or list them under never_read in sources.yml"
        )
    beside: dict[str, tuple[str, ...]] = {}
    for each in read.values():
        for name, seen in each.beside.items():
            beside[name] = (*beside.get(name, ()), *seen)
    identified = "incident_id" in dict(source.columns)
    pasted = pasted_remarks([row for each in read.values() for row in each.alike], identified)
    return (*told, *unmapped_remarks(beside, source), *pasted)
