"""The rows of a table of data/reference, as they stand."""

from __future__ import annotations

import csv
from pathlib import Path


def reference_rows(root: Path, name: str) -> list[dict[str, str]]:
    """A table's rows, cells trimmed, columns without a name left out; none where there is no such file."""
    path = root / "data/reference" / name
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines = [[cell.strip() for cell in line] for line in csv.reader(stream)]
    header, *rows = [line for line in lines if any(line)]
    named = [dict(zip(header, [*row, *[""] * (len(header) - len(row))], strict=False)) for row in rows]
    return [{name: cell for name, cell in row.items() if name} for row in named]
