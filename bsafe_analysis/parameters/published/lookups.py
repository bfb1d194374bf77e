"""Published lookups: which place lies in which. What is asked of them is of one borough alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.parameters.published.published_tables import PublishedTable, headings_of, open_tables


@dataclass(frozen=True)
class LookupTable:
    """Distinct rows of codes of a published lookup, each with how many rows of the file say it.

    `places` names each column ("LSOA21", "WD24", "LAD24").
    """

    file: str
    sheet: str
    places: tuple[str, ...]
    rows: dict[tuple[str, ...], int]
    names: dict[str, dict[str, str]]
    known_as: dict[str, dict[str, str]]


@dataclass(frozen=True)
class Lookups:
    """All tables together. Answers are sorted, so that the order of files does not matter."""

    tables: tuple[LookupTable, ...]

    def places(self) -> tuple[str, ...]:
        """Every kind of place with codes, as the headings name them: ("LAD24", "LSOA21", "WD24")."""
        return tuple(sorted({place for table in self.tables for place in table.places}))

    def names(self, place: str) -> dict[str, str]:
        """Code -> name; the House of Commons Library's name where it is held."""
        found: dict[str, str] = {}
        for kind in ("names", "known_as"):
            for table in self.tables:
                found |= {code: name for code, name in getattr(table, kind).get(place, {}).items() if name}
        return found

    def codes(self, place: str) -> set[str]:
        """Every code of that kind of place."""
        held = (table for table in self.tables if place in table.places)
        return {row[table.places.index(place)] for table in held for row in table.rows} - {""}

    def links(self, child: str, parent: str) -> dict[str, tuple[str, ...]]:
        """Each child with every parent that a table gives it, what most rows say first; none where none names both."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for table in self.tables:
            if child in table.places and parent in table.places:
                i, j = table.places.index(child), table.places.index(parent)
                for row, times in table.rows.items():
                    if row[i] and row[j]:
                        found[row[i]][row[j]] += times
        return {code: _most_first(parents) for code, parents in sorted(found.items())}


def _most_first(parents: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted(parents, key=lambda code: (-parents[code], code)))


def read_lookups(paths: Sequence[Path]) -> tuple[Lookups, tuple[Fault, ...]]:
    """Every table of every file, and a fault for each file that has none."""
    tables: list[LookupTable] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            found = [table for opened in open_tables(path) if (table := _lookup(opened))]
            if not found:
                faults.append(_no_codes(path))
            tables += found
        except InputError as error:
            faults += error.faults
    return Lookups(tuple(tables)), tuple(faults)


def _no_codes(path: Path) -> Fault:
    held = ", ".join(headings_of(path)[:6]) or "nothing"
    cause = f"no two columns of standard codes (LSOA21CD, MSOA21CD, WD24CD, LAD24CD); it has {held}"
    return Fault(path.name, "header", cause, "Download the lookup as CSV again, and leave its header as it is")


def _lookup(table: PublishedTable) -> LookupTable | None:
    # a row for each output area says the same of its LSOA many times over
    coded = [c for c in table.columns if c.kind == "code" and c.place and not c.place.startswith("OA")]
    named = [c for c in table.columns if c.kind != "code" and any(c.place == other.place for other in coded)]
    if len(coded) < 2 and not named:
        return None
    rows: dict[tuple[str, ...], int] = {}
    names: dict[str, dict[str, dict[str, str]]] = {"name": defaultdict(dict), "known_as": defaultdict(dict)}
    code_of = {c.place: c.index for c in coded}
    width = 1 + max(c.index for c in (*coded, *named))
    for cells in table.rows:
        if len(cells) < width:
            continue
        key = tuple(cells[c.index] for c in coded)
        rows[key] = rows.get(key, 0) + 1
        if rows[key] == 1:
            for c in named:
                names[c.kind][c.place][cells[code_of[c.place]]] = cells[c.index]
    places = tuple(c.place for c in coded)
    return LookupTable(table.file, table.sheet, places, rows, dict(names["name"]), dict(names["known_as"]))


def only(tables: Iterable[LookupTable], known: dict[str, set[str]]) -> tuple[LookupTable, ...]:
    """The tables with the rows that hold one of the known codes; those without such a row are left out."""
    kept = []
    for table in tables:
        wanted = [(i, known[place]) for i, place in enumerate(table.places) if place in known]
        rows = {row: n for row, n in table.rows.items() if any(row[i] in codes for i, codes in wanted)}
        if rows:
            kept.append(replace(table, rows=rows))
    return tuple(kept)
