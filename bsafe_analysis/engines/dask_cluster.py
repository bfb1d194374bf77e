"""Documents made by the workers of a Dask cluster: each batch travels with all it needs, and its pages come back.

What travels: the prepared month (counts and findings, no incident rows), the notebooks and the plan. So a worker needs
the same version of this package and nothing else: no shared folder, no raw data. A worker never forks: it asks a
process of its own, started beside it, for a warm process (fork_server.py), so its threads do not matter.
"""

from __future__ import annotations

import logging
import pickle
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import nbformat

from bsafe_analysis.atomic_files import write_whole
from bsafe_analysis.engines.dask_worker import Answer, Refusal, make_batch, who_am_i
from bsafe_analysis.engines.evidence import Problem
from bsafe_analysis.engines.render import Job, Made
from bsafe_analysis.engines.watcher import Watcher
from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.packs.manifest import code_checksum, versions
from bsafe_analysis.packs.plan import PlannedDocument
from bsafe_analysis.preparation.store import FOLDER

PATIENCE = 5
"""Seconds to wait for a scheduler that does not answer, and for a first worker."""
LOST = 30
"""Seconds without any worker that could do the work, after which what is left is given up."""


class DaskCluster:
    """A Dask scheduler and those of its workers that run this very code. For a `with`."""

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
        except ImportError:
            cure = "Install the extra: pip install 'bsafe-analysis[many]'"
            raise InputError([Fault("the command", "--scheduler", "Dask is not installed here", cure)]) from None
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        try:
            self.client = Client(address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            cause = f"no scheduler answers at {address} ({type(error).__name__})"
            cure = "Start one with `dask scheduler`, or look at the address (tcp://HOST:8786)"
            raise InputError([Fault("the command", "--scheduler", cause, cure)]) from None
        self.refused: dict[str, str] = {}
        self.workers = self._fit()

    def __enter__(self) -> DaskCluster:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def _fit(self) -> list[str]:
        """The addresses of the workers that may be used; InputError where there is none, with why."""
        until = time.monotonic() + PATIENCE
        while not self.client.scheduler_info(n_workers=-1)["workers"] and time.monotonic() < until:
            time.sleep(0.1)
        here = (code_checksum(), versions())
        said = self.client.run(who_am_i, on_error="return")
        self.refused = {address: reason for address, them in said.items() if (reason := _differs(here, them))}
        fit = sorted(set(said) - set(self.refused))
        if not fit:
            reasons = [f"worker {address} {reason}" for address, reason in sorted(self.refused.items())]
            cure = "Install this version of bsafe on the workers, and start them again"
            faults = [Fault("the command", "--scheduler", reason, cure) for reason in reasons[:3]]
            none = Fault("the command", "--scheduler", "the scheduler has no worker", "Start some with `dask worker`")
            raise InputError(faults or [none])
        return fit

    @contextmanager
    def place(self, sealed: Mapping[str, str], parts: int | None = None) -> Iterator[ClusterMaker]:
        """Where a run's documents are made (run.Place). `parts`: into how many batches; default: one a worker."""
        yield ClusterMaker(self, sealed, parts or len(self.workers))


def _differs(here: tuple[str, dict[str, str]], them: Any) -> str:
    """Why a worker may not be used; "" where it may."""
    if isinstance(them, BaseException):
        return f"cannot run bsafe ({type(them).__name__})"
    code, libraries = them
    other = [
        f"{name} {libraries.get(name)}, here {version}"
        for name, version in here[1].items()
        if libraries.get(name) != version
    ]
    if other:
        return f"has {other[0]}"
    return "" if code == here[0] else "has another version of bsafe's code than this machine"


@dataclass
class ClusterMaker:
    """Makes one run's documents on the cluster: as fork_engine.WarmProcess, elsewhere."""

    cluster: DaskCluster
    sealed: Mapping[str, str]
    parts: int

    def index(self, documents: Any) -> str | None:
        """The index is made here, by whoever asks."""
        return None

    def render(self, job: Job, watcher: Watcher) -> tuple[Made, ...]:
        """Every document's outcome, in the order of the job. What a lost worker had not sent is made by another."""
        size = -(-len(job.documents) // max(1, self.parts))
        batches = [job.documents[start : start + size] for start in range(0, len(job.documents), size)]
        for document in job.documents:
            watcher.starts(document)
        made: dict[str, Made] = {}
        for answer in self._answers([self._packed(job, batch) for batch in batches]):
            _keep(answer, job.private)
            for one in answer.made:
                made[one.document.file_name] = one
                _keep_page(one, answer, job)
                watcher.ends(one.document, one.problem)
        lost = Problem("no worker of the cluster was left to make it", died=True)
        for document in job.documents:
            if document.file_name not in made:
                watcher.ends(document, lost)
        return tuple(made.get(d.file_name) or Made(d, None, lost) for d in job.documents)

    def _packed(self, job: Job, batch: tuple[PlannedDocument, ...]) -> bytes:
        month = batch[0].month
        folder = Path(self.sealed["BSAFE_WORKSPACE"]) / FOLDER / month
        files = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
        travelling = replace(job, documents=batch, private=Path(), jobs=1, cache=None)
        return zlib.compress(pickle.dumps((travelling, dict(self.sealed), month, files)), 1)

    def _answers(self, packed: list[bytes]) -> Iterator[Answer]:
        running = {self._submit(batch): batch for batch in packed}
        last_seen = time.monotonic()
        while running:
            done = [future for future in running if future.done()]
            if not done:
                time.sleep(0.05)
            if done or (time.monotonic() - last_seen > 1 and self._anyone_left()):
                last_seen = time.monotonic()
            elif time.monotonic() - last_seen > LOST:
                self.cluster.client.cancel(list(running))
                return
            for future in done:
                batch = running.pop(future)
                answer = _result(future)
                if isinstance(answer, Refusal):
                    self.cluster.refused[answer.worker] = answer.reason
                    self.cluster.workers = [w for w in self.cluster.workers if w != answer.worker]
                    running[self._submit(batch)] = batch
                else:
                    yield answer

    def _submit(self, batch: bytes) -> Any:
        only = {"workers": self.cluster.workers, "allow_other_workers": False} if self.cluster.refused else {}
        return self.cluster.client.submit(make_batch, code_checksum(), batch, pure=False, **only)

    def _anyone_left(self) -> bool:
        client = self.cluster.client
        if client.status != "running":
            return False
        there = set(client.scheduler_info(n_workers=-1)["workers"])
        return bool(there & set(self.cluster.workers) if self.cluster.refused else there)


def _result(future: Any) -> Answer | Refusal:
    """What a batch came to; a batch that could not be run at all is an answer without documents."""
    try:
        return future.result()  # type: ignore[no-any-return]
    except Exception as error:  # whatever a worker raises: the others' documents go on
        return Answer((), {"log.txt": f"a worker failed: {type(error).__name__}: {error}\n".encode()})


def _keep_page(one: Made, answer: Answer, job: Job) -> None:
    """A page that passed the gate elsewhere is kept here, so that it need not be made again."""
    notebook = answer.files.get(f"{Path(one.document.file_name).stem}.ipynb")
    if job.cache is not None and one.page is not None and notebook is not None:
        job.cache.keep(one.document, nbformat.reads(notebook.decode(), as_version=4), one.page, one.warnings)


def _keep(answer: Answer, private: Path) -> None:
    """What a worker's run left for the analyst alone; nothing outside the private folder, whatever its name says."""
    for name, content in answer.files.items():
        if name == "log.txt":
            with (private / name).open("ab") as log:
                log.write(content)
        elif name == Path(name).name and not name.startswith("."):
            write_whole(private / name, content)
