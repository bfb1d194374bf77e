"""What the sheets of the borough's and of the areas' meetings have in common: their folder, their keys, their lines.

A run leaves them in data/register/decisions, every value and every blank in quotation marks, so that plain writing
between them is read as it stands: a colon, an apostrophe, a number sign, a leading nought, yes and no.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.register.cells import Unusable, as_day
from bsafe_analysis.register.refusals import refused
from bsafe_analysis.register.spreadsheets import clean
from bsafe_analysis.yaml_files import read_yaml, write_yaml

FOLDER = "data/register/decisions"
HELD, REF, AREA, CATEGORY, AGENCY = "held", "ref", "area", "category", "agency"
DECISION, WHY, OWNER, DUE = "decision", "why", "owner", "due"
FILLED_IN = (DECISION, WHY, OWNER, DUE)
"""The keys that are left blank for people."""
OF_THE_SHEET = (HELD, AREA)
"""Keys that stand once, above the list of entries."""
Allowed = TypeVar("Allowed", bound=StrEnum)


def line(key: str, value: str = "", hint: str = "") -> str:
    """One line of an entry; without a value a blank to be written into. `hint`: told behind it, and not read."""
    return write_yaml({key: value}).rstrip("\n") + (f"    # {one_line(hint)}" if hint else "")


def entry_text(lines: Iterable[str]) -> str:
    """An item of the sheet's list, made of these lines."""
    first, *others = lines
    return "".join([f"  - {first}\n", *(f"    {each}\n" for each in others)])


def one_line(text: str) -> str:
    """Text that fits a comment."""
    return " ".join(text.split())


def held_line() -> str:
    """The line for the day of the meeting."""
    return f"{line(HELD)}                      # the day the meeting was, such as 2026-12-20"


def entry_values(entry: Any, needed: Iterable[str]) -> dict[str, str]:
    """What an entry says, as clean text by key; Unusable where it is no entry, or lacks one of these."""
    if not isinstance(entry, dict):
        raise Unusable("it is not a list of key: value lines")
    text = {key: clean(str(value)) for key, value in entry.items() if value is not None}
    for key in needed:
        if not text.get(key):
            raise Unusable(f"it has no {key}")
    return text


def decided(text: Mapping[str, str], words: Mapping[str, Allowed], wanted: str) -> Allowed | None:
    """What the meeting decided in the words it may use; None where it is blank."""
    said = text.get(DECISION, "").casefold().rstrip(".")
    if said and said not in words:
        raise Unusable(f"{DECISION} is {text[DECISION][:40]!r}: write {wanted}")
    return words[said] if said else None


def written_day(value: Any, what: str) -> date | None:
    """The day that was written, None for none; Unusable where it is no date."""
    if type(value) is date:
        return as_day(value.isoformat(), what)
    text = "" if value is None else str(value).strip()
    return as_day(text, what) if text else None


def entries_of(sheet: Mapping[str, Any], key: str) -> list[Any]:
    """The sheet's list of entries; what stands there and is none is an entry that will be refused."""
    entries = sheet.get(key) or []
    return entries if isinstance(entries, list) else [entries]


def faults_told(faults: Iterable[Fault]) -> str:
    """Every fault of a sheet in one line."""
    return "; ".join(str(fault).rstrip(". ") for fault in faults)


def not_read(
    sheet: Mapping[str, Any], name: str, known: Iterable[str], entries: str, of_entry: Iterable[str]
) -> Notice:
    """Keys of a sheet and of its entries that nothing reads, in one notice; one without text where there are none.

    `known`: the keys that stand once, `entries` the key of its list, `of_entry` those of one of its items.
    """
    odd = [key for key in sheet if key not in (*known, entries)]
    listed = [entry for entry in entries_of(sheet, entries) if isinstance(entry, dict)]
    inner = {str(key) for entry in listed for key, value in entry.items() if key not in of_entry and value}
    told = [f"the key {key!r} is read by nothing" for key in (*odd, *sorted(inner))]
    if entries not in sheet and sheet:
        told.append(f"it has no list {entries!r}, so nothing in it was decided")
    return sheet_refused(name, f"{name}: {'; '.join(told)}" if told else "")


def sheet_refused(subject: str, text: str) -> Notice:
    """The notice that a sheet, or an entry of it, could not be used."""
    return refused("decision_refused", subject, text)


def is_blank(data: bytes) -> bool:
    """Whether a sheet holds nothing that a person wrote: then it may go with the invented data that it belongs to."""
    try:
        sheet, _ = read_yaml(data.decode("utf-8"), "decisions")
        entries = [entry for key, value in sheet.items() if key not in OF_THE_SHEET for entry in value or ()]
        filled = [entry.get(key) for entry in entries for key in FILLED_IN]
    except (InputError, UnicodeDecodeError, AttributeError, TypeError):
        return False
    return not sheet.get(HELD) and not any(filled)
