"""At what time incidents happened, where a source gives one: read again from the raw files."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Collection, Iterator
from typing import NamedTuple

from bsafe_analysis.audit.audit_evidence import INTERNAL, AuditEvidence
from bsafe_analysis.audit.gazetteer import BOROUGH
from bsafe_analysis.audit.hours_again import HourOfWeek, lines_with_times, spread, whole
from bsafe_analysis.audit.proofs.counts_told import last_year
from bsafe_analysis.audit.proofs.registry import Found, Unproved, proves
from bsafe_analysis.claims.records import Claim

PART, BUSIEST, FEWEST = 3, 3, 50
"""Hours in a part of the day; parts of the week that are named; incidents below which none is."""
Week = Counter[HourOfWeek]
"""Weekday from Monday and hour -> how much of incidents lies in it."""


class LineInHours(NamedTuple):
    """One counted line of a source that gives times, with its share of each hour of the week; None: too long a span."""

    place: str
    category: str
    month: str
    hours: dict[HourOfWeek, float] | None


@proves("hours")
def hours(claim: Claim, evidence: AuditEvidence) -> Found:
    """Known are the counted lines of twelve months whose cells say a time of day, of the kinds of incident named."""
    months = last_year(evidence.month)
    lines = list(lines_in(claim.places[0], months, evidence))
    week = week_of_lines(lines)
    held = {line.category for line in lines if line.hours}
    every = (category for category in evidence.facts["cycle"]["categories"] if category["key"] in held)
    names = [evidence.recount.gazetteer.category_names[category["key"]] for category in every]
    return {
        "known": whole(sum(week.values())),
        "too_long": sum(line.hours is None for line in lines),
        "not_said": sum(line.hours == {} for line in lines),
        "longest": int(evidence.chosen.detection["longest_span_hours"]),
        "months[0]": months[0],
        "months[1]": months[-1],
        **{f"categories[{n}]": name for n, name in enumerate(names)},
        **squares(week),
    }


def squares(week: Week) -> Found:
    """Each square of the grid: the day's number from Monday, the part's from midnight."""
    parts = in_parts(week)
    return {f"week[{d}][{p}]": whole(parts[d, p]) for d in range(7) for p in range(24 // PART)}


def in_parts(week: Week) -> Counter[tuple[int, int]]:
    """Weekday and part of the day -> how much lies in it."""
    found: Counter[tuple[int, int]] = Counter()
    for (day, hour), weight in week.items():
        found[day, hour // PART] += weight
    return found


@proves("week_part")
def week_part(claim: Claim, evidence: AuditEvidence) -> Found:
    """A part of the week has the counted lines whose cell says a time in it, and is one of the three busiest."""
    week = week_of_lines(lines_in(claim.places[0], last_year(evidence.month), evidence))
    parts = {at: whole(weight) for at, weight in in_parts(week).items()}
    said, first = str(claim.values["day"]), int(claim.values["first"] or 0)
    day = list(calendar.day_name).index(said) if said in list(calendar.day_name) else -1
    order = sorted(parts, key=lambda at: (-parts[at], at))
    count = parts.get((day, first // PART), 0)
    if (day, first // PART) not in order[:BUSIEST] or first % PART or whole(sum(week.values())) < FEWEST:
        return {"day": None, "first": None, "last": None, "count": count}
    return {"day": calendar.day_name[day], "first": first, "last": first + PART, "count": count}


@proves("chart_word")
def chart_word(claim: Claim, evidence: AuditEvidence) -> Found:
    """Parts of the day begin at midnight and are three hours long."""
    parts = {f"{first:02d}": f"{first + PART:02d}" for first in range(0, 24, PART)}
    low = str(claim.values["low"])
    return {"low": low if low in parts else None, "high": parts.get(low)}


def week_of_lines(lines: Collection[LineInHours] | Iterator[LineInHours]) -> Week:
    """The lines' shares of each hour of the week, added up."""
    week: Week = Counter()
    for line in lines:
        for at, share in (line.hours or {}).items():
            week[at] += share  # type: ignore[assignment]  # a Counter is typed for whole numbers
    return week


def lines_in(place: str, months: Collection[str], evidence: AuditEvidence) -> Iterator[LineInHours]:
    """The lines of a place and of months, of the sources that give times."""
    if evidence.audience != INTERNAL:
        raise Unproved("times of single incidents are read again for the internal edition alone")
    gazetteer = evidence.recount.gazetteer
    inside = {place, *gazetteer.parts(place)}
    everywhere = gazetteer.levels[place] == BOROUGH
    lines = evidence.once(shared_out_lines)
    return (line for line in lines if line.month in months and (everywhere or line.place in inside))


def shared_out_lines(evidence: AuditEvidence) -> list[LineInHours]:
    """Every counted line of a source that gives times, shared out over the hours in which it may have happened."""
    longest = int(evidence.chosen.detection["longest_span_hours"])
    return [
        LineInHours(line.place, line.category, line.month, spread(line, longest))
        for line in evidence.once(lines_with_times)
    ]
