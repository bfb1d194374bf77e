"""What a national store holds: one entry for every file that arrived, read and written as one JSON file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from bsafe_analysis.atomic_files import write_whole
from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.model.receipts import SetAside

FILE = "bsafe-store.json"
PLACES = "places.parquet"
PLACES_SEAL = "places.seal"
"""Checksums of places.parquet as it is, and as it was before: it is written between the two."""
FORM = 1
Box = tuple[float, float, float, float]
"""West, south, east, north, in degrees."""


@dataclass(frozen=True)
class Part:
    """One file that arrived: what its receipt needs, and where its rows lie. Two arrivals of equal bytes share a part.

    `rows`: those that could be read; `aside`: those of them set aside whatever the borough; `no_place`: free rows with
    neither LSOA nor map point. `box` holds every map point, `loose` those of rows whose LSOA is blank or malformed.
    """

    force: str
    month: str
    name: str
    downloaded: date | None
    archive: str
    member: str
    sha256: str
    size: int
    lines: int
    unreadable: int
    first_unreadable: int
    repeated_ids: int
    encoding: str
    rows: int
    no_place: int
    aside: tuple[tuple[SetAside, int], ...]
    kept: tuple[int, int]
    box: Box | None = None
    loose: Box | None = None
    seals: tuple[str, str] = ("", "")
    """Checksums of its two files, of crimes and of ids; "" where an earlier bsafe made it."""

    @property
    def stem(self) -> str:
        """Path of its Parquet below crimes/ and ids/."""
        return f"month={self.month}/{self.force}-{self.sha256[:16]}.parquet"

    @property
    def placed(self) -> int:
        """Rows that count somewhere: read, not set aside, and with a place."""
        return self.rows - self.no_place - sum(number for _, number in self.aside)


@dataclass(frozen=True)
class Catalogue:
    """Every arrival, in order of force, month and name; and the counts that belong to each month."""

    parts: tuple[Part, ...] = ()
    counts: dict[str, str] = field(default_factory=dict)

    def with_parts(self, more: Iterable[Part], counts: dict[str, str]) -> Catalogue:
        """The catalogue with these arrivals as well."""
        together = {(p.force, p.month, p.name, p.sha256): p for p in (*self.parts, *more)}
        return replace(self, parts=tuple(part for _, part in sorted(together.items())), counts=self.counts | counts)

    def live(self) -> dict[tuple[str, str], Part]:
        """The newest arrival of each force's month: the one that counts unless an earlier day is asked for."""
        newest: dict[tuple[str, str], Part] = {}
        for part in sorted(self.parts, key=lambda p: (p.downloaded or date.min, p.name)):
            newest[part.force, part.month] = part
        return newest


def open_catalogue(store: Path, said: str = "") -> Catalogue:
    """What the store holds; InputError where there is none that this bsafe can read. `said`: its name in faults."""
    said = said or store.name
    try:
        content = json.loads((store / FILE).read_text("utf-8"))
        if content["form"] != FORM:
            cause = f"it is of form {content['form']}, this bsafe reads form {FORM}"
            raise InputError([Fault(said, FILE, cause, "Update bsafe, or load the archives into a new store")])
        if "seal" in content and content.pop("seal") != _seal_of(content):
            raise ValueError("the seal does not fit")
        return Catalogue(tuple(_part(entry) for entry in content["parts"]), dict(content["counts"]))
    except OSError:
        cure = "Make one with `bsafe load ARCHIVE... --store DIR`"
        raise InputError([Fault(said, "", "there is no national store here", cure)]) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        cure = "Put back its copy, or load the archives again into a new folder"
        raise InputError([Fault(said, FILE, "the catalogue is damaged", cure)]) from None


def store_at(root: Path, path: str) -> Path:
    """Where a store lies. A path that is not absolute goes from the workspace, also where `root` is a view of it."""
    return (root / "parameters").resolve().parent / path


def held_until(root: Path, path: str, month: str) -> list[list[str]]:
    """What decides a month of all that a workspace's store holds: force, month, checksum and day of each arrival."""
    try:
        parts = open_catalogue(store_at(root, path), path).parts
    except InputError:
        return []  # said in full where the store is read
    return [[p.force, p.month, p.sha256, str(p.downloaded or "")] for p in parts if p.month <= month]


def write_catalogue(store: Path, catalogue: Catalogue) -> None:
    """Written aside, flushed, then renamed: a reader sees the one before or this one, never half of it."""
    content = {"form": FORM, "counts": catalogue.counts, "parts": [_entry(part) for part in catalogue.parts]}
    content["seal"] = _seal_of(content)
    write_whole(store / FILE, json.dumps(content, sort_keys=True, ensure_ascii=False, indent=0))


def is_whole(store: Path, part: Part) -> bool:
    """Whether both files of a part are there, in their full length (a power cut may have lost what was not flushed) and
    with the bytes that were written."""
    files = [store / kind / part.stem for kind in ("crimes", "ids")]
    try:
        whole = part.kept == tuple(file.stat().st_size for file in files)
        return whole and all(not seal or seal_of(file) == seal for file, seal in zip(files, part.seals, strict=True))
    except OSError:
        return False


def seal_of(path: Path) -> str:
    """The checksum of a file, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def places_are_whole(store: Path) -> bool:
    """Whether places.parquet is what was written; of an earlier bsafe's nothing says so."""
    try:
        known = (store / PLACES_SEAL).read_text("ascii").split()
    except FileNotFoundError:
        return True
    except (OSError, ValueError):
        return False
    return seal_of(store / PLACES) in known


def _seal_of(content: dict[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _entry(part: Part) -> dict[str, Any]:
    downloaded = part.downloaded.isoformat() if part.downloaded else None
    return asdict(part) | {"downloaded": downloaded, "aside": {str(reason): n for reason, n in part.aside}}


def _part(entry: dict[str, Any]) -> Part:
    downloaded = date.fromisoformat(entry["downloaded"]) if entry["downloaded"] else None
    aside = tuple((SetAside(reason), n) for reason, n in entry["aside"].items())
    boxes = {name: tuple(entry[name]) if entry[name] else None for name in ("box", "loose")}
    kept = {"kept": tuple(entry["kept"]), "seals": tuple(entry.get("seals", ("", "")))}
    return Part(**{**entry, **boxes, "downloaded": downloaded, "aside": aside, **kept})
