"""One batch at a time for a month of a workspace: whoever comes second is told who holds it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bsafe_analysis.file_locks import hold_file, not_writable, refuse_if_held_here

DOING = "this month is being made"


@contextmanager
def hold(root: Path, month: str) -> Iterator[None]:
    """Hold the month of this workspace; InputError naming the holder where another batch has it."""
    with hold_file(_lock_of(root, month), root, DOING):
        yield


def refuse_if_held(start: Path, month: str) -> None:
    """InputError at once where a process of this machine is making the month of the workspace around `start`.

    Asked before anything slow is imported; `hold` asks again, and only that counts.
    """
    root = next((folder for folder in (start, *start.parents) if (folder / "parameters").is_dir()), None)
    if root is not None and re.fullmatch(r"\d{4}-\d\d", month):
        refuse_if_held_here(_lock_of(root, month), root, DOING)


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
        raise not_writable(folder, root, error) from error


def _lock_of(root: Path, month: str) -> Path:
    return root / "outputs" / month / ".lock"
