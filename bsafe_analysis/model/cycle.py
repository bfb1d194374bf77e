"""One month's business: what was chosen for it (Cycle), and that month read, counted and searched (Prepared)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from bsafe_analysis.model.activities import Activity, Effect
from bsafe_analysis.model.annotations import Annotation, Rebase
from bsafe_analysis.model.areas import Areas
from bsafe_analysis.model.business_groups import BusinessGroup
from bsafe_analysis.model.disclosure import Audience, Policy
from bsafe_analysis.model.districts import DISTRICT_COLUMNS
from bsafe_analysis.model.document_settings import DocumentSetting
from bsafe_analysis.model.doubts import Doubt
from bsafe_analysis.model.findings import FORECAST_COLUMNS, RISE_COLUMNS, Finding
from bsafe_analysis.model.held_months import HeldMonths
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.indicators import Indicator
from bsafe_analysis.model.issue_scores import ScoringSettings
from bsafe_analysis.model.issued_record import TrackRecord
from bsafe_analysis.model.map_context import ContextShape
from bsafe_analysis.model.map_points import (
    HEXAGON_COLUMNS,
    SPOT_COLUMNS,
    Cluster,
    Concentration,
    EmergedPoint,
    HexagonShare,
)
from bsafe_analysis.model.meeting_policy import MeetingPolicy
from bsafe_analysis.model.monitor_groups import MonitorGroup
from bsafe_analysis.model.near_in_time import NearRepeats, PlaceRepeats
from bsafe_analysis.model.outcomes import OUTCOME_COLUMNS
from bsafe_analysis.model.periods import Window, add_months
from bsafe_analysis.model.plan_lines import PrintedLine
from bsafe_analysis.model.priorities import Priorities
from bsafe_analysis.model.promoted_findings import Promoted
from bsafe_analysis.model.receipts import Notice, Receipt, Revision
from bsafe_analysis.model.register_entries import Register
from bsafe_analysis.model.released_counts import CountedAs
from bsafe_analysis.model.same_again import SameAgain
from bsafe_analysis.model.similar_places import SimilarPlaces
from bsafe_analysis.model.stop_searches import STOP_COLUMNS
from bsafe_analysis.model.tactical_options import Options
from bsafe_analysis.model.team_clusters import Resourcing
from bsafe_analysis.model.times import KNOWN_COLUMNS, TIME_COLUMNS, ExcessHours


@dataclass(frozen=True)
class Meeting:
    """One meeting that a document serves: `document` is a document's name, `area` a code or "" for all."""

    key: str
    name: str
    document: str
    area: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Partnership:
    """Names only: everything partners read that differs from place to place."""

    name: str
    borough: str
    area_term: str
    neighbourhood_term: str
    invented: bool = False
    contact: str = ""
    licence: str = ""
    bank_holidays: str = "GB-ENG"
    """Whose bank holidays count: GB-ENG, GB-WLS, GB-SCT or GB-NIR."""
    dates: tuple[KnownDate, ...] = ()


@dataclass(frozen=True)
class KnownDate:
    """Something that the partnership knows is coming: a school holiday, a fair, a match."""

    name: str
    first: date
    last: date


@dataclass(frozen=True)
class ExceptionalTime:
    """Months, both ends included, that say nothing of ordinary ones: judged, but never learnt from."""

    name: str
    first: str
    last: str
    reason: str = ""

    def __contains__(self, month: object) -> bool:
        return isinstance(month, str) and self.first <= month <= self.last


