"""The tables of the neighbourhood profile: all of the fixed baseline, nothing of the recent months."""

from __future__ import annotations

from typing import Any

from bsafe_analysis.claims.telling import in_figures, said_as, tell
from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.reports.charts.tables import HIDDEN, Column, Table
from bsafe_analysis.reports.documents.neighbourhood_profile import NeighbourhoodProfile
from bsafe_analysis.reports.wording import day, hidden_note, phrase


def facts_table(document: NeighbourhoodProfile) -> Table:
    """The key facts box: what is not known says so."""
    place = document.place
    rows = (
        ("Area", tell(document, "parent.name")),
        ("Residents", _known(tell(place, "residents"))),
        ("Households", _known(tell(place, "households"))),
        ("Incidents recorded over the baseline", tell(document, "total")),
        ("Months in the baseline", tell(document, "baseline_months")),
        ("Baseline", phrase("window_words", window=document.baseline)),
        ("Boundaries", tell(document.prepared.cycle, "boundaries") or "as held"),
    )
    return Table(
        "facts-table",
        phrase("facts_title", place=place),
        (Column("fact", "Fact"), Column("value", "Value", True)),
        rows,
    )


def _known(value: int | None) -> int | str:
    return "not known" if value is None else value


def baseline_table(document: NeighbourhoodProfile) -> Table:
    """Counts over the fixed baseline, the typical month, the yearly rate with its interval."""
    columns = [
        Column("category", "Category"),
        Column("count", "Recorded", True),
        Column("typical", "Typical month", True),
    ]
    if document.has_rates:
        columns += [
            Column("rate", "Per 1,000 a year", True),
            Column("interval", "95 % interval", True),
            Column("borough", "Borough", True),
        ]
    rows = []
    for row in tell(document, "rows"):
        cells: list[Any] = [tell(row, "category.name"), tell(row, "count"), phrase("typical", row=row)]
        if row.rate is not None:
            interval = phrase("interval", low=tell(row, "rate_lower"), high=tell(row, "rate_upper"))
            cells += [in_figures(tell(row, "rate"), 1), interval, in_figures(tell(row, "borough_rate"), 1)]
        elif document.has_rates:
            cells += [HIDDEN] * 3
        rows.append(tuple(cells))
    rows += [(tell(category, "name"), *[HIDDEN] * (len(columns) - 1)) for category in document.hidden]
    caption = phrase("baseline_title", place=document.place, baseline=document.baseline)
    return Table("baseline-table", caption, tuple(columns), tuple(rows), note=hidden_note(document.prepared))


SECTION_KINDS = ("place", "people", "residents", "assets", "services", "issues", "unknown", "other")


def as_at_table(document: NeighbourhoodProfile) -> Table:
    """How old each section is: counts by their baseline, words by the date their writers gave."""
    rows: list[tuple[str, str]] = [
        (phrase("section_words", kind="baseline"), phrase("window_words", window=document.baseline)),
        (
            phrase("section_words", kind="residents_count"),
            tell(document, "place.residents_note") or phrase("not_known"),
        ),
    ]
    for kind in SECTION_KINDS:
        notes = document.written(kind)
        dates = [tell(note, "as_at") for note in notes if note.as_at]
        absent = "not_written" if document.prepared.audience == Audience.INTERNAL else "not_in_edition"
        said = said_as(day, min(dates)) if dates else phrase("undated") if notes else phrase(absent)
        rows.append((phrase("section_words", kind=kind), said))
    columns = (Column("section", "Section"), Column("as_at", "As at"))
    return Table("as-at-table", phrase("as_at_title", place=document.place), columns, tuple(rows))
