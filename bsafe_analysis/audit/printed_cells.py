"""A printed table beside the cells that its document says it told: each cell with a number needs its claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bsafe_analysis.audit.named_again import names_a_place
from bsafe_analysis.audit.page_reader import ReadTable
from bsafe_analysis.audit.words_read import tokens
from bsafe_analysis.claims.records import Claim, Statement, ToldCell, ToldPassage

Told = tuple[ToldPassage, Sequence[Claim]]
"""What a cell says, with the claims that it was made from."""


@dataclass(frozen=True)
class CellRead:
    """One cell of a page. `told` is None where no claim of the document stands behind it; `where` says which it is."""

    where: str
    text: str
    told: Told | None


def cells_read(
    tables: Iterable[ReadTable], statements: Iterable[Statement], places: frozenset[str] = frozenset()
) -> Iterator[CellRead]:
    """Every cell that tells something, or holds a number, a month, a day or the name of a place among other words, with
    what the document says of it: by table, row and text."""
    known = _by_row(statements)
    for table in tables:
        for number, row in enumerate((table.headers, *table.rows), start=-1):
            left = list(known[table.id, number])
            for text in row:
                told = _taken(left, text)
                if (told and told[0].spans) or _states(text, places):
                    yield CellRead(f"{table.caption or table.id}, {_row(number, row)}", text, told)


def _states(text: str, places: frozenset[str]) -> bool:
    return any(True for _ in tokens(text)) or (text not in places and names_a_place(text, places))


def _by_row(statements: Iterable[Statement]) -> dict[tuple[str, int], list[tuple[ToldCell, Sequence[Claim]]]]:
    found: dict[tuple[str, int], list[tuple[ToldCell, Sequence[Claim]]]] = defaultdict(list)
    for statement in statements:
        for cell in statement.cells:
            if cell.part == "text":
                found[cell.table, cell.row].append((cell, statement.claims))
    return found


def _taken(left: list[tuple[ToldCell, Sequence[Claim]]], text: str) -> Told | None:
    """The first cell of the row that says this and is not yet taken."""
    for i, (cell, claims) in enumerate(left):
        if " ".join(cell.text.split()) == text:
            del left[i]
            return ToldPassage(cell.text, cell.spans), claims
    return None


def _row(number: int, row: Sequence[str]) -> str:
    return "the heads of its columns" if number < 0 else f"row {row[0] if row else number + 1}"
