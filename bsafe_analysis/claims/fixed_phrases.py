"""Numbers and months on a page that are of no fact: words of the method, the same in every document.

Whoever audits a page reads this list: what stands here is proved by no claim, so nothing that a month, a place or a
setting can change may stand here.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class FixedPhrase(NamedTuple):
    """`pattern`: the phrase, as it stands on a page. `reason`: why it is always so, or what holds it."""

    pattern: re.Pattern[str]
    reason: str


FIXED_PHRASES = tuple(
    FixedPhrase(re.compile(pattern), reason)
    for pattern, reason in (
        (
            r"(?<=\d in )100\b|(?<=\d months in )100\b|(?<=\d counts in )100\b",
            "the whole of a percentage; the part of it is a claim",
        ),
        (r"\b[Pp]er 1,000(?= (residents|households|a year))|\b[Ff]or each 1,000 residents", "the unit of a rate"),
        (r"\b95 % intervals?", "how counts.baseline_facts makes the interval of a rate"),
        (r"\beight months in ten\b", "counts.baseline_facts: the middle eight tenths of the months"),
        (r"\b[Ll]ast 24 months\b|\bover two years\b", "series.RECENT_MONTHS, as far back as the history goes"),
        (r"\b[Ll]ast 12 months\b|\bThe 12 before\b|(?<=of )12 months\b", "a year"),
        (r"\b(?:last|over) twelve(?: months)?\b|\bthe twelve before\b", "a year and the year before"),
        (
            r"\btwelve months (?:up )?to\b|^Twelve months(?: to)?$",
            "what a chart of yearly sums draws, or a list counts",
        ),
        (r"\b[Nn]ext (?:12|twelve) months\b", "what a strategic assessment looks ahead to"),
        (r"\bthe eight most like it\b", "similar_places.NEAREST"),
        (r"\b95 of 100 cases\b", "lasting_differences.ENDS"),
        (r"(?<=\d of )100(?= draws)", "the whole of a percentage; the part of it is a claim"),
        (r"\b95 of 100 draws\b", "place_rates.TAIL"),
        (
            r"\bof 100 connected sets drawn at random\b",
            "the whole of a percentage; the part of it stands in its column",
        ),
        (r"\b(?:[Aa]mong|one of) the five highest\b", "place_rates.HIGHEST"),
        (r"\beight places and 100 incidents\b", "place_rates.LEAST_PLACES, LEAST_IN_ALL"),
        (r"\btwo whole years a quarter apart\b", "lasting_differences.QUARTER"),
        (r"\bNext 21 days\b", "group_meetings.SOON_DAYS"),
        (r"(?<=\d in )10(?= to meet it)", "the whole of a chance told in tenths; the part of it is a claim"),
        (r"\b(less than 1|more than 9) in 10 to meet it\b", "indicator_cases.chance_to_meet: the ends of the tenths"),
        (r"\bscored 0 to 4\b|\bdrawn again 2,000 times\b|^Score of 100$", "issue_scoring.py: how a score is made"),
        (r"\bthree scorers of two agencies\b", "issue_scores.SCORERS, AGENCIES"),
        (r"\btwelve months together$|\bthe twelve months up to each month\b", "what a rolling chart draws"),
        (r"\beight weeks without a line\b", "plan_states.SILENT_DAYS"),
        (r"\bof 100 weightings\b", "the whole of a percentage; the part of it is a claim"),
        (r"\b80 or more in 100 draws\b|\bfrom 20 in 100\b", "issue_scoring.SURE, UNLIKELY"),
        (r"\b80 in 100\b", "year_ahead.HELD: what the range of a coming year is meant to hold"),
        (r"\bsignal of three months or more\b", "issues_ranked.LASTING"),
        (r"\bEvery month of the twelve\b", "the year of a strategic assessment"),
        (r"\bamong the ten busiest\b", "places.py: how long the list is of which a point is said to be a part"),
        (r"\b[Tt]oo early: three whole months are needed\b", "since_start.py: how long an activity must have run"),
        (r"\bat least nine months of\b", "drift.py: how much history a slow change needs"),
        (r"\bone of the two years\b", "a year and the year before"),
        (
            r"\blast six months (?:none moved apart|against the 24 before)\b|\(two years where so many are held\)",
            "places.py: emerging and fading points",
        ),
        (r"\bthree to five in 100 were\b", "benchmarks/results/null_runs.json, to which a test holds it"),
        (
            r"\bat most one month in 100 is called so\b",
            "moved_at_once.CHANCE; benchmarks.detection.at_once",
        ),
        (r"\bwhere two ranges overlap\b", "how to read a pair of intervals"),
        (r"\bin those two months\b", "the highest and the lowest month, which are named"),
        (r"^(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$", "the name of a row of the week"),
    )
)
