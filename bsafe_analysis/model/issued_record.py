"""How this product has done so far: what became of its alerts, and how counts were revised after they were issued."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bsafe_analysis.model.findings import Direction, Finding


class AlertOutcome(StrEnum):
    """What became of an alert: still one the month after, or not; or that month is yet to come, or was not held."""

    LASTED = "lasted"
    FADED = "faded"
    TOO_EARLY = "too_early"
    NOT_HELD = "not_held"


class AlertEnd(StrEnum):
    """Why an alert that was raised is not told now, or not of its place."""

    STANDS = "stands"
    TAKEN_IN = "taken_in"
    """It is told of another place: a larger one to which it spread, or a smaller one that holds most of it."""
    USUAL_AGAIN = "usual_again"
    NOT_RECEIVED = "not_received"
    EXCEPTIONAL_TIME_OVER = "exceptional_time_over"
    NOT_JUDGED = "not_judged"


@dataclass(frozen=True)
class Alert:
    """One alert as it was first raised. `last`: the last month in which it was a finding; `standing`: it is one now.

    `end`: why it is not told of its place any more, since the month after `last`; `told_of`: the place that it was told
    of last.
    """

    area: str
    category: str
    direction: Direction
    raised: str
    last: str
    outcome: AlertOutcome
    standing: bool
    end: AlertEnd = AlertEnd.STANDS
    told_of: str = ""

    @property
    def side(self) -> str:
        """On which side of what was expected it lay: "above" or "below"."""
        return self.direction.side

    @property
    def cut_off(self) -> bool:
        """Whether the month after `last` was not held, so that how it ended is not known."""
        return self.end is AlertEnd.NOT_RECEIVED


@dataclass(frozen=True)
class Recount:
    """A month's count in the borough when it was first told, and now. `category` "": all categories together.

    `issued`: it stood in a prepared month; otherwise it is what the first download of that month held.
    """

    month: str
    category: str
    then: int
    now: int
    issued: bool


@dataclass(frozen=True)
class TrackRecord:
    """Alerts raised from `first` to `last`, and what changed under what was issued.

    `vanished`: findings as they were issued that the counts held now would not give for the same month.
    """

    first: str
    last: str
    alerts: tuple[Alert, ...] = ()
    recounts: tuple[Recount, ...] = ()
    vanished: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Issued:
    """A month as it was issued: its findings, and the borough's counts of that month by category ("" for all)."""

    month: str
    as_of: str
    findings: tuple[Finding, ...]
    counts: dict[str, int]
