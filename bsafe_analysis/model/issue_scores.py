"""How a strategic assessment weighs issues: which factors with which weight, and what people scored by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

BY_RULE = ("volume", "trend", "outlook")
"""Factors that the counts decide; every other is judged by people."""
HARM = "harm"
"""Where nobody scored it: the partnership's own classes of priorities.yml."""
MOST = 4
"""A score is 0 to 4."""
SCORERS, AGENCIES = 3, 2
"""A judged factor needs so many scorers, of so many agencies, before they meet."""


@dataclass(frozen=True)
class ScoringSettings:
    """parameters/scoring.yml: how many issues are chosen, the weight of each factor, issues that no count shows."""

    top: int = 5
    weights: Mapping[str, float] = field(
        default_factory=lambda: {"volume": 1.0, "trend": 1.0, "outlook": 1.0, "harm": 2.0, "amenable": 1.0}
    )
    judged_only: Mapping[str, str] = field(default_factory=dict)
    """Key -> title of an issue that no source counts: people's scores alone speak for it."""

    @property
    def judged(self) -> tuple[str, ...]:
        return tuple(factor for factor in self.weights if factor not in BY_RULE)


@dataclass(frozen=True)
class IssueScore:
    """One scorer's score of one factor of one issue, and why."""

    issue: str
    factor: str
    scorer_role: str
    agency: str
    score: int
    reason: str
