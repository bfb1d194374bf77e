"""`bsafe init DIR`: a workspace for another partnership, its files commented, or filled from what ONS publishes."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path

from bsafe_analysis.atomic_files import make_folder_whole
from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.parameters.published.borough_reference import PublishedFiles, gather
from bsafe_analysis.parameters.published.reference_files import write_reference
from bsafe_analysis.parameters.published.to_decide import to_decide, what_was_made
from bsafe_analysis.parameters.workspace import read_workspace

FOLDERS = ("data/raw", "data/register/notes", "data/reference/boundaries", "parameters/cycles", "outputs")
MAKES_IT_A_WORKSPACE = "parameters"
DOCUMENTS = "parameters/documents.yml"


@dataclass(frozen=True)
class NewWorkspace:
    """What was written, relative to the workspace; what it holds; what is left for people to decide."""

    written: tuple[Path, ...]
    made: tuple[str, ...] = ()
    to_decide: tuple[str, ...] = ()


def init_workspace(target: Path) -> list[Path]:
    """Write the starter files into a new or empty folder; returns what was written, relative to it.

    InputError where the folder holds anything: nothing of anybody's is ever overwritten.
    """
    refuse_what_is_there(target)
    return make_folder_whole(target, _write_starter, MAKES_IT_A_WORKSPACE)


def init_borough(target: Path, published: PublishedFiles, today: date) -> NewWorkspace:
    """The same, with the borough's reference files made from published files. The folder appears whole or not at all.

    InputError with every fault of every file.
    """
    refuse_what_is_there(target)
    found = gather(published, today)

    def write(root: Path) -> None:
        _write_starter(root)
        write_reference(root, found)
        read_workspace(root)  # what a check would refuse is not handed over

    written = make_folder_whole(target, write, MAKES_IT_A_WORKSPACE)
    return NewWorkspace(tuple(written), what_was_made(found), to_decide(found))


def refuse_what_is_there(target: Path) -> None:
    """InputError where the target is a file, or a folder that holds anything."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise InputError([Fault(target.name, "", "this folder is not empty", "Name a new folder: bsafe init DIR")])


def starter_documents() -> str:
    """The text of the documents.yml with which every new partnership begins."""
    return (files("bsafe_analysis.parameters") / "starter" / DOCUMENTS).read_text("utf-8")


def _write_starter(root: Path) -> None:
    with as_file(files("bsafe_analysis.parameters") / "starter") as starter:
        shutil.copytree(starter, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    for folder in FOLDERS:
        (root / folder).mkdir(parents=True, exist_ok=True)
