"""Every number in a sentence comes from the results by reference: change one result, and only its numbers change."""

import re
from dataclasses import replace
from difflib import SequenceMatcher
from functools import cache
from html import unescape

import pandas as pd
import pytest

from bsafe_analysis.model.findings import Direction, Status
from bsafe_analysis.model.issued_record import Alert, AlertOutcome, Recount, TrackRecord
from bsafe_analysis.model.map_points import SPOT_COLUMNS, Concentration
from bsafe_analysis.reports.documents import build_lap_assessment, build_tactical_assessment
from bsafe_analysis.reports.documents.annex import build_annex
from bsafe_analysis.reports.show import compose
from tests.reports.months import MONTH, finding, prepared

SPOT = ("borough", "", "B", 1, "On or near Mill Road", "N1", 61, 57, 9, "steady", "", 0, 400.0, 300.0)
CONCENTRATION = Concentration("", "2025-10", MONTH, 12, 1200, 171, 900, 0.031, 0.16)
AHEAD = [("B", "burglary", month, 21.0, 13, 29, True) for month in ("2026-10", "2026-11", "2026-12")]


def month():
    forecasts = pd.DataFrame(AHEAD, columns=["area", "category", "month", "expected", "lower", "upper", "useful"])
    alert = Alert("N1", "burglary", Direction.UP, "2026-05", "2026-06", AlertOutcome.LASTED, standing=False)
    record = TrackRecord("2025-10", MONTH, (alert,), (Recount("2026-08", "", 411, 477, issued=True),))
    run = finding(rule="persistent", run_months=4, run_observed=86, run_expected=37.0, since="2026-06")
    return prepared(
        findings=(replace(run, status=Status.CONTINUING),),
        spots=pd.DataFrame([SPOT], columns=list(SPOT_COLUMNS)),
        concentrations=(CONCENTRATION,),
        forecasts=forecasts,
        record=record,
    )


@cache
def tokens_before(area=None):
    return tokens(month(), area)


def tokens(prepared_month, area=None):
    tactical = build_tactical_assessment(prepared_month)
    documents = [build_lap_assessment(tactical, area)] if area else [tactical, build_annex(prepared_month)]
    bundles = [b for document in documents for section in document.sections for b in compose(document, section)]
    figures = [b["application/vnd.bsafe.figure+json"] for b in bundles if "application/vnd.bsafe.figure+json" in b]
    text = " ".join([*(b.get("text/html", "") for b in bundles), *(f"{f['heading']} {f['alt']}" for f in figures)])
    return re.findall(r"[\w,.]*\w|%", unescape(re.sub(r"<[^>]+>", " ", text)))


def changes(before, after):
    """(words gone, words come) of every place in which two pages differ."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [(before[a:b], after[c:d]) for kind, a, b, c, d in matcher.get_opcodes() if kind != "equal"]


def a_finding(base, **changed):
    return replace(base, findings=(replace(base.findings[0], **changed),))


def a_frame(base, name, column, value):
    return replace(base, **{name: getattr(base, name).assign(**{column: value})})


def a_record(base, **changed):
    record = base.record
    return replace(base, record=replace(record, recounts=(replace(record.recounts[0], **changed),)))


RESULTS = [
    ("count over the run", lambda m: a_finding(m, run_observed=93), "86", "93"),
    ("expected over the run", lambda m: a_finding(m, run_expected=41.0), "37", "41"),
    ("lowest expected", lambda m: a_finding(m, lower=2), "3", "2"),
    ("highest expected", lambda m: a_finding(m, upper=17), "15", "17"),
    ("a forecast's lowest", lambda m: a_frame(m, "forecasts", "lower", 11), "13", "11"),
    ("a forecast's highest", lambda m: a_frame(m, "forecasts", "upper", 32), "29", "32"),
    ("a point's count", lambda m: a_frame(m, "spots", "count", 63), "61", "63"),
    ("a point's year before", lambda m: a_frame(m, "spots", "before", 51), "57", "51"),
    ("a point's months in the list", lambda m: a_frame(m, "spots", "months_listed", 10), "9", "10"),
    ("a count as issued", lambda m: a_record(m, then=409), "411", "409"),
    ("a count as it is now", lambda m: a_record(m, now=481), "477", "481"),
    (
        "what the busiest points hold",
        lambda m: replace(m, concentrations=(replace(CONCENTRATION, held=180),)),
        "19",
        "20",
    ),
    (
        "what chance would give",
        lambda m: replace(m, concentrations=(replace(CONCENTRATION, by_chance=0.04),)),
        "3",
        "4",
    ),
]


@pytest.mark.parametrize("change, old, new", [row[1:] for row in RESULTS], ids=[row[0] for row in RESULTS])
def test_a_changed_result_changes_its_own_numbers_on_the_page_and_nothing_else(change, old, new):
    base = month()
    found = changes(tokens_before(), tokens(change(base)))
    assert found, "the result is on no page"
    assert all(([old], [new]) == pair for pair in found), found


def test_a_result_changes_the_areas_page_in_the_same_way():
    base = month()
    assert changes(tokens_before("A1"), tokens(a_finding(base, run_observed=93), "A1"))[0] == (["86"], ["93"])
    assert changes(tokens_before("A2"), tokens(a_finding(base, run_observed=93), "A2")) == []
