"""Which packs are released, where they lie, and whether they are still what was released."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bsafe_analysis.faults import Fault
from bsafe_analysis.packs.release_log import LOG, RELEASED, LogLine, read_log
from bsafe_analysis.packs.released_pack import MANIFEST, altered

RELEASE, WITHDRAWAL, PURGE = "released", "withdrawn", "purged"
_OF_VERSION = ("month", "pack", "audience", "version")
_VERSION = re.compile(r"v([1-9]\d*)")
_BACKUP = "Put it back from its backup"


@dataclass(frozen=True)
class ReleasedVersion:
    """One version of one pack. `digest`: the checksum of its manifest. `withdrawn`, `purged`: what became of it."""

    month: str
    pack: str
    audience: str
    version: int
    digest: str
    draft: str
    withdrawn: bool = False
    purged: bool = False

    @property
    def folder(self) -> str:
        """Where it lies, below the workspace."""
        return f"{series_folder(self.month, self.pack, self.audience)}/v{self.version}"


def series_folder(month: str, pack: str, audience: str) -> str:
    """The folder of all versions of one pack for one audience, below the workspace."""
    return "/".join([RELEASED, month, *([pack] if pack else []), audience])


def released_versions(lines: Iterable[LogLine]) -> tuple[ReleasedVersion, ...]:
    """Every version that was ever released, in the order of the log."""
    every = tuple(lines)
    gone = {what: {line.about(*_OF_VERSION) for line in every if line.what == what} for what in (WITHDRAWAL, PURGE)}
    return tuple(_version(line, gone) for line in every if line.what == RELEASE)


def _version(line: LogLine, gone: Mapping[str, set[tuple[Any, ...]]]) -> ReleasedVersion:
    key, told = line.about(*_OF_VERSION), line.details
    return ReleasedVersion(
        month=str(told["month"]),
        pack=str(told["pack"]),
        audience=str(told["audience"]),
        version=int(told["version"]),
        digest=str(told["sha256"]),
        draft=str(told["draft"]),
        withdrawn=key in gone[WITHDRAWAL],
        purged=key in gone[PURGE],
    )


def standing(versions: Iterable[ReleasedVersion], month: str, pack: str, audience: str) -> ReleasedVersion | None:
    """The version that readers should have: the newest that was not withdrawn; None where there is none."""
    of_pack = [v for v in versions if (v.month, v.pack, v.audience) == (month, pack, audience) and not v.withdrawn]
    return of_pack[-1] if of_pack else None


def became_of(version: ReleasedVersion, versions: Iterable[ReleasedVersion]) -> str:
    """What became of a version, in a word."""
    if version.purged or version.withdrawn:
        return PURGE if version.purged else WITHDRAWAL
    stands = standing(versions, version.month, version.pack, version.audience)
    return "stands" if stands == version else "superseded"


def told_of_drafts(root: Path, month: str, pack: str, folder: Path | None) -> tuple[str, ...]:
    """What a run says where a version stands that is not what it published in this folder (…/<audience>/vN)."""
    if folder is None or not (folder / MANIFEST).is_file():
        return ()
    stands = standing(released_versions(read_log(root)[0]), month, pack, folder.parent.name)
    if stands is None or stands.draft == hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest():
        return ()
    told = f"version {stands.version} of this pack is released and stands; what was published now is a draft beside it"
    return (f'{told}. To correct the release: `bsafe release {month} --supersedes {stands.version} --reason "..."`',)


def release_faults(root: Path, month: str = "", deep: bool = False) -> tuple[Fault, ...]:
    """What is not as it was released: lines of the log, packs that are gone, altered or in no line.

    `month`: of that month's packs only. `deep`: every file is read; else only manifests.
    """
    lines, faults = read_log(root)
    versions = released_versions(lines)
    chosen = [v for v in versions if month in ("", v.month)]
    found = [fault for version in chosen if not version.purged for fault in _of_version(root, version, deep)]
    return (*faults, *found, *(_unlisted(root, versions, month) if not faults else ()))


def _of_version(root: Path, version: ReleasedVersion, deep: bool) -> Iterator[Fault]:
    folder, name = root / version.folder, version.folder
    if not folder.is_dir():
        yield Fault(name, "", "it was released, and is gone without having been purged", _BACKUP)
        return
    try:
        files = {p.name: p.read_bytes() for p in sorted(folder.iterdir())} if deep else {}
        manifest = files.get(MANIFEST) or (folder / MANIFEST).read_bytes()
    except OSError:
        yield Fault(name, MANIFEST, "it cannot be read", _BACKUP)
        return
    if hashlib.sha256(manifest).hexdigest() != version.digest:
        yield Fault(name, MANIFEST, "it is not what was released: it was altered", _BACKUP)
    elif deep:
        yield from (Fault(f.file, f.place, f.cause, _BACKUP) for f in altered(files, name))


def _unlisted(root: Path, versions: tuple[ReleasedVersion, ...], month: str) -> Iterator[Fault]:
    known = {version.folder for version in versions}
    for folder in sorted((root / RELEASED / month).glob("**/v*") if (root / RELEASED / month).is_dir() else ()):
        name = folder.relative_to(root).as_posix()
        if _VERSION.fullmatch(folder.name) and folder.is_dir() and name not in known:
            cause = "no line of the log tells of this release"
            yield Fault(name, "", cause, f"Move it out of {RELEASED}, or put {LOG} back from its backup")
