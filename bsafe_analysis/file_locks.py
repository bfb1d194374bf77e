"""One process at a time: locks of files that the system itself drops when their holder ends, however it ends.

On Linux and macOS flock, on Windows msvcrt.locking. Where a drive has no locks that is said; nothing goes on without.
"""

from __future__ import annotations

import errno
import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from bsafe_analysis.faults import Fault, InputError, system_fault

WAIT = "Wait until it has ended, or stop it."
_HELD = {errno.EAGAIN, errno.EACCES, errno.EDEADLK}
"""What a system answers where another process has the lock; anything else: the drive has none."""
LONGEST_HELD = 12 * 60 * 60
"""Seconds after which what another machine wrote in a lock file is what it left behind: no run takes so long."""
_FAR_BYTE = 1 << 30
"""Windows keeps other processes from reading what is locked: a byte far behind the text that says who holds it."""
_BINARY = getattr(os, "O_BINARY", 0)


@contextmanager
def hold_file(path: Path, root: Path, doing: str) -> Iterator[None]:
    """Hold what this lock file below `root` stands for; InputError saying who is `doing` it where another has it.

    What a process that has ended wrote in the file is believed only where it comes from another machine, whose
    processes cannot be looked at from here, and for LONGEST_HELD: a machine that is gone cannot stop a run for ever.
    """
    descriptor = _opened(path, root)
    try:
        _hold_or_tell(descriptor, path.relative_to(root), doing)
        _write_holder(descriptor)
        try:
            yield
        finally:
            os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def refuse_if_held_here(path: Path, root: Path, doing: str) -> None:
    """InputError where a process of this machine holds the lock file at this moment; nothing is taken or changed."""
    if not path.is_file() or path.stat().st_size == 0:
        return
    try:
        descriptor = os.open(path, os.O_RDWR | _BINARY)
    except OSError:  # another account's lock file, or a drive that is read-only: it can be looked at all the same
        descriptor = os.open(path, os.O_RDONLY | _BINARY)
    try:
        if not _taken(descriptor, path.relative_to(root)):
            raise _held(path.relative_to(root), doing, _read_holder(descriptor), WAIT)
    finally:
        os.close(descriptor)


@contextmanager
def turn(path: Path, root: Path) -> Iterator[int]:
    """Wait for one's turn at what several processes may change; gives the descriptor, open to read and to add to."""
    descriptor = _opened(path, root, os.O_APPEND)
    try:
        while not _taken(descriptor, path.relative_to(root), waits=True):
            time.sleep(0.05)
        yield descriptor
    finally:
        os.close(descriptor)


def hold_folder(folder: Path) -> int | None:
    """A descriptor that holds a folder until it is closed; None where another process has it.

    None too on Windows, where a folder cannot be opened, and on drives without locks.
    """
    if not hasattr(os, "O_DIRECTORY"):
        return None
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if _lock(descriptor, False):
            return descriptor
    except OSError:
        pass
    os.close(descriptor)
    return None


def not_writable(folder: Path, root: Path, error: OSError) -> InputError:
    """What to tell where nothing can be written in a folder of the workspace."""
    cause, cure = system_fault(error, "write")
    return InputError([Fault(str(folder.relative_to(root)), "", f"nothing can be written there: {cause}", cure)])


def _opened(path: Path, root: Path, more: int = 0) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT | _BINARY | more, 0o644)
    except OSError as error:
        raise not_writable(path.parent, root, error) from error


def _taken(descriptor: int, name: Path, waits: bool = False) -> bool:
    try:
        return _lock(descriptor, waits)
    except OSError as error:
        cause = f"this drive cannot lock files ({error.strerror}), so two at once would spoil each other's work"
        cure = "Move the workspace to a drive that can: a disk of this machine, or a share on which locking is allowed"
        raise InputError([Fault(str(name), "", cause, cure)]) from error


def _hold_or_tell(descriptor: int, name: Path, doing: str) -> None:
    if not _taken(descriptor, name):
        raise _held(name, doing, _awaited_holder(descriptor), WAIT)
    holder = _read_holder(descriptor)
    elsewhere = bool(holder) and holder.get("host") != socket.gethostname()
    if elsewhere and time.time() - os.fstat(descriptor).st_mtime < LONGEST_HELD:
        raise _held(name, doing, holder, f"If that machine no longer runs it, delete {name} and run again.")


def _held(name: Path, doing: str, holder: dict[str, str], cure: str) -> InputError:
    known = f"process {holder['pid']} on {holder['host']} since {holder['since']}" if holder else "another process"
    return InputError([Fault(str(name), "", f"{doing} by {known}", cure)])


def _awaited_holder(descriptor: int) -> dict[str, str]:
    """Who holds it; where the lock was taken only this moment, the holder's name follows at once."""
    for _ in range(10):
        if holder := _read_holder(descriptor):
            return holder
        time.sleep(0.05)
    return {}


def _read_holder(descriptor: int) -> dict[str, str]:
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        text = os.read(descriptor, 4096).decode()
        holder = json.loads(text) if text else {}
    except ValueError:  # cut off while it was written: the writer is proved dead by the lock itself
        return {}
    return holder if isinstance(holder, dict) and {"pid", "host", "since"} <= holder.keys() else {}


def _write_holder(descriptor: int) -> None:
    since = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    holder = {"pid": str(os.getpid()), "host": socket.gethostname(), "since": since}
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, json.dumps(holder).encode())


def _with_flock(fcntl: Any) -> Callable[[int, bool], bool]:
    def lock(descriptor: int, waits: bool) -> bool:
        return _tried(lambda: fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB)))

    return lock


def _with_msvcrt(msvcrt: Any) -> Callable[[int, bool], bool]:
    def lock(descriptor: int, waits: bool) -> bool:  # its own waiting ends after ten seconds: `turn` asks again
        os.lseek(descriptor, _FAR_BYTE, os.SEEK_SET)
        return _tried(lambda: msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1))

    return lock


def _tried(take: Callable[[], None]) -> bool:
    """Whether the lock was got; OSError where there are none to be had."""
    try:
        take()
    except OSError as error:
        if error.errno in _HELD:
            return False
        raise
    return True


def _of_this_system() -> Callable[[int, bool], bool]:
    try:
        return _with_flock(import_module("fcntl"))
    except ImportError:
        pass
    try:
        return _with_msvcrt(import_module("msvcrt"))
    except ImportError:
        return _without


def _without(descriptor: int, waits: bool) -> bool:
    raise OSError(errno.ENOLCK, "this system has no locks that bsafe knows")


_lock = _of_this_system()
