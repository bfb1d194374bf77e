"""The month's findings as a ranked table, and as a list from which one is opened by keyboard."""

from __future__ import annotations

from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.periods import add_months, short_month_name
from bsafe_analysis.model.view_state import ViewState
from bsafe_analysis.reports.cases.finding_cases import BeganWhen, began_when
from bsafe_analysis.reports.charts.tables import Column, Table
from bsafe_analysis.reports.facts.signals import Signal, signals_of
from bsafe_analysis.reports.wording import words

MONTHS = 36


def ranked(prepared: Prepared) -> tuple[Signal, ...]:
    """The live findings in the order of detection's ranking, then those that cleared."""
    return signals_of(prepared, prepared.findings)


def findings_table(signals: tuple[Signal, ...], month: str) -> Table:
    """What, where, how many, what was expected, since when, how sure."""
    columns = (
        Column("rank", "Rank", True),
        Column("place", "Place"),
        Column("category", "Category"),
        Column("status", "Status"),
        Column("observed", "Recorded", True),
        Column("expected", "Expected", True),
        Column("direction", "Against it"),
        Column("since", "Since"),
        Column("confidence", "Confidence"),
    )
    rows = tuple(_finding_row(rank, signal) for rank, signal in enumerate(signals, start=1))
    caption = f"Findings of {short_month_name(month)}, those that matter most first"
    return Table("findings", caption, columns, rows, row_header=1)


def _finding_row(rank: int, signal: Signal) -> tuple:
    f = signal.finding
    side = "above" if f.direction == "up" else "below"
    return (
        rank, signal.place.name, signal.category.name, str(f.status), f.observed, f"{f.lower} to {f.upper}", side,
        _since(signal), str(signal.confidence),
    )  # fmt: skip


def _since(signal: Signal) -> str:
    """When it began, as surely as pages say it."""
    onset = signal.finding.onset.told if signal.finding.onset else None
    when = began_when(onset)
    if onset is None or when is BeganWhen.KNOWN:
        return short_month_name(signal.told_from)
    if when is BeganWhen.SOME_TIME:
        return f"{short_month_name(onset.first)} to {short_month_name(onset.last)}"
    month = short_month_name(onset.month)
    return f"{month} or before" if when is BeganWhen.OR_BEFORE else f"about {month}"


def choices(signals: tuple[Signal, ...]) -> list[tuple[str, int]]:
    """(what is shown, its index) for a list."""
    return [
        (f"{n + 1}. {s.place.name}: {s.category.name} ({s.finding.status}, {s.confidence})", n)
        for n, s in enumerate(signals)
    ]


def told_of(signals: tuple[Signal, ...], state: ViewState, month: str) -> str:
    """What the documents say of the finding that a view shows, in their own words, with its verdict; "" for no finding.

    A view is that of a finding where it is of its place and its category alone and reaches the month.
    """
    if state.last != month or len(state.categories) != 1:
        return ""
    shown = [s for s in signals if (s.place.code, s.category.key) == (state.place, state.categories[0])]
    return " ".join(plain_words(words("findings", macro, signal=s)) for s in shown for macro in ("known", "how_sure"))


def plain_words(markdown: str) -> str:
    """A sentence of a document without its marks of emphasis."""
    return " ".join(markdown.replace("**", "").split())


def view_of(signal: Signal, prepared: Prepared, before: ViewState) -> ViewState:
    """The view that shows a finding: its place and category over three years, with the expected range."""
    month = prepared.cycle.month
    first = max(add_months(month, 1 - MONTHS), prepared.cycle.months[0])
    categories = (signal.category.key,)
    plain = {"measure": "count", "comparison": "none", "split": "none", "chart": "series"}
    return before.but(place=signal.place.code, categories=categories, first=first, last=month, **plain)
