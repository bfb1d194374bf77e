"""`bsafe clusters suggest MONTH --teams 11`, as it is typed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bsafe_analysis.commands.output import say
from bsafe_analysis.faults import Fault, InputError


def clusters(
    action: Annotated[str, typer.Argument(metavar="suggest", help="What to do.", show_default=False)],
    month: Annotated[str, typer.Argument(metavar="MONTH", help="A prepared month.", show_default=False)],
    teams: Annotated[int, typer.Option("--teams", min=2, help="How many teams the even set has.")],
    workspace: Annotated[Path | None, typer.Option("--workspace", help="The workspace; default: yours.")] = None,
) -> None:
    """Print sets of neighbourhoods to begin from, as rows for clusters.csv: one of even work, and pairs."""
    from bsafe_analysis.batch.month_cache import find_root
    from bsafe_analysis.commands.suggest_clusters import suggested_lines
    from bsafe_analysis.preparation.store import stored_cycle

    if action != "suggest":
        cause = f"{action!r} is nothing that can be done with clusters"
        raise InputError([Fault("the command", "action", cause, "Write bsafe clusters suggest 2026-09 --teams 11")])
    for line in suggested_lines(stored_cycle(month, find_root(workspace)), teams):
        say(line)