@dataclass(frozen=True)
class DetectionSettings:
    """The judgements of parameters/detection.yml; each has its reason beside it there."""

    coverage: float = 0.95
    false_discovery_rate: float = 0.10
    smallest_difference: float = 3.0
    smallest_ratio: float = 1.1
    slow_ratio: float = 1.2
    history_months: int = 60
    short_history_months: int = 24
    provisional_months: int = 1
    small_count: float = 5.0
    """Findings expected below this carry a caution: a month is then a handful of incidents."""
    places_listed: int = 10
    """Busiest map points of a place that are listed."""
    fewest_at_place: int = 3
    """A map point with fewer incidents is not listed."""
    outcome_months: int = 4
    """Months that must have passed before it is told what became of a month's crimes."""
    longest_span_hours: int = 24
    """An incident that may have happened at any time of a longer span says nothing of hours, and is set aside."""
    rebase: tuple[tuple[str, str], ...] = ()
    """(category key or "*", first month that is comparable): a recording change; earlier months are not used."""
    exceptional: tuple[ExceptionalTime, ...] = ()
    """Months from which no expectation learns, and against which no improvement is claimed."""
    rebases: tuple[Rebase, ...] = ()
    """Recording changes of one place and one category or all (parameters/rebases.yml), as `rebase` is of all places."""

    def exceptional_time(self, month: str) -> ExceptionalTime | None:
        """The exceptional time in which a month lies, if any."""
        return next((time for time in self.exceptional if month in time), None)

    def comparable(self, month: str, other: str) -> bool:
        """Whether two months may be taken together: both of ordinary times, or both of the same exceptional one."""
        return self.exceptional_time(month) == self.exceptional_time(other)


