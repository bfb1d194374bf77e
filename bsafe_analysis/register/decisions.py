"""What the meeting decided: data/register/decisions/<month>.yml, left by a run and filled in by people."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from bsafe_analysis.faults import InputError
from bsafe_analysis.model.periods import parse_month
from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.model.register_entries import Choice, Decisions, Proposal
from bsafe_analysis.register.cells import Known, Unusable, as_day
from bsafe_analysis.register.spreadsheets import clean
from bsafe_analysis.yaml_files import read_yaml

FOLDER = "data/register/decisions"
OF_AREA = re.compile(r"(\d{4}-\d{2})-.+")
"""The name of an area's sheet: the month and the area."""
WORDS = {
    "accept": Choice.ACCEPT, "accepted": Choice.ACCEPT, "agree": Choice.ACCEPT, "agreed": Choice.ACCEPT,
    "amend": Choice.AMEND, "amended": Choice.AMEND, "refuse": Choice.REFUSE, "refused": Choice.REFUSE,
    "reject": Choice.REFUSE, "rejected": Choice.REFUSE,
}  # fmt: skip


def read_decisions(root: Path, known: Known, month: str) -> tuple[tuple[Decisions, ...], tuple[Notice, ...]]:
    """The decisions of every month up to this one, oldest first, and a notice for whatever cannot be used."""
    found, notices = [], []
    for path in sorted((root / FOLDER).glob("*.yml")):
        name = f"{FOLDER}/{path.name}"
        if OF_AREA.fullmatch(path.stem):
            continue  # an area's sheet: escalations.py
        try:
            if parse_month(path.stem) > month:
                continue
            decisions, odd = read_decision_file(path.read_bytes(), path.stem, name, known)
            found.append(decisions)
            notices += odd
        except InputError as error:
            notices.append(_refused(name, str(error.faults[0]).rstrip(". ")))
        except UnicodeDecodeError:
            notices.append(_refused(name, f"{name} was left out: it is not UTF-8 text"))
        except (ValueError, OSError):
            notices.append(_refused(name, f"{name} was left out: name it after its month, for example 2026-09.yml"))
    return tuple(found), tuple(notices)


def read_decision_file(data: bytes, month: str, name: str, known: Known) -> tuple[Decisions, list[Notice]]:
    """One month's file; InputError or UnicodeDecodeError where none of it can be used."""
    value, _ = read_yaml(data.decode("utf-8-sig"), name)
    notices: list[Notice] = []
    held = None
    try:
        held = _day(value.get("held"), "held")
    except Unusable as reason:
        notices.append(_refused(name, f"{name}: {reason}"))
    proposals: dict[str, Proposal] = {}
    entries = value.get("proposals") or []
    for number, entry in enumerate(entries if isinstance(entries, list) else [entries], start=1):
        try:
            proposal = _proposal(entry, month, known)
            if proposal.ref in proposals:
                raise Unusable(f"the reference {proposal.ref} stands twice")
            proposals[proposal.ref] = proposal
        except Unusable as reason:
            notices.append(_refused(name, f"{name}, proposal {number} was set aside: {reason}"))
    return Decisions(month, tuple(proposals.values()), held), notices


def _refused(subject: str, text: str) -> Notice:
    return Notice("decision_refused", subject, 1, f"{text}.", needs_person=True)


def _proposal(entry: Any, month: str, known: Known) -> Proposal:
    if not isinstance(entry, dict):
        raise Unusable("it is not a list of key: value lines")
    text = {key: clean(str(value)) for key, value in entry.items() if value is not None}
    for key in ("ref", "area", "action"):
        if not text.get(key):
            raise Unusable(f"it has no {key}")
    said = text.get("decision", "").casefold().rstrip(".")
    if said and said not in WORDS:
        raise Unusable(f"decision is {text['decision'][:40]!r}: write accept, amend or refuse")
    choice = WORDS[said] if said else None
    if choice in (Choice.AMEND, Choice.REFUSE) and not text.get("why"):
        raise Unusable(f"it is to {choice}, but not why: fill in why")
    return Proposal(
        ref=text["ref"], month=month, finding=text.get("finding", ""), area=known.area(text["area"]),
        category=known.category(text["category"]) if text.get("category") else "",
        option=text.get("option", ""), action=text["action"], agency=text.get("agency", ""), choice=choice,
        why=text.get("why", ""), owner=text.get("owner", ""), due=_day(entry.get("due"), "due"),
    )  # fmt: skip


def _day(value: Any, what: str) -> date | None:
    if value is None or value == "":
        return None
    return value if type(value) is date else as_day(str(value).strip(), what)


def is_blank(data: bytes) -> bool:
    """Whether a sheet holds nothing that a person wrote: then it may go with the invented data that it belongs to."""
    try:
        value, _ = read_yaml(data.decode("utf-8"), "decisions")
        entries = [*(value.get("proposals") or []), *(value.get("escalations") or [])]
        filled = [entry.get(key) for entry in entries for key in ("decision", "why", "owner", "due")]
    except (InputError, UnicodeDecodeError, AttributeError, TypeError):
        return False
    return value.get("held") is None and not any(filled)
