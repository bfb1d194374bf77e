"""What analysts write, into data/register: only ever added to, whole or not at all, and never over another's words."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from bsafe_analysis.atomic_files import create_whole
from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.file_locks import turn
from bsafe_analysis.model.annotations import Annotation, Kind
from bsafe_analysis.model.areas import Areas
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.promoted_findings import Promoted
from bsafe_analysis.model.view_state import as_mapping
from bsafe_analysis.parameters import rebases
from bsafe_analysis.register import analyst_notes as noted
from bsafe_analysis.register import promotions
from bsafe_analysis.yaml_files import read_yaml, write_yaml


def add_note(root: Path, note: Annotation, areas: Areas, categories: Collection[str]) -> Annotation:
    """Add a note to the register; InputError in plain words where it cannot stand. Its id is made here."""
    entry = {
        "kind": str(note.kind), "place": note.place, "category": note.category, "first": note.first,
        **({"last": note.last} if note.last else {}), "text": note.text, "role": note.role, "written": note.written,
    }  # fmt: skip
    try:
        checked = noted.annotation("", entry, areas, categories)
    except ValueError as error:
        raise InputError([Fault("the note", "", str(error), "Correct it and save it again")]) from None
    id = f"{note.first.isoformat()}-{_digest(entry)}"
    _append(root, noted.FILE, id, entry)
    return replace(checked, id=id)


def withdraw_note(root: Path, id: str, role: str, written: date) -> None:
    """Say that a note no longer holds; it stays in the file, and is drawn no more."""
    entry = {"withdraws": id, "role": role, "written": written}
    _append(root, noted.FILE, f"{written.isoformat()}-{_digest(entry)}", entry)


def add_rebase(root: Path, note: Annotation, areas: Areas, categories: set[str]) -> str:
    """Make a recording change count: from its month on, earlier months of its place and category are not compared.

    Returns that month. It is a choice, with its reason: parameters/rebases.yml, heeded when the month is next prepared.
    """
    check_rebase(note)
    since = note.first.isoformat()[:7]
    entry = {"place": note.place, "category": note.category or "*", "since": since, "reason": note.text}
    rebases.rebase(entry, areas, categories)
    _append(root, rebases.FILE, f"{since}-{_digest(entry)}", entry)
    return since


def check_rebase(note: Annotation) -> None:
    """InputError where the note is none that counts could be rebased on."""
    if note.kind is not Kind.RECORDING_CHANGE:
        cure = "Choose recording change as the kind of note"
        raise InputError([Fault("the note", "", "only a recording change can be rebased on", cure)])


def promote(root: Path, finding: Promoted) -> Promoted:
    """Raise a finding in its month's folder; its id is made from its claim. InputError where a part is missing."""
    kept: dict[str, Any] = {
        "claim": finding.claim, "confidence": str(finding.confidence), "comment": finding.comment,
        "recommendation": finding.recommendation, "agency": finding.agency, "due": finding.due, "role": finding.role,
        "view": as_mapping(finding.view),
    }  # fmt: skip
    slug = re.sub(r"[^a-z0-9]+", "-", finding.claim.lower()).strip("-")[:40].strip("-") or "finding"
    id = f"{slug}-{_digest(kept)[:6]}"
    try:
        checked = promotions.promoted(id, finding.month, kept)
    except ValueError as error:
        raise InputError([Fault("the finding", "", str(error), "Fill it in and promote it again")]) from None
    create_whole(root / promotions.FOLDER / finding.month / f"{id}.yml", write_yaml(kept))
    return checked


def review(root: Path, month: str, id: str, closed: bool, text: str, role: str) -> None:
    """Say in a month's folder what came of a finding raised before; `closed` ends it."""
    kept = {"review_of": id, "closed": closed, "text": text, "role": role}
    try:
        promotions.review(month, kept)
    except ValueError as error:
        raise InputError([Fault("the review", "", str(error), "Fill it in and save it again")]) from None
    create_whole(root / promotions.FOLDER / month / f"review-{_digest(kept)}.yml", write_yaml(kept))


def again(root: Path, prepared: Prepared) -> Prepared:
    """The month with the notes and the promoted findings as the register holds them now."""
    keys = [category.key for category in prepared.cycle.categories]
    notes, _ = noted.read_annotations(root, prepared.areas, keys)
    raised, _ = promotions.read_promoted(root, prepared.cycle.month)
    return replace(prepared, annotations=notes, promoted=raised)


def start_profile(root: Path, heading: str, month: str, notebook: str) -> str:
    """Put a new problem profile into notebooks/; its name. One of that name is left as it is: it may be worked in."""
    slug = re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")[:60].strip("-") or "problem"
    path = root / "notebooks" / f"problem-profile-{month}-{slug}.ipynb"
    if not create_whole(path, notebook):
        cause = "this problem profile has been started already"
        raise InputError([Fault(f"notebooks/{path.name}", "", cause, "Open it there, or rename it to start anew")])
    return path.name


def _append(root: Path, name: str, id: str, entry: dict[str, Any]) -> None:
    """One more entry at the end of a file that others may be writing to; the same entry again is no second one."""
    path = root / name
    with turn(path, root) as descriptor:
        before = path.read_bytes().decode("utf-8-sig")
        held, _ = read_yaml(before, path.name, noted.LARGEST)  # never after something that could not be read
        if id in held:
            return
        text = ("" if not before or before.endswith("\n") else "\n") + write_yaml({id: entry})
        os.write(descriptor, text.encode())
        os.fsync(descriptor)


def _digest(entry: dict[str, Any]) -> str:
    return hashlib.sha256(write_yaml(entry).encode()).hexdigest()[:10]
