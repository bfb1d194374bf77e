"""`papermill --engine bsafe`: a notebook run without a kernel, in a child of a process that has done the imports.

Registered with papermill under the entry point `papermill.engine`, which papermill loads at each of its starts:
therefore nothing is imported here but what papermill has already. The process that is forked (fork_server.py) starts
with the first notebook and ends with the process that asked for it, so that many notebooks run from one Python process
share its imports and nothing else. `bsafe run` goes further: there the prepared month is loaded once as well.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from nbformat import NotebookNode, from_dict
from papermill.engines import Engine, NBClientEngine, NotebookExecutionManager
from papermill.exceptions import PapermillException

from bsafe_analysis.engines.processes import CAN_FORK, ONE_THREAD, die_with_parent

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from bsafe_analysis.engines.fork_server import Forked, ForkServer

_kept: list[ForkServer] = []


class ForkEngine(Engine):
    """One child a notebook: no ports, no shared state. Ordinary kernels where the system has no safe fork."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        execution_timeout: float | None = None,
        **options: Any,
    ) -> None:
        """Run the cells; PapermillException where the child ends before them, or a cell takes longer than it may."""
        if not CAN_FORK:
            options["execution_timeout"] = execution_timeout
            NBClientEngine.execute_managed_notebook(nb_man, kernel_name, **options)
            return
        child = _start()
        try:
            with _connection(child.stdin, writable=True) as to, _connection(child.stdout, writable=False) as back:
                to.send((os.getcwd(), dict(nb_man.nb)))
                _follow(back, nb_man, execution_timeout)
        finally:
            child.end()


def main() -> None:
    """In the child: run the one notebook that comes on standard input, and tell of each cell on standard output."""
    from multiprocessing.connection import Connection

    from bsafe_analysis.engines.in_process import ProcessEngine

    die_with_parent(signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    back = Connection(os.dup(1), readable=False)
    os.dup2(2, 1)  # what libraries print must not stand between our messages
    with Connection(0, writable=False) as asked:
        folder, notebook = asked.recv()
    os.open(os.devnull, os.O_RDONLY)  # as standard input
    os.chdir(folder)
    sys.path.append(folder)  # a module of one's own is found, and takes the place of no installed one
    ProcessEngine.execute_managed_notebook(_Teller(from_dict(notebook), back), "")
    back.send(("end", -1, None))


class _Teller:
    """Stands for papermill's own manager in the child: what would be noted in the notebook is sent to the parent."""

    def __init__(self, notebook: NotebookNode, back: Connection) -> None:
        self.nb, self._back = notebook, back

    def cell_start(self, cell: NotebookNode, cell_index: int) -> None:
        self._back.send(("start", cell_index, None))

    def cell_exception(self, cell: NotebookNode, cell_index: int) -> None:
        self._back.send(("failed", cell_index, dict(cell)))

    def cell_complete(self, cell: NotebookNode, cell_index: int) -> None:
        self._back.send(("done", cell_index, dict(cell)))


def _start() -> Forked:
    from bsafe_analysis.engines.fork_server import ForkServer

    if not _kept or not _kept[0].alive:
        close()
        _kept.append(ForkServer())
        atexit.register(close)
    with open(os.devnull, "wb") as errors:
        return _kept[0].start({**os.environ, **ONE_THREAD}, errors, main)


def close() -> None:
    """End the process that notebooks are forked from; the next notebook starts another."""
    while _kept:
        with suppress(OSError):
            _kept.pop().__exit__()


def _connection(stream: Any, writable: bool) -> Connection:
    from multiprocessing.connection import Connection

    return Connection(os.dup(stream.fileno()), readable=not writable, writable=writable)


def _follow(pipe: Connection, nb_man: NotebookExecutionManager, limit: float | None) -> None:
    """Note in papermill's notebook what the child tells, until it has run the last cell or one has failed."""
    number = 0
    while True:
        if not pipe.poll(limit):
            raise PapermillException(f"{_cell_name(nb_man.nb, number)} took longer than the limit of {limit} seconds")
        try:
            kind, number, cell = pipe.recv()
        except (EOFError, OSError):
            raise PapermillException(f"the notebook's process ended in {_cell_name(nb_man.nb, number)}") from None
        if kind == "end":
            return
        if cell is not None:
            nb_man.nb.cells[number].update(from_dict(cell))
        note = {"start": nb_man.cell_start, "failed": nb_man.cell_exception, "done": nb_man.cell_complete}[kind]
        note(nb_man.nb.cells[number], cell_index=number)


def _cell_name(notebook: NotebookNode, number: int) -> str:
    return f"code cell {sum(cell.cell_type == 'code' for cell in notebook.cells[: number + 1])}"
