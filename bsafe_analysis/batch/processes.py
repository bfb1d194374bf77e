"""What every process that we start must know of its parent."""

from __future__ import annotations

import ctypes
import signal
import sys

NO_THREADS = {"ARROW_DEFAULT_MEMORY_POOL": "system", "JE_ARROW_MALLOC_CONF": "background_thread:false"}
"""Arrow's allocator starts a thread of its own unless it is told not to; a process with threads may not be forked."""


def die_with_parent(sign: signal.Signals) -> None:
    """Have the system send us this signal when our parent ends, however it ends (Linux; elsewhere nothing is done)."""
    set_death_signal = 1
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(set_death_signal, int(sign))
