"""The prepared month that documents are made from: kept while its inputs say the same, made again when they do not."""

from __future__ import annotations

import json
from pathlib import Path

from bsafe_analysis.batch.lock import hold
from bsafe_analysis.batch.manifest import Keys, canonical, checksums, files_below, keys_of
from bsafe_analysis.batch.watch import Watcher
from bsafe_analysis.cycle import Prepared
from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.periods import month_name, parse_month
from bsafe_analysis.store import find_workspace, save_cycle, stored_cycle
from bsafe_analysis.written import with_register

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
        prepared = with_register(root, stored_cycle(month, root))
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


def _prepare(root: Path, month: str) -> Prepared:
    from bsafe_analysis.prepare import prepare  # its statistics libraries are slow to import, and seldom needed

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
