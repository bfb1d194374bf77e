"""The cases of the first page of the tactical assessment (page_one.md.j2)."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from bsafe_analysis.model.findings import Status
from bsafe_analysis.model.priorities import HarmClass


class Leads(StrEnum):
    """What the page leads with."""

    UNJUDGED = "unjudged"
    WORST_RISK = "worst_risk"
    STANDS_OUT = "stands_out"
    """Of the least likely, where the partnership says nothing of harm, or where more of it is not worse."""
    ALL_IMPROVED = "all_improved"
    ALL_UNCLAIMED = "all_unclaimed"
    NOTHING_APART = "nothing_apart"


def leads(signals: int, attending: int, judged: int, by_harm: bool, exceptional: bool) -> Leads:
    """`signals`: counts that stand apart, `attending` of them need attention; `judged`: how many could be judged;
    `by_harm`: whether the first is the worst by the partnership's classes of harm; `exceptional`: whether the month
    lies in an exceptional time, in which no improvement is claimed.
    """
    if attending:
        return Leads.WORST_RISK if by_harm else Leads.STANDS_OUT
    if not judged:
        return Leads.UNJUDGED
    if not signals:
        return Leads.NOTHING_APART
    return Leads.ALL_UNCLAIMED if exceptional else Leads.ALL_IMPROVED


class NearByMonths(StrEnum):
    """Whether what came closest to a signal did by this month or by several taken together."""

    MONTH = "month"
    MONTHS = "months"


def near_by_months(run_months: int) -> NearByMonths:
    """`run_months`: how many months it is about."""
    return NearByMonths.MONTHS if run_months > 1 else NearByMonths.MONTH


class HarmWords(StrEnum):
    """How bad one incident of a kind is."""

    UNSAID = "unsaid"
    """The partnership has not said."""
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


def harm_words(level: HarmClass | None) -> HarmWords:
    """`level`: its class in priorities.yml."""
    return HarmWords(level) if level else HarmWords.UNSAID


class PageOneStep(StrEnum):
    """What is put to the meeting about a signal for which there is no option."""

    AGREE_LEAD = "agree_lead"
    COMMISSION = "commission"
    FIND_OUT = "find_out"
    ASK_WHO_REPORTS = "ask_who_reports"
    """Of a fall that is neither better nor worse: less may happen, or less be told."""
    NO_OPTION = "no_option"
    """Nobody is named to lead, or somebody is at work on it."""


def page_one_step(ask: str, up: bool) -> PageOneStep:
    """`ask`: the Ask of a decision that names who might lead, "" where there is none; `up`: whether it is a rise."""
    if not ask:
        return PageOneStep.NO_OPTION
    step = PageOneStep(ask)
    return PageOneStep.ASK_WHO_REPORTS if step is PageOneStep.FIND_OUT and not up else step


class BeginAt(StrEnum):
    """Where somebody is sent first, in few words; where nothing is named the options say whom to ask."""

    NOT_NAMED = "unsaid"
    POINT = "point"
    PARTS = "parts"


def begin_at(profile: bool, up: bool, spots: int, parts: int) -> BeginAt:
    """`spots`: map points that hold enough of it to begin at; `parts`: of the signal's place, that hold most of the
    rise.
    """
    if profile or not up or not (spots or parts):
        return BeginAt.NOT_NAMED
    return BeginAt.PARTS if parts else BeginAt.POINT


class BesideYears(StrEnum):
    """Where a month's total lies beside those of the same month of earlier years."""

    UNSAID = "unsaid"
    """None of them compares."""
    ONE_YEAR = "one_year"
    MORE = "more"
    FEWER = "fewer"
    AMONG = "among"


def beside_years(observed: int | None, lowest: int, highest: int, years: int, expected: bool) -> BesideYears:
    """`observed`: this month's total; `lowest`, `highest`: of the `years` that compare; none of it where none does;
    `expected`: whether the page has told what was expected: then a month among earlier ones is no news.
    """
    if observed is None or not years:
        return BesideYears.UNSAID
    if years == 1:
        return BesideYears.ONE_YEAR
    if observed > highest:
        return BesideYears.MORE
    if observed < lowest:
        return BesideYears.FEWER
    return BesideYears.UNSAID if expected else BesideYears.AMONG


class LeftOutFor(StrEnum):
    """Why the same month of an earlier year is not compared."""

    EXCEPTIONAL = "exceptional"
    NOT_RECEIVED = "not_received"
    NOT_WHOLE = "not_whole"


def left_out_for(why: str) -> LeftOutFor:
    """`why`: the reason, as reports/facts/same_months.py found it."""
    return LeftOutFor(why)


class WholeBeside(StrEnum):
    """Whether a month as a whole stands beside what was expected of it."""

    UNSAID = "unsaid"
    TOLD = "told"


def whole_beside(expected: bool) -> WholeBeside:
    """`expected`: whether all that it is made of has an expectation."""
    return WholeBeside.TOLD if expected else WholeBeside.UNSAID


class AgreedBefore(StrEnum):
    """What became of what was agreed last month."""

    NONE = "none"
    NONE_BEGUN = "none_begun"
    SOME_BEGUN = "some_begun"
    ALL_BEGUN = "all_begun"


def agreed_before(agreed: int, begun: int) -> AgreedBefore:
    """`begun` of the `agreed` proposals are under way, stalled or done."""
    if not agreed:
        return AgreedBefore.NONE
    if not begun:
        return AgreedBefore.NONE_BEGUN
    return AgreedBefore.ALL_BEGUN if begun == agreed else AgreedBefore.SOME_BEGUN


class MeantFor(StrEnum):
    """Where an activity is to work."""

    PLACES = "places"
    EVERYWHERE = "everywhere"


def meant_for(areas: int) -> MeantFor:
    """`areas`: how many it names; none for the whole borough."""
    return MeantFor.PLACES if areas else MeantFor.EVERYWHERE


class OnePoint(StrEnum):
    """Whether most of a signal is said to be at one map point."""

    UNSAID = "unsaid"
    TOLD = "told"


def one_point(shown: bool, gathered: bool) -> OnePoint:
    """`shown`: whether its readers may see map points of it; `gathered`: whether most of it is at one."""
    return OnePoint.TOLD if shown and gathered else OnePoint.UNSAID


class StillFilling(StrEnum):
    """Whether more of the month may be recorded yet."""

    NO = "unsaid"
    YES = "yes"


def still_filling(month: str, provisional: Collection[str]) -> StillFilling:
    """`provisional`: the months that may still be revised."""
    return StillFilling.YES if month in provisional else StillFilling.NO


class AskedBesides(StrEnum):
    """What is said over things asked of the meeting that have no number, for no option is put about them."""

    UNSAID = "unsaid"
    """There are none, or nothing on the page has a number."""
    BESIDES = "besides"


def asked_besides(numbered: int, besides: int) -> AskedBesides:
    """`numbered`: with an option and its number; `besides`: without."""
    return AskedBesides.BESIDES if numbered and besides else AskedBesides.UNSAID


class MarkedNew(StrEnum):
    """Whether a line of a list says that a finding is new."""

    NEW = "new"
    UNSAID = "unsaid"


def marked_new(status: Status, told: bool) -> MarkedNew:
    """`told`: whether the page has said it already."""
    return MarkedNew.NEW if status is Status.NEW and not told else MarkedNew.UNSAID


SENTENCES = (
    near_by_months, leads, harm_words, page_one_step, begin_at, beside_years, left_out_for, whole_beside, agreed_before,
    meant_for, one_point, still_filling, asked_besides, marked_new,
)  # fmt: skip
