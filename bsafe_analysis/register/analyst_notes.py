"""What analysts note: data/register/annotations.yml, a file that is only ever added to; written and read here."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bsafe_analysis.faults import Fault, InputError, system_fault
from bsafe_analysis.model.annotations import Annotation, Kind
from bsafe_analysis.model.areas import Areas
from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.plain_files import read_plain
from bsafe_analysis.register.entry_files import LARGEST, add_entry, digest_of
from bsafe_analysis.register.refusals import refused
from bsafe_analysis.yaml_files import read_yaml

FILE = "data/register/annotations.yml"
LONGEST_TEXT = 400
FIRST_YEAR, LAST_YEAR = 1990, 2100
_BEGINS = re.compile(r"^(?=[^\s#])", re.MULTILINE)
KIND, PLACE, CATEGORY, FIRST, LAST = "kind", "place", "category", "first", "last"
TEXT, ROLE, WRITTEN, WITHDRAWS = "text", "role", "written", "withdraws"
KEYS = {KIND, PLACE, CATEGORY, FIRST, LAST, TEXT, ROLE, WRITTEN}


def add_note(root: Path, note: Annotation, areas: Areas, categories: Collection[str]) -> Annotation:
    """Add a note to the register; InputError in plain words where it cannot stand. Its id is made here."""
    entry = {
        KIND: str(note.kind), PLACE: note.place, CATEGORY: note.category, FIRST: note.first,
        **({LAST: note.last} if note.last else {}), TEXT: note.text, ROLE: note.role, WRITTEN: note.written,
    }  # fmt: skip
    try:
        checked = annotation("", entry, areas, categories)
    except ValueError as error:
        raise InputError([Fault("the note", "", str(error), "Correct it and save it again")]) from None
    id = f"{note.first.isoformat()}-{digest_of(entry)}"
    add_entry(root, FILE, id, entry)
    return replace(checked, id=id)


def withdraw_note(root: Path, id: str, role: str, written: date) -> None:
    """Say that a note no longer holds; it stays in the file, and is drawn no more."""
    entry = {WITHDRAWS: id, ROLE: role, WRITTEN: written}
    add_entry(root, FILE, f"{written.isoformat()}-{digest_of(entry)}", entry)


def read_annotations(
    root: Path, areas: Areas, categories: Collection[str]
) -> tuple[tuple[Annotation, ...], tuple[Notice, ...]]:
    """The notes in order of their days, withdrawn ones left out; a notice for each that cannot be used."""
    try:
        entries, notices = _entries_of(read_plain(root / FILE, links=False).decode("utf-8-sig"))
    except FileNotFoundError:
        return (), ()
    except OSError as error:
        return (), (_left_out(FILE, system_fault(error, "read")[0]),)
    except UnicodeDecodeError:
        return (), (_left_out(FILE, "it is not UTF-8 text"),)
    except InputError as error:
        return (), (_left_out(FILE, "; ".join(f"{fault.place}: {fault.cause}" for fault in error.faults[:3])),)
    notes: dict[str, Annotation] = {}
    withdrawn = set()
    for id, entry in entries.items():
        try:
            if isinstance(entry, dict) and WITHDRAWS in entry:
                withdrawn.add(str(entry[WITHDRAWS]))
            else:
                notes[id] = annotation(id, entry, areas, categories)
        except ValueError as reason:
            notices.append(_left_out(f"{FILE}, {id}", str(reason)))
    kept = (note for note in notes.values() if note.id not in withdrawn)
    return tuple(sorted(kept, key=lambda note: (note.first, note.id))), tuple(notices)


def _entries_of(text: str) -> tuple[dict[str, Any], list[Notice]]:
    """Every entry of the file; where one cannot be read, the others all the same. InputError where none can."""
    try:
        return read_yaml(text, FILE, LARGEST)[0], []
    except InputError:
        if len(text.encode()) > LARGEST:
            raise
    entries: dict[str, Any] = {}
    notices, line = [], 1
    for block in _BEGINS.split(text):
        try:
            found = read_yaml(block, FILE)[0]
            if twice := sorted(set(found) & set(entries)):
                raise InputError([Fault(FILE, "line 1", f"the key {twice[0]!r} stands twice", "Keep one of the two")])
            entries |= found
        except InputError as error:
            told = "; ".join(dict.fromkeys(fault.cause for fault in error.faults))
            notices.append(_left_out(f"{FILE}, the entry that begins in line {line}", told))
        line += block.count("\n")
    return entries, notices


def annotation(id: str, entry: Any, areas: Areas, categories: Collection[str]) -> Annotation:
    """One entry as a note; ValueError in plain words where it cannot be one."""
    if not isinstance(entry, dict):
        raise ValueError("it is no list of key: value lines")
    if set(entry) - KEYS or KEYS - set(entry) - {CATEGORY, LAST}:
        raise ValueError(f"it must give {', '.join(sorted(KEYS))} and nothing else")
    if entry[KIND] not in list(Kind):
        raise ValueError(f"{str(entry[KIND])[:40]!r} is none of {', '.join(Kind)}")
    category = str(entry.get(CATEGORY) or "")
    if not isinstance(entry[PLACE], str) or entry[PLACE] not in areas:
        raise ValueError(f"the place {str(entry[PLACE])[:40]!r} no longer exists, or is not the code of one place")
    if category and category not in categories:
        raise ValueError(f"the category {category!r} no longer exists")
    text, role = (" ".join(str(entry[name]).split()) for name in (TEXT, ROLE))
    if not text or len(text) > LONGEST_TEXT or not role:
        raise ValueError(f"its text must say something in at most {LONGEST_TEXT} characters, and a role who wrote it")
    first, last = _day_of(entry[FIRST]), _day_of(entry[LAST]) if entry.get(LAST) else None
    if last is not None and last < first:
        raise ValueError("it ends before it starts")
    note = Annotation(id, Kind(entry[KIND]), str(entry[PLACE]), category, first, last, text, role, first)
    return replace(note, written=_day_of(entry[WRITTEN]))


def _day_of(value: Any) -> date:
    if not isinstance(value, date) or isinstance(value, datetime) or not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(f"{str(value)[:40]!r} is no day of a note: write it as 2026-10-05")
    return value


def _left_out(name: str, reason: str) -> Notice:
    return refused("annotation_refused", name, f"A note of analysts ({name}) was left out: {reason}")
