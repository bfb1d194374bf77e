"""What analysts promoted and noted: theirs, and held against the file that it stands in, not against the world."""

from __future__ import annotations

from collections.abc import Mapping

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.kept_sheets import Entry
from bsafe_analysis.audit.promoted_entries import KeptView, annotations_kept, promoted_kept
from bsafe_analysis.audit.proofs.likeness import closest
from bsafe_analysis.audit.proofs.registry import Found, proves
from bsafe_analysis.claims.records import Claim

MOST_DRAWN = 6
"""Notes on one chart."""


def kept(evidence: AuditEvidence) -> tuple[dict[str, Entry], dict[str, KeptView], list[Entry]]:
    """Findings that were raised, their views as this month can show them, and their reviews."""
    raised, views, reviews = promoted_kept(evidence.root, evidence.month)
    held = evidence.facts["cycle"]["months"]
    return raised, {id: view.within(held) for id, view in views.items()}, reviews


def notes(evidence: AuditEvidence) -> list[Entry]:
    """The notes on charts that stand in the register."""
    return list(annotations_kept(evidence.root))


@proves("promoted")
def promoted(claim: Claim, evidence: AuditEvidence) -> Found:
    """What an analyst promoted stands in its file of the register, word for word, with its day and who leads."""
    return closest(claim, evidence.once(kept)[0].values(), "id", "claim")


@proves("promoted_review")
def promoted_review(claim: Claim, evidence: AuditEvidence) -> Found:
    """What came of a promoted finding stands in a review of the register, of the month that is told."""
    return closest(claim, evidence.once(kept)[2], "text")


@proves("annotation")
def annotation(claim: Claim, evidence: AuditEvidence) -> Found:
    """A note on a chart is an entry of annotations.yml that was not withdrawn, with its days, kind and place."""
    return closest(claim, evidence.once(notes), "id", "text")


@proves("note_drawn")
def note_drawn(claim: Claim, evidence: AuditEvidence) -> Found:
    """Notes on a chart are lettered from A to F."""
    said = str(claim.values["letter"])
    return {"letter": said if said in tuple("ABCDEF") else None}


@proves("notes_left")
def notes_left(claim: Claim, evidence: AuditEvidence) -> Found:
    """Notes that are not drawn are those beyond six that touch the chart's place, categories and months."""
    gazetteer, place = evidence.recount.gazetteer, str(claim.values["where"])
    kinds, first, last = (str(claim.values[name]) for name in ("kinds", "first", "last"))
    family = {place, *_above(gazetteer.parents, place), *gazetteer.parts(place)}
    family |= {part for code in gazetteer.parts(place) for part in gazetteer.parts(code)}
    touching = [
        note for note in evidence.once(notes)
        if note["place"] in family and (not note["category"] or note["category"] in kinds.split())
        and str(note["first"])[:7] <= last and str(note["last"] or note["first"])[:7] >= first
    ]  # fmt: skip
    return {"n": max(0, len(touching) - MOST_DRAWN)}


def _above(parents: Mapping[str, str], place: str) -> list[str]:
    parent = parents.get(place)
    return [parent, *_above(parents, parent)] if parent else []
