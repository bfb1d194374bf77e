"""A table to sort and search, drawn by `itables` in the browser from what it is sent: nothing is fetched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
from itables.widget import ITable

from bsafe_analysis.reports.charts.tables import MISSING, Column, Table

LOOK: dict[str, Any] = {
    "classes": "display compact stripe",
    "maxBytes": 0,
    "pageLength": 15,  # a region that scrolls could not be reached by keyboard
    "showIndex": False,
    "allow_html": False,
    "style": "width:100%;font-size:.85em",
    "layout": {"topStart": "search", "topEnd": None, "bottomStart": "info", "bottomEnd": "paging"},
}


def sortable(table: Table, chosen: Callable[[int], None] | None = None) -> ITable:
    """The table as a widget. `chosen` is called with the index of the row that is clicked, if it is given.

    Hidden and missing values stand in words, as in a document, and sort below every number.
    """
    more: dict[str, Any] = {"select": "single"} if chosen else {}
    made = ITable(frame_of(table), caption=table.caption, **LOOK, **more)
    if chosen:
        made.observe(lambda change: chosen(change["new"][0]) if change["new"] else None, "selected_rows")
    return made


def frame_of(table: Table) -> pd.DataFrame:
    """The rows under their columns' titles; a numeric column stays one where every cell of it is a number."""
    columns = [_cells(column, [row[i] for row in table.rows]) for i, column in enumerate(table.columns)]
    titles = [column.title for column in table.columns]
    return pd.DataFrame(dict(enumerate(columns))).set_axis(titles, axis=1)


def _cells(column: Column, cells: list[Any]) -> list[Any]:
    if column.numeric and all(isinstance(cell, int | float) for cell in cells):
        return cells
    return [MISSING if cell is None else str(cell) for cell in cells]
