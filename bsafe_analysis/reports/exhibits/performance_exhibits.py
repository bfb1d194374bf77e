"""Every table of a performance report."""

from __future__ import annotations

from functools import partial

from bsafe_analysis.claims.telling import tell
from bsafe_analysis.reports.charts.tables import Column, Table
from bsafe_analysis.reports.documents.performance_report import PerformanceReport
from bsafe_analysis.reports.exhibits.exhibit import Exhibit, Exhibits, where
from bsafe_analysis.reports.wording import words

SENTENCES = "indicator_words"


def performance_exhibits(d: PerformanceReport) -> Exhibits:
    """What the page must show and what makes it."""
    tables = [
        *where(d.told.every, Exhibit("indicators-table", partial(indicators_table, d))),
        *where(d.with_target, Exhibit("targets-table", partial(targets_table, d))),
    ]
    return Exhibits(tables=tables)


INDICATOR_COLUMNS = (
    Column("indicator", "Indicator"), Column("baseline", "Baseline", True), Column("year", "Last 12 months", True),
    Column("end", "The year may end with"), Column("target", "Target"), Column("status", "By rule"),
    Column("view", "Owner's view"),
)  # fmt: skip


def indicators_table(d: PerformanceReport) -> Table:
    """Indicator by indicator: where it began, where it is, where the year may end, how it stands."""
    rows = tuple(
        (
            tell(told, "indicator.title"),
            *(words(SENTENCES, "total", number=tell(told, name)) for name in ("baseline", "last_year")),
            *(words(SENTENCES, name, told=told) for name in ("year_end", "target", "standing", "own_view")),
        )
        for told in d.told.every
    )
    return Table("indicators-table", words(SENTENCES, "indicators_title", d=d), INDICATOR_COLUMNS, rows)


def targets_table(d: PerformanceReport) -> Table:
    """Target by target: what chance alone would do, the least change that could be proved, who set it and why."""
    columns = (
        Column("indicator", "Indicator"), Column("target", "Target"), Column("kind", "By chance"),
        Column("least", "Least provable change", True), Column("set", "Set"),
    )  # fmt: skip
    rows = tuple(
        (
            tell(told, "indicator.title"),
            *(words(SENTENCES, name, told=told) for name in ("target", "kind", "least", "set_by")),
        )
        for told in d.with_target
    )
    return Table("targets-table", words(SENTENCES, "targets_title", d=d), columns, rows)