@dataclass(frozen=True)
class Cycle:
    month: str
    months: tuple[str, ...]
    as_of: date
    meetings: tuple[Meeting, ...]
    boundaries: str
    baseline: Window | None
    partnership: Partnership
    detection: DetectionSettings
    documents: tuple[DocumentSetting, ...]
    categories: tuple[Category, ...]
    markings: dict[str, str]
    """Marking by audience, from policy.yml: that of the highest class of what is received."""
    not_by_place: tuple[str, ...] = ("violence",)
    """Categories too sensitive for a map point (policy.yml)."""
    high_risk: tuple[str, ...] = ("violence",)
    """Categories told at borough level in the section on high-risk issues (policy.yml)."""
    policy: Policy = field(default_factory=Policy)
    sources: tuple[tuple[str, str, str], ...] = ()
    """(name, title, class) of every source."""
    meeting_policy: MeetingPolicy = field(default_factory=MeetingPolicy)
    scoring: ScoringSettings = field(default_factory=ScoringSettings)
    groups: tuple[BusinessGroup, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    monitor: tuple[MonitorGroup, ...] = ()
    """What groups.yml, indicators.yml and monitor.yml (else the priorities) hold, in the order of each file."""
    resourcing: Resourcing = field(default_factory=Resourcing)
    similar: SimilarPlaces = field(default_factory=SimilarPlaces)

    @property
    def exceptional(self) -> ExceptionalTime | None:
        """The exceptional time in which its month lies, if any."""
        return self.detection.exceptional_time(self.month)

    @property
    def exceptional_times(self) -> tuple[ExceptionalTime, ...]:
        """Those of which its history holds a month."""
        return tuple(t for t in self.detection.exceptional if t.first <= self.month and t.last >= self.months[0])

    @property
    def exceptional_lately(self) -> tuple[ExceptionalTime, ...]:
        """Those of which the twelve months before its own hold one."""
        since = add_months(self.month, -12)
        return tuple(t for t in self.exceptional_times if t.last >= since and t.first < self.month)

    @property
    def exceptional_of_baseline(self) -> tuple[ExceptionalTime, ...]:
        """Those of which its baseline holds a month."""
        of = self.baseline
        return tuple(t for t in self.exceptional_times if of and t.first <= of.last and t.last >= of.first)

    @property
    def year_begins(self) -> str:
        """The first of the twelve months up to its own."""
        return add_months(self.month, -11)

    def category(self, key: str) -> Category:
        return next(category for category in self.categories if category.key == key)


@dataclass(frozen=True)
class SizeCoverage:
    """The same of the counts of one size: `least` or more, and fewer than `below`, expected a month (None: no end)."""

    least: int
    below: int | None
    inside: float
    series_months: int


@dataclass(frozen=True)
class Coverage:
    """How often past months fell inside the interval that would have been printed for them (a back test)."""

    nominal: float
    inside: float
    series_months: int
    first: str
    last: str
    by_size: tuple[SizeCoverage, ...] = ()
    """The smallest counts first; of a size of which too few counts were judged, nothing is said."""


@dataclass(frozen=True)
class ProfileNotes:
    """What practitioners wrote about one neighbourhood: section heading -> paragraphs, with its date.

    `dates`: (heading, date) of the sections that have a date of their own.
    """

    area: str
    sections: tuple[tuple[str, str], ...]
    as_at: date | None = None
    dates: tuple[tuple[str, date], ...] = ()

    def date_of(self, heading: str) -> date | None:
        """The date of one section: its own, else the file's."""
        return dict(self.dates).get(heading, self.as_at)


@dataclass(frozen=True)
class Outline:
    """The drawn shape of a place: rings of (x, y) in metres east and north of the borough's south-west corner."""

    area: str
    rings: tuple[tuple[tuple[float, float], ...], ...]
    label: tuple[float, float]


GUARDED_COLUMNS = ("area", "category", "month", "count")
HIDDEN_COLUMNS = ("area", "category", "month")


@dataclass(frozen=True)
class Prepared:
    """What a notebook is given: no incident rows, so none can leak into a page.

    counts: area, level, category, month, count (missing where not received), provisional; in an edition for others also
        hidden (the count is missing because they may not see it).
    expectations: findings.EXPECTATION_COLUMNS, for the judged month and the eleven before it at most.
    forecasts: findings.FORECAST_COLUMNS, the months after the judged one; rises: findings.RISE_COLUMNS;
    spots: spots.SPOT_COLUMNS, the busiest map points of the borough, of each area and of each finding's place.
    slow_changes: findings of Rule.DRIFT, a list of their own.
    baseline_facts: what counts.baseline_facts returns over cycle.baseline; rates missing where residents are not known.
    """

    cycle: Cycle
    areas: Areas
    counts: pd.DataFrame
    expectations: pd.DataFrame
    findings: tuple[Finding, ...]
    previous_findings: tuple[Finding, ...]
    baseline_facts: pd.DataFrame
    activities: tuple[Activity, ...]
    priorities: Priorities
    notes: tuple[ProfileNotes, ...]
    receipts: tuple[Receipt, ...]
    revisions: tuple[Revision, ...]
    notices: tuple[Notice, ...]
    outlines: tuple[Outline, ...]
    coverage: Coverage | None
    held: HeldMonths
    """Which months of which source are held: a count is missing exactly where a source of its category was not."""
    previous_findings_stored: bool = False
    """Whether last month's findings were read as issued (True) or recomputed from what was held then."""
    forecasts: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(FORECAST_COLUMNS)))
    times: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(TIME_COLUMNS)))
    """Incidents by weekday and hour, of sources that give a time (times.TIME_COLUMNS); in no edition for others."""
    rises: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(RISE_COLUMNS)))
    spots: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(SPOT_COLUMNS)))
    slow_changes: tuple[Finding, ...] = ()
    concentrations: tuple[Concentration, ...] = ()
    emerged: tuple[EmergedPoint, ...] = ()
    """Points that were emerging in past months, and what they had after; none for readers who see no map points."""
    hexagons: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(HEXAGON_COLUMNS)))
    """The year's incidents on a grid (map_points.HEXAGON_COLUMNS); none for readers who see no map points."""
    hexagon_shares: tuple[HexagonShare, ...] = ()
    """How far they gather on few hexagons, of the borough and of each area; of no place with few incidents."""
    corner: tuple[float, float] = (0.0, 0.0)
    """The south-west corner that outlines are drawn from, in metres of the British National Grid."""
    context: tuple[ContextShape, ...] = ()
    """Roads, rivers and parks under the maps, as the partnership gave them (data/reference/context)."""
    clusters: tuple[Cluster, ...] = ()
    unplaced_sources: tuple[str, ...] = ()
    """Titles of sources whose points are not anonymised, or which have none: they are in no list of places."""
    notices_of_register: int = 0
    """How many of the notices, the last ones, are about what people wrote."""

    neighbours: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Which neighbourhoods touch which, by code; empty without boundaries."""
    options: Options = field(default_factory=Options)
    """The library of tactical options (options.yml)."""
    register: Register = field(default_factory=Register)
    """What people wrote beside the delivery plan and the notes."""
    effects: tuple[Effect, ...] = ()
    """What happened since activities with an expected effect began."""
    annotations: tuple[Annotation, ...] = ()
    """What analysts noted; drawn on charts of the meetings' documents, never in a profile."""
    promoted: tuple[Promoted, ...] = ()
    """What analysts promoted by this month and is not closed; never in a profile."""
    printed: tuple[PrintedLine, ...] = ()
    """What of the plan the packs of theme groups that look at other months told (data/issued), so that none repeats it.
    For the internal edition alone."""
    record: TrackRecord | None = None
    """What became of the last year's alerts, and how counts moved after they were issued."""
    audience: Audience = Audience.INTERNAL
    """For whom this is: beyond "internal" all of it was computed from what that audience may see (editions.py)."""
    guarded: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(GUARDED_COLUMNS)))
    """area, category, month, count: what sources that are not OPEN counted, for the categories they take part in."""
    counted: CountedAs = field(default_factory=CountedAs)
    """What the guarded counts are of: words and lines; in no edition for others."""
    classes: dict[str, str] = field(default_factory=dict)
    """Category -> the highest class of its sources, where that is not OPEN."""
    hidden: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(HIDDEN_COLUMNS)))
    """area, category, month: counts that are missing because this audience may not see them."""
    doubts: tuple[Doubt, ...] = ()
    """What came in that could move a count without crime having changed; said with the findings that it touches."""
    other_districts: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(DISTRICT_COLUMNS)))
    """districts.DISTRICT_COLUMNS: the month in the force's other districts, beside what was to be expected there."""
    outcomes: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(OUTCOME_COLUMNS)))
    """outcomes.OUTCOME_COLUMNS: what became of crimes, of months told of late enough and of open sources alone."""
    times_known: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(KNOWN_COLUMNS)))
    """times.KNOWN_COLUMNS: of how many incidents the time is known; as all of times and points, for the team alone."""
    excess_hours: tuple[ExcessHours, ...] = ()
    """In which part of the week each rise lies of which times are held."""
    near_repeats: tuple[NearRepeats, ...] = ()
    """Whether incidents come in runs near one another: of each category of which real points and days are held."""
    stops: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(STOP_COLUMNS)))
    """stop_searches.STOP_COLUMNS: the police's searches by place, month, object and result; never by who was."""
    place_repeats: tuple[PlaceRepeats, ...] = ()
    """How many incidents came back to the same point in a year: of the same categories."""
    same_again: tuple[SameAgain, ...] = ()
    """How many had the victim or the premises of another, where a source says; in no edition for others."""

    def __repr__(self) -> str:
        """In a line, for whoever ends a cell with it: what there is, and for whom."""
        series, held = len(self.counts[["area", "category"]].drop_duplicates()), self.cycle.months
        return (
            f"<{self.cycle.partnership.borough}, {self.cycle.month}, {self.audience} edition: "
            f"{series} series (places by category), months {held[0]} to {held[-1]}, {len(self.findings)} findings; "
            ".counts, .expectations, .findings, .forecasts, .rises, .spots, .areas, .cycle>"
        )

    @property
    def gaps(self) -> tuple[str, ...]:
        """Months of the cycle in which a source that no month goes out without was expected and is not held."""
        return tuple(gap for gap in self.held.gaps if gap in self.cycle.months)

    @property
    def plan_shown(self) -> bool:
        """Whether this edition's readers see the delivery plan: if not, that no activity is there says nothing."""
        return self.audience == Audience.INTERNAL or self.cycle.policy.texts.get(self.audience) != "none"

    def notes_of(self, area: str) -> ProfileNotes | None:
        """What was written about one neighbourhood; asked for this way, a page depends on no other's notes."""
        return next((notes for notes in self.notes if notes.area == area), None)
