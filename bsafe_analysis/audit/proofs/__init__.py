"""The check of each kind of claim: what the audit finds for the values that a claim holds."""

from bsafe_analysis.audit.proofs import (
    assessments_told,
    baselines_told,
    cells_told,
    chosen_told,
    clusters_told,
    counts_told,
    downloads_told,
    findings_told,
    hours_told,
    notices_told,
    parameters_read,
    places_told,
    plan_told,
    points_told,
    ranges_told,
    shares_told,
    tasks_told,
    voices_told,
)
from bsafe_analysis.audit.proofs.registry import PROOFS

MODULES = (
    assessments_told, baselines_told, cells_told, chosen_told, clusters_told, counts_told, downloads_told,
    findings_told, hours_told, notices_told, parameters_read, places_told, plan_told, points_told, ranges_told,
    shares_told, tasks_told, voices_told,
)  # fmt: skip
"""Each enters its proofs when it is imported."""
OF_WHAT_PEOPLE_WROTE = frozenset(
    kind
    for kind, proof in PROOFS.items()
    if proof.__module__.rpartition(".")[2]
    in ("assessments_told", "chosen_told", "notices_told", "plan_told", "tasks_told", "voices_told")
)
"""Kinds that are held against the register and the partnership's choices, which people write in many ways."""
__all__ = ["MODULES", "OF_WHAT_PEOPLE_WROTE", "PROOFS"]
