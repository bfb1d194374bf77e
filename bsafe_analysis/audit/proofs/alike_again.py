"""Which neighbourhoods are compared with which: similar.csv or features.csv read again, nearness by plain sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum, sqrt

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.gazetteer import NEIGHBOURHOOD
from bsafe_analysis.audit.proofs.registry import Found, proves
from bsafe_analysis.audit.reference_rows import reference_rows
from bsafe_analysis.claims.records import Claim

NEAREST, TOWN_CENTRE = 8, "town_centre"


@proves("similar_places")
def similar_places(claim: Claim, evidence: AuditEvidence) -> Found:
    """Features and sources are those of features.csv, or the sources those of similar.csv where that is there."""
    grouped = reference_rows(evidence.root, "similar.csv")
    rows = grouped or reference_rows(evidence.root, "features.csv")
    features = (
        [] if grouped else [name.replace("_", " ") for name in sorted({row["feature"] for row in rows} - {TOWN_CENTRE})]
    )
    sources = list(dict.fromkeys(", ".join(filter(None, (row["source"], row.get("as_at", "")))) for row in rows))
    found: dict[str, object] = {"by": "groups" if grouped else "features" if features else "borough"}
    for name, values in (("features", features), ("sources", sources)):
        found |= {name: len(values)} | {f"{name}[{i}]": value for i, value in enumerate(values)}
    return found


@proves("places_beside")
def places_beside(claim: Claim, evidence: AuditEvidence) -> Found:
    """The places beside one are those of its group, or the eight nearest by features, whose residents are known."""
    place, *also = claim.places
    peopled = [c for c in evidence.recount.gazetteer.at(NEIGHBOURHOOD) if evidence.recount.residents(c)]
    found = beside_again(evidence, place, peopled)
    return {"place": place if set(also) == set(found) else None, "also": len(found)}


def town_centres_again(evidence: AuditEvidence) -> frozenset[str]:
    """The codes of the places that features.csv calls town centres."""
    return evidence.once(_centres)


def beside_again(evidence: AuditEvidence, place: str, codes: Sequence[str]) -> list[str]:
    """Those of these places with which one is compared."""
    alike = evidence.once(_beside_by_files).get(place)
    return [code for code in codes if code != place and (alike is None or code in alike)]


def _centres(evidence: AuditEvidence) -> frozenset[str]:
    rows = reference_rows(evidence.root, "features.csv")
    return frozenset(r["code"] for r in rows if r["feature"] == TOWN_CENTRE and float(r["value"]) == 1)


def _beside_by_files(evidence: AuditEvidence) -> Mapping[str, frozenset[str]]:
    groups = {row["neighbourhood"]: row["group"] for row in reference_rows(evidence.root, "similar.csv")}
    if groups:
        return {a: frozenset(b for b in groups if b != a and groups[b] == groups[a]) for a in groups}
    codes = sorted(evidence.recount.gazetteer.at(NEIGHBOURHOOD))
    centres, values = town_centres_again(evidence), dict[str, dict[str, float]]()
    for row in reference_rows(evidence.root, "features.csv"):
        values.setdefault(row["feature"], {})[row["code"]] = float(row["value"])
    values.pop(TOWN_CENTRE, None)
    if not values:
        return {}
    if centres:
        values[TOWN_CENTRE] = {code: float(code in centres) for code in codes}
    scales = {name: _spread([of[code] for code in codes]) for name, of in values.items()}

    def far(a: str, b: str) -> float:
        return round(fsum(((of[a] - of[b]) / scales[name]) ** 2 for name, of in values.items()), 9)

    return {a: frozenset(sorted((b for b in codes if b != a), key=lambda b: (far(a, b), b))[:NEAREST]) for a in codes}


def _spread(values: Sequence[float]) -> float:
    middle = fsum(values) / len(values)
    return sqrt(fsum((v - middle) ** 2 for v in values) / len(values)) or 1.0
