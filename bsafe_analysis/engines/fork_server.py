"""One process that has done the imports, from which warm processes are forked: one for each partnership's month.

Started with `python -c`, so that it has one thread whatever its parent runs; told what to fork over a socket pair, with
the descriptors of its standard streams. A warm process forked here is in all else the one of warm_process.py.
Papermill's own engine (papermill_engine.py) has a single notebook run in what is forked here.
"""

from __future__ import annotations

import os
import pickle
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from bsafe_analysis.engines.execution import environment
from bsafe_analysis.engines.processes import NO_THREADS, die_with_parent

_MESSAGE = 1 << 20


class ForkServer:
    """The process as its parent sees it. For a `with`; several threads may ask it at once."""

    def __init__(self) -> None:
        self._home = TemporaryDirectory(prefix="bsafe-fork-server-")
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket, self._guard = ours, threading.Lock()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 (ourselves, with a number)
                [sys.executable, "-P", "-c", f"from {__name__} import main; main()", str(theirs.fileno())],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                env={**environment({}, Path(self._home.name)), **NO_THREADS},
                pass_fds=[theirs.fileno()], start_new_session=True,
            )  # fmt: skip

    def __enter__(self) -> ForkServer:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()  # it ends when nobody can ask it any more
        try:
            self._process.wait(3)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._home.cleanup()

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def start(self, settings: Mapping[str, str], errors: IO[bytes], become: Callable[[], None] | None = None) -> Forked:
        """A process with these settings as its whole environment; OSError where the fork server has ended.

        `become`: what it runs, a function of some module (by whose name it is handed over); by default a warm process.
        """
        (inner, stdin), (stdout, outer) = os.pipe(), os.pipe()
        try:
            with self._guard:
                socket.send_fds(self._socket, [pickle.dumps((become, dict(settings)))], [inner, outer, errors.fileno()])
                answer = self._socket.recv(_MESSAGE)
            if not answer:
                raise ConnectionError("the process that others are forked from has ended")
            return Forked(int(answer), os.fdopen(stdin, "wb"), os.fdopen(stdout, "rb"))
        finally:
            os.close(inner)
            os.close(outer)


class Forked:
    """A process forked by the fork server, with as much of subprocess.Popen as fork_engine.py uses."""

    def __init__(self, pid: int, stdin: IO[bytes], stdout: IO[bytes]) -> None:
        self.pid, self.stdin, self.stdout = pid, stdin, stdout
        self._handle: int | None = None
        with suppress(ProcessLookupError):
            self._handle = os.pidfd_open(pid)

    def send_signal(self, sign: int) -> None:
        if self._handle is not None:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, sign)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def end(self) -> None:
        """At once, with whatever it started; nothing of it is left open here."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self.kill()  # where it had not yet become the leader of a group of its own
        self.wait()
        self.stdin.close()
        self.stdout.close()

    def wait(self, timeout: float | None = None) -> None:
        """Until it has ended; subprocess.TimeoutExpired where that takes longer."""
        if self._handle is None:
            return
        ended, _, _ = select.select([self._handle], [], [], timeout)
        if not ended:
            raise subprocess.TimeoutExpired("warm process", timeout or 0)
        os.close(self._handle)
        self._handle = None


def main() -> None:
    """Import what every document needs, then fork whatever is asked for until nobody can ask."""
    die_with_parent(signal.SIGTERM)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system reaps for us
    asked = socket.socket(fileno=int(sys.argv[1]))
    from bsafe_analysis.engines import warm_process

    warm_process.load()
    while True:
        message, descriptors, _, _ = socket.recv_fds(asked, _MESSAGE, 3)
        if not message:
            return
        pid = os.fork()
        if pid == 0:
            _become(asked, message, descriptors, warm_process.main)
        for descriptor in descriptors:
            os.close(descriptor)
        asked.send(str(pid).encode())


def _become(asked: socket.socket, message: bytes, descriptors: list[int], warm: Callable[[], None]) -> Any:
    status = 1
    try:
        become, settings = pickle.loads(message)  # noqa: S301 (from our own parent)
        asked.close()
        os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for target, descriptor in enumerate(descriptors):
            os.dup2(descriptor, target)
            os.close(descriptor)
        os.environ.clear()
        os.environ.update(settings)
        (become or warm)()
        status = 0
    finally:
        os._exit(status)
