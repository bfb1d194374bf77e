"""What the force's other districts did is told beside each signal, and before anybody commissions a problem profile."""

from dataclasses import replace

import pandas as pd
import pytest

from bsafe_analysis.model.cycle import ExceptionalTime
from bsafe_analysis.model.districts import DISTRICT_COLUMNS
from bsafe_analysis.model.findings import Direction, PartShare, Status
from bsafe_analysis.model.priorities import Improvement, Priorities
from bsafe_analysis.reports.documents import build_tactical_assessment
from tests.reports.documents.test_meeting_words import in_full, told
from tests.reports.facts.test_tasking import LIBRARY
from tests.reports.months import MONTH, finding, prepared

VALE = ("Saltwick Vale", 90, 40.0, 30, 52)
HOLME = ("Holme", 95, 60.0, 50, 71)
MOOR = ("Cawl Moor", 50, 52.0, 40, 66)
LOW = ("Lowfold", 12, 40.0, 30, 52)
NEW = ("Newby", 30, None, None, None)
FEW = ("Fewston", 1, 0.5, 0, 2)
BEYOND = "Look first for a cause, or a change in recording, beyond the borough."
ASKED = "First ask what moved much of the force, or whether its recording changed."


def beside(*districts, **changes):
    rows = [(name, "burglary", MONTH, *numbers, 20) for name, *numbers in districts]
    return prepared(other_districts=pd.DataFrame(rows, columns=list(DISTRICT_COLUMNS)), **changes)


@pytest.mark.parametrize(
    ("districts", "said"),
    [
        ((VALE, MOOR), "Elsewhere in the force's area, for burglary, Saltwick Vale is above its range (90; 30 to 52 "
                       "expected); Cawl Moor is within its range."),
        ((MOOR,), "In the force's other district it is within its range."),
        ((VALE, LOW), "Saltwick Vale is above its range (90; 30 to 52 expected) and Lowfold is below its range (12; 30 "
                      "to 52 expected)."),
        ((MOOR, NEW, FEW), "In the force's other district it is within its range. "
                           "Fewston and Newby cannot be judged: too few, or too short"),
        ((NEW,), "None of the force's other districts can be judged for burglary: too few, or too short a history."),
    ],
)  # fmt: skip
def test_each_other_district_is_named_beside_its_range(districts, said):
    section = in_full(beside(*districts))
    assert said in section and BEYOND not in section


def test_where_nothing_is_known_of_other_districts_nothing_is_said():
    assert "force's" not in in_full(prepared()) + told(prepared(), "page-one")


def test_of_months_taken_together_the_last_is_told_and_said_to_be():
    of_months = finding(run_months=3, run_observed=40, run_expected=20.0, rule="persistent")
    assert "Elsewhere in the force's area, in September 2026 alone, for burglary," in in_full(
        beside(VALE, findings=(of_months,))
    )


@pytest.mark.parametrize(
    ("districts", "said"),
    [
        ((VALE, HOLME, MOOR), "two of the force's other three districts lie above their ranges."),
        ((VALE, HOLME), "all of the force's other two districts lie above their ranges."),
        ((VALE, HOLME, MOOR, NEW), "two of the force's other four districts lie above their ranges."),
    ],
)
def test_what_moved_at_least_half_of_the_force_is_looked_for_beyond_the_borough(districts, said):
    section = in_full(beside(*districts))
    assert f"It is not Mill Lane alone: {said} {BEYOND}" in section
    short = said[0].upper() + said[1:-1]
    assert f"{short} too: look beyond the borough first." in told(beside(*districts), "page-one")


@pytest.mark.parametrize("districts", [(VALE,), (VALE, LOW), (VALE, MOOR, LOW), (VALE, HOLME, MOOR, LOW, NEW)])
def test_one_district_or_fewer_than_half_are_not_the_force(districts):
    assert "beyond the borough" not in told(beside(*districts), "page-one") + in_full(beside(*districts))


def test_a_fall_is_the_forces_where_its_districts_fell():
    fall = finding(direction=Direction.DOWN, observed=1, expected=9.0)
    assert "beyond the borough" not in in_full(beside(VALE, HOLME, findings=(fall,)))
    low = ("Nether", 3, 20.0, 11, 30)
    assert "all of the force's other two districts lie below their ranges" in in_full(
        beside(LOW, low, findings=(fall,))
    )


def lasting(*districts):
    signal = finding(since="2026-02", status=Status.CONTINUING)
    return beside(*districts, findings=(signal,), activities=(), options=LIBRARY)


def test_the_force_is_asked_of_before_a_problem_profile_is_commissioned():
    month = lasting(VALE, HOLME)
    page = told(month, "page-one")
    assert "Burglary in Mill Lane: First ask what moved much of the force. Do profile now" in page
    assert f"{ASKED} No activity in the delivery plan works on it here: commission a" in in_full(month)
    assert f"Mill Lane, burglary: {ASKED} do profile now" in told(month, "options")
    assert "First ask" not in told(lasting(VALE, MOOR, LOW), "page-one", "signals", "options")


