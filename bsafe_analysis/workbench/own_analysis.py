"""An analyst's own analysis: a month's incidents as a table, and a view's numbers, figure and sentence in the hand.

Only notebooks of analysts call this. No document does (an import contract): what documents draw comes counted from
preparation, so that no incident can reach a page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from bsafe_analysis.atomic_files import write_whole
from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.model.areas import NOT_PLACED
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.preparation.store import for_readers_of_this_run

if TYPE_CHECKING:
    from bsafe_analysis.preparation.prepare import OpenedMonth
    from bsafe_analysis.reports.views import ViewResult

COLUMNS = (
    "month", "source", "category", "place", "neighbourhood", "area", "occurred_from", "occurred_to", "lsoa",
    "location", "longitude", "latitude", "outcome", "placed_by",
)  # fmt: skip
"""Columns of `open_incidents`, a row an incident. `place`: the name of its `neighbourhood`; `area`: the code of the
area that holds it; days and times as pandas times, missing where no source gives them; no identifier, and no text that
anybody wrote but the supplier's own name of the spot."""
OF_A_POINT = ("lsoa", "location", "longitude", "latitude")
"""Blank where policy.yml calls the category too sensitive for a map point, or the source is RESTRICTED."""
LIKE = 0.6
"""How alike a name must be to be proposed for a misspelt one."""


def open_incidents(month: str = "", workspace: Path | None = None) -> pd.DataFrame:
    """Every incident of the months up to this one, for the analyst alone: COLUMNS, one row each.

    Read from data/raw as `bsafe check` reads it, a second or two. `month`: default the last that is prepared. Points of
    categories that policy.yml keeps off maps, and of RESTRICTED sources, are blank. InputError as for a run.
    """
    from bsafe_analysis.preparation.prepare import open_month
    from bsafe_analysis.workbench.opening import open_latest

    for_readers_of_this_run(Audience.INTERNAL)
    prepared, root = open_latest(month, workspace)
    return _incidents(open_month(root, prepared.cycle.month))


def _incidents(opened: OpenedMonth) -> pd.DataFrame:
    places, cycle = opened.workspace.areas, opened.cycle
    rows = opened.received.incidents
    counted = {category.key for category in cycle.categories}
    rows = rows[rows["month"].isin(cycle.months) & rows["category"].isin(counted)].reset_index(drop=True)
    neighbourhood = rows["neighbourhood"].astype(str)
    table = rows.assign(
        place=neighbourhood.map({place.code: place.name for place in places.neighbourhoods} | {NOT_PLACED: ""}),
        area=neighbourhood.map({place.code: place.parent for place in places.neighbourhoods}),
        occurred_from=pd.to_datetime(rows["occurred_from"], errors="coerce", format="ISO8601"),
        occurred_to=pd.to_datetime(rows["occurred_to"], errors="coerce", format="ISO8601"),
    )
    restricted = {source.name for source in opened.workspace.sources if source.source_class == "RESTRICTED"}
    kept_off = table["category"].isin(cycle.not_by_place) | table["source"].isin(restricted)
    for name in OF_A_POINT:
        table[name] = table[name].mask(kept_off)
    return table[list(COLUMNS)]


