"""What became of recorded crimes, kind by kind and area by area: in the order of the lists, never a rank."""

from __future__ import annotations

from bsafe_analysis.claims.telling import tell
from bsafe_analysis.reports.charts.tables import Column, Table
from bsafe_analysis.reports.facts.crime_outcomes import OutcomeRow, OutcomesTold
from bsafe_analysis.reports.wording import words

SENTENCES = "outcomes"
_NAMED = {True: "place.name", False: "category.name"}
NOW, BEFORE = ("no_suspect", "charged", "still_open", "other"), ("no_suspect_before", "charged_before")


def outcomes_table(o: OutcomesTold) -> Table:
    """A row for each kind of crime in the borough, then one for each area."""
    columns = (
        Column("what", "Recorded"),
        Column("told", "Crimes", True),
        Column("no-suspect", "Closed, no suspect", True),
        Column("charged", "Charged or summonsed", True),
        Column("still-open", "Still open, or no news", True),
        Column("other", "Another outcome", True),
        Column("no-suspect-before", "No suspect, year before", True),
        Column("charged-before", "Charged, year before", True),
    )
    rows = tuple(
        (
            tell(row, _NAMED[row.category is None]),
            tell(row, "told"),
            *_of_all(row, "told", NOW),
            *_of_all(row, "before", BEFORE),
        )
        for row in o.rows
    )
    groups = [(0, words(SENTENCES, "kinds"))] if o.by_kind else []
    if len(o.rows) > len(o.by_kind):
        groups.append((len(o.by_kind), words(SENTENCES, "areas")))
    return Table("outcomes-table", words(SENTENCES, "title", o=o), columns, rows, groups=tuple(groups))


def _of_all(row: OutcomeRow, whole: str, names: tuple[str, ...]) -> list[str]:
    return [
        words(SENTENCES, "part", whole=getattr(row, whole), n=tell(row, name), share=tell(row, f"{name}_share"))
        for name in names
    ]
