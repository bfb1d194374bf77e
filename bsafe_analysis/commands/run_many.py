"""The commands that serve many partnerships: what was typed, read; the package called; what came of it, said."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

import typer

from bsafe_analysis.commands.output import print_json, say, say_plan


def workspaces_named(one: Path | None, many: list[Path] | None, more: list[Path] | None) -> list[Path] | None:
    """What `--workspaces A B C` names: click gives an option one value, so the others arrive as arguments."""
    from bsafe_analysis.faults import Fault, InputError

    if more and not many:
        cure = "Name workspaces with --workspace or --workspaces"
        raise InputError([Fault("the command", "", f"{str(more[0])!r} is one word too many", cure)])
    if many and one:
        cure = "Use --workspace for one, --workspaces for many"
        raise InputError([Fault("the command", "--workspaces", "--workspace is given as well", cure)])
    return [*many, *(more or ())] if many else None


def make_many(
    month: str, named: list[Path], dry_run: bool, as_json: bool, scheduler: str | None, **chosen: Any
) -> None:
    """`bsafe run --workspaces`: one line a partnership as it is done, then how many are whole."""
    from bsafe_analysis.batch.many_workspaces import WorkspaceOutcome, find_workspaces, foresee_many, run_many
    from bsafe_analysis.batch.run import RunOptions

    roots, options = find_workspaces(named), RunOptions(**chosen)
    if dry_run:
        say_plan(as_json, foresee_many(roots, month, options))
        return

    def tell(outcome: WorkspaceOutcome) -> None:
        say(outcome.line(), to_stderr=as_json)

    outcomes = run_many(roots, month, options, scheduler, tell)
    made = sum(len(o.result.made) for o in outcomes if o.result)
    if as_json:
        print_json([_outcome_as_dict(outcome) for outcome in outcomes])
    else:
        whole = sum(outcome.good for outcome in outcomes)
        typer.echo(f"{whole} of {len(outcomes)} partnerships whole; {made:,} documents.")
    raise typer.Exit(0 if all(o.good for o in outcomes) else 1 if made else 2)


def _outcome_as_dict(outcome: Any) -> dict[str, Any]:
    from bsafe_analysis.batch.summary import result_as_dict

    told = {"workspace": str(outcome.workspace), "faults": [vars(fault) for fault in outcome.faults]}
    return told | (result_as_dict(outcome.result) if outcome.result else {})


def cluster_of(scheduler: str | None) -> Any:
    """The cluster that `--scheduler` names, for a `with`; None where it names none."""
    if scheduler is None:
        return nullcontext()
    from bsafe_analysis.engines.dask_cluster import DaskCluster

    cluster = DaskCluster(scheduler)
    for worker, reason in sorted(cluster.refused.items()):
        say(f"Worker {worker} is not used: it {reason}.", to_stderr=True)
    return cluster


def day_of(text: str | None) -> date | None:
    """The day that `--downloaded` says."""
    from bsafe_analysis.faults import Fault, InputError

    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        cure = "Write it as YYYY-MM-DD, for example 2026-10-03"
        raise InputError([Fault("the command", "--downloaded", f"{text!r} is no day", cure)]) from None
