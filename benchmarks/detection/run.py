"""Measure the engine and its rivals: `python -m benchmarks.detection.run --seeds 11 12 [--sets A B C] [--only ours]`.

Prints one table a set, the seeds pooled. Only seeds that no choice was made on may be quoted: see docs/method.md.
C12, C24, C36: set C with so many months of history.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

from benchmarks.detection import methods, simulate
from benchmarks.detection.evaluate import evaluate
from benchmarks.detection.methods import Result
from benchmarks.detection.simulate import Truth

SETS: dict[str, Callable[[int], list[Truth]]] = {
    "A": lambda seed: [simulate.set_a(seed)],
    "B": lambda seed: [simulate.set_b(seed)],
    "C": simulate.set_c,
    "C12": lambda seed: simulate.set_c(seed, 12),
    "C24": lambda seed: simulate.set_c(seed, 24),
    "C36": lambda seed: simulate.set_c(seed, 36),
}


def all_methods(only: str) -> dict[str, Callable[[Truth], Result]]:
    every: dict[str, Callable[[Truth], Result]] = {"oracle, windows": methods.oracle, "ours": methods.ours}
    for name, control in methods.FARRINGTON.items():
        every[name] = lambda truth, control=control: methods.farrington(truth, **control)
    for name, rule in methods.RIVALS.items():
        every[name] = lambda truth, rule=rule: methods.rival(truth, rule)
    return {name: run for name, run in every.items() if name.startswith(only)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--sets", nargs="+", default=["A", "B", "C"], choices=list(SETS))
    parser.add_argument("--only", default="")
    chosen = parser.parse_args()
    for name in chosen.sets:
        truths = [truth for seed in chosen.seeds for truth in SETS[name](seed)]
        print(f"\nSet {name}, seeds {chosen.seeds}")
        for method, run in all_methods(chosen.only).items():
            found = evaluate([(truth, run(truth)) for truth in truths])
            bands = [f"{key[4:]}: {value:.3f}" for key, value in found.items() if key.startswith("FPR ")]
            figures = {key: value for key, value in found.items() if not key.startswith("FPR ")}
            if method.startswith("oracle"):
                print(" " * 34 + " | ".join(figures))
            print(f"{method:34s} " + " | ".join(f"{v:{len(k)}.3f}" for k, v in figures.items()))
            print(f"{'':34s}   FPR by mean: " + ", ".join(bands), flush=True)


if __name__ == "__main__":
    main()
