"""What meetings decided and what people noted, read anew: decision sheets in YAML, notes and commentary in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bsafe_analysis.audit.kept_tables import day_of
from bsafe_analysis.faults import InputError
from bsafe_analysis.yaml_files import read_yaml

REGISTER = "data/register"
DECIDED = {
    "accept": "accept", "accepted": "accept", "agree": "accept", "agreed": "accept", "amend": "amend",
    "amended": "amend", "refuse": "refuse", "refused": "refuse", "reject": "refuse", "rejected": "refuse",
    "escalate": "escalate", "escalated": "escalate", "pass up": "escalate", "yes": "escalate",
    "keep": "keep", "kept": "keep", "keep here": "keep", "no": "keep",
}  # fmt: skip
"""The words in which a meeting may write what it decided."""
_SHEET = re.compile(r"(\d{4}-\d\d)(?:-(.+))?")
_OF_GROUP = re.compile(r"(\D.*)-(\d{4}-\d\d-\d\d)")
_AS_AT = re.compile(r"\s*as at:\s*(\d{4}-\d\d-\d\d)\s*(?:\n|$)", re.IGNORECASE)
_READERS = re.compile(r"\s*[,;]\s*for (?:partners|the public)\s*$", re.IGNORECASE)
_SLOT = re.compile(r"^\s*(claim|test|result)\s*:[ \t]*", re.MULTILINE | re.IGNORECASE)

Entry = Mapping[str, Any]


def sheet_entries(root: Path, until: str, listed: str) -> Iterator[tuple[str, int, Entry]]:
    """File, number (from 1) and entry of every sheet up to a month; `listed`: "proposals" or "escalations".

    An entry has what was written under its keys as text, with `month`, `held`, `choice` (None: not decided yet) and,
    of an area's sheet, `area`.
    """
    for path in sorted((root / REGISTER / "decisions").glob("*.yml")):
        named = _SHEET.fullmatch(path.stem)
        if named and named[1] <= until and bool(named[2]) == (listed == "escalations"):
            sheet = _sheet(path)
            above = {"month": named[1], "held": day_of(_text(sheet.get("held"))), "area": sheet.get("area") or named[2]}
            yield from _entries_of(path, sheet, listed, above)


def _entries_of(path: Path, sheet: Entry, listed: str, above: Entry) -> Iterator[tuple[str, int, Entry]]:
    for number, entry in enumerate(sheet.get(listed) or (), start=1):
        if isinstance(entry, dict):
            told = {key: _text(value) for key, value in entry.items()}
            choice = DECIDED.get(told.get("decision", "").casefold().rstrip("."))
            yield f"{REGISTER}/decisions/{path.name}", number, {**above, **told, "choice": choice}


def group_sheet_entries(root: Path, months: Mapping[tuple[str, str], str]) -> Iterator[tuple[str, int, Entry]]:
    """The same of groups' own sheets; `months`: (group, day of its meeting) -> the month that it looked at."""
    for path in sorted((root / REGISTER / "decisions").glob("*.yml")):
        named = _OF_GROUP.fullmatch(path.stem)
        month = months.get((named[1], named[2])) if named else None
        if named and month:
            sheet = _sheet(path)
            held = day_of(_text(sheet.get("held")))
            above = {"month": month, "held": held or named[2], "written": held, "group": named[1], "on": named[2]}
            yield from _entries_of(path, sheet, "proposals", above)


def is_final(root: Path, month: str) -> bool:
    """Whether the borough's meeting of a month has been: its day is written, or every proposal is decided."""
    entries = [entry for _, _, entry in sheet_entries(root, month, "proposals") if entry["month"] == month]
    return bool(entries) and (bool(entries[0]["held"]) or all(entry["choice"] for entry in entries))


def notes_kept(root: Path) -> Iterator[tuple[str, str, Entry]]:
    """File, neighbourhood and each part of its notes: heading, text, and the day that it has of its own or of all."""
    for path in sorted((root / REGISTER / "notes").glob("*.md")):
        of_all, text = _dated(path.read_bytes().decode("utf-8-sig"))
        before, *parts = re.split(r"^##\s+(.+?)\s*$", text, flags=re.MULTILINE)
        own = [("Notes", before), *zip(parts[::2], parts[1::2], strict=True)]
        for heading, body in own:
            day, words = _dated(body.strip())
            if words.strip():
                entry = {"heading": heading, "text": words.strip(), "as_at": day or of_all}
                yield f"{REGISTER}/notes/{path.name}", path.stem, {**entry, "own": day, "of_all": of_all}


def comments_kept(root: Path, until: str) -> Iterator[tuple[str, Entry]]:
    """File and each entry of the commentary up to a month: month, stem, day, role, text and its hypotheses."""
    for path in sorted((root / REGISTER / "commentary").glob("*/*.md")):
        if path.parent.name <= until:
            file = f"{REGISTER}/commentary/{path.parent.name}/{path.name}"
            before, *parts = re.split(r"^##\s+(.+?)\s*$", _lines_of(path), flags=re.MULTILINE)
            for heading, body in [("", before), *zip(parts[::2], parts[1::2], strict=True)]:
                if body.strip():
                    yield file, {"month": path.parent.name, "stem": path.stem, **_comment(heading, body)}


def _comment(heading: str, body: str) -> Entry:
    on, _, role = _READERS.sub("", heading).partition(",")
    text, *hypotheses = re.split(r"^###\s+Hypothesis\b.*$", body, flags=re.MULTILINE | re.IGNORECASE)
    return {
        "on": day_of(on), "role": role.strip(), "text": text.strip(),
        "hypotheses": tuple(found for found in map(_slots, hypotheses) if found["claim"]),
    }  # fmt: skip


def _slots(text: str) -> Entry:
    _, *parts = _SLOT.split(text)
    said = {name.lower(): words.strip() for name, words in zip(parts[::2], parts[1::2], strict=True)}
    return {name: said.get(name, "") for name in ("claim", "test", "result")}


def _sheet(path: Path) -> Mapping[str, Any]:
    try:
        return read_yaml(_lines_of(path), path.name)[0]
    except (InputError, UnicodeDecodeError):
        return {}  # told in the data notes, and nothing of it may be said


def _lines_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")


def _dated(text: str) -> tuple[str | None, str]:
    found = _AS_AT.match(text)
    return (found[1], text[found.end() :]) if found else (None, text)


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()
