"""Every place's rates over the baseline and its work of a week, drawn anew: on a grid, from another beginning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.gazetteer import NEIGHBOURHOOD
from bsafe_analysis.audit.proofs.alike_again import town_centres_again
from bsafe_analysis.audit.proofs.lasting_again import pearson_of_years, posterior_of_rates
from bsafe_analysis.audit.proofs.parameters_read import baseline_months, parameter_file
from bsafe_analysis.audit.proofs.places_told import households
from bsafe_analysis.model.periods import add_months, months_between

DRAWN = 10_000
BEGINNING = 77
YEAR, YEARS, HALF_A_YEAR, LEAST_PLACES, LEAST_IN_ALL = 12, 5, 6, 8, 100
WEEKS = 365.25 / 7
OF_HOMES = "burglary"


@dataclass(frozen=True)
class KindDrawn:
    """One kind of incident: held in `months`; `counts` by place in the order of the codes; `draws`: a place a column.

    `per`: what rates are for, residents or households; `known`: how many of these each place has, 0 where that is not
    known; `exposure`: those times years, where they are not known years alone. `fitted`: whether a place
    is drawn towards the others; of a town centre, and where too little is held, its own count alone says its rate.
    """

    months: int
    per: str
    known: np.ndarray
    counts: np.ndarray
    exposure: np.ndarray
    phi: float
    fitted: np.ndarray
    mean: np.ndarray
    draws: np.ndarray


@dataclass(frozen=True)
class WorkDrawn:
    """Work of a week by place: the usual one, and a row for each draw."""

    usual: np.ndarray
    draws: np.ndarray


def place_codes_again(evidence: AuditEvidence) -> tuple[str, ...]:
    """The neighbourhoods in the order of their codes."""
    return tuple(sorted(evidence.recount.gazetteer.at(NEIGHBOURHOOD)))


def kinds_drawn(evidence: AuditEvidence) -> Mapping[str, KindDrawn]:
    """Category -> its rates, of those held by neighbourhood for twelve months of the baseline."""
    found, rng = {}, np.random.default_rng(BEGINNING)
    for category in evidence.recount.gazetteer.category_names:
        held = _held_of(evidence, category, baseline_months(evidence))
        if len(held) >= YEAR:
            found[category] = _kind_drawn(evidence, category, held, rng)
    return found


def _held_of(evidence: AuditEvidence, category: str, months: Sequence[str]) -> list[str]:
    first = str(evidence.facts["cycle"]["months"][0])
    place = place_codes_again(evidence)[0]
    return [m for m in months if m >= first and evidence.observed(place, category, m) is not None]


def _counts(evidence: AuditEvidence, category: str, months: Sequence[str]) -> np.ndarray:
    return np.array([float(evidence.observed(p, category, *months) or 0) for p in place_codes_again(evidence)])


def _at_risk_again(evidence: AuditEvidence, category: str) -> tuple[str, np.ndarray]:
    """Burglary is of homes where every place's households are known; all else is of people. 0: not known."""
    codes = place_codes_again(evidence)
    homes = [households(evidence, place) or 0 for place in codes] if category == OF_HOMES else [0]
    if all(homes):
        return "households", np.array(homes, dtype=float)
    return "residents", np.array([float(evidence.recount.residents(place) or 0) for place in codes])


def _kind_drawn(evidence: AuditEvidence, category: str, held: Sequence[str], rng: np.random.Generator) -> KindDrawn:
    counts, last = _counts(evidence, category, held), baseline_months(evidence)[-1]
    at_risk, people = _at_risk_again(evidence, category)
    alone = town_centres_again(evidence)
    known = np.array([bool(n) and p not in alone for p, n in zip(place_codes_again(evidence), people, strict=True)])
    exposure = np.maximum(people, 1.0) * len(held) / YEAR
    years = []
    for back in reversed(range(YEARS)):
        end = add_months(last, -YEAR * back)
        of = _held_of(evidence, category, months_between(add_months(end, 1 - YEAR), end))
        years += [_counts(evidence, category, of)] if len(of) >= HALF_A_YEAR else []
    apart = [pearson_of_years(one, other) for one, other in pairwise(years)]
    phi = float(np.mean(apart)) if apart else 1.0
    draws = rng.standard_gamma(np.broadcast_to(counts / phi + 0.5, (DRAWN, len(counts)))) * phi / exposure
    mean, enough = counts / exposure, known.sum() >= LEAST_PLACES and counts[known].sum() >= LEAST_IN_ALL
    if enough:
        weight, shape, per = posterior_of_rates(counts[known] / phi, exposure[known] / phi, known[known])
        at = rng.choice(weight.size, size=DRAWN, p=weight.ravel())
        flat = (weight.size, int(known.sum()))
        draws[:, known] = (
            rng.standard_gamma(shape.reshape(flat)[at]) / np.broadcast_to(per, shape.shape).reshape(flat)[at]
        )
        mean[known] = (weight[..., None] * shape / per).sum((0, 1))
    return KindDrawn(len(held), at_risk, people, counts, exposure, phi, known & bool(enough), mean, draws)


def hours_again(evidence: AuditEvidence) -> Mapping[str, Mapping[str, object]] | None:
    """Category -> its hours as workload.yml has them; None without the file."""
    return parameter_file(evidence, "workload.yml").get("hours")


def work_drawn(evidence: AuditEvidence) -> WorkDrawn:
    """Each kind's draws times hours that are alike in all places."""
    hours, rng = hours_again(evidence), np.random.default_rng(BEGINNING + 1)
    places = len(place_codes_again(evidence))
    usual, draws = np.zeros(places), np.zeros((DRAWN, places))
    for category, kind in evidence.once(kinds_drawn).items():
        if hours is not None and category not in hours:
            continue
        given = hours[category] if hours is not None else {"low": 1, "central": 1, "high": 1}
        low, central, high = (float(str(given[name])) for name in ("low", "central", "high"))
        each = np.maximum(kind.known, 1.0) / WEEKS
        usual += central * kind.mean * each
        draws += rng.uniform(low, high, (DRAWN, 1)) * kind.draws * each
    return WorkDrawn(usual, draws)


def near_end(said: object, found: float, spread: float, decimals: int = 1) -> object:
    """What the claim says where it is as near as rounding and drawing leave an end of a range `spread` wide.

    `spread` 0: nothing was drawn, it is rounded alone.
    """
    slack = 0.51 * 10**-decimals + (0.08 * spread + 0.003 * abs(found) if spread else 0.0)
    if isinstance(said, (int, float)) and abs(said - found) <= slack:
        return said
    return round(found, decimals)
