"""A folder of its own for the processes of one run: with it goes whatever was started in it, however the run ended."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from bsafe_analysis.file_locks import hold_folder

PREFIX = "bsafe-run-"
_SETTLED = 60
"""Seconds after which a folder that nobody holds is no folder that is only just being made."""


class RunFolder:
    """A private folder (mode 0700) that this process holds while it lives; its children have it as their HOME."""

    def __init__(self) -> None:
        _sweep(Path(tempfile.gettempdir()))
        self.path = Path(tempfile.mkdtemp(prefix=PREFIX))  # a short name: those of sockets are limited to 107
        self._held = hold_folder(self.path)

    def end_processes(self) -> None:
        """Kill whatever was started with this folder as its HOME and still runs (Linux): notebooks start programs."""
        _end_processes(self.path)

    def close(self) -> None:
        """Nothing that was started here runs any more, and the folder is gone."""
        self.end_processes()
        shutil.rmtree(self.path, ignore_errors=True)
        if self._held is not None:
            os.close(self._held)
            self._held = None


def _sweep(folder: Path) -> None:
    """Remove what killed runs of this account left: the system has dropped their hold, and that proves them dead."""
    for path in folder.glob(f"{PREFIX}*"):
        with suppress(OSError):
            about = path.lstat()
            if about.st_uid == _user() and time.time() - about.st_mtime > _SETTLED:
                held = hold_folder(path)
                if held is not None:
                    _end_processes(path)
                    shutil.rmtree(path, ignore_errors=True)
                    os.close(held)


def _user() -> int:
    return os.getuid() if hasattr(os, "getuid") else 0


def _end_processes(home: Path) -> None:
    mark = f"HOME={home}".encode()
    for entry in Path("/proc").glob("[0-9]*/environ"):
        pid = int(entry.parent.name)
        with suppress(OSError):
            if pid != os.getpid() and mark in entry.read_bytes().split(b"\0"):
                os.kill(pid, signal.SIGKILL)
