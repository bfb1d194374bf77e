"""What came in that could move a count without crime having changed, kept for the findings that it touches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bsafe_analysis.model.findings import Caution, Direction, Finding, Rule, Status
from bsafe_analysis.model.periods import add_months, months_between

DRIFT_MONTHS = 24
"""A slow change compares twelve months with the twelve before."""
FEWEST_OF_DRIFT = 3
"""So many of them in doubt could carry a slow change; one or two could not."""


@dataclass(frozen=True)
class FileChange:
    """What readers of a document are told of it: the facts of one sentence, as far as it has them.

    `what`: which sentence (cases.FileChanged); `month`: of which it is said; `rows`: of it, or `share` (0 to 1) of all
    rows, where `usual` is usual; `names`: of crime types, forces or the source; `first`, `last`: days of the month.
    """

    what: str
    month: str
    rows: int = 0
    share: float = 0.0
    usual: float = 0.0
    names: tuple[str, ...] = ()
    first: int = 0
    last: int = 0


@dataclass(frozen=True)
class Doubt:
    """`told`: what readers are told of it, if anything. `categories`: those it touches, none named: every one.

    `direction`: which way it moves counts, None where either; `below_borough`: whether only places inside the borough
    are touched.
    """

    caution: Caution
    months: tuple[str, ...]
    told: FileChange | None
    source: str
    categories: tuple[str, ...] = ()
    direction: Direction | None = None
    below_borough: bool = False
    only_slow: bool = False
    """Whether it moves a year beside the year before, and no month by enough to matter."""

    def touches(self, finding: Finding, borough: str) -> bool:
        """Whether a finding may be owed to it rather than to crime."""
        if self.categories and finding.category not in self.categories:
            return False
        if (self.below_borough and finding.area == borough) or (self.only_slow and finding.rule is not Rule.DRIFT):
            return False
        # a finding that cleared is touched either way: what hid it may be the file
        fits = self.direction in (None, finding.direction) or finding.status is Status.CLEARED
        return fits and self._in_its_months(finding)

    def _in_its_months(self, finding: Finding) -> bool:
        drift = finding.rule is Rule.DRIFT
        months = DRIFT_MONTHS if drift else max(finding.run_months, 1)
        since = add_months(finding.month, 1 - months)
        window = months_between(since if drift else min(since, finding.since), finding.month)
        return len(set(window) & set(self.months)) >= (FEWEST_OF_DRIFT if drift else 1)


def with_doubts(findings: Iterable[Finding], doubts: Iterable[Doubt], borough: str) -> tuple[Finding, ...]:
    """The findings, each with the cautions of the doubts that touch it, once each."""
    every = tuple(doubts)
    return tuple(_with(finding, every, borough) for finding in findings)


def _with(finding: Finding, doubts: tuple[Doubt, ...], borough: str) -> Finding:
    found = dict.fromkeys(doubt.caution for doubt in doubts if doubt.touches(finding, borough))
    new = tuple(caution for caution in found if caution not in finding.cautions)
    return replace(finding, cautions=(*finding.cautions, *new)) if new else finding
