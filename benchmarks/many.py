"""Many partnerships in one call: documents a second beside a single pack's, here and over two Dask workers, and bytes.

    python -m benchmarks.many WORKSPACE MONTH [--partnerships 20]

WORKSPACE (its month prepared) is copied so many times, each copy with a name of its own. Timed: one pack by itself
(three times in turn), all of them by one `bsafe run --workspaces`, all of them over a scheduler with two workers on the
loopback address; every document is made anew. What the two ways published must be the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.batch.partnership import change
from tests.engines.test_dask_cluster import Cluster

BSAFE = [sys.executable, "-m", "bsafe_analysis.cli"]


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="bsafe-many-") as home:
        roots = [_copy(options.workspace, options.month, Path(home) / f"p{n:02}") for n in range(options.partnerships)]
        print(f"{len(roots)} partnerships prepared; load {os.getloadavg()[0]:.1f}", flush=True)
        single = median(_seconds(options.month, "--workspace", roots[0]) for _ in range(3))
        documents = len(_published(roots[:1]))
        _tell("one pack by itself", documents, single, single)
        local = _run_all(options.month, roots)
        here = _published(roots)
        _tell(f"{len(roots)} here", len(here), local, single * len(roots))
        with tempfile.TemporaryDirectory(prefix="bsafe-cluster-") as folder, Cluster(Path(folder)) as cluster:
            for _ in range(2):
                cluster.add()
            time.sleep(5)  # until both have begun
            remote = _run_all(options.month, roots, "--scheduler", cluster.address)
        there = _published(roots)
        _tell(f"{len(roots)} over two workers", len(there), remote, single * len(roots))
        print("the same bytes" if here == there else "DIFFERENT BYTES")


def _run_all(month: str, roots: list[Path], *more: str) -> float:
    for root in roots:
        shutil.rmtree(root / "outputs", ignore_errors=True)
    return _seconds(month, *more, "--workspaces", *roots)


def _seconds(month: str, *words: str | Path) -> float:
    started = time.monotonic()
    subprocess.run([*BSAFE, "run", month, "--force", *words], check=True, capture_output=True)
    return time.monotonic() - started


def _published(roots: list[Path]) -> dict[str, str]:
    pages = [page for root in roots for page in sorted(root.glob("outputs/*/internal/v1/*.html"))]
    documents = [page for page in pages if page.name != "index.html"]
    return {f"{page.parts[-6]}/{page.name}": hashlib.sha256(page.read_bytes()).hexdigest() for page in documents}


def _copy(workspace: Path, month: str, target: Path) -> Path:
    target.mkdir()
    for name in ("parameters", "data", "notebooks"):
        if (workspace / name).is_dir():
            shutil.copytree(workspace / name, target / name)
    change(target, "partnership.yml", name=f"Partnership {target.name}")
    subprocess.run([*BSAFE, "prepare", month, "--workspace", target], check=True, capture_output=True)
    return target


def _tell(what: str, documents: int, seconds: float, alone: float) -> None:
    rate = f"{documents / seconds:.1f} documents a second, {alone / seconds:.2f} of a single pack's rate"
    print(f"{what}: {documents} documents in {seconds:.1f} s, {rate}; load {os.getloadavg()[0]:.1f}", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Time many partnerships in one call.")
    parser.add_argument("workspace", type=lambda text: Path(text).resolve())
    parser.add_argument("month")
    parser.add_argument("--partnerships", type=int, default=20)
    return parser.parse_args()


if __name__ == "__main__":
    main()
