"""The options that several commands take, each with its words of help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Month = Annotated[str, typer.Argument(help="The month, as YYYY-MM.", show_default=False)]
Folder = Annotated[Path | None, typer.Option("--workspace", help="The workspace; default: the one you are in.")]
Jobs = Annotated[int | None, typer.Option("--jobs", min=1, help="Documents at a time; default: one for each core.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and write nothing.")]
Json = Annotated[bool, typer.Option("--json", help="Print the outcome as JSON.")]
ForAudience = Annotated[str, typer.Option("--audience", help="Who will read the pages: internal, partner or public.")]
Engine = Annotated[str, typer.Option("--engine", help="fork (fast) or kernel (slower, the same pages).")]
Twins = Annotated[
    bool,
    typer.Option("--twins/--no-twins", help="Also PDFs, workbooks, Word, slides, one file to send."),
]
PackName = Annotated[
    str, typer.Option("--pack", help="Another pack than the month's own, by its name in documents.yml: strategic, ...")
]
Due = Annotated[
    bool, typer.Option("--due", help="Every pack that is due of the month, one after the other; with --dry-run: which.")
]
Force = Annotated[bool, typer.Option("--force", help="Make everything again, even where nothing has changed.")]
Despite = Annotated[
    str,
    typer.Option("--despite", metavar="WHY", help="Publish what could not be proved: who read it, and why it is so."),
]
ForceAll = Annotated[bool, typer.Option("--force", help="Make every document again, even where nothing has changed.")]
