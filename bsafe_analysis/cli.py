"""The `bsafe` command: reads what was typed, calls the package, says what came of it. Nothing is decided here.

Exit codes: 0 done; 1 something failed, the rest is done; 2 nothing done, the input or the command is wrong.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, ParamSpec

import typer

from bsafe_analysis.commands.baseline_frozen import baseline
from bsafe_analysis.commands.clusters_command import clusters
from bsafe_analysis.commands.everything_due import make_due
from bsafe_analysis.commands.lab import lab
from bsafe_analysis.commands.map_file import map_file
from bsafe_analysis.commands.month_begins import diary_file, new_cycle
from bsafe_analysis.commands.new_borough import init
from bsafe_analysis.commands.output import (
    print_faults,
    print_json,
    print_needs,
    print_result,
    print_unforeseen,
    say,
    say_plan,
)
from bsafe_analysis.commands.prove import audit, trace
from bsafe_analysis.commands.release import purge, release, verify, withdraw
from bsafe_analysis.commands.run_many import cluster_of, day_of, make_many, workspaces_named
from bsafe_analysis.commands.shared_options import (
    Despite,
    DryRun,
    Due,
    Engine,
    Folder,
    ForAudience,
    Force,
    ForceAll,
    Jobs,
    Json,
    Month,
    PackName,
    Twins,
)
from bsafe_analysis.model.disclosure import Audience

if TYPE_CHECKING:
    from bsafe_analysis.engines.fork_engine import WarmProcess

P = ParamSpec("P")

app = typer.Typer(
    help="From police and partner data to a community safety partnership's monthly documents.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

ONE_FOR_ALGEBRA = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL")}
"""Our matrices are many and small: threads that share one out wait for each other, and double what a search costs."""


def main() -> None:
    """Run the command line."""
    for name, number in ONE_FOR_ALGEBRA.items():  # before numpy is loaded
        os.environ.setdefault(name, number)
    os.environ["PYTHONSAFEPATH"] = "1"  # no process that is started from here takes a module from the folder it is in
    for sign in _stopping():
        if signal.getsignal(sign) != signal.SIG_IGN:  # `nohup` lets a run outlive its terminal
            signal.signal(sign, _stop)
    app()


def _stopping() -> tuple[signal.Signals, ...]:
    """Ctrl-C, a system that is shut down, a terminal that is closed (Windows has no such signal)."""
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    return tuple(getattr(signal, name) for name in names if hasattr(signal, name))


def _stop(*_: object) -> NoReturn:
    for sign in _stopping():  # asked once is enough: a second Ctrl-C must not cut off the cleaning up
        signal.signal(sign, signal.SIG_IGN)
    raise KeyboardInterrupt


def told(command: Callable[P, None]) -> Callable[P, None]:
    """Whatever goes wrong is told in a line or two and an exit code; a traceback only where BSAFE_TRACEBACK is set."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        from bsafe_analysis.faults import InputError

        try:
            command(*args, **kwargs)
        except InputError as error:
            print_faults(error, bool(kwargs.get("as_json")))
            raise typer.Exit(2) from None
        except KeyboardInterrupt:
            with suppress(OSError):  # the terminal may be what has gone
                typer.echo("Stopped. What was published is whole; the same command goes on from here.", err=True)
            raise typer.Exit(1) from None
        except (typer.Exit, typer.Abort):
            raise
        except BrokenPipeError:
            # who reads us has read enough (`| head`): what is still to be written goes where nobody reads
            with suppress(OSError):
                os.dup2(os.pipe()[1], sys.stdout.fileno())
            raise typer.Exit(1) from None
        except Exception as error:
            print_unforeseen(error)
            raise typer.Exit(1) from None

    return run


