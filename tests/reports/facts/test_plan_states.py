"""Where an activity stands, by rule: one of each state by hand."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bsafe_analysis.model.activities import Activity, Dated, Progress, Strand
from bsafe_analysis.model.priorities import Priorities, Priority
from bsafe_analysis.reports.facts.plan_states import (
    WorkState,
    by_agency,
    by_priority,
    heavy_roles,
    reviewed,
    state_of,
    states_of,
)

ON = date(2026, 10, 5)
PLAIN = Activity(
    "D1", "Fit locks", "homes", "Homes", Strand.PREVENTION, (), (), "Officer", "Police", "homes", "0", "90",
    date(2026, 8, 20), date(2026, 12, 1), Progress.UNDER_WAY, cost=100.0,
)  # fmt: skip


@pytest.mark.parametrize(
    "changes, state, weeks",
    [
        ({}, WorkState.ON_TIME, None),
        ({"start": date(2026, 8, 10), "progress_date": date(2026, 8, 10)}, WorkState.ON_TIME, None),
        ({"start": date(2026, 8, 9)}, WorkState.SILENT, 8),
        ({"due": date(2026, 9, 20)}, WorkState.LATE, 2),
        ({"due": ON}, WorkState.ON_TIME, None),
        ({"due": date(2026, 9, 20), "blockage": "no key", "blocked_since": date(2026, 8, 3)}, WorkState.BLOCKED, 9),
        ({"blockage": "no key"}, WorkState.BLOCKED, None),
        ({"status": Progress.AGREED}, WorkState.NOT_BEGUN, 6),
        ({"status": Progress.AGREED, "start": date(2026, 11, 1)}, WorkState.ON_TIME, None),
        ({"milestones": (Dated(date(2026, 9, 14), "half"),)}, WorkState.SLIPPING, 3),
        (
            {"milestones": (Dated(date(2026, 9, 14), "half"),), "progress_date": date(2026, 9, 15)},
            WorkState.ON_TIME,
            None,
        ),
        ({"status": Progress.COMPLETE, "progress": "90 fitted"}, WorkState.DONE, None),
        ({"status": Progress.COMPLETE, "due": date(2026, 9, 1)}, WorkState.SAID_DONE, None),
        ({"status": Progress.WITHDRAWN, "blockage": "no key"}, WorkState.WITHDRAWN, None),
    ],
)
def test_a_state_follows_from_days_and_lines_and_not_from_its_own_word(changes, state, weeks):
    found = state_of(replace(PLAIN, **changes), ON)
    assert (found.state, found.weeks) == (state, weeks)


def plan(*changes):
    return tuple(replace(PLAIN, ref=f"D{i}", **change) for i, change in enumerate(changes))


def test_every_activity_is_counted_in_one_state_and_the_longest_stuck_stands_first():
    late = ({"due": ON - timedelta(days=8)}, {"due": ON - timedelta(days=80)})
    every = reviewed(plan({}, *late, {"blockage": "no key"}), ON)
    states = states_of(every, ON)
    assert [work.activity.ref for work in every] == ["D3", "D2", "D1", "D0"]
    assert sum(getattr(states, str(state)) for state in WorkState) == states.every == 4
    assert (states.late, states.blocked, states.on_time) == (2, 1, 1)


def test_open_work_is_counted_by_priority_and_strand_and_the_rest_is_not_lost():
    priorities = Priorities((Priority("homes", "Homes", ()), Priority("streets", "Streets", ())), {})
    rows = by_priority(
        plan({}, {"strand": Strand.ENFORCEMENT, "cost": None}, {"status": Progress.COMPLETE}, {"priority": "old"}),
        priorities,
    )
    assert [(r.priority.key if r.priority else "", r.open, r.known_cost, r.unknown_cost) for r in rows] == [
        ("homes", 2, 100.0, 1), ("streets", 0, 0, 0), ("", 1, 100.0, 0),
    ]  # fmt: skip


def test_a_role_with_nine_open_activities_has_too_much():
    assert heavy_roles(plan(*[{}] * 8)) == ()
    (load,) = heavy_roles(plan(*[{}] * 9, {"status": Progress.COMPLETE}))
    assert (load.role, load.open) == ("Officer", 9)


def test_agencies_stand_by_name_with_what_needs_a_word():
    every = reviewed(plan({"agency": "Police"}, {"agency": "Council", "due": date(2026, 9, 1)}, {}), ON)
    assert [(a.agency, a.open, a.pressing) for a in by_agency(every)] == [("Council", 1, 1), ("Police", 2, 0)]
