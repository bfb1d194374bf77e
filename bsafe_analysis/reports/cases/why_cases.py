"""The cases of what could explain a signal, and of what is told of one on a meeting's page (signals/*.md.j2)."""

from __future__ import annotations

from enum import StrEnum

from bsafe_analysis.model.findings import Onset, Status
from bsafe_analysis.model.priorities import Verdict
from bsafe_analysis.reports.cases.finding_cases import BeganWhen, SoWhat, began_when, next_step


class CauseNamed(StrEnum):
    """How a possible cause is called."""

    WRITTEN = "written"
    RECORDING = "recording"
    MOVED_IN = "moved_in"
    MOVED_AWAY = "moved_away"
    KIND_OF_PLACE = "kind_of_place"
    ONE_EVENT = "one_event"
    ONE_EVENT_WIDE = "one_event_wide"
    FEWER_REPORTS = "fewer_reports"
    KNOWN_DATE = "known_date"


def cause_named(cause: str, direction: str, has_parts: bool) -> CauseNamed:
    """`cause`: a Cause of reports; `direction`: up or down; `has_parts`: whether the signal's place has parts."""
    if cause == "next_door":
        return CauseNamed.MOVED_IN if direction == "up" else CauseNamed.MOVED_AWAY
    if cause == "one_event" and has_parts:
        return CauseNamed.ONE_EVENT_WIDE
    return CauseNamed(cause)


class ClueWords(StrEnum):
    """One thing held that speaks for or against a possible cause: the Clues of reports."""

    RESULT = "result"
    CAME_IN = "came_in"
    RECORDED_ANEW = "recorded_anew"
    KINDS_TOGETHER = "kinds_together"
    MUCH_OF_THE_FORCE = "much_of_the_force"
    MOVES_WITH_REPORTS = "moves_with_reports"
    ALL_ELSE_QUIET = "all_else_quiet"
    KINDS_QUIET = "kinds_quiet"
    FORCE_QUIET = "force_quiet"
    SIGNAL_OPPOSITE = "signal_opposite"
    PLACE_OPPOSITE = "place_opposite"
    NOBODY_OPPOSITE = "nobody_opposite"
    AT_A_KIND_OF_PLACE = "at_a_kind_of_place"
    AT_ONE_POINT = "at_one_point"
    AT_SEVERAL_POINTS = "at_several_points"
    AT_NO_POINT = "at_no_point"
    IN_MOST_PARTS = "in_most_parts"
    ONE_MONTH = "one_month"
    LASTING = "lasting"
    MAY_BE_REVISED = "may_be_revised"
    FELL_THEN = "fell_then"
    BEGAN_BEFORE = "began_before"


def clue_words(clue: str) -> ClueWords:
    """`clue`: one of reports; ValueError where it is none."""
    return ClueWords(clue)


class NothingHeld(StrEnum):
    """What stands where nothing held speaks for or against a cause."""

    SOMETHING = "unsaid"
    NOT_TESTED = "not_tested"
    NOTHING = "nothing"


def nothing_held(clues: int, untested: bool) -> NothingHeld:
    """`clues`: how many speak; `untested`: whether it is an analyst's explanation that waits for its test."""
    if clues:
        return NothingHeld.SOMETHING
    return NothingHeld.NOT_TESTED if untested else NothingHeld.NOTHING


class AloneOrNot(StrEnum):
    """What else moved beside a signal, in one line."""

    UNJUDGED = "unjudged"
    NOTHING_MOVED = "nothing_moved"
    SOME_MOVED = "some_moved"
    ALL_MOVED = "all_moved"


def alone_or_not(moved: int, quiet: int) -> AloneOrNot:
    """Of how much beside it a change is seen, and of how much it could be seen and is not."""
    if moved:
        return AloneOrNot.SOME_MOVED if quiet else AloneOrNot.ALL_MOVED
    return AloneOrNot.NOTHING_MOVED if quiet else AloneOrNot.UNJUDGED


class MovedBeside(StrEnum):
    """Of what a change is seen beside a signal."""

    KINDS = "kinds"
    SIGNALS = "signals"
    PLACES = "places"
    DISTRICTS = "districts"


def moved_beside(what: str) -> MovedBeside:
    """`what`: a Beside of reports; ValueError where it is none."""
    return MovedBeside(what)


class QuietBeside(StrEnum):
    """Of what none is seen, though it could be."""

    KINDS = "kinds"
    PLACES = "places"
    DISTRICTS = "districts"


def quiet_beside(what: str) -> QuietBeside:
    """`what`: a Beside of reports; ValueError where it is none."""
    return QuietBeside(what)


class HoldsMost(StrEnum):
    """Who holds the excess of a signal, in one line."""

    NOT_TOLD = "unsaid"
    PARTS = "parts"
    POINTS = "points"
    SPREAD = "spread"
    """No map point holds enough of it for anybody to be sent there first."""
    NO_POINT = "no_point"


def holds_most(parts: int, up: bool, mapped: bool, shown: bool, spots: int, first: int) -> HoldsMost:
    """`parts`: that add to it; `up`: whether it is a rise; `mapped`, `shown`: whether the category and this edition may
    have map points; `spots`: the busiest that are held; `first`: how many of them hold enough to begin at.
    """
    if parts:
        return HoldsMost.PARTS
    if not (up and mapped and shown):
        return HoldsMost.NOT_TOLD
    if first:
        return HoldsMost.POINTS
    return HoldsMost.SPREAD if spots else HoldsMost.NO_POINT


class BeganSince(StrEnum):
    """Since when a signal stands out, where the heading of its chart does not say it."""

    SAID_ABOVE = "unsaid"
    NEW = "new"
    BEGAN = "began"