@app.command()
@told
def run(  # noqa: PLR0913, PLR0917 (one parameter an option: that is how typer is told of them)
    month: Month,
    more: Annotated[list[Path] | None, typer.Argument(hidden=True)] = None,
    workspace: Folder = None,
    workspaces: Annotated[
        list[Path] | None,
        typer.Option("--workspaces", metavar="DIR...", help="Many workspaces, or a folder of them: a pack for each."),
    ] = None,
    audience: ForAudience = Audience.INTERNAL,
    jobs: Jobs = None,
    force: ForceAll = False,
    engine: Engine = "fork",
    twins: Twins = False,
    pack: PackName = "",
    due: Due = False,
    despite: Despite = "",
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", help="A Dask scheduler (tcp://HOST:8786) whose workers do the work.")
    ] = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Make the month's pack: check, prepare, documents, gate, publish."""
    chosen = {"audience": audience, "jobs": jobs, "force": force, "engine": engine, "twins": twins}
    chosen |= {"despite": despite, "pack": pack}
    named = workspaces_named(workspace, workspaces, more)
    if due:
        make_due(_make, _root(workspace), month, dry_run, as_json, named is not None, scheduler, **chosen)
    elif named is None:
        _make(month, workspace, dry_run, as_json, scheduler, **chosen)
    else:
        make_many(month, named, dry_run, as_json, scheduler, **chosen)


@app.command()
@told
def documents(  # noqa: PLR0913, PLR0917 (one parameter an option: that is how typer is told of them)
    month: Month,
    only: Annotated[str | None, typer.Option("--only", help="One kind of document, e.g. lap_assessment.")] = None,
    area: Annotated[str | None, typer.Option("--area", help="One place, by its code.")] = None,
    workspace: Folder = None,
    audience: ForAudience = Audience.INTERNAL,
    jobs: Jobs = None,
    force: ForceAll = False,
    engine: Engine = "fork",
    pack: PackName = "",
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Make some of the month's documents as previews, beside the pack; all of them are the pack."""
    chosen = {"audience": audience, "jobs": jobs, "force": force, "engine": engine, "only": only, "area": area}
    chosen["pack"] = pack
    _make(month, workspace, dry_run, as_json, None, **chosen)


@app.command()
@told
def detect(
    counts: Annotated[Path, typer.Argument(help="A CSV: series, month, count and, where known, group and level.")],
    first: Annotated[str, typer.Option("--from", help="The first month to judge, as YYYY-MM.")],
    last: Annotated[str, typer.Option("--to", help="The last month to judge.")],
    alpha: Annotated[float, typer.Option("--alpha", help="The false-alarm rate of a single series.")] = 0.01,
    out: Annotated[Path | None, typer.Option("--out", help="The file to write; default: print.")] = None,
) -> None:
    """Judge any monthly counts, each month only from what was known before it."""
    from bsafe_analysis.commands.detect import detect_file

    text = detect_file(counts, first, last, alpha, out)
    if out is None:
        typer.echo(text, nl=False)
    else:
        rows = text.count("\n") - 1
        typer.echo(f"{rows:,} series-months judged: {out}")


@app.command()
@told
def backtest(
    month: Annotated[str, typer.Argument(help="The last month to judge, as YYYY-MM.", show_default=False)],
    months: Annotated[int, typer.Option("--months", help="How many months up to it.")] = 12,
    counts: Annotated[
        Path | None, typer.Option("--counts", help="A CSV as for `bsafe detect`, instead of a workspace.")
    ] = None,
    workspace: Folder = None,
    as_json: Json = False,
) -> None:
    """Compare our engine with the rules of today and the peer, on your own past."""
    from bsafe_analysis.commands.backtest import as_dict, as_text, backtest_file, backtest_workspace

    test = backtest_file(counts, month, months) if counts else backtest_workspace(_root(workspace), month, months)
    typer.echo(json.dumps(as_dict(test), indent=1) if as_json else as_text(test))


@app.command()
@told
def prepare(
    month: Month,
    workspace: Folder = None,
    force: Force = False,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Read, check, count and search the month, and keep the result for its documents."""
    from bsafe_analysis.batch.month_cache import checked_month, prepare_month, would_prepare
    from bsafe_analysis.batch.summary import needs_a_person
    from bsafe_analysis.commands.progress import watcher_for

    root = _root(workspace)
    if dry_run:
        say_plan(as_json, {"month": checked_month(month), "prepare": would_prepare(root, checked_month(month), force)})
        return
    prepared = prepare_month(root, month, force, watcher_for(_console(as_json)))
    needs = needs_a_person(prepared)
    if as_json:
        print_json({"month": month, "findings": len(prepared.findings), "needs": needs})
    else:
        typer.echo(f"Prepared {month}.")
        print_needs(needs)


@app.command()
@told
def check(month: Month, workspace: Folder = None, dry_run: DryRun = False, as_json: Json = False) -> None:
    """Read and check the month's inputs: every fault, every receipt, everything a person should look at."""
    from bsafe_analysis.commands.check import check_inputs
    from bsafe_analysis.commands.receipts_table import print_receipts

    checked = check_inputs(_root(workspace), month, keep=not dry_run)
    if as_json:
        print_json(checked.as_dict())
    else:
        print_receipts(checked, _console())


@app.command()
@told
def load(
    archives: Annotated[list[Path], typer.Argument(metavar="ARCHIVE...", help="police.uk archives, folders or files.")],
    store: Annotated[Path, typer.Option("--store", help="The national store: a folder, made where there is none.")],
    downloaded: Annotated[
        str | None, typer.Option("--downloaded", help="The day of the download, where no folder's name begins with it.")
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", min=1, help="Files at a time; default: one for each core.")
    ] = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Put police.uk archives into a national store, from which many partnerships read their own rows."""
    from bsafe_analysis.commands.load import foresee_load, load_archives
    from bsafe_analysis.commands.receipts_table import print_loaded

    if dry_run:
        say_plan(as_json, foresee_load(archives, store, day_of(downloaded)))
        return
    loaded = load_archives(archives, store, day_of(downloaded), jobs, lambda text: say(text, to_stderr=as_json))
    if as_json:
        print_json(loaded.as_dict())
    else:
        print_loaded(loaded, _console())
    raise typer.Exit((1 if loaded.added or loaded.held else 2) if loaded.faults else 0)


@app.command()
@told
def sample(
    workspace: Folder = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 2026,
    which: Annotated[str, typer.Option(help="Which invented partnership: main or odd.")] = "main",
    as_json: Json = False,
) -> None:
    """Make (again) the raw data of the invented sample partnership; refuses a workspace that holds anything else."""
    from bsafe_analysis.faults import Fault, InputError
    from bsafe_analysis.sample import INVENTIONS, make_sample

    if which not in INVENTIONS:
        cure = f"Use {' or '.join(INVENTIONS)}."
        raise InputError([Fault("the command", "--which", f"there is no invented partnership {which!r}", cure)])
    root = (workspace or Path.cwd()).resolve()
    make_sample(root, seed, which)
    if as_json:
        print_json({"workspace": str(root), "seed": seed, "which": which})
    else:
        typer.echo(f"Invented sample data ({which}, seed {seed}) is in {root / 'data' / 'raw'}.")


_OF_THEIR_OWN: tuple[Callable[..., None], ...] = (init, lab, audit, trace, baseline, release, withdraw, verify, purge)
for _command in _OF_THEIR_OWN:
    app.command()(told(_command))
app.command("map")(told(map_file))
app.command("clusters")(told(clusters))
app.command("new-cycle")(told(new_cycle))
app.command("diary")(told(diary_file))


@app.command()
@told
def doctor(workspace: Folder = None, as_json: Json = False) -> None:
    """Say what is missing on this machine, and what would make it faster."""
    from bsafe_analysis.commands.doctor import examine

    remarks = examine(workspace)
    if as_json:
        print_json([remark.as_dict() for remark in remarks])
    else:
        for remark in remarks:
            typer.echo(f"{'ok     ' if remark.good else 'LOOK AT'} {remark.subject}: {remark.text}")
    raise typer.Exit(0 if all(remark.good or not remark.needed for remark in remarks) else 1)


def _make(
    month: str, workspace: Path | None, dry_run: bool, as_json: bool, scheduler: str | None, **chosen: Any
) -> None:
    from bsafe_analysis.batch.lock import refuse_if_held

    if not dry_run:
        refuse_if_held((workspace or Path.cwd()).resolve(), month)
    with _loading(chosen["engine"] if scheduler is None and not dry_run else "") as warm:
        from bsafe_analysis.batch.run import RunOptions, foresee, run_pack
        from bsafe_analysis.commands.progress import watcher_for

        root, options = _root(workspace), RunOptions(**chosen)
        if dry_run:
            say_plan(as_json, foresee(root, month, options))
            return
        watcher = watcher_for(_console(as_json))
        try:
            with cluster_of(scheduler) as cluster:
                place = cluster.place if cluster else warm.seal if warm else None
                result = run_pack(root, month, options, watcher, place)
        finally:
            watcher.close()
    if as_json:
        from bsafe_analysis.batch.summary import result_as_dict

        print_json(result_as_dict(result))
    else:
        print_result(result)
    raise typer.Exit(1 if result.failed else 0)


def _loading(engine: str) -> AbstractContextManager[WarmProcess | None]:
    """The process that documents are forked from, where they are: it loads while this one does."""
    from bsafe_analysis.engines import fork_engine

    return fork_engine.WarmProcess() if engine == "fork" and fork_engine.AVAILABLE else nullcontext()


def _root(workspace: Path | None) -> Path:
    from bsafe_analysis.batch.month_cache import find_root

    return find_root(workspace)


def _console(to_stderr: bool = False) -> Any:
    from rich.console import Console

    return Console(stderr=to_stderr, highlight=False)


if __name__ == "__main__":
    main()
