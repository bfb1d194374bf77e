"""The week of each signal whose times are held: weekdays by parts of the day."""

from __future__ import annotations

from functools import partial

from bsafe_analysis.claims.telling import shortened, tell
from bsafe_analysis.reports.charts import week_grid
from bsafe_analysis.reports.charts.figures import LONGEST_ALT, Figure
from bsafe_analysis.reports.documents.annex import Annex
from bsafe_analysis.reports.exhibits.exhibit import Exhibit
from bsafe_analysis.reports.facts.hours import PARTS
from bsafe_analysis.reports.facts.signal_hours import SignalHours
from bsafe_analysis.reports.wording import words

SENTENCES = "times"


def every_week_chart(d: Annex) -> list[Exhibit[Figure]]:
    """A grid for each signal of which enough times are held, in the order of the signals."""
    timed = {f"week-{signal.id}": signal.hours for signal in d.signals if signal.hours}
    return [Exhibit(id, partial(week_chart, d, hours, id)) for id, hours in timed.items()]


def week_chart(d: Annex, hours: SignalHours, name: str) -> Figure:
    """Its incidents with a time, a number in each square."""
    week = tell(hours, "week")
    return week_grid(
        name,
        words(SENTENCES, "week_heading", h=hours),
        words(SENTENCES, "week_caption", h=hours, as_of=d.prepared.cycle.as_of),
        shortened(words(SENTENCES, "week_alt", h=hours), LONGEST_ALT),
        week=[[week[day][part] for part in range(len(PARTS))] for day in range(len(week))],
        parts=PARTS,
    )
