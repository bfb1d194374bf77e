"""`bsafe init`: an empty workspace, or one filled from published files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bsafe_analysis.commands.output import print_json, say
from bsafe_analysis.faults import Fault, InputError

if TYPE_CHECKING:
    from bsafe_analysis.parameters.new_workspace import NewWorkspace


def init(  # noqa: PLR0913, PLR0917 (one parameter an option: that is how typer is told of them)
    target: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder.", show_default=False)],
    more: Annotated[list[Path] | None, typer.Argument(hidden=True)] = None,
    borough: Annotated[str | None, typer.Option("--borough", help="Fill it for this local authority district.")] = None,
    lookup: Annotated[
        list[Path] | None, typer.Option("--lookup", metavar="FILE...", help="Lookups as ONS publishes them.")
    ] = None,
    neighbourhoods: Annotated[
        str | None,
        typer.Option("--neighbourhoods", help="msoa21 (default), msoa11, ward, lsoa or a file of polygons."),
    ] = None,
    boundaries: Annotated[
        Path | None, typer.Option("--boundaries", metavar="FILE", help="Their boundaries: GeoJSON or GeoPackage.")
    ] = None,
    population: Annotated[
        list[Path] | None, typer.Option("--population", metavar="FILE", help="Mid-year estimates or census tables.")
    ] = None,
    areas: Annotated[
        str | None, typer.Option("--areas", metavar="FILE", help="Your areas; a number: that many are proposed.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the outcome as JSON.")] = False,
) -> None:
    """Start a workspace for another partnership: empty, with comments, or filled from what ONS publishes."""
    from bsafe_analysis.parameters.new_workspace import NewWorkspace, init_borough, init_workspace
    from bsafe_analysis.parameters.published.borough_reference import PublishedFiles

    given = {"--lookup": lookup, "--neighbourhoods": neighbourhoods, "--boundaries": boundaries,
             "--population": population, "--areas": areas, "": more}  # fmt: skip
    if borough is None:
        _refuse_without_borough(given)
        new = NewWorkspace(tuple(init_workspace(target)))
    else:
        published = PublishedFiles(borough, (*(lookup or ()), *(more or ())), neighbourhoods or "msoa21", boundaries,
                                   tuple(population or ()), areas or "")  # fmt: skip
        new = init_borough(target, published, date.today())
    if as_json:
        print_json({"written": [str(path) for path in new.written], "made": new.made, "to_decide": new.to_decide})
    else:
        _print(target, new)


def _refuse_without_borough(given: Mapping[str, object]) -> None:
    for name, value in given.items():
        if value and name:
            raise InputError([Fault("the command", name, "which borough is not said", 'Add --borough "Its name"')])
    more = given[""]
    if isinstance(more, list) and more:
        cause = f"{str(more[0])!r} is one word too many"
        raise InputError([Fault("the command", "", cause, "Name one folder: bsafe init DIR")])


def _print(target: Path, new: NewWorkspace) -> None:
    typer.echo("\n".join(["Written:", *(f"  {path}" for path in new.written)]))
    for line in new.made:
        say(line)
    if new.to_decide:
        typer.echo("Left for you to decide:")
        for line in new.to_decide:
            say(f"  - {line}")
    filled = "put what you received" if new.made else "fill them in, put what you received"
    typer.echo(f"Next: {filled} into {target / 'data' / 'raw'}, then `bsafe check MONTH`.")
