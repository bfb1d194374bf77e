"""A figure: a plotly chart as a plain dict, its words, and the table of the numbers it draws."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bsafe_analysis.claims.ledger import current
from bsafe_analysis.claims.told import plain
from bsafe_analysis.mime import FIGURE_MIME, PLOTLY_MIME
from bsafe_analysis.reports.charts.tables import Table, to_html

SHORTEST_ALT, LONGEST_ALT = 60, 400


@dataclass(frozen=True)
class Figure:
    """`heading` says what is to be seen, `caption` what is measured, `alt` tells both to who cannot see it.

    Each trace of `spec` that draws data names its column of `table` in meta.column: the gate compares them.
    """

    id: str
    heading: str
    caption: str
    alt: str
    spec: dict[str, Any]
    table: Table
    narrow: dict[str, Any] | None = None
    """The layout on a narrow screen, where another arrangement of the same traces reads better."""

    def __post_init__(self) -> None:
        if (
            not SHORTEST_ALT <= len(self.alt) <= LONGEST_ALT
            or not re.search(r"\d", self.alt)
            or self.alt == self.heading
        ):
            raise ValueError(
                f"{self.id}: the text alternative must say the message with a number, in 60 to 400 characters"
            )


def mime_bundle(figure: Figure) -> dict[str, Any]:
    """The chart for JupyterLab, the whole figure for the page, and its table where neither is drawn."""
    table, ledger = to_html(figure.table), current()
    words = {"heading": figure.heading, "caption": figure.caption, "alt": figure.alt}
    spec, narrow = figure.spec, figure.narrow
    if ledger:
        # what travels with a page is plain: a value that knows its fact would take the fact along
        words = {part: ledger.said(said) for part, said in words.items()}
        spec, narrow = plain(spec), plain(narrow)
    whole = {
        "id": figure.id,
        **words,
        "spec": spec if narrow is None else {**spec, "narrow": narrow},
        "table": table,
    }
    return {FIGURE_MIME: whole, PLOTLY_MIME: {**spec, "config": {"displayModeBar": False}}, "text/html": table}
