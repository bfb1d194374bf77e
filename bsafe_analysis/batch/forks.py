"""The fast engine: documents made in forked children of one warm process (see zygote.py), where the system can fork."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from bsafe_analysis.batch.evidence import Problem
from bsafe_analysis.batch.execution import environment
from bsafe_analysis.batch.render import Job, Made
from bsafe_analysis.batch.watch import Watcher

AVAILABLE = sys.platform == "linux"
"""Forking is unsafe on macOS and unknown on Windows: there ordinary kernels do the work."""


_NO_THREADS = {"ARROW_DEFAULT_MEMORY_POOL": "system", "JE_ARROW_MALLOC_CONF": "background_thread:false"}
"""Arrow's allocator starts a thread of its own unless it is told not to; a process with threads may not be forked."""


class Unfit(Exception):
    """The warm process could not be started or must not be forked; says why. Ordinary kernels can take its place."""


def render_forked(job: Job, sealed: Mapping[str, str], watcher: Watcher) -> tuple[Made, ...]:
    """Every document's outcome, in the order of the job; Unfit where nothing could be begun."""
    home = Path(tempfile.mkdtemp(prefix="bsafe-"))
    settled = {**environment(sealed, home), **_NO_THREADS}
    with (job.private / "log.txt").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", "from bsafe_analysis.batch.zygote import main; main()"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, env=settled, start_new_session=True,
        )  # fmt: skip
        try:
            return _talk(process, job, watcher)
        finally:
            _end(process)
            shutil.rmtree(home, ignore_errors=True)


def _talk(process: subprocess.Popen[bytes], job: Job, watcher: Watcher) -> tuple[Made, ...]:
    assert process.stdin is not None and process.stdout is not None
    ends: dict[str, Made] = {}
    begun = False
    with _connection(process.stdin, writable=True) as to, _connection(process.stdout, writable=False) as back:
        to.send(job)
        while len(ends) < len(job.documents):
            try:
                kind, content = back.recv()
            except (EOFError, OSError):
                if not begun:
                    raise Unfit("the warm process ended before it made anything") from None
                break
            begun = True
            if kind == "unfit":
                raise Unfit(content)
            if kind == "starts":
                watcher.starts(content)
            else:
                ends[content.document.file_name] = content
                watcher.ends(content.document, content.problem)
    lost = Problem("the warm process ended before this document was made", died=True)
    return tuple(ends.get(d.file_name) or Made(d, None, lost) for d in job.documents)


def _connection(stream: Any, writable: bool) -> Connection:
    return Connection(os.dup(stream.fileno()), readable=not writable, writable=writable)


def _end(process: subprocess.Popen[bytes]) -> None:
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
