"""Which files have arrived: folders and archives as users leave them, looked at before a byte is unpacked."""

from __future__ import annotations

import hashlib
import lzma
import os
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path, PurePosixPath

from bsafe_analysis.faults import Fault, system_fault
from bsafe_analysis.model.receipts import Source

RAW = "data/raw"
LARGEST_MEMBER = 2 * 1024**3
LARGEST_ARCHIVE = 8 * 1024**3
LARGEST_RATIO = 100
LARGEST_TABLE = 512 * 1024**2
"""Bytes of one table: more than the whole country's month. It bounds the memory, for a table is read whole."""
DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, OSError, EOFError, NotImplementedError, RuntimeError,
    ValueError, OverflowError, IndexError, KeyError,
)  # fmt: skip
"""What reading an archive raises where its bytes are not what they should be."""
_PIECE = 1024**2
_SIDE_FILE = re.compile(r"(__MACOSX|:Zone\.Identifier$|(^|/)~\$)")
"""What other systems put beside a file that they copy or have open: no file of anybody's."""
_DATED = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")


@dataclass(frozen=True)
class Archive:
    """One file on disk: a CSV, a gzip or a zip. `name` is its path below data/raw."""

    path: Path
    name: str

    @property
    def sha256(self) -> str:
        return self._hashed[0]

    @property
    def is_as_hashed(self) -> bool:
        """Whether the file is still the one whose checksum was taken, so that it stands for what was read since."""
        try:
            return _identity(self.path.stat()) == self._hashed[1]
        except OSError:
            return False

    @cached_property
    def _hashed(self) -> tuple[str, tuple[int, ...]]:
        with self.path.open("rb") as stream:
            identity = _identity(os.fstat(stream.fileno()))
            return hashlib.file_digest(stream, "sha256").hexdigest(), identity


def _identity(told: os.stat_result) -> tuple[int, ...]:
    """What a file that is replaced or written to does not keep."""
    return told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns


@dataclass(frozen=True)
class RawFile:
    """One table that arrived: a file on disk, or a member of a zip (then `member` is its name in it)."""

    source: Source
    archive: Archive
    member: str
    downloaded: date | None
    below: str = f"{RAW}/"
    size: int = 0

    @property
    def name(self) -> str:
        return f"{self.archive.name}/{self.member}" if self.member else self.archive.name

    @property
    def file_name(self) -> str:
        return PurePosixPath(self.member or self.archive.name).name

    @property
    def place(self) -> str:
        """As faults name it."""
        return f"{self.below}{self.name}"

    def read(self) -> bytes:
        """Its bytes; one of DAMAGED where they cannot be had."""
        if not self.member:
            return self.archive.path.read_bytes()
        with zipfile.ZipFile(self.archive.path) as archive, archive.open(self.member) as packed:
            # piece by piece: a size that the archive lies about is then never unpacked into memory at once
            return b"".join(iter(lambda: packed.read(_PIECE), b""))


Found = tuple[list[RawFile], tuple[Fault, ...]]
"""Tables, and the faults of what could not be opened."""


def find_files(root: Path, source: Source) -> Found:
    """Every table of one source below its folder, in a fixed order; faults for archives that must not be opened."""
    folder = root / RAW / source.folder
    return _below(folder, root / RAW, f"{RAW}/", source) if folder.is_dir() else ([], ())


def find_given(path: Path, source: Source) -> Found:
    """Every table of a file, an archive or a folder that was named by hand; its own name is part of theirs."""
    path = path.absolute()
    if path.is_dir():
        return _below(path, path.parent, "", source)
    return _tables(path, path.name, "", source)


def _below(folder: Path, base: Path, below: str, source: Source) -> Found:
    faults: list[Fault] = []

    def closed(error: OSError) -> None:
        name = Path(error.filename or folder).relative_to(base).as_posix()
        faults.append(Fault(f"{below}{name}", "", *unreadable(error)))

    paths = []
    for inside, folders, files in os.walk(folder, onerror=closed):
        here = Path(inside)
        paths += [here / name for name in files] + [here / name for name in folders if (here / name).is_symlink()]
    found: list[RawFile] = []
    for path in sorted(paths):
        name = path.relative_to(folder).as_posix()
        if not any(part.startswith(".") for part in name.split("/")) and not _SIDE_FILE.search(name):
            tables, wrong = _tables(path, path.relative_to(base).as_posix(), below, source)
            found += tables
            faults += wrong
    return found, tuple(faults)


