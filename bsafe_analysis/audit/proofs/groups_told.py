"""Which kinds of incident are judged together: those that the same sources count, so that no partner moves another."""

from __future__ import annotations

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.proofs.parameters_read import detection_file


def group_of(evidence: AuditEvidence, category: str) -> tuple[str, ...]:
    """The sources that count a kind of incident: with those of the same sources it is one family of tests."""
    return evidence.recount.sources_of(category)


def leads(evidence: AuditEvidence, category: str) -> bool:
    """Whether a source without which no month goes out counts it; where there is none, the first that holds a month."""
    feeds = evidence.recount.declared.feeds
    required = {feed.name for feed in feeds if feed.required}
    holding = [feed.name for feed in feeds if evidence.recount.held(feed.name)]
    return bool(set(group_of(evidence, category)) & (required or set(holding[:1])))


def is_exceptional(evidence: AuditEvidence, month: str) -> bool:
    """Whether a month lies in a time that detection.yml calls exceptional."""
    times = detection_file(evidence).get("exceptional") or ()
    return any(str(time["first"]) <= month <= str(time["last"]) for time in times)
