"""Reads data/reference/deprivation.csv, which may be left out: which small areas are among the most deprived fifth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path

from bsafe_analysis.faults import Fault
from bsafe_analysis.model.team_clusters import DeprivedShare
from bsafe_analysis.parameters.groups_file import nearest_name
from bsafe_analysis.parameters.reference import FOLDER, Faults, read_table

NAME = "deprivation.csv"
FILE = f"{FOLDER}/{NAME}"
OVERALL = "imd"
"""The domain that holds all others; rows of single domains are left alone."""
SMALL_AREAS = {2015: 32_844, 2019: 32_844, 2025: 33_755}
"""How many small areas of England the indices of a year place in order, the most deprived first."""


def read_deprivation(
    root: Path, lsoas: Mapping[str, str], places: Collection[str]
) -> tuple[tuple[DeprivedShare, ...], int, Faults]:
    """Neighbourhoods of which a small area is held, the year of the indices, and every fault of the file.

    `lsoas`: small area -> neighbourhood, as lsoas.csv has it; where that leaves it open, the row's own `neighbourhood`
    says in which it mostly lies. Rows of areas that lie in none are left alone.
    """
    rows, faults = read_table(root, NAME, ("lsoa", "domain", "rank", "year", "source"), required=False)
    wrong, every, deprived, years = list(faults), Counter[str](), Counter[str](), set[int]()
    seen: set[str] = set()
    for number, row in rows:
        place = lsoas.get(row["lsoa"]) or row.get("neighbourhood", "")
        if row["domain"].lower() != OVERALL or not place:
            continue
        rank, year = (int(row[name]) if row[name].isascii() and row[name].isdigit() else 0 for name in ("rank", "year"))
        if cause := _cause(row, rank, year, seen, place, places):
            wrong.append(Fault(FILE, f"row {number}", *cause))
            continue
        seen.add(row["lsoa"])
        years.add(year)
        every[place] += 1
        deprived[place] += rank <= SMALL_AREAS[year] / 5
    if len(years) > 1:
        wrong.append(Fault(FILE, "year", f"it holds {len(years)} years", "Keep the indices of one year"))
    told = tuple(DeprivedShare(place, deprived[place], n) for place, n in sorted(every.items()))
    return (() if wrong else told), (0 if wrong else max(years, default=0)), tuple(wrong)


def _cause(
    row: Mapping[str, str], rank: int, year: int, seen: set[str], place: str, places: Collection[str]
) -> tuple[str, str] | None:
    if place not in places:
        return f"{place!r} is no neighbourhood", nearest_name(place, places)
    if year not in SMALL_AREAS:
        return f"there are no indices of {row['year']!r}", f"Write one of: {', '.join(map(str, SMALL_AREAS))}"
    if not 1 <= rank <= SMALL_AREAS[year]:
        return f"the rank {row['rank']!r} is none of 1 to {SMALL_AREAS[year]:,}", "Copy it from the published table"
    if row["lsoa"] in seen:
        return f"{row['lsoa']} stands twice", "Keep one row"
    return None
