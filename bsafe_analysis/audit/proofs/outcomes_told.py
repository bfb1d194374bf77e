"""What became of recorded crimes, by kind and by area, of the year that is told of and of the one before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.outcomes_again import Became, outcomes_again
from bsafe_analysis.audit.proofs.registry import Found, proves
from bsafe_analysis.claims.records import Claim
from bsafe_analysis.model.periods import add_months, months_between

FEWEST = 50
"""Crimes below which no percentage is told."""
NOW, BEFORE = ("no_suspect", "charged", "still_open", "other"), ("no_suspect", "charged")


@proves("outcomes_told")
def outcomes_told(claim: Claim, evidence: AuditEvidence) -> Found:
    """The year ends with the newest month that was told of late enough; its months are counted in the raw files."""
    months = {each.month for each in evidence.once(outcomes_again)}
    year = _year(months)
    return {
        "place": evidence.recount.gazetteer.borough,
        "first": year[0] if year else "",
        "last": year[-1] if year else "",
        "held": len(months & set(year)),
        "held_before": len(months - set(year)),
    }


@proves("outcome_row")
def outcome_row(claim: Claim, evidence: AuditEvidence) -> Found:
    """The last outcome of each line that counts is read again from the raw files; shares are of those that say one."""
    place, category = claim.places[0], claim.values["category"]
    every = evidence.once(outcomes_again)
    year = _year({each.month for each in every})
    gazetteer = evidence.recount.gazetteer
    inside = {place, *gazetteer.parts(place)}
    mine = [
        each
        for each in every
        if (category is None or each.category == category) and (place == gazetteer.borough or each.place in inside)
    ]
    now = _tally(mine, lambda each: each.month in year)
    before = _tally(mine, lambda each: each.month not in year)
    return {
        "told": now.total(),
        **{name: now[name] for name in NOW},
        **{f"{name}_share": _part_of(now, name) for name in NOW},
        "before": before.total(),
        **{f"{name}_before": before[name] for name in BEFORE},
        **{f"{name}_before_share": _part_of(before, name) for name in BEFORE},
    }


def _year(months: set[str]) -> tuple[str, ...]:
    newest = max(months, default="")
    return months_between(add_months(newest, -11), newest) if newest else ()


def _tally(rows: list[Became], wanted: Callable[[Became], bool]) -> Counter[str]:
    found: Counter[str] = Counter()
    for each in rows:
        if wanted(each):
            found[each.outcome] += each.crimes
    return found


def _part_of(tally: Counter[str], name: str) -> float | None:
    return tally[name] / tally.total() if tally.total() >= FEWEST else None
