"""How long do 44 months of a force take from zip to placed, counted Parquet, beside DuckDB's own read of the same CSVs?

    BSAFE_REAL_DATA=.../data python benchmarks/loading.py

Both sides run in processes of their own, in turn, three rounds; medians. DuckDB unzips and writes the same rows to
Parquet; bsafe also checks, de-duplicates, places and counts them. The second run of bsafe has its cache.
"""

import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

ROUNDS = 3


def duckdb_side(root):
    import duckdb

    for archive in sorted((root / "data/raw/police").rglob("*.zip")):
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(root / "unzipped")
    duckdb.sql("set threads = 2")
    source = f"read_csv('{root}/unzipped/**/*.csv', all_varchar=true, header=true)"
    duckdb.sql(f"copy (select * from {source}) to '{root}/all.parquet' (compression zstd)")


def bsafe_side(root):
    from bsafe_analysis.preparation.prepare import count, open_month

    month = open_month(root, "2021-09")
    month.received.incidents.to_parquet(root / "incidents.parquet", compression="zstd")
    count(month).to_parquet(root / "counts.parquet")


def timed(side, root):
    """Seconds and peak megabytes of one side in a process of its own."""
    code = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import loading, pathlib; "
        f"loading.measure(loading.{side}, pathlib.Path({str(root)!r}))"
    )
    printed = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    return float(printed[-2]), float(printed[-1])


def measure(side, root):
    started = time.perf_counter()
    side(root)
    print(time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main():
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from tests.real.workspaces import rotherham

    seen = {"duckdb, unzip and read": [], "bsafe, first run": [], "bsafe, second run": []}
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            root = rotherham(Path(folder) / "w")
            seen["duckdb, unzip and read"].append(timed("duckdb_side", root))
            seen["bsafe, first run"].append(timed("bsafe_side", root))
            seen["bsafe, second run"].append(timed("bsafe_side", root))
    base = statistics.median(seconds for seconds, _ in seen["duckdb, unzip and read"])
    for name, figures in seen.items():
        seconds = statistics.median(s for s, _ in figures)
        memory = max(m for _, m in figures)
        print(f"{name:24} {seconds:6.2f} s   {seconds / base:5.2f} x   {memory:6.0f} MB")


if __name__ == "__main__":
    main()
