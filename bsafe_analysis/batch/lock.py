"""One batch at a time for a month of a workspace: whoever comes second is told who holds it."""

from __future__ import annotations

import fcntl
import json
import os
import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from bsafe_analysis.faults import Fault, InputError

DOING = "this month is being made"
WAIT = "Wait until it has ended, or stop it."


@contextmanager
def hold(root: Path, month: str) -> Iterator[None]:
    """Hold the month of this workspace; InputError naming the holder where another batch has it.

    The system drops the lock of a process that has ended, however it ended; what such a process wrote in the file is
    believed only where it comes from another machine, whose processes cannot be looked at from here.
    """
    with hold_file(root / "outputs" / month / ".lock", root, DOING):
        yield


def refuse_if_held(start: Path, month: str) -> None:
    """InputError at once where a process of this machine is making the month of the workspace around `start`.

    Asked before anything slow is imported; `hold` asks again, and only that counts.
    """
    root = next((folder for folder in (start, *start.parents) if (folder / "parameters").is_dir()), None)
    path = root / "outputs" / month / ".lock" if root and re.fullmatch(r"\d{4}-\d\d", month) else None
    if root is None or path is None or not path.is_file() or path.stat().st_size == 0:
        return
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise _held(path.relative_to(root), DOING, _read_holder(descriptor), WAIT) from None
    finally:
        os.close(descriptor)


@contextmanager
def hold_file(path: Path, root: Path, doing: str) -> Iterator[None]:
    """Hold what this lock file below `root` stands for; InputError saying who is `doing` it where another has it."""
    descriptor = _open(path, root)
    try:
        _take(descriptor, path.relative_to(root), doing)
        _write_holder(descriptor)
        try:
            yield
        finally:
            os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


@contextmanager
def turn(root: Path, path: Path) -> Iterator[None]:
    """Wait for one's turn at a file that every month's run may change; the system ends the turn with the process."""
    descriptor = _open(path, root)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def must_be_writable(root: Path, folder: Path) -> None:
    """InputError where a folder is there in which a run will need to write at its end, and cannot; said at once."""
    if not folder.exists():
        return  # it will be made, in a folder where the lock was written
    probe = folder / f".probe.{os.getpid()}"
    try:
        probe.write_bytes(b"?")
        probe.unlink()
    except OSError as error:
        with suppress(OSError):
            probe.unlink()
        raise _not_writable(folder, root, error) from error


def _open(path: Path, root: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise _not_writable(path.parent, root, error) from error


def _not_writable(folder: Path, root: Path, error: OSError) -> InputError:
    cause = f"nothing can be written there ({error.strerror})"
    cure = "Make the folder writable, or free some space, and run again."
    return InputError([Fault(str(folder.relative_to(root)), "", cause, cure)])


def _take(descriptor: int, name: Path, doing: str) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise _held(name, doing, _awaited_holder(descriptor), WAIT) from error
    holder = _read_holder(descriptor)
    if holder and holder.get("host") != socket.gethostname():
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
        text = os.pread(descriptor, 4096, 0).decode()
        holder = json.loads(text) if text else {}
    except ValueError:  # cut off while it was written: the writer is proved dead by the lock itself
        return {}
    return holder if isinstance(holder, dict) and {"pid", "host", "since"} <= holder.keys() else {}


def _write_holder(descriptor: int) -> None:
    since = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    holder = {"pid": str(os.getpid()), "host": socket.gethostname(), "since": since}
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, json.dumps(holder).encode(), 0)
