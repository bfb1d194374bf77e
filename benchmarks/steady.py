"""Does a runner that never stops stay small? Packs made again and again by one process, memory and leftovers counted.

    python -m benchmarks.steady WORKSPACE MONTH [--documents 500]

Every document is made anew each time (`--force`). Told at the end: how much the process that asks has grown since its
second pack, the most that it, the warm process and any child held (unique memory: what would be free again if it
ended), and zombies, child processes, sockets and open files that were left. Linux.
"""

from __future__ import annotations

import argparse
import os
import threading
import time
from contextlib import suppress
from pathlib import Path

import psutil

from bsafe_analysis.batch.run import RunOptions, run_pack

MB = 1_000_000


class Watch(threading.Thread):
    """Looks at the processes below this one many times a second; keeps the most memory of each kind."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = {"warm": 0, "child": 0}
        self._over = threading.Event()

    def run(self) -> None:
        me = psutil.Process()
        while not self._over.wait(0.05):
            for process in me.children():
                self._look("warm", process)
                with suppress(psutil.Error):  # it has ended
                    for child in process.children():
                        self._look("child", child)

    def _look(self, kind: str, process: psutil.Process) -> None:
        try:
            self.most[kind] = max(self.most[kind], process.memory_full_info().uss)
        except psutil.Error:
            return  # it has ended

    def stop(self) -> None:
        self._over.set()
        self.join()


def left_over() -> dict[str, int]:
    """What this process still holds: children (zombies among them), sockets, open files."""
    me = psutil.Process()
    children = me.children(recursive=True)
    names = [os.readlink(f"/proc/self/fd/{name}") for name in os.listdir("/proc/self/fd") if _there(name)]
    return {
        "children": len(children),
        "zombies": sum(child.status() == psutil.STATUS_ZOMBIE for child in children),
        "sockets": sum(name.startswith("socket:") for name in names),
        "files": len(names),
    }


def _there(name: str) -> bool:
    return os.path.lexists(f"/proc/self/fd/{name}")


def main() -> None:
    options = _options()
    watch = Watch()
    watch.start()
    made, sizes, first = 0, list[int](), dict[str, int]()
    started = time.monotonic()
    while made < options.documents:
        result = run_pack(options.workspace, options.month, RunOptions(force=True))
        if result.failed:
            raise SystemExit(f"{result.failed[0][0].title}: {result.failed[0][1]}")
        made += len(result.made)
        sizes.append(psutil.Process().memory_full_info().uss)
        first = first or left_over()
        print(f"{made:4d} documents, this process {sizes[-1] / MB:.0f} MB", flush=True)
    watch.stop()
    seconds = time.monotonic() - started
    print(f"{made} documents in {seconds:.0f} s, load {os.getloadavg()[0]:.1f}")
    print(f"grown since the second pack by {(sizes[-1] - sizes[min(1, len(sizes) - 1)]) / MB:.1f} MB")
    print(
        f"most unique memory: this process {max(sizes) / MB:.0f} MB, "
        f"the warm process {watch.most['warm'] / MB:.0f} MB, a document's child {watch.most['child'] / MB:.0f} MB"
    )
    print(f"left after the first pack {first}, after the last {left_over()}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Make packs until so many documents are made.")
    parser.add_argument("workspace", type=lambda text: Path(text).resolve())
    parser.add_argument("month")
    parser.add_argument("--documents", type=int, default=500)
    return parser.parse_args()


if __name__ == "__main__":
    main()
