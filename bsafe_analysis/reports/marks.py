"""What analysts noted, drawn on a chart over months: an upright line with a letter, told below the heading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from textwrap import shorten
from typing import Any

from bsafe_analysis.annotations import Annotation, Kind
from bsafe_analysis.areas import Areas
from bsafe_analysis.cycle import Prepared
from bsafe_analysis.reports.figures import LONGEST_ALT, Figure
from bsafe_analysis.reports.palette import INK
from bsafe_analysis.reports.signals import family
from bsafe_analysis.reports.wording import words

MOST = 6
"""Notes on one chart; more could not be read. The newest are drawn, and the caption says how many are not."""
DASHES = {Kind.RECORDING_CHANGE: "dash", Kind.EVENT: "dot", Kind.OPERATION: "dashdot", Kind.COMMENT: "dot"}


def notes_on(
    prepared: Prepared, place: str, categories: Sequence[str], first: str, last: str
) -> tuple[Annotation, ...]:
    """The notes that touch a chart of this place and these categories over these months, in order of their days."""
    places = family(prepared.areas, place)
    touching = (n for n in prepared.annotations if n.touches(places, tuple(categories)))
    return tuple(note for note in touching if note.in_months(first, last))


def with_notes(figure: Figure, notes: Iterable[Annotation], areas: Areas, place: str) -> Figure:
    """The figure with its notes: letters from the left, each said in the caption and to those who cannot see it."""
    every = tuple(notes)
    drawn, more = every[-MOST:], max(0, len(every) - MOST)
    if not drawn:
        return figure
    said = [
        words("notes", "note", letter=chr(65 + i), note=note, place=areas[note.place], elsewhere=note.place != place)
        for i, note in enumerate(drawn)
    ]
    told = " ".join([*said, *([words("notes", "more", n=more)] if more else [])])
    look = figure.spec["layout"]
    marked = {
        **look,
        "shapes": [*look.get("shapes", []), *(_upright(note) for note in drawn)],
        "annotations": [*look.get("annotations", []), *(_letter(note, chr(65 + i)) for i, note in enumerate(drawn))],
    }
    alt = shorten(f"{figure.alt} {told}", LONGEST_ALT, placeholder=" \u2026")
    return replace(figure, caption=f"{figure.caption} {told}", alt=alt, spec={**figure.spec, "layout": marked})


def _upright(note: Annotation) -> dict[str, Any]:
    day = note.first.isoformat()
    return {
        "type": "line", "xref": "x", "yref": "paper", "x0": day, "x1": day, "y0": 0, "y1": 0.97,
        "line": {"color": INK, "width": 1.5, "dash": DASHES[note.kind]},
    }  # fmt: skip


def _letter(note: Annotation, letter: str) -> dict[str, Any]:
    return {
        "xref": "x", "yref": "paper", "x": note.first.isoformat(), "y": 1, "text": f"<b>{letter}</b>",
        "showarrow": False, "font": {"size": 13, "color": INK}, "bgcolor": "#FFFFFF", "borderpad": 1,
    }  # fmt: skip
