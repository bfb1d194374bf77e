"""Lasting differences between neighbourhoods: the gamma-Poisson sums are done on a grid, nothing is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.special import gammainc, gammaln

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.gazetteer import NEIGHBOURHOOD
from bsafe_analysis.audit.proofs.alike_again import beside_again, town_centres_again
from bsafe_analysis.audit.proofs.registry import Found, proves
from bsafe_analysis.claims.records import Claim
from bsafe_analysis.model.periods import add_months, months_between

YEAR, QUARTER, MOST_YEARS, FAR, LEAST_PLACES, LEAST_IN_ALL = 12, 3, 5, 1.25, 8, 100
CLEAREST = 3
SURE, DRAWN = 0.975, 0.012
"""From which chance it is told, and what drawing 4,000 times leaves open of that chance."""
SLACK, SLACK_SHARE = 0.05, 0.04
"""A rounded end, and what drawing 4,000 times leaves open of it."""
SPREADS = np.exp(np.linspace(np.log(0.01), np.log(3.0), 60))
STEPS = np.linspace(-5.0, 5.0, 41)


@dataclass(frozen=True)
class _YearOfPlaces:
    codes: tuple[str, ...]
    people: np.ndarray
    counts: np.ndarray
    phi: float
    fitted: np.ndarray
    """Which of them are fitted together: those that are no town centre."""

    def posterior(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return posterior_of_rates(self.counts / self.phi, self.people / self.phi, self.fitted)


@proves("lasting_difference")
def lasting_difference(claim: Claim, evidence: AuditEvidence) -> Found:
    """The interval is worked out on a grid from raw counts and residents, and lay as far up a quarter ago."""
    place, category = claim.places[0], claim.categories[0]
    now, before = (
        _ends(evidence, category, place, end) for end in (evidence.month, add_months(evidence.month, -QUARTER))
    )
    if now is None or before is None or min(now[0], before[0]) < FAR - SLACK:
        return {"place": None, "lower": None, "upper": None}
    return {name: _near(claim.values.get(name), end) for name, end in zip(("lower", "upper"), now, strict=True)}


@proves("lasting_told")
def lasting_told(claim: Claim, evidence: AuditEvidence) -> Found:
    """Kinds with two whole years a quarter apart are counted, and the places far up in both, but for the doubtful."""
    ends = (evidence.month, add_months(evidence.month, -QUARTER))
    compared, surely, perhaps = 0, 0, 0
    for kind in evidence.recount.gazetteer.every_category:
        years = [year for end in ends if (year := _year_of_places(evidence, kind, end)) is not None]
        if len(years) == len(ends):
            chances = np.array(list(_chances_far_up(evidence, kind).values()))
            compared += 1
            surely += int((chances >= SURE + DRAWN).sum())
            perhaps += int((chances >= SURE - DRAWN).sum())
    said = claim.values.get("every")
    return {"compared": compared, "every": said if isinstance(said, int) and surely <= said <= perhaps else surely}


@proves("place_lasting")
def place_lasting(claim: Claim, evidence: AuditEvidence) -> Found:
    """The kinds of a place that lie far up in both years are counted, but for the doubtful; three of them are told."""
    place = claim.places[0]
    kinds = evidence.recount.gazetteer.every_category
    chances = [_chances_far_up(evidence, kind).get(place, 0.0) for kind in kinds if _held_twice(evidence, kind)]
    surely, perhaps = (sum(chance >= SURE + slack for chance in chances) for slack in (DRAWN, -DRAWN))
    said = claim.values.get("kinds")
    found = said if isinstance(said, int) and surely <= said <= perhaps else surely
    return {
        "place": place if found else None, "kinds": found, "more": max(0, found - CLEAREST),
        "town_centre": place in town_centres_again(evidence),
    }  # fmt: skip


def _held_twice(evidence: AuditEvidence, kind: str) -> bool:
    ends = (evidence.month, add_months(evidence.month, -QUARTER))
    return all(_year_of_places(evidence, kind, end) is not None for end in ends)


def _near(said: object, found: float) -> object:
    """What the claim says where that is as near as rounding and drawing leave it."""
    if isinstance(said, (int, float)) and abs(said - found) <= SLACK + SLACK_SHARE * found:
        return said
    return round(found, 1)


def _year_of_places(evidence: AuditEvidence, category: str, end: str) -> _YearOfPlaces | None:
    people = {code: evidence.recount.residents(code) for code in evidence.recount.gazetteer.at(NEIGHBOURHOOD)}
    codes = tuple(code for code, n in people.items() if n)
    first = evidence.facts["cycle"]["months"][0]
    years = []
    for back in range(MOST_YEARS):
        last = add_months(end, -YEAR * back)
        months = months_between(add_months(last, 1 - YEAR), last)
        counts = [evidence.observed(code, category, *months) for code in codes] if months[0] >= first else [None]
        if None not in counts:
            years.append(np.array(counts, dtype=float))
        elif back == 0:
            return None
    fitted = np.array([code not in town_centres_again(evidence) for code in codes])
    if fitted.sum() < LEAST_PLACES or years[0][fitted].sum() < LEAST_IN_ALL:
        return None
    pairs = [pearson_of_years(one, other) for one, other in pairwise(years)]
    exposure = np.array([float(people[code] or 0) for code in codes])
    return _YearOfPlaces(codes, exposure, years[0], float(np.mean(pairs)) if pairs else 1.0, fitted)


def pearson_of_years(one: np.ndarray, other: np.ndarray) -> float:
    """How far two years of all places differ from one ratio, over what chance alone would do."""
    both = one + other
    part = one.sum() / both.sum() if both.sum() else 0.0
    usual = both * part * (1 - part)
    held = usual > 0
    squares = float(((one - part * both)[held] ** 2 / usual[held]).sum())
    return max(1.0, squares / (held.sum() - 1)) if held.sum() > 1 else 1.0


def _ends(evidence: AuditEvidence, category: str, place: str, end: str) -> tuple[float, float] | None:
    year = _year_of_places(evidence, category, end)
    if year is None or place not in year.codes:
        return None
    others = [year.codes.index(code) for code in beside_again(evidence, place, year.codes)]
    return _ends_of(year.posterior(), year.people, year.codes.index(place), others) if others else None


def interval_of_ratio(z: np.ndarray, e: np.ndarray, i: int) -> tuple[float, float]:
    """The 95 % interval of one place's rate over the others' together, summed over spreads and common rates."""
    others = [j for j in range(len(z)) if j != i]
    return _ends_of(posterior_of_rates(z, e, np.ones(len(z), dtype=bool)), e, i, others)


def _ends_of(
    posterior: tuple[np.ndarray, np.ndarray, np.ndarray], e: np.ndarray, i: int, others: list[int]
) -> tuple[float, float]:
    weight, shape, rate = posterior
    spread, middle = _ratio(shape, rate, e, i, others)
    return _quantile(0.025, weight, spread, middle), _quantile(0.975, weight, spread, middle)


def _chances_far_up(evidence: AuditEvidence, kind: str) -> dict[str, float]:
    """For each place the lesser of the chances, now and a quarter ago, that its rate is more than FAR times theirs."""
    known = evidence.once(_every_chance)
    if kind not in known:
        known[kind] = _least_chances(evidence, kind)
    return known[kind]


def _every_chance(_: AuditEvidence) -> dict[str, dict[str, float]]:
    return {}


def _least_chances(evidence: AuditEvidence, kind: str) -> dict[str, float]:
    least: dict[str, float] = {}
    for end in (evidence.month, add_months(evidence.month, -QUARTER)):
        year = _year_of_places(evidence, kind, end)
        if year is None:
            return {}
        weight, shape, rate = year.posterior()
        for i, code in enumerate(year.codes):
            others = [year.codes.index(other) for other in beside_again(evidence, code, year.codes)]
            if not others:
                continue
            spread, middle = _ratio(shape, rate, year.people, i, others)
            chance = 1 - float((weight * gammainc(1 / spread, FAR / (middle * spread))).sum())
            least[code] = min(least.get(code, 1.0), chance)
    return least


def posterior_of_rates(z: np.ndarray, e: np.ndarray, fitted: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Weights of every spread and common rate, and the gamma (shape, rate) that each place then has.

    A place that is not fitted with the others has one of its own count alone.
    """
    own, people = z[fitted], e[fitted]
    size = 1 / SPREADS[:, None] ** 2
    mean = own.sum() / people.sum() * np.exp(STEPS[None, :] * _width(own, people, size))
    a, m = (np.broadcast_to(each, mean.shape)[..., None] for each in (size, mean))
    mu = m * people
    log_weight = (gammaln(own + a) - gammaln(a) - a * np.log1p(mu / a) + own * np.log(mu / (a + mu))).sum(-1)
    log_weight += np.log(SPREADS[:, None] * _width(own, people, size))
    weight = np.exp(log_weight - log_weight.max())
    shape, rate = np.where(fitted, a + z, z + 0.5), np.where(fitted, a / m + e, e)
    return weight / weight.sum(), shape, rate


