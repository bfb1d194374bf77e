"""What a resourcing paper states of places: counts from the raw files, rates and work on a grid and drawn anew."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.special import chdtri

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.gazetteer import NEIGHBOURHOOD, NOWHERE
from bsafe_analysis.audit.proofs.parameters_read import baseline_months
from bsafe_analysis.audit.proofs.registry import Found, Unproved, proves
from bsafe_analysis.audit.rates_drawn import (
    KindDrawn,
    hours_again,
    kinds_drawn,
    near_end,
    place_codes_again,
    work_drawn,
)
from bsafe_analysis.audit.reference_rows import reference_rows
from bsafe_analysis.claims.records import Claim

PER, HIGHEST, SURE, HARDLY, DOUBT = 1000, 5, 0.9, 0.1, 0.03
"""`DOUBT`: what drawing 4,000 times leaves open of a chance."""
TAILS = (0.025, 0.975)
SMALL_AREAS = {2015: 32_844, 2019: 32_844, 2025: 33_755}
WORDS = {("upper", "upper"): "work there", ("upper", "lower"): "place", ("lower", "upper"): "unreported",
         ("lower", "lower"): "watch"}  # fmt: skip


@proves("resourcing_paper")
def resourcing_paper(claim: Claim, evidence: AuditEvidence) -> Found:
    """The month and place are those that are told; neighbourhoods are counted, and those without residents."""
    codes = evidence.recount.gazetteer.at(NEIGHBOURHOOD)
    return {
        "month": evidence.month,
        "place": evidence.recount.gazetteer.borough,
        "neighbourhoods": len(codes),
        "without_residents": sum(not evidence.recount.residents(code) for code in codes),
        "not_placed": _not_placed(evidence),
    }


def _not_placed(evidence: AuditEvidence) -> float | None:
    """In 100 incidents of these kinds and months, those that lie in no neighbourhood."""
    kinds = evidence.once(kinds_drawn)
    inside = sum(int(kind.counts.sum()) for kind in kinds.values())
    lost = sum(evidence.observed(NOWHERE, c, m) or 0 for c in kinds for m in _months(evidence, c))
    return round(100 * lost / (inside + lost), 1) if inside + lost else None


def _kind_again(claim: Claim, evidence: AuditEvidence) -> KindDrawn:
    kind = evidence.once(kinds_drawn).get(claim.categories[0])
    if kind is None:
        raise Unproved("that kind is not held for a year of the baseline")
    return kind


@proves("baseline_of_kind")
def baseline_of_kind(claim: Claim, evidence: AuditEvidence) -> Found:
    """A kind's months and counts are those of the raw files; who is surely among the highest is drawn anew."""
    kind, category = _kind_again(claim, evidence), claim.categories[0]
    chances = _chances(kind)
    surely, perhaps = (int((chances >= SURE + by).sum()) for by in (DOUBT, -DOUBT))
    said = claim.values.get("sure")
    return {
        "months": kind.months,
        "per": kind.per,
        "of": len(baseline_months(evidence)),
        "total": int(kind.counts.sum()),
        "not_placed": sum(evidence.observed(NOWHERE, category, m) or 0 for m in _months(evidence, category)),
        "rows": len(kind.counts),
        "shrunken": bool(kind.fitted.any()),
        "sure": said if isinstance(said, int) and surely <= said <= perhaps else surely,
    }


def _months(evidence: AuditEvidence, category: str) -> list[str]:
    place = place_codes_again(evidence)[0]
    return [m for m in baseline_months(evidence) if evidence.observed(place, category, m) is not None]


def _chances(kind: KindDrawn) -> np.ndarray:
    """Each place's chance to be among the five highest; where too few places are told, half."""
    if len(kind.counts) < 8:
        return np.full(len(kind.counts), 0.5)
    fifth = np.sort(kind.draws, axis=1)[:, [-HIGHEST]]
    return np.asarray((kind.draws >= fifth).mean(0))


@proves("baseline_rate")
def baseline_rate(claim: Claim, evidence: AuditEvidence) -> Found:
    """Counts are those of the raw files; the interval is Garwood's, widened; the drawn rate is summed on a grid."""
    kind, at = _kind_again(claim, evidence), place_codes_again(evidence).index(claim.places[0])
    found: dict[str, object] = {"count": int(kind.counts[at])}
    names = ("rate", "lower", "upper", "drawn", "drawn_lower", "drawn_upper")
    if not kind.known[at]:
        return {**found, **dict.fromkeys(names), "among": "may be"}
    y, each = kind.counts[at], PER / kind.exposure[at]
    low = float(chdtri(2 * y / kind.phi, 0.975)) / 2 * kind.phi if y else 0.0
    high = float(chdtri(2 * y / kind.phi + 2, 0.025)) / 2 * kind.phi
    ends = np.quantile(kind.draws[:, at], TAILS) * PER
    drawn = (kind.mean[at] * PER, *ends) if kind.fitted[at] else (y * each, low * each, high * each)
    spread = drawn[2] - drawn[1] if kind.fitted[at] else 0.0
    exact = {name: near_end(claim.values.get(name), float(n), 0.0)
             for name, n in zip(names[:3], (y * each, low * each, high * each), strict=True)}  # fmt: skip
    again = {name: near_end(claim.values.get(name), float(n), spread)
             for name, n in zip(names[3:], drawn, strict=True)}  # fmt: skip
    return {**found, **exact, **again, "among": _word(claim.values.get("among"), float(_chances(kind)[at]))}


