"""Kill a real run at random moments in six ways: is anything left behind, is what is published whole, does it go on?

    python -m benchmarks.kills --times 200 --seed 1

Each time: a small workspace with an earlier pack, its name changed, `bsafe run --force`, a kill at any moment. Then,
within three seconds, no process of the run may be left, no version that is not whole may be seen, the earlier pack must
be as it was; and one more run must publish the very bytes of a run that nobody disturbed. Linux.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import psutil

from tests.batch.partnership import make_partnership

MONTH = "2026-09"
BSAFE = [sys.executable, "-m", "bsafe_analysis.cli"]
SIGNS = {"Ctrl-C": signal.SIGINT, "SIGTERM": signal.SIGTERM, "terminal closed": signal.SIGHUP}
WAYS = (*SIGNS, "SIGKILL of the run", "SIGKILL of the warm process", "SIGKILL of a child")
WITHIN = 3.0
STARTED = 0.6
"""Seconds after which Python has begun to obey the command; before that there is nothing of ours to stop."""


class Outcome(Exception):
    """What was wrong after a kill."""


def main() -> None:
    options = _options()
    chosen = random.Random(options.seed)
    home = Path(tempfile.mkdtemp(prefix="bsafe-kills-"))
    try:
        start = prepared_start(home)
        whole, seconds = undisturbed(start, home)
        print(f"an undisturbed run takes {seconds:.1f} s; load {os.getloadavg()[0]:.1f}", flush=True)
        told = Counter[str]()
        slowest = 0.0
        for number in range(options.times):
            way, after = WAYS[number % len(WAYS)], chosen.uniform(STARTED, seconds)
            try:
                gone = kill_once(start, home / "killed", way, after, whole)
                slowest = max(slowest, gone)
                outcome = "good"
            except Outcome as wrong:
                outcome = f"BAD: {wrong}"
            told[f"{way}: {outcome}"] += 1
            print(f"{number + 1:3d}  {way} after {after:.2f} s: {outcome}", flush=True)
    finally:
        _remove(home)
    print("\n".join(f"{count:4d}  {line}" for line, count in sorted(told.items())))
    print(f"slowest end of the last process: {slowest:.2f} s after the kill; load {os.getloadavg()[0]:.1f}")
    sys.exit(any("BAD" in line for line in told))


def kill_once(start: Path, root: Path, way: str, after: float, whole: dict[str, bytes]) -> float:
    """Seconds until the last process had ended; Outcome says what was wrong."""
    _remove(root)
    shutil.copytree(start, root, symlinks=True)
    earlier = published(root)
    run = subprocess.Popen(
        [*BSAFE, "run", MONTH, "--workspace", str(root), "--force"],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    time.sleep(after)
    seen = _family(run.pid)
    killed = time.monotonic()
    _kill(run, way)
    if way in SIGNS or way == "SIGKILL of the run":
        said = run.communicate(timeout=30)[1]
        if b"Traceback" in said and b"_bootstrap" not in said:
            raise Outcome(f"a traceback: {said[-300:].decode()}")
        gone = _wait_gone(seen, root, killed)
        _check_left(root, earlier, whole)
    else:
        run.communicate(timeout=300)  # it goes on without what was killed
        gone = _wait_gone(seen, root, time.monotonic())
        if run.returncode != 0:
            raise Outcome(f"exit code {run.returncode}")
        if published(root) != whole:
            raise Outcome("what it published is not what an undisturbed run publishes")
    again = subprocess.run([*BSAFE, "run", MONTH, "--workspace", str(root)], capture_output=True, check=False)
    if again.returncode != 0:
        raise Outcome(f"the next run: exit code {again.returncode}: {again.stderr[-300:].decode()}")
    if published(root) != whole:
        raise Outcome("the next run published other bytes")
    if left := _half_made(root):
        raise Outcome(f"left after the next run: {left}")
    return gone


def _kill(run: subprocess.Popen[bytes], way: str) -> None:
    sign = SIGNS.get(way, signal.SIGKILL)
    warm = psutil.Process(run.pid).children() if run.poll() is None else []
    children = [child for process in warm for child in process.children()]
    target = {"SIGKILL of the warm process": warm, "SIGKILL of a child": children}.get(way)
    try:
        if target is None:
            run.send_signal(sign)
        elif target:
            target[0].send_signal(sign)
    except psutil.NoSuchProcess:
        pass  # it had just ended


def _family(pid: int) -> list[psutil.Process]:
    try:
        return [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _wait_gone(seen: list[psutil.Process], root: Path, killed: float) -> float:
    while left := [p for p in [*seen, *_named(root)] if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]:
        if time.monotonic() - killed > WITHIN:
            raise Outcome(f"still there after {WITHIN:.0f} s: {[p.pid for p in left]}")
        time.sleep(0.02)
    return time.monotonic() - killed


def _named(root: Path) -> list[psutil.Process]:
    everyone = psutil.process_iter(["environ"])
    return [p for p in everyone if (p.info["environ"] or {}).get("BSAFE_WORKSPACE") == str(root)]


def _check_left(root: Path, earlier: dict[str, bytes], whole: dict[str, bytes]) -> None:
    if published(root) not in (earlier, whole):
        raise Outcome("what is published is neither the earlier pack nor the new one")
    versions = [_read(path) for path in (root / "outputs" / MONTH / "internal").glob("v*")]
    if any(version not in (earlier, whole) for version in versions):
        raise Outcome("a version that is not whole can be seen")


def published(root: Path) -> dict[str, bytes]:
    """The files of the current pack."""
    return _read(root / "outputs" / MONTH / "internal" / "current")


def _read(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _half_made(root: Path) -> list[str]:
    hidden = [path.name for path in (root / "outputs").rglob(".*") if path.name != ".lock"]
    hidden += [path.name for path in (root / "data").rglob(".*") if path.name != ".lock"]
    return hidden


def prepared_start(home: Path) -> Path:
    """A workspace with a pack, its name changed since."""
    root = make_partnership(home / "start")
    subprocess.run([*BSAFE, "run", MONTH, "--workspace", str(root)], check=True, capture_output=True)
    path = root / "parameters" / "partnership.yml"
    path.write_text(path.read_text().replace("Thornmere Together", "Thornmere Partners"))
    return root


def undisturbed(start: Path, home: Path) -> tuple[dict[str, bytes], float]:
    root = shutil.copytree(start, home / "whole", symlinks=True)
    began = time.monotonic()
    subprocess.run([*BSAFE, "run", MONTH, "--workspace", str(root), "--force"], check=True, capture_output=True)
    return published(root), time.monotonic() - began


def _remove(folder: Path) -> None:
    for path in folder.rglob("v[0-9]*"):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)
    shutil.rmtree(folder, ignore_errors=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Kill runs at random moments.")
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
