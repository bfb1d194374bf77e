"""The processes that read archives for a national store: started once, bounded in memory, ended with their parent."""

from __future__ import annotations

import signal
import zipfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from bsafe_analysis.engines.processes import die_with_parent
from bsafe_analysis.engines.render import cores
from bsafe_analysis.faults import Fault
from bsafe_analysis.loading.national.catalogue import Part
from bsafe_analysis.loading.national.parts import make_part
from bsafe_analysis.loading.national.tallies import revision_of
from bsafe_analysis.loading.raw_files import RawFile
from bsafe_analysis.model.receipts import Revision

MOST = 6
"""Processes at a time, so that the whole stays below 4 GB: each needs up to half of one."""
LARGE = 64 * 1024**2
"""Bytes of a CSV from which on files are read one at a time: reading takes about five times its size."""
FEW = 8
"""With fewer files than this, starting processes costs more than it saves."""
Given = TypeVar("Given")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Task:
    """One file to be made a part."""

    raw: RawFile
    month: str
    force: str


class PartMakers:
    """Makes parts of files, and compares parts, in the order given. For a `with`."""

    def __init__(self, store: Path, jobs: int | None = None) -> None:
        self._store = store
        self._jobs = max(1, min(jobs or cores(), MOST))
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> PartMakers:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=kind is not None)
        _archive.cache_clear()

    def make(self, tasks: Sequence[Task]) -> list[Part | Fault]:
        """A part for each file, or why there is none. Large files go one at a time, for the sake of memory."""
        work = partial(_make, self._store)
        small = [task for task in tasks if task.raw.size <= LARGE]
        made = dict(zip(small, self._map(work, small), strict=True))
        for task in tasks:
            if task not in made:
                (made[task],) = self._map(work, [task], apart=True)
        return [made[task] for task in tasks]

    def compare(self, pairs: Sequence[tuple[Part, Part]]) -> list[Revision]:
        """How the newer of each pair differs from the older."""
        return self._map(partial(_compare, self._store), pairs)

    def _map(self, work: partial[Result], given: Sequence[Given], apart: bool = False) -> list[Result]:
        if self._pool is None and not apart and (len(given) < FEW or self._jobs == 1):
            return [work(each) for each in given]
        if self._pool is None:
            context = get_context("spawn")  # a process with Arrow's threads must not be forked
            self._pool = ProcessPoolExecutor(self._jobs, context, initializer=_begin)
        return list(self._pool.map(work, given))


def _begin() -> None:
    die_with_parent(getattr(signal, "SIGKILL", signal.SIGTERM))  # Windows has but the second
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to hear


def _make(store: Path, task: Task) -> Part | Fault:
    raw = task.raw
    read = raw.read if not raw.member else partial(_member, raw.archive.path, raw.member)
    return make_part(store, raw, (task.month, task.force), read)


def _member(path: Path, member: str) -> bytes:
    return _archive(path).read(member)


@lru_cache(maxsize=1)
def _archive(path: Path) -> zipfile.ZipFile:
    """An archive kept open between its members: its list alone takes longer to read than most of them."""
    return zipfile.ZipFile(path)


def _compare(store: Path, pair: tuple[Part, Part]) -> Revision:
    return revision_of(store, *pair)