@dataclass(frozen=True)
class ShownView:
    """A view as an analyst holds it. Displaying it shows nothing more: `show_view` has shown it already."""

    result: ViewResult

    @property
    def sentence(self) -> str:
        """What the view says, as it stands in a document."""
        from bsafe_analysis.reports.views import sentence

        return sentence(self.result)

    @property
    def table(self) -> pd.DataFrame:
        """The numbers under the chart: a column for each of its columns, a row a month (or place, or hour)."""
        from bsafe_analysis.reports.views import table

        shown = table(self.result)
        return pd.DataFrame([list(row) for row in shown.rows], columns=[column.title for column in shown.columns])

    @property
    def figure(self) -> Any:
        """The chart as a plotly figure, to change and to save."""
        from plotly.graph_objects import Figure

        from bsafe_analysis.reports.views import figure

        return Figure(figure(self.result).spec)

    @property
    def about(self) -> dict[str, str]:
        """What whoever is handed the numbers must know: what they are, whose, as at when, and their marking."""
        prepared = self.result.prepared
        keys = {category.key for category in self.result.categories}
        sources = [source.title for source in prepared.held.sources if keys & set(source.categories)]
        cycle = prepared.cycle
        return {
            "What": self.sentence, "Source": "; ".join(sources), "As at": cycle.as_of.isoformat(),
            "Partnership": cycle.partnership.name, "Marking": cycle.markings.get(prepared.audience, ""),
        }  # fmt: skip

    def save(self, file: str | Path) -> Path:
        """The view as a file, with source, as-at day and marking; returns the path. What its name ends with says how:

        .png, .svg: the chart; .xlsx, .csv: its numbers, of which no cell can become a formula; .html: a page of its
        own, through the gate. InputError where the name ends otherwise, its folder cannot be written to, or a picture
        needs a browser that is not here.
        """
        path = Path(file)
        made = _MAKERS.get(path.suffix.lower())
        if made is None:
            known = ", ".join(_MAKERS)
            raise InputError([Fault(path.name, "", f"views are saved as {known}", "End the name with one of them")])
        content = made(self)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, content)
        except OSError as error:
            cure = "Choose a folder that you may write to, or close the file where it is open"
            raise InputError([Fault(path.name, "", error.strerror or "it cannot be written", cure)]) from None
        return path

    def as_workbook(self) -> bytes:
        """The numbers as a workbook, what they are and their marking on its cover."""
        from bsafe_analysis.pages.twins.workbook import Cover, SheetGrid, write

        table, about = self.table, self.about
        rows = tuple(tuple("" if pd.isna(cell) else str(cell) for cell in row) for row in table.itertuples(index=False))
        numeric = tuple(bool(pd.api.types.is_numeric_dtype(table[name])) for name in table)
        grid = SheetGrid("figures", about["What"], tuple(table.columns), rows, numeric)
        title = self.result.place.name
        return write(Cover(title, about["Marking"], tuple(about.items())), (grid,))

    def as_text(self) -> str:
        """The numbers as CSV, what they are below them."""
        told = [[name, text] for name, text in self.about.items()]
        guarded = self.table.map(_no_formula)
        lines = guarded.to_csv(index=False, lineterminator="\n")
        return lines + "\n" + pd.DataFrame(told).map(_no_formula).to_csv(index=False, header=False, lineterminator="\n")

    def _ipython_display_(self) -> None:
        """Nothing: it stands above already."""

    def __repr__(self) -> str:
        return f"<view of {self.result.place.name}: {self.sentence}>"


def _as_page(view: ShownView) -> str:
    from bsafe_analysis.workbench.taking_out import page_of  # what makes pages takes a second to load

    return page_of(view.result, view.about)


def _as_drawing(view: ShownView) -> str:
    from bsafe_analysis.workbench.taking_out import svg_of

    return svg_of(view.result, view.about)[0]


def _as_points(view: ShownView) -> bytes:
    from bsafe_analysis.workbench.taking_out import png_of

    return png_of(view.result, view.about)


_MAKERS: dict[str, Callable[[ShownView], bytes | str]] = {
    ".png": _as_points, ".svg": _as_drawing, ".xlsx": ShownView.as_workbook, ".csv": ShownView.as_text,
    ".html": _as_page,
}  # fmt: skip


def _no_formula(cell: Any) -> Any:
    """The cell as text that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t") else cell


def misspelt(prepared: Prepared, categories: Iterable[str]) -> list[Fault]:
    """A fault for each category that this month does not know and that looks like one that it does.

    One that looks like none gives way in a view with a word: it may have been taken out since the view was kept.
    """
    names = {category.key: category.name for category in prepared.cycle.categories}
    words = {word.casefold(): key for key, name in names.items() for word in (name, key)}
    faults = []
    for said in (key for key in categories if key not in names):
        near = get_close_matches(said.casefold(), list(words), n=1, cutoff=LIKE)
        if near:
            cure = f"Did you mean {words[near[0]]!r} ({names[words[near[0]]]})?"
            faults.append(Fault("show_view", "categories", f"there is no category {said!r}", cure))
    return faults
