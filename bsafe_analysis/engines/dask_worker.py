"""What a Dask worker does with a batch of documents: as this machine would, in a folder that it then deletes."""

from __future__ import annotations

import pickle
import threading
import zlib
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bsafe_analysis.engines import fork_engine
from bsafe_analysis.engines.evidence import Problem
from bsafe_analysis.engines.fork_server import ForkServer
from bsafe_analysis.engines.render import Made
from bsafe_analysis.engines.watcher import Watcher
from bsafe_analysis.packs.manifest import code_checksum, versions
from bsafe_analysis.preparation.store import FOLDER


@dataclass(frozen=True)
class Answer:
    """Outcomes, and the files of the private folder (executed notebooks, log, refused pages)."""

    made: tuple[Made, ...]
    files: dict[str, bytes]


@dataclass(frozen=True)
class Refusal:
    """A worker that runs other code than the one who asks."""

    worker: str
    reason: str


def who_am_i() -> tuple[str, dict[str, str]]:
    """The code and the libraries of this process, as manifests name them."""
    return code_checksum(), versions()


def make_batch(code: str, packed: bytes) -> Answer | Refusal:
    """Make the documents of one batch; `packed` is opened only where both ends run the same code."""
    if code != code_checksum():
        from distributed import get_worker

        return Refusal(get_worker().address, "has another version of bsafe's code")
    job, sealed, month, files = pickle.loads(zlib.decompress(packed))  # noqa: S301 (from our own client, through Dask)
    with TemporaryDirectory(prefix="bsafe-batch-") as folder:
        home = Path(folder)
        prepared, private = home / FOLDER / month, home / "private"
        prepared.mkdir(parents=True)
        private.mkdir()
        for name, content in files.items():
            (prepared / name).write_bytes(content)
        job = replace(job, private=private, month=job.month and (home, job.month[1]))
        made = _made(job, sealed | {"BSAFE_WORKSPACE": folder})
        return Answer(made, {path.name: path.read_bytes() for path in private.iterdir() if path.is_file()})


def _made(job: fork_engine.Job, sealed: dict[str, str]) -> tuple[Made, ...]:
    for _ in ("first", "second"):
        try:
            with fork_engine.WarmProcess(sealed, _fork_server()) as warm:
                return warm.render(job, Watcher())
        except (fork_engine.CannotFork, OSError) as error:
            problem = Problem(f"a worker could not make it: {error}", died=True)
    return tuple(Made(document, None, problem) for document in job.documents)


@dataclass
class _Kept:
    """This process's fork server. A process asked to end with its parent ends with the thread that started it, so that
    thread waits for ever."""

    guard: threading.Lock
    fork_server: ForkServer | None = None


_KEPT = _Kept(threading.Lock())


def _fork_server() -> ForkServer:
    with _KEPT.guard:
        if _KEPT.fork_server is None or not _KEPT.fork_server.alive:
            started = threading.Event()
            threading.Thread(target=_start, args=(started,), daemon=True, name="bsafe-fork-server").start()
            started.wait()
        if _KEPT.fork_server is None:
            raise OSError("the process that documents are forked from could not be started")
        return _KEPT.fork_server


def _start(started: threading.Event) -> None:
    old, _KEPT.fork_server = _KEPT.fork_server, None
    try:
        if old is not None:
            old.__exit__()
        _KEPT.fork_server = ForkServer()
    finally:
        started.set()
    threading.Event().wait()
