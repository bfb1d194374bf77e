"""The prepared month on disk, and the only door notebooks use: save_cycle() and open_cycle()."""

from __future__ import annotations

import copy
import hashlib
import io
import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

import pandas as pd
from pydantic import TypeAdapter

from bsafe_analysis.atomic_files import set_mode, swap_folder, write_whole
from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.model.activities import Activity
from bsafe_analysis.model.counts import issued_totals
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.disclosure import SHARED, Audience
from bsafe_analysis.model.findings import Finding
from bsafe_analysis.model.issued_record import Issued
from bsafe_analysis.model.periods import add_months, parse_month
from bsafe_analysis.model.read_tracking import ReadLog, traced
from bsafe_analysis.model.released_counts import ReleasedCounts
from bsafe_analysis.preparation.store_seals import NotSealedError, SealedFolder, seal_folder
from bsafe_analysis.preparation.stored_releases import from_text, to_text

FOLDER = "data/prepared"
ISSUED = "issued.json"
LEDGER = "data/released"
"""What wider audiences were shown, so that no later edition can be set against an earlier one. To be backed up."""
_MONTH = re.compile(r"\d{4}-\d\d")
_ready: dict[tuple[Path, str, str], Prepared] = {}
"""A month handed to the processes forked from this one. Process-wide, for between the warm process that reads the month
and the notebook that opens it lie a fork and an IPython kernel, and a notebook names nothing but its month."""
_reads = ReadLog()
"""What this process's notebook has read of every month it opened. One log for all of them, for a page depends on all: a
cell that shows a view of another month hands nothing to the cell that finishes the document."""
FRAMES = (
    "counts", "expectations", "baseline_facts", "forecasts", "rises", "spots", "guarded", "hidden", "times",
    "other_districts", "outcomes", "hexagons", "times_known", "stops",
)  # fmt: skip


def save_cycle(workspace_root: Path, prepared: Prepared) -> Path:
    """Keep the month in data/prepared/<month>/: a Parquet file a table and facts.json. Written whole or not at all."""
    folder = folder_of(workspace_root, prepared.cycle.month, prepared.audience).parent
    folder.mkdir(parents=True, exist_ok=True)
    final = folder / prepared.cycle.month
    building = Path(tempfile.mkdtemp(prefix=f".{prepared.cycle.month}-", dir=folder))
    try:
        for name in FRAMES:
            _keep_table(getattr(prepared, name), building / f"{name}.parquet")
        facts = {f.name: getattr(prepared, f.name) for f in fields(Prepared) if f.name not in FRAMES}
        text = {name: _adapter(name).dump_python(value, mode="json") for name, value in facts.items()}
        (building / "facts.json").write_text(json.dumps(text, sort_keys=True, indent=1, ensure_ascii=False), "utf-8")
        (building / ISSUED).write_bytes(_ISSUED.dump_json(as_issued(prepared), indent=1))
        seal_folder(building)
        set_mode(building, 0o755)  # mkdtemp makes it private; the workspace's own umask governs its parent
        swap_folder(building, final)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return final


def _keep_table(table: pd.DataFrame, path: Path) -> None:
    """The table as it will be read, so that what is read and kept again has the same bytes (text types settle)."""
    table.to_parquet(path, index=False)
    pd.read_parquet(path).to_parquet(path, index=False)


def open_cycle(month: str, workspace: Path | None = None, audience: str = "") -> Prepared:
    """The prepared month as the run's audience may see it; InputError where it has not been prepared.

    What a notebook reads of it is remembered. `workspace` defaults to the run's own (BSAFE_WORKSPACE), else to the
    nearest folder above that holds parameters/; `audience` to the run's own (BSAFE_AUDIENCE), else to internal. A
    notebook names neither.
    """
    root = workspace or find_workspace()
    reader = audience or os.environ.get("BSAFE_AUDIENCE") or Audience.INTERNAL
    for_readers_of_this_run(reader)
    ready = _ready.pop((root, month, reader), None)
    return traced(ready or stored_cycle(month, root, reader), _reads)


