"""What analysts noted, drawn on a chart over months: an upright line with a letter, told below the heading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from bsafe_analysis.claims.telling import joined, shortened
from bsafe_analysis.model.annotations import Annotation, Kind
from bsafe_analysis.model.areas import Areas
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.reports.charts.figures import LONGEST_ALT, Figure
from bsafe_analysis.reports.charts.palette import INK, WHITE
from bsafe_analysis.reports.facts.signals import family
from bsafe_analysis.reports.wording import words

ROOM = 18
"""Pixels above a chart for the letters of its notes: a line of their own, over whatever else is said there."""
NEAR = 1 / 24
"""Of the chart's width: letters nearer than this could not be told apart, and stand together ("AB")."""
MOST = 6
"""Notes on one chart; more could not be read. The newest are drawn, and the caption says how many are not."""
DASHES = {Kind.RECORDING_CHANGE: "dash", Kind.EVENT: "dot", Kind.OPERATION: "dashdot", Kind.COMMENT: "dot"}


@dataclass(frozen=True)
class AboutChart:
    """Of what a chart over months is: its place, the keys of its categories, its first and its last month."""

    place: str
    categories: tuple[str, ...]
    first: str
    last: str


def notes_on(prepared: Prepared, about: AboutChart) -> tuple[Annotation, ...]:
    """The notes that touch a chart, in order of their days."""
    places = family(prepared.areas, about.place)
    touching = (n for n in prepared.annotations if n.touches(places, about.categories))
    return tuple(note for note in touching if note.in_months(about.first, about.last))


def with_notes(figure: Figure, notes: Iterable[Annotation], areas: Areas, about: AboutChart) -> Figure:
    """The figure with its notes: letters from the left, each said in the caption and to those who cannot see it."""
    every, place = tuple(notes), about.place
    drawn, more = every[-MOST:], max(0, len(every) - MOST)
    if not drawn:
        return figure
    said = [
        words(
            "notes", "note_drawn", letter=chr(65 + i), note=note, place=areas[note.place], elsewhere=note.place != place
        )
        for i, note in enumerate(drawn)
    ]
    kinds = " ".join(about.categories)
    left = {"n": more, "where": place, "kinds": kinds, "first": about.first, "last": about.last}
    said += [words("notes", "notes_left", **left)] if more else []
    told = [piece for one in said for piece in (" ", one)]
    marked = _marked(figure.spec["layout"], drawn, *edges(figure.spec))
    alt = shortened(joined(figure.alt, *told), LONGEST_ALT)
    return replace(figure, caption=joined(figure.caption, *told), alt=alt, spec={**figure.spec, "layout": marked})


def edges(spec: dict[str, Any]) -> tuple[date, date]:
    """The days at the left and right edge of a chart over months: of its axis, else of the months that it draws."""
    given = spec["layout"].get("xaxis", {}).get("range")
    days = given or sorted(x for trace in spec["data"] for x in trace.get("x", ()))
    return date.fromisoformat(days[0]), date.fromisoformat(days[-1])


def _marked(look: dict[str, Any], notes: Sequence[Annotation], first: date, last: date) -> dict[str, Any]:
    """The layout with a line for each note, and above all that stands over the chart already a line of letters."""
    said = look.get("annotations", [])
    lifted = [words.get("yshift", 0) + 15 for words in said if words.get("yref") == "paper" and words.get("y") == 1]
    margin = look.get("margin", {})
    return {
        **look,
        "height": look["height"] + ROOM,
        "margin": {**margin, "t": margin.get("t", 0) + ROOM},
        # what began before the chart does is marked at its left edge
        "shapes": [*look.get("shapes", []), *(_upright(max(note.first, first), note.kind) for note in notes)],
        "annotations": [*said, *_letters([max(n.first, first) for n in notes], last - first, max(lifted, default=0))],
    }


def _letters(days: Sequence[date], span: timedelta, lift: int) -> list[dict[str, Any]]:
    groups: list[tuple[date, str]] = []
    for i, day in enumerate(days):
        letter = chr(65 + i)
        if groups and (day - groups[-1][0]).days < span.days * NEAR * len(groups[-1][1]):
            groups[-1] = groups[-1][0], groups[-1][1] + letter
        else:
            groups.append((day, letter))
    return [_letter(day, letters, lift) for day, letters in groups]


def _upright(day: date, kind: Kind) -> dict[str, Any]:
    at = day.isoformat()
    return {
        "type": "line", "xref": "x", "yref": "paper", "x0": at, "x1": at, "y0": 0, "y1": 1,
        "line": {"color": INK, "width": 1.5, "dash": DASHES[kind]},
    }  # fmt: skip


def _letter(day: date, letters: str, lift: int) -> dict[str, Any]:
    return {
        "xref": "x", "yref": "paper", "x": day.isoformat(), "y": 1, "yanchor": "bottom", "yshift": lift,
        "text": f"<b>{letters}</b>", "showarrow": False, "font": {"size": 13, "color": INK}, "bgcolor": WHITE,
        "borderpad": 1,
    }  # fmt: skip
