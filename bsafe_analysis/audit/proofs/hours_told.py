"""At what time incidents began, where a source gives one: read again from the raw files."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bsafe_analysis.audit.audit_evidence import INTERNAL, AuditEvidence
from bsafe_analysis.audit.declared import Feed
from bsafe_analysis.audit.gazetteer import BOROUGH
from bsafe_analysis.audit.proofs.counts_told import last_year
from bsafe_analysis.audit.proofs.registry import Found, Unproved, proves
from bsafe_analysis.audit.raw_again import lines_again
from bsafe_analysis.claims.records import Claim

PART, BUSIEST, FEWEST = 3, 3, 50
"""Hours in a part of the day; parts of the week that are named; incidents below which none is."""
LOCAL = ZoneInfo("Europe/London")
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?")
_BRITISH = re.compile(r"(\d\d)/(\d\d)/(\d{4})\s+(\d{1,2}):(\d\d)(?::\d\d)?")
Part = tuple[str, int]
"""Day of the week and first hour."""


class BeganAt(NamedTuple):
    """Where, of what and when one incident began: its month, the name of its day of the week, its hour."""

    place: str
    category: str
    month: str
    day: str
    hour: int


def moment(text: str) -> datetime | None:
    """The local moment that a cell says; None where it says no time of day.

    >>> moment("2026-07-03T23:30:00Z"), moment("03/09/2026 14:20"), moment("2026-09-03")
    (datetime.datetime(2026, 7, 4, 0, 30), datetime.datetime(2026, 9, 3, 14, 20), None)
    """
    try:
        if found := _ISO.fullmatch(text):
            said = datetime.fromisoformat(f"{found[1]}T{found[2]}{(found[3] or '').replace('Z', '+00:00')}")
            return said.astimezone(LOCAL).replace(tzinfo=None) if said.tzinfo else said
        if found := _BRITISH.fullmatch(text):
            day, month, year, hour, minute = map(int, found.groups())
            return datetime(year, month, day, hour, minute)
    except ValueError:
        return None
    return None


@proves("hours")
def hours(claim: Claim, evidence: AuditEvidence) -> Found:
    """Known are the counted lines of twelve months whose cell says a time of day, of the kinds of incident named."""
    began = _began_in(claim.places[0], evidence)
    months = last_year(evidence.month)
    held = {category for category, _ in began.elements()}
    every = (category for category in evidence.facts["cycle"]["categories"] if category["key"] in held)
    names = [evidence.recount.gazetteer.category_names[category["key"]] for category in every]
    return {
        "known": began.total(),
        "months[0]": months[0],
        "months[1]": months[-1],
        **{f"categories[{n}]": name for n, name in enumerate(names)},
        **_squares(began),
    }


def _squares(began: Counter[tuple[str, Part]]) -> Found:
    """Each square of the grid: the day's number from Monday, the part's from midnight."""
    week: Counter[Part] = Counter()
    for (_, part), n in began.items():
        week[part] += n
    days = enumerate(calendar.day_name)
    return {f"week[{d}][{p}]": week[day, p * PART] for d, day in days for p in range(24 // PART)}


@proves("week_part")
def week_part(claim: Claim, evidence: AuditEvidence) -> Found:
    """A part of the week has the counted lines whose cell says a time in it, and is one of the three busiest."""
    week: Counter[Part] = Counter()
    for (_, part), n in _began_in(claim.places[0], evidence).items():
        week[part] += n
    said = (str(claim.values["day"]), int(claim.values["first"] or 0))
    order = sorted(week, key=lambda part: (-week[part], list(calendar.day_name).index(part[0]), part[1]))
    if said not in order[:BUSIEST] or week.total() < FEWEST:
        return {"day": None, "first": None, "last": None, "count": week[said]}
    return {"day": said[0], "first": said[1], "last": said[1] + PART, "count": week[said]}


@proves("chart_word")
def chart_word(claim: Claim, evidence: AuditEvidence) -> Found:
    """Parts of the day begin at midnight and are three hours long."""
    parts = {f"{first:02d}": f"{first + PART:02d}" for first in range(0, 24, PART)}
    low = str(claim.values["low"])
    return {"low": low if low in parts else None, "high": parts.get(low)}


def _began_in(place: str, evidence: AuditEvidence) -> Counter[tuple[str, Part]]:
    """Category and part of the week of what is known to have begun in a place over the last twelve months."""
    if evidence.audience != INTERNAL:
        raise Unproved("times of single incidents are read again for the internal edition alone")
    gazetteer = evidence.recount.gazetteer
    inside = {place, *gazetteer.parts(place)}
    whole = gazetteer.levels[place] == BOROUGH
    rows = ((where, what) for where, what in evidence.once(_began) if whole or where in inside)
    return Counter(what for _, what in rows)


def _began(evidence: AuditEvidence) -> list[tuple[str, tuple[str, Part]]]:
    """Place, category and part of the week of every counted line of the last twelve months with a time."""
    months = frozenset(last_year(evidence.month))
    lines = (each for each in evidence.once(lines_with_a_time) if each.month in months)
    return [(it.place, (it.category, (it.day, it.hour // PART * PART))) for it in lines]


def lines_with_a_time(evidence: AuditEvidence) -> list[BeganAt]:
    """Every counted line whose cell says a time of day."""
    feeds = (feed for feed in evidence.recount.declared.feeds if "occurred_from" in feed.columns)
    return [line for feed in feeds for line in _of_feed(evidence, feed)]


def _of_feed(evidence: AuditEvidence, feed: Feed) -> Iterator[BeganAt]:
    written = _times_written(evidence, feed)
    query = """SELECT name, line, place, category, counted.month FROM counted JOIN files USING (file)
        WHERE source = $source AND counted.month <= $last"""
    for name, line, place, category, month in evidence.recount.ask(query, source=feed.name, last=evidence.month):
        began = moment(written.get((name, line), ""))
        if began:
            yield BeganAt(place, category, month, calendar.day_name[began.weekday()], began.hour)


def _times_written(evidence: AuditEvidence, feed: Feed) -> Mapping[tuple[str, int], str]:
    lines = lines_again(evidence.root, feed, evidence.month, ("occurred_from",))
    return {(each.file, each.line): each.cells[0] for each in lines}