def _ratio(
    shape: np.ndarray, rate: np.ndarray, e: np.ndarray, i: int, others: list[int]
) -> tuple[np.ndarray, np.ndarray]:
    """Relative variance and mean of a place's rate over that of some others together."""
    each, varied = shape / rate, shape / rate**2
    share = e[others] / e[others].sum()
    pooled, of_pooled = (each[..., others] * share).sum(-1), (varied[..., others] * share**2).sum(-1)
    return 1 / shape[..., i] + of_pooled / pooled**2, each[..., i] / pooled * (1 + of_pooled / pooled**2)


def _width(z: np.ndarray, e: np.ndarray, size: np.ndarray) -> np.ndarray:
    """About how far the common rate may lie off, in its logarithm, for each spread."""
    mu = z.sum() / e.sum() * e
    return 1 / np.sqrt((size * mu / (size + mu)).sum(-1, keepdims=True))


def _quantile(chance: float, weight: np.ndarray, spread: np.ndarray, middle: np.ndarray) -> float:
    """Of a mixture of gammas with these relative variances and means, by halving."""
    low, high = 0.0, float(middle.max() * 20)
    for _ in range(60):
        at = (low + high) / 2
        below = float((weight * gammainc(1 / spread, at / (middle * spread))).sum())
        low, high = (at, high) if below < chance else (low, at)
    return (low + high) / 2
