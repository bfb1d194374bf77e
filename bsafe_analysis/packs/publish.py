"""Publishing: a whole new folder, then one rename; what is published is never touched again.

outputs/<month>/<audience>/v1/ v2/ ... and `current`, a link to the newest, swapped in one step. On a drive that has no
links a small file, current.txt, names the newest.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path

from bsafe_analysis.atomic_files import NOT_OFFERED, flush_folder, set_mode, write_whole

WITHOUT_LINKS = "current.txt"
NO_PRIVILEGE = 1314
"""What Windows answers where only an administrator may make links."""
_VERSION = re.compile(r"v([1-9]\d*)")


def publish(folder: Path, files: Mapping[str, bytes], needed: Collection[str] = ()) -> tuple[Path, bool]:
    """Put these files out as the next version below `folder`; returns its folder and whether it is new.

    `needed`: files without which a pack is not one to be shown: `current` then stays where it was.

    Where the current version already holds exactly these bytes nothing is written and that version is returned. Until
    the last step nobody can see anything of the new version; a crash or a full disk leaves the earlier one as it was.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    number = max(_numbers(folder), default=0)
    newest = folder / f"v{number}"
    shown = set(needed) <= set(files)
    if number and _holds(newest, files):
        if shown:
            _point(folder, newest.name)
        return newest, False
    number += 1
    unfinished, finished = folder / f".v{number}.tmp", folder / f"v{number}"
    try:
        write_version(unfinished, files)
        unfinished.rename(finished)
    except BaseException:
        _remove(unfinished)
        raise
    flush_folder(folder)
    if shown:
        _point(folder, finished.name)
    return finished, True


def current(folder: Path) -> Path | None:
    """The version that `current` points to (current.txt names it where a drive has no links); None before the first."""
    link, said = folder / "current", folder / WITHOUT_LINKS
    if link.is_symlink():
        return folder / os.readlink(link) if link.exists() else None
    return folder / said.read_text("utf-8").strip() if said.exists() else None


def _holds(version: Path, files: Mapping[str, bytes]) -> bool:
    there = {path.name for path in version.iterdir()}
    return there == set(files) and all((version / name).read_bytes() == content for name, content in files.items())


def _numbers(folder: Path) -> list[int]:
    return [int(match[1]) for path in folder.iterdir() if (match := _VERSION.fullmatch(path.name))]


def _sweep(folder: Path) -> None:
    """Remove what a run that was cut off left unfinished; the month's lock says that nobody is still writing it."""
    for path in folder.glob(".v*.tmp"):
        _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir():
        set_mode(path, 0o755)
        shutil.rmtree(path)


def write_version(folder: Path, files: Mapping[str, bytes]) -> None:
    """All these files in a new folder, on the disk itself and, where the drive can, read-only."""
    folder.mkdir(parents=True)
    for name, content in files.items():
        _write_through(folder / name, content)
        set_mode(folder / name, 0o444)
    flush_folder(folder)
    set_mode(folder, 0o555)


def _write_through(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _point(folder: Path, name: str) -> None:
    link = folder / ".current.tmp"
    link.unlink(missing_ok=True)
    try:
        link.symlink_to(name)
    except OSError as error:  # a stick or a shared drive: no links there, or none without an administrator
        if error.errno not in NOT_OFFERED and getattr(error, "winerror", None) != NO_PRIVILEGE:
            raise
        write_whole(folder / WITHOUT_LINKS, f"{name}\n")
        (folder / "current").unlink(missing_ok=True)
        return
    link.replace(folder / "current")
    (folder / WITHOUT_LINKS).unlink(missing_ok=True)
    flush_folder(folder)
