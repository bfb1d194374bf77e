"""Where the reference files of a workspace came from: each file with its checksum, its day and its licence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bsafe_analysis.parameters.published.published_tables import checksum

OGL = "Open Government Licence v3.0"
OPEN_PARLIAMENT = "Open Parliament Licence v3.0"


@dataclass(frozen=True)
class Provenance:
    """One file that was read. `used_for`: lookup, neighbourhoods, boundaries, population or areas."""

    file: str
    used_for: str
    size: int
    sha256: str
    read_on: date
    licence: str


def provenance_of(
    given: Iterable[tuple[str, Path]], today: date, of_parliament: frozenset[str]
) -> tuple[Provenance, ...]:
    """A line for each (what it was used for, file); `of_parliament`: names of files under Parliament's own licence."""
    return tuple(
        Provenance(
            path.name, used_for, path.stat().st_size, checksum(path), today, _licence(used_for, path, of_parliament)
        )
        for used_for, path in given
    )


def _licence(used_for: str, path: Path, of_parliament: frozenset[str]) -> str:
    if used_for in ("areas", "neighbourhoods"):
        return "your own"
    return OPEN_PARLIAMENT if path.name in of_parliament else OGL
