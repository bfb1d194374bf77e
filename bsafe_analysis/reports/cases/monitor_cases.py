"""The cases of what the neighbourhood monitor says (neighbourhood_monitor.md.j2)."""

from __future__ import annotations

from enum import StrEnum


class LastingHeld(StrEnum):
    """Whether rates could be compared, and whether any lies far above the others."""

    NOT_COMPARED = "not_compared"
    NONE = "none"
    SOME = "some"


def lasting_held(compared: int, found: int) -> LastingHeld:
    """`compared`: kinds of incident; `found`: lasting differences."""
    if not compared:
        return LastingHeld.NOT_COMPARED
    return LastingHeld.SOME if found else LastingHeld.NONE


class MonitorHeld(StrEnum):
    """Whether anything could be judged, and whether anything stands out."""

    UNJUDGED = "unjudged"
    QUIET = "quiet"
    EXCEPTIONS = "exceptions"


def monitor_held(series: int, exceptions: int) -> MonitorHeld:
    """`series`: judged; `exceptions`: the month's findings of neighbourhoods."""
    if exceptions:
        return MonitorHeld.EXCEPTIONS
    return MonitorHeld.QUIET if series else MonitorHeld.UNJUDGED


class ExceptionSince(StrEnum):
    """Since when an exception stands, as far as it was told before."""

    NEW_THIS_MONTH = "new_this_month"
    NEWLY_TOLD = "newly_told"
    GOING_ON = "going_on"


def exception_since(status: str, this_month: bool) -> ExceptionSince:
    """`status`: the finding's; `this_month`: whether this is the month in which it began."""
    if status != "new":
        return ExceptionSince.GOING_ON
    return ExceptionSince.NEW_THIS_MONTH if this_month else ExceptionSince.NEWLY_TOLD


class UnplacedTold(StrEnum):
    """What is known of the share that lies in no neighbourhood."""

    BOTH = "both"
    NOW = "now"
    UNKNOWN = "unknown"


def unplaced_told(now: float | None, before: float | None) -> UnplacedTold:
    """`now`: of the month; `before`: of the twelve before."""
    if now is None:
        return UnplacedTold.UNKNOWN
    return UnplacedTold.NOW if before is None else UnplacedTold.BOTH


class LastingBeside(StrEnum):
    """With whom a place is compared, and whether its similar places are all that is said of."""

    GROUPS = "groups"
    FEATURES = "features"
    BOROUGH = "borough"


def lasting_beside(by: str) -> LastingBeside:
    """`by`: what says which places are alike."""
    return LastingBeside(by)


SENTENCES = (exception_since, lasting_beside, lasting_held, monitor_held, unplaced_told)
"""Which case of a sentence holds. The templates have one plain sentence for each case, in a ladder named after it."""
