"""The rise that came closest to a signal: by the measure that decides which counts are signals."""

from __future__ import annotations

from collections.abc import Iterator

from bsafe_analysis.audit.audit_evidence import AuditEvidence, Row
from bsafe_analysis.audit.gazetteer import NOWHERE
from bsafe_analysis.audit.proofs.findings_told import MONTH_SHARE, RUN_SHARE, chance_of, weights_of
from bsafe_analysis.audit.proofs.groups_told import group_of
from bsafe_analysis.audit.proofs.parameters_read import detection_file
from bsafe_analysis.audit.proofs.registry import Found, proves
from bsafe_analysis.audit.proofs.signals_read import live
from bsafe_analysis.claims.records import Claim

LEAST_DIFFERENCE, LEAST_RATIO = 3.0, 1.1
"""Of what is large enough to be told, where detection.yml does not say."""


@proves("nearest_count")
def nearest_count(claim: Claim, evidence: AuditEvidence) -> Found:
    """No other rise of the table that is large enough and no signal has a smaller chance, by its weight in the list."""
    told = {(code, f["category"]) for f in live(evidence) for code in _told_of(evidence, f)}
    rises = [each for each in _rises(evidence) if (each[1]["area"], each[1]["category"]) not in told]
    if not rises:
        return dict.fromkeys(("place", "category", "observed"))
    row = min(rises, key=lambda each: (each[0], each[1]["area"], each[1]["category"]))[1]
    place, category, run = row["area"], row["category"], _is_of_a_run(row)
    return {
        "place": place,
        "category": category,
        "observed": evidence.observed(place, category, evidence.month),
        "lower": row["lower"],
        "upper": row["upper"],
        "run_months": row["run_months"] if run else 1,
        "run_observed": row["run_observed"] if run else row["observed"],
        "run_expected": row["run_expected"] if run else row["expected"],
    }


def _told_of(evidence: AuditEvidence, finding: Row) -> Iterator[str]:
    """The places of a signal; of a rise also all that lie in its own and those that hold it: theirs is the same."""
    places, own = evidence.recount.gazetteer, str(finding["area"])
    yield from (own, *(finding.get("also") or ()))
    if finding["direction"] == "up":
        parts = places.parts(own)
        yield from (*parts, *(each for part in parts for each in places.parts(part)))
        holder = places.parents.get(own)
        yield from (code for code in (holder, places.parents.get(holder or "")) if code)


def _rises(evidence: AuditEvidence) -> Iterator[tuple[float, Row]]:
    """Each rise of the month that is large enough to be told, with how near it came: the smaller, the nearer."""
    families: dict[tuple[str, ...], list[Row]] = {}
    for (place, category, month), row in evidence.expectations.items():
        judged = row["expected"] is not None and row["observed"] is not None
        if month == evidence.month and place != NOWHERE and judged:
            families.setdefault(group_of(evidence, category), []).append(row)
    for rows in families.values():
        for row, weight in zip(rows, weights_of(rows), strict=True):
            if row["observed"] > row["expected"] and _is_large(evidence, row):
                yield chance_of(row) * len(rows) / max(float(weight), 1e-300), row


def _is_of_a_run(row: Row) -> bool:
    """Whether the months up to this one stand out more than it does by itself."""
    run = 1.0 if row["p_run"] is None else row["p_run"]
    return bool(row["p_high"] / MONTH_SHARE > run / RUN_SHARE)


def _is_large(evidence: AuditEvidence, row: Row) -> bool:
    run = _is_of_a_run(row)
    seen, usual = (row["run_observed" if run else "observed"], row["run_expected" if run else "expected"])
    said = detection_file(evidence)
    least, ratio = said.get("smallest_difference", LEAST_DIFFERENCE), said.get("smallest_ratio", LEAST_RATIO)
    high, low = max(seen, usual), min(seen, usual)
    return bool(high - low >= least and high >= ratio * low)