def _word(said: object, chance: float) -> object:
    """What is said, where the chance leaves it open; else what the chance says."""
    open_words = {_of_chance(chance + by) for by in (-DOUBT, 0.0, DOUBT)}
    return said if said in open_words else _of_chance(chance)


def _of_chance(chance: float) -> str:
    return "sure" if chance >= SURE else "may be" if chance >= HARDLY else "no"


@proves("place_work")
def place_work(claim: Claim, evidence: AuditEvidence) -> Found:
    """Work is drawn anew from the raw files' rates and workload.yml; small areas are counted in deprivation.csv."""
    at, work = place_codes_again(evidence).index(claim.places[0]), evidence.once(work_drawn)
    low, high = (float(end) for end in np.quantile(work.draws[:, at], TAILS))
    spread, said = high - low, claim.values.get("demand")
    above, below = (float(share) for share in evidence.once(_beyond_cuts)[:, at])
    thirds = {_third(above, below, tail) for tail in (0.013, 0.025, 0.037)}
    demand = said if said in thirds else _third(above, below, 0.025)
    deprived, small = evidence.once(_deprived).get(claim.places[0], (None, None))
    need = evidence.once(_needs).get(claim.places[0])
    return {
        "usual": near_end(claim.values.get("usual"), float(work.usual[at]), spread),
        "lower": near_end(claim.values.get("lower"), low, spread),
        "upper": near_end(claim.values.get("upper"), high, spread),
        "demand": demand, "deprived": deprived, "small_areas": small, "need": need,
        "quadrant": WORDS.get((str(demand), need), "between") if need else "unknown",
    }  # fmt: skip


def _beyond_cuts(evidence: AuditEvidence) -> np.ndarray:
    """For each place the share of draws in which it lies above the upper cut of that draw, and below the lower one."""
    draws = evidence.once(work_drawn).draws
    lower, upper = np.quantile(draws, [1 / 3, 2 / 3], axis=1)
    return np.array([(draws > upper[:, None]).mean(0), (draws < lower[:, None]).mean(0)])


def _third(above: float, below: float, tail: float) -> str:
    if above >= 1 - tail:
        return "upper"
    if below >= 1 - tail:
        return "lower"
    return "middle" if max(above, below) <= tail else "on the line"


def _overall(evidence: AuditEvidence) -> list[tuple[str, int, int]]:
    """(neighbourhood, rank, year) of each small area of the borough in the indices of all domains together."""
    within = evidence.recount.gazetteer.neighbourhood_of
    rows = [row for row in reference_rows(evidence.root, "deprivation.csv") if row["domain"].lower() == "imd"]
    placed = ((within.get(row["lsoa"]) or row.get("neighbourhood"), row) for row in rows)
    return [(place, int(row["rank"]), int(row["year"])) for place, row in placed if place]


def _deprived(evidence: AuditEvidence) -> Mapping[str, tuple[int, int]]:
    """Neighbourhood -> how many of its small areas are among the most deprived fifth, and how many there are."""
    found: dict[str, tuple[int, int]] = {}
    for place, rank, year in evidence.once(_overall):
        deprived, every = found.get(place, (0, 0))
        found[place] = (deprived + (5 * rank <= SMALL_AREAS[year]), every + 1)
    return found


def _needs(evidence: AuditEvidence) -> Mapping[str, str]:
    """Neighbourhood -> the third of its share; nothing unless that is held of all."""
    held, codes = evidence.once(_deprived), place_codes_again(evidence)
    if not all(code in held for code in codes):
        return {}
    shares = np.array([held[code][0] / held[code][1] for code in codes])
    low, high = np.quantile(shares, [1 / 3, 2 / 3])
    if low == high:
        return dict.fromkeys(codes, "on the line")
    words = ["lower" if share <= low else "upper" if share >= high else "middle" for share in shares.tolist()]
    return dict(zip(codes, words, strict=True))


@proves("work_told")
def work_told(claim: Claim, evidence: AuditEvidence) -> Found:
    """The indices' year is that of deprivation.csv; kinds without hours are those that workload.yml leaves out."""
    hours, kinds = hours_again(evidence), evidence.once(kinds_drawn)
    return {
        "year": max((str(year) for *_, year in evidence.once(_overall)), default=""),
        "unnamed": 0 if hours is None else sum(kind not in hours for kind in kinds),
        "rows": len(place_codes_again(evidence)),
        "hours": None if hours is None else len(hours),
    }


@proves("hours_per_incident")
def hours_per_incident(claim: Claim, evidence: AuditEvidence) -> Found:
    """Hours and their source are what workload.yml says of that kind of incident."""
    given = (hours_again(evidence) or {}).get(str(claim.values["category"]), {})
    return {"source": given.get("source"), **{name: _number(given.get(name)) for name in ("low", "central", "high")}}


@proves("exceptional_time")
def exceptional_time(claim: Claim, evidence: AuditEvidence) -> Found:
    """Its name and months stand in detection.yml, under exceptional."""
    times = {str(time["name"]): time for time in evidence.chosen.exceptional}
    time = times.get(str(claim.values.get("name")), {})
    return {"name": time.get("name"), **{end: str(time.get(end)) for end in ("first", "last")}}


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None
