"""The check of each kind of claim: what the audit finds for the values that a claim holds."""

from bsafe_analysis.audit.proofs import (
    baselines_told,
    clusters_told,
    counts_told,
    downloads_told,
    findings_told,
    hours_told,
    parameters_read,
    places_told,
    points_told,
    ranges_told,
    shares_told,
)
from bsafe_analysis.audit.proofs.registry import PROOFS

MODULES = (
    baselines_told, clusters_told, counts_told, downloads_told, findings_told, hours_told, parameters_read, places_told,
    points_told, ranges_told, shares_told,
)  # fmt: skip
"""Each enters its proofs when it is imported."""
__all__ = ["MODULES", "PROOFS"]
