"""The groups of a partnership: who meets how often, who chairs, to whom each answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from bsafe_analysis.model.periods import add_months


class GroupKind(StrEnum):
    """What a group is for."""

    STRATEGIC = "strategic"
    TACTICAL = "tactical"
    AREA = "area"
    THEME = "theme"
    PERFORMANCE = "performance"


@dataclass(frozen=True)
class Rhythm:
    """How often a group meets: every so many months, or at the latest `most_weeks` after the last time.

    One of the two is nought. `least_weeks`: sooner than that it is not expected again.
    """

    months: int = 0
    least_weeks: int = 0
    most_weeks: int = 0

    def latest_after(self, day: date) -> date:
        """The last day on which the meeting after that of `day` is in time.

        >>> Rhythm(months=1).latest_after(date(2026, 10, 20)), Rhythm(most_weeks=8).latest_after(date(2026, 10, 14))
        (datetime.date(2026, 11, 30), datetime.date(2026, 12, 9))
        """
        if self.most_weeks:
            return day + timedelta(weeks=self.most_weeks)
        return date.fromisoformat(f"{add_months(day.isoformat()[:7], self.months + 1)}-01") - timedelta(days=1)


@dataclass(frozen=True)
class BusinessGroup:
    """One group, by roles and offices alone: no private person. `themes`: those of the delivery plan that it manages.

    `signs`: kinds of document that its chair approves; `after`: the group whose meeting comes before its own;
    `answers_to`: the group it reports to. Each "" or empty where there is none.
    """

    key: str
    name: str
    kind: GroupKind
    meets: Rhythm = field(default_factory=lambda: Rhythm(months=1))
    chair: str = ""
    lead_officer: str = ""
    contact: str = ""
    signs: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    after: str = ""
    answers_to: str = ""
