"""What communities and practitioners say of places: priorities, concerns, assets, services, known issues."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bsafe_analysis.model.areas import Level
from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.model.register_entries import CommunityPriority, Concern, LocalFact
from bsafe_analysis.register.cells import (
    Known,
    Unusable,
    day,
    refuse_broken,
    refuse_month_first,
    required,
    whole_number,
)
from bsafe_analysis.register.refusals import refused
from bsafe_analysis.register.spreadsheets import Row, Unreadable, find_sheet, remarks_of, unknown_columns, unusable_file

T = TypeVar("T")
PRIORITIES = ("area", "concern", "source", "date")
CONCERNS = ("area", "concern", "source", "date")
FACTS = ("area", "kind", "name")
OF_FACTS = ("about", "contact", "as_at")
MORE = {
    "community_priorities": ("category", "action", "outcome", "asked"), "concerns": ("asked",),
    "assets": OF_FACTS, "services": OF_FACTS, "known_issues": OF_FACTS,
    "meetings": ("area", "papers", "month", "held", "note"),
}  # fmt: skip
"""Columns that may be left out."""


def read_rows(
    root: Path, name: str, columns: tuple[str, ...], known: Known, make: Callable[[Row, Known], T]
) -> tuple[tuple[T, ...], tuple[Notice, ...]]:
    """The rows of data/register/<name>.csv or .xlsx as `make` reads them, and a notice for each that it refuses."""
    try:
        sheet = find_sheet(root, name, columns)
    except Unreadable as reason:
        return (), (unusable_file("register_refused", name, reason),)
    if sheet is None:
        return (), ()
    made, notices = [], [*remarks_of(sheet), *unknown_columns(sheet, (*columns, *MORE.get(name, ())))]
    for row in sheet.rows:
        try:
            refuse_broken(row)
            refuse_month_first(row)
            required(row, columns)
            made.append(make(row, known))
        except Unusable as reason:
            text = f"{sheet.file}, row {row.number} was set aside: {reason}"
            notices.append(refused("register_refused", sheet.file, text))
    return tuple(made), tuple(notices)


def community_priority(row: Row, known: Known) -> CommunityPriority:
    """One row of community_priorities.csv."""
    on = day(row, "date")
    assert on is not None
    category = known.category(row["category"]) if row["category"] else ""
    return CommunityPriority(
        known.area(row["area"]), row["concern"], row["source"], on, category, row["action"], row["outcome"],
        whole_number(row, "asked"),
    )  # fmt: skip


def concern(row: Row, known: Known) -> Concern:
    """One row of concerns.csv: of a neighbourhood, of an area for all of its neighbourhoods, or of the borough."""
    on = day(row, "date")
    assert on is not None
    return Concern(known.area(row["area"]), row["concern"], row["source"], on, whole_number(row, "asked"))


def local_fact(row: Row, known: Known) -> LocalFact:
    """One row of assets.csv, services.csv or known_issues.csv."""
    area = known.area(row["area"])
    if known.areas[area].level is not Level.NEIGHBOURHOOD:
        raise Unusable(f"{row['area']!r} is not a neighbourhood")
    if "@" in row["contact"] or sum(letter.isdigit() for letter in row["contact"]) > 5:
        raise Unusable("its contact is a private one: write a role or an organisation")
    return LocalFact(area, row["kind"], row["name"], row["about"], row["contact"], day(row, "as_at"))
