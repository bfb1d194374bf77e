"""Which of an unknown file's columns is which of ours: by its name, and only where what it holds agrees."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from bsafe_analysis.loading.partner.extract_columns import outward
from bsafe_analysis.loading.partner.extract_rows import folded
from bsafe_analysis.loading.partner.grid_points import LEAST, from_one_cell, number_of_text
from bsafe_analysis.loading.partner.known_profiles import name_score
from bsafe_analysis.loading.partner.row_counts import LARGEST_SEEN, is_hidden, may_count
from bsafe_analysis.loading.partner.said_places import district_key, place_key
from bsafe_analysis.loading.partner.unknown_files import SeenColumn, SeenFile
from bsafe_analysis.loading.partner.unmapped_columns import KNOWN_WORDS, known_words, may_be_type
from bsafe_analysis.loading.partner.written_days import DayOrder, DayReader, clock_of

MOSTLY = 0.7
MOST_KINDS = 120
"""A column with more different words is no list of types."""
_LSOA = re.compile(r"\s*[EWSN]\d{8}\s*", re.IGNORECASE)
_REFERENCES = {
    "premises": re.compile(r"(property |premises |scene |incident )?uprn|unique property reference( number)?"),
    "victim": re.compile(r"(victim|aggrieved|ip) (ref|reference|no|number|id|urn)"),
}
_DAYS = (DayReader(DayOrder()), DayReader(DayOrder(month_first=True)))


@dataclass(frozen=True)
class KnownPlaces:
    """What the workspace knows of places, to know them again in a file. `by_name`: as in Places."""

    lsoas: Collection[str]
    by_name: Mapping[str, str]
    borough: str


def guess_columns(seen: SeenFile, known: KnownPlaces) -> dict[str, str]:
    """Our column -> theirs. A column that looks private is never one, and none is two (but for a day with its time)."""
    columns = seen.columns
    fits = _fits(known, seen.rows, seen.different or seen.rows)
    free = {column.name: column for column in columns if column.cells and (not column.private)}
    found: dict[str, str] = {}
    for ours, fit in fits.items():
        scores = {name: _score(ours, column, fit) for name, column in free.items()}
        best = max(scores, key=lambda name: scores[name], default="")
        if best and scores[best] > 0:
            found[ours] = best
            del free[best]
    if ("longitude" in found) != ("latitude" in found):
        found.pop("longitude", found.pop("latitude", None))
    if "month" in found and "occurred_from" not in found:
        dated = next(column for column in columns if column.name == found["month"])
        if _share_of(dated.cells, _has_time) >= MOSTLY:
            found["occurred_from"] = found["month"]
    found |= _by_what_it_holds(list(free.values()), found, {column.name: column for column in columns})
    if "count" in found:
        found.pop("incident_id", None)
        return found
    return found | _references(columns)


def _references(columns: Sequence[SeenColumn]) -> dict[str, str]:
    """Numbers that stand for the same premises or victim each time: of those alone a mark is kept."""
    return {
        ours: column.name
        for ours, named in _REFERENCES.items()
        for column in columns
        if named.fullmatch(folded(column.name)) and _share_of(column.cells, _is_reference) >= MOSTLY
    }


def _is_reference(cell: str) -> bool:
    return " " not in cell and any(map(str.isdigit, cell))


def _by_what_it_holds(
    free: Sequence[SeenColumn], found: Mapping[str, str], by_name: Mapping[str, SeenColumn]
) -> dict[str, str]:
    """The type and the count under names that nobody knows: by known words, and by rows of which no two are alike."""
    more: dict[str, str] = {}
    if "category" not in found:
        known = {c.name: known_words(c.cells) for c in free if may_be_type(c.name, c.cells)}
        best = max(known, key=lambda name: known[name], default="")
        more |= {"category": best} if best and known[best] >= KNOWN_WORDS else {}
    if not {"count", "incident_id"} & found.keys():
        numbers = [column.name for column in free if may_count(column.cells)]
        if len(numbers) == 1 and _is_a_table_of_months({**found, **more}, by_name):
            more["count"] = numbers[0]
    return more


def _is_a_table_of_months(found: Mapping[str, str], by_name: Mapping[str, SeenColumn]) -> bool:
    """Whether each row is another month, type and place, and no row says a day: then a number in it counts."""
    if "month" not in found:
        return False
    days = {cell: next((day for read in _DAYS if (day := read(cell))), "") for cell in by_name[found["month"]].cells}
    if len({day[8:10] for day in days.values()}) > 1:  # of months alone, or all of one day, as a program writes them
        return False
    keys = list(zip(*(by_name[theirs].by_row for theirs in found.values()), strict=True))
    return len(set(keys)) == len(keys)


Fit = Callable[[SeenColumn], float]
"""How well what a column holds fits: 0 not at all, 1 as well as can be; above 1 it needs no name to be known by."""


def _score(ours: str, column: SeenColumn, fit: Fit) -> float:
    held = fit(column)
    named = name_score(ours, column.name)
    return 0 if held <= 0 or (not named and held <= 1) else named + 100 * held


def _fits(known: KnownPlaces, rows: int, different: int) -> dict[str, Fit]:
    """In the order in which they are looked for: what is surest first."""
    return {
        "lsoa": lambda c: 2 * _at_least(_share_of(c.cells, lambda cell: bool(_LSOA.fullmatch(cell)))),
        "grid_reference": lambda c: _at_least(_share_of(c.cells, lambda cell: bool(from_one_cell(cell)[0]))),
        "longitude": lambda c: _at_least(_share_of(c.cells, lambda cell: _is_coordinate(cell, -9.5, 4, 700_000))),
        "latitude": lambda c: _at_least(_share_of(c.cells, lambda cell: _is_coordinate(cell, 49, 62, 1_300_000))),
        "postcode": lambda c: _at_least(_share_of(c.cells, lambda cell: bool(outward(cell)))),
        "place": lambda c: _place_fit(c, known),
        "district": lambda c: _district_fit(c, known),
        "month": lambda c: 1.2 * _at_least(_share_of(c.cells, _is_day)),
        "occurred_from": lambda c: _at_least(_share_of(c.cells, lambda cell: bool(clock_of(cell)) or _has_time(cell))),
        "occurred_to": lambda c: _at_least(_share_of(c.cells, lambda cell: bool(clock_of(cell)) or _has_time(cell))),
        "category": lambda c: _kind_fit(c, rows),
        "count": lambda c: _at_least(_share_of(c.cells, _is_number)),
        "incident_id": lambda c: float(len(set(c.cells)) >= 0.95 * different),
    }


def _share_of(cells: Sequence[str], fits: Callable[[str], bool]) -> float:
    sample = cells[:: max(1, len(cells) // 500)]
    return sum(map(fits, sample)) / len(sample) if sample else 0.0


def _at_least(share: float) -> float:
    return share if share >= MOSTLY else 0.0


def _is_number(cell: str) -> bool:
    return is_hidden(cell) or (cell.isdigit() and int(cell) < LARGEST_SEEN)


def _is_day(cell: str) -> bool:
    return any(read(cell) for read in _DAYS)


def _has_time(cell: str) -> bool:
    return any(len(read(cell)) > 10 for read in _DAYS)


def _is_coordinate(cell: str, least: float, most: float, metres: float) -> bool:
    """Between so many degrees, or up to so many metres of the National Grid."""
    value = number_of_text(cell)
    return value != 0 and (least < value < most or LEAST <= value < metres)


def _place_fit(column: SeenColumn, known: KnownPlaces) -> float:
    """Names of our neighbourhoods; or words under a name that says so."""
    ours = _share_of(column.cells, lambda cell: place_key(cell) in known.by_name)
    words = 0.4 if _share_of(column.cells, lambda cell: not cell[:1].isdigit()) >= MOSTLY else 0.0
    return 2 * ours if ours >= 0.3 else words


def _district_fit(column: SeenColumn, known: KnownPlaces) -> float:
    return 2 * _share_of(column.cells, lambda cell: district_key(cell) == district_key(known.borough))


def _kind_fit(column: SeenColumn, rows: int) -> float:
    """Words of which there are few, each many times."""
    kinds = len(set(column.cells))
    wordy = _share_of(column.cells, lambda cell: any(map(str.isalpha, cell)) and not _is_day(cell)) >= MOSTLY
    few = kinds <= MOST_KINDS and (kinds <= max(12, rows / 3))
    return len(column.cells) / max(rows, 1) if wordy and few and kinds > 0 else 0.0
