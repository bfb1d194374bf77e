"""What areas' meetings ask of the borough's: data/register/decisions/<month>-<area>.yml, filled in by people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bsafe_analysis.faults import InputError
from bsafe_analysis.model.periods import parse_month
from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.model.register_entries import Escalation, Passing
from bsafe_analysis.register.cells import Known, Unusable
from bsafe_analysis.register.decisions import FOLDER, OF_AREA
from bsafe_analysis.register.spreadsheets import clean
from bsafe_analysis.yaml_files import read_yaml

WORDS = {
    "escalate": Passing.ESCALATE, "escalated": Passing.ESCALATE, "pass up": Passing.ESCALATE, "yes": Passing.ESCALATE,
    "keep": Passing.KEEP, "kept": Passing.KEEP, "keep here": Passing.KEEP, "no": Passing.KEEP,
}  # fmt: skip


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
            found += _of_file(path.read_bytes(), named[1], path.stem[8:], name, known, notices)
        except InputError as error:
            notices.append(_refused(name, str(error.faults[0]).rstrip(". ")))
        except UnicodeDecodeError:
            notices.append(_refused(name, f"{name} was left out: it is not UTF-8 text"))
        except Unusable as reason:
            notices.append(_refused(name, f"{name} was left out: {reason}"))
        except (ValueError, OSError):
            notices.append(_refused(name, f"{name} was left out: name it after its month and area, as 2026-09-A1.yml"))
    return tuple(found), tuple(notices)


def _of_file(
    data: bytes, month: str, label: str, name: str, known: Known, notices: list[Notice]
) -> tuple[Escalation, ...]:
    value, _ = read_yaml(data.decode("utf-8-sig"), name)
    area = known.area(clean(str(value.get("area") or label)))
    entries = value.get("escalations") or []
    held: dict[str, Escalation] = {}
    for number, entry in enumerate(entries if isinstance(entries, list) else [entries], start=1):
        try:
            escalation = _escalation(entry, month, area, number, known)
            if escalation.ref in held:
                raise Unusable(f"the reference {escalation.ref} stands twice")
            held[escalation.ref] = escalation
            if escalation.choice is None and value.get("held"):
                raise Unusable("the meeting was held, but its decision is blank: write escalate or keep")
        except Unusable as reason:
            notices.append(_refused(name, f"{name}, escalation {number} was set aside: {reason}"))
    return tuple(held.values())


def _refused(subject: str, text: str) -> Notice:
    return Notice("decision_refused", subject, 1, f"{text}.", needs_person=True)


def _escalation(entry: Any, month: str, area: str, number: int, known: Known) -> Escalation:
    if not isinstance(entry, dict):
        raise Unusable("it is not a list of key: value lines")
    text = {key: clean(str(value)) for key, value in entry.items() if value is not None}
    for key in ("issue", "ask"):
        if not text.get(key):
            raise Unusable(f"it has no {key}")
    said = text.get("decision", "").casefold().rstrip(".")
    if said and said not in WORDS:
        raise Unusable(f"decision is {text['decision'][:40]!r}: write escalate or keep")
    return Escalation(
        ref=text.get("ref") or f"{month}-{area}-{number}", month=month, area=area, issue=text["issue"].rstrip("."),
        ask=text["ask"].rstrip("."), agency=text.get("agency", ""),
        category=known.category(text["category"]) if text.get("category") else "",
        activity=text.get("activity", ""), choice=WORDS[said] if said else None, why=text.get("why", ""),
    )  # fmt: skip
