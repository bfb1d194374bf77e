"""A note of a recording change made to count: an entry of parameters/rebases.yml, which rebases.py reads."""

from __future__ import annotations

from pathlib import Path

from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.model.annotations import Annotation, Kind
from bsafe_analysis.model.areas import Areas
from bsafe_analysis.parameters.rebases import CATEGORY, EVERY, FILE, PLACE, REASON, SINCE, rebase
from bsafe_analysis.register.entry_files import add_entry, digest_of


def add_rebase(root: Path, note: Annotation, areas: Areas, categories: set[str]) -> str:
    """Make a recording change count: from its month on, earlier months of its place and category are not compared.

    Returns that month. It is a choice, with its reason: heeded when the month is next prepared.
    """
    check_rebase(note)
    since = note.first.isoformat()[:7]
    entry = {PLACE: note.place, CATEGORY: note.category or EVERY, SINCE: since, REASON: note.text}
    rebase(entry, areas, categories)
    add_entry(root, FILE, f"{since}-{digest_of(entry)}", entry)
    return since


def check_rebase(note: Annotation) -> None:
    """InputError where the note is none that counts could be rebased on."""
    if note.kind is not Kind.RECORDING_CHANGE:
        cure = "Choose recording change as the kind of note"
        raise InputError([Fault("the note", "", "only a recording change can be rebased on", cure)])
