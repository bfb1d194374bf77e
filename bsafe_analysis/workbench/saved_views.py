"""Views in files: those an analyst names, and the last one shown, so that a restart loses nothing."""

from __future__ import annotations

import os
import re
from pathlib import Path

from bsafe_analysis.atomic_files import write_whole
from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.model.view_state import ViewState, as_mapping, from_mapping
from bsafe_analysis.yaml_files import read_yaml, write_yaml

FOLDER = "data/register/views"
LAST = "data/prepared/.workbench"


def keep_view(root: Path, name: str, state: ViewState) -> Path:
    """Keep a view under a name; InputError where the name cannot be one, or where it is taken by another view."""
    path = _path(root, name)
    text = write_yaml(as_mapping(state))
    if path.exists() and path.read_text("utf-8") != text:
        raise InputError([Fault(_name_of(path), "", "another view is kept under this name", "Choose another name")])
    write_whole(path, text)
    return path


def kept_views(root: Path) -> tuple[str, ...]:
    """The names of the views that are kept."""
    return tuple(sorted(path.stem for path in (root / FOLDER).glob("*.yml")))


def open_view(root: Path, name: str) -> ViewState:
    """The view of that name; InputError in plain words where it is not there or was made by another version."""
    return _view_in(_path(root, name))


def remember(root: Path, state: ViewState) -> None:
    """Keep the last view shown, of this user; where it cannot be kept the analyst works on without."""
    try:
        write_whole(_last(root), write_yaml(as_mapping(state)))
    except OSError:
        return


def remembered(root: Path) -> ViewState | None:
    """The last view shown; None where there is none that can be read."""
    try:
        return _view_in(_last(root))
    except InputError:
        return None


def _view_in(path: Path) -> ViewState:
    try:
        return from_mapping(read_yaml(path.read_text("utf-8"), _name_of(path))[0])
    except OSError:
        raise InputError([Fault(_name_of(path), "", "there is no such view", "Choose one that is kept")]) from None
    except ValueError as error:
        cure = "Choose another view, or make it anew and keep it under another name"
        raise InputError([Fault(_name_of(path), "", str(error), cure)]) from None


def _path(root: Path, name: str) -> Path:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", name):
        cure = "Use small letters, digits and dashes, for example burglary-mill-lane"
        raise InputError([Fault(FOLDER, name[:60], "this cannot be the name of a view", cure)])
    return root / FOLDER / f"{name}.yml"


def _last(root: Path) -> Path:
    user = os.getuid() if hasattr(os, "getuid") else "user"
    return root / LAST / f"last-view-{user}.yml"


def _name_of(path: Path) -> str:
    return "/".join(path.parts[-4:]) if FOLDER in path.as_posix() else path.name
