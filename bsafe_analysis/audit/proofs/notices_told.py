"""What the data notes say was set aside of what people wrote: that it lies there, and that the reason given is so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.kept_plan import COLUMNS
from bsafe_analysis.audit.kept_tables import KeptRow, kept_rows
from bsafe_analysis.audit.proofs.registry import Found, Unproved, proves
from bsafe_analysis.audit.written import SAID, STANDS
from bsafe_analysis.claims.records import Claim

HEADS: Mapping[str, Sequence[str]] = {"activities": COLUMNS, "concerns": SAID, "community_priorities": SAID}
"""Table -> columns by which it is known; of all others STANDS."""
_ROW = re.compile(
    r"(?:Activity (?P<ref>.+?) \()?(?P<file>data/register/(?P<table>\w+)\.\w+), row (?P<row>\d+)\)?"
    r" was set aside: (?P<reason>.+?)\.?"
)
_COMMENTARY = re.compile(r"The commentary (?P<file>\S+/(?P<stem>[^/]+)\.md) was set aside: (?P<month>\S+) has no .+")
_CONVERTED = re.compile(r"(?P<file>\S+) was in cp1252, not UTF-8: it was converted\.")
_LACKS = re.compile(r"it has no (?P<column>.+)")
_UNKNOWN = re.compile(r"'(?P<said>.+)' is not (?:an area|a category) that is known: .+")


@proves("notice")
def notice(claim: Claim, evidence: AuditEvidence) -> Found:
    """The month has that notice; the row or file lies there, and lacks or names what the notice says."""
    text = str(claim.values["text"])
    if text not in (*evidence.written.notices, *(kept["text"] for kept in evidence.facts.get("notices") or ())):
        return {"text": None}
    for pattern, is_so in ((_ROW, _row_is_so), (_COMMENTARY, _commentary_is_so), (_CONVERTED, _converted_is_so)):
        told = pattern.fullmatch(text)
        if told:
            return {"text": text if is_so(told.groupdict(), evidence) else None}
    raise Unproved("the audit knows no other road to what this notice says")


def _row_is_so(told: Mapping[str, str | None], evidence: AuditEvidence) -> bool:
    table, file = str(told["table"]), told["file"]
    rows = {number: cells for name, number, cells in _rows_of_table(evidence.root, table) if name == file}
    cells = rows.get(int(told["row"] or 0))
    if cells is None or (told["ref"] and cells.get("ref") not in (told["ref"], "")):
        return False
    return _reason_is_so(str(told["reason"]), cells, evidence)


def _reason_is_so(reason: str, cells: KeptRow, evidence: AuditEvidence) -> bool:
    lacks, unknown = _LACKS.fullmatch(reason), _UNKNOWN.fullmatch(reason)
    if lacks:
        return not cells.get(lacks["column"].replace(" ", "_"))
    if unknown:
        said, written = unknown["said"], evidence.written
        return said in _every_part(cells) and not (written.place(said) or written.category(said))
    raise Unproved("the audit does not judge a row by this reason")


def _commentary_is_so(told: Mapping[str, str | None], evidence: AuditEvidence) -> bool:
    """Its file lies there, and no finding of the month is of the place and category that its name gives."""
    area, _, category = str(told["stem"]).partition(".")
    subject = (evidence.written.place(area), evidence.written.category(category))
    found = {(finding["area"], finding["category"]) for finding in evidence.facts["findings"]}
    lies_there = (evidence.root / str(told["file"])).exists()
    return lies_there and told["month"] == evidence.month and subject not in found


def _converted_is_so(told: Mapping[str, str | None], evidence: AuditEvidence) -> bool:
    path = evidence.root / str(told["file"])
    try:
        path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return path.exists()
    return False


def _rows_of_table(root: Path, table: str) -> list[tuple[str, int, KeptRow]]:
    return list(kept_rows(root, table, HEADS.get(table, STANDS)))


def _every_part(cells: KeptRow) -> set[str]:
    return {part.strip() for cell in cells.values() for part in (cell, *re.split(r"[;\n]", cell))}
