"""What is dear to make and only read: made once for all of xdist's processes, by whichever wants it first."""

import fcntl
import os
import pickle
import shutil
from contextlib import contextmanager
from pathlib import Path

from bsafe_analysis.preparation.prepare import prepare
from bsafe_analysis.sample import INVENTIONS, make_sample


def common(tmp_path_factory) -> Path:
    """The folder that the processes of this test session share, and no other session."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@contextmanager
def alone(folder: Path, name: str):
    """One process at a time; the lock goes with a process that dies."""
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def once(tmp_path_factory, name, make):
    """What `make(folder)` gave, in the one process that made it; others read it. The folder is nobody's to change."""
    folder = common(tmp_path_factory)
    with alone(folder, name):
        kept = folder / f"{name}.pickle"
        if not kept.exists():
            shutil.rmtree(folder / name, ignore_errors=True)  # what a process left that failed at it
            (folder / name).mkdir()
            made = make(folder / name)
            building = kept.with_suffix(".part")
            building.write_bytes(pickle.dumps(made))
            building.rename(kept)
            return made
    return pickle.loads(kept.read_bytes())


class Wanted(dict):
    """What is made when it is first asked for."""

    def __init__(self, make):
        super().__init__()
        self.make = make

    def __missing__(self, key):
        self[key] = self.make(key)
        return self[key]


def sample_month(tmp_path_factory, key):
    """One of the invented partnerships, prepared for its last month: (its folder, the month, the planted stories)."""

    def make(folder):
        stories = make_sample(folder, 2026, key)
        return folder, prepare(folder, INVENTIONS[key].last_month), stories

    return once(tmp_path_factory, f"sample-{key}", make)


def real_place(tmp_path_factory, name):
    """The workspace of a real place."""
    from tests.real.workspaces import MAKERS

    return once(tmp_path_factory, f"real-{name}", lambda folder: MAKERS[name](folder / name))


def real_month(tmp_path_factory, name, month):
    """A month of a real place, prepared."""
    root = real_place(tmp_path_factory, name)
    return once(tmp_path_factory, f"real-{name}-{month}", lambda _: prepare(root, month))
