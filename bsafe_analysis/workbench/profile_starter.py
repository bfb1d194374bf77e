"""A problem profile to work in: a notebook with the finding's data, hypotheses, the triangle and SARA laid out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from bsafe_analysis.atomic_files import create_whole
from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.model.view_state import Chart, Comparison, Measure, Split, ViewState, as_line
from bsafe_analysis.reports.views import ViewResult, sentence
from bsafe_analysis.reports.views.view_figures import say
from bsafe_analysis.reports.wording import words


@dataclass(frozen=True)
class ProfileView:
    """One way to look at the problem: its heading in the template, and the view."""

    key: str
    view: ViewState


def views_of(state: ViewState) -> tuple[ProfileView, ...]:
    """The views that a first analysis needs: how it runs, against what, where, which kinds, what season."""
    plain = state.but(chart=Chart.SERIES, comparison=Comparison.NONE, split=Split.NONE, measure=Measure.COUNT)
    return (
        ProfileView("series", plain),
        ProfileView("borough", plain.but(comparison=Comparison.BOROUGH)),
        ProfileView("similar", plain.but(comparison=Comparison.SIMILAR, measure=Measure.RATE)),
        ProfileView("year", plain.but(comparison=Comparison.LAST_YEAR)),
        ProfileView("places", plain.but(chart=Chart.MAP)),
        ProfileView("season", plain.but(chart=Chart.SEASON)),
        ProfileView("when", plain.but(chart=Chart.WHEN)),
    )


def problem_profile(result: ViewResult, month: str) -> str:
    """The notebook as text. It runs as it is; what is to be thought and written is asked for in its cells."""
    facts = {"r": result, "heading": say("heading", result), "sentence": sentence(result)}
    cells = [
        new_markdown_cell(_cell_text("opening", **facts)),
        new_code_cell("from bsafe_analysis import show_view"),
        new_markdown_cell(_cell_text("scanning", **facts)),
    ]
    for each in views_of(result.state):
        line = as_line(each.view).replace("show_view(", f"show_view(month={month!r}, ", 1)
        cells += [new_markdown_cell(_cell_text("look", key=each.key)), new_code_cell(line)]
    cells += [new_markdown_cell(_cell_text(part)) for part in ("triangle", "hypotheses", "response", "assessment")]
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number:02d}"
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.writes(new_notebook(cells=cells, metadata={"kernelspec": kernel})) + "\n"


def start_profile(root: Path, heading: str, month: str, notebook: str) -> str:
    """Put a new problem profile into notebooks/; its name. One of that name is left as it is: it may be worked in."""
    slug = re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")[:60].strip("-") or "problem"
    path = root / "notebooks" / f"problem-profile-{month}-{slug}.ipynb"
    if not create_whole(path, notebook):
        cause = "this problem profile has been started already"
        raise InputError([Fault(f"notebooks/{path.name}", "", cause, "Open it there, or rename it to start anew")])
    return path.name


def _cell_text(macro: str, **facts: object) -> str:
    """A cell's Markdown; `words` joins lines, so the templates mark their breaks."""
    return words("problem_profile", macro, **facts).replace(" // ", "\n\n").replace(" / ", "\n")
