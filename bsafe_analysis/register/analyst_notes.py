"""What analysts noted: data/register/annotations.yml, a file that is only ever added to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from bsafe_analysis.faults import InputError
from bsafe_analysis.model.annotations import Annotation, Kind
from bsafe_analysis.model.areas import Areas
from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.yaml_files import read_yaml

FILE = "data/register/annotations.yml"
LARGEST = 2 * 1024 * 1024
LONGEST_TEXT = 400


def read_annotations(
    root: Path, areas: Areas, categories: Collection[str]
) -> tuple[tuple[Annotation, ...], tuple[Notice, ...]]:
    """The notes in order of their days, withdrawn ones left out; a notice for each that cannot be used."""
    try:
        entries, _ = read_yaml((root / FILE).read_bytes().decode("utf-8-sig"), FILE, LARGEST)
    except FileNotFoundError:
        return (), ()
    except (UnicodeDecodeError, OSError):
        return (), (_refused(FILE, "it is not UTF-8 text"),)
    except InputError as error:
        return (), (_refused(FILE, "; ".join(f"{fault.place}: {fault.cause}" for fault in error.faults[:3])),)
    notes: dict[str, Annotation] = {}
    withdrawn, notices = set(), []
    for id, entry in entries.items():
        try:
            if isinstance(entry, dict) and "withdraws" in entry:
                withdrawn.add(str(entry["withdraws"]))
            else:
                notes[id] = annotation(id, entry, areas, categories)
        except ValueError as reason:
            notices.append(_refused(f"{FILE}, {id}", str(reason)))
    kept = (note for note in notes.values() if note.id not in withdrawn)
    return tuple(sorted(kept, key=lambda note: (note.first, note.id))), tuple(notices)


def annotation(id: str, entry: Any, areas: Areas, categories: Collection[str]) -> Annotation:
    """One entry as a note; ValueError in plain words where it cannot be one."""
    if not isinstance(entry, dict):
        raise ValueError("it is no list of key: value lines")
    wanted = {"kind", "place", "category", "first", "last", "text", "role", "written"}
    if set(entry) - wanted or wanted - set(entry) - {"category", "last"}:
        raise ValueError(f"it must give {', '.join(sorted(wanted))} and nothing else")
    if entry["kind"] not in list(Kind):
        raise ValueError(f"{entry['kind']!r} is none of {', '.join(Kind)}")
    category = str(entry.get("category") or "")
    if entry["place"] not in areas:
        raise ValueError(f"the place {entry['place']!r} no longer exists")
    if category and category not in categories:
        raise ValueError(f"the category {category!r} no longer exists")
    text, role = (" ".join(str(entry[name]).split()) for name in ("text", "role"))
    if not text or len(text) > LONGEST_TEXT or not role:
        raise ValueError(f"its text must say something in at most {LONGEST_TEXT} characters, and a role who wrote it")
    first, last = _day(entry["first"]), _day(entry["last"]) if entry.get("last") else None
    if last is not None and last < first:
        raise ValueError("it ends before it starts")
    note = Annotation(id, Kind(entry["kind"]), str(entry["place"]), category, first, last, text, role, first)
    return replace(note, written=_day(entry["written"]))


def _day(value: Any) -> date:
    if not isinstance(value, date):
        raise ValueError(f"{value!r} is no day: write it as 2026-10-05")
    return value


def _refused(name: str, reason: str) -> Notice:
    return Notice("annotation_refused", name, 1, f"A note of analysts ({name}) was left out: {reason}.", True)
