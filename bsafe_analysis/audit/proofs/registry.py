"""Which function proves which kind of claim. Its docstring's first line is the kind's line in docs/claims.md."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.claims.records import Claim

Found = Mapping[str, Any]
"""Name of a value of the claim -> what the audit finds for it. None: nothing may be said, for it was not held."""
Proof = Callable[[Claim, AuditEvidence], Found]
PROOFS: dict[str, Proof] = {}
_FIRST: set[str] = set()


class Unproved(Exception):
    """This claim cannot be proved from what is there; the text says why."""


def proves(*kinds: str) -> Callable[[Proof], Proof]:
    """The function proves claims of these kinds: it returns what it finds for those of their values that it can."""

    def enter(proof: Proof) -> Proof:
        for kind in kinds:
            if kind in _FIRST:
                raise ValueError(f"{kind} has a proof already")
            _FIRST.add(kind)
            _add(kind, proof)
        return proof

    return enter


def proves_more(*kinds: str) -> Callable[[Proof], Proof]:
    """The function proves further values of kinds whose other values are proved elsewhere."""

    def enter(proof: Proof) -> Proof:
        for kind in kinds:
            _add(kind, proof)
        return proof

    return enter


def _add(kind: str, proof: Proof) -> None:
    PROOFS[kind] = _both(PROOFS[kind], proof) if kind in PROOFS else proof


def _both(one: Proof, other: Proof) -> Proof:
    """Two checks as one; where one of them cannot be made the other still is."""

    def both(claim: Claim, evidence: AuditEvidence) -> Found:
        found: dict[str, Any] = {}
        for proof in (one, other):
            with suppress(Unproved):
                found |= proof(claim, evidence)
        return found

    both.__doc__ = " ".join((each.__doc__ or "").strip().splitlines()[0] for each in (one, other))
    return both


def likeliest(claim: Claim, candidates: Iterable[Found]) -> Found:
    """Of what could be meant, what agrees with most of the claim's values: a table's cell does not say of which row it
    is. Unproved where there is nothing that could be meant."""
    found = max(candidates, key=lambda each: _agreeing(claim, each), default=None)
    if found is None:
        raise Unproved("nothing that is held could be meant")
    return found


def _agreeing(claim: Claim, found: Found) -> int:
    return sum(agree(claim.values[name], value) for name, value in found.items() if name in claim.values)


def agree(said: object, found: object) -> bool:
    """Whether a claim's value is what the audit found: numbers to a millionth, everything else exactly."""
    if isinstance(said, (int, float)) and isinstance(found, (int, float)):
        return abs(float(said) - float(found)) <= 1e-6 * max(1.0, abs(float(found)))
    return said == found


def rule_of(kind: str) -> str:
    """How claims of a kind are proved, in one sentence."""
    return (PROOFS[kind].__doc__ or "").strip().splitlines()[0]


def kinds_as_markdown() -> str:
    """The table of docs/claims.md: every kind of claim with its check, in the order of the alphabet."""
    rows = "".join(f"| `{kind}` | {rule_of(kind)} |\n" for kind in sorted(PROOFS))
    return f"| kind | how it is proved |\n| - | - |\n{rows}"
