"""Every figure and table of a theme group's pack."""

from __future__ import annotations

from functools import partial

from bsafe_analysis.claims.telling import joined, tell, tell_each
from bsafe_analysis.reports.charts.figures import Figure
from bsafe_analysis.reports.charts.rolling_chart import rolling_chart
from bsafe_analysis.reports.charts.tables import Column, Table
from bsafe_analysis.reports.documents.theme_pack import ThemePack
from bsafe_analysis.reports.exhibits.coordinator_exhibits import WORK_COLUMNS, work_row
from bsafe_analysis.reports.exhibits.exhibit import Exhibit, Exhibits, where
from bsafe_analysis.reports.exhibits.performance_exhibits import INDICATOR_COLUMNS
from bsafe_analysis.reports.facts.indicators_told import IndicatorTold
from bsafe_analysis.reports.facts.long_run_told import rolling_totals
from bsafe_analysis.reports.wording import words

SENTENCES, MEASURES, LONG_RUN = "theme_words", "indicator_words", "strategic_words"


def theme_exhibits(d: ThemePack) -> Exhibits:
    """What the page must show and what makes it."""
    tables = [
        *where(d.told.every, Exhibit("indicators-table", partial(standing_table, d))),
        *where(d.lines, Exhibit("lines-table", partial(lines_table, d))),
        *where(d.every, Exhibit("open-table", partial(open_table, d))),
    ]
    return Exhibits([Exhibit(d.drawn_id(told), partial(indicator_figure, d, told)) for told in d.drawn], tables)


def indicator_figure(d: ThemePack, told: IndicatorTold) -> Figure:
    """One indicator's twelve months together, month after month."""
    category = d.prepared.cycle.category(told.indicator.categories[0])
    points = rolling_totals(d.prepared, told.place, category)
    said = {"place": told.place, "category": category, "points": points}
    caption, alt = (words(LONG_RUN, name, **said) for name in ("rolling_title", "rolling_alt"))
    return rolling_chart(
        d.drawn_id(told), tell(told, "indicator.title"), caption, alt,
        months=tell_each(points, "month"), totals=tell_each(points, "total"),
    )  # fmt: skip


def standing_table(d: ThemePack) -> Table:
    """Indicator by indicator: where it began, where it is, where the year may end, how it stands."""
    rows = tuple(
        (
            tell(told, "indicator.title"),
            *(words(MEASURES, "total", number=tell(told, name)) for name in ("baseline", "last_year")),
            *(words(MEASURES, name, told=told) for name in ("year_end", "target")),
            words(SENTENCES, "shaped", told=told),
            words(MEASURES, "own_view", told=told),
        )
        for told in d.told.every
    )
    return Table("indicators-table", words(SENTENCES, "indicators_title", d=d), INDICATOR_COLUMNS, rows)


def lines_table(d: ThemePack) -> Table:
    """Line by line, by activity and day: who wrote what, and why it is told now."""
    columns = (
        Column("activity", "Action"), Column("on", "Written"), Column("role", "By"), Column("text", "What"),
        Column("when", "Told"),
    )  # fmt: skip
    rows = tuple(
        (
            joined(tell(told, "activity.ref"), ": ", tell(told, "activity.title")),
            words(SENTENCES, "line_day", told=told),
            tell(told, "line.role"),
            tell(told, "line.text"),
            words(SENTENCES, "told_now", told=told),
        )
        for told in d.lines
    )
    return Table("lines-table", words(SENTENCES, "lines_title", d=d), columns, rows)


def open_table(d: ThemePack) -> Table:
    """Open activity by open activity: who leads, by when, and how it stands by rule."""
    return Table("open-table", words(SENTENCES, "open_title", d=d), WORK_COLUMNS, tuple(map(work_row, d.every)))
