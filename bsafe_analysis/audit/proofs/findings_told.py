"""Findings: the counts and expectations of their month and run, and whether the rule that named them names them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.special import ndtr

from bsafe_analysis.audit.audit_evidence import AuditEvidence, Row
from bsafe_analysis.audit.gazetteer import NEIGHBOURHOOD, NOWHERE
from bsafe_analysis.audit.proofs.counts_told import YEAR, in_order
from bsafe_analysis.audit.proofs.groups_told import group_of
from bsafe_analysis.audit.proofs.named_of_many import named_of_many
from bsafe_analysis.audit.proofs.parameters_read import detection_file
from bsafe_analysis.audit.proofs.registry import Found, proves
from bsafe_analysis.audit.proofs.years_paired import paired_years
from bsafe_analysis.claims.records import Claim
from bsafe_analysis.model.periods import add_months, month_index, months_between

MONTH_SHARE, RUN_SHARE = 0.65, 0.35
LEAST_WEIGHT, FULL_HISTORY, IN_HAND = 0.35, 36, 0.8
STILL_UNUSUAL = 0.05
TOO_FEW_A_YEAR = 20
SIDE_OF = {"up": "above", "down": "below"}
"""Direction of a change -> on which side of what was expected it lies, as a page says it."""


@proves("finding")
def finding(claim: Claim, evidence: AuditEvidence) -> Found:
    """Counts are those of the raw files, ranges and sums those of the prepared table; the direction follows from both.

    Its chance is that of the table's row, if the list of the month (Benjamini and Hochberg, weighted, over the month's
    whole family) names it; months of its run and since when it stands are the kept finding's, and all of them held.
    """
    values = claim.values
    kept = _kept(claim, evidence)
    if kept is None:  # nothing of the kind was found: neither its place nor its month may be told
        return dict.fromkeys(("area", "category", "month", "observed", "run_observed", "direction"))
    place, category, month = str(values["area"]), str(values["category"]), str(kept["month"])
    row = evidence.expected(place, category, month)
    seen, usual = _of_run(evidence, kept, row)
    direction = _direction(kept, seen, usual)
    standing = evidence.observed(place, category, *months_between(str(kept["since"]), month)) is not None
    return {
        "area": place if place in evidence.recount.gazetteer.names else None,
        "category": category,
        "month": month,
        "observed": evidence.observed(place, category, month),
        "expected": row.get("expected"),
        "lower": row.get("lower") if in_order(row) else None,
        "upper": row.get("upper") if in_order(row) else None,
        "run_observed": seen,
        "run_months": kept["run_months"],
        "run_since": add_months(month, 1 - int(kept["run_months"])),
        "run_expected": usual,
        "since": kept["since"] if standing and str(kept["since"]) <= month else None,
        "first_told": kept.get("first_told"),
        "direction": direction,
        "side": SIDE_OF.get(direction or ""),
        "p": kept["p"] if kept["rule"] == "drift" else _chance(evidence, (place, category, month), str(kept["status"])),
        "status": kept["status"],
    }


def _of_run(evidence: AuditEvidence, kept: Row, row: Row) -> tuple[int | None, float | None]:
    """What was recorded over the finding's months, and what was expected; of a slow change, in the year before.

    Of one of which two months hold most nothing may be told.
    """
    place, category, month = str(kept["area"]), str(kept["category"]), str(kept["month"])
    if kept["rule"] == "drift":
        years = paired_years(evidence, place, category, month)
        return (years.recent, years.before) if years and not years.is_a_burst else (None, None)
    run = months_between(add_months(month, 1 - int(kept["run_months"])), month)
    return evidence.observed(place, category, *run), _usual(row, len(run))


def _direction(kept: Row, seen: float | None, usual: float | None) -> str | None:
    """On which side of what was expected it lies; of one that has cleared, on which it lay."""
    if seen is None or usual is None:
        return None
    return str(kept["direction"]) if kept["status"] == "cleared" else "up" if seen > usual else "down"


def _usual(row: Row, months: int) -> float | None:
    """What was expected of a run of months, taken together: forecast from the months before it, so that the run itself
    does not raise it. It is not the sum of what each of its months was expected to be once those before it were known.
    """
    if months == 1:
        return row.get("expected")
    return row.get("run_expected") if row.get("run_months") == months else None


def _kept(claim: Claim, evidence: AuditEvidence) -> Row | None:
    """The finding as the prepared month keeps it; None where it keeps none."""
    same = ("area", "category", "rule", "month")
    every = (f for name in ("findings", "previous_findings", "slow_changes") for f in evidence.facts.get(name) or ())
    return next((f for f in every if all(f.get(name) == claim.values.get(name) for name in same)), None)


def _chance(evidence: AuditEvidence, series: tuple[str, str, str], status: str) -> float | None:
    """The chance of a series that the list of its month names, or that stood before and is unusual still; else None.

    Of one that has cleared it is that of a month that no longer stands out.
    """
    p, named = evidence.once(_lists).get(series, (None, False))
    if p is None or named or status == "cleared":
        return p
    return p if status == "continuing" and p < STILL_UNUSUAL else None


def _lists(evidence: AuditEvidence) -> Mapping[tuple[str, str, str], tuple[float, bool]]:
    """(place, category, month) -> its chance, and whether the list of its month and group of sources names it."""
    rate = detection_file(evidence)["false_discovery_rate"]
    families: dict[tuple[str, tuple[str, ...]], list[Row]] = {}
    for (place, category, month), row in evidence.expectations.items():
        if place != NOWHERE and row["expected"] is not None and row["observed"] is not None:
            families.setdefault((month, group_of(evidence, category)), []).append(row)
    found = {}
    for (month, _), rows in families.items():
        p = np.array([chance_of(row) for row in rows])
        for row, chance, named in zip(rows, p, _named(p, rows, rate), strict=True):
            found[row["area"], row["category"], month] = (float(chance), bool(named))
    return found


def chance_of(row: Row) -> float:
    """The chance of a month, or of the run that stands out most: the smaller, each having paid its share."""
    single = row["p_high"] if row["observed"] > row["expected"] else row["p_low"]
    run = 1.0 if row["p_run"] is None else row["p_run"]
    return min(single / MONTH_SHARE, run / RUN_SHARE, 1.0)


def weights_of(rows: list[Row]) -> np.ndarray:
    """How much each series of a month's family weighs."""
    expected, dispersion, history = (
        np.array([row[name] for row in rows], dtype=float) for name in ("expected", "dispersion", "history")
    )
    power = ndtr(0.5 * np.sqrt(3 * expected / dispersion) - 2.6)
    weight = LEAST_WEIGHT + (1 - LEAST_WEIGHT) * power / max(power.mean(), 1e-12)
    return np.asarray(weight * np.minimum(history / FULL_HISTORY, 1.0))


