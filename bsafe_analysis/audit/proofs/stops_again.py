"""The police's stops and searches, counted again from their files by a reader of the audit's own."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from bsafe_analysis.audit.arrivals import bytes_of, search_files
from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.gazetteer import NEIGHBOURHOOD
from bsafe_analysis.audit.polygons import Polygons
from bsafe_analysis.audit.proofs.counts_told import last_year
from bsafe_analysis.audit.proofs.registry import Found, proves
from bsafe_analysis.claims.records import Claim

FEWEST, SMALLEST = 10, 5
OTHER_OBJECTS = "Other objects"
_ARRESTED = re.compile("arrest", re.IGNORECASE)


class SearchAgain(NamedTuple):
    """One search whose point lies in a neighbourhood."""

    place: str
    month: str
    object: str
    result: str


@proves("stops_told")
def stops_told(claim: Claim, evidence: AuditEvidence) -> Found:
    """Searches of twelve months are counted in the police's files, each in the neighbourhood that holds its point."""
    year, rows = last_year(evidence.month), evidence.once(searches)
    return {
        "place": evidence.recount.gazetteer.borough, "first": year[0], "last": year[-1], "total": len(rows),
        "held": len({row.month for row in rows}),
    }  # fmt: skip


@proves("stop_row")
def stop_row(claim: Claim, evidence: AuditEvidence) -> Found:
    """Searches for that object, or in that area or month, are counted again; small numbers are not told."""
    place, wanted = claim.places[0], str(claim.values["object"])
    month, every = str(claim.values["month"]), evidence.once(searches)
    gazetteer = evidence.recount.gazetteer
    many = {each for each in {row.object for row in every} if sum(row.object == each for row in every) >= FEWEST}
    inside = {place, *gazetteer.parts(place)}
    mine = [row for row in every if place == gazetteer.borough or row.place in inside]
    if wanted:
        mine = [row for row in mine if (row.object == wanted if wanted in many else row.object not in many)]
    mine = [row for row in mine if month in ("", row.month)]
    found = {name: sum(row.result == name for row in mine) for name in ("no_action", "arrest", "other")}
    known = wanted in many or wanted in ("", OTHER_OBJECTS)
    held = month if any(row.month == month for row in every) else None
    return {
        **found, "searches": len(mine), "object": wanted if known else None, "month": held if month else "",
        "fewest": SMALLEST,
    }  # fmt: skip


def searches(evidence: AuditEvidence) -> list[SearchAgain]:
    """Every search of the last twelve months that lies in the borough, of the newest file of each month."""
    declared, gazetteer = evidence.recount.declared, evidence.recount.gazetteer
    year = set(last_year(evidence.month))
    polygons = Polygons.of(evidence.root, gazetteer.at(NEIGHBOURHOOD), declared.code_property, gazetteer.lines)
    feeds = [feed for feed in declared.feeds if feed.kind == "police_uk" and feed.source_class == "OPEN"]
    files = (search_files(evidence.root, feed, evidence.month, declared.as_of) for feed in feeds)
    wanted = [arrival for found in files for (_, month), arrival in found.items() if month in year]
    given = [(arrival.month, line) for arrival, data in bytes_of(wanted) for line in _searches_of_file(data)]
    if polygons is None or not given:
        return []
    points = np.array([(_as_degrees(line["Longitude"]), _as_degrees(line["Latitude"])) for _, line in given])
    places = polygons.holding(points[:, 0], points[:, 1])
    return [
        SearchAgain(place, month, line["Object of search"].strip() or "Not said", _came_to(line["Outcome"].strip()))
        for place, (month, line), at in zip(places, given, points, strict=True)
        if place in polygons.codes and np.isfinite(at).all()
    ]


def _searches_of_file(data: bytes) -> Iterator[dict[str, str]]:
    return iter(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def _as_degrees(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")


def _came_to(said: str) -> str:
    """
    >>> _came_to("A no further action disposal"), _came_to("Arrest"), _came_to("Khat or Cannabis warning")
    ('no_action', 'arrest', 'other')
    """
    if not said or said.lower() in ("false", "nothing found") or "no further action" in said.lower():
        return "no_action"
    return "arrest" if _ARRESTED.search(said) else "other"
