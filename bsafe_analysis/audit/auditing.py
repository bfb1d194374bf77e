"""A whole pack before it leaves: its sentences against their claims, and its claims against raw files and register."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from bsafe_analysis.audit.audit_evidence import INTERNAL, AuditEvidence
from bsafe_analysis.audit.comparisons import ComparedAgain, Disagreement
from bsafe_analysis.audit.findings_of_audit import Disproved
from bsafe_analysis.audit.gazetteer import NOWHERE
from bsafe_analysis.audit.one_number import numbers_that_differ
from bsafe_analysis.audit.page_reader import read_page
from bsafe_analysis.audit.prepared_table import PreparedTable
from bsafe_analysis.audit.printed_cells import cells_read
from bsafe_analysis.audit.proofs import PROOFS
from bsafe_analysis.audit.proofs.registry import Found, Unproved, agree
from bsafe_analysis.audit.recount import Recounted
from bsafe_analysis.audit.refits import refits, sample_of, too_far
from bsafe_analysis.audit.rows_of_tables import out_of_place
from bsafe_analysis.audit.sentences import SentenceReader, passages_of
from bsafe_analysis.audit.sides_known import sides_known
from bsafe_analysis.claims.claim_file import DocumentClaims
from bsafe_analysis.claims.fixed_phrases import FIXED_PHRASES
from bsafe_analysis.claims.records import Claim, Statement

Pages = Mapping[str, str]
"""File name of a page -> the page as it is to be published."""


@dataclass
class Audited:
    """What came of an audit. `told`: how many values the pages print; `proved`: how many of these were proved.

    `left`: kind and name of values that no check proves, with how often they are printed; `fitted_again`: how many
    expectations of the prepared month were proved by another model.
    """

    disproved: list[Disproved] = field(default_factory=list)
    told: int = 0
    proved: int = 0
    left: Counter[tuple[str, str]] = field(default_factory=Counter)
    fitted_again: int = 0


def audit_pack(
    root: Path, month: str, audience: str, pages: Pages, claims: Mapping[str, DocumentClaims], fit_again: int = 0
) -> Audited:
    """Prove these pages of one month by another road: what is not so comes back with its sentence and both values.

    `fit_again`: how many expectations are fitted again by another model too (a second or two for statsmodels, and then
    a hundredth of one each). InputError where the raw files cannot be counted again.
    """
    evidence = AuditEvidence(root, month, audience, Recounted.of(root, month))
    audited = audit_pages(evidence, pages, claims)
    if audience == INTERNAL:
        table = PreparedTable.of(root, month)
        again = refits(table, evidence.recount, sample_of(table, fit_again)) if fit_again else ()
        audited.fitted_again = len(again)
        audited.disproved += (_of_the_table(wrong) for wrong in (*_compared(evidence, table), *too_far(again)))
    return audited


def _compared(evidence: AuditEvidence, table: PreparedTable) -> tuple[Disagreement, ...]:
    """What the prepared month says of its own counts, ranges, runs and alarms and is not found when done again."""
    categories, recount = evidence.recount.gazetteer.category_names, evidence.recount
    families = {category: recount.sources_of(category) for category in categories}
    return ComparedAgain(table, recount, families).disagreements()


def _of_the_table(wrong: Disagreement) -> Disproved:
    claim, found = f"{wrong.about} {wrong.month}, {wrong.check}", f"the audit finds {wrong.found}"
    return Disproved("the prepared month", "", claim, wrong.said, found)


def audit_pages(evidence: AuditEvidence, pages: Pages, claims: Mapping[str, DocumentClaims]) -> Audited:
    """The same of evidence that is there already."""
    audited = Audited()
    for name, page in pages.items():
        kept = claims.get(name)
        if kept is None:
            audited.disproved.append(Disproved(name, "", "the document", "something", "no claims were kept with it"))
            continue
        fixed = tuple(phrase.pattern for phrase in FIXED_PHRASES)
        reader = SentenceReader(name, _names(evidence), fixed, _names_of_places(evidence), evidence.once(sides_known))
        read = read_page(page)
        audited.disproved += reader.read(read.runs, passages_of(kept.statements))
        audited.disproved += reader.read_cells(cells_read(read.tables, kept.statements, _names_of_places(evidence)))
        audited.disproved += out_of_place(name, kept.statements)
        for statement in kept.statements:
            _prove(name, statement, evidence, audited)
    audited.disproved += numbers_that_differ({name: claims[name] for name in pages if name in claims})
    return audited


def _names(evidence: AuditEvidence) -> dict[str, str]:
    gazetteer = evidence.recount.gazetteer
    return {**gazetteer.names, **gazetteer.category_names}


def _names_of_places(evidence: AuditEvidence) -> frozenset[str]:
    gazetteer = evidence.recount.gazetteer
    return frozenset(name for code, name in gazetteer.names.items() if code != NOWHERE)


def _prove(document: str, statement: Statement, evidence: AuditEvidence, audited: Audited) -> None:
    told = _told(statement)
    for number, claim in enumerate(statement.claims):
        found = _found(claim, evidence)
        for name, times in told[number].items():
            audited.told += times
            if name in found:
                audited.proved += times
            else:
                audited.left[claim.kind, name] += times
        audited.disproved += _wrong(document, statement, number, claim, found)


def _told(statement: Statement) -> dict[int, Counter[str]]:
    """Claim -> which of its values are printed, and how often."""
    told: dict[int, Counter[str]] = defaultdict(Counter)
    spans = [passage.spans for passage in statement.passages] + [cell.spans for cell in statement.cells]
    for span in chain.from_iterable(spans):
        told[span.claim][span.name] += 1
    return told


def _found(claim: Claim, evidence: AuditEvidence) -> Found:
    proof = PROOFS.get(claim.kind)
    try:
        return proof(claim, evidence) if proof else {}
    except (Unproved, LookupError, TypeError, ValueError):
        return {}  # a claim of a shape that its check does not know: told as left unproved


def _wrong(document: str, statement: Statement, number: int, claim: Claim, found: Found) -> Iterator[Disproved]:
    for name, value in found.items():
        if name in claim.values and not agree(claim.values[name], value):
            proved = "nothing may be said: it was not held" if value is None else f"the audit finds {value}"
            where = next(_sentences(statement, number, name), "")
            yield Disproved(document, where, f"{claim.kind}.{name}", str(claim.values[name]), proved)


def _sentences(statement: Statement, number: int, name: str) -> Iterator[str]:
    """The sentences that print this value of this claim; those that print another of its values, where none does."""
    of_claim = [(p.text, {s.name for s in p.spans if s.claim == number}) for p in statement.passages]
    yield from (text for text, names in of_claim if name in names)
    yield from (text for text, names in of_claim if names)
