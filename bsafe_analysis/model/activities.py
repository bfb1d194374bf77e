"""The delivery plan: what the partnership is doing, who owns it, by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bsafe_analysis.model.findings import Direction


class Strand(StrEnum):
    PREVENTION = "prevention"
    ENFORCEMENT = "enforcement"
    INFORMATION = "information"


class Progress(StrEnum):
    PROPOSED = "proposed"
    AGREED = "agreed"
    UNDER_WAY = "under way"
    COMPLETE = "complete"
    STALLED = "stalled"
    WITHDRAWN = "withdrawn"


class RiskLevel(StrEnum):
    """How likely a risk is, or how much it would matter."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


OPEN = (Progress.PROPOSED, Progress.AGREED, Progress.UNDER_WAY, Progress.STALLED)


@dataclass(frozen=True)
class Dated:
    """A dated line: a milestone, or one entry of a progress log with the role of whoever wrote it."""

    on: date | None
    text: str
    role: str = ""


@dataclass(frozen=True)
class Risk:
    """What may go wrong, how likely, how much it would matter, and what is done about it."""

    text: str
    likelihood: RiskLevel
    impact: RiskLevel
    mitigation: str


@dataclass(frozen=True)
class ExpectedEffect:
    """Which count is to move, where, which way and by when: it drives the check of what happened since the start."""

    category: str
    area: str
    direction: Direction
    by: date


@dataclass(frozen=True)
class Activity:
    """One activity of the delivery plan. `cost` is pounds, None where it is unknown (counted as unknown, never nought).

    `areas` are codes, `categories` keys; empty `areas` means the whole borough.
    """

    ref: str
    title: str
    priority: str
    theme: str
    strand: Strand
    areas: tuple[str, ...]
    categories: tuple[str, ...]
    owner: str
    agency: str
    measure: str
    baseline: str
    target: str
    start: date
    due: date
    status: Progress
    cost: float | None = None
    funding: str = ""
    blockage: str = ""
    blocked_since: date | None = None
    progress: str = ""
    progress_date: date | None = None
    support: str = ""
    milestones: tuple[Dated, ...] = ()
    risk: Risk | None = None
    blocked_by: str = ""
    ask: str = ""
    """What would lift the blockage."""
    log: tuple[Dated, ...] = ()
    """Progress, newest first; `progress` and `progress_date` are its newest entry."""
    expects: ExpectedEffect | None = None
    option: str = ""
    """The tactical option (options.yml) that it carries out, if any."""
    decision: str = ""
    """The reference of the decision that it came from, if any."""
    adopted: bool = False
    """Not yet in the plan: read from the meeting's decisions until a coordinator enters it."""

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    def is_overdue(self, on: date) -> bool:
        return self.is_open and self.due < on

    def is_blocked(self) -> bool:
        return self.is_open and bool(self.blockage)

    def touches(self, area_chain: tuple[str, ...]) -> bool:
        """Whether the activity works anywhere in these places (codes of a place, its parents and its children)."""
        return not self.areas or bool(set(self.areas) & set(area_chain))


class NoVerdict(StrEnum):
    """Why nothing can be said yet of what happened since an activity began."""

    TOO_EARLY = "too_early"
    SHORT_HISTORY = "short_history"
    NOT_RECEIVED = "not_received"
    EXCEPTIONAL_TIME = "exceptional_time"
    BEFORE_HISTORY = "before_history"


class NoComparison(StrEnum):
    """Why there is no comparison area."""

    EVERYWHERE = "everywhere"
    NO_PLACE_LEFT = "no_place_left"
    NO_YEAR_BEFORE = "no_year_before"


@dataclass(frozen=True)
class EffectComparison:
    """The place where it ran beside others where no such work ran: counts before and after, and the difference.

    `difference`: how many fewer (below nought) or more were recorded where it ran than the change elsewhere would have
    led one to expect, with its interval. `months` in each period, of the same calendar months.
    """

    areas: tuple[str, ...]
    months: int
    before: int
    after: int
    before_elsewhere: int
    after_elsewhere: int
    difference: float
    low: float
    high: float


@dataclass(frozen=True)
class Effect:
    """What was recorded since an activity began, beside what was to be expected without it. No claim of cause."""

    ref: str
    area: str
    category: str
    direction: Direction
    first: str
    last: str
    months: int = 0
    observed: int = 0
    expected: float = 0.0
    lower: int = 0
    upper: int = 0
    baseline_to: str = ""
    """The last month that it is judged by, where those up to the start were high (or low) and led to it."""
    reason: NoVerdict | None = None
    comparison: EffectComparison | None = None
    no_comparison: NoComparison | None = None
