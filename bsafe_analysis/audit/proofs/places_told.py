"""Places and kinds of incident: names, residents and numbers of places, as the reference tables have them."""

from __future__ import annotations

import csv
from collections.abc import Mapping

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.gazetteer import AREA, BOROUGH, NEIGHBOURHOOD
from bsafe_analysis.audit.proofs.registry import Found, likeliest, proves
from bsafe_analysis.claims.records import Claim

Table = Mapping[str, Mapping[str, str]]


@proves("area")
def area(claim: Claim, evidence: AuditEvidence) -> Found:
    """Name, level and parent are those of areas.csv; residents, households and their source those of residents.csv.

    A larger place has the people and households of all its parts, where those of every part are known.
    """
    code, gazetteer = str(claim.values["code"]), evidence.recount.gazetteer
    if code not in gazetteer.names:
        return {"code": None, "name": None}
    own, people = evidence.once(_listed_places).get(code, {}), evidence.once(_people)
    said = people.get(code, {})
    return {
        "code": code,
        "name": gazetteer.names[code],
        "level": gazetteer.levels[code],
        "parent": gazetteer.parents.get(code),
        "residents": gazetteer.residents.get(code),
        "households": households(evidence, code),
        "residents_note": _note_on_people(evidence, code, said),
        "valid_from": own.get("valid_from") or None,
        "valid_to": own.get("valid_to") or None,
    }


def _note_on_people(evidence: AuditEvidence, code: str, said: Mapping[str, str]) -> str:
    note = ", ".join(text for text in (said.get("source", ""), said.get("as_at", "")) if text)
    shared, level = evidence.recount.gazetteer.shared, evidence.recount.gazetteer.levels[code]
    if shared is None or level != NEIGHBOURHOOD or not shared.moved(code):
        return note
    return f"shared out by {shared.how}" + (f"; {note}" if note else "")


def households(evidence: AuditEvidence, code: str) -> int | None:
    """Those of residents.csv; of a larger place the sum of its parts', None where those of one are not known."""
    gazetteer = evidence.recount.gazetteer
    if gazetteer.levels[code] == NEIGHBOURHOOD:
        told = evidence.once(_people)
        counted = {each: int(row["households"]) if row.get("households") else None for each, row in told.items()}
        return gazetteer.shared.people(code, counted) if gazetteer.shared else counted.get(code)
    parts = [households(evidence, part) for part in gazetteer.parts(code)]
    known = [n for n in parts if n is not None]
    return sum(known) if known and len(known) == len(parts) else None


def _listed_places(evidence: AuditEvidence) -> Table:
    return _rows_by_code(evidence, "areas.csv")


def _people(evidence: AuditEvidence) -> Table:
    return _rows_by_code(evidence, evidence.recount.gazetteer.people)


def _rows_by_code(evidence: AuditEvidence, name: str) -> Table:
    path = evidence.root / "data/reference" / name
    if not path.exists():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = [{key: (cell or "").strip() for key, cell in row.items()} for row in csv.DictReader(stream)]
    return {row["code"]: row for row in rows}


@proves("category")
def category(claim: Claim, evidence: AuditEvidence) -> Found:
    """Name and noun are those of categories.csv."""
    key, gazetteer = str(claim.values["key"]), evidence.recount.gazetteer
    known = key in gazetteer.category_names
    return {
        "key": key if known else None,
        "name": gazetteer.category_names.get(key),
        "noun": gazetteer.nouns.get(key),
    }


@proves("strip")
def strip(claim: Claim, evidence: AuditEvidence) -> Found:
    """One row stands for each neighbourhood of the area, as areas.csv has them."""
    return {"rows": len(evidence.recount.gazetteer.parts(claim.places[0]))}


@proves("map_alt", "place_alt")
def map_alt(claim: Claim, evidence: AuditEvidence) -> Found:
    """The map's neighbourhoods are all of areas.csv, of the borough or of one of its areas."""
    gazetteer = evidence.recount.gazetteer
    drawn = [gazetteer.at(NEIGHBOURHOOD)]
    if claim.kind == "map_alt":
        drawn += [gazetteer.parts(code) for code in gazetteer.at(AREA)]
    if claim.places and gazetteer.levels[claim.places[0]] != NEIGHBOURHOOD:
        whole = gazetteer.levels[claim.places[0]] == BOROUGH
        drawn = [gazetteer.at(NEIGHBOURHOOD) if whole else gazetteer.parts(claim.places[0])]
    return likeliest(claim, [{"total": len(codes)} for codes in drawn])
