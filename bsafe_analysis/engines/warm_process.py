"""A warm process that forks one child a document: imports and the prepared month are loaded once, and shared by all.

Started by fork_engine.py with `python -c`; takes one Job on standard input and tells on standard output what happens.
It has one thread and opens no socket, so that forking is safe; a child runs one notebook, makes its page, and ends.
"""

from __future__ import annotations

import gc
import os
import signal
import time
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from typing import NoReturn

import papermill.execute
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from bsafe_analysis.engines import in_process
from bsafe_analysis.engines.evidence import Problem
from bsafe_analysis.engines.execution import Execution, RunLimits, Trace
from bsafe_analysis.engines.journal import Journal, logged_to
from bsafe_analysis.engines.processes import die_with_parent, threads_of_this_process
from bsafe_analysis.engines.render import Job, Made, MakesPages, RunContext, run_and_print
from bsafe_analysis.engines.watcher import Watcher
from bsafe_analysis.packs.plan import PlannedDocument
from bsafe_analysis.preparation.store import have_ready

DIED = "its process ended before it had finished"


@dataclass
class _Child:
    """One running document: its process, its pipe, the cell it is in and when it must have left it."""

    document: PlannedDocument
    pid: int
    pipe: Connection
    attempt: int
    ends: float
    cell_ends: float = float("inf")
    cell: int = 0
    problem: Problem | None = None
    made: Made | None = None


def main() -> None:
    """Read the job, make its documents, tell of each when it starts and when it ends."""
    die_with_parent(signal.SIGTERM)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to hear
    inbox, outbox = Connection(0, writable=False), Connection(os.dup(1), readable=False)
    os.dup2(2, 1)  # what libraries print must not stand between our messages
    sealed, job = _order(inbox)
    os.environ.update(sealed)
    with (job.private / "log.txt").open("ab") as stream, logged_to(job.private / "log.txt"):
        journal = Journal(job.private, stream)
        page_maker = job.page_maker()
        page_maker.warm(job.documents)
        if job.month is not None:
            have_ready(*job.month)
        threads = threads_of_this_process()
        if threads > 1:
            outbox.send(("unfit", f"{threads} threads run in the warm process, so it may not be forked"))
            return
        gc.collect()
        gc.freeze()
        _Supervisor(job, page_maker, journal, outbox).run()
        documents = inbox.recv()  # the index leads to those that were made, known only now
        outbox.send(("index", page_maker.index(documents)))


def _order(inbox: Connection) -> tuple[dict[str, str], Job]:
    """What we are asked for. All that it will need is loaded while we wait for it."""
    load()
    sealed, job = inbox.recv()
    return sealed, job


def load() -> None:
    """Import and use once all that every document needs, whatever its month."""
    from bsafe_analysis.packs import page_maker  # noqa: F401 (loaded before the first fork: each child has it then)
    from bsafe_analysis.pages.export import Exporter

    Exporter()
    in_process.warm()


