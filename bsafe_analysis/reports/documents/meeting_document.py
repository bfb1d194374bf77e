"""What the documents of all meetings have, whichever place they are about."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import ClassVar

from bsafe_analysis.model.activities import Activity, Effect
from bsafe_analysis.model.areas import Area, Level
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.findings import Caution, Direction
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.register_entries import Comment
from bsafe_analysis.reports.documents.decisions_sought import DecisionSought, act_by, is_replayed, needs_attention
from bsafe_analysis.reports.facts.addresses import ANNEX, Elsewhere, elsewhere
from bsafe_analysis.reports.facts.data_notes import DataNotes
from bsafe_analysis.reports.facts.hours import Hours, hours_of
from bsafe_analysis.reports.facts.judgements import Call
from bsafe_analysis.reports.facts.many_at_once import ManyAtOnce, many_at_once
from bsafe_analysis.reports.facts.pressing_work import pressing
from bsafe_analysis.reports.facts.priority_places import Gathering
from bsafe_analysis.reports.facts.review import ActivityReview, with_a_verdict
from bsafe_analysis.reports.facts.series import PictureRow, more_than_chance, outside_of
from bsafe_analysis.reports.facts.signal_in_short import SignalInShort, shared_cautions, signal_in_short
from bsafe_analysis.reports.facts.signals import Signal
from bsafe_analysis.reports.facts.tasking import Recommendation, comments_on
from bsafe_analysis.reports.views.promoted_views import Raised

MOST_OUTSIDE = 3
"""Counts outside their range that page one names; it says how many others there are."""


@dataclass(frozen=True, kw_only=True)
class MeetingDocument(ABC):
    """What a meeting reads of its place and month. `signals` are the live ones, ranked; `better` improved or cleared.

    A kind of document gives its `name`, its `every_section`, its `parts`, `comments` and `elsewhere`.
    """

    name: ClassVar[str]
    every_section: ClassVar[tuple[str, ...]]
    """Ids of its sections but for that of promoted findings, which stands after the signals where there are any."""

    prepared: Prepared
    place: Area
    decisions: tuple[DecisionSought, ...]
    signals: tuple[Signal, ...]
    better: tuple[Signal, ...]
    rows: tuple[PictureRow, ...]
    gathering: Gathering
    review: ActivityReview
    notes: DataNotes
    raised: tuple[Raised, ...] = ()
    """What analysts promoted and is not closed."""

    @property
    def replayed(self) -> bool:
        """Whether this is a month long past, made again."""
        return is_replayed(self.prepared.cycle)

    @property
    @abstractmethod
    def parts(self) -> tuple[Area, ...]:
        """The places inside its place."""

    @property
    @abstractmethod
    def comments(self) -> tuple[Comment, ...]:
        """What analysts wrote of the month here as a whole."""

    @abstractmethod
    def elsewhere(self, signal: Signal) -> tuple[Elsewhere, ...]:
        """Where other documents of the month tell of this signal."""

    @property
    def month(self) -> str:
        return self.prepared.cycle.month

    @property
    def sections(self) -> tuple[str, ...]:
        after = self.every_section.index("signals") + 1
        promoted = ["promoted"] if self.raised else []
        return (*self.every_section[:after], *promoted, *self.every_section[after:])

    @property
    def attention(self) -> tuple[Signal, ...]:
        """Signals that page one lists; the rest are in their section, and page one says how many."""
        return needs_attention(self.signals)[: self.prepared.cycle.meeting_policy.most_on_page_one]

    @property
    def more_attention(self) -> int:
        """How many signals need attention beyond those on page one."""
        return len(needs_attention(self.signals)) - len(self.attention)

    @property
    def cleared(self) -> tuple[Signal, ...]:
        """Of `better`, what is no signal any more: the others are told among the signals."""
        return tuple(signal for signal in self.better if signal not in self.signals)

    @property
    def sought(self) -> int:
        """How many things page one puts to the meeting."""
        return len(self.decisions)

    @property
    def good_news(self) -> tuple[Signal, ...]:
        """What improved or cleared, as far as page one tells of it."""
        return self.better[: self.prepared.cycle.meeting_policy.most_good_news]

    @property
    def more_good_news(self) -> int:
        """How many improved or cleared beyond those on page one."""
        return len(self.better) - len(self.good_news)

    @property
    def outside_told(self) -> tuple[PictureRow, ...]:
        """Of `outside`, what page one names."""
        return self.outside[:MOST_OUTSIDE]

    @property
    def more_outside(self) -> int:
        """How many others of `outside` there are."""
        return len(self.outside) - len(self.outside_told)

    @property
    def outside(self) -> tuple[PictureRow, ...]:
        """Counts of the picture outside their ranges that are no signal, nor part of one."""
        return self._outside[0]

    @property
    def told_of_parts(self) -> tuple[tuple[PictureRow, Area], ...]:
        """Counts outside their ranges as a signal of a part of the place is, with the part."""
        return self._outside[1]

    @cached_property
    def _outside(self) -> tuple[tuple[PictureRow, ...], tuple[tuple[PictureRow, Area], ...]]:
        return outside_of(self.rows, self.place, self.parts, self.prepared.findings)

    @property
    def is_of_area(self) -> bool:
        """Whether it is an area's, whose signals the borough's meeting decides on first."""
        return self.place.level is not Level.BOROUGH

    def asked_of_borough(self, signal: Signal) -> bool:
        """Whether this is an area's and the borough's meeting is asked about the signal already."""
        return False

    def put_about(self, signal: Signal) -> Recommendation | None:
        """What this document puts to its meeting about a signal, where it has options of its own; else None."""
        return None

    @cached_property
    def at_once(self) -> ManyAtOnce | None:
        """The kinds of incident that moved to one side at once here, where more than chance explains."""
        return many_at_once(self.prepared, self.place)

    @property
    def together(self) -> tuple[int, int]:
        """How many of how many judged counts of the picture lie outside, where more than chance explains and they did
        not go to one side; else 0, 0."""
        return (0, 0) if self.at_once else more_than_chance(self.rows, self.prepared.cycle.detection.coverage)

    @cached_property
    def hours(self) -> Hours | None:
        """When incidents began here, where a source gives the time."""
        return hours_of(self.prepared, self.place)

    @property
    def by(self) -> date:
        """When what this month's meetings ask is to be reported."""
        return act_by(self.prepared)

    @property
    def pressing(self) -> tuple[Activity, ...]:
        """Activities that this meeting has to speak of; the annex holds every one."""
        return pressing(self.review, self.signals, self.by, of_an_area=self.place.level is not Level.BOROUGH)

    def effect_of(self, activity: Activity) -> Effect | None:
        """What followed one activity, where something can be said of it."""
        found = (effect for effect in self.prepared.effects if effect.ref == activity.ref)
        return next(iter(with_a_verdict(found)), None)

    @property
    def force_rose(self) -> tuple[Category, ...]:
        """Kinds of incident that much of the force had more of, of those with a signal here in an exceptional time."""
        return self._force_wide(Direction.UP)

    @property
    def force_fell(self) -> tuple[Category, ...]:
        """The same of those that it had fewer of."""
        return self._force_wide(Direction.DOWN)

    def _force_wide(self, direction: Direction) -> tuple[Category, ...]:
        wide = (s for s in self.signals if s.exceptional and s.widespread and s.finding.direction is direction)
        return tuple(dict.fromkeys(signal.category for signal in wide))

    def asks_whether_moved(self, signal: Signal) -> bool:
        """Whether its lines ask if it moved next door: not where the page asks it already of a rise there."""
        beside = {place.code for place in signal.other_way_beside}
        told = {s.place.code for s in self.signals if s.category == signal.category and s.other_way_beside}
        return bool(beside) and (signal.finding.direction is Direction.UP or not beside <= told)

    def tells_what_moved(self, signal: Signal) -> bool:
        """Whether its lines tell what else moved: where something is asked about it; the annex tells it of all."""
        return signal.call is not Call.WATCH or self.asks_whether_moved(signal)

    def is_of_larger_place(self, signal: Signal) -> bool:
        """Whether it is told of more than this place, which has a share in it: of none but an area's page."""
        return self.place.level is not Level.BOROUGH and signal.place.level is Level.BOROUGH

    @property
    def charted(self) -> tuple[Signal, ...]:
        """Signals that are told below a chart of their own."""
        return tuple(signal for signal in self.signals if signal not in self.told_in_a_line)

    @property
    def told_in_a_line(self) -> tuple[Signal, ...]:
        """A larger place's signals of which nothing is asked: the larger place's page draws them and tells the rest."""
        return tuple(s for s in self.signals if self.is_of_larger_place(s) and s.call is Call.WATCH)

    def comments_on(self, signal: Signal) -> tuple[Comment, ...]:
        """What analysts wrote of one signal since it began."""
        return comments_on(self.prepared, signal)

    @cached_property
    def shared_cautions(self) -> tuple[Caution, ...]:
        """Cautions that each of its signals bears, said once before the first."""
        return shared_cautions(self.signals)

    @property
    def explained(self) -> int:
        """Of how many of its signals analysts wrote anything."""
        return sum(bool(self.comments_on(signal)) for signal in self.signals)

    def in_short(self, signal: Signal) -> SignalInShort:
        """What its page says of one signal below the chart."""
        in_full = elsewhere(self.prepared, ANNEX, self.prepared.areas.borough, signal.id)
        return signal_in_short(signal, self.comments_on(signal), self.signals, in_full)
