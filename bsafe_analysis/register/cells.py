"""What the cells of a row mean: days, choices, places, categories. Each refusal is one plain reason."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from bsafe_analysis.model.areas import Area, Areas, Level
from bsafe_analysis.model.priorities import Priorities
from bsafe_analysis.model.same_names import name_as_seen
from bsafe_analysis.register.spreadsheets import Row, is_broken, may_be_month_first

Allowed = TypeVar("Allowed", bound=StrEnum)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?: 00:00(?::00)?)?")


class Unusable(Exception):
    """Why one row cannot be used, as one plain sentence."""


@dataclass(frozen=True)
class Known:
    """What a row may name: places by code or name, categories and priorities by key or title."""

    areas: Areas
    categories: Mapping[str, str]
    """Key -> name."""
    priorities: Priorities = field(default_factory=lambda: Priorities((), {}))

    def area(self, text: str) -> str:
        """The code of the place that is meant; Unusable where none is, or where two bear the name."""
        places = [area for area in self.areas if area.level is not Level.NOT_PLACED]
        found = [area.code for area in places if area.code == text] or _codes_named(text, places)
        if len(found) != 1:
            raise Unusable(f"{text!r} is not an area that is known: write its code")
        return found[0]

    def category(self, text: str) -> str:
        """The key of the category that is meant."""
        wanted = name_as_seen(text)
        for key, name in self.categories.items():
            if wanted in (key.casefold(), name_as_seen(name)):
                return key
        raise Unusable(f"{text!r} is not a category that is known: see data/reference/categories.csv")

    def priority(self, text: str) -> str:
        """The key of the priority that is meant."""
        wanted = name_as_seen(text)
        for priority in self.priorities.every:
            if wanted in (priority.key.casefold(), name_as_seen(priority.title)):
                return priority.key
        raise Unusable(f"{text!r} is not a priority of parameters/priorities.yml: write one of them, or none")


def _codes_named(text: str, places: Iterable[Area]) -> list[str]:
    wanted = name_as_seen(text)
    return [area.code for area in places if wanted in (area.code.casefold(), name_as_seen(area.name))]


def refuse_broken(row: Row) -> None:
    """Unusable where a formula left an error, or where there are more cells than columns."""
    for column, cell in row.cells.items():
        if is_broken(cell):
            raise Unusable(f"{column or 'a cell'} holds the error {cell.split()[0]}: mend its formula")
    if row[""]:
        raise Unusable(f"it has more cells than there are columns ({row[''][:40]!r} is left over)")


def refuse_month_first(row: Row) -> None:
    """Unusable where a day of the row may be read in two ways, in a file of which a day can only be month first."""
    doubtful = next((cell for cell in row.cells.values() if may_be_month_first(cell)), "")
    if row.month_first and doubtful:
        raise Unusable(
            f"its day {doubtful!r} may be month first, as {row.month_first!r} of the same file can only be: "
            "write every day of the file as 2026-10-05"
        )


def required(row: Row, columns: Collection[str]) -> None:
    """Unusable for all of these that are blank."""
    blank = [column.replace("_", " ") for column in columns if not row[column]]
    if blank:
        raise Unusable(f"it has no {', no '.join(blank)}")


def every_fault(*checks: Callable[[], object]) -> None:
    """Unusable with what each of these checks finds, so that nobody has to correct a row as often as it has faults."""
    found = []
    for check in checks:
        try:
            check()
        except Unusable as reason:
            found.append(str(reason))
    if found:
        raise Unusable("; ".join(dict.fromkeys(found)))


def day(row: Row, column: str) -> date | None:
    """The day in that cell; None where it is blank."""
    text = row[column]
    return as_day(text, column) if text else None


def as_day(text: str, what: str) -> date:
    """A day written as 2026-10-05, or as Excel saves it in Britain, 5/10/2026."""
    iso, day_first = _ISO.fullmatch(text), _DAY_FIRST.fullmatch(text)
    try:
        if iso:
            return _sane(date(int(iso[1]), int(iso[2]), int(iso[3])))
        if day_first:
            return _sane(date(int(day_first[3]), int(day_first[2]), int(day_first[1])))
    except ValueError:
        pass
    raise Unusable(f"{what.replace('_', ' ')} is {text[:40]!r}, which is no date: write it as 2026-10-05")


def _sane(value: date) -> date:
    if not 1990 <= value.year <= 2100:
        raise ValueError("no year of a plan")
    return value


def choice(row: Row, column: str, kinds: type[Allowed]) -> Allowed:
    """The one of these that the cell says."""
    text = " ".join(row[column].lower().replace("_", " ").split())
    try:
        return kinds(text)
    except ValueError:
        raise Unusable(f"{column} is {row[column][:40]!r}: write one of {', '.join(kinds)}") from None


def parts(text: str) -> tuple[str, ...]:
    """The items of a cell that holds a list, parted by semicolons or lines."""
    return tuple(dict.fromkeys(item.strip() for item in re.split(r"[;\n]", text) if item.strip()))


def whole_number(row: Row, column: str) -> int | None:
    """The whole number in that cell; None where it is blank or unknown."""
    text = row[column].replace(",", "")
    if text.lower() in ("", "unknown", "not known"):
        return None
    if not re.fullmatch(r"\d{1,7}", text):
        raise Unusable(f"{column} is {row[column][:40]!r}: write a whole number, or unknown")
    return int(text)


def pounds(row: Row, column: str) -> float | None:
    """The sum in that cell in pounds; None where it is blank or unknown."""
    text = re.sub(r"[,£\s]", "", row[column])
    if text.lower() in ("", "unknown", "notknown"):
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value < 1e9:
        raise Unusable(f"its {column} is {row[column][:40]!r}: write pounds, or unknown")
    return value
