"""What a group's own meeting decided: data/register/decisions/<group>-<day>.yml, left with its pack, filled in.

What a run leaves and what is read again stand here side by side. Nothing that was written is ever written over.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from bsafe_analysis.atomic_files import create_whole
from bsafe_analysis.faults import InputError, system_fault
from bsafe_analysis.model.business_groups import BusinessGroup
from bsafe_analysis.model.group_meetings import GroupMeeting
from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.model.register_entries import GroupSheet
from bsafe_analysis.parameters.groups_file import nearest_name
from bsafe_analysis.plain_files import read_plain
from bsafe_analysis.register.cells import Known, Unusable, as_day
from bsafe_analysis.register.decisions import (
    OF_GROUP,
    PROPOSALS,
    PutForward,
    proposal_lines,
    read_decision_file,
)
from bsafe_analysis.register.meeting_sheets import FOLDER, faults_told, held_line, one_line, sheet_refused


def sheet_of(group: str, on: date) -> str:
    """The file of a meeting's sheet, below the workspace."""
    return f"{FOLDER}/{group}-{on.isoformat()}.yml"


def leave_group_sheet(root: Path, group: BusinessGroup, on: date, wanted: Sequence[PutForward]) -> bool:
    """Write the sheet of one meeting where there is none yet and something is put to it; whether it was written."""
    path = root / sheet_of(group.key, on)
    if not wanted or path.exists():
        return False
    return create_whole(path, group_sheet(group, on, wanted))


def group_sheet(group: BusinessGroup, on: date, wanted: Iterable[PutForward]) -> str:
    """A sheet with an entry for each of these, to be filled in."""
    lines = [
        f"# What {one_line(group.name)} decides on {on.day} {on:%B %Y}.",
        "# Fill in at the meeting, between the quotation marks. What is accepted or amended is in the delivery plan",
        "# from the next month on, until somebody enters it there with its reference in the column decision.",
        "# decision: accept | amend | refuse. why: needed for amend and refuse.",
        "# owner: one role, if the meeting names it. due: a day, such as 2026-12-20.",
        "# To add something, write it below in the same way. What you write here is never written over.",
        held_line(),
        f"{PROPOSALS}:",
    ]
    named = (f"{group.key}-{on.isoformat()}-{n}" for n in range(1, 1000))
    entries = (replace(put, proposal=replace(put.proposal, ref=ref)) for ref, put in zip(named, wanted, strict=False))
    return "\n".join(lines) + "\n" + "".join(map(proposal_lines, entries))


def read_group_sheets(
    root: Path, known: Known, groups: Sequence[BusinessGroup], meetings: Collection[GroupMeeting], month: str
) -> tuple[tuple[GroupSheet, ...], tuple[Notice, ...]]:
    """What meetings that look at this month or an earlier one decided, and a notice for whatever cannot be used.

    A sheet in which nothing is decided yet and no day is written says nothing, and is none.
    """
    found: list[GroupSheet] = []
    notices: list[Notice] = []
    for path in sorted((root / FOLDER).glob("*.yml")):
        named = OF_GROUP.fullmatch(path.stem)
        if named is None:
            continue
        name = f"{FOLDER}/{path.name}"
        try:
            meeting = _meeting_meant(named[1], named[2], groups, meetings)
            if meeting.month > month:
                continue
            decisions, odd = read_decision_file(read_plain(path, links=False), meeting.month, name, known)
            notices += odd
            if decisions.held or any(proposal.choice for proposal in decisions.proposals):
                found.append(GroupSheet(meeting.group, meeting.on, decisions))
        except Unusable as reason:
            notices.append(sheet_refused(name, f"{name} was left out: {reason}"))
        except InputError as error:
            notices.append(sheet_refused(name, faults_told(error.faults)))
        except UnicodeDecodeError:
            notices.append(sheet_refused(name, f"{name} was left out: it is not UTF-8 text"))
        except OSError as error:
            notices.append(sheet_refused(name, f"{name} was left out: {system_fault(error, 'read')[0]}"))
    return tuple(sorted(found, key=lambda sheet: (sheet.on, sheet.group))), tuple(notices)


def _meeting_meant(
    key: str, day: str, groups: Sequence[BusinessGroup], meetings: Collection[GroupMeeting]
) -> GroupMeeting:
    """The meeting that a file is named after; Unusable where meetings.csv has none."""
    on = as_day(day, "the day of its name")
    keys = [group.key for group in groups]
    if key not in keys:
        raise Unusable(f"there is no group {key!r} in parameters/groups.yml. {nearest_name(key, keys)}".strip())
    own = sorted((m for m in meetings if m.group == key), key=lambda m: abs((m.on - on).days))
    if not own or own[0].on != on:
        near = f"; the nearest is {own[0].on.isoformat()}" if own else ""
        raise Unusable(f"meetings.csv has no meeting of {key} on {on.isoformat()}{near}: name the sheet after one")
    return own[0]
