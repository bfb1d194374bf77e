"""A partnership small enough to be read: one borough, two areas, three neighbourhoods, two years of a police file."""

import csv
import hashlib
from pathlib import Path

import yaml

from bsafe_analysis.model.periods import months_between
from bsafe_analysis.parameters import init_workspace

HEADER = (
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name",
    "Crime type", "Last outcome category", "Context",
)  # fmt: skip
AREAS = [
    ("B", "Thornmere", "borough", ""),
    ("A1", "North", "area", "B"),
    ("A2", "South", "area", "B"),
    ("N1", "Mill Lane", "neighbourhood", "A1"),
    ("N2", "Quarry", "neighbourhood", "A1"),
    ("N3", "Hope", "neighbourhood", "A2"),
]
LSOAS = {"E01000001": "N1", "E01000002": "N2", "E01000003": "N3"}
MONTHS = months_between("2024-09", "2026-09")
USUAL = {"Burglary": 4, "Anti-social behaviour": 7, "Shoplifting": 2}


def make_partnership(root: Path) -> Path:
    """The workspace with its choices, its places and one download of every month."""
    init_workspace(root)
    change(root, "partnership.yml", name="Thornmere Together", borough="Thornmere", invented=True)
    reference = root / "data" / "reference"
    write(reference / "areas.csv", ("code", "name", "level", "parent"), AREAS)
    residents = [(code, 3000, 1200, "mid-2025", "census") for code in LSOAS.values()]
    write(reference / "residents.csv", ("code", "residents", "households", "as_at", "source"), residents)
    write(reference / "lsoas.csv", ("lsoa", "neighbourhood"), list(LSOAS.items()))
    for month in MONTHS:
        put_month(root, month)
    return root


def put_month(root: Path, month: str, download: str = "2026-10-03", extra: int = 0) -> Path:
    """One month's file in the form of data.police.uk; `extra` more burglaries in N1; two rows lie outside."""
    rows = []
    for lsoa in LSOAS:
        for kind, usual in USUAL.items():
            number = (
                usual
                + (hash_of(month + lsoa + kind) % 3)
                - 1
                + (extra if lsoa == "E01000001" and kind == "Burglary" else 0)
            )
            rows += [row(month, lsoa, "Thornmere 001A", kind, f"{month}{lsoa}{kind}{k}") for k in range(number)]
    rows += [row(month, "E01999999", "Elsewhere 001A", "Burglary", f"{month}x{k}") for k in range(2)]
    path = root / "data/raw/police" / download / month / f"{month}-vale-street.csv"
    return write(path, HEADER, rows)


def row(month, lsoa, name, kind, seed):
    identifier = "" if kind == "Anti-social behaviour" else f"{hash_of(seed):064x}"
    force = "Vale Police"
    return (
        identifier,
        month,
        force,
        force,
        "-1.500000",
        "53.400000",
        "On or near High Street",
        lsoa,
        name,
        kind,
        "",
        "",
    )


def hash_of(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:24])


def change(root: Path, file: str, **changes) -> None:
    path = root / "parameters" / file
    path.write_text(yaml.safe_dump(yaml.safe_load(path.read_text()) | changes, sort_keys=False))


def write(path: Path, header, rows) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path
