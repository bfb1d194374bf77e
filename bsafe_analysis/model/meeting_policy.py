"""What a partnership's meetings can bear and how long they remember: parameters/meetings.yml."""

from __future__ import annotations

from dataclasses import dataclass

DAYS_A_MONTH = 365 / 12


@dataclass(frozen=True)
class MeetingPolicy:
    """The judgements of parameters/meetings.yml; each has its reason beside it in the shipped file."""

    most_on_page_one: int = 5
    """Signals, and decisions, on page one; the rest stand in their section, and page one says how many."""
    most_good_news: int = 3
    """Of what improved or cleared, on page one."""
    most_asked: int = 2
    """Of what areas ask, on the borough's page one."""
    most_escalated: int = 2
    """Blocked activities that an area's document proposes to put to the borough's meeting."""
    most_recommendations: int = 5
    most_options: int = 3
    """Options set beside one another for one signal."""
    weeks_to_act: int = 4
    """After the meeting, until who took something on is asked what became of it."""
    strong_evidence: float = 0.001
    """Chance alone would give this less often than once in 1 / strong_evidence such counts."""
    enough_at_point: float = 0.2
    """Share of a signal's incidents that a map point must hold before anybody is sent there first."""
    lasting_months: int = 3
    """Running months from which a signal counts as lasting: unexplained, it asks for a problem profile."""
    refused_months: int = 6
    """Months in which what a meeting refused is not put to it again."""
    commentary_months: int = 12
    """Months for which commentary of a signal that has cleared is printed."""
    carried_months: int = 12
    """Months for which an agreed proposal that nobody entered in the plan is still carried."""
    assessed_after_months: int = 3
    """Months after which an accepted option is to be assessed, unless the meeting gave a date."""
    log_days: int = 92
    """How far back an area's log of what was done goes."""
    most_logged: int = 5
    """Of these lines, in an area's document; the annex has every one."""
    weeks_ahead: int = 9
    """How far the calendar of what is coming reaches."""
    review_months: int = 3
    """Months after its last review at which a neighbourhood profile is due for another ..."""
    overdue_months: int = 6
    """... and after which it is overdue."""
    long_past_months: int = 6
    """Months after which a month that is made is a past one replayed: lateness is reckoned from its own time."""

    @property
    def log_months(self) -> int:
        """`log_days` in whole months, as it is said."""
        return max(1, round(self.log_days / DAYS_A_MONTH))
