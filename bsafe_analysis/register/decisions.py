"""What the meeting decided: data/register/decisions/<month>.yml, left by a run and filled in by people.

What a run leaves and what is read again stand here side by side. Nothing that was written is ever written over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bsafe_analysis.atomic_files import write_whole
from bsafe_analysis.faults import InputError, system_fault
from bsafe_analysis.model.periods import month_name, parse_month
from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.model.register_entries import Choice, DecisionSheet, Proposal
from bsafe_analysis.plain_files import read_plain
from bsafe_analysis.register.cells import Known, Unusable, every_fault
from bsafe_analysis.register.meeting_sheets import (
    AGENCY,
    AREA,
    CATEGORY,
    DECISION,
    DUE,
    FOLDER,
    HELD,
    OWNER,
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
    written_day,
)
from bsafe_analysis.yaml_files import read_yaml

PROPOSALS, FINDING, OPTION, ACTION = "proposals", "finding", "option", "action"
OF_PROPOSAL = (REF, FINDING, AREA, CATEGORY, OPTION, ACTION, AGENCY, DECISION, WHY, OWNER, DUE)
"""The keys of a proposal that are read."""
OF_AREA = re.compile(r"(\d{4}-\d{2})-.+")
"""The name of an area's sheet: the month and the area."""
OF_GROUP = re.compile(r"(\D.*)-(\d{4}-\d{2}-\d{2})")
"""The name of a group's sheet: its key and the day of its meeting."""
BEGAN = re.compile(r"\.\d{4}-\d{2}$")
"""How the name of a finding ended in earlier sheets: the month it began, which moved when counts did."""
WORDS = {
    "accept": Choice.ACCEPT, "accepted": Choice.ACCEPT, "agree": Choice.ACCEPT, "agreed": Choice.ACCEPT,
    "amend": Choice.AMEND, "amended": Choice.AMEND, "refuse": Choice.REFUSE, "refused": Choice.REFUSE,
    "reject": Choice.REFUSE, "rejected": Choice.REFUSE,
}  # fmt: skip


@dataclass(frozen=True)
class PutForward:
    """A proposal as a run puts it to the meeting; without a reference of its own it gets the month's next number.

    Told beside it, and not read again: `source`, who asks it and what for; other options; who leads in that area.
    """

    proposal: Proposal
    source: str = ""
    other_options: tuple[str, ...] = ()
    local_lead: str = ""

    @property
    def known_by(self) -> tuple[str, str]:
        """What marks it in a sheet that is there already: its finding, else its reference."""
        return (FINDING, self.proposal.finding) if self.proposal.finding else (REF, self.proposal.ref)


@dataclass(frozen=True)
class SheetLeft:
    """Whether a file was written, and what a person should know of it ("" for nothing)."""

    written: bool
    told: str = ""


def leave_sheet(root: Path, month: str, meeting: str, wanted: Sequence[PutForward]) -> SheetLeft:
    """Write the month's sheet for that meeting, or add to it what a re-run newly proposes.

    A sheet that cannot be read, or to which nothing can be added safely, is left exactly as it is.
    """
    path = root / FOLDER / f"{month}.yml"
    if not path.exists():
        if wanted:
            write_whole(path, new_sheet(month, meeting, wanted))
        return SheetLeft(bool(wanted))
    try:
        before = read_plain(path, links=False).decode("utf-8")
        after, number = _with_new(before, path.name, month, wanted)
        if not number:
            return SheetLeft(False)
        write_whole(path, after)
        return SheetLeft(True, f"{number} new proposals were added to {FOLDER}/{path.name}")
    except (InputError, UnicodeDecodeError, OSError, KeyError, TypeError, AttributeError, Unusable):
        return SheetLeft(False, f"{FOLDER}/{path.name} was left as it is: new proposals could not be added to it")


def new_sheet(month: str, meeting: str, wanted: Iterable[PutForward]) -> str:
    """A sheet with an entry for each of these, to be filled in."""
    lines = [
        f"# What the {one_line(meeting)} decides on the proposals of {month_name(month)}.",
        "# Fill in at the meeting, between the quotation marks, then run the month again.",
        "# decision: accept | amend | refuse. why: needed for amend and refuse.",
        "# owner: one role, if the meeting names it. due: a day, such as 2026-12-20.",
        "# To amend, change action, agency or option too. What you write here is never written over.",
        held_line(),
        f"{PROPOSALS}:",
    ]
    return "\n".join(lines) + "\n" + _entries(month, wanted, 1)


def _with_new(before: str, name: str, month: str, wanted: Sequence[PutForward]) -> tuple[str, int]:
    """The sheet with what it does not hold yet, and how much that is; Unusable where it would not be read as meant."""
    entries = read_yaml(before, name)[0].get(PROPOSALS) or []
    known = {
        (key, _unmonthed(entry.get(key))) for entry in entries if isinstance(entry, dict) for key in (FINDING, REF)
    }
    new = [put for put in wanted if put.known_by not in known]
    after = f"{before.rstrip()}\n  # added when the month was run again\n{_entries(month, new, len(entries) + 1)}"
    if new:
        read = read_yaml(after, name)[0][PROPOSALS]
        if read[: len(entries)] != entries or len(read) != len(entries) + len(new):
            raise Unusable("what was there would be read as something else")
    return after, len(new)


