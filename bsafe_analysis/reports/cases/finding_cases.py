"""The cases of what is said of a finding: how many, since when, how sure, what it asks for (findings.md.j2)."""

from __future__ import annotations

from enum import StrEnum

from bsafe_analysis.model.areas import Level
from bsafe_analysis.model.findings import Finding, Onset, Rule, Status
from bsafe_analysis.model.periods import add_months, month_index
from bsafe_analysis.model.priorities import Verdict


class CountedOver(StrEnum):
    """Over which time a finding's count is told."""

    MONTHS = "months"
    MONTH = "month"
    MONTH_FROM_AFAR = "month_from_afar"
    """The ordinary months from which its range comes lie far back: a sum of such months would be told as too sure."""


def counted_over(rule: Rule, status: Status, afar: bool = False) -> CountedOver:
    """The months that stand out together, as long as they do; else the month.

    `afar`: whether the last ordinary month lies far before them.
    """
    if afar:
        return CountedOver.MONTH_FROM_AFAR
    return CountedOver.MONTHS if taken_together(rule, status) is Together.MONTHS else CountedOver.MONTH


class Together(StrEnum):
    """Whether a finding is about months taken together."""

    ONE_MONTH = "unsaid"
    MONTHS = "months"


def taken_together(rule: Rule, status: Status) -> Together:
    """As long as they stand out together."""
    return Together.MONTHS if rule is Rule.PERSISTENT and status is not Status.CLEARED else Together.ONE_MONTH


class HowLongItStood(StrEnum):
    """How long what has cleared stood out."""

    ONE_MONTH = "one_month"
    LONGER = "longer"


def stood(months_running: int) -> HowLongItStood:
    """`months_running`: up to the month in which it had cleared, that one included."""
    return HowLongItStood.ONE_MONTH if months_running <= 2 else HowLongItStood.LONGER


class SinceWhen(StrEnum):
    """Since when a finding stands out, and how it came to."""

    CLEARED = "cleared"
    NEW_THIS_MONTH = "new_this_month"
    NEWLY_RUNNING_TOGETHER = "newly_running_together"
    RUNNING_TOGETHER = "running_together"
    RUNNING = "running"


def since(finding: Finding, months_running: int) -> SinceWhen:
    """`months_running`: from the month in which it began to this one, both included."""
    if finding.status is Status.CLEARED:
        return SinceWhen.CLEARED
    if finding.rule is not Rule.PERSISTENT:
        new = finding.rule is Rule.MONTH and months_running == 1
        return SinceWhen.NEW_THIS_MONTH if new else SinceWhen.RUNNING
    return SinceWhen.NEWLY_RUNNING_TOGETHER if finding.status is Status.NEW else SinceWhen.RUNNING_TOGETHER


class BeganWhen(StrEnum):
    """How surely the month is known in which a change began."""

    KNOWN = "known"
    PERHAPS_EARLIER = "perhaps_earlier"
    """By one month; MONTHS_EARLIER by several."""
    MONTHS_EARLIER = "months_earlier"
    PERHAPS_LATER = "perhaps_later"
    MONTHS_LATER = "months_later"
    BETWEEN = "between"
    SOME_TIME = "some_time"
    """The counts leave it so open that no month may be named as the likeliest."""
    OR_BEFORE = "or_before"
    """It stood so in the first month that could be looked at."""


WIDE = 3
"""Months from the first that may be it to the last from which on no single one is told."""


def began_when(onset: Onset | None) -> BeganWhen:
    """`onset`: None where it was not estimated, and only the month is known in which it first stood out."""
    if onset is not None and onset.or_before:
        return BeganWhen.OR_BEFORE
    if onset is None or onset.first == onset.last:
        return BeganWhen.KNOWN
    if month_index(onset.last) - month_index(onset.first) > WIDE:
        return BeganWhen.SOME_TIME
    if onset.last == onset.month:
        by_one = add_months(onset.first, 1) == onset.month
        return BeganWhen.PERHAPS_EARLIER if by_one else BeganWhen.MONTHS_EARLIER
    if onset.first == onset.month:
        by_one = add_months(onset.month, 1) == onset.last
        return BeganWhen.PERHAPS_LATER if by_one else BeganWhen.MONTHS_LATER
    return BeganWhen.BETWEEN


class TookOn(StrEnum):
    """How a story came from another place to this one."""

    NOTHING = "unsaid"
    SPREAD = "spread"
    DREW_IN = "drew_in"


LEVELS = (Level.BOROUGH, Level.AREA, Level.NEIGHBOURHOOD)


def took_on(level: Level, of: Level | None) -> TookOn:
    """`level`: that of the place whose the story is now; `of`: that of the one it was told of before, if another."""
    if of is None or of == level:
        return TookOn.NOTHING
    return TookOn.SPREAD if LEVELS.index(level) < LEVELS.index(of) else TookOn.DREW_IN


class Shared(StrEnum):
    """How a change is shared out over the parts of its place."""

    NO_PARTS = "unsaid"
    IN_BOTH = "in_both"
    IN_ALL = "in_all"
    IN_MOST = "in_most"
    IN_SOME = "in_some"


