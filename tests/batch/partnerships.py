"""Two small partnerships, each made by a run of its own: what every other way of making them must equal."""

import shutil

from bsafe_analysis.batch.run import run_pack
from tests.batch.partnership import change, make_partnership

MONTH = "2026-09"


def pages(root):
    folder = root / "outputs" / MONTH / "internal" / "v1"
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def bare(root, target):
    """The workspace as it was before anything was prepared or made in it."""
    return shutil.copytree(root, target, ignore=shutil.ignore_patterns("outputs", "prepared"))


def make_both(home):
    for name in ("first", "second"):
        make_partnership(home / name)
        change(home / name, "partnership.yml", name=f"Thornmere {name}")
        run_pack(home / name, MONTH)
    return home
