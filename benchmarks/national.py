"""How long do 20 million rows take from CSV to a placed, counted national store, beside DuckDB's own CSV to Parquet?

    .venv/bin/python -m benchmarks.national [--rows 20000000] [--rounds 3] [--folder DIR]

The rows are generated (43 forces, LSOAs, snapped map points, 64-digit Crime IDs) and deleted afterwards: 20 million are
6 GB. Both sides run in processes of their own, in turn; memory is the sum over a side's processes, ten times a second.
DuckDB copies all columns as text, with the same compression and memory limit. Then one borough's month and its whole
past are read from the store.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
import psutil

from bsafe_analysis.model.periods import add_months, months_between

HEADER = (
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name",
    "Crime type", "Last outcome category", "Context",
)  # fmt: skip
FORCES = 43
LSOAS = 800
POINTS = 20
TYPES = (
    "Anti-social behaviour", "Violence and sexual offences", "Burglary", "Vehicle crime", "Shoplifting", "Other theft",
    "Public order", "Drugs", "Robbery", "Bicycle theft", "Possession of weapons", "Criminal damage and arson",
    "Other crime", "Theft from the person",
)  # fmt: skip
OUTCOMES = ("Investigation complete; no suspect identified", "Unable to prosecute suspect", "Under investigation")
FIRST = "2020-01"
PLAIN = """
import duckdb, sys
db = duckdb.connect(config={"memory_limit": "4GB", "threads": int(sys.argv[3])})
rows = f"SELECT * FROM read_csv('{sys.argv[1]}/*/*.csv', all_varchar = true, header = true)"
db.execute(f"COPY ({rows}) TO '{sys.argv[2]}' (FORMAT parquet, COMPRESSION zstd)")
"""


def generate(folder: Path, month: str, rows: int) -> None:
    """One month of every force, `rows` in all."""
    for force in range(FORCES):
        path = folder / month / f"{month}-force-{force:02d}-street.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8") as stream:
            stream.write(",".join(HEADER) + "\n")
            stream.writelines(_lines(force, month, rows // FORCES))


def _lines(force: int, month: str, number: int) -> Iterator[str]:
    rng = np.random.default_rng([force, *map(int, month.split("-"))])
    drawn = [rng.integers(0, high, number).tolist() for high in (LSOAS, POINTS, 18, len(OUTCOMES))]
    ids, name = rng.bytes(32 * number).hex(), f"Force {force:02d} Police"
    for i, (area, point, kind, outcome) in enumerate(zip(*drawn, strict=True)):
        asb = kind >= len(TYPES)  # a quarter of the rows, without identifier or outcome
        longitude, latitude = -2 + force * 0.01 + area * 1e-4 + point * 13e-6, 52 + area * 1e-3 + point * 17e-6
        borough = f"Borough {chr(65 + force % 26)}{area // 200} {area // 5 % 40:03d}{'ABCDE'[area % 5]}"
        yield (
            f"{'' if asb else ids[64 * i : 64 * i + 64]},{month},{name},{name},{longitude:.6f},{latitude:.6f},"
            f"On or near Street {area * POINTS + point},{lsoa_code(force, area)},{borough},"
            f"{TYPES[0] if asb else TYPES[kind]},{'' if asb else OUTCOMES[outcome]},\n"
        )


def lsoa_code(force: int, area: int) -> str:
    return f"E01{force * LSOAS + area + 1000:06d}"


def watched(command: list[str | Path]) -> tuple[float, float]:
    """Seconds and peak megabytes of a command with all its processes."""
    started, peak = time.monotonic(), 0.0
    process = psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None:
        peak = max(peak, _memory(process))
        time.sleep(0.1)
    if process.returncode:
        raise SystemExit(f"failed: {command}")
    return time.monotonic() - started, peak / 1e6


def _memory(process: psutil.Popen) -> float:
    total = 0
    for each in [process, *process.children(recursive=True)]:
        try:
            total += each.memory_full_info().pss
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return total


def borough(store: Path, months: list[str], repeats: int) -> float:
    """Median seconds to read one borough's rows of these months, LSOA look-up included."""
    from bsafe_analysis.loading.national.catalogue import open_catalogue
    from bsafe_analysis.loading.national.reading import forces_holding, rows_of
    from bsafe_analysis.loading.placing import Places

    force = 7
    codes = {lsoa_code(force, area): "N1" for area in range(177)}
    places = Places(codes, "lsoas", None, "No such name")
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        catalogue = open_catalogue(store)
        forces = forces_holding(store, catalogue, places)
        chosen = {part.stem for part in catalogue.parts if part.force in forces and part.month in months}
        rows = sum(len(table) for table in rows_of(store, chosen, places).values())
        times.append(time.perf_counter() - started)
    print(f"  {len(chosen)} parts of {len(catalogue.parts)}, {rows:,} rows", flush=True)
    return median(times)


def main() -> None:
    options = _options()
    threads = str(len(os.sched_getaffinity(0)))
    months = months_between(FIRST, add_months(FIRST, options.months - 1))
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        home = Path(folder)
        with ProcessPoolExecutor() as pool:
            list(pool.map(partial(generate, home / "csv"), months, [options.rows // len(months)] * len(months)))
        size = sum(path.stat().st_size for path in (home / "csv").rglob("*.csv"))
        print(f"{options.rows:,} rows, {len(months) * FORCES:,} files, {size / 1e9:.1f} GB of CSV", flush=True)
        ratios, seconds = [], {"duckdb": [], "bsafe": []}
        for number in range(options.rounds):
            shutil.rmtree(home / "store", ignore_errors=True)
            load = [sys.executable, "-m", "bsafe_analysis.cli", "load", home / "csv", "--store", home / "store"]
            sides = {
                "duckdb": [sys.executable, "-c", PLAIN, str(home / "csv"), str(home / "plain.parquet"), threads],
                "bsafe": load,
            }
            took = {}
            for side in list(sides)[:: 1 if number % 2 == 0 else -1]:
                took[side], memory = watched(sides[side])
                seconds[side].append(took[side])
                print(f"round {number + 1}: {side} {took[side]:.1f} s, {memory:,.0f} MB at most", flush=True)
            ratios.append(took["bsafe"] / took["duckdb"])
        stored = {kind: _size(home / "store" / kind) / 1e6 for kind in ("crimes", "ids", "counts")}
        print(f"bsafe / duckdb: {median(ratios):.2f} (rounds: {', '.join(f'{r:.2f}' for r in ratios)})")
        print(f"store, MB: {stored}; plain: {(home / 'plain.parquet').stat().st_size / 1e6:.0f}")
        print(f"again, nothing new: {watched(load)[0]:.1f} s")
        print(f"a borough's month: {borough(home / 'store', list(months[-1:]), 5):.2f} s")
        print(f"a borough's {len(months)} months: {borough(home / 'store', list(months), 3):.2f} s")


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*.parquet"))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Time a national store.")
    parser.add_argument("--rows", type=int, default=20_000_000)
    parser.add_argument("--months", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", default=None, help="where the rows are generated; deleted afterwards")
    return parser.parse_args()


if __name__ == "__main__":
    main()
