"""Documents side by side: each notebook run, believed only on evidence, made a page, and checked at the gate."""

from __future__ import annotations

import copy
import os
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from nbformat import NotebookNode

from bsafe_analysis.engines.evidence import Problem, problem_of, warnings_of
from bsafe_analysis.engines.execution import Execution, RunLimits
from bsafe_analysis.engines.journal import Journal
from bsafe_analysis.engines.watcher import Watcher
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.packs.page_cache import PageCache
from bsafe_analysis.packs.plan import PlannedDocument
from bsafe_analysis.terminal import plain


@dataclass(frozen=True)
class Made:
    """One document's outcome: its page, or the problem that kept it from being made. `seconds` by step."""

    document: PlannedDocument
    page: str | None
    problem: Problem | None
    warnings: tuple[str, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    unchanged: bool = False
    """Whether the page is that of an earlier run, for nothing that it is made from has changed."""


class RunsNotebooks(Protocol):
    """What runs a notebook: see kernels.Kernels."""

    def execute(self, notebook: NotebookNode, parameters: Mapping[str, str]) -> Execution: ...

    def stop(self) -> None: ...


class MakesPages(Protocol):
    """What makes a page of an executed notebook and says why it may not leave: see page_maker.PageMaker."""

    nonce: str

    def warm(self, documents: Sequence[PlannedDocument]) -> None: ...

    def foretell(self) -> None: ...

    def page(self, document: PlannedDocument, notebook: NotebookNode) -> str: ...

    def refusals(self, document: PlannedDocument, page: str) -> tuple[str, ...]: ...

    def index(self, documents: Sequence[PlannedDocument]) -> str: ...


@dataclass(frozen=True)
class RunContext:
    """All that making a document needs: the notebooks by name, what runs them, what prints them, who is told."""

    notebooks: Mapping[str, NotebookNode]
    kernels: RunsNotebooks
    page_maker: MakesPages
    journal: Journal
    watcher: Watcher
    cache: PageCache | None = None
    """Where pages that passed the gate are kept for later runs."""


@dataclass(frozen=True)
class Job:
    """What a warm process is to make (warm_process.py). `page_maker` is called in it once, before its first fork.

    `month`: the workspace and its month that notebooks will open, so that it is read once for all of them.
    """

    documents: tuple[PlannedDocument, ...]
    notebooks: Mapping[str, NotebookNode]
    page_maker: Callable[[], MakesPages]
    private: Path
    limits: RunLimits
    jobs: int
    cache: PageCache | None = None
    month: tuple[Path, Prepared] | None = None


def render(documents: Sequence[PlannedDocument], context: RunContext, jobs: int | None = None) -> tuple[Made, ...]:
    """Every document's outcome, in the order given, `jobs` at a time (default: one for each core that may be used).

    A failure stops no other document. When the run is stopped from outside, every kernel is ended at once.
    """
    with ThreadPoolExecutor(max_workers=max(1, min(jobs or cores(), len(documents)))) as pool:
        futures = [pool.submit(_render_one, document, context) for document in documents]
        try:
            return tuple(future.result() for future in futures)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            context.kernels.stop()
            raise


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _render_one(document: PlannedDocument, context: RunContext) -> Made:
    context.watcher.starts(document)
    made = run_and_print(document, context)
    context.watcher.ends(document, made.problem)
    return made


def run_and_print(document: PlannedDocument, context: RunContext) -> Made:
    """One document from its notebook to its gated page; never raises, for one document must not stop the others."""
    try:
        return _run_and_print(document, context)
    except Exception as error:  # whatever it is, all of it is kept for the analyst
        problem = Problem(plain(f"{type(error).__name__}: {error}"), detail=traceback.format_exc())
        context.journal.note(f"{document.title}: {problem}\n{problem.detail}")
        return Made(document, None, problem)


def _run_and_print(document: PlannedDocument, context: RunContext) -> Made:
    started = time.monotonic()
    notebook, problem = _run(document, context)
    ran = time.monotonic()
    page = None
    if problem is None:
        page = context.page_maker.page(document, notebook)
        refusals = context.page_maker.refusals(document, page)
        if refusals:
            problem = Problem(f"the gate refused the page: {refusals[0]}", detail="\n".join(refusals))
    context.journal.keep(document, notebook, problem, page)
    warnings = warnings_of(notebook)
    if context.cache is not None and problem is None and page is not None:
        context.cache.keep(document, notebook, page, warnings)
    seconds = {"notebook": round(ran - started, 3), "page": round(time.monotonic() - ran, 3)}
    return Made(document, None if problem else page, problem, warnings, seconds)


def _run(document: PlannedDocument, context: RunContext) -> tuple[NotebookNode, Problem | None]:
    for attempt in ("first", "second"):
        source = copy.deepcopy(context.notebooks[document.notebook])
        execution = context.kernels.execute(source, document.parameters)
        problem = execution.problem or problem_of(execution.notebook, context.page_maker.nonce)
        if problem is None or not problem.died:
            break
        context.journal.note(f"{document.title}: {attempt} try: {problem}")
    return execution.notebook, problem
