"""The prepared month that documents are made from: kept while its inputs say the same, made again when they do not."""

from __future__ import annotations

from pathlib import Path

from bsafe_analysis.batch.lock import hold
from bsafe_analysis.batch.manifest import canonical, checksums, files_below, prepared_key
from bsafe_analysis.batch.watch import Watcher
from bsafe_analysis.cycle import Prepared
from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.periods import month_name, parse_month
from bsafe_analysis.store import find_workspace, open_cycle, save_cycle

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
    return force or not _is_current(root / "data" / "prepared" / month, prepared_key(root, month))


def prepare_month(root: Path, month: str, force: bool = False, watcher: Watcher | None = None) -> Prepared:
    """`bsafe prepare`: as `current_month`, with the month held so that no other run changes it meanwhile."""
    month = checked_month(month)
    with hold(root, month):
        return current_month(root, month, force, watcher)


def current_month(root: Path, month: str, force: bool = False, watcher: Watcher | None = None) -> Prepared:
    """The prepared month, computed only where its inputs, code or libraries have changed since, or where forced.

    Raises InputError with every fault of the inputs, and where an input was changed while it was being read.
    """
    watcher = watcher or Watcher()
    key = prepared_key(root, month)
    folder = root / "data" / "prepared" / month
    if not force and _is_current(folder, key):
        watcher.step(f"{month_name(month)} is prepared already, from the same inputs")
        return open_cycle(month, root)
    watcher.step(f"Preparing {month_name(month)}: reading, checking, counting, searching")
    prepared = _prepare(root, month)
    if prepared_key(root, month) != key:
        cause = "an input was changed while the month was being prepared"
        raise InputError([Fault("data", month, cause, "Leave the files as they are and run again.")])
    save_cycle(root, prepared)
    # last, so that a crash before this line means: prepare again. It also vouches for what was saved.
    (folder / KEY).write_bytes(canonical({"key": key, "files": _files(folder)}))
    # opened from its files even now, so that a first and a second run show the very same values
    return open_cycle(month, root)


def _prepare(root: Path, month: str) -> Prepared:
    from bsafe_analysis.prepare import prepare  # its statistics libraries are slow to import, and seldom needed

    return prepare(root, month)


def _is_current(folder: Path, key: str) -> bool:
    if not (folder / KEY).is_file():
        return False
    return (folder / KEY).read_bytes() == canonical({"key": key, "files": _files(folder)})


def _files(folder: Path) -> dict[str, str]:
    return checksums(folder, (path for path in files_below(folder) if path.name != KEY))
