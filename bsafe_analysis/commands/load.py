"""`bsafe load`: police.uk archives into a national store, several files at a time, in bounded memory."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from bsafe_analysis.commands.load_processes import PartMakers, Task
from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.file_locks import hold_file
from bsafe_analysis.loading.national.catalogue import FILE, Catalogue, Part, is_whole, open_catalogue, write_catalogue
from bsafe_analysis.loading.national.tallies import count_months, note_places
from bsafe_analysis.loading.police_uk import month_and_force
from bsafe_analysis.loading.raw_files import RawFile, find_given
from bsafe_analysis.model.receipts import Revision, Source

TOGETHER = 256
"""Files between two commits: what a load that is cut off can lose of its work; nothing that was committed."""
Say = Callable[[str], None]


@dataclass
class Loaded:
    """What came of a load. `added`: files newly in the store; `held`: files whose bytes it held already."""

    added: list[Part] = field(default_factory=list)
    held: int = 0
    left_alone: int = 0
    faults: list[Fault] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)
    older: list[Part] = field(default_factory=list)

    @property
    def rows(self) -> Counter[str]:
        """Rows read = placed + no place given + set aside (by reason), over the files added."""
        total: Counter[str] = Counter()
        for part in self.added:
            total.update({"read": part.lines, "placed": part.placed, "no place": part.no_place})
            total.update({str(reason): number for reason, number in part.aside})
            total["unreadable"] += part.unreadable
        return total

    def as_dict(self) -> dict[str, Any]:
        """For --json: plain text and numbers only."""
        return {
            "rows": dict(self.rows),
            "added": [_receipt(part) for part in self.added],
            "held_already": self.held,
            "left_alone": self.left_alone,
            "revisions": [vars(revision) for revision in self.revisions],
            "kept_as_older": [_receipt(part) for part in self.older],
            "faults": [vars(fault) for fault in self.faults],
        }


def load_archives(
    given: Sequence[Path],
    store: Path,
    downloaded: date | None = None,
    jobs: int | None = None,
    say: Say = lambda _: None,
) -> Loaded:
    """Every street-level file of these archives, folders and files, in the store; what it holds already is not read.

    A file that cannot be trusted whole is refused and stops no other. InputError where nothing could be begun. Starts
    processes that import the caller's main module again: a script must call it below `if __name__ == "__main__":`.
    """
    loaded = Loaded()
    found = find_street_files(given, downloaded, loaded)
    _check_folder(store)
    store.mkdir(parents=True, exist_ok=True)
    with hold_file(store / ".lock", store, "this store is being loaded"):
        catalogue = sweep(store, _opened(store))
        tasks = _tasks(found, catalogue, loaded)
        say(f"{len(tasks):,} files to load, {loaded.held:,} held already")
        with PartMakers(store, jobs) as makers:
            for start in range(0, len(tasks), TOGETHER):
                made = makers.make(tasks[start : start + TOGETHER])
                catalogue = _commit(store, catalogue, _accepted(made, catalogue, loaded), makers, loaded)
                say(f"{min(start + TOGETHER, len(tasks)):,} of {len(tasks):,} files, {loaded.rows['read']:,} rows")
        sweep(store, catalogue)
    return loaded


def foresee_load(given: Sequence[Path], store: Path, downloaded: date | None = None) -> dict[str, Any]:
    """`--dry-run`: which files would be read; nothing is unpacked and nothing written."""
    loaded = Loaded()
    found = find_street_files(given, downloaded, loaded)
    _check_folder(store)
    tasks = _tasks(found, _opened(store), loaded)
    return {
        "files": [task.raw.name for task in tasks],
        "megabytes": round(sum(task.raw.size for task in tasks) / 1e6),
        "held_already": loaded.held,
        "left_alone": loaded.left_alone,
        "faults": [str(fault) for fault in loaded.faults],
    }


def find_street_files(given: Sequence[Path], downloaded: date | None, loaded: Loaded) -> list[RawFile]:
    """The street-level files below what was named; InputError where there is none at all."""
    source = Source("police", "police_uk", "data.police.uk", download=downloaded)
    missing = [path for path in given if not path.exists()]
    if missing:
        raise InputError(
            [Fault(str(path), "", "there is no such file or folder", "Look at the name") for path in missing]
        )
    found: list[RawFile] = []
    for path in given:
        tables, unread = find_given(path, source)
        found += tables
        loaded.faults += unread
    streets = [_named_by_day(raw, downloaded) for raw in found if month_and_force(raw)]
    loaded.left_alone = len(found) - len(streets)
    if not streets:
        cause = f"none of {len(found)} files is a street-level file of police.uk"
        cure = "Their names end in -street.csv: choose `crime data` when you download"
        raise InputError([*loaded.faults, Fault(str(given[0]), "", cause, cure)])
    return sorted(streets, key=lambda raw: (*(month_and_force(raw) or ()), raw.name))


def _named_by_day(raw: RawFile, downloaded: date | None) -> RawFile:
    """Where only --downloaded says the day, the name is made to tell it: two downloads may have equal names."""
    if downloaded is None or raw.downloaded != downloaded:
        return raw
    return replace(raw, archive=replace(raw.archive, name=f"{downloaded}/{raw.archive.name}"))


def _check_folder(store: Path) -> None:
    if store.exists() and not store.is_dir():
        raise InputError([Fault(str(store), "--store", "this is a file", "Name a folder for the store")])
    if store.exists() and not (store / FILE).exists():
        strange = sorted(path.name for path in store.iterdir() if path.name not in _OURS)
        if strange:
            cause = f"this folder is no store and holds other things ({strange[0]})"
            raise InputError([Fault(str(store), "--store", cause, "Name a new or empty folder, or a store")])


_OURS = (".lock", ".spill", "crimes", "ids", "counts", "places.parquet", "places.seal")


def _opened(store: Path) -> Catalogue:
    return open_catalogue(store) if (store / FILE).exists() else Catalogue()


def sweep(store: Path, catalogue: Catalogue) -> Catalogue:
    """Remove what no catalogue names, as a load that was cut off leaves it; forget parts that are not whole."""
    whole = tuple(part for part in catalogue.parts if is_whole(store, part))
    if len(whole) < len(catalogue.parts):
        catalogue = replace(catalogue, parts=whole)
    named = {f"{kind}/{part.stem}" for part in whole for kind in ("crimes", "ids")}
    named |= {f"counts/{file}" for file in catalogue.counts.values()}
    for kind in ("crimes", "ids", "counts"):
        for path in (store / kind).rglob("*"):
            if path.is_file() and path.relative_to(store).as_posix() not in named:
                path.unlink()
    shutil.rmtree(store / ".spill", ignore_errors=True)
    return catalogue


def _tasks(found: Iterable[RawFile], catalogue: Catalogue, loaded: Loaded) -> list[Task]:
    """The files that must be read: not those that the very same archive, or the very same bytes, brought before."""
    archives = {(part.archive, part.member): part for part in catalogue.parts if part.archive}
    plain = {(part.force, part.month, part.sha256): part for part in catalogue.parts}
    months = {(part.force, part.month) for part in catalogue.parts}
    tasks = []
    for raw in found:
        month, force = month_and_force(raw) or ("", "")
        known = None
        if (force, month) in months:
            sha = raw.archive.sha256
            known = archives.get((sha, raw.member)) if raw.member else plain.get((force, month, sha))
        if known is not None and known.downloaded == (raw.downloaded or known.downloaded):
            loaded.held += 1
        else:
            tasks.append(Task(raw, month, force))
    return tasks


def _accepted(made: Sequence[Part | Fault], catalogue: Catalogue, loaded: Loaded) -> list[Part]:
    """Those that can take their place among what is held: a Fault where which of two is newer cannot be known."""
    taken: list[Part] = []
    by_month: dict[tuple[str, str], list[Part]] = {}
    for part in catalogue.parts:
        by_month.setdefault((part.force, part.month), []).append(part)
    loaded.faults += [fault for fault in made if isinstance(fault, Fault)]
    for part in (part for part in made if isinstance(part, Part)):
        others = by_month.setdefault((part.force, part.month), [])
        same = [other for other in others if other.sha256 == part.sha256]
        rivals = [other for other in others if other.sha256 != part.sha256]
        if any(None in (other.downloaded, part.downloaded) or other.downloaded == part.downloaded for other in rivals):
            loaded.faults.append(_which_is_newer(part, rivals[0]))
        elif any(other.downloaded == (part.downloaded or other.downloaded) for other in same):
            loaded.held += 1
        else:
            taken.append(part)
            others.append(part)
    return taken


def _which_is_newer(part: Part, other: Part) -> Fault:
    cause = f"it differs from {other.name} and it is not known which is newer"
    cure = "Say when each was downloaded: `bsafe load ... --downloaded YYYY-MM-DD`, or in its folder's name"
    return Fault(part.name, f"{part.force} {part.month}", cause, cure)


def _commit(store: Path, catalogue: Catalogue, parts: list[Part], makers: PartMakers, loaded: Loaded) -> Catalogue:
    """Make these parts part of the store: their places and counts first, the catalogue last."""
    if not parts:
        return catalogue
    before, known = catalogue.live(), {part.sha256 for part in catalogue.parts}
    undated = {(part.sha256, part.month) for part in parts if part.downloaded}
    kept = [p for p in catalogue.parts if p.downloaded or (p.sha256, p.month) not in undated]
    note_places(store, parts)
    together = replace(catalogue, parts=tuple(kept)).with_parts(parts, {})
    counts = count_months(store, together, {part.month for part in parts})
    catalogue = together.with_parts((), counts)
    write_catalogue(store, catalogue)
    now = catalogue.live()
    pairs = [(before[key], now[key]) for key in sorted(now) if key in before and before[key].sha256 != now[key].sha256]
    loaded.revisions += makers.compare(pairs)
    loaded.added += [part for part in parts if part.sha256 not in known]
    loaded.older += [part for part in parts if now[part.force, part.month].sha256 != part.sha256]
    return catalogue


def _receipt(part: Part) -> dict[str, Any]:
    return {
        "file": part.name,
        "sha256": part.sha256,
        "force": part.force,
        "month": part.month,
        "downloaded": part.downloaded.isoformat() if part.downloaded else None,
        "rows_read": part.lines,
        "placed": part.placed,
        "no_place": part.no_place,
        "set_aside": {str(reason): number for reason, number in part.aside},
        "unreadable": part.unreadable,
        "repeated_ids": part.repeated_ids,
    }