def _unmonthed(written: object) -> object:
    """A finding's name without the month in which it was thought to have begun; anything else as it stands."""
    return BEGAN.sub("", written) if isinstance(written, str) else written


def _entries(month: str, wanted: Iterable[PutForward], first: int) -> str:
    numbered = ((put, put.proposal.ref or f"{month}-{n}") for n, put in enumerate(wanted, start=first))
    return "".join(proposal_lines(replace(put, proposal=replace(put.proposal, ref=ref))) for put, ref in numbered)


def proposal_lines(put: PutForward) -> str:
    """A proposal as an entry of its sheet, with room for what is decided."""
    said = put.proposal
    others = f"or: {', '.join(put.other_options)}" if put.other_options else ""
    lead = f"there: {put.local_lead}" if put.local_lead not in ("", said.agency) else ""
    lines = [
        line(REF, said.ref),
        f"# from {one_line(put.source)}" if put.source else "",
        line(FINDING, said.finding) if said.finding else "",
        line(AREA, said.area),
        line(CATEGORY, said.category) if said.category else "",
        line(OPTION, said.option, others) if said.option else "",
        line(ACTION, said.action),
        line(AGENCY, said.agency, lead),
        *map(line, (DECISION, WHY, OWNER, DUE)),
    ]
    return entry_text(filter(None, lines))


def read_decisions(root: Path, known: Known, month: str) -> tuple[tuple[DecisionSheet, ...], tuple[Notice, ...]]:
    """The decisions of every month up to this one, oldest first, and a notice for whatever cannot be used."""
    found: list[DecisionSheet] = []
    notices: list[Notice] = []
    for path in sorted((root / FOLDER).glob("*.yml")):
        name = f"{FOLDER}/{path.name}"
        if OF_AREA.fullmatch(path.stem) or OF_GROUP.fullmatch(path.stem):
            continue  # an area's sheet: escalations.py; a group's: group_sheets.py
        try:
            if parse_month(path.stem) > month:
                continue
            decisions, odd = read_decision_file(read_plain(path, links=False), path.stem, name, known)
            found.append(decisions)
            notices += odd
        except InputError as error:
            notices.append(sheet_refused(name, faults_told(error.faults)))
        except UnicodeDecodeError:
            notices.append(sheet_refused(name, f"{name} was left out: it is not UTF-8 text"))
        except OSError as error:
            notices.append(sheet_refused(name, f"{name} was left out: {system_fault(error, 'read')[0]}"))
        except ValueError:
            told = f"{name} was left out: name it after its month, for example 2026-09.yml"
            notices.append(sheet_refused(name, told))
    return tuple(found), tuple(notices)


def read_decision_file(data: bytes, month: str, name: str, known: Known) -> tuple[DecisionSheet, tuple[Notice, ...]]:
    """One month's file; InputError or UnicodeDecodeError where none of it can be used."""
    sheet, _ = read_yaml(data.decode("utf-8-sig"), name)
    unread = not_read(sheet, name, (HELD,), PROPOSALS, OF_PROPOSAL)
    notices: list[Notice] = [unread] if unread.text.strip(".") else []
    held = None
    try:
        held = written_day(sheet.get(HELD), HELD)
    except Unusable as reason:
        notices.append(sheet_refused(name, f"{name}: {reason}"))
    proposals: dict[str, Proposal] = {}
    for number, entry in enumerate(entries_of(sheet, PROPOSALS), start=1):
        try:
            proposal = _proposal(entry, month, known)
            if proposal.ref in proposals:
                raise Unusable(f"the reference {proposal.ref} stands twice")
            proposals[proposal.ref] = proposal
        except Unusable as reason:
            notices.append(sheet_refused(name, f"{name}, proposal {number} was set aside: {reason}"))
    return DecisionSheet(month, tuple(proposals.values()), held), tuple(notices)


def _proposal(entry: Any, month: str, known: Known) -> Proposal:
    text = entry_values(entry, (REF, AREA, ACTION))
    every_fault(
        lambda: _choice(text),
        lambda: known.area(text[AREA]),
        lambda: text.get(CATEGORY) and known.category(text[CATEGORY]),
        lambda: written_day(entry.get(DUE), DUE),
    )
    choice = _choice(text)
    return Proposal(
        ref=text[REF], month=month, finding=BEGAN.sub("", text.get(FINDING, "")), area=known.area(text[AREA]),
        category=known.category(text[CATEGORY]) if text.get(CATEGORY) else "",
        option=text.get(OPTION, ""), action=text[ACTION], agency=text.get(AGENCY, ""), choice=choice,
        why=text.get(WHY, ""), owner=text.get(OWNER, ""), due=written_day(entry.get(DUE), DUE),
    )  # fmt: skip


def _choice(text: Mapping[str, str]) -> Choice | None:
    choice = decided(text, WORDS, "accept, amend or refuse")
    if choice in (Choice.AMEND, Choice.REFUSE) and not text.get(WHY):
        raise Unusable(f"it is to {choice}, but not why: fill in why")
    return choice
