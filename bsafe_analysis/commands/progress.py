"""A run as a person sees it: one live bar over the documents on a terminal, plain lines anywhere else."""

from __future__ import annotations

import threading

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bsafe_analysis.engines.evidence import Problem
from bsafe_analysis.engines.watcher import Watcher
from bsafe_analysis.packs.plan import PlannedDocument
from bsafe_analysis.terminal import plain


def watcher_for(console: Console) -> Watcher:
    """The bar where there is a terminal to draw it on; else lines."""
    return LiveProgress(console) if console.is_terminal else PlainProgress(console)


class PlainProgress(Watcher):
    """One line a step, one a document that is done: fit for a log file."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._guard = threading.Lock()
        self._done, self._total = 0, 0

    def step(self, text: str) -> None:
        self._console.print(escape(plain(text)), soft_wrap=True)

    def begins(self, total: int) -> None:
        self._total = total
        self.step(f"Making {total} document{'s' if total != 1 else ''}")

    def ends(self, document: PlannedDocument, problem: Problem | None) -> None:
        with self._guard:
            self._done += 1
            outcome = "made" if problem is None else f"FAILED, {problem}"
            self.step(f"{self._done} of {self._total}  {document.title}: {outcome}")


class LiveProgress(Watcher):
    """What is running, how many are done, failed and left. A failure also leaves its line above the bar."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._guard = threading.Lock()
        self._failed = 0
        self._running: list[str] = []
        self._bar: Progress | None = None

    def step(self, text: str) -> None:
        self._console.print(escape(plain(text)), soft_wrap=True)

    def begins(self, total: int) -> None:
        self._bar = Progress(
            SpinnerColumn(), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"),
            console=self._console, transient=True,
        )  # fmt: skip
        self._task = self._bar.add_task("", total=total)
        self._bar.start()

    def starts(self, document: PlannedDocument) -> None:
        with self._guard:
            if document.title not in self._running:  # a document whose process died starts once more
                self._running.append(document.title)
            self._describe()

    def ends(self, document: PlannedDocument, problem: Problem | None) -> None:
        with self._guard:
            self._running.remove(document.title)
            if problem is not None:
                self._failed += 1
                self.step(f"{document.title}: failed, {problem}")
            self._describe()
            if self._bar is not None:
                self._bar.advance(self._task)
                if self._bar.finished:
                    self._bar.stop()

    def close(self) -> None:
        if self._bar is not None:
            self._bar.stop()

    def _describe(self) -> None:
        failed = f"{self._failed} failed; " if self._failed else ""
        if self._bar is not None:
            self._bar.update(self._task, description=escape(plain(failed + "; ".join(self._running))))
