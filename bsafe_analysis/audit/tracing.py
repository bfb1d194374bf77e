"""Where a printed number comes from: its sentence, its claim, how that is proved, and the raw lines behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.proofs import PROOFS
from bsafe_analysis.audit.proofs.registry import rule_of
from bsafe_analysis.audit.recount import RawRow
from bsafe_analysis.claims.claim_file import DocumentClaims
from bsafe_analysis.claims.records import Claim, Statement, ToldPassage

COUNTED = frozenset(("observed", "total", "run_observed"))
"""Names of values that are a number of incidents of the claim's own place, kind and month."""
MOST_LINES = 12


@dataclass(frozen=True)
class TracedValue:
    """One value of a sentence that was asked for. `rule`: how its kind is proved, "" where no check proves it.

    `rows`: the first of the raw lines behind a count, `all_rows` how many there are.
    """

    section: str
    sentence: str
    shown: str
    claim: Claim
    name: str
    rule: str
    rows: tuple[RawRow, ...]
    all_rows: int


def trace(claims: DocumentClaims, wanted: str, evidence: AuditEvidence) -> Iterator[TracedValue]:
    """Every value in the sentences that hold the text `wanted`; of a number alone, that number's only.

    Each sentence once, in the order of the page.
    """
    wanted = " ".join(wanted.split())
    told: set[str] = set()
    for statement in claims.statements:
        for passage in statement.passages:
            if wanted.casefold() in passage.text.casefold() and passage.text not in told:
                told.add(passage.text)
                yield from _of_passage(statement, passage, wanted, evidence)


def _of_passage(
    statement: Statement, passage: ToldPassage, wanted: str, evidence: AuditEvidence
) -> Iterator[TracedValue]:
    alone = wanted.replace(",", "").replace(".", "").isdigit()
    for span in passage.spans:
        shown, claim = passage.text[span.start : span.end], statement.claims[span.claim]
        if (shown == wanted) if alone else _touches(passage.text, span.start, span.end, wanted):
            rows = _raw_lines(claim, span.name, evidence)
            rule = rule_of(claim.kind) if claim.kind in PROOFS else ""
            yield TracedValue(
                statement.section, passage.text, shown, claim, span.name, rule, rows[:MOST_LINES], len(rows)
            )


def _touches(text: str, start: int, end: int, wanted: str) -> bool:
    at = text.casefold().find(wanted.casefold())
    return start < at + len(wanted) and end > at


def _raw_lines(claim: Claim, name: str, evidence: AuditEvidence) -> tuple[RawRow, ...]:
    month = claim.values.get("month")
    if name not in COUNTED or not claim.places or not claim.categories or not isinstance(month, str):
        return ()
    place = claim.values.get("area")
    return evidence.recount.rows(place if isinstance(place, str) else claim.places[0], claim.categories[0], month)
