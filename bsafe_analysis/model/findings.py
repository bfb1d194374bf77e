"""Findings: what is unusual, as facts. No wording, no judgement of good or bad."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from bsafe_analysis.model.areas import NOT_PLACED
from bsafe_analysis.model.periods import add_months

JUDGED_MONTHS = 13
"""The month and the twelve before it, each judged from its own past: so a finding knows since when it stands."""

EXPECTATION_COLUMNS = (
    "area", "category", "month", "observed", "expected", "lower", "upper", "dispersion", "p_high", "p_low",
    "p_run", "run_months", "run_observed", "run_expected", "history", "reason",
)  # fmt: skip
"""Columns of the expectations table, one row per area x category x judged month.

`observed`: the count (missing where the month was not received). `expected`: its mean, judged only from earlier months.
`lower`, `upper`: whole numbers, the central prediction interval at the nominal coverage of detection.yml. `p_high`,
`p_low`: mid-p chance of a count at least that high / that low. `dispersion`: variance over mean (1 for Poisson).
`p_run`: the same chance for the run of `run_months` months up to this one that stands out most, taken together
(`run_observed` beside `run_expected`), on the side on which this month lies. `history`: months known before
it. `reason`: "" or why there is none ("short_history", "not_received").
"""

FORECAST_COLUMNS = ("area", "category", "month", "expected", "lower", "upper", "useful")
"""Columns of the forecasts: one row a series and coming month; `useful` false where nothing worth saying is known."""

RISE_COLUMNS = ("area", "category", "expected", "rise_in_1", "rise_in_3")
"""Columns of what could have been seen: the smallest rise a month that would probably be found, if it came for one
month or for three; missing where there is no expectation."""


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"

    @property
    def side(self) -> str:
        """On which side of what was expected: "above" or "below"."""
        return "above" if self is Direction.UP else "below"


class Rule(StrEnum):
    """What made a finding of a series: which of the two rules of the month's alarm, or the list of slow changes."""

    MONTH = "month"
    """This month stands out by itself."""
    PERSISTENT = "persistent"
    """A run of months up to this one does, taken together."""
    DRIFT = "drift"
    """The last twelve months do, beside the twelve before, though no single month stood out."""


class Status(StrEnum):
    NEW = "new"
    CONTINUING = "continuing"
    CLEARED = "cleared"


class Caution(StrEnum):
    SMALL_COUNT = "small_count"
    SHORT_HISTORY = "short_history"
    GAP_IN_HISTORY = "gap_in_history"
    MONTH_BEFORE_NOT_HELD = "month_before_not_held"
    PROVISIONAL = "provisional"
    INCOMPLETE_MONTH = "incomplete_month"
    RECORDING_CHANGE = "recording_change"
    EXCEPTIONAL_TIME = "exceptional_time"
    PLACEMENT = "placement"
    SAME_ROWS = "same_rows"
    """Incidents stand in two files of the month; they are counted once."""
    CRIME_TYPES = "crime_types"
    """Crime types of the month are new, gone or spelt in a way that is not known."""
    FORCE_RENAMED = "force_renamed"
    """The months before and after came under two names of a force."""
    WITHOUT_PLACE = "without_place"
    """The share of rows that came without a place moved."""
    UNUSUAL_FORCE = "unusual_force"
    """A force that hardly ever records here did."""


@dataclass(frozen=True)
class PartShare:
    """What one part of a finding's place adds to it: its count beside what was expected of it, over the same months.

    `moved`: whether the part by itself lies far from what was expected, on the finding's side.
    """

    area: str
    observed: int
    expected: float
    moved: bool

    @property
    def excess(self) -> float:
        """Incidents above (below: negative) what was expected."""
        return self.observed - self.expected


@dataclass(frozen=True)
class Onset:
    """When a change began: the likeliest month, and the first and last that the counts do not rule out.

    These lie on one side of the edge of an exceptional time, as the months of a finding do, and decisions go by them.
    `or_before`: whether the likeliest month is the first that could be looked at. `as_told`: as pages say it, where
    that is otherwise: where the counts beyond that edge stood so already, and where the likeliest month lies within
    its range beside one that is outside.
    """

    month: str
    first: str
    last: str
    or_before: bool = False
    as_told: Onset | None = None

    @property
    def told(self) -> Onset:
        """When it began, as a page says it."""
        return self.as_told or self


@dataclass(frozen=True)
class Finding:
    """One thing worth the meeting's attention.

    Identity: place + category + direction (`id`), of which a month has one at most; not the month it began, for that
    is an estimate and moves when counts do. From month to month the rule may change, it is one story, which keeps its
    first month (`since`). `also` names child or parent places whose own alarm says the same thing.
    """

    area: str
    category: str
    month: str
    rule: Rule
    direction: Direction
    observed: int
    expected: float
    lower: int
    upper: int
    p: float
    since: str
    status: Status
    cautions: tuple[Caution, ...] = ()
    also: tuple[str, ...] = field(default=())
    run_months: int = 1
    """Months taken together by the persistent rule, this one included; `run_observed` beside `run_expected`."""
    run_observed: int = 0
    run_expected: float = 0.0
    parts: tuple[PartShare, ...] = ()
    """The places one level below with what each adds, the largest first; () for a neighbourhood, or what cleared."""
    continues: str = ""
    """The id of the story of another place that this one takes on: it spread to this place, or drew in to it."""
    onset: Onset | None = None
    """When the change began, as far as the counts say; None where that was not estimated."""
    first_told: str = ""
    """The month in which it was first a finding; "" where that is not known."""

    def __post_init__(self) -> None:
        # ValueError: a finding of a rule that nothing applies would be worded as another's. One that comes as text
        # becomes the enum's, for which the sentences ask
        object.__setattr__(self, "rule", Rule(self.rule))

    @property
    def side(self) -> str:
        """On which side of what was expected it lies: "above" or "below"."""
        return self.direction.side

    @property
    def excess(self) -> float:
        """Incidents above (below: negative) what was expected, over the months that it is about."""
        if self.run_months > 1:
            return self.run_observed - self.run_expected
        return self.observed - self.expected

    @property
    def run_since(self) -> str:
        """The first of the months taken together, which need not be the one in which the change began."""
        return add_months(self.month, 1 - self.run_months)

    @property
    def not_in_parts(self) -> float:
        """What of the excess is in none of the parts: what was expected of them need not add up to the whole's."""
        return self.excess - sum(part.excess for part in self.parts)

    @property
    def in_most_parts(self) -> bool:
        """Whether more than half of the parts, two at least, moved by themselves."""
        places = [part for part in self.parts if part.area != NOT_PLACED]
        return sum(part.moved for part in places) >= max(2, len(places) // 2 + 1)

    @property
    def id(self) -> str:
        return f"{self.area}.{self.category}.{self.direction}"