def unreadable(error: OSError) -> tuple[str, str]:
    """Cause and cure of what the system would not let us read."""
    return system_fault(error, "read")


def _tables(path: Path, name: str, below: str, source: Source) -> Found:
    if not os.path.lexists(path):
        return [], (Fault(f"{below}{name}", "", "there is no such file", "Check its name and its folder"),)
    if path.is_symlink() or not path.is_file():
        return [], (Fault(f"{below}{name}", "", "this is a link or no plain file", "Put the file itself there"),)
    if path.suffix.lower() == ".zip":
        return _members(source, Archive(path, name), below)
    return [RawFile(source, Archive(path, name), "", _downloaded(source, name, ""), below, path.stat().st_size)], ()


def _members(source: Source, archive: Archive, below: str) -> Found:
    place = f"{below}{archive.name}"
    try:
        with zipfile.ZipFile(archive.path) as opened:
            members = [info for info in opened.infolist() if not info.is_dir() and not _SIDE_FILE.search(info.filename)]
    except PermissionError as error:
        return [], (Fault(place, "", *unreadable(error)),)
    except DAMAGED:
        return [], (Fault(place, "", "this archive is damaged or was cut short", "Download it again"),)
    cause = _unsafe(members)
    if cause:
        return [], (Fault(place, "", cause, "Ask where it comes from; do not unpack it"),)
    sizes = sorted((info.filename, info.file_size) for info in members)
    found = [
        RawFile(source, archive, name, _downloaded(source, archive.name, name), below, size) for name, size in sizes
    ]
    return found, ()


def _unsafe(members: list[zipfile.ZipInfo]) -> str:
    """Why an archive must not be opened; nothing of it has been unpacked to find out."""
    names = [info.filename for info in members]
    for name in names:
        parts = PurePosixPath(name.replace("\\", "/")).parts
        if name.startswith(("/", "\\")) or ".." in parts or ":" in name or any(ord(c) < 32 for c in name):
            return f"a member's name leaves the archive: {name[:60]!r}"
    if len(set(names)) != len(names):
        return "two members have one name"
    if any(info.flag_bits & 1 for info in members):
        return "it is protected by a password"
    sizes = [info.file_size for info in members]
    if sum(sizes) > LARGEST_ARCHIVE or max(sizes, default=0) > LARGEST_MEMBER:
        return "it would unpack to more than any download holds"
    if any(info.file_size > LARGEST_RATIO * max(info.compress_size, 1) + 1_000_000 for info in members):
        return "it unpacks to more than a hundred times its size"
    return ""


def _downloaded(source: Source, archive: str, member: str) -> date | None:
    """The date of a download: its folder's or archive's name begins with it, or sources.yml declares it.

    The nearest dated folder decides; of declared names those on the disk, archives too, before those inside an archive,
    where a folder is a month and may be called like another download.
    """
    *within, last = PurePosixPath(member or archive).parts
    around = PurePosixPath(archive).parts if member else tuple(within)
    within = within if member else []
    declared = dict(source.downloads)
    days = (
        *(_day_in(part) for part in reversed(within)),
        *(_day_in(part) or _declared_day(declared, part) for part in reversed(around)),
        *(_declared_day(declared, part) for part in reversed(within)),
        declared.get(last),
    )
    return next((day for day in days if day), source.download)


def _declared_day(declared: dict[str, date], part: str) -> date | None:
    """The day that sources.yml gives a folder or an archive."""
    return declared.get(part) or declared.get(PurePosixPath(part).stem)


def _day_in(part: str) -> date | None:
    """The day that a name begins with."""
    dated = _DATED.match(part)
    try:
        return date(*map(int, dated.groups())) if dated else None
    except ValueError:
        return None
