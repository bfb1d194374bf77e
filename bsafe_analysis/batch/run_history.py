"""One line for each run of a month, so that a run that grows slower or fails more is seen: private/history.csv."""

from __future__ import annotations

import csv
import io
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

FILE = "history.csv"
STEPS = ("prepare", "documents", "publish")
COLUMNS = ("ended_utc", "audience", "whole", *(f"{step}_s" for step in STEPS), "made", "kept", "failed", "findings")


class Clock:
    """Seconds of each step of a run, one after the other."""

    def __init__(self) -> None:
        self._last = time.monotonic()
        self.seconds: dict[str, float] = {}

    def ends(self, step: str) -> None:
        """The step that began when the one before it ended (or with the run) has ended."""
        now = time.monotonic()
        self.seconds[step], self._last = round(now - self._last, 3), now


@dataclass(frozen=True)
class RunLine:
    """What is told of a run. `kept`: documents taken from an earlier run, for nothing in them had changed."""

    audience: str
    whole: bool
    seconds: Mapping[str, float]
    made: int
    kept: int
    failed: int
    findings: int


def remember(private: Path, line: RunLine) -> None:
    """Add the line; the first also writes the heading. One write, so that a run that is killed leaves no half of it."""
    ended = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}"
    steps = [line.seconds.get(step, "") for step in STEPS]
    row = [
        ended,
        line.audience,
        "yes" if line.whole else "no",
        *steps,
        line.made,
        line.kept,
        line.failed,
        line.findings,
    ]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    descriptor = os.open(private / FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        if os.fstat(descriptor).st_size == 0:
            writer.writerow(COLUMNS)
        writer.writerow(row)
        os.write(descriptor, text.getvalue().encode())
    finally:
        os.close(descriptor)


def last_whole_run(outputs: Path) -> tuple[str, dict[str, float], int, int] | None:
    """The latest run of any month that made a pack: its month, seconds by step, documents made and kept.

    `outputs`: the workspace's. None where there was none, and where what is written there is no longer such a line.
    """
    found = []
    for file in sorted(outputs.glob(f"*/private/{FILE}")):
        try:
            rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8"))))
            found += [(row["ended_utc"], file.parts[-3], _numbers(row)) for row in rows if row["whole"] == "yes"]
        except (OSError, KeyError, ValueError, TypeError):
            continue
    if not found:
        return None
    _, month, numbers = max(found)
    return month, {step: numbers[f"{step}_s"] for step in STEPS}, int(numbers["made"]), int(numbers["kept"])


def _numbers(row: Mapping[str, str]) -> dict[str, float]:
    return {name: float(row[name] or 0) for name in (*(f"{step}_s" for step in STEPS), "made", "kept")}
