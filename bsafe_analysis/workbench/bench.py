"""The workbench: filters, four tabs, a trail of places, a status line. It holds no analysis: every number, chart and
sentence comes from reports/views, which the documents use, too."""

from __future__ import annotations

import html
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import ipywidgets as w

from bsafe_analysis.areas import Area
from bsafe_analysis.cycle import Prepared
from bsafe_analysis.periods import add_months
from bsafe_analysis.reports.views import ViewResult, figure, fit, query, sentence
from bsafe_analysis.reports.views.picture import say
from bsafe_analysis.views import Chart, ViewState
from bsafe_analysis.workbench import findings_list, kept
from bsafe_analysis.workbench.charts import LiveChart, live_map
from bsafe_analysis.workbench.desk import Desk
from bsafe_analysis.workbench.filters import SERIES_CHARTS, Filters
from bsafe_analysis.workbench.guard import guarded
from bsafe_analysis.workbench.history import History
from bsafe_analysis.workbench.looks import shown, status_line

TABS = ("Findings", "Series", "Map", "When")
FINDINGS, SERIES, MAP, WHEN = range(4)
MONTHS = 36


class Workbench(Desk, w.VBox):
    """`state` is the view shown; `go` moves to another. `result` is what the view shows, as numbers."""

    def __init__(self, prepared: Prepared, root: Path, state: ViewState | None = None) -> None:
        self.prepared, self.root = prepared, root
        start = state or kept.remembered(root) or first_view(prepared)
        fitted, gave_way = fit(start, prepared)
        self.history = History((fitted,))
        self.filters = Filters(prepared, self._filtered)
        self.message = w.HTML()
        self.status = w.HTML()
        self.trail = w.HBox(layout=w.Layout(flex_flow="row wrap"))
        self.undo_button = _button("Undo", self._undo)
        self.redo_button = _button("Redo", self._redo)
        self.tabs = w.Tab(layout=w.Layout(flex="1 1 520px", min_width="300px"))
        self._build_tabs()
        bar = w.HBox([self.undo_button, self.redo_button, self.trail], layout=w.Layout(flex_flow="row wrap"))
        middle = w.HBox([self.filters, self.tabs], layout=w.Layout(flex_flow="row wrap"))
        super().__init__([bar, self.message, middle, self.status, self.make_forms()])
        self.tabs.observe(self._tab_chosen, "selected_index")
        self._silent = False
        self.tabs.selected_index = _tab_of(fitted) if state else FINDINGS
        self._show()
        self.tell(" ".join(say("gave_way", kind=kind, said=what) for kind, what in gave_way))

    def _build_tabs(self) -> None:
        self.signals = findings_list.ranked(self.prepared)
        table = findings_list.findings_table(self.signals, self.prepared.cycle.month)
        options = findings_list.choices(self.signals)
        self.finding = w.Select(
            options=options, rows=min(8, max(2, len(options))), value=None, description="Open a finding",
            style={"description_width": "110px"}, layout=w.Layout(width="640px"),
        )  # fmt: skip
        self.finding.observe(self._finding_chosen, "value")
        self.series = LiveChart()
        self.map_list = w.Select(rows=10, description="Neighbourhoods", style={"description_width": "110px"},
                                 layout=w.Layout(width="440px"))  # fmt: skip
        self.map_list.observe(self._listed_chosen, "value")
        names = {area.code: area.name for area in self.prepared.areas}
        outlines = [outline for outline in self.prepared.outlines if outline.area in names]
        self.map = live_map(outlines, names, self._clicked) if outlines else None
        self.words = {tab: w.HTML() for tab in (SERIES, MAP, WHEN)}
        self.numbers = {tab: w.HTML() for tab in (SERIES, MAP)}
        self.tabs.children = (
            w.VBox([self.finding, w.HTML(shown(table) if self.signals else "<p>No findings this month.</p>")]),
            w.VBox([self.words[SERIES], self.series, self.numbers[SERIES]]),
            w.VBox([self.words[MAP], *([self.map] if self.map else []), self.map_list, self.numbers[MAP]]),
            w.VBox([self.words[WHEN]]),
        )

        self.tabs.titles = TABS

    @property
    def state(self) -> ViewState:  # type: ignore[override]
        return self.history.now

    @guarded
    def go(self, state: ViewState) -> None:
        """Show another view; it can be undone."""
        before = self.history
        self.history = self.history.go(state)
        try:
            self._show()
        except Exception:
            self.history = before
            self._show()
            raise
        self.tell("")

    def _show(self) -> None:
        state = self.state
        self.filters.show(state)
        self.result = query(state, self.prepared)
        self._draw(self.result)
        self._walk(self.result.place)
        self.status.value = status_line(self.result)
        self.undo_button.disabled = not self.history.can_undo
        self.redo_button.disabled = not self.history.can_redo
        self.refresh_forms()
        kept.remember(self.root, state)

    def _draw(self, result: ViewResult) -> None:
        """Only what can be seen is drawn."""
        tab = self.tabs.selected_index
        if tab == WHEN:
            self.words[WHEN].value = f"<p>{html.escape(sentence(result))}</p>"
        if tab not in (SERIES, MAP) or (tab == MAP and self.map is None):
            if tab == MAP:
                self.words[MAP].value = f"<p>{html.escape(sentence(result))}</p>"
                self._list_places(result)
            return
        drawn = figure(result)
        chart = self.map if tab == MAP else self.series
        assert chart is not None
        chart.show_spec(drawn.spec)
        self.words[tab].value = (
            f"<h2 style='font-size:1.25em;margin:.2em 0'>{html.escape(drawn.heading)}</h2>"
            f"<p>{html.escape(sentence(result))}</p><p><small>{html.escape(drawn.caption)}</small></p>"
        )
        self.numbers[tab].value = f"<details><summary>The numbers</summary>{shown(drawn.table)}</details>"
        if tab == MAP:
            self._list_places(result)

    def _list_places(self, result: ViewResult) -> None:
        ordered = sorted(result.places, key=lambda row: (-(row[2] or 0), row[0].name))
        options = [(f"{area.name}: {_shown(value)}", area.code) for area, _, value in ordered]
        self._silent = True
        try:
            if tuple(options) != tuple(self.map_list.options):
                self.map_list.options = options
            self.map_list.value = result.place.code if result.place.code in dict((c, n) for n, c in options) else None
        finally:
            self._silent = False

    def _walk(self, place: Area) -> None:
        """The trail borough > area > neighbourhood as buttons, and the way down as a list."""
        parts: list[Any] = []
        for area in self.prepared.areas.chain(place.code):
            button = _button(area.name, partial(self._step_to, area.code))
            button.disabled = area.code == place.code
            parts += [button, w.Label("\u203a")]
        below = self.prepared.areas.children(place.code)
        if below:
            down = w.Dropdown(options=[("choose", ""), *((a.name, a.code) for a in below)], description="Go down to")
            down.observe(lambda change: self._clicked(change["new"]) if change["new"] else None, "value")
            parts.append(down)
        self.trail.children = tuple(parts if below else parts[:-1])

    def _filtered(self, **changes: Any) -> None:
        self._changed(changes)

    @guarded
    def _changed(self, changes: dict[str, Any]) -> None:
        try:
            state = self.state.but(**changes)
        except ValueError as error:
            self.filters.show(self.state)
            self.tell(f"{str(error)[:1].upper()}{str(error)[1:]}.")
            return
        if "chart" in changes and self.tabs.selected_index != SERIES:
            self._choose(SERIES)
        self.go(state)

    def _clicked(self, code: str) -> None:
        self._changed({"place": code})

    def _step_to(self, code: str, _: Any) -> None:
        self._clicked(code)

    def _listed_chosen(self, change: dict[str, Any]) -> None:
        if not self._silent and change["new"]:
            self._clicked(change["new"])

    def _finding_chosen(self, change: dict[str, Any]) -> None:
        if change["new"] is not None:
            self._choose(SERIES)
            self.go(findings_list.view_of(self.signals[change["new"]], self.prepared, self.state))

    @guarded
    def _tab_chosen(self, change: dict[str, Any]) -> None:
        """A tab is part of the view: what is seen on it is what is promoted."""
        if self._silent:
            return
        wanted = {SERIES: Chart.SERIES, MAP: Chart.MAP, WHEN: Chart.WHEN}.get(change["new"])
        if wanted is None or (wanted is Chart.SERIES and self.state.chart in SERIES_CHARTS):
            self._show()
        else:
            self.go(self.state.but(chart=wanted))

    def _choose(self, tab: int) -> None:
        self._silent = True
        try:
            self.tabs.selected_index = tab
        finally:
            self._silent = False

    @guarded
    def _undo(self, _: Any = None) -> None:
        self._step(self.history.undo())

    @guarded
    def _redo(self, _: Any = None) -> None:
        self._step(self.history.redo())

    def _step(self, history: History) -> None:
        self.history = history
        if self.tabs.selected_index != FINDINGS:
            self._choose(_tab_of(self.state))
        self._show()
        self.tell("")

    def show_again(self) -> None:  # type: ignore[override]
        """Draw the same view with what the month holds now."""
        self._show()

    def open_state(self, state: ViewState) -> None:  # type: ignore[override]
        """Go to a view on the tab that it belongs to."""
        self._choose(_tab_of(state))
        self.go(state)

    def tell(self, text: str, details: str = "") -> None:  # type: ignore[override]
        """A sentence above the tabs, with details folded away; "" clears it."""
        folded = f"<details><summary>Details</summary><pre>{html.escape(details)}</pre></details>" if details else ""
        said = f"<p role='status' style='border-left:4px solid #801650;padding-left:8px'>{html.escape(text)}</p>"
        self.message.value = said + folded if text else ""


def first_view(prepared: Prepared) -> ViewState:
    """Where a new analyst starts: the borough, all categories together, three years."""
    month = prepared.cycle.month
    first = max(add_months(month, 1 - MONTHS), prepared.cycle.months[0])
    return ViewState(prepared.areas.borough.code, first, month)


def _tab_of(state: ViewState) -> int:
    return {Chart.MAP: MAP, Chart.WHEN: WHEN}.get(state.chart, SERIES)


def _button(text: str, pressed: Callable[[Any], None]) -> w.Button:
    button = w.Button(description=text, tooltip="", layout=w.Layout(width="auto"))
    button.on_click(pressed)
    return button


def _shown(value: float | None) -> str:
    return "not known" if value is None else f"{value:,}"
