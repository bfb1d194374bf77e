"""Maps of the neighbourhoods: those with a signal of their own, and where one neighbourhood is."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from bsafe_analysis.claims.telling import tell
from bsafe_analysis.model.areas import Level
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.findings import Direction
from bsafe_analysis.reports.charts.figures import Figure
from bsafe_analysis.reports.charts.gathering_chart import gathering_chart
from bsafe_analysis.reports.charts.map_ground import MapGround, MapMark, Window
from bsafe_analysis.reports.charts.maps import PlacesDrawn, neighbourhood_map, window_around
from bsafe_analysis.reports.documents.annex import Annex
from bsafe_analysis.reports.documents.meeting_document import MeetingDocument
from bsafe_analysis.reports.documents.neighbourhood_profile import NeighbourhoodProfile
from bsafe_analysis.reports.exhibits.section_charts import alternative
from bsafe_analysis.reports.facts.signals import Signal
from bsafe_analysis.reports.facts.whereabouts import Spot
from bsafe_analysis.reports.facts.year_pattern import context_names, year_pattern
from bsafe_analysis.reports.wording import phrase

MOST_POINTS = 6
"""Map points of signals that are drawn, the busiest first."""
MOST_NAMES = 4
"""Roads, rivers and parks, or streets where none are given, that are named on a map."""
MARGIN = 0.06
"""Share of an area's width that is shown around it."""


def signals_map(document: MeetingDocument) -> Figure:
    """Neighbourhoods with a signal of their own, on the year's pattern; an area's map shows that area alone."""
    prepared, parts = document.prepared, {place.code for place in document.parts}
    own = [a for a in prepared.areas.neighbourhoods if a.code in parts]
    up = _places_with(document.signals, Direction.UP)
    down = _places_with(document.signals, Direction.DOWN)
    classes = {a.code: "elsewhere" for a in prepared.areas.neighbourhoods}
    classes |= {a.code: _kind(a.code in up, a.code in down) for a in own}
    high, low = ([a for a in own if a.code in places] for places in (up, down))
    pattern = year_pattern(prepared, document.place)
    window = _window(prepared, None if document.place.level is Level.BOROUGH else parts)
    points = tuple(_signal_points(document))
    ground = MapGround(
        window,
        prepared.context,
        pattern.shaded if pattern else (),
        pattern.width if pattern else 0,
        (*points, *_way_marks(document, window)),
    )
    shown = {"pattern": pattern, "points": len(points)}
    return neighbourhood_map(
        "map",
        phrase("map_heading", place=document.place, n=sum(classes[a.code] != "none" for a in own)),
        phrase("map_caption", month=prepared.cycle.month, **shown),
        alternative("map_alt", place=document.place, total=len(own), high=high, low=low),
        _places_drawn(prepared, classes),
        ground,
    )


def _kind(above: bool, below: bool) -> str:
    return ("both" if below else "high") if above else "low" if below else "none"


def _places_with(signals: Sequence[Signal], direction: Direction) -> set[str]:
    return {place.code for s in signals if s.finding.direction is direction for place in s.places}


def _window(prepared: Prepared, parts: Collection[str] | None) -> Window:
    """What the map shows: the borough, or one area with a little around it."""
    west, south, east, north = window_around([o for o in prepared.outlines if parts is None or o.area in parts])
    around = 0 if parts is None else MARGIN * max(east - west, north - south)
    return west - around, south - around, east + around, north + around


def _signal_points(document: MeetingDocument) -> Iterator[MapMark]:
    """The map points at which the signals' incidents gather: none of a kind too sensitive for a place has any."""
    found: dict[str, MapMark] = {}
    for signal in document.signals:
        for spot in tell(signal, "where.spots"):
            name = phrase("map_point_name", spot=spot, category=signal.category)
            if spot.east is not None and name not in found:
                words = phrase("map_point_words", spot=spot)
                found[name] = MapMark(*_on_map(document.prepared, spot), name, words, str(spot.name), int(spot.count))
    yield from sorted(found.values(), key=lambda mark: -(mark.count or 0))[:MOST_POINTS]


def _on_map(prepared: Prepared, spot: Spot) -> tuple[float, float]:
    west, south = prepared.corner
    return float(round((spot.east or 0) - west)), float(round((spot.north or 0) - south))


def _way_marks(document: MeetingDocument, window: Window) -> Iterator[MapMark]:
    """What is named to find one's way by: what the partnership gave, else the streets of the busiest map points."""
    prepared = document.prepared
    for way in context_names(prepared.context, window, MOST_NAMES):
        yield MapMark(way.x, way.y, tell(way, "name"), phrase("context_words", value=way.kind), way.name)
    if not prepared.context:
        yield from _streets(document)


def _streets(document: MeetingDocument) -> Iterator[MapMark]:
    seen = set()
    for spot in tell(document, "gathering.spots")[:MOST_NAMES]:
        name = phrase("street_name", spot=spot)
        if spot.east is not None and name not in seen:
            seen.add(name)
            yield MapMark(*_on_map(document.prepared, spot), name, phrase("street_words"), str(spot.name))


def place_map(document: NeighbourhoodProfile) -> Figure:
    """Where the neighbourhood is: no count on it."""
    prepared, place = document.prepared, document.place
    classes = {a.code: "here" if a.code == place.code else "elsewhere" for a in prepared.areas.neighbourhoods}
    version = prepared.cycle.boundaries
    borough, total = prepared.areas.borough, len(prepared.areas.neighbourhoods)
    return neighbourhood_map(
        "map",
        phrase("place_heading", place=place),
        phrase("place_caption", place=place, borough=borough, version=version),
        alternative("place_alt", place=place, parent=document.parent, borough=borough, total=total),
        _places_drawn(prepared, classes),
        MapGround(context=prepared.context),
    )


def gathering_figure(document: Annex) -> Figure:
    """How much of a year's incidents the busiest hexagons hold, beside what chance alone would give them."""
    pattern, place = document.pattern, document.place
    return gathering_chart(
        "hexagons",
        phrase("gathering_heading", pattern=pattern, place=place),
        phrase("gathering_caption", pattern=pattern, place=place),
        alternative("gathering_alt", pattern=pattern, place=place),
        pattern.curve if pattern else (),
    )


def _places_drawn(prepared: Prepared, classes: dict[str, str]) -> PlacesDrawn:
    names = {a.code: tell(a, "name") for a in prepared.areas.neighbourhoods}
    words = {kind: phrase("class_words", value=kind) for kind in set(classes.values())}
    return PlacesDrawn(prepared.outlines, classes, words, names)
