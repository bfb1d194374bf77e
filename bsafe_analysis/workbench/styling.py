"""How tables and the status line look on the screen; in a document the page's own style stands."""

from __future__ import annotations

from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.reports.charts.palette import GRID, INK
from bsafe_analysis.reports.charts.tables import Table, to_html
from bsafe_analysis.reports.views import ViewResult
from bsafe_analysis.reports.wording import day
from bsafe_analysis.workbench.filters import WORDS

_STYLE = (
    """<style>
.jupyter-widgets .table-scroll { max-height: 420px; overflow: auto }
.jupyter-widgets .table-scroll table { border-collapse: collapse; font-variant-numeric: tabular-nums }
.jupyter-widgets .table-scroll th, .jupyter-widgets .table-scroll td {
  padding: 2px 10px; text-align: left; border-bottom: 1px solid """
    + GRID
    + """; line-height: 1.4 }
.jupyter-widgets .table-scroll .num { text-align: right }
.jupyter-widgets .table-scroll caption { text-align: left; font-weight: 600; padding: 4px 0 }
.jupyter-widgets summary { cursor: pointer }
</style>"""
)


def shown(table: Table) -> str:
    """The table as HTML for a widget."""
    return _STYLE + to_html(table)


def status_line(result: ViewResult) -> str:
    """How many rows the view counts, what is not placed, how old the data are, what is missing, what is hidden."""
    gaps = f"{len(result.gaps)} not held" if result.gaps else "none missing"
    parts = [
        f"<b>{result.total:,}</b> incidents in view",
        f"<b>{result.not_placed:,}</b> of the borough's are placed in no neighbourhood",
        f"data as at <b>{day(result.prepared.cycle.as_of)}</b>",
        f"<b>{len(result.months)}</b> months, {gaps}",
        f"seen as by: <b>{WORDS[result.state.audience].lower()}</b>, {_suppression(result)}",
    ]
    return f"<p role='status' style='color:{INK};line-height:1.5'>{'; '.join(parts)}.</p>"


def _suppression(result: ViewResult) -> str:
    if result.prepared.audience == Audience.INTERNAL:
        return "nothing hidden"
    if not result.smallest:
        return "nothing to hide here: these counts are public"
    months = f"{result.unseen} of {len(result.months)} months hidden" if result.unseen else "no month of it hidden"
    return f"counts of partner agencies under {result.smallest} hidden: {months}"
