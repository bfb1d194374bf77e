"""`bsafe map FILE`, as it is typed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bsafe_analysis.commands.output import print_json, say
from bsafe_analysis.commands.run_many import day_of


def map_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A partner's CSV or workbook.", show_default=False)],
    source: Annotated[str, typer.Option("--source", help="The name of its source, declared or new.")] = "",
    write: Annotated[bool, typer.Option("--write", help="Put it in place, and the file in data/raw.")] = False,
    received: Annotated[
        str | None, typer.Option("--received", help="The day on which the file came; default: today.")
    ] = None,
    workspace: Annotated[Path | None, typer.Option("--workspace", help="The workspace; default: yours.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the outcome as JSON.")] = False,
) -> None:
    """Look at a partner's file that nobody has described, and propose how to read it."""
    from bsafe_analysis.batch.month_cache import find_root
    from bsafe_analysis.commands.map_extract import lines_of, map_extract

    mapped = map_extract(find_root(workspace), file, source, write, day_of(received))
    if as_json:
        print_json(mapped.as_dict())
        return
    for line in lines_of(mapped):
        say(line)
