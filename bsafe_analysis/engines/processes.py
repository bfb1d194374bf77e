"""What every process that we start must know of its parent."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from pathlib import Path

CAN_FORK = sys.platform == "linux" and hasattr(os, "fork") and hasattr(os, "pidfd_open")
"""Forking is unsafe on macOS and unknown on Windows: there ordinary kernels do the work."""
NO_THREADS = {"ARROW_DEFAULT_MEMORY_POOL": "system", "JE_ARROW_MALLOC_CONF": "background_thread:false"}
"""Arrow's allocator starts a thread of its own unless it is told not to; a process with threads may not be forked."""
ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL", "ARROW")} | NO_THREADS
"""What keeps a process from having any thread but its own."""


def die_with_parent(sign: signal.Signals) -> None:
    """Have the system send us this signal when our parent ends, however it ends (Linux; elsewhere nothing is done)."""
    set_death_signal = 1
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(set_death_signal, int(sign))


def threads_of_this_process() -> int:
    """How many threads the system counts in this process (Linux)."""
    status = Path("/proc/self/status").read_text("ascii", "replace")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("Threads:")))
