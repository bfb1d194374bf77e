"""The check of each kind of claim: what the audit finds for the values that a claim holds."""

from bsafe_analysis.audit.proofs import counts  # noqa: F401 (each module enters its proofs)
from bsafe_analysis.audit.proofs.registry import PROOFS

__all__ = ["PROOFS"]
