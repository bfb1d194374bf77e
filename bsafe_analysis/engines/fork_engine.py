"""The fast engine: documents made in forked children of one warm process (warm_process.py), where a system can fork.

Quick to import, so that the warm process can begin to load before the one that asks for it has loaded anything.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any, Protocol

from bsafe_analysis.engines.evidence import Problem
from bsafe_analysis.engines.execution import environment
from bsafe_analysis.engines.fork_server import Forked, ForkServer
from bsafe_analysis.engines.processes import CAN_FORK, NO_THREADS
from bsafe_analysis.engines.run_folder import RunFolder

if TYPE_CHECKING:
    from bsafe_analysis.engines.render import Job, Made
    from bsafe_analysis.engines.watcher import Watcher
    from bsafe_analysis.packs.plan import PlannedDocument

AVAILABLE = CAN_FORK
LOST = Problem("the warm process ended before this document was made", died=True)
"""What became of a document whose warm process was killed; another engine can still make it."""


class MakesDocuments(Protocol):
    """What makes a job's documents: a warm process here, or one on another machine (dask_cluster.py)."""

    def render(self, job: Job, watcher: Watcher) -> tuple[Made, ...]: ...

    def index(self, documents: Sequence[PlannedDocument]) -> str | None: ...


class CannotFork(Exception):
    """The warm process could not be started or must not be forked; says why. Ordinary kernels can take its place."""


class WarmProcess:
    """The warm process as its parent sees it: started first, so that it loads while the month is prepared. For `with`.

    `sealed` are the run's settings; where they are not known yet, `seal` tells them before `render`.
    """

    def __init__(self, sealed: Mapping[str, str] | None = None, fork_server: ForkServer | None = None) -> None:
        self._home, self._sealed = RunFolder(), dict(sealed or {})
        settled = {**environment(self._sealed, self._home.path), **NO_THREADS}
        with (self._home.path / "errors").open("wb") as errors:
            self._process = fork_server.start(settled, errors) if fork_server else subprocess.Popen(
                [sys.executable, "-P", "-c", "from bsafe_analysis.engines.warm_process import main; main()"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=settled, start_new_session=True,
            )  # fmt: skip

    def __enter__(self) -> WarmProcess:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            _end(self._process)
        finally:
            self._home.close()

    @contextmanager
    def seal(self, sealed: Mapping[str, str]) -> Iterator[WarmProcess]:
        """The same process with a run's settings; whoever started it ends it."""
        self._sealed = dict(sealed)
        yield self

    def index(self, documents: Sequence[PlannedDocument]) -> str | None:
        """The page that leads to these documents, after `render`; None where the warm process cannot make it."""
        assert self._process.stdin is not None and self._process.stdout is not None
        try:
            with _connection(self._process.stdin, writable=True) as to:
                to.send(tuple(documents))
            with _connection(self._process.stdout, writable=False) as back:
                return str(back.recv()[1])
        except (EOFError, OSError):
            return None

    def render(self, job: Job, watcher: Watcher) -> tuple[Made, ...]:
        """Every document's outcome, in the order of the job; CannotFork where none could be begun. Called once."""
        try:
            made = _talk(self._process, (self._sealed, job), watcher)
            if any(m.problem is LOST for m in made):
                self._home.end_processes()
            return made
        finally:
            said = (self._home.path / "errors").read_bytes()
            with (job.private / "log.txt").open("ab") as log:
                log.write(said)


def _talk(
    process: subprocess.Popen[bytes] | Forked, sealed_job: tuple[dict[str, str], Job], watcher: Watcher
) -> tuple[Made, ...]:
    from bsafe_analysis.engines.render import Made

    job = sealed_job[1]
    assert process.stdin is not None and process.stdout is not None
    ends: dict[str, Made] = {}
    with _connection(process.stdin, writable=True) as to, _connection(process.stdout, writable=False) as back:
        try:
            to.send(sealed_job)
            while len(ends) < len(job.documents):
                kind, content = back.recv()
                if kind == "unfit":
                    raise CannotFork(content)
                if kind == "starts":
                    watcher.starts(content)
                else:
                    ends[content.document.file_name] = content
                    watcher.ends(content.document, content.problem)
        except (EOFError, OSError):
            if not ends:
                raise CannotFork("the warm process ended before it made anything") from None
    return tuple(ends.get(d.file_name) or Made(d, None, LOST) for d in job.documents)


def _connection(stream: Any, writable: bool) -> Connection:
    return Connection(os.dup(stream.fileno()), readable=not writable, writable=writable)


def _end(process: subprocess.Popen[bytes] | Forked) -> None:
    """The warm process ends its children when it is asked to; if it does not, it is ended."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(3)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()