def shared(parts: int, moved: int, in_most_parts: bool) -> Shared:
    """`parts`: how many parts its place has, `moved` of them by themselves; `in_most_parts`: whether those are most."""
    if not parts:
        return Shared.NO_PARTS
    if in_most_parts and moved == parts:
        return Shared.IN_BOTH if parts == 2 else Shared.IN_ALL
    return Shared.IN_MOST if in_most_parts else Shared.IN_SOME


class ExcessRange(StrEnum):
    """How far the excess of a change is known."""

    NOT_HELD = "unsaid"
    BETWEEN = "between"
    FROM_NONE = "from_none"


def excess_range(least: int | None) -> ExcessRange:
    """`least`: the near end of its range; None where several months are taken together, of which none is held."""
    if least is None:
        return ExcessRange.NOT_HELD
    return ExcessRange.BETWEEN if least > 0 else ExcessRange.FROM_NONE


class PartAdds(StrEnum):
    """What a part adds to the change of a whole."""

    SOME = "some"
    NOTHING = "nothing"
    OTHER_WAY = "other_way"


def part_adds(excess: int) -> PartAdds:
    """`excess`: incidents beyond what was expected, on the side of the whole's change, rounded."""
    if excess > 0:
        return PartAdds.SOME
    return PartAdds.OTHER_WAY if excess else PartAdds.NOTHING


class NotInParts(StrEnum):
    """Whether the parts' shares add up to the change of the whole."""

    ADDS_UP = "unsaid"
    LEFT_OVER = "left_over"
    TOO_MUCH = "too_much"


def not_in_parts(left: int) -> NotInParts:
    """`left`: what of the whole's change is in none of its parts, on its side, rounded."""
    if left > 0:
        return NotInParts.LEFT_OVER
    return NotInParts.TOO_MUCH if left else NotInParts.ADDS_UP


class ForceWide(StrEnum):
    """Whether much of the force moved as a finding did."""

    NO = "unsaid"
    MUCH_OF_IT = "much_of_it"
    ALL_OF_IT = "all_of_it"


def force_wide(widespread: bool, same_way: int, districts: int) -> ForceWide:
    """`same_way`: how many of the force's other `districts` lie outside their ranges on the finding's side;
    `widespread`: whether those are enough to look beyond the borough first.
    """
    if not widespread:
        return ForceWide.NO
    return ForceWide.ALL_OF_IT if same_way == districts else ForceWide.MUCH_OF_IT


class ForceInShort(StrEnum):
    """What page one says of the force beside a signal."""

    UNSAID = "unsaid"
    """Nothing is known of it, or its change is told once for all signals."""
    MUCH_OF_IT = "much_of_it"
    ALL_OF_IT = "all_of_it"
    NOT_THE_FORCE = "not_the_force"
    """In an exceptional time, in which the force as a whole moves: that it did not."""


def force_in_short(widespread: bool, same_way: int, districts: int, exceptional: bool) -> ForceInShort:
    """As `force_wide`; `exceptional`: whether the month lies in an exceptional time, of which the force's own change is
    told first."""
    if exceptional:
        return ForceInShort.NOT_THE_FORCE if districts and not widespread else ForceInShort.UNSAID
    return ForceInShort(force_wide(widespread, same_way, districts))


class ForceMoved(StrEnum):
    """Which way much of the force moved in an exceptional time."""

    NOT = "unsaid"
    UP = "up"
    DOWN = "down"
    BOTH_WAYS = "both_ways"


def force_moved(rose: int, fell: int) -> ForceMoved:
    """Of how many kinds of incident much of the force had more, and of how many fewer."""
    if rose and fell:
        return ForceMoved.BOTH_WAYS
    return ForceMoved.UP if rose else ForceMoved.DOWN if fell else ForceMoved.NOT


class AskedFirst(StrEnum):
    """What is to be asked before a problem profile is commissioned."""

    NOTHING = "unsaid"
    THE_FORCE = "the_force"


def asked_first(profile: bool, widespread: bool) -> AskedFirst:
    """`profile`: whether one is asked for; `widespread`: whether much of the force moved the same way."""
    return AskedFirst.THE_FORCE if profile and widespread else AskedFirst.NOTHING


class Begun(StrEnum):
    """Whether a finding is new, in a few words."""

    CONTINUING = "continuing"
    NEW = "new"
    NEW_OF_MONTHS = "new_of_months"


def begun(status: Status, months_running: int) -> Begun:
    """`months_running`: from the month in which it first stood out to this one, both included."""
    if status is Status.CONTINUING:
        return Begun.CONTINUING
    return Begun.NEW_OF_MONTHS if months_running > 1 else Begun.NEW


class GotBetter(StrEnum):
    """In which way a count is better."""

    CLEARED = "cleared"
    CLEARED_IN_EXCEPTIONAL_TIME = "cleared_in_exceptional_time"
    IN_EXCEPTIONAL_TIME = "in_exceptional_time"
    THIS_MONTH = "this_month"
    FOR_MONTHS = "for_months"


