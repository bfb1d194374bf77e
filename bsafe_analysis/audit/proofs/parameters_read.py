"""The partnership's parameter files as they are written now: what a page says that somebody chose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bsafe_analysis.audit.as_at import data_day
from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.proofs.registry import Found, proves
from bsafe_analysis.claims.records import Claim
from bsafe_analysis.model.periods import months_between
from bsafe_analysis.yaml_files import read_yaml

LARGEST_FILE = 1024 * 1024


def parameter_file(evidence: AuditEvidence, name: str) -> Mapping[str, Any]:
    """What a file below parameters/ holds; empty where there is none."""
    path = evidence.root / "parameters" / name
    return read_yaml(path.read_text("utf-8-sig"), name, LARGEST_FILE)[0] if path.exists() else {}


def detection_file(evidence: AuditEvidence) -> Mapping[str, Any]:
    """parameters/detection.yml, over what the prepared month says of what the file leaves out."""
    return evidence.once(_detection)


def cycle_file(evidence: AuditEvidence) -> Mapping[str, Any]:
    """The month's own file below parameters/cycles, over what the prepared month says of what it leaves out."""
    return evidence.once(_cycle)


def _detection(evidence: AuditEvidence) -> Mapping[str, Any]:
    return {**evidence.facts["cycle"]["detection"], **parameter_file(evidence, "detection.yml")}


def _cycle(evidence: AuditEvidence) -> Mapping[str, Any]:
    return {**evidence.facts["cycle"], **parameter_file(evidence, f"cycles/{evidence.month}.yml")}


def baseline_months(evidence: AuditEvidence) -> tuple[str, ...]:
    """The months of the fixed baseline, as the cycle's file gives it."""
    baseline = cycle_file(evidence)["baseline"]
    return months_between(str(baseline["first"]), str(baseline["last"]))


def as_of(evidence: AuditEvidence) -> str | None:
    """The day at which the data stand: what the cycle's file says, else that of the newest download."""
    said = evidence.recount.declared.as_of
    return said.isoformat() if said else evidence.once(_newest_download)


def _newest_download(evidence: AuditEvidence) -> str | None:
    day = data_day(evidence.root, evidence.recount)
    return day.isoformat() if day else None


@proves("detection_settings")
def detection_settings(claim: Claim, evidence: AuditEvidence) -> Found:
    """Each setting is what parameters/detection.yml holds."""
    written = parameter_file(evidence, "detection.yml")
    return {name: value for name, value in written.items() if name in claim.values and not isinstance(value, dict)}


@proves("window")
def window(claim: Claim, evidence: AuditEvidence) -> Found:
    """The baseline's first and last month are those of the cycle's file."""
    months = baseline_months(evidence)
    return {"first": months[0], "last": months[-1]}


@proves(
    "picture_title", "strip_title", "strip_alt", "strip_caption", "effects_title", "effects_caption", "map_caption",
    "places_title", "high_risk_title", "neighbourhoods_title", "signal_caption", "hours_caption", "ahead_caption",
    "place_caption", "week_caption",
)  # fmt: skip
def heading(claim: Claim, evidence: AuditEvidence) -> Found:
    """A heading's month is the cycle's, its as-at date the cycle's file's, its boundaries those that the file names."""
    cycle = cycle_file(evidence)
    return {"month": evidence.month, "as_of": as_of(evidence), "version": cycle["boundaries"]}
