"""`bsafe release`, `withdraw`, `purge` and `verify`: who let what go out, what became of it, and whether it is so."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bsafe_analysis.commands.output import print_json, say
from bsafe_analysis.commands.shared_options import DryRun, Folder, ForAudience, Json, Month, PackName
from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.model.disclosure import Audience

if TYPE_CHECKING:
    from bsafe_analysis.batch.releasing import ReleasedPack, ReleaseOrder

Role = Annotated[str, typer.Option("--role", help="Your role or office, as policy.yml names it.", show_default=False)]
Reason = Annotated[str, typer.Option("--reason", help="Why, in a line that the log keeps.")]


def release(  # noqa: PLR0913, PLR0917 (one parameter an option: that is how typer is told of them)
    month: Month,
    role: Role,
    audience: ForAudience = Audience.INTERNAL,
    pack: PackName = "",
    on: Annotated[str, typer.Option("--on", help="The day on which it was agreed, as YYYY-MM-DD.")] = "",
    minute: Annotated[str, typer.Option("--minute", help='Where that is minuted, e.g. "item 4".')] = "",
    to: Annotated[list[str] | None, typer.Option("--to", help="Who receives it; once for each.")] = None,
    supersedes: Annotated[
        int | None, typer.Option("--supersedes", min=1, help="The released version that this one corrects.")
    ] = None,
    reason: Reason = "",
    workspace: Folder = None,
    as_json: Json = False,
) -> None:
    """Let a published pack go out: freeze it as a version that is never written again."""
    from bsafe_analysis.batch.releasing import ReleaseOrder, release_pack

    root, month = _root_and_month(workspace, month)
    order = ReleaseOrder(
        month, role, audience, pack, _day_agreed(on), minute, tuple(to or ()), supersedes, reason,
    )  # fmt: skip
    done = release_pack(root, order)
    _print_done("Released", root, order, done, as_json)


def withdraw(
    month: Month,
    role: Role,
    reason: Reason,
    audience: ForAudience = Audience.INTERNAL,
    pack: PackName = "",
    version: Annotated[
        int | None, typer.Option("--version", min=1, help="Which; default: the one that stands.")
    ] = None,
    workspace: Folder = None,
    as_json: Json = False,
) -> None:
    """Say that a released version stands no more; its files stay, as evidence."""
    from bsafe_analysis.batch.releasing import ReleaseOrder, withdraw_release

    root, month = _root_and_month(workspace, month)
    order = ReleaseOrder(month, role, audience, pack, reason=reason)
    _print_done("Withdrawn", root, order, withdraw_release(root, order, version), as_json)


def purge(
    role: Role = "", reason: Reason = "", workspace: Folder = None, dry_run: DryRun = False, as_json: Json = False
) -> None:
    """Remove what is older than policy.yml keeps; the log keeps its checksum and the reason."""
    from bsafe_analysis.batch import purging
    from bsafe_analysis.batch.month_cache import find_root
    from bsafe_analysis.parameters.release_rules import read_release_rules

    root = find_root(workspace)
    due = purging.due_for_purge(root, read_release_rules(root)) if dry_run else purging.purge(root, role, reason)
    if as_json:
        print_json({"purged": [] if dry_run else [vars(part) for part in due], "due": [vars(part) for part in due]})
        return
    for part in due:
        say(f"{'Due' if dry_run else 'Purged'}: {part.folder} ({part.what})")
    if not due:
        typer.echo("Nothing is older than policy.yml keeps.")
    elif dry_run:
        typer.echo("Nothing was written.")


def verify(month: Month, workspace: Folder = None, as_json: Json = False) -> None:
    """Prove the log of releases, and that the month's released packs are byte for byte what was released."""
    from bsafe_analysis.packs.release_log import read_log
    from bsafe_analysis.packs.releases import became_of, release_faults, released_versions

    root, month = _root_and_month(workspace, month)
    faults = release_faults(root, month, deep=True)
    lines, _ = read_log(root)
    there = [version for version in released_versions(lines) if version.month == month]
    if as_json:
        print_json({"log_lines": len(lines), "released": [vars(v) for v in there], "faults": [vars(f) for f in faults]})
    else:
        for version in there:
            typer.echo(f"{version.folder}: {became_of(version, there)}, {version.digest}")
        for fault in faults:
            say(f"NOT SO: {fault}")
        if not faults:
            typer.echo(f"{len(lines)} lines of the log and {len(there)} released packs are as they were written.")
    raise typer.Exit(1 if faults else 0)


def _root_and_month(workspace: Path | None, month: str) -> tuple[Path, str]:
    from bsafe_analysis.batch.month_cache import checked_month, find_root

    return find_root(workspace), checked_month(month)


def _day_agreed(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        cure = "Write it as year, month and day, for example 2026-10-08"
        raise InputError([Fault("the command", "--on", f"{text!r} is not a day", cure)]) from None


def _print_done(what: str, root: Path, order: ReleaseOrder, done: ReleasedPack, as_json: bool) -> None:
    folder = done.folder.relative_to(root).as_posix()
    if as_json:
        print_json({"version": done.version, "folder": folder, "line": done.line.number, "digest": done.line.digest})
        return
    say(f"{what} as {done.line.details['role']}: version {done.version} of {order.month} for {order.audience} readers.")
    typer.echo(f"{folder}, line {done.line.number} of the log: {done.line.digest}")
