"""The charts of the neighbourhood strip, of the week and of the months ahead."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bsafe_analysis.claims.telling import shortened, tell, tell_each
from bsafe_analysis.reports.charts import ExpectedSeries, Panel, fan_chart, small_multiples, week_grid
from bsafe_analysis.reports.charts.figures import LONGEST_ALT, Figure
from bsafe_analysis.reports.documents.lap_assessment import LapAssessment
from bsafe_analysis.reports.documents.meeting_document import MeetingDocument
from bsafe_analysis.reports.documents.tactical_assessment import TacticalAssessment
from bsafe_analysis.reports.facts.hours import PARTS, Hours
from bsafe_analysis.reports.facts.neighbourhood_strips import Strip, StripRow
from bsafe_analysis.reports.facts.outlook import Ahead
from bsafe_analysis.reports.facts.series import Standing
from bsafe_analysis.reports.wording import phrase


def alternative(macro: str, **facts: Any) -> str:
    """A chart's text alternative, shortened at a word where long names would make it too long to listen to."""
    return shortened(phrase(macro, **facts), LONGEST_ALT)


def strip_chart(strip: Strip, document: LapAssessment) -> Figure:
    """A little chart for each neighbourhood of the area, on one scale, in the order of the list of places."""
    outside = tuple(row for row in strip.rows if row.standing in (Standing.ABOVE, Standing.BELOW))
    facts = {"strip": strip, "place": document.place, "outside": outside, "month": document.month}
    own = {area.code for area in document.neighbourhoods}
    signals = tuple(s for s in document.attention if s.category == strip.category and s.place.code in own)
    return small_multiples(
        strip.chart_id,
        phrase("strip_heading", signals=signals, **facts),
        phrase("strip_caption", as_of=document.prepared.cycle.as_of, **facts),
        alternative("strip_alt", **facts),
        [_panel(row) for row in tell(strip, "rows")],
    )


def _panel(row: StripRow) -> Panel:
    series, unusual = tell(row, "series"), row.standing in (Standing.ABOVE, Standing.BELOW)
    return Panel(
        name=tell(series, "place.name"),
        drawn=replace(series.drawn, marked=[series.latest.month] if unusual else []),
        note="" if unusual or row.standing is Standing.WITHIN else phrase("standing_words", value=row.standing),
    )


def hours_chart(document: MeetingDocument, hours: Hours) -> Figure:
    """When incidents of the last twelve months began: weekdays by parts of the day."""
    facts, week = {"h": hours, "place": document.place}, tell(hours, "week")
    return week_grid(
        "hours",
        phrase("hours_heading", **facts),
        phrase("hours_caption", as_of=document.prepared.cycle.as_of, **facts),
        alternative("hours_alt", **facts),
        week=[[week[day][part] for part in range(len(PARTS))] for day in range(len(week))],
        parts=PARTS,
    )


def ahead_chart(row: Ahead, document: TacticalAssessment) -> Figure:
    """The last two years of one category and the range of each of the coming months."""
    coming = tell(row, "coming")
    facts = {"row": row, "place": document.place, "months": document.outlook.months}
    return fan_chart(
        row.id,
        phrase("ahead_heading", **facts),
        phrase("ahead_caption", as_of=document.prepared.cycle.as_of, **facts),
        alternative("ahead_alt", **facts),
        recorded=tell(row, "series").drawn,
        coming=ExpectedSeries(
            tell_each(coming, "month"),
            (),
            tell_each(coming, "expected"),
            tell_each(coming, "lower"),
            tell_each(coming, "upper"),
        ),
    )
