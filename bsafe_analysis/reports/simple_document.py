"""A page of an analyst's own: sections, words, tables and charts, shown one after the other, in the house's look.

The notebook is the document. bsafe makes a page of it like any other (gate, twins, editions), marks it as the
analyst's own and proves nothing of it. Each part is for the team alone unless its `readers` say otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from math import isnan
from typing import Any

import mistune
import pandas as pd

from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.mime import FIGURE_MIME, PLOTLY_MIME
from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.reports.charts.own_charts import described, spec_of, table_of
from bsafe_analysis.reports.charts.tables import Cell, Column, Table, to_html
from bsafe_analysis.reports.documents.required_contents import Contents

NAME = "simple_document"
READERS = tuple(Audience)
"""The widest last: what is for the public is for partners and the team too."""
FIGURES = "added-"
"""How the ids of an analyst's charts begin: the page's library draws them (pages/export.py)."""
_ID = re.compile(r"[^a-z0-9]+")
_markdown = mistune.create_markdown(escape=True, plugins=["table"])


class SimpleDocument:
    """The page as far as it was shown. `holds`: the ids of what it must then hold, for the gate."""

    name = NAME

    def __init__(self, prepared: Prepared, place: Area, title: str) -> None:
        self.prepared, self.place, self.title = prepared, place, title
        self._ids: dict[str, list[str]] = {"sections": [], "figures": [], "tables": []}
        self._heading = title

    @property
    def month(self) -> str:
        return self.prepared.cycle.month

    @property
    def sections(self) -> tuple[str, ...]:
        return tuple(self._ids["sections"])

    @property
    def holds(self) -> Contents:
        return Contents(*(tuple(ids) for ids in self._ids.values()))

    def section(self, heading: str) -> None:
        """What follows stands under this heading, which is shown to whoever is shown a part of it."""
        self._heading = heading

    def text(self, markdown: str, readers: str = Audience.INTERNAL) -> None:
        """Words in Markdown; any HTML in them is shown as text."""
        self._show({"text/html": str(_markdown(markdown)), "text/plain": markdown}, readers)

    def table(self, rows: pd.DataFrame, caption: str, note: str = "", readers: str = Audience.INTERNAL) -> None:
        """A table with its columns' own names; the first names the rows. Missing values stand as [x].

        InputError for a styled table: its colours could not be on the page.
        """
        if not isinstance(rows, pd.DataFrame):
            cure = "Give the table itself (styled.data), and put what the colours say into a column"
            raise InputError([Fault("the table", caption, "colours and styles of a table would be dropped", cure)])
        if self._seen(readers):
            made = _own_table(rows, self._named("tables", caption), caption, note)
            self._show({"text/html": to_html(made), "text/plain": caption}, readers)

    def figure(
        self, figure: Any, heading: str, caption: str = "", alt: str = "", readers: str = Audience.INTERNAL
    ) -> None:
        """A plotly figure. `alt` says to who cannot see it what it shows; its numbers stand as a table below it.

        InputError that says what of it a page could not show: a kind of chart that its library lacks, an animation.
        """
        spec = spec_of(figure)
        if not self._seen(readers):
            return
        name = self._named("figures", heading)
        spec["layout"].pop("title", None)  # the heading says it
        under = table_of(spec, f"{name}-data", f"What the chart draws: {heading}")
        html = to_html(under) if under else ""
        whole = {
            "id": name, "heading": heading, "caption": caption or "The analyst's own chart.",
            "alt": alt or described(spec, heading), "spec": spec, "table": html,
        }  # fmt: skip
        self._show({FIGURE_MIME: whole, PLOTLY_MIME: spec, "text/plain": heading}, readers)

    def _show(self, bundle: dict[str, Any], readers: str) -> None:
        from IPython.display import display

        if not self._seen(readers):
            return
        for each in (*self._pending_heading(), bundle):
            display(each, raw=True, metadata={"readers": readers})

    def _pending_heading(self) -> Iterator[dict[str, Any]]:
        if self._heading:
            name = self._named("sections", self._heading)
            yield {"text/html": f'<h2 id="{name}">{escape(self._heading)}</h2>', "text/plain": self._heading}
            self._heading = ""

    def _seen(self, readers: str) -> bool:
        """Whether those who read this edition are among them; InputError where there are no such readers."""
        if readers not in READERS:
            cure = f"Use {', '.join(READERS)}"
            raise InputError([Fault("the part", "readers", f"there are no readers {readers!r}", cure)])
        return READERS.index(Audience(self.prepared.audience)) <= READERS.index(Audience(readers))

    def _named(self, kind: str, words: str) -> str:
        """An id of its own on the page, from what it is called."""
        bare = f"own-{_ID.sub('-', words.lower()).strip('-')[:40] or kind}"
        name = f"{FIGURES}{bare}" if kind == "figures" else f"{bare}-table" if kind == "tables" else bare
        number, unique = 1, name
        while unique in self._ids[kind]:
            number += 1
            unique = f"{name}-{number}"
        self._ids[kind].append(unique)
        return unique


def simple_document(prepared: Prepared, area: str, title: str) -> SimpleDocument:
    """A page of one's own about the place with this code; `finish` ends it. `title`: the heading of what comes first.

    `prepared`: the month that `open_cycle` opened; in a run for partners it is theirs, so a table made of it shows
    what they may see.
    """
    places = {place.code: place for place in prepared.areas}
    if area not in places:
        raise InputError([Fault("simple_document", "area", f"there is no place {area!r}", f"Use {', '.join(places)}")])
    return SimpleDocument(prepared, places[area], title)


def _own_table(rows: pd.DataFrame, name: str, caption: str, note: str) -> Table:
    named = rows.reset_index() if rows.index.name or rows.index.nlevels > 1 else rows
    numeric = [bool(pd.api.types.is_numeric_dtype(kind)) for kind in named.dtypes]
    columns = tuple(
        Column(f"c{i}", str(title), number)
        for i, (title, number) in enumerate(zip(named.columns, numeric, strict=True))
    )
    told = tuple(tuple(_own_cell(cell) for cell in row) for row in named.itertuples(index=False))
    return Table(name, caption, columns, told, note=note)


def _own_cell(value: Any) -> Cell:
    if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and isnan(value)):
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return int(value) if value.is_integer() else f"{value:,.2f}"
    return value if isinstance(value, int) else str(value).removesuffix(" 00:00:00")
