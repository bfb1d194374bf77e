"""The delivery plan review: what is stuck, what is missing, and calm words where nothing is."""

from dataclasses import replace
from datetime import date
from html import unescape
from re import sub

import pytest

from bsafe_analysis.model.activities import Activity, Progress, Strand
from bsafe_analysis.model.priorities import Priority
from bsafe_analysis.reports.document_kinds import build_document, contents_of
from bsafe_analysis.reports.show import compose
from tests.reports.months import prepared

RUNNING = Activity(
    "D1", "Fit locks", "homes", "Homes", Strand.PREVENTION, (), (), "Officer", "Police", "homes", "0", "90",
    date(2026, 9, 1), date(2027, 3, 1), Progress.UNDER_WAY, cost=1200.0,
)  # fmt: skip
HOMES = Priority("homes", "Safer homes", ("burglary",))
STREETS = Priority("streets", "Safer streets", ("damage",))


def review_of(*activities, priorities=(HOMES,)):
    month = prepared()
    choice = replace(month.priorities, every=priorities)
    return build_document(replace(month, activities=activities, priorities=choice), "delivery_review", "B")


def said(document, section="page-one"):
    return " ".join(sub("<[^>]+>", " ", unescape(compose(document, section)[0]["text/html"])).split())


def test_where_all_goes_well_nothing_is_stuck():
    document = review_of(RUNNING)
    assert "Nothing is stuck" in said(document)
    assert "the plan has 1 activity: 0 done, 1 on time" in said(document)
    assert "No activity needs a word" in said(document, "states")


def test_what_is_stuck_is_named_with_what_would_lift_it():
    stuck = replace(RUNNING, blockage="no key", blocked_since=date(2026, 8, 3), ask="name an officer")
    assert "blocked for" in said(review_of(stuck)) and "no key. Asked: name an officer" in said(review_of(stuck))


def test_of_many_that_are_stuck_it_is_said_how_many():
    late = [replace(RUNNING, ref=f"D{i}", due=date(2026, 9, 10 + i)) for i in range(7)]
    document = review_of(*late)
    assert [work.activity.ref for work in document.stuck] == ["D0", "D1", "D2", "D3", "D4"]
    assert "Of 7 that are blocked or overdue" in said(document)


def test_a_priority_without_open_work_is_a_gap_to_decide():
    document = review_of(RUNNING, priorities=(HOMES, STREETS))
    assert "Safer streets has no open activity" in said(document)


def test_without_a_plan_that_is_said_and_nothing_else():
    document = review_of()
    assert "No delivery plan is held" in said(document)
    assert "Nothing is stuck" not in said(document)


@pytest.mark.parametrize("plan", [(), (RUNNING,), (replace(RUNNING, due=date(2026, 9, 9)),)])
def test_a_page_holds_all_its_sections_and_tables(plan):
    document = review_of(*plan)
    page = " ".join(b["text/html"] for s in document.sections for b in compose(document, s) if "text/html" in b)
    contents = contents_of(document)
    assert all(f'id="{name}"' in page for name in (*contents.sections, *contents.tables))
