"""One borough out of published lookups: found by its name or code, the nearest proposed where it is misspelt."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from dataclasses import dataclass

from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.parameters.published.lookups import Lookups, LookupTable, only


@dataclass(frozen=True)
class Borough:
    """A local authority district: its name, every code it had (a code changes when a boundary does), its lookups."""

    name: str
    codes: frozenset[str]
    lookups: Lookups


def find_borough(lookups: Lookups, asked: str) -> Borough:
    """The borough of that name or code; InputError where no lookup has it, or where a lookup is of another place."""
    codes_of = _districts(lookups)
    names = {name.casefold(): name for name in codes_of}
    by_code = {code: name for name, codes in codes_of.items() for code in codes}
    name = names.get(asked.strip().casefold()) or by_code.get(asked.strip().upper())
    if name is None:
        raise InputError([_not_found(asked, list(codes_of))])
    codes = codes_of[name]
    kept, strangers = _rows_of(lookups.tables, codes)
    if strangers:
        raise InputError([_another_place(table, name) for table in strangers])
    return Borough(name, frozenset(codes), Lookups(kept))


def _districts(lookups: Lookups) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for table in lookups.tables:
        for place, names in table.names.items():
            if place.startswith("LAD"):
                for code, name in names.items():
                    found[name].add(code)
    return {name: codes - {""} for name, codes in sorted(found.items()) if name and codes - {""}}


def _not_found(asked: str, names: list[str]) -> Fault:
    if not names:
        cause = "no lookup names local authority districts (LAD24CD and LAD24NM)"
        cure = "Add one that does, such as LSOA (2021) to Electoral Ward (2024) to LAD (2024) Best Fit Lookup"
        return Fault("--lookup", "", cause, cure)
    folded = {name.casefold(): name for name in names}
    typed = asked.strip().casefold()
    # "Hull" is in no way like "Kingston upon Hull, City of" but for the word itself
    holding = [name for name in folded if typed and re.search(rf"\b{re.escape(typed)}\b", name)]
    near = holding[:3] or difflib.get_close_matches(typed, folded, n=3, cutoff=0.6)
    cure = f"Did you mean {' or '.join(folded[each] for each in near)}?" if near else f"They hold {_some(names)}"
    return Fault("--borough", asked, "no lookup has a local authority district of that name", cure)


def _some(names: list[str]) -> str:
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")


def _rows_of(
    tables: tuple[LookupTable, ...], codes: set[str]
) -> tuple[tuple[LookupTable, ...], tuple[LookupTable, ...]]:
    """The borough's rows of every table, and the tables that have none.

    A table that names districts is cut by them. One that does not (names of MSOAs) is cut by the codes that others
    have in the borough, and asked again until no table adds any.
    """
    within = [t for t in tables if any(place.startswith("LAD") for place in t.places)]
    without = [t for t in tables if t not in within]
    kept: tuple[LookupTable, ...] = ()
    for table in within:
        districts = {place: codes for place in table.places if place.startswith("LAD")}
        kept += only([table], districts)
    known: dict[str, set[str]] = {}
    for _ in range(len(without) + 1):
        lookups = Lookups(kept)
        known = {place: lookups.codes(place) for place in lookups.places() if not place.startswith("LAD")}
        kept = (*(t for t in kept if any(p.startswith("LAD") for p in t.places)), *only(without, known))
    held = {(table.file, table.sheet) for table in kept}
    return kept, tuple(t for t in tables if (t.file, t.sheet) not in held)


def _another_place(table: LookupTable, name: str) -> Fault:
    districts = [n for place, names in table.names.items() if place.startswith("LAD") for n in names.values()]
    place = f"sheet {table.sheet!r}" if table.sheet else ""
    if not any(each.startswith("LAD") for each in table.places):
        codes = " and ".join(f"{each}CD" for each in table.places)
        cause = f"its {codes} are in no other lookup of {name}: another place, or another year"
        cure = (
            f"Give the file of the same year as the other lookups, or the lookup from LSOAs to {codes}; or choose "
            "--neighbourhoods of a year whose lookup is given"
        )
        return Fault(table.file, place, cause, cure)
    others = f": it holds {_some(sorted(set(districts)))}" if districts else ""
    return Fault(table.file, place, f"no row of {name}{others}", "Give the file of that borough, or the national one")
