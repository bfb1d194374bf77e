"""Documents on a Dask cluster: a real scheduler and workers on the loopback address, one of them killed."""

import shutil
import socket
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from bsafe_analysis.batch.many_workspaces import run_many
from bsafe_analysis.batch.run import RunOptions
from bsafe_analysis.faults import InputError
from tests.batch.partnerships import MONTH, bare, pages, with_its_month

# looked for, not imported: each worker of the tests collects this file, and one of them runs it
pytestmark = pytest.mark.skipif(find_spec("distributed") is None, reason="the extra `many` is not installed")
ROOT = Path(__file__).parents[2]


def free_port():
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def test_a_scheduler_that_is_not_there_is_told_in_one_line_within_seconds(tmp_path):
    started = time.monotonic()
    with pytest.raises(InputError, match=r"no scheduler answers at tcp://127\.0\.0\.1:") as told:
        run_many([tmp_path], MONTH, RunOptions(), f"tcp://127.0.0.1:{free_port()}")
    assert len(told.value.faults) == 1
    assert time.monotonic() - started < 20


class Cluster:
    """A real scheduler and workers, each a process of its own on the loopback address."""

    def __init__(self, folder):
        self.folder, self.workers = folder, []
        self.address = f"tcp://127.0.0.1:{free_port()}"
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", self.address.rpartition(":")[2])

    def _start(self, *words, **settings):
        with (self.folder / f"{words[0]}-{len(self.workers)}.log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:], "--no-dashboard"],
                stdout=log, stderr=log, cwd=settings.get("cwd", ROOT), start_new_session=True,
            )  # fmt: skip

    def add(self, **settings):
        local = ("--local-directory", str(self.folder), "--nthreads", "1")
        self.workers.append(self._start("worker", self.address, "--no-nanny", *local, **settings))
        return self.workers[-1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in [*self.workers, self.scheduler]:
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path):
    with Cluster(tmp_path) as started:
        yield started


def notebooks(root):
    return sorted(path.name for path in (root / "outputs" / MONTH / "private" / "run-0001").glob("*.ipynb"))


@pytest.mark.slow
@pytest.mark.proof
def test_a_cluster_gives_the_same_bytes(alone, tmp_path, cluster):
    """Even where a worker is killed in the middle, and nothing stays of it: `make proof` (killed_workers)."""
    root = with_its_month(alone / "first", tmp_path / "first")
    cluster.add()
    (outcome,) = run_many([root], MONTH, RunOptions(), cluster.address)
    assert outcome.good, outcome.line()
    assert pages(root) == pages(alone / "first")
    assert notebooks(root) == notebooks(alone / "first")  # executed notebooks came back too


@pytest.mark.slow
def test_a_worker_with_other_code_is_refused_with_one_line(alone, tmp_path, cluster):
    elsewhere = tmp_path / "other"
    shutil.copytree(ROOT / "bsafe_analysis", elsewhere / "bsafe_analysis")
    shutil.copytree(ROOT / "notebooks", elsewhere / "notebooks")
    (elsewhere / "bsafe_analysis" / "spots.py").open("a").write("\n# another version\n")
    cluster.add(cwd=elsewhere)
    root = bare(alone / "first", tmp_path / "first")
    with pytest.raises(InputError, match=r"worker tcp://\S+ has another version of bsafe's code") as told:
        run_many([root], MONTH, RunOptions(), cluster.address)
    assert len(told.value.faults) == 1
    assert not (root / "outputs").exists()
