"""What a workspace holds: looked up by the names of its files, none of which is opened."""

from __future__ import annotations

import re
from pathlib import Path

from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.packs.publish import current
from bsafe_analysis.preparation.store import FOLDER

_MONTH = re.compile(r"(?<!\d)((?:19|20)\d{2}-(?:0[1-9]|1[0-2]))(?!-?\d)")


def prepared_months(root: Path) -> tuple[str, ...]:
    """The months that are prepared, oldest first."""
    names = (path.parent.name for path in (root / FOLDER).glob("*/facts.json"))
    return tuple(sorted(name for name in names if _MONTH.fullmatch(name)))


def months_received(root: Path) -> tuple[str, ...]:
    """The months that the names of files below data/raw speak of."""
    names = (path.name for path in (root / "data" / "raw").rglob("*") if path.is_file())
    return tuple(sorted({found for name in names for found in _MONTH.findall(name)}))


def newest_pack(root: Path) -> tuple[str, str, Path] | None:
    """(month, audience, index page) of the newest month that has a pack; the internal one before the others."""
    every = (folder for folder in (root / "outputs").glob("*/*") if _MONTH.fullmatch(folder.parent.name))
    folders = (folder for folder in every if folder.name in list(Audience))
    found = [index for index in map(_index_of, folders) if index is not None]
    ordered = sorted(found, key=lambda path: (path.parts[-4], path.parts[-3] == Audience.INTERNAL, path.parts[-3]))
    return (ordered[-1].parts[-4], ordered[-1].parts[-3], ordered[-1]) if ordered else None


def _index_of(folder: Path) -> Path | None:
    """The index page that readers of this folder's packs are led to."""
    linked = folder / "current"
    version = linked if linked.is_dir() else current(folder)
    index = version / "index.html" if version else None
    return index if index is not None and index.exists() else None


def is_newer_edition(root: Path, month: str, audience: str) -> bool:
    """Whether an edition for this audience was made, and not before the month that it was made from."""
    edition, month_itself = (root / FOLDER / part / "facts.json" for part in (f"{audience}/{month}", month))
    try:
        return edition.stat().st_mtime >= month_itself.stat().st_mtime
    except OSError:
        return False
