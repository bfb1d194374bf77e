"""Our farringtonFlexible beside the R package's, on the same counts: `python -m benchmarks.detection.side_by_side`.

Needs Rscript with the package surveillance (Debian: r-cran-surveillance). Prints how far expected counts and limits lie
apart, and the processor time of each for a thousand series-months.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.detection.simulate import JUDGED, MONTHS, set_b
from bsafe_analysis.detection.peers.farrington import Control, judge

HISTORY = 96
YEARS = 7
SCRIPT = """
suppressMessages(library(surveillance))
counts <- as.matrix(read.csv("counts.csv", header = FALSE))
control <- list(range = (nrow(counts) - 11):nrow(counts), b = 7, w = 1, noPeriods = 4, pastWeeksNotIncluded = 6,
  reweight = TRUE, weightsThreshold = 2.58, trend = TRUE, pThresholdTrend = 1, alpha = 0.01, limit54 = c(0, 4),
  powertrans = "2/3", thresholdMethod = "nbPlugin", populationOffset = FALSE)
start <- proc.time()
done <- lapply(seq_len(ncol(counts)), function(i) {
  series <- sts(observed = counts[, i], start = c(2010, 1), frequency = 12)
  suppressWarnings(farringtonFlexible(series, control))
})
cat(sum((proc.time() - start)[1:2]), file = "seconds.txt")
save <- function(values, file) write.table(values, file, sep = ",", col.names = FALSE, row.names = FALSE)
save(sapply(done, function(s) s@control$expected), "expected.csv")
save(sapply(done, upperbound), "upper.csv")
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=int, default=60)
    chosen = parser.parse_args()
    if not shutil.which("Rscript"):
        raise SystemExit("Rscript is not installed: nothing to compare with")
    counts = set_b(101).counts[: chosen.series, MONTHS - JUDGED - HISTORY :]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        np.savetxt(folder / "counts.csv", counts.T, fmt="%d", delimiter=",")
        subprocess.run([shutil.which("Rscript") or "Rscript", "-e", SCRIPT], cwd=folder, check=True)
        expected, upper = (np.loadtxt(folder / f"{file}.csv", delimiter=",").T for file in ("expected", "upper"))
        seconds = float((folder / "seconds.txt").read_text())
    control = Control(years=YEARS, periods=4, left_out=6, compatible=True)
    start = time.process_time()
    ours = [judge(counts, HISTORY + j, control) for j in range(JUDGED)]
    own = time.process_time() - start
    apart = np.abs(np.stack([o.expected for o in ours], axis=1) / expected - 1)
    same = np.mean(np.stack([o.upper for o in ours], axis=1) == upper)
    per_thousand = 1000 / upper.size
    print(
        f"{upper.size} series-months: expected counts at most {np.nanmax(apart):.1e} apart, {same:.1%} of limits equal"
    )
    print(f"CPU seconds per 1,000: R {seconds * per_thousand:.1f}, ours {own * per_thousand:.2f}")


if __name__ == "__main__":
    main()
