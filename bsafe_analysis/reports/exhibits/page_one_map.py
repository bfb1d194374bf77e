"""The small map of page one: the borough's neighbourhoods with a numbered pin for each signal that the page lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from bsafe_analysis.claims.telling import marked
from bsafe_analysis.model.areas import Area, Level
from bsafe_analysis.model.cycle import Outline, Prepared
from bsafe_analysis.reports.documents.meeting_document import MeetingDocument
from bsafe_analysis.reports.facts.signals import Signal
from bsafe_analysis.reports.wording import phrase

WIDE, HIGH = 200, 150
"""The box in units of the drawing; rings are rounded to whole ones, which is finer than the eye at this size."""
EDGE = 10
APART = 17
"""Least distance between two pins."""


@dataclass(frozen=True)
class Pin:
    number: int
    at: tuple[float, float]
    place: Area


@dataclass(frozen=True)
class Pins:
    """`whole`: numbers of signals of the whole borough; `unmapped`: of kinds too sensitive for a map."""

    pins: tuple[Pin, ...]
    whole: tuple[int, ...]
    unmapped: tuple[int, ...]


def pins_of(prepared: Prepared, signals: Sequence[Signal]) -> Pins:
    """Where the listed signals are, numbered as listed: a neighbourhood's label, or the middle of an area's."""
    labels = {outline.area: outline.label for outline in prepared.outlines}
    found: list[Pin] = []
    whole, unmapped = [], []
    for number, signal in enumerate(signals, start=1):
        if signal.place.level is Level.BOROUGH:
            whole.append(number)
        elif signal.category.key in prepared.cycle.not_by_place:
            unmapped.append(number)
        elif at := _middle(prepared, signal.place, labels):
            found.append(Pin(number, at, signal.place))
    return Pins(tuple(found), tuple(whole), tuple(unmapped))


def _middle(prepared: Prepared, place: Area, labels: dict[str, tuple[float, float]]) -> tuple[float, float] | None:
    codes = [place.code, *(child.code for child in prepared.areas.children(place.code))]
    held = [labels[code] for code in codes if code in labels]
    return (sum(x for x, _ in held) / len(held), sum(y for _, y in held) / len(held)) if held else None


def minimap(document: MeetingDocument) -> str:
    """The map as a mark for the page's exporter, which draws it; "" where there are no boundaries or nothing to pin."""
    prepared, pins = document.prepared, pins_of(document.prepared, document.attention)
    if not prepared.outlines or not pins.pins:
        return ""
    scale, east, north = _scale(prepared.outlines)
    shapes = ";".join(_rings(prepared.outlines, scale, north))
    drawn = _apart([(pin.number, EDGE + pin.at[0] * scale, EDGE + (north - pin.at[1]) * scale) for pin in pins.pins])
    marks = ";".join(f"{number},{x:g},{y:g}" for number, x, y in drawn)
    words = phrase("minimap_alt", place=document.place, pins=pins)
    size = f"{round(east * scale) + 2 * EDGE},{round(north * scale) + 2 * EDGE}"
    return (
        f'<div class="minimap"><span class="pinmap" data-size="{size}" data-shapes="{shapes}" data-pins="{marks}">'
        f'{escape(marked(words))}</span><p class="note">{escape(marked(phrase("minimap_note", pins=pins)))}</p></div>'
    )


def _scale(outlines: Sequence[Outline]) -> tuple[float, float, float]:
    points = [point for outline in outlines for ring in outline.rings for point in ring]
    east, north = max(x for x, _ in points), max(y for _, y in points)
    return min((WIDE - 2 * EDGE) / max(east, 1), (HIGH - 2 * EDGE) / max(north, 1)), east, north


def _rings(outlines: Sequence[Outline], scale: float, north: float) -> Iterator[str]:
    """Each ring as whole numbers, points that fall together drawn once; fewer than three are no shape."""
    for outline in outlines:
        for ring in outline.rings:
            points = [(round(EDGE + x * scale), round(EDGE + (north - y) * scale)) for x, y in ring]
            kept = [point for i, point in enumerate(points) if i == 0 or point != points[i - 1]]
            if len(set(kept)) > 2:
                yield " ".join(f"{x},{y}" for x, y in kept)


def _apart(pins: Sequence[tuple[int, float, float]]) -> list[tuple[int, float, float]]:
    """Pins moved sideways, as little as will do, so that no two lie on each other."""
    placed: list[tuple[int, float, float]] = []
    for number, x, y in pins:
        steps = (x + APART / 2 * i for i in (0, 1, 2, -1, -2, 3, -3, 4, -4, 5, -5, 6, -6))
        inside = (at for at in steps if APART / 2 <= at <= WIDE - APART / 2)
        free = (at for at in inside if not any(abs(at - px) < APART and abs(y - py) < APART for _, px, py in placed))
        placed.append((number, round(next(free, x), 1), round(y, 1)))
    return placed
