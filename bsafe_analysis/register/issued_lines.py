"""What the packs of theme groups told: data/issued/<group>.csv (meeting, item, sha256), written when one is published.

It is kept, so that each line of the delivery plan is told once. People read it and need not write in it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from pathlib import Path

from bsafe_analysis.atomic_files import write_whole
from bsafe_analysis.faults import Fault, InputError, system_fault
from bsafe_analysis.file_locks import turn
from bsafe_analysis.model.activities import Activity
from bsafe_analysis.model.business_groups import BusinessGroup
from bsafe_analysis.model.group_meetings import GroupMeeting, meeting_before, meetings_on_month
from bsafe_analysis.model.plan_lines import PrintedLine, taken_as_told, work_of_themes
from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.plain_files import read_plain
from bsafe_analysis.register.refusals import refused

FOLDER = "data/issued"
COLUMNS = ("meeting", "item", "sha256")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def read_printed(
    root: Path,
    groups: Sequence[BusinessGroup],
    meetings: Collection[GroupMeeting],
    month: str,
    plan: Iterable[Activity],
) -> tuple[tuple[PrintedLine, ...], tuple[Notice, ...]]:
    """What the packs of other months told, of each group with themes that looks at this month; and what is unreadable.

    What was told on a day between the group's meeting before and its last of the month is left out: that is told anew,
    on a day that may have moved. Of a group of which nothing was kept before, all up to the last papers counts as told.
    """
    found: list[PrintedLine] = []
    notices: list[Notice] = []
    work = tuple(plan)
    using = meetings_on_month(groups, meetings, month)
    for group in dict.fromkeys(group for group, _ in using if group.themes):
        mine = [meeting for each, meeting in using if each is group]
        kept, odd = _kept_lines(root, group.key)
        notices += odd
        before = meeting_before(meetings, mine[0])
        earlier = [line for line in kept if before and line.meeting <= before.on]
        if before and not earlier:
            earlier = list(taken_as_told(work_of_themes(group, work), before))
        found += [*earlier, *(line for line in kept if line.meeting > mine[-1].on)]
    # as they are kept, so that a month is the same before and after its own packs are out
    ordered = sorted(set(found), key=lambda line: (line.group, line.meeting, line.item, line.sha256))
    return tuple(ordered), tuple(notices)


def keep_printed(
    root: Path, group: str, before: Sequence[PrintedLine], told: Sequence[PrintedLine], made: Collection[date]
) -> None:
    """Write what a group's packs told, in the place of what the same meetings' packs told before.

    `before`: what counts as told by earlier or later packs; `told`: by those `made`, each of the meeting on its day.
    Rows that cannot be read stay as they are.
    """
    path = _issued_file(root, group)
    path.parent.mkdir(parents=True, exist_ok=True)
    with turn(path.parent / ".lock", root):
        kept = [row for row in _kept_rows(path) if not _is_of_made(row, made)]
        new = [[line.meeting.isoformat(), line.item, line.sha256] for line in (*before, *told)]
        rows = sorted({tuple(row) for row in (*kept, *new)})
        content = io.StringIO(newline="")
        csv.writer(content, lineterminator="\n").writerows([COLUMNS, *rows])
        after = content.getvalue()
        if not path.exists() or path.read_text("utf-8") != after:
            write_whole(path, after)


def _issued_file(root: Path, group: str) -> Path:
    return root / FOLDER / f"{group}.csv"


def _kept_lines(root: Path, group: str) -> tuple[list[PrintedLine], list[Notice]]:
    name, rows = f"{FOLDER}/{group}.csv", _kept_rows(_issued_file(root, group))
    found = [_line_of_row(group, row) for row in rows]
    odd = [number for number, line in enumerate(found, start=2) if line is None]
    cause = f"{name}, line {odd[0] if odd else 0} was set aside: it is not a day, a line of the plan and its checksum"
    more = f" ({len(odd) - 1} more such lines)" if len(odd) > 1 else ""
    notices = [refused("issued_lines", name, f"{cause}{more}: what it names is told again")] if odd else []
    return [line for line in found if line], notices


def _kept_rows(path: Path) -> list[list[str]]:
    """The rows below the header; none where there is no file. InputError where it is damaged."""
    if not path.exists():
        return []
    try:
        text = read_plain(path, links=False).decode("utf-8-sig")
        return [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row][1:]
    except (UnicodeDecodeError, csv.Error):
        cause = "it is no table in UTF-8, and without it lines would be told twice"
    except OSError as error:
        cause = system_fault(error, "read")[0]
    cure = "Put it back from a backup; if it is lost, remove it: then all up to the last papers counts as told"
    raise InputError([Fault(f"{FOLDER}/{path.name}", "", cause, cure)])


def _line_of_row(group: str, row: Sequence[str]) -> PrintedLine | None:
    try:
        day, item, digest = row
        return PrintedLine(group, date.fromisoformat(day), item, digest) if _DIGEST.fullmatch(digest) else None
    except ValueError:
        return None


def _is_of_made(row: Sequence[str], made: Collection[date]) -> bool:
    line = _line_of_row("", row)
    return line is not None and line.meeting in made
