"""How fast is a pack? Stock papermill and nbconvert, a naive notebook, ordinary kernels, the forked engine, the floor.

    .venv/bin/python -m benchmarks.batch WORKSPACE MONTH [--documents 4] [--rounds 3]

The month is prepared first. The stock way is one `papermill` and one `jupyter nbconvert` process a document, in turn,
on the same notebooks and data; the naive way is the same with a notebook that loads and fits by itself (naive.py); both
are timed on a few documents of each kind and scaled up. Ours makes every document anew (`--force`), set-up included.
The floor is the rendering alone (floor.py). All ways take turns in each round; ratios are medians over the rounds.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

import nbformat

from benchmarks.naive import naive_notebook
from bsafe_analysis.batch.run import RunOptions, run_pack
from bsafe_analysis.engines.notebooks import find_notebooks
from bsafe_analysis.packs.plan import PlannedDocument, plan
from bsafe_analysis.preparation.store import open_cycle

BIN = Path(sys.executable).parent


def stock(root: Path, planned: Sequence[PlannedDocument], chosen: Sequence[PlannedDocument]) -> float:
    """Seconds of the stock way, scaled from `chosen` (one of each kind at least) to the whole pack by kind."""
    found = find_notebooks(root, tuple(planned))
    return _scaled(root, planned, chosen, {d.file_name: (found[d.notebook][0], d.parameters) for d in chosen})


def naive(root: Path, planned: Sequence[PlannedDocument], chosen: Sequence[PlannedDocument]) -> float:
    """Seconds of the stock way with the notebook that does everything by itself."""
    with tempfile.TemporaryDirectory() as folder:
        notebook = Path(folder) / "naive.ipynb"
        nbformat.write(naive_notebook(), notebook)
        given = {
            d.file_name: (notebook, {"month": d.month, "area": d.area, "kind": d.name, "workspace": str(root)})
            for d in chosen
        }
        return _scaled(root, planned, chosen, given)


Given = Mapping[str, tuple[Path, Mapping[str, str]]]


def _scaled(root: Path, planned: Sequence[PlannedDocument], chosen: Sequence[PlannedDocument], given: Given) -> float:
    environment = os.environ | {"BSAFE_WORKSPACE": str(root), "BSAFE_NONCE": "benchmark"}
    total = 0.0
    for name in dict.fromkeys(document.name for document in chosen):
        times = [_stock_one(*given[d.file_name], environment) for d in chosen if d.name == name]
        total += median(times) * sum(d.name == name for d in planned)
    return total


def _stock_one(notebook: Path, parameters: Mapping[str, str], environment: dict[str, str]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        done = Path(folder) / "done.ipynb"
        words = [word for name, value in parameters.items() for word in ("-r", name, value)]
        return _seconds([BIN / "papermill", notebook, done, *words], environment) + _seconds(
            [BIN / "jupyter", "nbconvert", "--to", "html", done], environment
        )


def ours(root: Path, month: str, engine: str) -> float:
    """Seconds from the command to the published pack, in a process of its own, set-up included."""
    return _seconds([BIN / "bsafe", "run", month, "--workspace", root, "--engine", engine, "--force"])


def floor(root: Path, month: str) -> float:
    """Seconds of the rendering alone."""
    with tempfile.TemporaryDirectory() as folder:
        return _seconds([sys.executable, "-m", "benchmarks.floor", root, month, folder])


def _seconds(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> float:
    started = time.monotonic()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return time.monotonic() - started


def main() -> None:
    options = _options()
    root, month = options.workspace, options.month
    run_pack(root, month, RunOptions())  # prepares the month, so that every way starts from the same
    planned = plan(open_cycle(month, root))
    kinds = dict.fromkeys(d.name for d in planned)
    chosen = [d for name in kinds for d in [d for d in planned if d.name == name][: max(1, options.documents // 3)]]
    rounds = []
    for number in range(options.rounds):
        ways = {
            "stock": stock(root, planned, chosen),
            "naive": naive(root, planned, chosen),
            "kernel": ours(root, month, "kernel"),
            "fork": ours(root, month, "fork"),
            "floor": floor(root, month),
        }
        rounds.append(ways)
        print(f"round {number + 1}: " + ", ".join(f"{n} {s:.1f} s" for n, s in ways.items()), flush=True)
    for name in ("kernel", "fork", "floor"):
        seconds = median(ways[name] for ways in rounds)
        against = ", ".join(
            f"{median(ways[other] / ways[name] for ways in rounds):.1f} times as fast as {other}"
            for other in ("stock", "naive")
        )
        print(f"{name}: {len(planned)} documents in {seconds:.1f} s, {against}")
    print(f"fork takes {median(ways['fork'] / ways['floor'] for ways in rounds):.2f} times the floor")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    print(f"largest process: {peak:.0f} MB; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Time a pack three ways.")
    parser.add_argument("workspace", type=lambda text: Path(text).resolve())
    parser.add_argument("month")
    parser.add_argument("--documents", type=int, default=3, help="timed the stock way, at least one of each kind")
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


if __name__ == "__main__":
    main()
