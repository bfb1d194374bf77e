"""How fast is a pack? Stock papermill and nbconvert, ordinary kernels and the forked engine, in one run on one machine.

    .venv/bin/python -m benchmarks.batch WORKSPACE MONTH [--documents 4] [--rounds 3]

The month must be prepared already. The stock way is one `papermill` and one `jupyter nbconvert` process a document, in
turn, on the same notebooks and data; it is timed on a few documents of each kind and scaled up. Ratios are medians.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from bsafe_analysis.batch.notebooks import find_notebooks
from bsafe_analysis.batch.plan import PlannedDocument, plan
from bsafe_analysis.batch.run import Options, run_pack
from bsafe_analysis.store import open_cycle

BIN = Path(sys.executable).parent


def stock(root: Path, documents: list[PlannedDocument]) -> float:
    """Seconds of the stock way, scaled from `documents` (one of each kind at least) to the whole pack by kind."""
    planned = plan(open_cycle(documents[0].month, root))
    found = find_notebooks(root, planned)
    environment = os.environ | {"BSAFE_WORKSPACE": str(root), "BSAFE_NONCE": "benchmark"}
    total = 0.0
    for name in dict.fromkeys(document.name for document in documents):
        times = [_stock_one(d, found[d.notebook][0], environment) for d in documents if d.name == name]
        total += median(times) * sum(d.name == name for d in planned)
    return total


def _stock_one(document: PlannedDocument, notebook: Path, environment: dict[str, str]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        done = Path(folder) / "done.ipynb"
        given = [word for name, value in document.parameters.items() for word in ("-r", name, value)]
        started = time.monotonic()
        for command in (
            [BIN / "papermill", notebook, done, *given],
            [BIN / "jupyter", "nbconvert", "--to", "html", done],
        ):
            subprocess.run(command, env=environment, check=True, capture_output=True)
        return time.monotonic() - started


def ours(root: Path, month: str, engine: str) -> float:
    """Seconds from the command to the published pack, in a process of its own, set-up included."""
    command = [BIN / "bsafe", "run", month, "--workspace", root, "--engine", engine]
    started = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    return time.monotonic() - started


def main() -> None:
    options = _options()
    run_pack(options.workspace, options.month, Options())  # prepares the month, so that every way starts from the same
    planned = plan(open_cycle(options.month, options.workspace))
    chosen = [
        document
        for name in dict.fromkeys(d.name for d in planned)
        for document in [d for d in planned if d.name == name][: max(1, options.documents // 3)]
    ]
    rounds = []
    for number in range(options.rounds):
        ways = {
            "stock": stock(options.workspace, chosen),
            "kernel": ours(options.workspace, options.month, "kernel"),
            "fork": ours(options.workspace, options.month, "fork"),
        }
        rounds.append(ways)
        print(
            f"round {number + 1}: " + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in ways.items()), flush=True
        )
    for name in ("kernel", "fork"):
        ratio = median(ways["stock"] / ways[name] for ways in rounds)
        seconds = median(ways[name] for ways in rounds)
        print(f"{name}: {len(planned)} documents in {seconds:.1f} s, {ratio:.1f} times as fast as the stock way")
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
