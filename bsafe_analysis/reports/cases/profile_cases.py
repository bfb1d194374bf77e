"""The cases of the neighbourhood profile's sentences."""

from __future__ import annotations

from enum import StrEnum

from bsafe_analysis.model.disclosure import Audience


class LastReview(StrEnum):
    """Where the review of a profile stands."""

    NOT_IN_EDITION = "not_in_edition"
    NEVER = "never"
    CURRENT = "current"
    DUE = "due"
    OVERDUE = "overdue"


def last_review(audience: Audience, state: str) -> LastReview:
    """`state`: never, current, due or overdue; ValueError where it is none of these."""
    return LastReview(state) if audience == Audience.INTERNAL else LastReview.NOT_IN_EDITION


class NowElsewhere(StrEnum):
    """Whether the month's meetings are told of a change in the place of a profile."""

    SOMETHING = "something"
    NOTHING = "nothing"


def now_elsewhere(kinds: int) -> NowElsewhere:
    """`kinds`: how many kinds of incident changed there."""
    return NowElsewhere.SOMETHING if kinds else NowElsewhere.NOTHING


class NotWritten(StrEnum):
    """Why nothing that people wrote stands in a section."""

    NOT_IN_EDITION = "not_in_edition"
    NOT_YET = "not_yet"


def not_raised(audience: Audience) -> NotWritten:
    """Of what residents raise."""
    return NotWritten.NOT_YET if audience == Audience.INTERNAL else NotWritten.NOT_IN_EDITION


def nobody_named(audience: Audience) -> NotWritten:
    """Of whom to talk to."""
    return not_raised(audience)


def homes_not_known(audience: Audience) -> NotWritten:
    """Of people and homes."""
    return not_raised(audience)


class OwnWork(StrEnum):
    """Whether activities of the delivery plan that are particular to the place can be told of."""

    SOME = "some"
    NOT_IN_EDITION = "not_in_edition"
    NONE = "none"


def own_work(activities: int, in_plan: int, audience: Audience) -> OwnWork:
    """`activities`: how many are particular to it, of `in_plan` in the whole plan, as this edition shows it."""
    if activities:
        return OwnWork.SOME
    return OwnWork.NOT_IN_EDITION if audience != Audience.INTERNAL and not in_plan else OwnWork.NONE


SENTENCES = (now_elsewhere, last_review, not_raised, nobody_named, homes_not_known, own_work)
