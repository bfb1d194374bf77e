"""Retention: what is older than the policy keeps goes, and the log keeps its checksum and the reason.

Months are counted back from the newest month that was made here, never from the clock. Raw files, parameters, the
register and the memory of what each audience was shown are not touched.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bsafe_analysis.atomic_files import set_mode
from bsafe_analysis.batch.lock import hold
from bsafe_analysis.batch.releasing import log_held, this_account
from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.model.periods import add_months
from bsafe_analysis.packs.release_log import add_line, read_log
from bsafe_analysis.packs.releases import PURGE, released_versions
from bsafe_analysis.parameters.release_rules import ReleaseRules, checked_role, read_release_rules

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
PACK, DRAFTS, WORKING = "released pack", "drafts and all that runs kept", "working notebooks and logs"


@dataclass(frozen=True)
class DuePart:
    """Something that is kept no longer. `digest`: of a released pack's manifest, else ""."""

    month: str
    what: str
    folder: str
    digest: str = ""
    pack: str = ""
    audience: str = ""
    version: int = 0


def due_for_purge(root: Path, rules: ReleaseRules) -> tuple[DuePart, ...]:
    """What is older than the policy keeps, oldest month first."""
    versions = [v for v in released_versions(read_log(root)[0]) if not v.purged]
    made = sorted(path.name for path in (root / "outputs").glob("*") if _MONTH.fullmatch(path.name) and path.is_dir())
    months = sorted({*made, *(v.month for v in versions)})
    if not months:
        return ()
    keep, keep_working = (add_months(months[-1], -n) for n in (rules.keep_months, rules.keep_working_months))
    old = [
        DuePart(v.month, PACK, v.folder, v.digest, v.pack, v.audience, v.version) for v in versions if v.month < keep
    ]
    old += [DuePart(month, DRAFTS, f"outputs/{month}") for month in made if month < keep]
    old += [part for month in made if keep <= month < keep_working for part in _working(root, month)]
    return tuple(sorted(old, key=lambda part: (part.month, part.folder)))


def purge(root: Path, role: str, reason: str) -> tuple[DuePart, ...]:
    """Remove what is due, each with a line of the log before it goes; returns it. InputError as for a release."""
    rules = read_release_rules(root)
    role = checked_role(rules, role)
    if not reason.strip() or not reason.isprintable():
        raise InputError([Fault("the command", "--reason", "no reason is given", "Say why it is kept no longer")])
    with log_held(root):
        due = due_for_purge(root, rules)
        for part in due:
            with hold(root, part.month) if part.what != PACK else nullcontext():
                add_line(root, PURGE, {**_line_for(part), **_by(role, reason, rules)})
                _remove(root / part.folder)
    return due


def _working(root: Path, month: str) -> Iterator[DuePart]:
    for private in (root / "outputs" / month).glob("**/private"):
        for run in sorted(private.glob("run-*")):
            yield DuePart(month, WORKING, run.relative_to(root).as_posix())


def _line_for(part: DuePart) -> dict[str, object]:
    told: dict[str, object] = {"month": part.month, "part": part.what, "folder": part.folder}
    if part.what != PACK:
        return told
    return told | {"pack": part.pack, "audience": part.audience, "version": part.version, "sha256": part.digest}


def _by(role: str, reason: str, rules: ReleaseRules) -> dict[str, object]:
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"at": at, "account": this_account(), "role": role, "reason": reason, "policy": rules.policy}


def _remove(folder: Path) -> None:
    """Published folders are read-only: they have to be opened first."""
    for inside in [folder, *folder.rglob("*")]:
        if inside.is_dir() and not inside.is_symlink():
            set_mode(inside, 0o755)
    shutil.rmtree(folder, ignore_errors=not folder.exists())
