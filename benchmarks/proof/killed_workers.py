"""Two partnerships on a Dask cluster of two workers, one of which is killed in the middle: what comes of them.

A real scheduler and real workers on the loopback address; `make test` has one partnership on one worker that nobody
kills (test_dask_cluster.py).
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.proof.part import Figures, Part
from bsafe_analysis.batch.many_workspaces import run_many
from bsafe_analysis.batch.run import RunOptions
from tests.batch.partnerships import MONTH, bare, make_both, pages

TIMES = 20
NAMES = ("first", "second")


@dataclass(frozen=True)
class Alone:
    """Two partnerships, each made by a run of its own."""

    made: Path
    home: Path


def items() -> list[str]:
    """None where the extra that clusters need is not installed."""
    return [str(number) for number in range(TIMES)] if find_spec("distributed") else []


def begin(home: Path) -> Alone:
    (home / "alone").mkdir()
    return Alone(make_both(home / "alone", None), home)


def measure(alone: Alone, item: str) -> Figures:
    from tests.engines.test_dask_cluster import Cluster

    home = alone.home / item
    home.mkdir()
    roots = [bare(alone.made / name, home / name) for name in NAMES]
    with Cluster(home) as cluster:
        outcomes, killed = made_on_a_cluster_that_loses_a_worker(cluster, roots)
    assert killed, "no worker was killed"
    assert all(outcome.good for outcome in outcomes), [outcome.line() for outcome in outcomes]
    for name, root in zip(NAMES, roots, strict=True):
        assert pages(root) == pages(alone.made / name), f"{name}: other bytes than those of a run of its own"
        back, wanted = executed(root), executed(alone.made / name)
        assert back == wanted, f"{name}: of the executed notebooks {wanted} came back {back}"
    left = left_of(killed)
    assert not left, f"left of the killed worker: {left}"
    return {"killed": len(killed)}


def executed(root: Path) -> list[str]:
    """The notebooks that the first run kept, by name."""
    return sorted(path.name for path in (root / "outputs" / MONTH / "private" / "run-0001").glob("*.ipynb"))


def descendants(pid: int) -> set[int]:
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout.split()
    parents = dict(zip(map(int, listed[::2]), map(int, listed[1::2]), strict=True))
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


def kill_when_it_works(workers: Sequence[subprocess.Popen[bytes]], killed: set[int]) -> None:
    """SIGKILL to the first worker that has a warm process with children: in the middle of documents.

    Which of them is given the work the scheduler decides.
    """
    until = time.monotonic() + 120
    while time.monotonic() < until:
        for worker in workers:
            family = descendants(worker.pid)
            if len(family) >= 3:
                os.kill(worker.pid, signal.SIGKILL)
                killed.update(family)
                return
        time.sleep(0.02)


def made_on_a_cluster_that_loses_a_worker(cluster: Any, roots: Sequence[Path]) -> tuple[Any, set[int]]:
    """The outcomes, and the processes that the killed worker had."""
    workers, killed = [cluster.add(), cluster.add()], set[int]()
    killer = threading.Thread(target=kill_when_it_works, args=(workers, killed))
    killer.start()
    outcomes = run_many(roots, MONTH, RunOptions(), cluster.address)
    killer.join()
    return outcomes, killed


def left_of(killed: set[int]) -> set[int]:
    """Those of the processes that are still there after ten seconds."""
    until = time.monotonic() + 10
    while (left := {pid for pid in killed if Path(f"/proc/{pid}").exists()}) and time.monotonic() < until:
        time.sleep(0.1)
    return left


def told(measured: Sequence[Figures]) -> Figures:
    """Processes that ended with their worker."""
    return {"processes_ended": sum(one["killed"] for one in measured)}


PART = Part(
    "killed_workers", "a cluster that loses a worker gives the bytes of runs of their own and leaves no process",
    items, begin, measure, told,
)  # fmt: skip
