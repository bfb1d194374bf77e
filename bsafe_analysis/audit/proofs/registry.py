"""Which function proves which kind of claim. Its docstring's first line is the kind's line in docs/claims.md."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bsafe_analysis.audit.evidence import Evidence
from bsafe_analysis.claims.records import Claim

Found = Mapping[str, Any]
"""Name of a value of the claim -> what the audit finds for it. None: nothing may be said, for it was not held."""
Proof = Callable[[Claim, Evidence], Found]
PROOFS: dict[str, Proof] = {}


class Unproved(Exception):
    """This claim cannot be proved from what is there; the text says why."""


def proves(*kinds: str) -> Callable[[Proof], Proof]:
    """The function proves claims of these kinds: it returns what it finds for those of their values that it can."""

    def enter(proof: Proof) -> Proof:
        for kind in kinds:
            if kind in PROOFS:
                raise ValueError(f"{kind} has a proof already")
            PROOFS[kind] = proof
        return proof

    return enter


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
