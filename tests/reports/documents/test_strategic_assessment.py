"""The strategic assessment: what is proposed, and that nothing is proposed that cannot be told from chance."""

from dataclasses import replace
from html import unescape
from re import sub
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from bsafe_analysis.model.areas import NOT_PLACED
from bsafe_analysis.model.counts import count_monthly
from bsafe_analysis.model.held_months import all_held
from bsafe_analysis.model.issue_scores import IssueScore, ScoringSettings
from bsafe_analysis.model.periods import add_months, months_between
from bsafe_analysis.model.priorities import Priority
from bsafe_analysis.model.register_entries import Register
from bsafe_analysis.reports.document_kinds import build_document, contents_of
from bsafe_analysis.reports.facts.issues_ranked import Move, OutlookTold, beyond_every_year
from bsafe_analysis.reports.facts.long_run_told import YearTold
from bsafe_analysis.reports.show import compose
from tests.reports.months import AREAS, BURGLARY, DAMAGE, MONTH, prepared

MONTHS = months_between(add_months(MONTH, -35), MONTH)
SCORERS = (("Commander", "Police"), ("Head of housing", "Council"), ("Manager", "Fire"))


def month_of(by_year, **changes):
    """Three years; `by_year`: category -> how many a month in each year, spread over the places two to one to one."""
    rows = []
    rng = np.random.default_rng(7)
    for category, levels in by_year.items():
        for number, month in enumerate(MONTHS):
            n = int(rng.poisson(levels[number // 12]))
            rows += [(("N1", "N1", "N2", "N3")[i % 4], category, month) for i in range(n)]
        rows.append((NOT_PLACED, category, MONTH))
    incidents = pd.DataFrame(rows, columns=["neighbourhood", "category", "month"])
    held = all_held(["burglary", "damage"], MONTHS, "police")
    base = prepared()
    counts = count_monthly(incidents, AREAS, (BURGLARY, DAMAGE), MONTHS, held)
    cycle = replace(base.cycle, months=MONTHS, scoring=changes.pop("scoring", ScoringSettings(top=1)))
    empty = base.expectations.iloc[:0]
    return replace(base, cycle=cycle, counts=counts, expectations=empty, held=held, **changes)


def assessment(by_year, **changes):
    return build_document(month_of(by_year, **changes), "strategic_assessment", "B")


def scored(**harm):
    return Register(
        scores=tuple(
            IssueScore(issue, "harm", role, agency, score, "why")
            for issue, score in harm.items()
            for role, agency in SCORERS
        )
    )


def said(document, section):
    return " ".join(sub("<[^>]+>", " ", unescape(compose(document, section)[0]["text/html"])).split())


OTHERS = replace(prepared().priorities, every=(Priority("streets", "Streets", ("damage",)),))
DOUBLED = {"burglary": (40, 40, 80), "damage": (40, 40, 40)}
QUIET = {"burglary": (40, 40, 40), "damage": (40, 40, 40)}


def issue(document, key):
    return next(i for i in document.issues.every if i.category and i.category.key == key)


def test_what_has_doubled_is_more_and_what_has_not_is_no_evidence():
    document = assessment(DOUBLED)
    assert issue(document, "burglary").years.verdict == "more"
    assert issue(document, "damage").years.verdict == "no_evidence"
    assert "% more" in said(document, "levels")


def test_a_doubled_kind_that_comes_surely_first_is_kept_or_new():
    document = assessment(DOUBLED, register=scored(burglary=4, damage=1))
    assert issue(document, "burglary").move is Move.KEEP
    assert issue(document, "burglary").in_100 == 100
    new = assessment(DOUBLED, register=scored(burglary=4, damage=1), priorities=OTHERS)
    assert issue(new, "burglary").move is Move.ADD
    assert "none of them belongs to a present priority" in said(new, "page-one")


def test_the_first_of_quiet_issues_is_no_new_priority():
    document = assessment(QUIET, register=scored(burglary=4, damage=1), priorities=OTHERS)
    assert issue(document, "burglary").move is Move.CHOOSE
    assert not document.added
    assert "nothing about it has changed" in said(document, "page-one")


def test_where_no_priorities_are_set_the_surely_first_are_a_first_list():
    none = replace(prepared().priorities, every=())
    document = assessment(QUIET, register=scored(burglary=4, damage=1), priorities=none)
    assert issue(document, "burglary").move is Move.ADD
    assert "this is a first list" in said(document, "page-one")


def test_equal_issues_are_said_to_be_as_well_founded():
    document = assessment(QUIET)
    assert {i.move for i in document.issues.every} == {Move.CHOOSE}
    assert "do not separate the issues" in said(document, "scoring")
    assert "No issue stands out surely" in said(document, "page-one")


def test_two_scorers_are_too_few_and_the_factor_is_then_unknown():
    few = Register(scores=scored(burglary=4).scores[:2])
    document = assessment(QUIET, register=few)
    assert issue(document, "burglary").too_few_scorers == ("harm",)
    assert "harm" in document.issues.unused


def test_an_issue_that_no_count_shows_is_judged_by_people_alone():
    scoring = ScoringSettings(top=1, judged_only={"cuckooing": "Cuckooing"})
    document = assessment(QUIET, scoring=scoring, register=scored(cuckooing=4, burglary=1, damage=1))
    only = next(i for i in document.issues.every if i.title == "Cuckooing")
    assert only.years is None and only.outlook is None
    assert "Cuckooing" in said(document, "proposals")


def test_half_of_it_lies_in_the_fewest_neighbourhoods_that_hold_half():
    half = issue(assessment(QUIET), "burglary").years.half
    assert ([place.code for place in half.places], half.of) == (["N1"], 3)
    assert half.even == 2  # 4,000 of 9,000 residents are not half


def test_a_month_that_one_year_lacks_is_left_out_of_all():
    month = month_of(QUIET)
    gap = (month.counts["month"] == add_months(MONTH, -14)).to_numpy()
    counts = month.counts.assign(count=month.counts["count"].mask(gap))
    document = build_document(replace(month, counts=counts), "strategic_assessment", "B")
    assert document.left_out_months == (add_months(MONTH, -2),)
    assert "July is not held in every year that is told" in said(document, "scope")


@pytest.mark.parametrize("by_year", [DOUBLED, QUIET])
def test_a_page_holds_all_its_sections_and_tables(by_year):
    document = assessment(by_year)
    page = " ".join(b["text/html"] for s in document.sections for b in compose(document, s) if "text/html" in b)
    contents = contents_of(document)
    assert all(f'id="{name}"' in page for name in (*contents.sections, *contents.tables))


def test_a_range_ahead_beyond_every_year_shown_is_told_by_its_side():
    """Anti-social behaviour of Rotherham: 3,615 to 4,756 ahead, and 4,934 or more in every year shown."""
    ahead = OutlookTold(AREAS.borough, BURGLARY, "2026-10", "2027-09", 36, 42, 47, False)
    year = YearTold(AREAS.borough, BURGLARY, "2025-10", "2026-09", 49, 12, False)

    def side(lower, upper, left_out=(), foreseen=True):
        range_ahead = replace(ahead, lower=lower, upper=upper, cannot_be_foreseen=not foreseen)
        years = SimpleNamespace(years=(replace(year, total=57), year), left_out=left_out)
        return beyond_every_year(SimpleNamespace(outlook=range_ahead, years=years))

    assert (side(36, 47), side(36, 50), side(60, 70)) == (-1, 0, 1)
    assert side(60, 70, left_out=("2025-11",)) == 0  # a year of eleven months lies below one of twelve by itself
    assert side(36, 47, foreseen=False) == 0
