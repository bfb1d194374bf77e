"""What each part of a place adds to its change, in whole incidents that add up as the change does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import floor

from bsafe_analysis.audit.audit_evidence import AuditEvidence, Row
from bsafe_analysis.audit.proofs.findings_told import run_of
from bsafe_analysis.audit.proofs.registry import Found, likeliest, proves, proves_more
from bsafe_analysis.claims.records import Claim

MOST_PARTS = 5
"""Parts that are named by themselves; the others are told together."""


@dataclass(frozen=True)
class SharedOut:
    """A finding's excess on the side of its change, what of it lies in no part, and what each part adds."""

    excess: int
    not_in_parts: int
    parts: Mapping[str, int]


@proves("share")
def share(claim: Claim, evidence: AuditEvidence) -> Found:
    """A part's excess is its raw count over the finding's months less what was expected, rounded so as to add up."""
    place = str(claim.values["place"])
    kept = (f for f in evidence.facts["findings"] if f["category"] == claim.categories[0])
    shared = (shared_out(evidence, finding) for finding in kept)
    told = [{"excess": each.parts[place]} for each in shared if each and place in each.parts]
    return likeliest(claim, told) if told else {"excess": None}


@proves_more("signal")
def signal_of_parts(claim: Claim, evidence: AuditEvidence) -> Found:
    """Its excess is the raw count over its months less what was expected (of a month: with its range), shared out."""
    own = (claim.values["place"], claim.values["category"])
    kept = next((f for f in evidence.facts["findings"] if (f["area"], f["category"]) == own), None)
    shared = shared_out(evidence, kept) if kept else None
    if shared is None:
        names = ("excess", "excess_least", "excess_most", "not_in_parts", "other_parts", "other_excess")
        return dict.fromkeys(names)
    others = list(shared.parts.values())[MOST_PARTS:]
    return {
        "excess": shared.excess,
        **_range_of_excess(evidence, kept or {}),
        "not_in_parts": shared.not_in_parts,
        "other_parts": len(others),
        "other_excess": sum(others),
    }


def _range_of_excess(evidence: AuditEvidence, finding: Row) -> Found:
    """From what the raw count of one month lies beyond the near end of the table's range to the far end."""
    place, category = str(finding["area"]), str(finding["category"])
    row, seen = evidence.expected(place, category, evidence.month), evidence.observed(place, category, evidence.month)
    if finding["run_months"] > 1 or row is None or seen is None:
        return {"excess_least": None, "excess_most": None}
    ends = (int(row["lower"]) - seen, int(row["upper"]) - seen)
    least, most = (-ends[1], -ends[0]) if finding["direction"] == "up" else ends
    return {"excess_least": least, "excess_most": most}


def shared_out(evidence: AuditEvidence, finding: Row) -> SharedOut | None:
    """A kept finding's change, shared out over its parts; None where its count or a part's was not held."""
    whole = _excess(evidence, finding, str(finding["area"]), float(finding["run_expected"]))
    exact = dict(_parts(evidence, finding))
    if whole is None or None in exact.values():
        return None
    known = {area: n for area, n in exact.items() if n is not None}
    rest = round(whole - sum(known.values()))
    return SharedOut(round(whole), rest, in_whole_numbers(known, round(whole) - rest))


def _parts(evidence: AuditEvidence, finding: Row) -> Iterator[tuple[str, float | None]]:
    for part in finding.get("parts") or ():
        yield part["area"], _excess(evidence, finding, part["area"], float(part["expected"]))


def _excess(evidence: AuditEvidence, finding: Row, place: str, expected: float) -> float | None:
    """Incidents beyond what was expected, on the side of the change."""
    category = str(finding["category"])
    seen = evidence.observed(place, category, *run_of(evidence, str(finding["area"]), category))
    side = 1 if finding["direction"] == "up" else -1
    return None if seen is None else side * (seen - expected)


def in_whole_numbers(exact: Mapping[str, float], total: int) -> dict[str, int]:
    """Whole numbers that add up to a total: those that rounding down robs of most are rounded up.

    >>> in_whole_numbers({"a": 8.2, "b": 7.9, "c": 2.6}, 19)
    {'a': 8, 'b': 8, 'c': 3}
    """
    whole = {name: floor(n) for name, n in exact.items()}
    robbed = sorted(exact, key=lambda name: whole[name] - exact[name])
    for name in robbed[: max(total - sum(whole.values()), 0)]:
        whole[name] += 1
    return whole
