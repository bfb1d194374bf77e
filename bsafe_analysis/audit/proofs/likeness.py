"""Which of the things that were written a claim must be of: whatever it says else is then held against that one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bsafe_analysis.audit.audit_evidence import INTERNAL, AuditEvidence
from bsafe_analysis.audit.proofs.registry import Found, agree
from bsafe_analysis.claims.records import Claim

NOT_GIVEN = ("not given in this edition", "reason not given in this edition")
"""What stands in an edition for others where something is written that its readers are not given."""
BLANK = (None, "")


def closest(claim: Claim, written: Iterable[Mapping[str, Any]], *known_by: str) -> Found:
    """The entry that has most of the claim's values, those it is `known_by` before all; None for each where none is.

    One changed value still finds its entry, by the others, and differs from it.
    """

    def likeness(entry: Mapping[str, Any]) -> tuple[int, int]:
        same = [name for name in entry if name in claim.values and agree(claim.values[name], entry[name])]
        return len({*same} & {*known_by}), len(same)

    found = max(written, key=likeness, default=None)
    return dict.fromkeys(claim.values) if found is None else found


def as_shown(claim: Claim, evidence: AuditEvidence, found: Found, kept: Sequence[str] = ()) -> Found:
    """Without what this edition leaves out (but for what is `kept` in all); where it says so, something is written."""
    if evidence.audience == INTERNAL:
        return found
    shown = {name: value for name, value in found.items() if name in kept or claim.values.get(name) not in BLANK}
    told = {name: claim.values[name] for name in shown if claim.values.get(name) in NOT_GIVEN and shown[name]}
    return shown | told
