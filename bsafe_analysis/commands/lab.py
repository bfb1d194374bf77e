"""`bsafe lab`: what can be typed after it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def lab(
    workspace: Annotated[
        Path | None, typer.Option("--workspace", help="The workspace; default: the one you are in.")
    ] = None,
    terminals: Annotated[bool, typer.Option("--terminals", help="Offer terminals in the browser.")] = False,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser at the start page.")] = True,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Where to listen, here only.")] = 8888,
    allow_root: Annotated[bool, typer.Option("--allow-root", help="Start even for the administrator.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be run, and run nothing.")] = False,
) -> None:
    """Open JupyterLab at the start page: this machine only, behind a token, calling nobody."""
    from bsafe_analysis.faults import Fault, InputError
    from bsafe_analysis.preparation.store import find_workspace
    from bsafe_analysis.workbench.jupyter import LabOptions, launch, open_lab

    root = (workspace or find_workspace()).resolve()
    if not (root / "parameters").is_dir():
        cure = "Name a folder that holds parameters/, or make one with `bsafe init DIR`"
        raise InputError([Fault(root.name, "", "this is no workspace", cure)])
    options = LabOptions(terminals, browser, port, allow_root)
    if dry_run:
        typer.echo(" ".join(launch(root, options).command))
        return
    raise typer.Exit(1 if open_lab(root, options) else 0)