def for_readers_of_this_run(audience: str) -> None:
    """InputError where a run for others is asked for what its readers may not see."""
    sealed = os.environ.get("BSAFE_AUDIENCE") or Audience.INTERNAL
    if sealed not in (Audience.INTERNAL, audience):
        cause = f"this run is for {sealed} readers, and a notebook of it asks for what is {audience}"
        raise InputError([Fault("open_cycle", "audience", cause, "Leave the audience out: the run names it")])


def have_ready(workspace: Path, prepared: Prepared) -> None:
    """Keep a copy of this month for the first open_cycle of this process, or of each process forked from it.

    Handed over, not read here: reading Parquet starts threads, and a process with threads may not be forked.
    """
    _ready[workspace, prepared.cycle.month, prepared.audience] = copy.deepcopy(prepared)


def stored_cycle(month: str, workspace: Path, audience: str = Audience.INTERNAL) -> Prepared:
    """The prepared month as it is kept for an audience, without remembering what is read of it."""
    folder = folder_of(workspace, _month(month), audience)
    command = f"prepare {month}" if audience == Audience.INTERNAL else f"run {month} --audience {audience}"
    try:
        sealed = SealedFolder(folder)
        facts = json.loads(sealed.read("facts.json"))
        frames = {name: pd.read_parquet(io.BytesIO(sealed.read(f"{name}.parquet"))) for name in FRAMES}
    except NotSealedError:
        facts, frames = {}, {}
    except ValueError:
        cause = f"what is kept of {month} is damaged: it is not what was prepared"
        raise InputError([Fault(f"{FOLDER}/{month}", "", cause, f"Run `bsafe {command}`")]) from None
    except FileNotFoundError:
        fault = Fault(f"{FOLDER}/{month}", "", f"{month} is not prepared", f"Run `bsafe {command}`")
        raise InputError([fault]) from None
    if not _is_of_this_version(facts):
        cure = f"Run `bsafe prepare {month}`"
        raise InputError([Fault(f"{FOLDER}/{month}", "", f"{month} was prepared by another version of bsafe", cure)])
    return Prepared(**frames, **{name: _adapter(name).validate_python(value) for name, value in facts.items()})


def _is_of_this_version(facts: Mapping[str, Any]) -> bool:
    """Whether a month has all that must be given of it, and nothing that is known no more."""
    needed = {f.name for f in fields(Prepared) if f.default is MISSING and f.default_factory is MISSING}
    return needed - set(FRAMES) <= facts.keys() <= {f.name for f in fields(Prepared)}


def field_checksums(workspace: Path, month: str, audience: str = Audience.INTERNAL) -> dict[str, str]:
    """SHA-256 of each field of a prepared month as it is kept, and of the notes of each place ("notes/<area>")."""
    folder = folder_of(workspace, _month(month), audience)
    facts = json.loads((folder / "facts.json").read_text("utf-8"))
    parts = facts | {f"notes/{note['area']}": note for note in facts["notes"]}
    digests = {name: hashlib.sha256(json.dumps(part, sort_keys=True).encode()) for name, part in parts.items()}
    digests |= {name: hashlib.sha256((folder / f"{name}.parquet").read_bytes()) for name in FRAMES}
    return {name: digest.hexdigest() for name, digest in digests.items()}


def folder_of(workspace_root: Path, month: str, audience: str = Audience.INTERNAL) -> Path:
    """Where a month is kept as an audience may see it: data/prepared/<month>/, or data/prepared/<audience>/<month>/."""
    if audience not in list(Audience):
        raise InputError([Fault("--audience", "", f"there is no audience {audience!r}", f"Use {', '.join(Audience)}")])
    return workspace_root / FOLDER / ("" if audience == Audience.INTERNAL else audience) / month


