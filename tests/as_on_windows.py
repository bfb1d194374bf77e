"""Makes the process that imports it see what Windows lacks: no fcntl, no forking, no user numbers; locks of msvcrt."""

import fcntl
import getpass  # noqa: F401 (asks for msvcrt to know its system: asked before there is one)
import os
import subprocess  # noqa: F401 (asks too)
import sys
from types import SimpleNamespace

LACKING = ("fork", "pidfd_open", "getuid", "getpgid", "O_DIRECTORY", "O_NOFOLLOW", "O_CLOEXEC", "pread", "pwrite")


def locking(descriptor, _mode, size, lock=fcntl.lockf, how=fcntl.LOCK_EX | fcntl.LOCK_NB):
    """Lock so many bytes from where the descriptor stands, as msvcrt does; OSError EAGAIN where another has them."""
    lock(descriptor, how, size, os.lseek(descriptor, 0, os.SEEK_CUR))


sys.modules["msvcrt"] = SimpleNamespace(locking=locking, LK_NBLCK=2)
sys.modules["fcntl"] = None
for name in LACKING:
    delattr(os, name)
