"""Practitioners' notes of a neighbourhood: Markdown files that survive every run."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from bsafe_analysis.faults import system_fault
from bsafe_analysis.model.areas import Areas, Level
from bsafe_analysis.model.cycle import ProfileNotes
from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.plain_files import read_plain
from bsafe_analysis.register.refusals import refused

FOLDER = "data/register/notes"
LARGEST = 64 * 1024
_AS_AT = re.compile(r"\s*as at:\s*(\S+)\s*$", re.IGNORECASE)
_HEADING = re.compile(r"^##\s+(.+?)\s*$", re.MULTILINE)


def read_notes(root: Path, areas: Areas) -> tuple[tuple[ProfileNotes, ...], tuple[Notice, ...]]:
    """The notes of each neighbourhood that has any, and a notice for each file that cannot be used."""
    known = {area.code for area in areas.of_level(Level.NEIGHBOURHOOD)}
    notes, notices = [], []
    for path in sorted((root / FOLDER).glob("*.md")):
        name = f"{FOLDER}/{path.name}"
        try:
            if path.stem not in known:
                raise ValueError(f"{path.stem!r} is no neighbourhood")
            if path.stat().st_size > LARGEST:
                raise ValueError("it is larger than 64 KiB")
            notes.append(_notes(path.stem, read_plain(path, links=False).decode("utf-8-sig")))
        except UnicodeDecodeError:
            notices.append(_unused(name, "it is not UTF-8 text"))
        except OSError as error:
            notices.append(_unused(name, system_fault(error, "read")[0]))
        except ValueError as reason:
            notices.append(_unused(name, str(reason)))
    return tuple(notes), tuple(notices)


def _unused(name: str, reason: str) -> Notice:
    return refused("note_refused", name, f"The notes {name} were left out: {reason}")


def _notes(code: str, text: str) -> ProfileNotes:
    as_at, text = _dated(text)
    before, *parts = _HEADING.split(text)
    sections, dates = [], []
    for heading, body in zip(parts[::2], parts[1::2], strict=True):
        own, words = _dated(body.strip())
        sections.append((heading, words.strip()))
        dates += [(heading, own)] if own and words.strip() else []
    if before.strip():
        sections.insert(0, ("Notes", before.strip()))
    return ProfileNotes(code, tuple((heading, body) for heading, body in sections if body), as_at, tuple(dates))


def _dated(text: str) -> tuple[date | None, str]:
    """The date of a first line "as at: YYYY-MM-DD", if there is one, and the text after it."""
    first, _, rest = text.partition("\n")
    dated = _AS_AT.match(first)
    if not dated:
        return None, text
    try:
        return date.fromisoformat(dated[1]), rest
    except ValueError:
        raise ValueError(f"its date {dated[1]!r} is no date: write it as 2026-10-05") from None
