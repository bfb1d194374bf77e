"""Years beside one another, counted and compared again from the raw files: what a strategic assessment states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, exp, log, sqrt

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.proofs.groups_told import is_exceptional
from bsafe_analysis.audit.proofs.registry import Found, Unproved, proves
from bsafe_analysis.audit.recorded_alike import comparable_from
from bsafe_analysis.claims.records import Claim
from bsafe_analysis.model.periods import add_months, months_between

YEAR, MOST_YEARS, LEAST_PAIRS, FEWEST, FEWEST_PERCENT, Z = 12, 5, 9, 20, 50, 1.96


@dataclass(frozen=True)
class _Year:
    first: str
    last: str
    months: tuple[int, ...]
    """Counts of the calendar months that are known in every year told."""
    exceptional: bool

    @property
    def total(self) -> int:
        return sum(self.months)


@dataclass(frozen=True)
class _Years:
    """The newest first. `cut`: the first month recorded alike, "" where no earlier one is held."""

    every: tuple[_Year, ...]
    left_out: tuple[str, ...]
    cut: str

    @property
    def beside(self) -> _Year | None:
        return next((year for year in self.every[1:] if not year.exceptional), None)


def _years(evidence: AuditEvidence, place: str, category: str) -> _Years:
    alike_from = comparable_from(evidence.facts["cycle"]["detection"], place, category, evidence.month)
    ends = [add_months(evidence.month, -YEAR * i) for i in range(MOST_YEARS)]
    names = [months_between(add_months(end, 1 - YEAR), end) for end in ends]
    first = evidence.facts["cycle"]["months"][0]
    seen = [[evidence.observed(place, category, m) if m >= first else None for m in year] for year in names]
    cut = any(n is not None and m < alike_from for year, row in zip(names, seen, strict=True)
              for m, n in zip(year, row, strict=True))  # fmt: skip
    rows = [[n if m >= alike_from else None for m, n in zip(year, row, strict=True)]
            for year, row in zip(names, seen, strict=True)]  # fmt: skip
    many = 0
    while many < MOST_YEARS and len(_held_in_all(rows[: many + 1])) >= LEAST_PAIRS:
        many += 1
    known = _held_in_all(rows[:many])
    every = tuple(
        _Year(
            year[0], year[-1], tuple(row[i] or 0 for i in known), any(is_exceptional(evidence, year[i]) for i in known)
        )
        for year, row in zip(names[:many], rows[:many], strict=True)
    )
    return _Years(every, tuple(m for i, m in enumerate(names[0]) if i not in known), alike_from if cut else "")


def _held_in_all(rows: Sequence[Sequence[int | None]]) -> list[int]:
    return [i for i in range(YEAR) if all(row[i] is not None for row in rows)]


def _dispersion(one: Sequence[int], other: Sequence[int]) -> float:
    whole = sum(one) + sum(other)
    share = sum(one) / max(whole, 1)
    pairs = [(a, a + b) for a, b in zip(one, other, strict=True) if (a + b) * share * (1 - share) > 0]
    if len(pairs) < 2:
        return 1.0
    squares = sum((a - share * n) ** 2 / (n * share * (1 - share)) for a, n in pairs)
    return max(1.0, squares / (len(pairs) - 1))


def _series(claim: Claim) -> tuple[str, str]:
    if not claim.places or not claim.categories:
        raise Unproved("neither a place nor a category tells which series this is")
    return claim.places[0], claim.categories[0]


@proves("year_told")
def year_told(claim: Claim, evidence: AuditEvidence) -> Found:
    """The sum of the raw files over the calendar months that are held in every year that is told."""
    years = _years(evidence, *_series(claim))
    year = next((y for y in years.every if y.last == claim.values["last"]), None)
    if year is None:
        return {"last": None, "total": None}
    return {"first": year.first, "last": year.last, "total": year.total, "months": len(year.months),
            "exceptional": year.exceptional}  # fmt: skip


@proves("years_told")
def years_told(claim: Claim, evidence: AuditEvidence) -> Found:
    """The year beside the last ordinary one: how many in a hundred more or fewer, its range, the smallest rise told."""
    place, category = _series(claim)
    years = _years(evidence, place, category)
    beside = years.beside
    if not years.every or beside is None:
        return {"verdict": "nothing_to_compare", "change": None, "least_change": None, "rebased_from": years.cut}
    now = years.every[0]
    if min(now.total, beside.total) < FEWEST:
        return {"verdict": "too_few", "change": None, "least_change": None, "rebased_from": years.cut}
    row = evidence.expected(place, category, evidence.month)
    phi = max(row.get("dispersion") or 1.0, *(_dispersion(now.months, y.months) for y in years.every[1:]))
    by = exp(Z * sqrt(phi * (1 / now.total + 1 / beside.total)))
    ratio = now.total / beside.total
    low, high = ratio / by, ratio * by
    verdict = "more" if low > 1 else "fewer" if high < 1 else "no_evidence"
    percent = min(now.total, beside.total) >= FEWEST_PERCENT and verdict != "no_evidence"
    near, far = (low, high) if verdict == "more" else (high, low)
    return {
        "verdict": verdict,
        "change": abs(round(100 * (ratio - 1))) if percent else None,
        "change_lower": abs(round(100 * (near - 1))) if percent else None,
        "change_upper": abs(round(100 * (far - 1))) if percent else None,
        "least_change": ceil(100 * _least(beside.total, phi)),
        "rebased_from": years.cut,
    }


def _least(then: int, phi: float) -> float:
    low, high = 0.0, log(1000.0)
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (low, middle) if middle > Z * sqrt(phi * (1 / (then * exp(middle)) + 1 / then)) else (middle, high)
    return exp(high) - 1


@proves("rolling_total")
def rolling_total(claim: Claim, evidence: AuditEvidence) -> Found:
    """The twelve months up to one, none later than the month told, are summed from the raw files; a gap is no total."""
    place, category = _series(claim)
    month = min(str(claim.values["month"]), evidence.month)
    return {
        "month": month,
        "total": evidence.observed(place, category, *months_between(add_months(month, 1 - YEAR), month)),
    }


@proves("half_of_it")
def half_of_it(claim: Claim, evidence: AuditEvidence) -> Found:
    """The raw files' last twelve months by neighbourhood, the largest first until half is reached; residents too."""
    place, category = _series(claim)
    gazetteer = evidence.recount.gazetteer
    inside = [code for code in gazetteer.inside(place) if gazetteer.levels[code] == "neighbourhood"]
    months = months_between(add_months(evidence.month, 1 - YEAR), evidence.month)
    sums = {code: sum(evidence.observed(code, category, m) or 0 for m in months) for code in inside}
    ordered = sorted(inside, key=lambda code: (-sums[code], gazetteer.names[code]))
    few = _half([sums[code] for code in ordered])
    residents = [evidence.recount.residents(code) for code in inside]
    even = _half(sorted((n for n in residents if n), reverse=True)) if all(residents) else None
    return {"few": few, "of": len(inside), "even": even,
            **{f"places[{i}]": code for i, code in enumerate(ordered[:few])}}  # fmt: skip


