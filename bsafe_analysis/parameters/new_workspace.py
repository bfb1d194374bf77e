"""`bsafe init DIR`: a workspace for another partnership, every file commented and ready to fill in."""

from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from pathlib import Path

from bsafe_analysis.faults import Fault, InputError

FOLDERS = ("data/raw", "data/register/notes", "data/reference/boundaries", "parameters/cycles", "outputs")


def init_workspace(target: Path) -> list[Path]:
    """Write the starter files into a new or empty folder; returns what was written, relative to it.

    InputError where the folder holds anything: nothing of anybody's is ever overwritten.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise InputError([Fault(target.name, "", "this folder is not empty", "Name a new folder: bsafe init DIR")])
    with as_file(files("bsafe_analysis.parameters") / "starter") as starter:
        shutil.copytree(starter, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    for folder in FOLDERS:
        (target / folder).mkdir(parents=True, exist_ok=True)
    return sorted(path.relative_to(target) for path in target.rglob("*") if path.is_file())
