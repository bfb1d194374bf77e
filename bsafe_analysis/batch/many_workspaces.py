"""Many partnerships in one call: each its own pack, here or on a cluster; one that fails stops no other."""

from __future__ import annotations

import signal
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bsafe_analysis.batch.month_cache import checked_month
from bsafe_analysis.batch.results import PackResult
from bsafe_analysis.batch.run import Place, RunOptions, check_options, foresee, run_pack
from bsafe_analysis.engines import fork_engine
from bsafe_analysis.engines.dask_cluster import DaskCluster
from bsafe_analysis.engines.fork_server import ForkServer
from bsafe_analysis.engines.processes import die_with_parent
from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.terminal import plain

MOST_AT_ONCE = 8
"""Partnerships in hand at a time on this machine while a cluster makes their documents: each takes some 300 MB here."""


@dataclass(frozen=True)
class WorkspaceOutcome:
    """What came of one partnership: its pack's result, or why nothing was made."""

    workspace: Path
    result: PackResult | None
    faults: tuple[Fault, ...] = ()

    @property
    def good(self) -> bool:
        return self.result is not None and not self.result.failed and self.result.folder is not None

    def line(self) -> str:
        """One line that says it all."""
        if self.result is None:
            more = f" (and {len(self.faults) - 1} more faults)" if len(self.faults) > 1 else ""
            return f"{self.workspace}: NOT MADE. {self.faults[0]}{more}"
        made, failed = len(self.result.made), self.result.failed
        text = f"{self.workspace}: {made} of {made + len(failed)} documents"
        if failed:
            document, problem = failed[0]
            text += f", FAILED: {document.title}: {problem}" + f" (and {len(failed) - 1} more)" * (len(failed) > 1)
        needs = f"; {len(self.result.needs)} things for a person to look at" if self.result.needs else ""
        return text + needs


def find_workspaces(given: Sequence[Path]) -> tuple[Path, ...]:
    """Every workspace named: a folder that is one, or each folder in it that is; InputError where there is none."""
    found: list[Path] = []
    faults = []
    for path in given:
        within = sorted(p.parent for p in path.glob("*/parameters") if p.is_dir())
        inside = [path] if (path / "parameters").is_dir() else within
        if not inside:
            cure = "Name folders that hold parameters/, or a folder of such folders"
            faults.append(Fault(str(path), "--workspaces", "there is no workspace here", cure))
        found += [workspace.resolve() for workspace in inside]
    if faults:
        raise InputError(faults)
    return tuple(dict.fromkeys(found))


def foresee_many(roots: Sequence[Path], month: str, options: RunOptions) -> dict[str, Any]:
    """`--dry-run`: for each workspace what would be made, or what is wrong with it; nothing is written."""
    told: dict[str, Any] = {}
    for root in roots:
        try:
            foreseen = foresee(root, month, options)
            told[str(root)] = f"{len(foreseen['documents'])} documents" + ", to be prepared" * foreseen["prepare"]
        except InputError as error:
            told[str(root)] = str(error.faults[0])
    return told


def run_many(
    roots: Sequence[Path],
    month: str,
    options: RunOptions,
    scheduler: str | None = None,
    tell: Callable[[WorkspaceOutcome], None] = lambda outcome: None,
) -> tuple[WorkspaceOutcome, ...]:
    """A pack for each workspace, in the order given; `tell` hears of each as soon as it is done.

    InputError only where nothing can be begun. With a scheduler, processes import the caller's main module again.
    """
    check_options(options)
    month = checked_month(month)
    outcomes: dict[Path, WorkspaceOutcome] = {}
    made = _on_cluster(roots, month, options, scheduler) if scheduler else _here(roots, month, options)
    with closing(made):
        for outcome in made:
            outcomes[outcome.workspace] = outcome
            tell(outcome)
    return tuple(outcomes[root] for root in roots)


def _here(roots: Sequence[Path], month: str, options: RunOptions) -> Generator[WorkspaceOutcome]:
    """One after the other: each uses all cores, and forks its warm process from the one that has done the imports."""
    with ExitStack() as stack:
        place: Place | None = None
        if options.engine == "fork" and fork_engine.AVAILABLE:
            fork_server = stack.enter_context(ForkServer())
            place = partial(fork_engine.WarmProcess, fork_server=fork_server)
        for root in roots:
            yield _pack_of(root, month, options, place)


def _on_cluster(roots: Sequence[Path], month: str, options: RunOptions, scheduler: str) -> Generator[WorkspaceOutcome]:
    """Several in hand at a time, each in a process of its own here, so that the workers never wait for one of them."""
    with DaskCluster(scheduler) as cluster:
        workers = len(cluster.workers)
    at_once = min(len(roots), workers + 1, MOST_AT_ONCE)
    parts = max(1, workers // at_once)
    with ProcessPoolExecutor(at_once, get_context("spawn"), initializer=_begin) as pool:
        waiting = {pool.submit(_remotely, root, month, options, scheduler, parts): root for root in roots}
        try:
            for future in as_completed(waiting):
                try:
                    yield future.result()
                except BrokenProcessPool:
                    fault = Fault(str(waiting[future]), "", "its process ended before it had finished", "Run it again")
                    yield WorkspaceOutcome(waiting[future], None, (fault,))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _begin() -> None:
    die_with_parent(signal.SIGTERM)
    signal.signal(signal.SIGTERM, _stop)


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


class _Held:
    """This process's connection to the cluster, kept from one partnership to the next."""

    cluster: DaskCluster | None = None


def _remotely(root: Path, month: str, options: RunOptions, scheduler: str, parts: int) -> WorkspaceOutcome:
    try:
        if _Held.cluster is None or _Held.cluster.client.status != "running":
            _Held.cluster = DaskCluster(scheduler)
    except InputError as error:
        return WorkspaceOutcome(root, None, error.faults)
    return _pack_of(root, month, options, partial(_Held.cluster.place, parts=parts))


def _pack_of(root: Path, month: str, options: RunOptions, place: Place | None) -> WorkspaceOutcome:
    try:
        return WorkspaceOutcome(root, run_pack(root, month, options, None, place))
    except InputError as error:
        return WorkspaceOutcome(root, None, error.faults)
    except Exception as error:  # one partnership stops no other
        fault = Fault(
            str(root), "", plain(f"{type(error).__name__}: {error}"), "This is a fault of bsafe or of the machine"
        )
        return WorkspaceOutcome(root, None, (fault,))
