"""Does each cell of a table of months, places or hours stand in the row and the column that its claim is of?"""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bsafe_analysis.audit.findings_of_audit import Disproved
from bsafe_analysis.claims.records import Claim, Statement, ToldCell

OF_VIEWS = frozenset(("view", "view_line", "view_season", "view_week"))
"""Kinds of claim whose lists stand in a table from its first row on, one value a row."""
_PLACE_IN_LIST = re.compile(r"[a-z]+\[(\d+)\](?:\[(\d+)\])?")
_DAYS = tuple(name.lower() for name in calendar.day_name)


@dataclass(frozen=True)
class _Told:
    """One value of one claim in one cell."""

    cell: ToldCell
    claim: Claim
    name: str


def out_of_place(document: str, statements: Iterable[Statement]) -> Iterator[Disproved]:
    """Every cell that states a value of another row or column than the one it stands in."""
    for statement in statements:
        for told in _by_table(statement).values():
            yield from (_wrong(document, each, found) for each, found in _misplaced(told))


def _by_table(statement: Statement) -> dict[str, list[_Told]]:
    found: dict[str, list[_Told]] = defaultdict(list)
    for cell in statement.cells:
        if cell.part == "text":
            found[cell.table] += [_Told(cell, statement.claims[s.claim], s.name) for s in cell.spans]
    return found


def _misplaced(told: list[_Told]) -> Iterator[tuple[_Told, str]]:
    yield from _in_other_rows(told)
    yield from _in_other_columns(told)
    yield from _beside_another(told)


def _in_other_rows(told: list[_Told]) -> Iterator[tuple[_Told, str]]:
    """A value of a list that stands in another row than the one of its number; an hour, in another day's column."""
    for each in told:
        listed = _PLACE_IN_LIST.fullmatch(each.name) if each.claim.kind in OF_VIEWS else None
        if listed and each.cell.row != int(listed[1]):
            yield each, f"it is of row {int(listed[1]) + 1}"
        if listed and listed[2] and each.cell.column != _DAYS[int(listed[2])]:
            yield each, f"it is of {_DAYS[int(listed[2])].title()}"


def _in_other_columns(told: list[_Told]) -> Iterator[tuple[_Told, str]]:
    """A value of another line than the one that its column is named after, or began with."""
    of_column: dict[str, tuple[object, ...]] = {}
    for each in sorted(told, key=lambda its: its.cell.row):
        if each.claim.kind == "view_line":
            own = tuple(each.claim.values.get(name) for name in ("key", "where", "kinds"))
            if of_column.setdefault(each.cell.column, own) != own:
                yield each, f"its column is of {of_column[each.cell.column][0]}"


def _beside_another(told: list[_Told]) -> Iterator[tuple[_Told, str]]:
    """A count of a month or a place in the row of another one."""
    heads = {each.cell.row: each for each in told if _names_its_row(each)}
    for each in told:
        head = heads.get(each.cell.row)
        if head is None or head is each:
            continue
        if each.claim.kind == head.claim.kind == "series_point" and _month_told(each) != _month_told(head):
            yield each, f"its row is of {_month_told(head)}"
        if each.claim.kind == "view_place" and each.claim.values["where"] != head.claim.values.get("code"):
            yield each, f"its row is of {head.claim.values.get('name')}"


def _names_its_row(told: _Told) -> bool:
    return (told.claim.kind, told.name) in {("series_point", "month"), ("area", "name")} and told.cell.row >= 0


def _month_told(told: _Told) -> object:
    return told.claim.values.get("month")


def _wrong(document: str, told: _Told, found: str) -> Disproved:
    where = f"{told.cell.table}, row {told.cell.row + 1}, {told.cell.column}"
    return Disproved(document, "", f"{told.claim.kind}.{told.name} in {where}", told.cell.text, found)
