"""Files under data/register and parameters that nothing reads: each is told, for somebody wrote it to be read."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.register.delivery_plan import NAME as PLAN
from bsafe_analysis.register.refusals import refused

TABLES = (PLAN, "community_priorities", "concerns", "assets", "services", "known_issues", "scores", "meetings")
PARAMETERS = (
    "detection", "documents", "groups", "indicators", "meetings", "monitor", "options", "partnership", "policy",
    "priorities", "rebases", "scoring", "sources", "workload",
)  # fmt: skip
_MONTH = r"\d{4}-(0[1-9]|1[0-2])"
READ = re.compile(
    "|".join((
        rf"data/register/(?i:({'|'.join(TABLES)})\.(csv|xlsx|xlsm))",
        r"data/register/annotations\.yml",
        # a name that is no month or place is told by whoever reads that folder
        r"data/register/(decisions|notes|commentary/[^/]+|findings/[^/]+)/[^/]+",
        rf"parameters/({'|'.join(PARAMETERS)})\.yml",
        rf"parameters/cycles/{_MONTH}\.yml",
        r".*/README(\.[a-z]+)?",
    ))
)  # fmt: skip
_ENDS = {"decisions": ".yml", "notes": ".md", "commentary": ".md", "findings": ".yml"}
"""What the files of these folders must end in to be read."""
PASSED_OVER = re.compile(
    r"\..*|~\$.*|.*~|.*\.(tmp|swp|lock|part|crdownload)|(?i:thumbs\.db|desktop\.ini|__pycache__|icon\r)"
)
"""Names that the system, an editor or a sync client made, not a person: hidden, temporary, lock files."""
_KINDS_OF_TABLE = (".xls", ".ods", ".xlsb", ".numbers", ".txt", ".tsv")


def unread_files(root: Path) -> tuple[Notice, ...]:
    """A notice for each file that nothing reads, with the name it would be read under where one is near."""
    return tuple(
        _notice(name)
        for top in ("data/register", "parameters")
        for name in _files_below(root, top)
        if not _is_read(name)
    )


def _files_below(root: Path, top: str) -> Iterator[str]:
    for inside, folders, files in os.walk(root / top):
        folders[:] = sorted(name for name in folders if not PASSED_OVER.fullmatch(name))
        for name in sorted(files):
            if not PASSED_OVER.fullmatch(name):
                yield (Path(inside) / name).relative_to(root).as_posix()


def _is_read(name: str) -> bool:
    if not READ.fullmatch(name):
        return False
    parts = name.split("/")
    end = _ENDS.get(parts[2]) if parts[0] == "data" and len(parts) > 3 else None
    in_month = parts[2] != "findings" or re.fullmatch(_MONTH, parts[3]) if len(parts) > 4 else True
    return not end or name.endswith("/README.md") or (name.endswith(end) and bool(in_month))


def _notice(name: str) -> Notice:
    meant = _meant(name)
    # the delivery plan's pages then say that it could not be used, not that none is held
    kind = "activity_refused" if meant.startswith(f"data/register/{PLAN}.") else "unread_file"
    cure = (
        f"if it is meant to be, name it {meant}"
        if meant
        else "if it is meant to be, see docs/workspace.md for its name"
    )
    if name.lower().endswith(_KINDS_OF_TABLE):
        cure = f"save it as {meant or 'a .csv or .xlsx file'}"
    return refused(kind, name, f"{name} is read by nothing: {cure}")


def _meant(name: str) -> str:
    """The name under which it would be read, where its own is near to that; "" where none is."""
    folder, _, file = name.rpartition("/")
    stem, _, end = file.partition(".")
    bare = re.sub(r"[\s_-]*(\(\d+\)|copy|conflict.*|\d+)$", "", stem.lower()).strip()
    if folder == "data/register":
        names, ending = (
            [*TABLES, "annotations"],
            ".csv" if end.lower() not in ("xlsx", "xlsm", "xls", "ods") else ".xlsx",
        )
    elif folder == "parameters":
        names, ending = list(PARAMETERS), ".yml"
    else:
        top = name.split("/")[2] if name.startswith("data/register/") else ""
        right = f"{folder}/{stem}{_ENDS[top]}" if top in _ENDS else ""
        return right if right != name and _is_read(right) else ""
    found = [each for each in names if bare.startswith(each)] or difflib.get_close_matches(
        bare, names, n=1, cutoff=0.75
    )
    if not found:
        return ""
    return f"{folder}/{found[0]}{'.yml' if found[0] == 'annotations' else ending}"
