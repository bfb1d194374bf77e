"""The runs of a month, side by side: from raw, the next month, everything again, one note, nothing, one document.

    python -m benchmarks.runs WORKSPACE [--rounds 3]

WORKSPACE is the sample (its raw data made); it is copied. In each round, in turn: the month before the last from the
raw files of the first downloads, nothing prepared; then the last month, whose files have come (of each source one new
folder); that pack again with `--force`; again after one changed note; again with nothing changed; one document alone;
and `python -c` with the imports that a document needs. Told: medians of seconds, and the ratios that were asked for.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

BSAFE = [sys.executable, "-m", "bsafe_analysis.cli"]
IMPORTS = "import pandas, papermill, nbconvert, IPython; from bsafe_analysis.engines.warm_process import load; load()"
MONTHS = ("2026-08", "2026-09")


def main() -> None:
    options = _options()
    rounds = []
    for number in range(options.rounds):
        with tempfile.TemporaryDirectory(prefix="bsafe-runs-") as folder:
            rounds.append(one_round(options.workspace, Path(folder) / "w"))
        told = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in rounds[-1].items())
        print(f"round {number + 1}: {told}; load {os.getloadavg()[0]:.1f}", flush=True)
    for name in rounds[0]:
        print(f"{name}: {median(r[name] for r in rounds):.1f} s")
    for name, of in (("one note changed", "everything again"), ("nothing changed", "everything again")):
        print(f"{name} / {of}: {median(r[name] / r[of] for r in rounds):.2f}")
    print(f"one document / its imports: {median(r['one document'] / r['imports'] for r in rounds):.2f}")


def one_round(workspace: Path, root: Path) -> dict[str, float]:
    """Seconds of each run, in a fresh copy of the workspace."""
    for name in ("parameters", "notebooks"):
        shutil.copytree(workspace / name, root / name)
    shutil.copytree(workspace / "data", root / "data", ignore=shutil.ignore_patterns("prepared"))
    later = [(folder, root / folder.parent.name) for folder in sorted((root / "data/raw").glob("*/2026-10-05"))]
    for folder, aside in later:
        folder.rename(aside)
    there = ["--workspace", str(root)]
    seconds = {"from raw": _seconds([*BSAFE, "run", MONTHS[0], *there])}
    for folder, aside in later:
        aside.rename(folder)
    run = [*BSAFE, "run", MONTHS[1], *there]
    seconds["next month"] = _seconds(run)
    seconds["everything again"] = _seconds([*run, "--force"])
    note = sorted((root / "data/register/notes").glob("*.md"))[0]
    note.write_text(note.read_text("utf-8") + "\n- 2026-10-06 neighbourhood officer: the gate is mended.\n", "utf-8")
    seconds["one note changed"] = _seconds(run)
    seconds["nothing changed"] = _seconds(run)
    one = [*BSAFE, "documents", MONTHS[1], *there, "--only", "neighbourhood_profile", "--area", note.stem, "--force"]
    seconds["one document"] = _seconds(one)
    seconds["imports"] = _seconds([sys.executable, "-c", IMPORTS])
    return seconds


def _seconds(command: Sequence[str]) -> float:
    started = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    return time.monotonic() - started


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Time the runs of a month.")
    parser.add_argument("workspace", type=lambda text: Path(text).resolve())
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


if __name__ == "__main__":
    main()
