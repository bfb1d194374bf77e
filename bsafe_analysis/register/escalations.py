"""What areas' meetings ask of the borough's: data/register/decisions/<month>-<area>.yml, filled in by people.

What a run leaves and what is read again stand here side by side. Nothing that was written is ever written over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bsafe_analysis.atomic_files import create_whole
from bsafe_analysis.faults import InputError, system_fault
from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.periods import month_name, parse_month
from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.model.register_entries import Escalation, Passing
from bsafe_analysis.plain_files import read_plain
from bsafe_analysis.register.cells import Known, Unusable
from bsafe_analysis.register.decisions import OF_AREA
from bsafe_analysis.register.meeting_sheets import (
    AGENCY,
    AREA,
    CATEGORY,
    DECISION,
    FOLDER,
    HELD,
    REF,
    WHY,
    decided,
    entries_of,
    entry_text,
    entry_values,
    faults_told,
    held_line,
    line,
    not_read,
    one_line,
    sheet_refused,
)
from bsafe_analysis.register.spreadsheets import clean
from bsafe_analysis.yaml_files import read_yaml

ESCALATIONS, ACTIVITY, ISSUE, ASK = "escalations", "activity", "issue", "ask"
OF_ESCALATION = (REF, ACTIVITY, ISSUE, ASK, AGENCY, CATEGORY, DECISION, WHY)
"""The keys of an escalation that are read."""
WORDS = {
    "escalate": Passing.ESCALATE, "escalated": Passing.ESCALATE, "pass up": Passing.ESCALATE, "yes": Passing.ESCALATE,
    "keep": Passing.KEEP, "kept": Passing.KEEP, "keep here": Passing.KEEP, "no": Passing.KEEP,
}  # fmt: skip
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_-]+")


def leave_area_sheet(
    root: Path, area: Area, month: str, meetings: tuple[str, str], blocked: Sequence[Escalation]
) -> bool:
    """Write the sheet of one area's meeting where there is none yet; whether it was written.

    `meetings`: what the area's meeting and the one above it are called; `blocked`: what a run proposes to pass up.
    """
    path = root / FOLDER / f"{month}-{_NOT_IN_NAMES.sub('-', area.code)}.yml"
    if path.exists():
        return False
    return create_whole(path, area_sheet(area, month, meetings, blocked))


def area_sheet(area: Area, month: str, meetings: tuple[str, str], blocked: Sequence[Escalation]) -> str:
    """The sheet of one area's meeting: what is blocked there, to be escalated or kept, and room for more."""
    meeting, upper = meetings
    lines = [
        f"# What the {meeting} of {area.name} passes up to the {upper} after {month_name(month)}.",
        "# Fill in at the meeting, between the quotation marks. What is decided to escalate stands in next month's",
        "# tactical assessment as coming from this area, and the answer in the area's own next assessment.",
        "# decision: escalate | keep. To add an issue, write it below in the same way; category may be left out.",
        "# Nothing here is written over.",
    ]
    above = [*map(one_line, lines), line(AREA, area.code), held_line(), f"{ESCALATIONS}:"]
    numbered = [_issue_lines(each, f"{month}-{area.code}-{n}") for n, each in enumerate(blocked, start=1)]
    return "\n".join(above) + "\n" + "".join(numbered) + _example(f"{month}-{area.code}-{len(blocked) + 1}")


def _issue_lines(blocked: Escalation, ref: str) -> str:
    return entry_text([
        line(REF, ref), line(ACTIVITY, blocked.activity), line(ISSUE, blocked.issue), line(ASK, blocked.ask),
        line(AGENCY, blocked.agency), line(CATEGORY, blocked.category), line(DECISION), line(WHY),
    ])  # fmt: skip


def _example(ref: str) -> str:
    """An entry to be made of, every line of it a comment."""
    lines = [
        line(REF, ref), line(ISSUE, "what happens, where, since when"),
        line(ASK, "what the borough should do, by when"), line(AGENCY, "who is asked"),
        *map(line, (CATEGORY, DECISION, WHY)),
    ]  # fmt: skip
    return "".join(f"#{each}\n" for each in entry_text(lines).splitlines())


def read_escalations(root: Path, known: Known, month: str) -> tuple[tuple[Escalation, ...], tuple[Notice, ...]]:
    """The escalations of every month up to this one, oldest first, and a notice for whatever cannot be used."""
    found: list[Escalation] = []
    notices: list[Notice] = []
    for path in sorted((root / FOLDER).glob("*.yml")):
        named = OF_AREA.fullmatch(path.stem)
        if not named:
            continue
        name = f"{FOLDER}/{path.name}"
        try:
            if parse_month(named[1]) > month:
                continue
            escalations, odd = _of_file(read_plain(path, links=False), named[1], path.stem[8:], name, known)
            found += escalations
            notices += odd
        except InputError as error:
            notices.append(sheet_refused(name, faults_told(error.faults)))
        except UnicodeDecodeError:
            notices.append(sheet_refused(name, f"{name} was left out: it is not UTF-8 text"))
        except Unusable as reason:
            notices.append(sheet_refused(name, f"{name} was left out: {reason}"))
        except OSError as error:
            notices.append(sheet_refused(name, f"{name} was left out: {system_fault(error, 'read')[0]}"))
        except ValueError:
            told = f"{name} was left out: name it after its month and area, as 2026-09-A1.yml"
            notices.append(sheet_refused(name, told))
    return tuple(found), tuple(notices)


def _of_file(
    data: bytes, month: str, label: str, name: str, known: Known
) -> tuple[tuple[Escalation, ...], tuple[Notice, ...]]:
    sheet, _ = read_yaml(data.decode("utf-8-sig"), name)
    area = known.area(clean(str(sheet.get(AREA) or label)))
    kept: dict[str, Escalation] = {}
    unread = not_read(sheet, name, (AREA, HELD), ESCALATIONS, OF_ESCALATION)
    notices: list[Notice] = [unread] if unread.text.strip(".") else []
    for number, entry in enumerate(entries_of(sheet, ESCALATIONS), start=1):
        try:
            escalation = _escalation(entry, month, area, number, known)
            if escalation.ref in kept:
                raise Unusable(f"the reference {escalation.ref} stands twice")
            kept[escalation.ref] = escalation
            if escalation.choice is None and str(sheet.get(HELD) or "").strip():
                raise Unusable("the meeting was held, but its decision is blank: write escalate or keep")
        except Unusable as reason:
            notices.append(sheet_refused(name, f"{name}, escalation {number} was set aside: {reason}"))
    return tuple(kept.values()), tuple(notices)


def _escalation(entry: Any, month: str, area: str, number: int, known: Known) -> Escalation:
    text = entry_values(entry, (ISSUE, ASK))
    return Escalation(
        ref=text.get(REF) or f"{month}-{area}-{number}", month=month, area=area, issue=text[ISSUE].rstrip("."),
        ask=text[ASK].rstrip("."), agency=text.get(AGENCY, ""),
        category=known.category(text[CATEGORY]) if text.get(CATEGORY) else "",
        activity=text.get(ACTIVITY, ""), choice=decided(text, WORDS, "escalate or keep"), why=text.get(WHY, ""),
    )  # fmt: skip
