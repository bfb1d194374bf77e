"""Every table of the neighbourhood monitor."""

from __future__ import annotations

from functools import partial
from itertools import accumulate

from bsafe_analysis.claims.telling import tell
from bsafe_analysis.reports.charts.tables import CellLines, Column, Table
from bsafe_analysis.reports.documents.neighbourhood_monitor import NeighbourhoodMonitor
from bsafe_analysis.reports.exhibits.exhibit import Exhibit, Exhibits, where
from bsafe_analysis.reports.exhibits.section_tables import slow_table
from bsafe_analysis.reports.facts.neighbourhood_grid import GridRow
from bsafe_analysis.reports.wording import words

SENTENCES = "monitor_words"


def monitor_exhibits(d: NeighbourhoodMonitor) -> Exhibits:
    """What the page must show and what makes it."""
    tables = [
        *where(d.slow, Exhibit("slow-table", partial(slow_table, d))),
        *where(d.lasting.every, Exhibit("lasting-table", partial(lasting_table, d))),
        *where(d.lasting.beside, Exhibit("beside-table", partial(beside_table, d))),
        *where(d.grid.groups, Exhibit("grid-table", partial(grid_table, d))),
    ]
    return Exhibits(tables=tables)


def lasting_table(d: NeighbourhoodMonitor) -> Table:
    """Place by place and kind by kind, by area and name: how many times similar places' rate, as an interval."""
    columns = (
        Column("place", "Place"),
        Column("kind", "Kind of incident"),
        Column("times", "Times the rate compared with"),
    )
    rows = tuple(
        (tell(each, "place.name"), tell(each, "category.name"), words(SENTENCES, "times", each=each))
        for each in d.lasting.every
    )
    areas = [d.prepared.areas[each.place.parent].name if each.place.parent else "" for each in d.lasting.every]
    groups = tuple((i, name) for i, name in enumerate(areas) if i == 0 or name != areas[i - 1])
    return Table("lasting-table", words(SENTENCES, "lasting_title", d=d), columns, rows, groups=groups)


def beside_table(d: NeighbourhoodMonitor) -> Table:
    """Each place of the list of lasting differences with the names of those that it is compared with."""
    columns = (Column("place", "Place"), Column("also", "Compared with"))
    rows = tuple((tell(each, "place.name"), words(SENTENCES, "also_named", each=each)) for each in d.lasting.beside)
    return Table("beside-table", words(SENTENCES, "beside_title", d=d), columns, rows)


def grid_table(d: NeighbourhoodMonitor) -> Table:
    """Neighbourhood by neighbourhood, a column a group: this month with its word, and the last twelve months."""
    columns = (Column("place", "Place"), *(Column(f"group-{g.key}", g.title) for g in d.grid.groups))
    whole = (d.grid.not_placed, d.grid.whole)
    rows = tuple(_grid_row(row) for row in (*d.grid.rows, *whole))
    starts = accumulate((len(rows) for _, rows in d.grid.by_area), initial=0)
    names = [*(area.name for area, _ in d.grid.by_area), words(SENTENCES, "whole_group")]
    caption, note = (words(SENTENCES, name, d=d) for name in ("grid_title", "grid_note"))
    return Table("grid-table", caption, columns, rows, note=note, groups=tuple(zip(starts, names, strict=True)))


def _grid_row(row: GridRow) -> tuple[str | CellLines, ...]:
    cells = (CellLines((words(SENTENCES, "of_month", cell=c), words(SENTENCES, "of_year", cell=c))) for c in row.cells)
    return (tell(row, "place.name"), *cells)
