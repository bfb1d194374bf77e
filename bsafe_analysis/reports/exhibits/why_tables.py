"""What could explain each signal, as a small table: what speaks for it, and what against."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bsafe_analysis.reports.charts.tables import Column, Table
from bsafe_analysis.reports.documents.annex import Annex
from bsafe_analysis.reports.documents.meeting_document import MeetingDocument
from bsafe_analysis.reports.exhibits.exhibit import Exhibit
from bsafe_analysis.reports.facts.signals import Signal
from bsafe_analysis.reports.facts.why import PossibleCause
from bsafe_analysis.reports.wording import words

SENTENCES = "signals/why"
COLUMNS = (Column("cause", "Perhaps"), Column("for", "For"), Column("against", "Against"))


def why_table(signal: Signal, causes: Sequence[PossibleCause], name: str) -> Table:
    """Possible causes in rows, the one with most for it first."""
    rows = tuple(
        tuple(words(SENTENCES, macro, c=cause) for macro in ("cause", "speaks_for", "speaks_against"))
        for cause in causes
    )
    return Table(name, words(SENTENCES, "title", s=signal), COLUMNS, rows)


def why_tables(d: MeetingDocument) -> list[Exhibit[Table]]:
    """In short, for a meeting's page; an area's leaves what could explain a larger place's signal to that place's."""
    own = (signal for signal in d.signals if not d.is_of_larger_place(signal))
    ids = {f"why-{signal.id}": (signal, d.in_short(signal).tabled) for signal in own}
    return [Exhibit(id, partial(why_table, signal, causes, id)) for id, (signal, causes) in ids.items() if causes]


def every_why_table(d: Annex) -> list[Exhibit[Table]]:
    """In full, for the annex."""
    ids = {f"every-why-{signal.id}": (signal, d.causes(signal)) for signal in d.signals}
    return [Exhibit(id, partial(why_table, signal, causes, id)) for id, (signal, causes) in ids.items() if causes]
