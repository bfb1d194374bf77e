"""What the commands print: every text that may hold words of the data is first made fit for a terminal."""

from __future__ import annotations

import errno
import json
import os
import sys
import traceback
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from bsafe_analysis.batch.results import PackResult
    from bsafe_analysis.faults import InputError


def print_result(result: PackResult) -> None:
    """What a run made, what failed, what needs a person, where it is."""
    total = len(result.made) + len(result.failed)
    unchanged = f" ({result.unchanged} had not changed)" if result.unchanged else ""
    typer.echo(f"{len(result.made)} of {total} documents made{unchanged}, {len(result.failed)} failed.")
    for document, problem in result.failed:
        say(f"  {document.title}: {problem}")
    if result.failed:
        typer.echo(f"  Executed notebooks and errors: {result.private}")
    print_needs(result.needs)
    if result.folder is None:
        typer.echo("Nothing was published.")
    elif not result.whole:
        typer.echo(f"Previews, outside the pack: {result.folder}")
    else:
        new = "Published" if result.new else "Byte for byte what is published already"
        typer.echo(f"{new}: {result.folder / 'index.html'}")


def say(text: str, to_stderr: bool = False) -> None:
    """Text that may hold words of the data: whatever could steer a terminal is taken out of it."""
    from bsafe_analysis.terminal import plain

    typer.echo(plain(text, lines=True), err=to_stderr)


def print_needs(needs: tuple[str, ...]) -> None:
    """What a person should look at; nothing where there is nothing."""
    if needs:
        typer.echo("For a person to look at:")
        for text in needs:
            say(f"  - {text}")


def say_plan(as_json: bool, foreseen: dict[str, Any]) -> None:
    """What `--dry-run` foresees."""
    if as_json:
        print_json(foreseen)
        return
    for name, value in foreseen.items():
        typer.echo(f"{name}: " + ("\n  ".join(["", *value]) if isinstance(value, list) else str(value)))
    typer.echo("Nothing was written.")


def print_json(content: object) -> None:
    """For --json: one document on standard output."""
    typer.echo(json.dumps(content, ensure_ascii=False, indent=2))


def print_faults(error: InputError, as_json: bool) -> None:
    """Every fault of an input, a line each."""
    if as_json:
        print_json({"faults": [vars(fault) for fault in error.faults]})
    for fault in error.faults:
        say(str(fault), to_stderr=True)
    many = f"{len(error.faults)} faults" if len(error.faults) != 1 else "1 fault"
    typer.echo(f"{many}; nothing was done.", err=True)


def print_unforeseen(error: Exception) -> None:
    """Whatever nobody foresaw, in a line or two; a traceback only where BSAFE_TRACEBACK is set."""
    from bsafe_analysis.faults import system_fault

    if os.environ.get("BSAFE_TRACEBACK"):
        traceback.print_exc(file=sys.stderr)
    of_the_disk = isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS}
    in_the_way = isinstance(error, PermissionError | NotADirectoryError | FileExistsError | IsADirectoryError)
    if isinstance(error, OSError) and (of_the_disk or (in_the_way and error.filename)):
        cause, cure = system_fault(error, "use")
        say(f"{error.filename or 'The workspace'}: {cause}.", to_stderr=True)
        typer.echo(f"{cure}. What was published is whole.", err=True)
        return
    say(f"bsafe could not go on: {type(error).__name__}: {error}", to_stderr=True)
    typer.echo("This is a fault of bsafe or of the machine; BSAFE_TRACEBACK=1 shows where.", err=True)