def _half(sizes: Sequence[int]) -> int:
    held = n = 0
    while 2 * held < sum(sizes):
        held, n = held + sizes[n], n + 1
    return n


@proves("outlook_told")
def outlook_told(claim: Claim, evidence: AuditEvidence) -> Found:
    """The twelve months are those after the month; the range holds its middle. How wide it is, is tried elsewhere."""
    lower, middle, upper = (float(str(claim.values[name])) for name in ("lower", "middle", "upper"))
    return {
        "first": add_months(evidence.month, 1),
        "last": add_months(evidence.month, YEAR),
        **({} if lower <= middle <= upper else {"lower": None, "upper": None}),
    }


@proves("issues_ranked")
def issues_ranked(claim: Claim, evidence: AuditEvidence) -> Found:
    """How many issues are chosen is what parameters/scoring.yml says. The draws themselves are not done again."""
    return {"top": evidence.facts["cycle"]["scoring"]["top"], "place": evidence.recount.gazetteer.borough}


@proves("issue_told")
def issue_told(claim: Claim, evidence: AuditEvidence) -> Found:
    """An issue is called as categories.csv or parameters/scoring.yml calls it."""
    names = evidence.recount.gazetteer.category_names
    known = {*names.values(), *evidence.facts["cycle"]["scoring"]["judged_only"].values()}
    return {"title": claim.values["title"] if claim.values["title"] in known else None}


@proves("strategic_assessment")
def strategic_assessment(claim: Claim, evidence: AuditEvidence) -> Found:
    """The month is the one that is told, the place the borough; months left out are not held in every year compared."""
    gazetteer = evidence.recount.gazetteer
    out = {m for c in gazetteer.category_names for m in _years(evidence, gazetteer.borough, c).left_out}
    return {
        "month": evidence.month,
        "place": gazetteer.borough,
        **{f"left_out_months[{i}]": month for i, month in enumerate(sorted(out))},
        **{f"left_out_calendar[{i}]": int(month[5:]) for i, month in enumerate(sorted(out))},
    }