def began_since(months_running: int, onset: Onset | None, months_outside: int) -> BeganSince:
    """`months_outside`: in how many months since it began its count itself lay outside: of such the heading says when
    it began, where that is known.
    """
    if months_running == 1:
        return BeganSince.NEW
    sure = began_when(onset.told if onset else None) is BeganWhen.KNOWN
    return BeganSince.SAID_ABOVE if sure and months_outside else BeganSince.BEGAN


class Decide(StrEnum):
    """What a signal asks of the meeting, in one line, or why it asks nothing."""

    AGREE_LEAD = "agree_lead"
    AGREE_LEAD_PLAN_NOT_SHOWN = "agree_lead_plan_not_shown"
    COMMISSION = "commission"
    COMMISSION_PLAN_NOT_SHOWN = "commission_plan_not_shown"
    REVIEW_ACTIVITY = "review_activity"
    ASK_WHEN_IT_BEGINS = "ask_when_it_begins"
    ASK_WHY = "ask_why"
    FIND_OUT_WHY = "find_out_why"
    LOOK_AGAIN = "look_again"
    NO_RISE = "no_rise"
    NO_CLAIM = "no_claim"


def decide(
    step: str, plan_shown: bool, activities: int, verdict: Verdict, status: Status, begun: int, exceptional: bool
) -> Decide:
    """As `next_step`; `exceptional`: whether its month lies in a time in which no improvement is claimed."""
    so_what = next_step(step, plan_shown, activities, verdict, status, begun)
    if so_what is SoWhat.NOTHING:
        return Decide.NO_CLAIM if exceptional else Decide.NO_RISE
    return Decide(so_what)


class Doubted(StrEnum):
    """Whether anything weakens a signal that is not true of all of its page."""

    NO = "no"
    CAUTIONS = "cautions"


def doubted_for(cautions: int) -> Doubted:
    """`cautions`: those of its own."""
    return Doubted.CAUTIONS if cautions else Doubted.NO


class AllBear(StrEnum):
    """Whether there are cautions that all signals of a page bear."""

    NONE = "unsaid"
    SOME = "some"


def all_bear(cautions: int) -> AllBear:
    """`cautions`: how many."""
    return AllBear.SOME if cautions else AllBear.NONE


class ExplainedSoFar(StrEnum):
    """Whether analysts explained any signal of a page: said once, where none is."""

    SOME = "unsaid"
    NONE = "none"
    NOT_IN_EDITION = "not_in_edition"


def explained_so_far(explained: int, audience: str) -> ExplainedSoFar:
    """`explained`: of how many signals something is written; `audience`: of this edition."""
    if audience != "internal":
        return ExplainedSoFar.NOT_IN_EDITION
    return ExplainedSoFar.SOME if explained else ExplainedSoFar.NONE


class MovedQuestion(StrEnum):
    """Whether to ask if it moved between two places that touch."""

    NO = "unsaid"
    HERE = "here"
    AWAY = "away"


def moved_question(up: bool, other_way: int) -> MovedQuestion:
    """`other_way`: of the places that touch it, how many moved the other way in the same kind of incident."""
    if not other_way:
        return MovedQuestion.NO
    return MovedQuestion.HERE if up else MovedQuestion.AWAY


class OneVoice(StrEnum):
    """What a signal's line asks for: the option that page one puts about it, not another thing."""

    BESIDE_WORK = "beside_work"
    NO_WORK = "no_work"
    PLAN_NOT_SHOWN = "plan_not_shown"
    NO_OPTION = "no_option"
    PUT_TO_BOROUGH = "put_to_borough"
    """An area's page tells of an option that waits for the borough's meeting."""
    ASKED_OF_BOROUGH = "asked_of_borough"
    """The same where no option is put."""


def one_voice(put: bool, activities: int, plan_shown: bool, area: bool = False, asked: bool = False) -> OneVoice:
    """`put`: whether an option is put about it and not decided; `activities`: those that touch it; `area`: whether an
    area's page tells it; `asked`: whether the borough's meeting is asked who leads.
    """
    if area and (put or asked):
        return OneVoice.PUT_TO_BOROUGH if put else OneVoice.ASKED_OF_BOROUGH
    if not put:
        return OneVoice.NO_OPTION
    if activities:
        return OneVoice.BESIDE_WORK
    return OneVoice.NO_WORK if plan_shown else OneVoice.PLAN_NOT_SHOWN


class KnownDateWords(StrEnum):
    """How what is known to have fallen in a signal's months is said."""

    DAYS = "days"
    SET_APART = "set_apart"
    """An exceptional time, whose whole months are the partnership's choice: no day is told."""


def known_date(kind: str) -> KnownDateWords:
    """`kind`: of the entry of the calendar."""
    return KnownDateWords.SET_APART if kind == "set_apart" else KnownDateWords.DAYS


class LoneCause(StrEnum):
    """What is held for and against the only cause that a page lists."""

    BOTH = "both"
    FOR = "for"
    AGAINST = "against"


def lone_cause(supports: int, opposes: int) -> LoneCause:
    """`supports` and `opposes`: how many clues speak for it and against it; one of them at least does."""
    if not supports:
        return LoneCause.AGAINST
    return LoneCause.BOTH if opposes else LoneCause.FOR


SENTENCES = (
    known_date, one_voice, cause_named, clue_words, nothing_held, alone_or_not, moved_beside, quiet_beside, holds_most,
    began_since, decide, doubted_for, all_bear, explained_so_far, moved_question, lone_cause,
)  # fmt: skip
