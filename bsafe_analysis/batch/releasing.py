"""Release and withdrawal: a named second role lets a pack go out; what is released is frozen and never written again.

Who says so is recorded, not proved: whoever may write in the workspace can type any role.
"""

from __future__ import annotations

import getpass
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bsafe_analysis.atomic_files import flush_folder, set_mode
from bsafe_analysis.batch.lock import hold
from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.file_locks import hold_file
from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.packs.publish import current, write_version
from bsafe_analysis.packs.release_log import RELEASED, LogLine, add_line, read_log
from bsafe_analysis.packs.released_pack import MANIFEST, DraftPack, checksum, read_draft, released_files
from bsafe_analysis.packs.releases import (
    RELEASE,
    WITHDRAWAL,
    ReleasedVersion,
    released_versions,
    series_folder,
    standing,
)
from bsafe_analysis.parameters.release_rules import POLICY_FILE, ReleaseRules, checked_role, read_release_rules

_UNFINISHED = re.compile(r"\.v([1-9]\d*)\.tmp")
LONGEST = 1000
"""Letters of a reason, a minute or a recipient."""


@dataclass(frozen=True)
class ReleaseOrder:
    """What somebody asks to be released, and who they are. `pack`: "" the month's own.

    `on`, `minute`: the day and the item of the meeting that agreed, where one did. `supersedes`: the version that this
    one corrects, with its `reason`. `status`: what the pages will bear, before their version.
    """

    month: str
    role: str
    audience: str = Audience.INTERNAL
    pack: str = ""
    on: date | None = None
    minute: str = ""
    recipients: tuple[str, ...] = ()
    supersedes: int | None = None
    reason: str = ""
    status: str = "RELEASED"

    @property
    def place(self) -> str:
        return series_folder(self.month, self.pack, self.audience)


@dataclass(frozen=True)
class ReleasedPack:
    """Where a released version lies, and the line of the log that tells of it."""

    folder: Path
    version: int
    line: LogLine


def release_pack(root: Path, order: ReleaseOrder) -> ReleasedPack:
    """Freeze what is published of this month, pack and audience as its next version.

    InputError where the role may not release, the files are not what the run published, or a version that stands would
    be passed over without a reason. Killed on the way, nothing is released, or all of it by the next command.
    """
    rules = read_release_rules(root)
    role = checked_role(rules, order.role)
    _checked(order)
    with hold(root, order.month), log_held(root):
        folder = _published(root, order)
        draft = read_draft(folder, folder.relative_to(root).as_posix())
        account = _second_account(rules, folder)
        versions = released_versions(_trusted(root))
        before = standing(versions, order.month, order.pack, order.audience)
        _must_follow(order, before, draft)
        version = 1 + max([v.version for v in versions if v.folder.startswith(f"{order.place}/v")], default=0)
        files = released_files(draft, version, f"{order.status} v{version}")
        unfinished = root / order.place / f".v{version}.tmp"
        write_version(unfinished, files)
        details = {**_asked_by(order, role, account, rules), "version": version, "draft": draft.digest}
        line = add_line(root, RELEASE, details | {"sha256": checksum(files[MANIFEST]), "supersedes": order.supersedes})
        _finish(unfinished)
        return ReleasedPack(root / order.place / f"v{version}", version, line)


def withdraw_release(root: Path, order: ReleaseOrder, version: int | None = None) -> ReleasedPack:
    """Say in the log that a version stands no more (None: the one that stands); its files stay, as evidence."""
    rules = read_release_rules(root)
    role = checked_role(rules, order.role)
    _checked(order)
    if not order.reason.strip():
        raise InputError([Fault("the command", "--reason", "no reason is given", "Say why it is withdrawn")])
    with log_held(root):
        versions = released_versions(_trusted(root))
        own = [v for v in versions if v.folder.startswith(f"{order.place}/v") and not v.withdrawn]
        found = next((v for v in reversed(own) if version in (None, v.version)), None)
        if found is None:
            named = "nothing" if version is None else f"no version {version} that stands"
            there = ", ".join(str(v.version) for v in own) or "none"
            raise InputError([Fault(order.place, "", f"{named} is released there", f"Versions that stand: {there}.")])
        details = _asked_by(order, role, this_account(), rules) | {"version": found.version, "sha256": found.digest}
        return ReleasedPack(root / found.folder, found.version, add_line(root, WITHDRAWAL, details))


@contextmanager
def log_held(root: Path) -> Iterator[None]:
    """Nobody else releases, withdraws or purges meanwhile; what an earlier command left half-done is settled first."""
    with hold_file(root / RELEASED / ".log.lock", root, "something is being released, withdrawn or purged"):
        _settle(root)
        yield


