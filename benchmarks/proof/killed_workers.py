"""Two partnerships on a Dask cluster of two workers, one of which is killed in the middle: what comes of them.

A real scheduler and real workers on the loopback address; `make test` has one partnership of it (test_dask_cluster.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from benchmarks.proof.part import Figures, Part
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
    from tests.engines.test_dask_cluster import Cluster, left_of, made_on_a_cluster_that_loses_a_worker

    home = alone.home / item
    home.mkdir()
    roots = [bare(alone.made / name, home / name) for name in NAMES]
    with Cluster(home) as cluster:
        outcomes, killed = made_on_a_cluster_that_loses_a_worker(cluster, roots)
    assert killed, "no worker was killed"
    assert all(outcome.good for outcome in outcomes), [outcome.line() for outcome in outcomes]
    for name, root in zip(NAMES, roots, strict=True):
        assert pages(root) == pages(alone.made / name), f"{name}: other bytes than those of a run of its own"
        executed = list((root / "outputs" / MONTH / "private" / "run-0001").glob("*.ipynb"))
        assert len(executed) == 6, f"{name}: {len(executed)} executed notebooks came back"
    left = left_of(killed)
    assert not left, f"left of the killed worker: {left}"
    return {"killed": len(killed)}


def told(measured: Sequence[Figures]) -> Figures:
    """Processes that ended with their worker."""
    return {"processes_ended": sum(one["killed"] for one in measured)}


PART = Part(
    "killed_workers", "a cluster that loses a worker gives the bytes of runs of their own and leaves no process",
    items, begin, measure, told,
)  # fmt: skip
