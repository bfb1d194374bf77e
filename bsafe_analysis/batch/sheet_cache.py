"""The month as a run publishes it, with the sheets that it leaves for the meetings.

Where nothing has changed that the sheets are made from, nor a sheet itself, they are not worked out again.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from bsafe_analysis.atomic_files import write_whole
from bsafe_analysis.batch.month_cache import month_for
from bsafe_analysis.engines.watcher import Watcher
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.packs.manifest import REGISTER, canonical, checksums, code_checksum, files_below, versions
from bsafe_analysis.preparation.store import field_checksums

_KEY = "sheets.key"
_SHEETS = f"{REGISTER}decisions"


def month_to_publish(root: Path, month: str, audience: str, watcher: Watcher, pack: str = "") -> Prepared:
    """The month for an audience; the internal run leaves the sheets on which meetings' decisions are written.

    `pack`: the one of the month's other packs that is made, "" for its own; one for groups leaves their sheets too.
    """
    prepared = _with_monthly_sheets(root, month, audience, watcher)
    if audience == Audience.INTERNAL and any(d.of_groups and d.pack == pack for d in prepared.cycle.documents):
        from bsafe_analysis.batch.group_sheets_left import leave_group_sheets  # slow to import, and seldom needed

        if leave_group_sheets(root, prepared, pack):
            prepared = month_for(root, month, audience, watcher=watcher)
    return prepared


def _with_monthly_sheets(root: Path, month: str, audience: str, watcher: Watcher) -> Prepared:
    prepared = month_for(root, month, audience, watcher=watcher)
    if audience != Audience.INTERNAL or _stand(root, month):
        return prepared
    from bsafe_analysis.batch import decision_sheets  # slow to import, and seldom needed

    left = decision_sheets.leave_decisions(root, prepared)
    if left.written:  # a sheet is an input of the month too: a second run must find the same
        prepared = month_for(root, month, audience, watcher=watcher)
    if left.told:
        watcher.step(left.told)
    else:
        write_whole(_file(root, month), _key(root, month))
    return prepared


def _stand(root: Path, month: str) -> bool:
    try:
        return _file(root, month).read_bytes() == _key(root, month)
    except OSError:
        return False


def _file(root: Path, month: str) -> Path:
    return root / "outputs" / month / "private" / _KEY


def _key(root: Path, month: str) -> bytes:
    """Of all that decides a sheet. What practitioners note of a place decides none."""
    kept = field_checksums(root, month)
    fields = {name: digest for name, digest in kept.items() if name.partition("/")[0] != "notes"}
    sheets = checksums(root, files_below(root / _SHEETS))
    return hashlib.sha256(canonical([fields, sheets, code_checksum(), versions()])).hexdigest().encode()
