"""What a promoted view shows, counted again: its lines, totals, rates, seasons, places and hours of the week."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Mapping, Sequence
from math import sqrt
from statistics import median

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.gazetteer import BOROUGH, NEIGHBOURHOOD, NOWHERE
from bsafe_analysis.audit.hours_again import whole
from bsafe_analysis.audit.promoted_entries import YEAR, KeptView
from bsafe_analysis.audit.proofs.baselines_told import baseline_counts
from bsafe_analysis.audit.proofs.hours_told import shared_out_lines, week_of_lines
from bsafe_analysis.audit.proofs.places_told import households
from bsafe_analysis.audit.proofs.raised_told import kept
from bsafe_analysis.audit.proofs.registry import Found, proves
from bsafe_analysis.claims.records import Claim
from bsafe_analysis.model.periods import add_months, months_between

MOST_LINES, MOST_LIKE = 4, 5
"""Lines of a chart that is split, before the others are told together; neighbourhoods that are told to be alike."""
Values = list[float | None]


@proves("view")
def view(claim: Claim, evidence: AuditEvidence) -> Found:
    """The view is one that an analyst promoted, as far as this month holds it; its rate is worked out from residents.

    Gaps are the months that no source gave; provisional ones those of the prepared table.
    """
    meant = _meant(claim, evidence)
    if meant is None:
        return dict.fromkeys(("view", "place", "first", "last"))
    months = months_between(meant.first, meant.last)
    counts = _counts(evidence, [meant.place], _told_together(evidence, meant), months)
    known, base = [n for n in counts if n is not None], _base(evidence, meant, [meant.place])
    rate = 1000 * sum(known) / base if base and meant.measure == "rate" else None
    filling = [month for month in months if month in evidence.once(_filling)[_all_of(evidence, meant)]]
    found = {name: getattr(meant, name) for name in ("place", "first", "last", "denominator")}
    return {
        **found, "view": meant.line, "months": len(months), "gaps": len(counts) - len(known), "unseen": 0,
        "base": base, "rate": rate, "provisional": len(filling),
        **{f"months[{n}]": month for n, month in enumerate(months)},
        **{f"provisional[{n}]": month for n, month in enumerate(filling)},
    }  # fmt: skip


@proves("view_line")
def view_line(claim: Claim, evidence: AuditEvidence) -> Found:
    """Each value of a line is the raw files' count of its places, kinds and month, or is made from it anew.

    As its view says: a rate, a mean, twelve months, or brought to the total of the place that it stands beside.
    """
    meant = _meant(claim, evidence)
    if meant is None:
        return {"view": None}
    key, shift = str(claim.values["key"]), YEAR if claim.values["key"] == "last_year" else 0
    where, kinds = _line_of(evidence, meant, key)
    first, last = (add_months(month, -shift) for month in (meant.first, meant.last))
    counts = _counts(evidence, where, kinds, months_between(first, last))
    total = sum(n for n in counts if n is not None)
    values = _values(evidence, meant, key, where, kinds, counts)
    return {
        "view": meant.line, "where": " ".join(where), "kinds": " ".join(kinds), "first": first, "last": last,
        "total": 0 if key == "rolling" else total, "name": _name_of_key(evidence, key),
        "latest": values[-1],
        **{f"values[{n}]": value for n, value in enumerate(values)},
    }  # fmt: skip


@proves("view_season")
def view_season(claim: Claim, evidence: AuditEvidence) -> Found:
    """Lowest, highest and middle of each month of the year are those of the raw files' counts of the view's years."""
    meant = _meant(claim, evidence)
    if meant is None:
        return {"view": None}
    months, where = months_between(meant.first, meant.last), [meant.place]
    counts = _counts(evidence, where, _told_together(evidence, meant), months)
    told = [(int(m[5:]), round(v, 2)) for m, n in zip(months, counts, strict=True)
            if (v := _measured(evidence, meant, where, n)) is not None]  # fmt: skip
    years = [[value for month, value in told if month == number] for number in range(1, YEAR + 1)]
    return {
        f"{name}[{n}]": round(of(year), 2) if year else None
        for name, of in (("low", min), ("high", max), ("typical", median))
        for n, year in enumerate(years)
    }


@proves("view_place")
def view_place(claim: Claim, evidence: AuditEvidence) -> Found:
    """A neighbourhood's count over the view's months is that of the raw files, its rate worked out from residents."""
    meant, where = _meant(claim, evidence), str(claim.values["where"]).split()
    if meant is None or len(where) != 1:
        return {"view": None}
    counts = _counts(evidence, where, _told_together(evidence, meant), months_between(meant.first, meant.last))
    count = sum(n for n in counts if n is not None)
    return {"where": where[0], "count": count, "value": _measured(evidence, meant, where, count)}


@proves("view_week")
def view_week(claim: Claim, evidence: AuditEvidence) -> Found:
    """Each hour of the week has the counted lines whose cell says a time in it; the busiest is the first with most."""
    meant = _meant(claim, evidence)
    if meant is None:
        return {"view": None}
    gazetteer, kinds = evidence.recount.gazetteer, _all_of(evidence, meant)
    inside, months = {meant.place, *gazetteer.inside(meant.place)}, months_between(meant.first, meant.last)
    lines = (it for it in evidence.once(shared_out_lines) if it.place in inside and it.category in kinds)
    weights = week_of_lines(it for it in lines if it.month in months)
    week = Counter({at: whole(weight) for at, weight in weights.items()})
    found = {f"week[{hour}][{day}]": week[day, hour] for hour in range(24) for day in range(7)}
    if not week:
        return {"view": None}
    (day, hour), most = min(week.items(), key=lambda each: (-each[1], each[0]))
    return {**found, "timed": week.total(), "day": calendar.day_name[day], "begins": hour, "ends": hour + 1,
            "most": most}  # fmt: skip


@proves("hour_of_day")
def hour_of_day(claim: Claim, evidence: AuditEvidence) -> Found:
    """An hour goes from one full hour to the next."""
    hours = {f"{n:02d}": f"{n + 1:02d}" for n in range(24)}
    low = str(claim.values["low"])
    return {"low": low if low in hours else None, "high": hours.get(low)}


def _meant(claim: Claim, evidence: AuditEvidence) -> KeptView | None:
    """The promoted view that the claim is of."""
    views = evidence.once(kept)[1].values()
    return next((view for view in views if view.line == claim.values["view"]), None)


def _all_of(evidence: AuditEvidence, meant: KeptView) -> tuple[str, ...]:
    every = tuple(category["key"] for category in evidence.facts["cycle"]["categories"])
    return meant.kinds or every


def _told_together(evidence: AuditEvidence, meant: KeptView) -> tuple[str, ...]:
    """Of several categories told together those held in all months compared; all where none is."""
    every = _all_of(evidence, meant)
    earlier = YEAR if meant.comparison == "last_year" or meant.chart == "rolling" else 0
    wanted = set(months_between(add_months(meant.first, -earlier), meant.last))
    wanted &= set(evidence.facts["cycle"]["months"])
    in_parts = meant.split == "place" or meant.chart == "map"
    level = NEIGHBOURHOOD if in_parts else evidence.recount.gazetteer.levels[meant.place]
    wanted -= _without_leading(evidence)
    kinds = tuple(c for c in every if _is_held(evidence, c, wanted, level))
    return every if len(every) == 1 or not kinds else kinds


def _without_leading(evidence: AuditEvidence) -> set[str]:
    """Months of the cycle in which a source was not held without which no month goes out."""
    held = [set(evidence.recount.held(feed.name)) for feed in evidence.recount.declared.feeds if feed.required]
    return {month for month in evidence.facts["cycle"]["months"] if not all(month in each for each in held)}


def _is_held(evidence: AuditEvidence, kind: str, months: set[str], level: str) -> bool:
    place = evidence.recount.gazetteer.borough if level == BOROUGH else evidence.recount.gazetteer.at(NEIGHBOURHOOD)[0]
    return evidence.recount.count([place], [kind], sorted(months)) is not None


def _counts(
    evidence: AuditEvidence, where: Sequence[str], kinds: Sequence[str], months: Sequence[str]
) -> list[int | None]:
    return [evidence.recount.count(where, kinds, [month]) for month in months]


def _base(evidence: AuditEvidence, meant: KeptView, where: Sequence[str]) -> int | None:
    """Residents or households of places together; None where those of one are not known."""
    households_ = [households(evidence, code) for code in where]
    each = households_ if meant.denominator == "households" else [evidence.recount.residents(code) for code in where]
    return None if None in each else sum(n or 0 for n in each)


def _measured(evidence: AuditEvidence, meant: KeptView, where: Sequence[str], count: int | None) -> float | None:
    if count is None or meant.measure == "count":
        return count
    base = _base(evidence, meant, where)
    return 1000 * count / base if base else None


def _line_of(evidence: AuditEvidence, meant: KeptView, key: str) -> tuple[list[str], tuple[str, ...]]:
    """Places and categories of a line of the view."""
    gazetteer, summed, every = evidence.recount.gazetteer, _told_together(evidence, meant), _all_of(evidence, meant)
    if key == "similar":
        return _alike(evidence, meant.place), summed
    if key == "others":
        return _others(evidence, meant)
    if meant.split == "category" and key in every:
        return [meant.place], (key,)
    return [key if key in gazetteer.levels else meant.place], summed


def _others(evidence: AuditEvidence, meant: KeptView) -> tuple[list[str], tuple[str, ...]]:
    """All but the four largest lines of a view that is split, in the order of their size."""
    by_kind, summed = meant.split == "category", _told_together(evidence, meant)
    keys = _all_of(evidence, meant) if by_kind else evidence.recount.gazetteer.parts(meant.place)
    months = months_between(meant.first, meant.last)
    of = {key: ([meant.place], (key,)) if by_kind else ([key], summed) for key in keys}
    totals = {key: sum(n or 0 for n in _counts(evidence, *its, months)) for key, its in of.items()}
    rest = sorted(keys, key=lambda key: (-totals[key], key))[MOST_LINES:]
    return ([meant.place], tuple(rest)) if by_kind else (list(rest), summed)


def _values(
    evidence: AuditEvidence, meant: KeptView, key: str, where: Sequence[str], kinds: Sequence[str],
    counts: Sequence[int | None],
) -> Values:  # fmt: skip
    if key == "rolling":
        return [_measured(evidence, meant, where, n) for n in _of_twelve(evidence, meant, where, kinds)]
    if meant.measure == "rate":
        return [_measured(evidence, meant, where, n) for n in counts]
    if key == "similar":
        return [None if n is None else n / len(where) for n in counts]
    above = key != meant.place and key in _above(evidence, meant.place)
    own, its = (sum(n or 0 for n in each) for each in (_own_counts(evidence, meant), counts))
    return [None if n is None else n * own / its for n in counts] if above and its else list(counts)


def _own_counts(evidence: AuditEvidence, meant: KeptView) -> list[int | None]:
    return _counts(evidence, [meant.place], _told_together(evidence, meant), months_between(meant.first, meant.last))


def _of_twelve(
    evidence: AuditEvidence, meant: KeptView, where: Sequence[str], kinds: Sequence[str]
) -> list[int | None]:
    ends = months_between(meant.first, meant.last)
    return [evidence.recount.count(where, kinds, months_between(add_months(m, 1 - YEAR), m)) for m in ends]


def _above(evidence: AuditEvidence, place: str) -> list[str]:
    parent = evidence.recount.gazetteer.parents.get(place)
    return [parent, *_above(evidence, parent)] if parent else []


def _alike(evidence: AuditEvidence, place: str) -> list[str]:
    """The five places of its level whose usual counts lie nearest, by the square roots of monthly means."""
    gazetteer, usual = evidence.recount.gazetteer, evidence.once(baseline_counts)
    others = [code for code in gazetteer.at(gazetteer.levels[place]) if code != place]

    def apart(code: str) -> float:
        return sum((sqrt(usual.get((code, c), 0.0)) - sqrt(usual.get((place, c), 0.0))) ** 2
                   for c in gazetteer.category_names)  # fmt: skip

    return sorted(others, key=lambda code: (round(apart(code), 9), code))[:MOST_LIKE]


def _name_of_key(evidence: AuditEvidence, key: str) -> str:
    gazetteer = evidence.recount.gazetteer
    return gazetteer.names.get(key, gazetteer.category_names.get(key, "")) if key != NOWHERE else ""


def _filling(evidence: AuditEvidence) -> _Filling:
    return _Filling(evidence.table("counts"))


class _Filling(dict[tuple[str, ...], frozenset[str]]):
    """Categories -> the months that are still filling up in any place."""

    def __init__(self, rows: Sequence[Mapping[str, object]]) -> None:
        super().__init__()
        self._marked = {(str(row["category"]), str(row["month"])) for row in rows if row["provisional"]}

    def __missing__(self, kinds: tuple[str, ...]) -> frozenset[str]:
        return frozenset(month for kind, month in self._marked if kind in kinds)
