"""JupyterLab with our settings: on this machine only, behind a token, calling nobody, at the start page."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

from bsafe_analysis.atomic_files import set_mode, write_whole
from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.workbench.stays_here import STARTUP

START, EXPLORE, COOKBOOK = "start.ipynb", "explore.ipynb", "cookbook.ipynb"
HOME = ".bsafe/jupyter"
"""Below the workspace: JupyterLab's own files (layout, history), so that no other settings of the user are read."""


@dataclass(frozen=True)
class LabOptions:
    """`terminals`: offer them (they are off otherwise). `browser`: open one. `port` 0: any that is free."""

    terminals: bool = False
    browser: bool = True
    port: int = 8888
    allow_root: bool = False


@dataclass(frozen=True)
class Launch:
    """What is to be run, in which folder, and what is added to the environment."""

    command: tuple[str, ...]
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)


def launch(root: Path, options: LabOptions) -> Launch:
    """The command that opens JupyterLab on this workspace; InputError where the user is root and did not say so."""
    if is_root() and not options.allow_root:
        cause = "JupyterLab is not started for root: every notebook could change everything"
        raise InputError([Fault("the command", "", cause, "Use an ordinary account, or say --allow-root")])
    shipped = Path(__file__).parent / "lab_config"
    home = root / HOME
    settings = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": options.port,
        "ServerApp.root_dir": root,
        "ServerApp.terminals_enabled": options.terminals,
        "ServerApp.open_browser": options.browser,
        "ServerApp.allow_origin": "",
        "ServerApp.allow_remote_access": False,
        "ServerApp.allow_root": options.allow_root,
        "LabApp.default_url": f"/lab/tree/notebooks/{START}",
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "LabApp.extension_manager": "readonly",
    }
    said = (f"--{name}={value}" for name, value in settings.items())
    environment = {
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_CONFIG_PATH": str(shipped),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "IPYTHONDIR": str(home / "ipython"),
        "BSAFE_WORKSPACE": str(root),
        "PYTHONSAFEPATH": "1",  # nor do its kernels load a module of the workspace in place of an installed one
    }
    return Launch((sys.executable, "-P", "-m", "jupyterlab", *said), root, environment)


def open_lab(root: Path, options: LabOptions) -> int:
    """Run JupyterLab to its end, with the start page and the workbench in the workspace."""
    import subprocess

    started = launch(root, options)
    put_notebooks(root)
    home = root / HOME
    for name in ("config", "data", "runtime", "settings", "workspaces", "ipython"):
        (home / name).mkdir(parents=True, exist_ok=True)
    set_mode(home, 0o700)
    put_startup(home)
    return subprocess.run(  # noqa: S603 (our own interpreter and settings)
        started.command, cwd=started.folder, env={**os.environ, **started.environment}, check=False
    ).returncode


def put_startup(home: Path) -> None:
    """What each kernel of the lab does first."""
    file = home / "ipython" / "profile_default" / "startup" / "00-bsafe.py"
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, STARTUP)


def put_notebooks(root: Path) -> tuple[str, ...]:
    """Copy the start page, the workbench's notebook and the cookbook into a workspace; nothing is overwritten."""
    folder = root / "notebooks"
    missing = [name for name in (START, EXPLORE, COOKBOOK) if not (folder / name).exists()]
    if missing:
        folder.mkdir(exist_ok=True)
        for name in missing:
            shutil.copyfile(shipped_notebooks() / name, folder / name)
    return tuple(missing)


def shipped_notebooks() -> Path:
    """Where the package's notebooks are: inside it when installed, beside it in a checkout."""
    package = Path(__file__).parents[1]
    return package / "notebooks" if (package / "notebooks").is_dir() else package.parent / "notebooks"


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


__all__ = ["LabOptions", "Launch", "launch", "open_lab", "put_notebooks"]
