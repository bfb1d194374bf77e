"""Maps of the neighbourhoods: those with a signal of their own, and where one neighbourhood is."""

from __future__ import annotations

from collections.abc import Sequence

from bsafe_analysis.claims.telling import tell
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.findings import Direction
from bsafe_analysis.reports.charts.figures import Figure
from bsafe_analysis.reports.charts.maps import neighbourhood_map
from bsafe_analysis.reports.documents.meeting_document import MeetingDocument
from bsafe_analysis.reports.documents.neighbourhood_profile import NeighbourhoodProfile
from bsafe_analysis.reports.exhibits.section_charts import alternative
from bsafe_analysis.reports.facts.signals import Signal
from bsafe_analysis.reports.wording import phrase


def signals_map(document: MeetingDocument) -> Figure:
    """Neighbourhoods with a signal of their own; those that are no part of the document's place are drawn pale."""
    prepared, parts = document.prepared, {place.code for place in document.parts}
    own = [a for a in prepared.areas.neighbourhoods if a.code in parts]
    up = _places_with(document.signals, Direction.UP)
    down = _places_with(document.signals, Direction.DOWN)
    classes = {a.code: "elsewhere" for a in prepared.areas.neighbourhoods}
    classes |= {a.code: _kind(a.code in up, a.code in down) for a in own}
    high, low = ([a for a in own if a.code in places] for places in (up, down))
    unusual = sum(classes[a.code] != "none" for a in own)
    return _map(
        prepared,
        classes,
        phrase("map_heading", place=document.place, n=unusual),
        phrase("map_caption", month=prepared.cycle.month, version=prepared.cycle.boundaries),
        alternative("map_alt", place=document.place, total=len(own), high=high, low=low),
    )


def _kind(above: bool, below: bool) -> str:
    return ("both" if below else "high") if above else "low" if below else "none"


def _places_with(signals: Sequence[Signal], direction: Direction) -> set[str]:
    return {place.code for s in signals if s.finding.direction is direction for place in s.places}


def place_map(document: NeighbourhoodProfile) -> Figure:
    """Where the neighbourhood is: no count on it."""
    prepared, place = document.prepared, document.place
    classes = {a.code: "here" if a.code == place.code else "elsewhere" for a in prepared.areas.neighbourhoods}
    version = prepared.cycle.boundaries
    borough, total = prepared.areas.borough, len(prepared.areas.neighbourhoods)
    return _map(
        prepared,
        classes,
        phrase("place_heading", place=place),
        phrase("place_caption", place=place, borough=borough, version=version),
        alternative("place_alt", place=place, parent=document.parent, borough=borough, total=total),
    )


def _map(prepared: Prepared, classes: dict[str, str], heading: str, caption: str, alt: str) -> Figure:
    names = {a.code: tell(a, "name") for a in prepared.areas.neighbourhoods}
    words = {kind: phrase("class_words", value=kind) for kind in set(classes.values())}
    return neighbourhood_map("map", heading, caption, alt, prepared.outlines, classes, words, names)
