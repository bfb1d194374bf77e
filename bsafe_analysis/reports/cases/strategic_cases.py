"""The cases of what a strategic assessment says (strategic_assessment.md.j2, strategic_words.md.j2)."""

from __future__ import annotations

from enum import StrEnum


class YearReading(StrEnum):
    """How the newest year stands beside the last ordinary one, in which kind of words."""

    MORE = "more"
    MORE_FEW = "more_few"
    FEWER = "fewer"
    FEWER_FEW = "fewer_few"
    FEWER_EXCEPTIONAL = "fewer_exceptional"
    FEWER_FEW_EXCEPTIONAL = "fewer_few_exceptional"
    NO_EVIDENCE = "no_evidence"
    TOO_FEW = "too_few"
    NEW_RECORDING = "new_recording"
    NO_ORDINARY_YEAR = "no_ordinary_year"


def year_reading(verdict: str, change: int | None, rebased_from: str, unclaimed: bool) -> YearReading:
    """`change`: None where the counts are too small for a percentage; `rebased_from`: "" without a recording change;
    `unclaimed`: a fall in a year that touches an exceptional time."""
    if verdict == "nothing_to_compare":
        return YearReading.NEW_RECORDING if rebased_from else YearReading.NO_ORDINARY_YEAR
    few = "_few" if verdict in {"more", "fewer"} and change is None else ""
    return YearReading(f"{verdict}{few}{'_exceptional' if verdict == 'fewer' and unclaimed else ''}")


class Asked(StrEnum):
    """What members are asked to agree."""

    NOTHING_SURE = "nothing_sure"
    ALL_STAY = "all_stay"
    WITH_NEW = "with_new"
    ALL_NEW = "all_new"
    FIRST_LIST = "first_list"


def asked(kept: int, added: int, priorities: int) -> Asked:
    """`kept`, `added`: issues proposed that belong to a present priority, and those that would be new; `priorities`:
    how many there are now."""
    if added:
        return Asked.WITH_NEW if kept else Asked.ALL_NEW if priorities else Asked.FIRST_LIST
    return Asked.ALL_STAY if kept else Asked.NOTHING_SURE


class MoveWord(StrEnum):
    """What is proposed of an issue, in a cell."""

    KEEP = "keep"
    ADD = "add"
    CHOOSE = "choose"
    MAY_LEAVE = "may_leave"
    STAY_OUT = "stay_out"


def move_word(move: str) -> MoveWord:
    """`move`: of facts/issues_ranked.py."""
    return MoveWord(move)


class ChoiceReason(StrEnum):
    """Why members choose."""

    CLOSE_CALL = "close_call"
    SURE_UNCHANGED = "sure_unchanged"


def choice_reason(standing: str) -> ChoiceReason:
    """`standing`: of detection/issue_scoring.py."""
    return ChoiceReason.CLOSE_CALL if standing == "close_call" else ChoiceReason.SURE_UNCHANGED


class MonthsSummed(StrEnum):
    """Whether a year's total is of all twelve months."""

    WHOLE = "whole"
    IN_PART = "in_part"


def months_summed(months: int) -> MonthsSummed:
    """`months`: of which the total is made."""
    return MonthsSummed.WHOLE if months == 12 else MonthsSummed.IN_PART


class FactorWord(StrEnum):
    """What a factor is called; one of the partnership's own goes by its key."""

    VOLUME = "volume"
    TREND = "trend"
    OUTLOOK = "outlook"
    HARM = "harm"
    AMENABLE = "amenable"
    OWN = "own"


def factor_word(factor: str) -> FactorWord:
    """`factor`: its key in scoring.yml."""
    return FactorWord(factor) if factor in list(FactorWord) else FactorWord.OWN


class OutlookWord(StrEnum):
    """What is said of the next twelve months."""

    RANGE = "range"
    NOT_FORESEEN = "not_foreseen"
    NOT_PROJECTED = "not_projected"


def outlook_word(outlook: object) -> OutlookWord:
    """`outlook`: None where there are too few, or too short a history."""
    if outlook is None:
        return OutlookWord.NOT_PROJECTED
    return OutlookWord.NOT_FORESEEN if getattr(outlook, "cannot_be_foreseen", False) else OutlookWord.RANGE


class Calibrated(StrEnum):
    """Whether past outlooks of this workspace were tried."""

    TRIED = "tried"
    UNTRIED = "untried"


def calibrated(inside: int) -> Calibrated:
    """`inside`: how many past ranges held; 0 where too few could be tried."""
    return Calibrated.TRIED if inside else Calibrated.UNTRIED


class Scorers(StrEnum):
    """Who judged what no count shows."""

    PEOPLE = "people"
    CLASSES = "classes"
    NOBODY = "nobody"


def scorers(people: int, by_class: bool) -> Scorers:
    """`people`: how many scored; `by_class`: whether the classes of harm of priorities.yml stand in for scores."""
    if by_class:
        return Scorers.CLASSES
    return Scorers.PEOPLE if people else Scorers.NOBODY


class BeyondYears(StrEnum):
    """Of which kinds the range ahead lies on one side of every year shown, which a reader would take for a mistake."""

    NONE = "unsaid"
    BELOW = "below"
    ABOVE = "above"
    BOTH = "both"


def beyond_years(below: int, above: int) -> BeyondYears:
    """How many lie below, how many above."""
    if below and above:
        return BeyondYears.BOTH
    return BeyondYears.BELOW if below else BeyondYears.ABOVE if above else BeyondYears.NONE


SENTENCES = (
    beyond_years, year_reading, asked, move_word, choice_reason, months_summed, factor_word, outlook_word, calibrated,
    scorers,
)  # fmt: skip
