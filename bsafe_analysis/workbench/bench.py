"""The workbench: filters, four tabs, a trail of places, a status line. It holds no analysis: every number, chart and
sentence comes from reports/views, which the documents use, too."""

from __future__ import annotations

import html
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import ipywidgets as w

from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.model.periods import add_months
from bsafe_analysis.model.view_state import Chart, ViewState
from bsafe_analysis.reports.charts.palette import PLUM
from bsafe_analysis.reports.facts.signals import Signal
from bsafe_analysis.reports.views import ViewResult, figure, fit, query, sentence
from bsafe_analysis.reports.views.view_figures import say
from bsafe_analysis.workbench import findings_list, saved_views
from bsafe_analysis.workbench.desk import Desk
from bsafe_analysis.workbench.edition_preview import edition
from bsafe_analysis.workbench.filters import SERIES_CHARTS, Filters
from bsafe_analysis.workbench.guard import guarded
from bsafe_analysis.workbench.history import History
from bsafe_analysis.workbench.live_charts import LiveChart, OwnKeys, live_map
from bsafe_analysis.workbench.long_tables import sortable
from bsafe_analysis.workbench.styling import shown, status_line
from bsafe_analysis.workbench.table_choices import CHOICES, table_for

TABS = ("Findings", "Series", "Map", "When", "Tables")
FINDINGS, SERIES, MAP, WHEN, TABLES = range(5)
MONTHS = 36
TYPING = 1.0
"""Seconds between two letters of one name: a browser's list begins a new word after about as long."""
SEPARATOR = "\u203a "