def test_of_many_districts_outside_those_on_the_signals_side_are_named_first_and_the_rest_counted():
    high = [(f"High {n}", 90, 40.0, 30, 52) for n in range(5)]
    low = [(f"A low {n}", 12, 40.0, 30, 52) for n in range(3)]
    section = in_full(beside(*high, *low, MOOR))
    first_low = "High 4 is above its range (90; 30 to 52 expected), A low 0 is below its range (12; 30 to 52 expected) "
    assert f"{first_low}and two more are outside theirs; Cawl Moor is within its range." in section


def test_a_district_in_the_table_for_another_kind_is_no_part_of_it():
    month = beside(VALE, HOLME)
    table = month.other_districts.assign(category="damage")
    assert build_tactical_assessment(replace(month, other_districts=table)).signals[0].force.districts == ()


def restricted(*districts, first="2026-03", **changes):
    """The same in a month of restrictions."""
    base = beside(*districts, activities=(), options=LIBRARY, **changes)
    time = ExceptionalTime("the restrictions", first, MONTH, "Shops were shut")
    return replace(base, cycle=replace(base.cycle, detection=replace(base.cycle.detection, exceptional=(time,))))


def test_what_much_of_the_force_did_in_an_exceptional_time_is_told_once_for_all_signals():
    month = restricted(VALE, HOLME, findings=(finding(), finding("N2")))
    page = told(month, "page-one")
    assert page.count("As in much of the force, more was recorded of burglary. Look beyond") == 1
    assert "their ranges too: look beyond the borough first" not in page
    assert "force's other" not in page
    alone = told(restricted(VALE, MOOR, LOW), "page-one")
    assert "One of the force's other three districts lies above its range there this month." in alone
    assert "None of the force's other two districts lies above its range there this month." in told(
        restricted(MOOR, LOW), "page-one"
    )
    assert "Much of the force" not in told(beside(VALE, HOLME), "page-one")


def test_in_an_exceptional_time_no_profile_or_lead_is_asked_for_what_much_of_the_force_did():
    page = told(restricted(VALE, HOLME), "page-one")
    assert "Burglary in Mill Lane: Do audit now (" in page
    signals = told(restricted(VALE, HOLME), "signals")
    assert "Of a rise, find out why before any problem profile." in signals
    assert "To analyse: decide option 1; no work in the plan." in signals
    assert "Agree who leads" not in page
    assert "Burglary in Mill Lane: Do audit now (" in told(restricted(VALE, MOOR, LOW), "page-one")


def test_what_has_run_through_an_exceptional_time_asks_for_no_profile_but_what_began_before_it_does():
    running = finding(since="2026-05", status=Status.CONTINUING)
    section = in_full(restricted(findings=(running,)))
    assert "It rose during the restrictions, of which ordinary months say nothing, so no problem profile is" in section
    assert "ommission" not in section
    assert "ommission a problem profile" in in_full(restricted(findings=(running,), first="2026-06"))


def test_in_an_exceptional_time_nothing_is_made_of_a_fall_even_where_fewer_is_no_better():
    fall = finding(direction=Direction.DOWN, observed=1, expected=9.0)
    neutral = Priorities((), {"burglary": Improvement.NEUTRAL})
    asked = "Ask those who report it whether they still do"
    assert asked in told(beside(findings=(fall,), activities=(), priorities=neutral), "page-one")
    page = told(restricted(findings=(fall,), priorities=neutral), "page-one")
    assert asked not in page and "fewer is not called better" in page


def test_that_it_serves_no_priority_is_said_only_where_there_are_priorities():
    bare = {"activities": (), "options": LIBRARY}
    kept = prepared(**bare).priorities
    others = Priorities((replace(kept.every[0], categories=("damage",)),), kept.improvement)
    for priorities, said in ((others, True), (Priorities((), kept.improvement), False)):
        pages = told(prepared(priorities=priorities, **bare), "page-one", "signals", "options")
        assert ("Not a current priority" in pages) is said


def test_of_months_from_afar_page_one_sums_nothing_and_says_which_months_stand_out():
    parts = (PartShare("A1", 90, 50.0, moved=True), PartShare("A2", 60, 45.0, moved=True))
    months = {"rule": "persistent", "since": "2026-03", "run_months": 5, "run_observed": 150, "run_expected": 95.0}
    month = restricted(first="2026-02", findings=(finding("B", observed=8, parts=parts, **months),))
    page, section = (told(month, "page-one"), in_full(month))
    ordinary = "8 were recorded this month, and 3 to 15 were expected of an ordinary one"
    assert f"{ordinary}; the last five months together lie above." in page
    assert "150" not in page and "95" not in page
    assert "3 to 15 expected from ordinary months, of which January 2026 is the last." in section
    assert "150 recorded in the last five months together; about 95 expected." in section
    assert "Over these months it shows in both parts of Thornmere." in section
    assert "Of the 55 above expected over the five months: North 40 and South 15." in section
    assert "The expected ranges are those of ordinary months, before February 2026" in told(month, "picture")
