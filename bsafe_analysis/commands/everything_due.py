"""`bsafe run MONTH --due`: every pack that is due of a month, one after the other; what is due and overdue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from bsafe_analysis.commands.output import print_faults, print_json, say
from bsafe_analysis.faults import Fault, InputError

if TYPE_CHECKING:
    from bsafe_analysis.batch.due_packs import DuePack


def make_due(
    make: Callable[..., None],
    root: Path,
    month: str,
    dry_run: bool,
    as_json: bool,
    many: bool,
    scheduler: str | None,
    **chosen: Any,
) -> None:
    """Make each pack that is due as `make` makes one; with `dry_run` say only which are.

    One that fails stops no other: exit code 1 then. InputError for options that ask for something else.
    """
    from bsafe_analysis.batch.due_packs import due_of
    from bsafe_analysis.batch.month_cache import checked_month

    _refuse_others(chosen["pack"], many, as_json and not dry_run)
    today = date.today()
    due = due_of(root, checked_month(month), today)
    if dry_run and as_json:
        print_json({"month": month, "due": [_as_dict(pack, today) for pack in due]})
        return
    for pack in due:
        say(f"  {pack.line(today)}")
    wanted = [] if dry_run else [pack.pack for pack in due if pack.month == month]
    raise typer.Exit(max([_code(make, root, pack, month, scheduler, chosen) for pack in wanted], default=0))


def _as_dict(pack: DuePack, on: date) -> dict[str, Any]:
    met = pack.meeting
    days = {"papers": met.papers.isoformat(), "meeting": met.on.isoformat()} if met else {}
    told = {"month": pack.month, "pack": pack.pack, "documents": list(pack.documents), "published": pack.published}
    return {**told, **days, "overdue": pack.is_overdue(on)}


def _code(
    make: Callable[..., None], root: Path, pack: str, month: str, scheduler: str | None, chosen: dict[str, Any]
) -> int:
    say(f"{pack or 'The month'}:".capitalize())
    try:
        make(month, root, False, False, scheduler, **{**chosen, "pack": pack})
    except InputError as error:
        print_faults(error, False)
        return 1
    except typer.Exit as done:
        return done.exit_code
    return 0


def _refuse_others(pack: str, many: bool, as_json: bool) -> None:
    said = {"--pack": bool(pack), "--workspaces": many, "--json": as_json}
    faults = [
        Fault("the command", f"--due {option}", "--due makes every pack that is due", f"Leave out --due or {option}")
        for option, given in said.items()
        if given
    ]
    if faults:
        raise InputError(faults)
