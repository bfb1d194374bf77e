"""What a neighbourhood monitor states: its grid counted again from the raw files, its groups read from monitor.yml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.gazetteer import NEIGHBOURHOOD, NOWHERE
from bsafe_analysis.audit.proofs.counts_told import YEAR
from bsafe_analysis.audit.proofs.months_told import range_of_sum
from bsafe_analysis.audit.proofs.registry import Found, proves
from bsafe_analysis.claims.records import Claim
from bsafe_analysis.model.periods import add_months, months_between


@proves("neighbourhood_monitor")
def neighbourhood_monitor(claim: Claim, evidence: AuditEvidence) -> Found:
    """Judged neighbourhood series and kept findings of neighbourhoods are counted: new, going on, cleared."""
    codes = set(evidence.recount.gazetteer.at(NEIGHBOURHOOD))
    kept = [finding["status"] for finding in evidence.facts["findings"] if finding["area"] in codes]
    judged = (row for (place, _, month), row in evidence.expectations.items()
              if place in codes and month == evidence.month)  # fmt: skip
    return {
        "month": evidence.month,
        "place": evidence.recount.gazetteer.borough,
        "series": sum(row["expected"] is not None for row in judged),
        "exceptions": len(kept) - kept.count("cleared"),
        "began": kept.count("new"),
        "going_on": kept.count("continuing"),
        "ended": kept.count("cleared"),
    }


@proves("neighbourhood_grid")
def neighbourhood_grid(claim: Claim, evidence: AuditEvidence) -> Found:
    """The kinds left out are those that monitor.yml names and are not held by place all year, or names nowhere."""
    added = {
        c for group in _groups_added(evidence) for c in _held_kinds(evidence, group["categories"], _year_held(evidence))
    }
    named = {c for group in _groups_added(evidence) for c in group["categories"]}
    of = evidence.recount.gazetteer.category_names
    return {"left_out": sum(c in named - added for c in of), "in_no_group": sum(c not in named for c in of)}


@proves("grid_cell")
def grid_cell(claim: Claim, evidence: AuditEvidence) -> Found:
    """The raw files' counts of the group's kinds are added up again; its word follows from what was expected."""
    place, group = claim.places[0], next((g for g in _groups_added(evidence) if g["key"] == claim.values["key"]), None)
    if group is None:
        return {"key": None}
    months = _year_held(evidence)
    kinds = _held_kinds(evidence, group["categories"], months)
    observed, total = (_sum_again(evidence, place, kinds, of) for of in ([evidence.month], months))
    expected, lower, upper = _range_again(evidence, place, kinds)
    return {
        "observed": observed, "total": total, "expected": expected, "lower": lower, "upper": upper,
        "standing": _word_again(observed, expected, lower, upper),
    }  # fmt: skip


@proves("unplaced_share")
def unplaced_share(claim: Claim, evidence: AuditEvidence) -> Found:
    """Incidents that lie in no neighbourhood are counted again, beside the borough's, this month and over a year."""
    months = _held_months(evidence, add_months(evidence.month, -YEAR))
    kinds = _held_kinds(evidence, evidence.recount.gazetteer.every_category, months)
    before = [month for month in months if month != evidence.month]
    return {name: _share_in_none(evidence, kinds, of) for name, of in (("now", [evidence.month]), ("before", before))}


def _share_in_none(evidence: AuditEvidence, kinds: Sequence[str], months: Sequence[str]) -> float | None:
    lost, every = (
        _sum_again(evidence, code, kinds, months) or 0 for code in (NOWHERE, evidence.recount.gazetteer.borough)
    )
    return lost / every if every else None


def _groups_added(evidence: AuditEvidence) -> Sequence[Mapping[str, Any]]:
    """The groups of monitor.yml; without one the priorities."""
    written = evidence.chosen.file("monitor.yml").get("groups")
    return tuple(written) if written else evidence.chosen.priorities


def _held_months(evidence: AuditEvidence, first: str) -> list[str]:
    """The months from one on that no source lacks without which no month goes out."""
    gaps = {gap for source in evidence.facts["held"]["sources"] if source["required"] for gap in source["gaps"]}
    return [month for month in months_between(first, evidence.month) if month not in gaps]


def _year_held(evidence: AuditEvidence) -> list[str]:
    return _held_months(evidence, add_months(evidence.month, 1 - YEAR))


def _held_kinds(evidence: AuditEvidence, categories: Sequence[str], months: Sequence[str]) -> list[str]:
    """Of these kinds those that were counted by neighbourhood in each of these months."""
    place = evidence.recount.gazetteer.at(NEIGHBOURHOOD)[0]
    return [c for c in categories if months and all(evidence.observed(place, c, m) is not None for m in months)]


def _sum_again(evidence: AuditEvidence, place: str, kinds: Sequence[str], months: Sequence[str]) -> int | None:
    counts = [evidence.observed(place, category, *months) for category in kinds]
    return None if not kinds or None in counts else sum(n for n in counts if n is not None)


def _range_again(evidence: AuditEvidence, place: str, kinds: list[str]) -> tuple[float | None, int | None, int | None]:
    """What was expected, and between which counts: of one kind by itself, of several together; of no place nothing."""
    if place == NOWHERE or not kinds:
        return None, None, None
    if len(kinds) > 1:
        return range_of_sum(evidence, place, kinds) or (None, None, None)
    row = evidence.expected(place, kinds[0], evidence.month)
    return row.get("expected"), row.get("lower"), row.get("upper")


def _word_again(seen: int | None, expected: float | None, lower: int | None, upper: int | None) -> str:
    if seen is None:
        return "not_received"
    if expected is None or lower is None or upper is None:
        return "no_range"
    if seen > upper:
        return "above"
    return "too_few" if expected < 1 else "below" if seen < lower else "within"
