"""What only the analyst may see of a run: its log, its executed notebooks, where its time went.

outputs/<month>/private/run-0001/   (of this account only; never part of a pack)
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from bsafe_analysis.atomic_files import set_mode, write_whole
from bsafe_analysis.engines.evidence import Problem
from bsafe_analysis.packs.manifest import canonical
from bsafe_analysis.packs.plan import PlannedDocument

_RUN = re.compile(r"run-(\d{4,})")
_LOGGERS = ("papermill", "traitlets", "nbconvert", "asyncio")


class Journal:
    """The private folder of one run. `stream` takes whatever kernels print outside their notebooks."""

    def __init__(self, folder: Path, stream: IO[bytes]) -> None:
        self.folder = folder
        self.stream = stream
        self._log = logging.getLogger("bsafe_analysis.run")

    def note(self, text: str) -> None:
        """One entry of the log."""
        self._log.info(text)

    def keep(
        self, document: PlannedDocument, notebook: NotebookNode, problem: Problem | None, page: str | None
    ) -> None:
        """The executed notebook, its failing cell marked; and the page, where the gate refused it."""
        stem = Path(document.file_name).stem
        if problem is not None:
            self.note(f"{document.title}: {problem}\n{problem.detail}")
            _mark(notebook, problem)
            if page is not None:
                write_whole(self.folder / f"{stem}.refused.html", page.encode())
        write_whole(self.folder / f"{stem}.ipynb", _notebook_json(notebook).encode())

    def finish(self, timings: Mapping[str, object]) -> None:
        """Seconds, by document and step."""
        write_whole(self.folder / "timings.json", canonical(timings))


@contextmanager
def open_journal(root: Path, month: str) -> Iterator[Journal]:
    """A new private folder for a run, numbered after the last one; what libraries log goes there, not to the screen."""
    private = root / "outputs" / month / "private"
    private.mkdir(parents=True, exist_ok=True)
    set_mode(private, 0o700)
    for left in (*private.glob("run-*/.*.tmp"), *private.glob("pages/*/.*")):
        left.unlink()  # half-written by a run that was killed: the month's lock says that nobody writes it still
    numbers = [int(match[1]) for path in private.iterdir() if (match := _RUN.fullmatch(path.name))]
    folder = private / f"run-{1 + max(numbers, default=0):04d}"
    folder.mkdir(mode=0o700)
    with (folder / "log.txt").open("ab") as stream, logged_to(folder / "log.txt"):
        journal = Journal(folder, stream)
        journal.note(f"started {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC")
        end = "stopped"
        try:
            yield journal
            end = "ended"
        finally:
            journal.note(f"{end} {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC")


@contextmanager
def logged_to(path: Path) -> Iterator[None]:
    """What libraries log goes to this file meanwhile, and nowhere else."""
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s: %(message)s"))
    loggers = [logging.getLogger(name) for name in (*_LOGGERS, "bsafe_analysis.run")]
    before = [(logger.level, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.INFO if logger.name == "bsafe_analysis.run" else logging.WARNING)
        logger.propagate = False
    try:
        yield
    finally:
        for logger, (level, propagate) in zip(loggers, before, strict=True):
            logger.removeHandler(handler)
            logger.setLevel(level)
            logger.propagate = propagate
        handler.close()


def _notebook_json(notebook: NotebookNode) -> str:
    """The notebook as a file, on one line: Python indents JSON ten times more slowly than it writes it."""
    return json.dumps(notebook, ensure_ascii=False, sort_keys=True, default=bytes.decode) + "\n"


def _mark(notebook: NotebookNode, problem: Problem) -> None:
    code = [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    at = code[problem.cell - 1] if 0 < problem.cell <= len(code) else 0
    notebook.cells.insert(at, new_markdown_cell(f"**This document was not made:** {problem}", id="bsafe-problem"))