def got_better(finding: Finding, months_running: int, exceptional: bool) -> GotBetter:
    """Whether it no longer stands out, or does so on the good side: since this month or since an earlier one.

    `exceptional`: whether the month lies in an exceptional time, in which no improvement is claimed.
    """
    if finding.status is Status.CLEARED:
        return GotBetter.CLEARED_IN_EXCEPTIONAL_TIME if exceptional else GotBetter.CLEARED
    if exceptional:
        return GotBetter.IN_EXCEPTIONAL_TIME
    return GotBetter.THIS_MONTH if months_running == 1 else GotBetter.FOR_MONTHS


class BesideItsRange(StrEnum):
    """Whether a month's count can be told beside its expected range."""

    NOT_RECEIVED = "not_received"
    NO_RANGE = "no_range"
    TOO_FEW = "too_few"
    BESIDE_ITS_RANGE = "beside_its_range"


def stands(standing: str) -> BesideItsRange:
    """`standing`: where the count lies, a value of the Standing of reports."""
    return BesideItsRange(standing) if standing in tuple(BesideItsRange) else BesideItsRange.BESIDE_ITS_RANGE


class WhySure(StrEnum):
    """What makes a finding more than chance."""

    STRONG_AND_LASTING = "strong_and_lasting"
    STRONG = "strong"
    LASTING = "lasting"
    NEITHER = "neither"


def why_sure(strong: bool, lasting: bool) -> WhySure:
    """`strong`: the evidence of the count by itself; `lasting`: it has stood out for some months."""
    if strong:
        return WhySure.STRONG_AND_LASTING if lasting else WhySure.STRONG
    return WhySure.LASTING if lasting else WhySure.NEITHER


class SoWhat(StrEnum):
    """What a finding asks of the meeting, as its section says it."""

    AGREE_LEAD = "agree_lead"
    AGREE_LEAD_PLAN_NOT_SHOWN = "agree_lead_plan_not_shown"
    COMMISSION = "commission"
    COMMISSION_PLAN_NOT_SHOWN = "commission_plan_not_shown"
    REVIEW_ACTIVITY = "review_activity"
    ASK_WHEN_IT_BEGINS = "ask_when_it_begins"
    """None of what is planned has begun: there is nothing done to be asked about."""
    ASK_WHY = "ask_why"
    FIND_OUT_WHY = "find_out_why"
    LOOK_AGAIN = "look_again"
    NOTHING = "nothing"


def next_step(step: str, plan_shown: bool, activities: int, verdict: Verdict, status: Status, begun: int = 1) -> SoWhat:
    """`step`: a NextStep of reports; `activities`: how many are to work on it there, `begun`: how many have;
    `plan_shown`: in this edition."""
    if step == "review_activity" and not begun:
        return SoWhat.ASK_WHEN_IT_BEGINS
    if step in ("agree_lead", "commission"):
        return SoWhat(step if plan_shown else f"{step}_plan_not_shown")
    if step == "analyse":
        return SoWhat.ASK_WHY if activities else SoWhat.FIND_OUT_WHY
    if step == "watch":
        weak = verdict is Verdict.CONCERN and status is not Status.CLEARED
        return SoWhat.LOOK_AGAIN if weak else SoWhat.NOTHING
    return SoWhat(step)


class WhyNeither(StrEnum):
    """Why a change is called neither better nor worse."""

    CAME_IN = "came_in"
    """It would be better, but what came in may explain it."""
    IN_EXCEPTIONAL_TIME = "in_exceptional_time"
    IN_ITSELF = "in_itself"


def why_neither(doubts: int, restrained: bool = False) -> WhyNeither:
    """`doubts`: how many cautions about what came in the finding bears; `restrained`: whether it is a change of an
    exceptional time, of which no problem profile is asked."""
    if restrained:
        return WhyNeither.IN_EXCEPTIONAL_TIME
    return WhyNeither.CAME_IN if doubts else WhyNeither.IN_ITSELF


class AskInShort(StrEnum):
    """The same in a few words."""

    AGREE_LEAD = "agree_lead"
    COMMISSION = "commission"
    REVIEW_ACTIVITY = "review_activity"
    ASK_WHEN_IT_BEGINS = "ask_when_it_begins"
    ASK_WHY = "ask_why"
    FIND_OUT_WHY = "find_out_why"
    WATCH = "watch"


def ask_of(step: str, activities: int, begun: int = 1) -> AskInShort:
    """`step`: a NextStep of reports; `activities`: how many are to work on it there, `begun`: how many of them have."""
    if step == "review_activity" and not begun:
        return AskInShort.ASK_WHEN_IT_BEGINS
    if step == "analyse":
        return AskInShort.ASK_WHY if activities else AskInShort.FIND_OUT_WHY
    return AskInShort(step)


SENTENCES = (
    counted_over, taken_together, stood, since, began_when, took_on, shared, excess_range, part_adds,
    not_in_parts, force_wide, force_in_short, force_moved, asked_first, begun, got_better, stands, why_sure, next_step,
    why_neither, ask_of,
)  # fmt: skip
