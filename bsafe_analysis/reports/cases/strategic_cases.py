"""The cases of what a strategic assessment says (strategic_assessment.md.j2, strategic_words.md.j2)."""

from __future__ import annotations

from enum import StrEnum


class YearReading(StrEnum):
    """How the newest year stands beside the last ordinary one, in which kind of words."""

    MORE = "more"
    MORE_FEW = "more_few"
    FEWER = "fewer"
    FEWER_FEW = "fewer_few"
    NO_EVIDENCE = "no_evidence"
    TOO_FEW = "too_few"
    NEW_RECORDING = "new_recording"
    NO_ORDINARY_YEAR = "no_ordinary_year"


def year_reading(verdict: str, change: int | None, rebased_from: str) -> YearReading:
    """`change`: None where the counts are too small for a percentage; `rebased_from`: "" without a recording change."""
    if verdict == "nothing_to_compare":
        return YearReading.NEW_RECORDING if rebased_from else YearReading.NO_ORDINARY_YEAR
    if verdict in ("more", "fewer") and change is None:
        return YearReading(f"{verdict}_few")
    return YearReading(verdict)


class Asked(StrEnum):
    """What members are asked to agree."""

    NOTHING_SURE = "nothing_sure"
    ALL_STAY = "all_stay"
    WITH_NEW = "with_new"


def asked(kept: int, added: int) -> Asked:
    """`kept`, `added`: issues proposed that belong to a present priority, and those that would be new."""
    if added:
        return Asked.WITH_NEW
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


SENTENCES = (year_reading, asked, move_word, outlook_word, calibrated, scorers)