class _Supervisor:
    """Keeps `jobs` children running until every document has been made, or has failed as often as it may."""

    def __init__(self, job: Job, page_maker: MakesPages, journal: Journal, outbox: Connection) -> None:
        self._job, self._page_maker, self._journal, self._outbox = job, page_maker, journal, outbox
        self._waiting = deque((document, 1) for document in job.documents)
        self._running: dict[Connection, _Child] = {}
        self._pid = os.getpid()
        self._foretold = len(job.documents) >= job.jobs

    def run(self) -> None:
        signal.signal(signal.SIGTERM, self._stop)
        while self._waiting or self._running:
            while self._waiting and len(self._running) < self._job.jobs:
                self._start(*self._waiting.popleft())
            self._use_idle_cores()
            for pipe in wait(list(self._running), timeout=self._seconds_left()):
                self._hear(self._running[pipe])  # type: ignore[index]
            self._end_late()

    def _use_idle_cores(self) -> None:
        """Few documents leave a core idle: what the index will say is worked out there, while they are made."""
        if not self._foretold and len(self._running) < self._job.jobs:
            self._foretold = True
            with suppress(Exception):  # what is wrong with it the index will tell
                self._page_maker.foretell()

    def _start(self, document: PlannedDocument, attempt: int) -> None:
        if attempt == 1:
            self._outbox.send(("starts", document))
        ours, theirs = Pipe(duplex=False)
        pid = os.fork()
        if pid == 0:
            ours.close()
            self._be_child(document, theirs)
        theirs.close()
        ends = time.monotonic() + self._job.limits.document
        self._running[ours] = _Child(document, pid, ours, attempt, ends)

    def _be_child(self, document: PlannedDocument, pipe: Connection) -> NoReturn:
        status = 1
        try:
            os.setsid()
            die_with_parent(signal.SIGKILL)
            if os.getppid() != self._pid:  # it ended before the system was told
                os._exit(status)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            for descriptor in (1, 2):
                os.dup2(self._journal.stream.fileno(), descriptor)
            self._outbox.close()
            runner = _InProcess(pipe, self._job.limits)
            context = RunContext(
                self._job.notebooks, runner, self._page_maker, self._journal, Watcher(), self._job.cache
            )
            pipe.send(("made", run_and_print(document, context)))
            status = 0
        finally:
            os._exit(status)

    def _hear(self, child: _Child) -> None:
        try:
            kind, content = child.pipe.recv()
        except (EOFError, OSError):
            self._bury(child)
            return
        if kind == "cell":
            child.cell, child.cell_ends = content, time.monotonic() + self._job.limits.cell
        elif kind == "ran":
            child.cell_ends = float("inf")
        elif kind == "problem":
            child.problem = content
        else:
            child.made = content

    def _bury(self, child: _Child) -> None:
        """A child has ended: believe what it made; try once more where it died by itself; else say what happened."""
        del self._running[child.pipe]
        child.pipe.close()
        _kill_group(child.pid)  # whatever the notebook started
        os.waitpid(child.pid, 0)
        if child.made is None and child.problem is None and child.attempt == 1:
            self._journal.note(f"{child.document.title}: first try: cell {child.cell}, {DIED}")
            self._waiting.appendleft((child.document, 2))
            return
        problem = child.problem or Problem(DIED, child.cell, died=True)
        made = child.made or self._mark_failed(child.document, problem)
        self._outbox.send(("ends", made))

    def _mark_failed(self, document: PlannedDocument, problem: Problem) -> Made:
        source = self._job.notebooks[document.notebook]
        given = dict(document.parameters)
        prepared = papermill.execute_notebook(  # with its parameters, but not run, so that cells count as they did
            source, None, parameters=given, prepare_only=True, kernel_name="python3", language="python"
        )
        self._journal.keep(document, prepared, problem, None)
        return Made(document, None, problem)

    def _end_late(self) -> None:
        now = time.monotonic()
        for child in self._running.values():
            limits = self._job.limits
            for due, seconds, what in (
                (child.cell_ends, limits.cell, "cell"),
                (child.ends, limits.document, "document"),
            ):
                if now >= due and child.problem is None:
                    child.problem = Problem(f"took longer than the limit of {seconds} seconds for a {what}", child.cell)
                    _kill_group(child.pid)

    def _seconds_left(self) -> float:
        due = [min(child.ends, child.cell_ends) for child in self._running.values() if child.problem is None]
        return max(0.0, min([*due, time.monotonic() + 60]) - time.monotonic())

    def _stop(self, *_: object) -> NoReturn:
        for child in self._running.values():
            _kill_group(child.pid)
        os._exit(1)


class _InProcess:
    """Runs the one notebook of a child, and tells the supervisor which cell it is in."""

    def __init__(self, pipe: Connection, limits: RunLimits) -> None:
        self._pipe, self._limits = pipe, limits

    def execute(self, notebook: NotebookNode, parameters: Mapping[str, str]) -> Execution:
        trace = Trace(notebook)
        # papermill would write the notebook as text even where it has nowhere to put it: the journal keeps it
        papermill.execute.write_ipynb = lambda nb, path: None
        try:
            done = papermill.execute_notebook(
                notebook,
                None,
                parameters=dict(parameters),
                engine_name=in_process.ENGINE,
                kernel_name="python3",
                language="python",
                request_save_on_cell_execute=False,
                progress_bar=False,
                log_output=False,
                trace=trace,
                starts=self._starts,
                full=self._full,
                limit=self._limits.output,
            )
        except PapermillExecutionError:
            done = trace.notebook  # the error stands in the notebook's own output
        self._pipe.send(("ran", None))
        return Execution(done, None)

    def stop(self) -> None:
        """The supervisor ends a child from outside."""

    def _starts(self, number: int) -> None:
        self._cell = number
        self._pipe.send(("cell", number))

    def _full(self) -> NoReturn:
        self._pipe.send(("problem", Problem("printed more than a document may hold", self._cell)))
        os._exit(1)


def _kill_group(pid: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)  # where it had not yet become the leader of a group of its own
