"""What could explain a signal, what of it is held that speaks for each, and what against: ranked, never a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from bsafe_analysis.model.findings import Caution, Direction
from bsafe_analysis.model.priorities import Verdict
from bsafe_analysis.model.register_entries import Comment, Hypothesis
from bsafe_analysis.reports.cases.why_cases import ClueWords
from bsafe_analysis.reports.facts.signals import Signal
from bsafe_analysis.reports.facts.tasking import outcome_of
from bsafe_analysis.reports.facts.whereabouts import PlaceRow

MOST_ON_A_PAGE = 3
"""Possible causes that a meeting's page lists of one signal; the annex lists every one."""


class Cause(StrEnum):
    """What could explain a signal, in the order in which equals are told."""

    WRITTEN = "written"
    """An analyst's own explanation."""
    RECORDING = "recording"
    NEXT_DOOR = "next_door"
    KIND_OF_PLACE = "kind_of_place"
    ONE_EVENT = "one_event"
    FEWER_REPORTS = "fewer_reports"
    KNOWN_DATE = "known_date"


@dataclass(frozen=True)
class PossibleCause:
    """`written`: the analyst's explanation, where it is one."""

    cause: Cause
    signal: Signal
    supports: tuple[ClueWords, ...] = ()
    opposes: tuple[ClueWords, ...] = ()
    written: Hypothesis | None = None

    @property
    def rank(self) -> int:
        """The lower, the more speaks for it: supported, contested or not tested yet, open, opposed."""
        if self.supports and ClueWords.BEGAN_BEFORE not in self.opposes:
            return 1 if self.opposes else 0
        if self.opposes:
            return 3
        return 1 if self.is_untested else 2

    @property
    def is_untested(self) -> bool:
        """Whether it is an analyst's explanation that waits for its test."""
        return self.written is not None and not (self.supports or self.opposes)

    @property
    def is_asked(self) -> bool:
        """Whether the signal's own lines ask if it moved between two places."""
        return bool(self.signal.other_way_beside)

    @property
    def is_exceptional_time(self) -> bool:
        """Whether it is no date but the exceptional time in which the signal's month lies."""
        time, dates = self.signal.exceptional, {date.name for date in self.signal.dates}
        return self.cause is Cause.KNOWN_DATE and time is not None and dates == {time.name}

    @property
    def opposite(self) -> tuple[PlaceRow, ...]:
        """Places next to the signal's that lie outside their range on the other side, without a signal of their own."""
        side = self.signal.finding.side
        return tuple(row for row in self.signal.where.near if row.standing != side)


def why(signal: Signal, comments: Iterable[Comment] = ()) -> tuple[PossibleCause, ...]:
    """What could explain this signal, that with most for it first. `comments`: what analysts wrote of it."""
    written = (_written(signal, h) for comment in comments for h in comment.hypotheses)
    told = [c for c in _found(signal) if c.supports or c.opposes]
    return tuple(sorted([*written, *told], key=lambda cause: cause.rank))


def why_in_short(causes: tuple[PossibleCause, ...]) -> tuple[PossibleCause, ...]:
    """Those that a meeting's page lists: what all speaks against only where an analyst wrote it.

    That other kinds and places stayed as they were stands in the signal's own lines, as does whether it moved from next
    door, and an exceptional time, which may explain every signal of its months, above the first of them.
    """
    elsewhere = [c for c in causes if c.is_exceptional_time or (c.cause is Cause.NEXT_DOOR and c.is_asked)]
    worth = [c for c in causes if (c.rank < 3 or c.written) and c not in elsewhere]
    return tuple(worth[:MOST_ON_A_PAGE])


def _written(signal: Signal, hypothesis: Hypothesis) -> PossibleCause:
    outcome = outcome_of(hypothesis.result)
    result = (ClueWords.RESULT,)
    supports = result if outcome == "supported" else ()
    opposes = result if outcome in ("rejected", "unclear") else ()
    return PossibleCause(Cause.WRITTEN, signal, supports, opposes, hypothesis)


def _found(s: Signal) -> Iterator[PossibleCause]:
    yield PossibleCause(Cause.RECORDING, s, tuple(_recorded_otherwise(s)), _quiet(s))
    yield _next_door(PossibleCause(Cause.NEXT_DOOR, s))
    if s.finding.direction is Direction.UP:
        yield PossibleCause(Cause.KIND_OF_PLACE, s, (ClueWords.AT_A_KIND_OF_PLACE,) if s.where.anchored else ())
        yield PossibleCause(Cause.ONE_EVENT, s, tuple(_one_event(s)), tuple(_more_than_one_event(s)))
    else:
        yield PossibleCause(Cause.FEWER_REPORTS, s, tuple(_late(s)), (ClueWords.LASTING,) if s.lasting else ())
    if s.dates:
        before = all(s.began < each.first.isoformat()[:7] for each in s.dates)
        yield PossibleCause(Cause.KNOWN_DATE, s, (ClueWords.FELL_THEN,), (ClueWords.BEGAN_BEFORE,) if before else ())


def _recorded_otherwise(s: Signal) -> Iterator[ClueWords]:
    if s.doubts:
        yield ClueWords.CAME_IN
    if Caution.RECORDING_CHANGE in s.finding.cautions:
        yield ClueWords.RECORDED_ANEW
    if s.where.together[0]:
        yield ClueWords.KINDS_TOGETHER
    if s.widespread:
        yield ClueWords.MUCH_OF_THE_FORCE
    if s.verdict is Verdict.NEUTRAL and not s.doubts:
        yield ClueWords.MOVES_WITH_REPORTS


def _quiet(s: Signal) -> tuple[ClueWords, ...]:
    """Whether other kinds there and other districts of the force, which a change in recording would move, did not."""
    kinds = s.where.others_judged > 1 and not s.where.others_moved
    if kinds and s.force.all_within:
        return (ClueWords.ALL_ELSE_QUIET,)
    return (ClueWords.KINDS_QUIET,) if kinds else (ClueWords.FORCE_QUIET,) if s.force.all_within else ()


def _next_door(cause: PossibleCause) -> PossibleCause:
    where = cause.signal.where
    if where.parts_add_up or not where.neighbours_known:
        return cause
    if where.moved_from:
        return replace(cause, supports=(ClueWords.SIGNAL_OPPOSITE,))
    if cause.opposite:
        return replace(cause, supports=(ClueWords.PLACE_OPPOSITE,))
    quiet = where.around == where.near_judged > 0 and not where.near_together
    return replace(cause, opposes=(ClueWords.NOBODY_OPPOSITE,) if quiet else ())


def _one_event(s: Signal) -> Iterator[ClueWords]:
    if s.where.mostly:
        yield ClueWords.AT_ONE_POINT
    if s.months_told == 1:
        yield ClueWords.ONE_MONTH


def _more_than_one_event(s: Signal) -> Iterator[ClueWords]:
    where = s.where
    if s.lasting:
        yield ClueWords.LASTING
    if s.in_most_parts:
        yield ClueWords.IN_MOST_PARTS
    if where.mapped and where.points_shown and where.has_points and not where.mostly:
        yield ClueWords.AT_SEVERAL_POINTS if where.spots else ClueWords.AT_NO_POINT


def _late(s: Signal) -> Iterator[ClueWords]:
    if s.months_told == 1 and Caution.PROVISIONAL in s.finding.cautions:
        yield ClueWords.MAY_BE_REVISED
