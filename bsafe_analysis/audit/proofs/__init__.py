"""The check of each kind of claim: what the audit finds for the values that a claim holds."""

from bsafe_analysis.audit.proofs import (
    arrivals_told,
    assessments_told,
    at_once_told,
    baselines_told,
    beside_told,
    cells_told,
    chosen_told,
    clusters_told,
    counts_told,
    districts_told,
    downloads_told,
    emerged_told,
    files_told,
    findings_told,
    hours_told,
    how_long_told,
    long_run_again,
    maps_told,
    meetings_told,
    months_told,
    nearest_told,
    notices_told,
    outcomes_told,
    page_one_told,
    parameters_read,
    places_told,
    plan_reviewed,
    plan_told,
    points_told,
    raised_told,
    ranges_told,
    repeats_told,
    same_again_told,
    shares_told,
    since_when_told,
    stops_again,
    tasks_told,
    views_told,
    voices_told,
)
from bsafe_analysis.audit.proofs.registry import PROOFS

MODULES = (
    arrivals_told, assessments_told, at_once_told, baselines_told, beside_told, cells_told, chosen_told,
    clusters_told, counts_told, districts_told, downloads_told, emerged_told, files_told, findings_told, hours_told,
    how_long_told, long_run_again, maps_told, meetings_told, months_told, nearest_told, notices_told, outcomes_told,
    page_one_told, parameters_read, places_told, plan_reviewed, plan_told, points_told, raised_told, ranges_told,
    repeats_told, same_again_told, shares_told, since_when_told, stops_again, tasks_told, views_told, voices_told,
)  # fmt: skip
"""Each enters its proofs when it is imported."""
__all__ = ["MODULES", "PROOFS"]