def this_account() -> str:
    """The name of the account that types; "unknown" where the system has none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "unknown"


def _settle(root: Path) -> None:
    """A release that was cut off is finished where the log tells of it, and swept where it does not."""
    told = {root / version.folder for version in released_versions(_trusted(root))}
    for unfinished in sorted((root / RELEASED).glob("**/.v*.tmp")):
        if (found := _UNFINISHED.fullmatch(unfinished.name)) is None:
            continue
        final = unfinished.parent / f"v{found[1]}"
        if final in told and not final.exists():
            _finish(unfinished)
        else:
            set_mode(unfinished, 0o755)
            shutil.rmtree(unfinished)


def _finish(unfinished: Path) -> None:
    unfinished.rename(unfinished.with_name(unfinished.name.removeprefix(".").removesuffix(".tmp")))
    flush_folder(unfinished.parent)


def _trusted(root: Path) -> tuple[LogLine, ...]:
    lines, faults = read_log(root)
    if faults:
        raise InputError(faults)
    return lines


def _published(root: Path, order: ReleaseOrder) -> Path:
    folder = root / "outputs" / order.month / order.pack / order.audience
    found = current(folder)
    if found is None or not found.is_dir():
        named = folder.relative_to(root).as_posix()
        of_pack = f" --pack {order.pack}" if order.pack else ""
        cure = f"Run `bsafe run {order.month}{of_pack} --audience {order.audience}`, and read what it makes"
        raise InputError([Fault(named, "", "no pack is published there", cure)])
    return found


def _second_account(rules: ReleaseRules, folder: Path) -> str:
    """Who types; InputError where the policy asks for another account than the one whose run made the pack."""
    account = this_account()
    if not rules.another_account:
        return account
    try:
        ran = (folder / MANIFEST).owner()
    except (KeyError, NotImplementedError, OSError):  # an account that is gone, a system or a drive without owners
        ran = ""
    if ran and ran != account:
        return account
    cause = f"the account that ran it ({ran}) is releasing it" if ran else "this drive does not say who ran it"
    cure = f"{POLICY_FILE} asks for another account (release.another_account): let a second person release it"
    raise InputError([Fault("the command", "", cause, cure)])


def _must_follow(order: ReleaseOrder, before: ReleasedVersion | None, draft: DraftPack) -> None:
    """A correction names what it corrects, and why; the same pack is not released twice."""
    faults = []
    if order.on is not None and order.on < draft.as_of:
        cause = f"{order.on} is before the day of the data ({draft.as_of})"
        faults.append(Fault("the command", "--on", cause, "Give the day on which it was agreed"))
    if before is None and order.supersedes is not None:
        cause = "nothing that stands is released to be superseded"
        faults.append(Fault(order.place, "--supersedes", cause, "Leave --supersedes out"))
    if before is not None:
        if before.draft == draft.digest:
            cause = f"this very pack is released already, as version {before.version}"
            faults.append(Fault(order.place, "", cause, "There is nothing to do"))
        elif order.supersedes != before.version or not order.reason.strip():
            cure = f'A correction needs both: --supersedes {before.version} --reason "what was wrong"'
            faults.append(Fault(order.place, "", f"version {before.version} of it is released and stands", cure))
    if faults:
        raise InputError(faults)


def _checked(order: ReleaseOrder) -> None:
    """What names a folder is a name and no path; what is kept for good is a plain line."""
    faults = list(_too_long(order))
    if order.audience not in list(Audience):
        cause = f"there is no audience {order.audience!r}"
        faults.append(Fault("the command", "--audience", cause, f"Use {', '.join(Audience)}."))
    if not re.fullmatch(r"[a-z][a-z0-9_]*|", order.pack):
        faults.append(Fault("the command", "--pack", "this is no pack's name", "Name it as documents.yml does"))
    if faults:
        raise InputError(faults)


def _too_long(order: ReleaseOrder) -> Iterator[Fault]:
    told = (("--reason", order.reason), ("--minute", order.minute), *(("--to", name) for name in order.recipients))
    for option, text in told:
        if len(text) > LONGEST or not text.isprintable():
            yield Fault("the command", option, f"it is over {LONGEST} letters, or no plain line", "Say it shorter")


def _asked_by(order: ReleaseOrder, role: str, account: str, rules: ReleaseRules) -> dict[str, Any]:
    return {
        "at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "account": account,
        "role": role,
        "month": order.month,
        "pack": order.pack,
        "audience": order.audience,
        "on": order.on.isoformat() if order.on else "",
        "minute": order.minute,
        "recipients": list(order.recipients),
        "reason": order.reason,
        "policy": rules.policy,
    }