class Workbench(Desk, w.VBox):
    """`state` is the view shown; `go` moves to another. `result` is what the view shows, as numbers."""

    def __init__(self, prepared: Prepared, root: Path, state: ViewState | None = None) -> None:
        self.prepared, self.root = prepared, root
        self._editions: dict[str, Prepared] = {}
        self.clock = time.monotonic
        self._last_changed: tuple[tuple[str, ...], float] = ((), 0.0)
        start = state or saved_views.remembered(root) or first_view(prepared)
        fitted, gave_way = fit(start, prepared)
        self.history = History((fitted,))
        self.filters = Filters(prepared, self._filtered)
        self.message = w.HTML()
        self.status = w.HTML()
        self.steps = tuple(_button("", partial(self._step_to, i)) for i in range(3))
        self.down = w.Dropdown(description="Go down to", options=[("choose", "")])
        self.down.observe(self._listed_chosen, "value")
        self.undo_button = _button("Undo", self._undo)
        self.redo_button = _button("Redo", self._redo)
        self.tabs = w.Tab(layout=w.Layout(flex="1 1 520px", min_width="300px"))
        self._build_tabs()
        trail = [self.undo_button, self.redo_button, *self.steps, self.down]
        bar, middle = (
            w.HBox(parts, layout=w.Layout(flex_flow="row wrap")) for parts in (trail, [self.filters, self.tabs])
        )
        super().__init__([OwnKeys(), bar, self.message, middle, self.status, self.make_forms()])
        self.tabs.observe(self._tab_chosen, "selected_index")
        self._silent = False
        self.tabs.selected_index = _tab_of(fitted) if state else FINDINGS
        self._show()
        self.tell(" ".join(say("gave_way", kind=kind, said=what) for kind, what in gave_way))

    def _build_tabs(self) -> None:
        self.signals: tuple[Signal, ...] = ()
        self._listed_for = ""
        self.finding = w.Select(description="Finding", style={"description_width": "110px"},
                                layout=w.Layout(width="98%"))  # fmt: skip
        self.open_button = _button("Open finding", self._open_finding)
        self.findings_box = w.VBox(layout=w.Layout(overflow="auto"))
        self.table_choice = w.Dropdown(options=CHOICES, description="Table", layout=w.Layout(width="420px"))
        self.table_choice.observe(self._tab_chosen_again, "value")
        self.table_box = w.VBox(layout=w.Layout(overflow="auto"))
        self.map_list = w.Select(rows=10, description="Neighbourhoods", style={"description_width": "110px"},
                                 layout=w.Layout(width="98%"))  # fmt: skip
        self.map_list.observe(self._listed_chosen, "value")
        self.boxes = {tab: w.VBox() for tab in (SERIES, MAP, WHEN)}
        self.charts: dict[int, LiveChart] = {}
        self.words = {tab: w.HTML() for tab in (SERIES, MAP, WHEN)}
        self.numbers = {tab: w.HTML() for tab in (SERIES, MAP, WHEN)}
        self.tabs.children = (
            w.VBox([self.finding, self.open_button, self.findings_box]),
            w.VBox([self.words[SERIES], self.boxes[SERIES], self.numbers[SERIES]]),
            w.VBox([self.words[MAP], self.boxes[MAP], self.map_list, self.numbers[MAP]]),
            w.VBox([self.words[WHEN], self.boxes[WHEN], self.numbers[WHEN]]),
            w.VBox([self.table_choice, self.table_box]),
        )

        self.tabs.titles = TABS

    def _chart_of(self, tab: int) -> LiveChart | None:
        """The chart of a tab, made when it is first asked for: each brings its library to the browser."""
        if tab == MAP and not self.prepared.outlines:
            return None
        if tab not in self.charts:
            names = {area.code: area.name for area in self.prepared.areas}
            outlines = [outline for outline in self.prepared.outlines if outline.area in names]
            self.charts[tab] = live_map(outlines, names, self._clicked) if tab == MAP else LiveChart()
            self.boxes[tab].children = (self.charts[tab],)
        return self.charts[tab]

    @property
    def state(self) -> ViewState:  # type: ignore[override]
        return self.history.now

    @guarded
    def go(self, state: ViewState, same_step: bool = False) -> None:
        """Show another view; it can be undone. `same_step`: together with the step before, as one."""
        before = self.history
        self.history = self.history.go_on(state) if same_step else self.history.go(state)
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
        self.result = query(state, self.seen_by(state.audience))
        self._list_findings()
        self._draw(self.result)
        self._walk(self.result.place)
        self.status.value = status_line(self.result)
        self.undo_button.disabled = not self.history.can_undo
        self.redo_button.disabled = not self.history.can_redo
        self.refresh_forms()
        saved_views.remember(self.root, state)

    def seen_by(self, audience: str) -> Prepared:
        """The month as these readers may see it; another's is worked out when first asked for."""
        if audience == Audience.INTERNAL:
            return self.prepared
        if audience not in self._editions:
            self.tell(say("working_out", audience))
            self._editions[audience] = edition(self.root, self.prepared, audience)
        return self._editions[audience]

    def _list_findings(self) -> None:
        """The findings that these readers are told."""
        prepared = self.result.prepared
        if self._listed_for == prepared.audience:
            return
        self.signals, self._listed_for = findings_list.ranked(prepared), prepared.audience
        options = findings_list.choices(self.signals)
        self._silent = True
        try:
            self.finding.options, self.finding.value = options, None
            self.finding.rows = min(8, max(2, len(options)))
        finally:
            self._silent = False
        table = findings_list.findings_table(self.signals, prepared.cycle.month)
        none = w.HTML(f"<p>{say('word', 'no_findings')}</p>")
        self.findings_box.children = (sortable(table, self._finding_clicked) if self.signals else none,)

    @guarded
    def _finding_clicked(self, index: int) -> None:
        """Every tab follows a finding that is clicked; the list of findings stays where it is."""
        signal = self.signals[index]
        self.go(findings_list.view_of(signal, self.prepared, self.state))
        self.tell(say("every_tab_shows", place=signal.place.name, category=signal.category.name))

    def _draw(self, result: ViewResult) -> None:
        """Only what can be seen is drawn."""
        tab = self.tabs.selected_index
        if tab == FINDINGS:
            return
        if tab == TABLES:
            self.table_box.children = (sortable(table_for(self.table_choice.value, result)),)
            return
        if tab == MAP:
            self._list_places(result)
        chart = self._chart_of(tab)
        if chart is None:
            self.words[tab].value = f"<p>{html.escape(sentence(result))}</p>"
            return
        drawn = figure(result)
        chart.show_spec(drawn.spec, drawn.alt)
        found = findings_list.told_of(self.signals, self.state, self.month)
        self.words[tab].value = (
            f"<h2 style='font-size:1.25em;line-height:1.3;margin:.2em 0'>{html.escape(drawn.heading)}</h2>"
            + (f"<p style='line-height:1.45'><b>In the documents:</b> {html.escape(found)}</p>" if found else "")
            + f"<p style='line-height:1.45'>{html.escape(sentence(result))}</p>"
            f"<p style='line-height:1.45'><small>{html.escape(drawn.caption)}</small></p>"
        )
        self.numbers[tab].value = f"<details><summary>The numbers</summary>{shown(drawn.table)}</details>"

    def _list_places(self, result: ViewResult) -> None:
        ordered = sorted(result.places, key=lambda its: (its.hidden, -(its.value or 0), its.place.name))
        options = [(f"{its.place.name}: {_shown(its.value, its.hidden)}", its.place.code) for its in ordered]
        self._silent = True
        try:
            if tuple(options) != tuple(self.map_list.options):
                self.map_list.options = options
            self.map_list.value = result.place.code if result.place.code in dict((c, n) for n, c in options) else None
        finally:
            self._silent = False

    def _walk(self, place: Area) -> None:
        """The trail borough > area > neighbourhood, and the way down as a list. Who uses the keyboard stays where they
        are: the same controls say other things."""
        self.chain = self.prepared.areas.chain(place.code)
        for i, step in enumerate(self.steps):
            held = i < len(self.chain)
            step.layout.display = "" if held else "none"
            step.description = f"{SEPARATOR if i else ''}{self.chain[i].name}" if held else ""
            step.style.font_weight = "bold" if i == len(self.chain) - 1 else "normal"
        below = self.prepared.areas.children(place.code)
        self._silent = True
        try:
            self.down.options = [("choose", ""), *((area.name, area.code) for area in below)]
            self.down.value = ""
            self.down.layout.display = "" if below else "none"
        finally:
            self._silent = False

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
        self.go(state, self._is_typing(tuple(changes)))

    def _is_typing(self, changed: tuple[str, ...]) -> bool:
        """Whether the same list was changed a moment ago: each letter of a name that is typed there chooses anew."""
        before, self._last_changed = self._last_changed, (changed, self.clock())
        return before[0] == changed and self._last_changed[1] - before[1] < TYPING

    def _clicked(self, code: str) -> None:
        self._changed({"place": code})

    def _step_to(self, i: int, _: Any) -> None:
        self._clicked(self.chain[i].code)

    def _listed_chosen(self, change: dict[str, Any]) -> None:
        if not self._silent and change["new"]:
            self._clicked(change["new"])

    def _open_finding(self, _: Any) -> None:
        if self.finding.value is None:
            self.tell(say("word", "choose_finding"))
            return
        self._choose(SERIES)
        self.go(findings_list.view_of(self.signals[self.finding.value], self.prepared, self.state))

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

    @guarded
    def _tab_chosen_again(self, _: Any) -> None:
        self._draw(self.result)

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
        """A sentence beside the button that was pressed, else above the tabs, with details folded away; "" clears it.

        No other stands anywhere while it does: what is read is the answer to what was done last.
        """
        folded = f"<details><summary>Details</summary><pre>{html.escape(details)}</pre></details>" if details else ""
        said = f"<p role='status' style='border-left:4px solid {PLUM};padding-left:8px'>{html.escape(text)}</p>"
        place = self.explain.beside or self.message
        for each in (self.message, *self.explain.answers.values()):
            wanted = said + folded if text and each is place else ""
            if each.value != wanted:
                each.value = wanted

    @property
    def told(self) -> str:
        """The sentence that stands now, wherever it stands; "" where none does."""
        return "".join(each.value for each in (self.message, *self.explain.answers.values()))


def first_view(prepared: Prepared) -> ViewState:
    """Where a new analyst starts: the borough, all categories together, three years."""
    month = prepared.cycle.month
    first = max(add_months(month, 1 - MONTHS), prepared.cycle.months[0])
    return ViewState(prepared.areas.borough.code, first, month)


def _tab_of(state: ViewState) -> int:
    return {Chart.MAP: MAP, Chart.WHEN: WHEN}.get(state.chart, SERIES)


def _button(text: str, pressed: Callable[[Any], None]) -> w.Button:
    button = w.Button(description=text, tooltip="", layout=w.Layout(width="auto", align_self="flex-start"))
    button.on_click(pressed)
    return button


def _shown(value: float | None, hidden: bool) -> str:
    return "[c], not shown" if hidden else "not known" if value is None else f"{round(value, 1):,}"
