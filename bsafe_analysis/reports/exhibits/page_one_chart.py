"""The one chart of page one: the series of the signal that leads, month by month, beside its expected range."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from bsafe_analysis.claims.ledger import HeardCell, current
from bsafe_analysis.claims.telling import marked, passage_of_several, tell, tell_each
from bsafe_analysis.model.periods import short_month_name
from bsafe_analysis.reports.documents.tactical_assessment import TacticalAssessment
from bsafe_analysis.reports.facts.series import RECENT_MONTHS
from bsafe_analysis.reports.wording import phrase

ID = "page-one-chart"
DRAWN = {"values": "observed", "lower": "lower", "upper": "upper"}
"""What the drawing holds of each month, and what the months of a series call it."""


def page_one_chart(document: TacticalAssessment) -> str:
    """The chart as a mark for the page's exporter, which draws it from the numbers in it; "" where nothing leads."""
    signal = document.leading
    if signal is None:
        return ""
    series = tell(signal, "series")
    points = tuple(tell(series, "points"))[-RECENT_MONTHS:]
    rows = {name: tell_each(points, of) for name, of in DRAWN.items()}
    _say_to_who_listens(rows)
    data = " ".join(f'data-{name}="{_as_data(values)}"' for name, values in rows.items())
    ends = f'data-first="{short_month_name(points[0].month)}" data-last="{short_month_name(points[-1].month)}"'
    words = {name: escape(marked(phrase(name, series=series, first=points[0]))) for name in ("trend_alt", "trend_note")}
    return (
        f'<div class="shown"><span class="trend" {data} {ends}>{words["trend_alt"]}</span>'
        f'<p class="note">{words["trend_note"]}</p></div>'
    )


def _as_data(values: Iterable[Any]) -> str:
    return ",".join("" if value is None else f"{value:g}" for value in values)


def _say_to_who_listens(rows: dict[str, list[Any]]) -> None:
    """Each number that is drawn is a claim, as those of a small series in a table are."""
    ledger = current()
    if ledger:
        for name, values in rows.items():
            said = passage_of_several(((v, "" if v is None else f"{v:g}") for v in values), ",")
            ledger.cells.append(HeardCell(ID, 0, "series", name, said))
