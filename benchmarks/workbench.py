"""How fast is the workbench, and does it count right?   python -m benchmarks.workbench WORKSPACE [MONTH]

First paint (imports, opening the month, building the widgets), filter to redraw, map redraw, memory; and 1,000 random
views whose totals are counted again by DuckDB from the prepared Parquet file. The browser's own drawing is not in it.
Processor seconds stand beside the clock's, which other programs lengthen. With --paint it stops after the first paint.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from pathlib import Path

started = time.perf_counter()

from bsafe_analysis.workbench.opening import open_latest  # noqa: E402

REDRAWS, VIEWS = 200, 1000


def main(root: Path, month: str) -> int:
    """Print what was measured; 1 where a count differs."""
    from bsafe_analysis.workbench.bench import MAP, SERIES, Workbench

    prepared, _ = open_latest(month, root)
    bench = Workbench(prepared, root)
    print(f"first paint: {time.perf_counter() - started:.2f} s, of the processor {time.process_time():.2f} s")
    if "--paint" in sys.argv:
        return 0
    chance = random.Random(2026)
    for name, tab in (("filter to redraw", SERIES), ("map", MAP)):
        bench.tabs.selected_index = tab
        taken = sorted(timed(bench, random_choices(prepared, chance)) for _ in range(REDRAWS))
        print(f"{name}: median {1000 * taken[REDRAWS // 2]:.0f} ms, p95 {1000 * taken[int(0.95 * REDRAWS)]:.0f} ms")
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    wrong = sum(differs(prepared, root, random_choices(prepared, chance)) for _ in range(VIEWS))
    print(f"views whose count differs from DuckDB's: {wrong} of {VIEWS}")
    return 1 if wrong else 0


def random_choices(prepared, chance):
    """Choices of a view that this month can show."""
    months = sorted(chance.sample(prepared.cycle.months, 2))
    keys = [category.key for category in prepared.cycle.categories]
    places = [area.code for area in prepared.areas if area.level != "not_placed"]
    return {
        "place": chance.choice(places),
        "categories": tuple(chance.sample(keys, chance.randint(0, 3))),
        "first": months[0],
        "last": months[1],
        "measure": chance.choice(["count", "rate"]),
        "comparison": chance.choice(["none", "area", "borough", "last_year", "similar"]),
        "split": chance.choice(["none", "none", "category", "place"]),
    }


def timed(bench, choices):
    """Seconds from a changed filter to the last message for the browser."""
    before = time.perf_counter()
    bench.go(bench.state.but(**choices))
    return time.perf_counter() - before


def differs(prepared, root, choices):
    """Whether the view's total is not what DuckDB counts in the file."""
    import duckdb

    from bsafe_analysis.model.view_state import ViewState
    from bsafe_analysis.reports.views import query

    state = ViewState(**choices)
    keys = list(state.categories) or [category.key for category in prepared.cycle.categories]
    file = root / "data" / "prepared" / prepared.cycle.month / "counts.parquet"
    sql = "select coalesce(sum(count), 0) from read_parquet(?) where area = ? and month between ? and ?"
    asked = [str(file), state.place, state.first, state.last, keys]
    (counted,) = duckdb.execute(f"{sql} and list_contains(?, category)", asked).fetchone()
    return query(state, prepared).total != counted


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), next((m for m in sys.argv[2:] if m != "--paint"), "")))
