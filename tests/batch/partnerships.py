"""Two small partnerships, each made by a run of its own: what every other way of making them must equal."""

import shutil

import yaml

from bsafe_analysis.batch.run import run_pack
from bsafe_analysis.engines.fork_engine import WarmProcess
from tests.batch.partnership import change, make_partnership

MONTH = "2026-09"


def pages(root):
    folder = root / "outputs" / MONTH / "internal" / "v1"
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def bare(root, target):
    """The workspace as it was before anything was prepared or made in it."""
    return shutil.copytree(root, target, ignore=shutil.ignore_patterns("outputs", "prepared"))


def with_its_month(root, target):
    """The workspace with its month prepared, before any document was made of it."""
    return shutil.copytree(root, target, ignore=shutil.ignore_patterns("outputs"))


def as_made(root, target):
    """The workspace with its published pack and all that its run kept."""
    shutil.copytree(root, target, symlinks=True)
    return target


def make_both(home, fork_server, fewer=False):
    """`fewer`: the second has one document, for what is the same however many there are."""
    place = (lambda sealed: WarmProcess(sealed, fork_server)) if fork_server else None
    for name in ("first", "second"):
        make_partnership(home / name)
        change(home / name, "partnership.yml", name=f"Thornmere {name}")
        if fewer and name == "second":
            documents = yaml.safe_load((home / name / "parameters/documents.yml").read_text())["documents"]
            change(home / name, "documents.yml", documents={"tactical_assessment": documents["tactical_assessment"]})
        run_pack(home / name, MONTH, place=place)
    return home
