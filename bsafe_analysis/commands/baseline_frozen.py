"""`bsafe baseline`: freeze what is usual in each neighbourhood, and say what has been revised since."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from bsafe_analysis.commands.output import print_json, say
from bsafe_analysis.commands.shared_options import Folder, Json, Month


def baseline(
    month: Month,
    supersedes: Annotated[str, typer.Option("--supersedes", help="The baseline that stands, e.g. B2026.")] = "",
    reason: Annotated[str, typer.Option("--reason", help="Why it no longer serves, in a line that is kept.")] = "",
    revised: Annotated[
        bool, typer.Option("--revised", help="Freeze nothing: say which counts of the one that stands are others now.")
    ] = False,
    workspace: Folder = None,
    as_json: Json = False,
) -> None:
    """Freeze the month's baseline, category by neighbourhood, as a CSV that is never written again."""
    from bsafe_analysis.batch.frozen_baselines import FOLDER, freeze_baseline, read_baselines, revised_since
    from bsafe_analysis.batch.month_cache import checked_month, find_root, prepare_month
    from bsafe_analysis.faults import Fault, InputError

    root = find_root(workspace)
    prepared = prepare_month(root, checked_month(month))
    if not revised:
        frozen = freeze_baseline(root, prepared, supersedes, reason)
        of = f"{frozen.first} to {frozen.last}, {frozen.months} months held"
        where = root / FOLDER / f"{frozen.id}.csv"
        print_json(asdict(frozen)) if as_json else say(
            f"Frozen: {frozen.id} ({of}), {where}\nIts checksum: {frozen.sha256}"
        )
        return
    known = read_baselines(root)
    if not known:
        raise InputError([Fault(FOLDER, "", "no baseline is frozen", f"`bsafe baseline {month}` freezes one")])
    moved = revised_since(root, known[-1], prepared)
    if as_json:
        print_json({"baseline": known[-1].id, "revised": [asdict(each) for each in moved]})
        return
    say(f"{known[-1].id}: {len(moved)} of its counts are others now. It stands as it was frozen.")
    for each in moved:
        name = f"{prepared.areas[each.area].name}, {prepared.cycle.category(each.category).name}"
        say(f"  {name}: now {each.now:,}, baseline {each.baseline:,}")
