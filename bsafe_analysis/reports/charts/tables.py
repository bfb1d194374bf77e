"""Tables that people and machines can read: caption, scope, aligned figures, no empty cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from bsafe_analysis.claims.ledger import HeardCell, Ledger, Passage, current
from bsafe_analysis.claims.telling import passage_of, passage_of_several
from bsafe_analysis.claims.told import retold

MISSING = "[x]"
"""Stands where a value is not available."""
HIDDEN = "[c]"
"""Stands where a value is hidden from this edition's readers (disclosure.py)."""


@dataclass(frozen=True)
class Column:
    key: str
    title: str
    numeric: bool = False


@dataclass(frozen=True)
class Sparkline:
    """A small series in a cell. Missing values are gaps. `lower`, `upper`: the range expected of the last one."""

    values: tuple[float | None, ...]
    lower: float | None = None
    upper: float | None = None
    label: str = ""


@dataclass(frozen=True)
class Link:
    """A cell that leads to another page of the pack or place on this one."""

    text: str
    href: str


@dataclass(frozen=True)
class CellLines:
    """A cell of a few short lines; those that are empty are left out. `id`: where a link to its row leads."""

    lines: tuple[str, ...]
    id: str = ""


Cell = str | int | float | Sparkline | Link | CellLines | None


@dataclass(frozen=True)
class Table:
    """`row_header`: the index of the column that names each row. `groups`: (index of its first row, name) of each
    group of rows, in order; every row belongs to one where there are any.
    """

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    row_header: int = 0
    note: str = ""
    groups: tuple[tuple[int, str], ...] = ()

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{self.id}: a row of {len(row)} cells in a table of {len(self.columns)} columns")


def to_html(table: Table) -> str:
    """The table in a region that scrolls by itself (and by keyboard) where it is wider than the page."""
    if ledger := current():
        _heard(table, ledger)
    name = escape(table.id)
    head = "".join(f'<th scope="col"{_align(column)}>{escape(column.title)}</th>' for column in table.columns)
    body = "".join(_bodies(table))
    note = f'<p class="note">{escape(table.note)}</p>' if table.note else ""
    narrow = ' class="narrow"' if len(table.columns) < 3 else ""
    return (
        f'<div class="table-scroll" role="region" aria-labelledby="{name}-caption" tabindex="0">'
        f'<table id="{name}"{narrow}>'
        f'<caption id="{name}-caption">{escape(table.caption)}</caption><thead><tr>{head}</tr></thead>'
        f"{body}</table></div>{note}"
    )


def _bodies(table: Table) -> Iterator[str]:
    rows = [f"<tr>{_cells_of(table, row)}</tr>" for row in table.rows]
    if not table.groups:
        yield f"<tbody>{''.join(rows)}</tbody>"
        return
    ends = [first for first, _ in table.groups[1:]] + [len(rows)]
    for (first, name), end in zip(table.groups, ends, strict=True):
        heading = f'<tr class="group"><th colspan="{len(table.columns)}" scope="rowgroup">{escape(name)}</th></tr>'
        yield f"<tbody>{heading}{''.join(rows[first:end])}</tbody>"


def _cells_of(table: Table, row: tuple[Cell, ...]) -> str:
    cells = []
    for i, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
        name = 'th scope="row"' if i == table.row_header else "td"
        cells.append(f"<{name}{_look(column, cell)}>{_cell(cell)}</{name[:2]}>")
    return "".join(cells)


def _look(column: Column, cell: Cell) -> str:
    """Several lines need room to be short ones."""
    several = isinstance(cell, CellLines) and len([line for line in cell.lines if line]) > 2
    name = f' id="{escape(cell.id)}"' if isinstance(cell, CellLines) and cell.id else ""
    return name + (' class="lines"' if several else _align(column))


def _align(column: Column) -> str:
    return ' class="num"' if column.numeric else ""


def _cell(cell: Cell) -> str:
    if cell is None or cell == "" or cell != cell:  # noqa: PLR0124 (not a number)
        return MISSING
    if isinstance(cell, Sparkline):
        return _spark(cell)
    if isinstance(cell, CellLines):
        return "<br>".join(escape(line) for line in cell.lines if line) or MISSING
    if isinstance(cell, Link):
        return f'<a href="{escape(cell.href)}">{escape(cell.text)}</a>'
    if isinstance(cell, int) and not isinstance(cell, bool):
        return f"{cell:,}"
    return escape(str(cell))


def _spark(spark: Sparkline) -> str:
    """The numbers as data; the page's exporter draws them. What is read aloud is the text."""
    values = ",".join("" if value is None else f"{value:g}" for value in spark.values)
    bounds = "".join(f' data-{n}="{v:g}"' for n, v in (("lower", spark.lower), ("upper", spark.upper)) if v is not None)
    return f'<span class="spark" data-values="{values}"{bounds}>{escape("".join(map(str, _spoken(spark))))}</span>'


def _spoken(spark: Sparkline) -> tuple[object, ...]:
    known = [value for value in spark.values if value is not None]
    if not known:
        return ("no counts",)
    low, high = (retold(value, f"{value:g}") for value in (min(known), max(known)))
    return "lowest ", low, ", highest ", high


def _heard(table: Table, ledger: Ledger) -> None:
    """Say to who listens what the table's words and cells tell."""
    for words in (table.caption, table.note, *(name for _, name in table.groups)):
        ledger.said(words)
    keys, titles = [column.key for column in table.columns], [column.title for column in table.columns]
    for number, row in enumerate((titles, *table.rows), start=-1):
        for key, cell in zip(keys, row, strict=True):
            if type(cell) not in _TELLS_NOTHING:
                ledger.cells += [HeardCell(table.id, number, key, *part) for part in _told_parts(cell) if part[1].spans]


_TELLS_NOTHING = (str, int, float, type(None))


def _told_parts(cell: Cell) -> list[tuple[str, Passage]]:
    """(part, what it tells) of a cell: see claims.records.ToldCell."""
    if isinstance(cell, Sparkline):
        bounds = {"lower": cell.lower, "upper": cell.upper}.items()
        return [
            ("text", passage_of_several(((piece, str(piece)) for piece in _spoken(cell)), "")),
            ("values", passage_of_several(((v, "" if v is None else f"{v:g}") for v in cell.values), ",")),
            *((name, passage_of(value, f"{value:g}")) for name, value in bounds if value is not None),
        ]
    if isinstance(cell, CellLines):
        return [("text", passage_of_several(((line, line) for line in cell.lines if line), "\n"))]
    said = cell.text if isinstance(cell, Link) else cell
    return [("text", passage_of(said, f"{said:,}" if isinstance(said, int) else str(said)))] if said is not None else []
