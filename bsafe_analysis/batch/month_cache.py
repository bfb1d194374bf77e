"""The prepared month that documents are made from: kept while its inputs say the same, made again when they do not."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from bsafe_analysis.batch.lock import hold
from bsafe_analysis.engines.watcher import Watcher
from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.file_locks import turn
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.model.periods import add_months, month_name, parse_month
from bsafe_analysis.packs.manifest import REMEMBERED, Keys, canonical, checksums, files_below, keys_of
from bsafe_analysis.preparation.store import (
    ISSUED,
    LEDGER,
    find_workspace,
    folder_of,
    read_issued,
    read_ledger,
    save_cycle,
    stored_cycle,
    write_ledger,
)

KEY = "key.json"


def checked_month(text: str) -> str:
    """The month a person typed, or InputError with the wanted form."""
    try:
        return parse_month(text)
    except ValueError:
        cure = "Write the year and the month, for example 2026-09."
        raise InputError([Fault("the command", "", f"{text!r} is not a month", cure)]) from None


def find_root(given: Path | None) -> Path:
    """The workspace: the one that was named, or the one around the folder we are in."""
    if given is None:
        return find_workspace().resolve()
    if not (given / "parameters").is_dir():
        cure = "Name a folder that holds parameters/, or make one with `bsafe init DIR`."
        raise InputError([Fault(str(given), "", "this is no workspace", cure)])
    return given.resolve()


def would_prepare(root: Path, month: str, force: bool = False) -> bool:
    """Whether the month would be prepared anew: forced, never prepared, or its inputs have changed since."""
    return force or _kept(root / "data" / "prepared" / month) != keys_of(root, month)


def prepare_month(root: Path, month: str, force: bool = False, watcher: Watcher | None = None) -> Prepared:
    """`bsafe prepare`: as `current_month`, with the month held so that no other run changes it meanwhile."""
    month = checked_month(month)
    with hold(root, month):
        return current_month(root, month, force, watcher)


def current_month(root: Path, month: str, force: bool = False, watcher: Watcher | None = None) -> Prepared:
    """The prepared month, computed only where its inputs, code or libraries have changed since, or where forced.

    Where only what people wrote has changed, only that is read again. Raises InputError with every fault of the inputs,
    and where an input was changed while it was being read.
    """
    watcher = watcher or Watcher()
    keys = keys_of(root, month)
    folder = root / "data" / "prepared" / month
    kept = None if force else _kept(folder)
    if kept == keys:
        watcher.step(f"{month_name(month)} is prepared already, from the same inputs")
        return stored_cycle(month, root)
    if kept is not None and kept.searched == keys.searched:
        watcher.step(f"{month_name(month)}: reading again what people wrote; nothing else has changed")
        prepared = _read_again(root, stored_cycle(month, root))
    else:
        watcher.step(f"Preparing {month_name(month)}: reading, checking, counting, searching")
        prepared = _prepare(root, month)
    if keys_of(root, month) != keys:
        cause = "an input was changed while the month was being prepared"
        raise InputError([Fault("data", month, cause, "Leave the files as they are and run again.")])
    save_cycle(root, prepared)
    # last, so that a crash before this line means: prepare again. It also vouches for what was saved.
    (folder / KEY).write_bytes(_vouched(folder, keys))
    # opened from its files even now, so that a first and a second run show the very same values
    return stored_cycle(month, root)


def month_for(root: Path, month: str, audience: str, force: bool = False, watcher: Watcher | None = None) -> Prepared:
    """The prepared month as an audience may see it. For partners and the public it is made from the internal one.

    What they are shown of guarded counts is kept (store.LEDGER) before any page of it can be made.
    """
    prepared, watcher = current_month(root, month, force, watcher), watcher or Watcher()
    if audience == Audience.INTERNAL:
        return prepared
    if audience not in prepared.cycle.markings:
        cure = f"Add {audience}: ... under markings, as the data controller decides."
        raise InputError([Fault("parameters/policy.yml", "markings", f"there is none for {audience}", cure)])
    folder = folder_of(root, month, audience)
    if not force and _kept(folder) == shared_keys(root, month, audience):
        return stored_cycle(month, root, audience)
    watcher.step(f"Hiding what a {audience} edition may not show, and judging what is left")
    earlier = (add_months(month, -n) for n in range(1, REMEMBERED + 1))
    issued = {m: told for m in earlier if (told := read_issued(root, m, prepared.cycle.as_of, audience))}
    with turn(root / LEDGER / ".lock", root):
        shared, ledger = _share(prepared, audience, read_ledger(root, prepared.cycle.policy.begins), issued)
        write_ledger(root, ledger)
    save_cycle(root, shared)
    (folder / KEY).write_bytes(_vouched(folder, shared_keys(root, month, audience)))
    return stored_cycle(month, root, audience)


def shared_keys(root: Path, month: str, audience: str) -> Keys:
    """What decides a shared edition: the internal month, what was shown before, earlier months as they were issued."""
    earlier = (folder_of(root, add_months(month, -n), audience) / ISSUED for n in range(1, REMEMBERED + 1))
    issued = checksums(root, [path for path in earlier if path.is_file()])
    shown = [path for path in files_below(root / LEDGER) if path.suffix == ".csv"]
    keys = vars(keys_of(root, month))
    decided = {"month": keys, "shown": checksums(root, shown), "audience": audience, "issued": issued}
    key = hashlib.sha256(canonical(decided)).hexdigest()
    return Keys(key, key)


def _share(*given: Any) -> Any:
    from bsafe_analysis.preparation.editions import share  # slow to import, and seldom needed

    return share(*given)


def _read_again(root: Path, prepared: Prepared) -> Prepared:
    from bsafe_analysis.preparation.with_register import with_register  # as slow to import as what prepares

    return with_register(root, prepared)


def _prepare(root: Path, month: str) -> Prepared:
    from bsafe_analysis.preparation.prepare import (
        prepare,  # its statistics libraries are slow to import, and seldom needed
    )

    return prepare(root, month)


def _kept(folder: Path) -> Keys | None:
    """The keys of what is kept there; None where there is nothing, or where it is not what was saved."""
    try:
        text = (folder / KEY).read_bytes()
        said = json.loads(text)
        keys = Keys(said["whole"], said["searched"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return keys if text == _vouched(folder, keys) else None


def _vouched(folder: Path, keys: Keys) -> bytes:
    files = checksums(folder, (path for path in files_below(folder) if path.name != KEY))
    return canonical({"whole": keys.whole, "searched": keys.searched, "files": files})
