"""Each activity's state is worked out again from its row: of a plan typed by hand."""

import pytest

from tests.audit.register_by_hand import SET_ASIDE, evidence_of, plan_of, proved, wrong

STATES = ("blocked", "late", "not_begun", "slipping", "silent", "on_time", "done", "said_done", "withdrawn")


@pytest.fixture
def evidence(tmp_path):
    """On 5 September 2026: D1 a day late, D2 blocked since 14 June, D3 said to be complete."""
    found = evidence_of(tmp_path, SET_ASIDE)
    plan_of(tmp_path)
    return found


def test_states_are_counted_in_the_plan_as_it_lies(evidence):
    found = proved("plan_states", evidence, {})
    assert sum(found[state] for state in STATES) == found["every"]
    assert (found["late"], found["blocked"], found["said_done"]) == (1, 1, 1)
    for name in ("every", "late", "blocked", "on"):
        assert wrong("plan_states", evidence, {**found, name: 77}) == {name}


def test_an_agency_s_work_is_counted_and_one_that_leads_nothing_is_none(evidence):
    assert wrong("agency_work", evidence, {"agency": "Police", "open": 1, "pressing": 1}) == set()
    assert wrong("agency_work", evidence, {"agency": "Police", "open": 2, "pressing": 1}) == {"open"}
    assert "agency" in wrong("agency_work", evidence, {"agency": "Circus", "open": 0, "pressing": 0})


def test_weeks_are_those_since_the_day_in_the_row(evidence):
    blocked = {"state": "blocked", "weeks": 11}
    assert wrong("work_reviewed", evidence, blocked) == set()
    assert wrong("work_reviewed", evidence, {**blocked, "weeks": 10}) == {"weeks"}


def test_a_role_that_owns_few_has_not_too_much(evidence):
    assert "role" in wrong("role_load", evidence, {"role": "Officer", "open": 1})