def stored_activities(workspace_root: Path, month: str) -> tuple[Activity, ...]:
    """The delivery plan as it was when the month was last made here; none where it was not, or is damaged."""
    try:
        facts = json.loads(SealedFolder(folder_of(workspace_root, month)).read("facts.json"))
        kept: tuple[Activity, ...] = _adapter("activities").validate_python(facts["activities"])
        return kept
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def stored_findings(
    workspace_root: Path, month: str, as_of: date | None = None, audience: str = Audience.INTERNAL
) -> tuple[Finding, ...] | None:
    """The findings of a month as they were kept when it was prepared.

    None where it was not, where what was kept is damaged, or where it was prepared from later data than `as_of`.
    """
    try:
        facts = json.loads(SealedFolder(folder_of(workspace_root, month, audience)).read("facts.json"))
        later = as_of is not None and facts["cycle"]["as_of"] > as_of.isoformat()
        return None if later else _adapter("findings").validate_python(facts["findings"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def as_issued(prepared: Prepared) -> Issued:
    """What later months are to remember of this one."""
    month = prepared.cycle.month
    totals = issued_totals(prepared.counts, prepared.areas.borough.code, month)
    return Issued(month, prepared.cycle.as_of.isoformat(), prepared.findings, totals)


def read_issued(
    workspace_root: Path, month: str, as_of: date | None = None, audience: str = Audience.INTERNAL
) -> Issued | None:
    """A month as it was issued; None where it was not, where that is damaged, or was made from data after `as_of`."""
    try:
        issued = _ISSUED.validate_json(SealedFolder(folder_of(workspace_root, month, audience)).read(ISSUED))
    except (OSError, ValueError):
        return None
    return None if as_of is not None and issued.as_of > as_of.isoformat() else issued


def read_ledger(workspace_root: Path, begins: Mapping[Audience, str] | None = None) -> dict[Audience, ReleasedCounts]:
    """Audience -> everything that it was ever shown of guarded counts.

    InputError where that is damaged, or is missing or older than editions that were made: without it what they showed
    could be set against new ones. Not where only later months are shown (`begins`: policy.yml, not_shown_before).
    """
    found = {}
    for audience in SHARED:
        file, editions = workspace_root / LEDGER / f"{audience}.csv", _editions(workspace_root, audience)
        try:
            found[audience] = from_text(file.read_bytes().decode(), editions)
        except FileNotFoundError:
            found[audience] = ReleasedCounts()
        except (OSError, ValueError, KeyError, TypeError):
            raise InputError([_lost(audience, "this is not as bsafe wrote it", editions)]) from None
        unknown = [month for month in editions if month not in found[audience].editions]
        if unknown and not max(unknown) < (begins or {}).get(audience, ""):
            cause = f"it does not know of the edition of {max(unknown)}, which was made"
            raise InputError([_lost(audience, cause, editions)])
    return found


def _lost(audience: Audience, cause: str, editions: Sequence[str]) -> Fault:
    fault = f"{cause}, and without it a hidden count could be given away"
    after = add_months(max(editions), 1) if editions else "the month to begin with"
    line = f"not_shown_before: {{{audience}: {after}}}"
    cure = f"Put it back from a backup; if it is lost for good, remove it and write {line} into policy.yml"
    return Fault(f"{LEDGER}/{audience}.csv", "", fault, cure)


def _editions(workspace_root: Path, audience: Audience) -> list[str]:
    """The months of which this audience has an edition, prepared or published."""
    folders = [
        *(workspace_root / FOLDER / audience).glob("[0-9]*/facts.json"),
        *(folder / "v1" for folder in (workspace_root / "outputs").glob(f"[0-9]*/{audience}") if any(folder.iterdir())),
    ]
    months = {f.parent.name if f.name == "facts.json" else f.parent.parent.name for f in folders}
    return sorted(month for month in months if _MONTH.fullmatch(month))


def write_ledger(workspace_root: Path, ledger: Mapping[Audience, ReleasedCounts]) -> None:
    """Keep what each audience was shown; each file is written whole before it takes the place of the old one."""
    for audience, memory in ledger.items():
        write_whole(workspace_root / LEDGER / f"{audience}.csv", to_text(memory))


def find_workspace() -> Path:
    """The workspace that a notebook opened by hand belongs to."""
    if os.environ.get("BSAFE_WORKSPACE"):
        return Path(os.environ["BSAFE_WORKSPACE"])
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "parameters").is_dir():
            return folder
    raise InputError(
        [Fault(here.name, "", "no workspace here: no folder above holds parameters/", "Go into a workspace")]
    )


def _month(text: str) -> str:
    try:
        return parse_month(text)
    except ValueError as error:
        raise InputError([Fault("open_cycle", "month", str(error), "For example 2026-09")]) from None


_ISSUED = TypeAdapter(Issued)


@cache
def _adapter(field: str) -> TypeAdapter[Any]:
    return TypeAdapter(get_type_hints(Prepared)[field])
