"""What a notebook calls: the workbench on a month, or one view of it without the widgets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.preparation.store import FOLDER, find_workspace, open_cycle
from bsafe_analysis.workbench.own_analysis import ShownView, misspelt
from bsafe_analysis.workbench.workspace_contents import prepared_months


def open_latest(month: str = "", workspace: Path | None = None) -> tuple[Prepared, Path]:
    """The month asked for, else the last that is prepared; InputError that says what to do where there is none."""
    root = workspace or find_workspace()
    months = prepared_months(root)
    if not months and not month:
        cure = "Put what you received into data/raw and run `bsafe run` with the month, for example `bsafe run 2026-09`"
        raise InputError([Fault(FOLDER, "", "no month is prepared yet", cure)])
    return open_cycle(month or months[-1], root), root


def open_workbench(month: str = "", workspace: Path | None = None) -> Any:
    """The workbench as a widget; where no month is prepared, a sentence that says what to do."""
    import ipywidgets

    from bsafe_analysis.workbench.bench import Workbench

    try:
        prepared, root = open_latest(month, workspace)
    except InputError as error:
        import html

        return ipywidgets.HTML(f"<p>{html.escape(str(error))}. Then run this cell again.</p>")
    return Workbench(prepared, root)


def show_view(month: str = "", workspace: Path | None = None, **choices: Any) -> ShownView:
    """Display one view: its figure, its sentence, its table. The workbench gives the line that calls this.

    What comes back has the same as `.table` (a DataFrame), `.figure` (plotly) and `.sentence`, to go on with.
    InputError where a choice cannot be, or a category is misspelt.
    """
    from IPython.display import display

    from bsafe_analysis.model.view_state import ViewState
    from bsafe_analysis.reports.charts.figures import mime_bundle
    from bsafe_analysis.reports.views import figure, fit, query, sentence
    from bsafe_analysis.reports.views.view_figures import say

    prepared, _ = open_latest(month, workspace)
    try:
        asked = ViewState(**choices)
    except (TypeError, ValueError) as error:
        raise InputError([Fault("show_view", "", str(error), "Copy the line from the workbench again")]) from None
    if faults := misspelt(prepared, asked.categories):
        raise InputError(faults)
    state, gave_way = fit(asked, prepared)
    result = query(state, prepared)
    for kind, what in gave_way:
        display({"text/plain": say("gave_way", kind=kind, said=what)}, raw=True)
    display({"text/plain": sentence(result)}, raw=True)
    display(mime_bundle(figure(result)), raw=True)
    return ShownView(result)
