"""Boundaries that moved: a row of data/reference/boundaries/versions.csv and a file for each set of lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bsafe_analysis.faults import Fault
from bsafe_analysis.model.periods import parse_month
from bsafe_analysis.parameters.reference import FOLDER, read_table

TABLE = "boundaries/versions.csv"
_FILE_NAME = re.compile(r"[^/\\]+\.(geojson|csv)", re.IGNORECASE)


@dataclass(frozen=True)
class BoundaryVersion:
    """One set of lines between neighbourhoods, in force from the month `since` ("": from the beginning).

    `file`: its polygons, below data/reference/boundaries; `lsoas` and `residents`: its tables, below data/reference.
    `residents` is "" where nobody counted who lives in these places: they are apportioned from an earlier version.
    """

    since: str = ""
    file: str = "neighbourhoods.geojson"
    lsoas: str = "lsoas.csv"
    residents: str = "residents.csv"

    def drawn(self, root: Path) -> Path | None:
        """Its polygons; None where it has none, as where neighbourhoods are made of LSOAs."""
        path = root / FOLDER / "boundaries" / self.file
        return path if self.file and path.exists() else None


@dataclass(frozen=True)
class BoundariesInForce:
    """`now`: the lines by which all history is counted; `people`: the newest ones whose residents are known."""

    now: BoundaryVersion
    people: BoundaryVersion

    @property
    def apportioned(self) -> bool:
        """Whether the residents of these places were counted for others and must be shared out."""
        return self.now != self.people


def boundaries_in_force(root: Path, month: str, by_lsoas: bool) -> tuple[BoundariesInForce, tuple[Fault, ...]]:
    """The boundaries of a month ("": the newest), and every fault of the table.

    `by_lsoas`: whether neighbourhoods are made of LSOAs: a version then moves nothing without a table of its own.
    """
    rows, wrong = read_table(root, TABLE, ("since", "file"), required=False)
    faults, versions = list(wrong), [BoundaryVersion()]
    for number, row in rows:
        lsoas = row.get("lsoas", "")
        cause = _fault_of(root, row, lsoas, by_lsoas, versions)
        if cause:
            faults.append(Fault(f"{FOLDER}/{TABLE}", f"row {number}", *cause))
        else:
            own = BoundaryVersion(row["since"], row["file"], lsoas or "lsoas.csv", row.get("residents", ""))
            versions.append(own)
    return _in_force(versions, month), tuple(faults)


def _in_force(versions: Sequence[BoundaryVersion], month: str) -> BoundariesInForce:
    begun = sorted((v for v in versions if not month or v.since <= month), key=lambda v: v.since)
    return BoundariesInForce(begun[-1], [version for version in begun if version.residents][-1])


def _fault_of(
    root: Path, row: dict[str, str], lsoas: str, by_lsoas: bool, before: Sequence[BoundaryVersion]
) -> tuple[str, str] | None:
    """Cause and cure of what is wrong with a row."""
    try:
        since = parse_month(row["since"])
    except ValueError:
        return f"{row['since']!r} is not a month", "Write the first month of these boundaries like 2026-04"
    if since in {version.since for version in before}:
        return f"{since} stands twice", "Keep one of the two"
    if not (lsoas if by_lsoas else row["file"]):
        wanted = "a table of LSOAs in the column lsoas" if by_lsoas else "the GeoJSON of these boundaries"
        return "no file is named", f"Name {wanted}"
    return _file_fault(root, row, lsoas)


def _file_fault(root: Path, row: dict[str, str], lsoas: str) -> tuple[str, str] | None:
    given = {f"boundaries/{row['file']}": row["file"], lsoas: lsoas, row.get("residents", ""): row.get("residents", "")}
    for path, name in given.items():
        if name and not _FILE_NAME.fullmatch(name):
            return f"{name!r} is no plain file name", "Put the file beside the others and write its name alone"
        if name and not (root / FOLDER / path).is_file():
            return f"there is no {FOLDER}/{path}", "Put it there, or correct its name"
    return None
