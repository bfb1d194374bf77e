"""Run the proof, or a part of it, or a share.

    python -m benchmarks.proof                         every part whole, results kept in benchmarks/results
    python -m benchmarks.proof null_runs --share 1/4   a quarter of one part, kept as such
    python -m benchmarks.proof --twentieth             a twentieth of each, in a minute or so; nothing is kept (CI)

Ends with 1 where an item was not as it must be. A kept result of other code is told, not refused.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.proof import (
    audited_months,
    back_tests,
    chance_years,
    held_patterns,
    killed_runs,
    killed_workers,
    later_files,
    long_tests,
    more_examples,
    null_runs,
    places_alike,
    real_months,
    rises_told,
    runs_at_once,
    shared_out,
    soak,
    untrue_pages,
    whole_sample,
    year_of_editions,
)
from benchmarks.proof.kept_results import keep, older_than_the_code
from benchmarks.proof.part import Outcome, Part, run_share
from bsafe_analysis.packs.manifest import code_checksum

MODULES = (
    null_runs, chance_years, rises_told, back_tests, real_months, later_files, whole_sample, year_of_editions, soak,
    killed_runs, runs_at_once, killed_workers, untrue_pages, audited_months, held_patterns,
    long_tests, more_examples, places_alike, shared_out,
)  # fmt: skip
PARTS = {module.PART.name: module.PART for module in MODULES}
SHARES = 20
A_MINUTE = 60.0
LONGEST = 200.0
"""Seconds after which CI's twentieth begins no other part: which comes first goes by the code, as its shares do."""


def main() -> None:
    options = _options()
    parts = [PARTS[name] for name in options.parts or PARTS]
    bad, started = False, time.monotonic()
    if options.twentieth:
        first = int(code_checksum(), 16) % len(parts)
        parts = [*parts[first:], *parts[:first]]
    for part in parts:
        if options.twentieth and time.monotonic() - started > LONGEST:
            print(f"{part.name}: left out this time, for want of time", flush=True)
            continue
        if not part.items():
            print(f"{part.name}: left out, for what it needs is not here (real data, an extra)", flush=True)
            continue
        began = time.monotonic()
        outcome = _run(part, options)
        bad |= bool(outcome.failed)
        print(f"{_line(part, outcome)} [{time.monotonic() - began:.0f} s]", flush=True)
        if options.twentieth:
            if said := older_than_the_code(part):
                print(f"  NOTE {said}", flush=True)
        else:
            i, n = options.share
            command = f"python -m benchmarks.proof {part.name}" + ("" if n == 1 else f" --share {i}/{n}")
            print(f"  kept in {keep(part, outcome, command).name}", flush=True)
    sys.exit(bad)


def _run(part: Part, options: argparse.Namespace) -> Outcome:
    home = Path(tempfile.mkdtemp(prefix="bsafe-proof-"))
    try:
        if options.twentieth:
            # other code, another twentieth: in the long run all of it is tried
            return run_share(part, int(code_checksum(), 16) % SHARES + 1, SHARES, home, A_MINUTE / len(PARTS))
        return run_share(part, *options.share, home)
    finally:
        for folder in home.rglob("v[0-9]*"):
            if folder.is_dir() and not folder.is_symlink():
                folder.chmod(0o755)
        shutil.rmtree(home, ignore_errors=True)


def _line(part: Part, outcome: Outcome) -> str:
    said = "".join(f"\n  BAD {item}: {why}" for item, why in outcome.failed.items())
    left = f", {outcome.left_out} of the share left out for want of time" if outcome.left_out else ""
    return f"{part.name}: {len(outcome.tried)} of {len(part.items())} items{left}: {outcome.told}{said}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Run what takes long, whole or in shares.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; all where none is named")
    parser.add_argument("--share", type=_share, default=(1, 1), metavar="I/N", help="the I-th of N shares of each part")
    parser.add_argument("--twentieth", action="store_true", help="a twentieth of each part within a minute; keeps none")
    options = parser.parse_args()
    if unknown := set(options.parts) - PARTS.keys():
        parser.error(f"there is no part {', '.join(sorted(unknown))}: there are {', '.join(PARTS)}")
    return options


def _share(text: str) -> tuple[int, int]:
    i, n = map(int, text.split("/"))
    if not 1 <= i <= n:
        raise argparse.ArgumentTypeError(f"{text}: write 1/4, 2/4, ... 4/4")
    return i, n


if __name__ == "__main__":
    main()