def _named(p: np.ndarray, rows: list[Row], rate: float) -> np.ndarray:
    """Which of a month's series its list names."""
    weight = weights_of(rows)
    # rises and falls are one family: each series has a side on which it does not lie
    every = np.concatenate([np.clip(p / weight, 0, 1), np.ones(len(p))])
    return named_of_many(every, IN_HAND * rate)[: len(p)]


def began_in(finding: Row) -> str:
    """The month in which a kept finding began: as estimated, else that since when it stands."""
    return str((finding.get("onset") or {}).get("month") or finding["since"])


def months_since(month: str, now: str) -> int:
    """How many months there are from one to another, both included."""
    return month_index(now) - month_index(month) + 1


@proves("whereabouts")
def whereabouts(claim: Claim, evidence: AuditEvidence) -> Found:
    """How many other categories and neighbours were judged is counted in the prepared table of the month."""
    place, category, month = claim.places[0], claim.categories[0], evidence.month
    around = touching(evidence, place)
    others = set(evidence.recount.gazetteer.category_names) - {category}
    near = sum(_can_be_judged(evidence, code, category) for code in around)
    return {
        "others_judged": sum(_can_be_judged(evidence, place, other) for other in others),
        "around": len(around),
        "near_judged": near,
        "near_unjudged": len(around) - near,
        "told": evidence.observed(place, category, *_run(evidence, place, category, month)),
    }


def touching(evidence: AuditEvidence, place: str) -> tuple[str, ...]:
    """The neighbourhoods that touch a neighbourhood; where no boundaries are held, the others of its area."""
    gazetteer, touching = evidence.recount.gazetteer, evidence.facts["neighbours"]
    if touching or place not in gazetteer.at(NEIGHBOURHOOD):
        return tuple(touching.get(place, ()))
    return tuple(code for code in gazetteer.parts(gazetteer.parents[place]) if code != place)


def standing_of(evidence: AuditEvidence, place: str, category: str) -> str:
    """How this month's count stands to its range: above, below, within; "" where that cannot be said.

    Where under TOO_FEW_A_YEAR are expected in a year a month cannot be told to be low or usual.
    """
    row = evidence.expected(place, category, evidence.month)
    seen = evidence.observed(place, category, evidence.month)
    if seen is None or row.get("expected") is None:
        return ""
    if seen > row["upper"]:
        return "above"
    if row["expected"] * YEAR < TOO_FEW_A_YEAR:
        return ""
    return "below" if seen < row["lower"] else "within"


def _can_be_judged(evidence: AuditEvidence, place: str, category: str) -> bool:
    return standing_of(evidence, place, category) != ""


@proves("beside_borough")
def beside_borough(claim: Claim, evidence: AuditEvidence) -> Found:
    """The kinds of incident named are all those that stand so here and so in the borough, in the order of the cycle."""
    place, borough = claim.places[0], evidence.recount.gazetteer.borough
    stands = (claim.values["here"], claim.values["there"])
    named = (
        c["name"]
        for c in evidence.facts["cycle"]["categories"]
        if (standing_of(evidence, place, c["key"]), standing_of(evidence, borough, c["key"])) == stands
    )
    return {f"names[{n}]": inside_a_sentence(name) for n, name in enumerate(named)}


def inside_a_sentence(name: str) -> str:
    """A name as it stands inside a sentence.

    >>> inside_a_sentence("Burglary"), inside_a_sentence("ASB")
    ('burglary', 'ASB')
    """
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _run(evidence: AuditEvidence, place: str, category: str, month: str) -> tuple[str, ...]:
    """The months that the place's finding in this category is about."""
    kept = (f for f in evidence.facts["findings"] if (f["area"], f["category"]) == (place, category))
    return months_between(add_months(month, 1 - int(next((f["run_months"] for f in kept), 1))), month)


def run_of(evidence: AuditEvidence, place: str, category: str) -> tuple[str, ...]:
    """The months that this month's finding of a place and category is about."""
    return _run(evidence, place, category, evidence.month)
