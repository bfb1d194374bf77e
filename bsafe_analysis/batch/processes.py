"""What every process that we start must know of its parent."""

from __future__ import annotations

import ctypes
import signal
import sys


def die_with_parent(sign: signal.Signals) -> None:
    """Have the system send us this signal when our parent ends, however it ends (Linux; elsewhere nothing is done)."""
    set_death_signal = 1
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(set_death_signal, int(sign))
