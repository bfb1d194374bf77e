"""What is dear to make and only read: made once for all of xdist's processes, by whichever wants it first."""

import fcntl
import os
import pickle
import shutil
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path


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


WHOLE_SAMPLE = "BSAFE_WHOLE_SAMPLE"
"""Set where the first invented partnership is wanted with all of its places: by `make proof` (whole_sample)."""


def invention(key):
    """An invented partnership; of the first a third, with everything that it has but so many places."""
    from bsafe_analysis.sample import INVENTIONS

    whole = INVENTIONS[key]
    if key != "main" or os.environ.get(WHOLE_SAMPLE):
        return whole
    return replace(
        whole, neighbourhood_names=whole.neighbourhood_names[:12], lsoas=62, radius=4600.0, residents=95_000,
        incidents_a_month=950,
    )  # fmt: skip


def sample_folder(tmp_path_factory, key):
    """One of the invented partnerships as `bsafe sample` would write it: (its folder, the planted stories)."""
    from bsafe_analysis.sample.write import sample_files

    def make(folder):
        files, stories = sample_files(invention(key), 2026)
        for name, data in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        return folder, stories

    return once(tmp_path_factory, f"files-{key}", make)


def sample_month(tmp_path_factory, key):
    """The same prepared for its last month: (its folder, the month, the planted stories)."""
    from bsafe_analysis.preparation.prepare import prepare

    folder, stories = sample_folder(tmp_path_factory, key)
    month = once(tmp_path_factory, f"sample-{key}", lambda _: prepare(folder, invention(key).last_month))
    return folder, month, stories


def small_month(tmp_path_factory):
    """The smallest partnership, from raw files of its police alone, prepared: (its folder, the month)."""
    from bsafe_analysis.preparation.prepare import prepare
    from tests.batch.partnership import make_partnership

    def make(folder):
        root = make_partnership(folder / "vale")
        return root, prepare(root, "2026-09")

    return once(tmp_path_factory, "small-month", make)


def real_place(tmp_path_factory, name):
    """The workspace of a real place."""
    from tests.real.workspaces import MAKERS

    return once(tmp_path_factory, f"real-{name}", lambda folder: MAKERS[name](folder / name))


def real_month(tmp_path_factory, name, month):
    """A month of a real place, prepared."""
    from bsafe_analysis.preparation.prepare import prepare

    root = real_place(tmp_path_factory, name)
    return once(tmp_path_factory, f"real-{name}-{month}", lambda _: prepare(root, month))
