"""Where the table of a sheet begins, and which of the rows below its header are records."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bsafe_analysis.loading.partner.extract_cells import SheetCells
from bsafe_analysis.model.receipts import SetAside

HEADER_WITHIN = 40
"""Rows in which a header is looked for: titles, contacts and notes may stand above it."""
LOOKED_AT = 500
"""Records of which the cells of unmapped columns are looked at."""
_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b[\W\d]*"
_TOTAL = re.compile(rf"\W*(?:[\w-]+ ){{0,2}}(?:sub)?-?totals?\W*(?:(?:for|of|in|to)\b.*|{_MONTHS})?", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class Records:
    """`columns`: our name -> cells, trimmed; `aside`: beside each why it is no record, or ""; `numbers`: its row.

    `unreadable`: numbers of lines that are no row of the table; `others`: the header's names that nothing maps, and
    `beside` the first cells of each of those; `alike`: a number for each record, the same where every cell is the same.
    """

    columns: dict[str, list[str]]
    aside: list[str]
    numbers: list[int]
    unreadable: list[int]
    others: tuple[str, ...]
    beside: Mapping[str, Sequence[str]] = field(default_factory=dict)
    alike: Sequence[int] = ()

    def __len__(self) -> int:
        return len(self.aside)


def folded(name: str) -> str:
    """A column's name without capitals, punctuation, and what letters only look like.

    >>> folded("Date\\u00a0 Reported:") == folded("date reported")
    True
    """
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", name)).strip().casefold()


def header_names(row: Sequence[str]) -> list[str]:
    """The names of a header's columns: one without a name is "column C", a second of one name "Name (2)"."""
    names: list[str] = []
    used: dict[str, int] = {}
    for at, cell in enumerate(row):
        name = " ".join(unicodedata.normalize("NFKC", cell).split()) or f"column {_letter(at)}"
        used[folded(name)] = used.get(folded(name), 0) + 1
        names.append(name if used[folded(name)] == 1 else f"{name} ({used[folded(name)]})")
    return names


def _letter(at: int) -> str:
    """As a spreadsheet names its columns."""
    return (_letter(at // 26 - 1) if at >= 26 else "") + chr(65 + at % 26)


def header_at(rows: Sequence[Sequence[str]], wanted: Iterable[str]) -> tuple[int, int]:
    """Of the first rows the one that names most of the wanted columns, and how many; (-1, 0) where none names any."""
    keys = {folded(name) for name in wanted}
    best, most = -1, 0
    for at, row in enumerate(rows[:HEADER_WITHIN]):
        found = len(keys & {folded(name) for name in header_names(row)}) if any(map(str.strip, row)) else 0
        if found > most:
            best, most = at, found
    return best, most


def positions(header: Sequence[str], wanted: Mapping[str, str]) -> dict[str, int]:
    """Our name -> where the column of that name stands, where it does."""
    at = {folded(name): n for n, name in reversed(list(enumerate(header_names(header))))}
    return {ours: at[folded(theirs)] for ours, theirs in wanted.items() if folded(theirs) in at}


def misfits(cells: SheetCells, header: int) -> bool:
    """Whether a record of several lines has another width than the header: a stray quotation mark joined them."""
    width = len(cells.rows[header])
    below = zip(cells.rows[header + 1 :], cells.spans[header + 1 :], strict=True)
    return any(span > 1 and len(row) != width for row, span in below)


def records_of(cells: SheetCells, header: int, wanted: Mapping[str, str]) -> Records:
    """Every row below the header that holds anything: a record, or why it is none. `wanted`: our name -> theirs."""
    names = cells.rows[header]
    at = positions(names, wanted)
    places = list(at.values())
    heading = [folded(names[place]) for place in places]
    telling = [at[ours] for ours in ("month", "category") if ours in at]
    width, unread = len(names), frozenset(cells.unread)
    columns: dict[str, list[str]] = {ours: [] for ours in at}
    kept, numbers, unreadable = [], [], []
    shown: list[Sequence[str]] = []
    alike: list[int] = []
    for row, number in zip(cells.rows[header + 1 :], cells.numbers[header + 1 :], strict=True):
        joined = "\t".join(row)
        if number in unread or _CONTROL.search(joined) or any(map(str.strip, row[width:])):
            unreadable.append(number)
            continue
        if not joined.strip():
            continue
        whole = row if len(row) >= width else [*row, *[""] * (width - len(row))]
        said = [whole[place].strip() for place in places]
        for ours, cell in zip(columns, said, strict=True):
            columns[ours].append(cell)
        kept.append(_no_record(whole, said, heading, telling, joined))
        numbers.append(number)
        if not kept[-1]:
            alike.append(hash(joined))
            shown += [whole] if len(shown) < LOOKED_AT else []
    others = {name: n for n, name in enumerate(header_names(names)) if n not in places}
    beside = {name: tuple(row[n].strip() for row in shown) for name, n in others.items()}
    return Records(columns, kept, numbers, unreadable, tuple(others), beside, alike)


def _no_record(row: Sequence[str], said: Sequence[str], heading: Sequence[str], telling: list[int], text: str) -> str:
    """Why a row is no record: a total, the header again, or a note; "" where it is one."""
    if "total" in text.lower() and any(_TOTAL.fullmatch(" ".join(cell.split())) for cell in row if cell):
        return str(SetAside.TOTAL_ROW)
    if said[0].lower().startswith(heading[0][:1]) and [folded(cell) for cell in said] == heading:
        return str(SetAside.NO_RECORD)
    told = [cell for place in telling if (cell := row[place].strip())]
    if len(told) == 1 and told[0] == "".join(row).strip() and not any(map(str.isdigit, told[0])):
        return str(SetAside.NO_RECORD)  # words alone in a row, in whichever column
    return "" if told else str(SetAside.NO_RECORD)
