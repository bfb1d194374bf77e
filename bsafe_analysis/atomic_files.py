"""Files written whole or not at all: a reader sees what was there before or all that is new, never half of it.

Each is written under a name of its own beside its place, then renamed, which every file system does in one step. A
process that is killed on the way can leave a hidden file beside, ending in .new, that nothing reads.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_CANNOT_FLUSH = {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF}
"""What a drive answers that has no way to flush: others (no space, an error of the disk) are told."""

NOT_OFFERED = {errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}
"""What a drive answers that has no modes, or no links: sticks, network shares, FUSE. A full disk is none of these."""


def write_whole(path: Path, content: bytes | str, flush: bool = True) -> None:
    """The file with this content, its mode as the umask says; OSError leaves it as it was.

    Without `flush` a power cut may spoil it: for caches whose readers check what they find.
    """
    with being_written(path, flush) as beside:
        _write_new(beside, content)


@contextmanager
def being_written(path: Path, flush: bool = False) -> Iterator[Path]:
    """A name beside the file to write to; what is there at the end takes the file's place, after an error nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = _beside(path)
    try:
        yield beside
        if flush:
            _flush(beside)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    if flush:
        flush_folder(path.parent)


def create_whole(path: Path, content: bytes | str) -> bool:
    """A new file, whole; where one of that name is there already it stays as it is. Whether it was created."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = _beside(path)
    try:
        _write_new(beside, content)
        _flush(beside)
        return _take_free_place(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def swap_folder(building: Path, final: Path) -> None:
    """Put a folder that is ready in another's place; a reader sees the one or the other, or for an instant neither."""
    old = final.with_name(f".{final.name}.old-{os.getpid()}")
    if final.exists():
        os.rename(final, old)
    try:
        os.rename(building, final)
    except OSError:
        if old.exists():
            os.rename(old, final)
        raise
    shutil.rmtree(old, ignore_errors=True)


def make_folder_whole(target: Path, write: Callable[[Path], None], last: str) -> list[Path]:
    """A new folder with all that `write` puts into it, or none; returns its files, relative to it.

    `last`: the part that makes it what it is: into an empty folder that is there it comes after all others. Nothing is
    put over what somebody has.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    place = target.resolve()
    building = place.with_name(f".{place.name[:40]}.{secrets.token_hex(6)}.new")
    try:
        building.mkdir()
        write(building)
        written = sorted(path.relative_to(building) for path in building.rglob("*") if path.is_file())
        _put_in_place(building, place, last)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return written


def _put_in_place(building: Path, place: Path, last: str) -> None:
    """By one rename; into an empty folder that is there (perhaps the one somebody stands in), folder by folder."""
    if not place.exists():
        os.rename(building, place)
        return
    parts = sorted(building.iterdir(), key=lambda part: part.name == last)
    try:
        for part in parts:
            os.rename(part, place / part.name)
    except OSError:
        for part in parts:
            shutil.rmtree(place / part.name, ignore_errors=True)
        raise


def set_mode(path: Path, mode: int) -> None:
    """Who may read and write there, where the drive knows of that; network drives and sticks may not."""
    try:
        path.chmod(mode)
    except NotImplementedError:
        pass  # a system that has no modes at all: there is nothing to set, and nothing that could be seen
    except OSError as error:
        if error.errno not in NOT_OFFERED:
            raise


def flush_folder(folder: Path) -> None:
    """What was renamed in the folder outlives a power cut, where the system can promise that (Windows cannot)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _flushed(descriptor)
    finally:
        os.close(descriptor)


def _beside(path: Path) -> Path:
    """A hidden name that no other process on any machine has; shortened, for file systems limit a name's length."""
    return path.with_name(f".{path.name[:40]}.{secrets.token_hex(6)}.new")


def _write_new(path: Path, content: bytes | str) -> None:
    with path.open("xb") as stream:
        stream.write(content.encode() if isinstance(content, str) else content)


def _flush(path: Path) -> None:
    with path.open("r+b") as stream:
        _flushed(stream.fileno())


def _flushed(descriptor: int) -> None:
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _CANNOT_FLUSH:
            raise


def _take_free_place(beside: Path, path: Path) -> bool:
    """Rename only where nothing of that name is: a link says so in one step; where a drive has none, look first."""
    try:
        os.link(beside, path)
    except FileExistsError:
        return False
    except OSError:
        if path.exists():
            return False
        os.replace(beside, path)
    return True
