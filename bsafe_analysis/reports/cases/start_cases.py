"""The cases of the sentences of the start page and of a new problem profile."""

from __future__ import annotations

from enum import StrEnum


class MonthsReceived(StrEnum):
    """What stands in data/raw."""

    NOTHING = "nothing"
    MONTHS = "months"
    MONTHS_AND_AS_AT = "months_and_as_at"


def months_received(received: int, as_of_known: bool) -> MonthsReceived:
    """`received`: how many months; `as_of_known`: whether the day is known as at which the last one was read."""
    if not received:
        return MonthsReceived.NOTHING
    return MonthsReceived.MONTHS_AND_AS_AT if as_of_known else MonthsReceived.MONTHS


class NextMeeting(StrEnum):
    """What is known of the next meeting."""

    AHEAD = "ahead"
    ONLY_PAST = "only_past"
    NONE_DATED = "none_dated"


def next_meeting(dated: bool, ahead: bool) -> NextMeeting:
    """`dated`: whether any meeting has a date; `ahead`: whether it is still to come."""
    if not dated:
        return NextMeeting.NONE_DATED
    return NextMeeting.AHEAD if ahead else NextMeeting.ONLY_PAST


class NextToDo(StrEnum):
    """What an analyst does next."""

    RECEIVE = "receive"
    RUN = "run"
    EXPLORE = "explore"
    REVIEW = "review"
    WAIT = "wait"


def next_to_do(step: str) -> NextToDo:
    """`step`: as workbench/start.py names it; ValueError where it is none of these."""
    return NextToDo(step)


class LookedAt(StrEnum):
    """One way to look at a problem in its profile."""

    SERIES = "series"
    BOROUGH = "borough"
    SIMILAR = "similar"
    YEAR = "year"
    PLACES = "places"
    SEASON = "season"
    WHEN = "when"


def looked_at(key: str) -> LookedAt:
    """`key`: of the look, as workbench/profile_starter.py names it; ValueError where it is none of these."""
    return LookedAt(key)


SENTENCES = (months_received, next_meeting, next_to_do, looked_at)
