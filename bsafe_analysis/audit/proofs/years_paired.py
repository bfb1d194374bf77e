"""Twelve months beside the twelve before them: what a slow change is told of, counted again from the raw files."""

from __future__ import annotations

from dataclasses import dataclass

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.proofs.counts_told import YEAR, last_year
from bsafe_analysis.audit.proofs.groups_told import is_exceptional
from bsafe_analysis.audit.recorded_alike import comparable_from
from bsafe_analysis.model.periods import add_months

FEWEST = 9
"""Months that are known in both years; of fewer nothing is a slow change."""


@dataclass(frozen=True)
class PairedYears:
    """The sum of a series' last twelve months and of the twelve before, over the months that may be compared.

    `pairs`: how many months those are; `of_two`: what the two of them that differ most from the same months of the
    year before add to the whole change.
    """

    recent: int
    before: int
    pairs: int
    of_two: int

    @property
    def is_a_burst(self) -> bool:
        """Whether two months hold most of the change: a burst is no slow change. Of a few months two always may."""
        return self.pairs >= FEWEST and 2 * self.of_two > abs(self.recent - self.before)


def paired_years(evidence: AuditEvidence, place: str, category: str, month: str) -> PairedYears | None:
    """The two years up to a month; None where no month of both is held, of ordinary times and recorded alike."""
    known = _month_by_month(evidence, place, category, (*last_year(add_months(month, -YEAR)), *last_year(month)), month)
    pairs = [(known[m], known[add_months(m, -YEAR)]) for m in last_year(month) if m in known]
    both = [(now, then) for now, then in pairs if now is not None and then is not None]
    if not both:
        return None
    recent, before = sum(now for now, _ in both), sum(then for _, then in both)
    side = 1 if recent >= before else -1
    return PairedYears(recent, before, len(both), sum(sorted(side * (now - then) for now, then in both)[-2:]))


def _month_by_month(
    evidence: AuditEvidence, place: str, category: str, months: tuple[str, ...], last: str
) -> dict[str, int | None]:
    """Each month's count; None where it was not held or may not be set beside the last."""
    first = comparable_from(evidence.facts["cycle"]["detection"], place, category, last)
    usable = {month for month in months if month >= first and not is_exceptional(evidence, month)}
    return {month: evidence.observed(place, category, month) if month in usable else None for month in months}
