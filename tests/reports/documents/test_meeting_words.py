"""What people who read the pages cold could not take, or took wrongly: each stands here with the words that mend it."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pandas as pd
import pytest

from bsafe_analysis.model.activities import Progress
from bsafe_analysis.model.cycle import Coverage, KnownDate, SizeCoverage
from bsafe_analysis.model.findings import Direction, Rule, Status
from bsafe_analysis.model.issued_record import Alert, AlertOutcome, TrackRecord
from bsafe_analysis.model.map_points import SPOT_COLUMNS, Change
from bsafe_analysis.model.priorities import Improvement, Priorities
from bsafe_analysis.model.receipts import Revision
from bsafe_analysis.model.register_entries import Choice, DecisionSheet, Proposal, Register
from bsafe_analysis.model.tactical_options import Options
from bsafe_analysis.reports.documents import (
    build_lap_assessment,
    build_neighbourhood_profile,
    build_tactical_assessment,
)
from bsafe_analysis.reports.documents.annex import build_annex
from bsafe_analysis.reports.documents.decisions_sought import Ask
from bsafe_analysis.reports.wording import words as words_of
from tests.reports.documents.test_documents import words
from tests.reports.facts.test_tasking import option
from tests.reports.months import MONTH, activity, finding, prepared

RUN = {"rule": "persistent", "since": "2026-07", "run_months": 3, "run_observed": 60, "run_expected": 27.0}


def told(month, *sections):
    return unescape(words(build_tactical_assessment(month), *sections))


def looked_up(month, *sections):
    """What the month's annex says."""
    return unescape(words(build_annex(month), *sections))


def in_full(month):
    """What the annex says of its signals."""
    return looked_up(month, "signals")


def expecting(month, place, expected, lower, upper):
    """The month with another expected range for every category of one place."""
    table = month.expectations
    rows = (table["area"] == place) & (table["month"] == MONTH)
    given = {"expected": expected, "lower": lower, "upper": upper}
    return replace(month, expectations=table.assign(**{k: table[k].mask(rows, v) for k, v in given.items()}))


def at_points(*counts, names=("Mill Street", "Dye House Lane")):
    rows = [
        ("finding", "burglary", "N1", i + 1, name, "N1", n, 0, 0, str(Change.UNKNOWN), "", 0, 400.0, 300.0)
        for i, (n, name) in enumerate(zip(counts, names, strict=False))
    ]
    return pd.DataFrame(rows, columns=list(SPOT_COLUMNS))


NEXT_DOOR = {"N1": ("N2",), "N2": ("N1",), "N3": ()}


def test_counts_next_door_that_are_too_few_to_judge_are_not_said_to_be_within_their_range():
    judged = prepared(neighbours=NEXT_DOOR)
    assert "For burglary, no place that touches it is outside its range." in in_full(judged)
    few = expecting(judged, "N2", 0.5, 0, 9)
    said = in_full(few)
    assert "For burglary, the counts next door cannot be judged: they are too few." in said
    assert "no place that touches it" not in said
    alone = prepared(neighbours=NEXT_DOOR, findings=(finding("N3"),))
    assert "No other neighbourhood touches it." in in_full(alone)


def test_other_categories_that_cannot_be_judged_are_not_counted_among_those_within_their_range():
    month = prepared()
    assert "The one other category in Mill Lane that can be judged is within its range." in in_full(month)
    assert "No other category in Mill Lane could be judged." in in_full(expecting(month, "N1", 0.5, 0, 30))


def test_one_count_outside_beside_a_signal_is_said_to_be_what_chance_may_give():
    month = prepared(rise={("N1", "burglary", MONTH): 25, ("N1", "damage", MONTH): 30})
    (signal,) = build_tactical_assessment(month).signals
    assert "Outside its range in Mill Lane: criminal damage, above (30;" in in_full(month)
    beside = replace(signal, where=replace(signal.where, others_judged=9))
    said = unescape(words_of("signals/in_full", "moved_words", s=beside))
    assert "Outside its range in Mill Lane, by itself perhaps by chance: criminal damage, above (30;" in said
    together = replace(
        signal, where=replace(signal.where, others=signal.where.others * 4, together=(4, 9), others_judged=9)
    )
    said = unescape(words_of("signals/in_full", "moved_words", s=together))
    assert "Four of the other 9 categories in Mill Lane lie outside their ranges, more than chance explains" in said
    assert "Several categories moved at once" in unescape(words_of("signals/in_full", "think_words", s=together))


@pytest.mark.parametrize(("counts", "said"), [((17, 3), True), ((12, 3), False), ((4,), False)])
def test_a_rise_most_of_which_is_at_one_map_point_asks_first_whether_one_event_lies_behind_it(counts, said):
    month = prepared(spots=at_points(*counts))
    assert ("Most of it is recorded at one map point (17 of 25)" in in_full(month)) is said


def test_two_map_points_of_one_name_are_told_apart():
    said = in_full(prepared(spots=at_points(9, 5, names=("Mill Street", "Mill Street"))))
    assert "Mill Street, 9; Mill Street (another point), 5." in said


@pytest.mark.parametrize(
    ("since", "words_"),
    [("2026-08", "after one month above what was expected, August 2026"),
     ("2026-06", "after standing above what was expected since June 2026")],
)  # fmt: skip
def test_what_stood_out_for_one_month_is_not_said_to_have_stood_since_it(since, words_):
    cleared = finding(status=Status.CLEARED, observed=8, since=since)
    said = told(prepared(findings=(cleared,)), "signals")
    assert "Improved or cleared: burglary in Mill Lane." in told(prepared(findings=(cleared,)), "page-one")
    assert f"back within its range, {words_} (8 recorded; 3 to 15 expected)" in said


def test_a_fall_is_not_sold_as_an_improvement_alone():
    fallen = prepared(findings=(finding(observed=1, direction=Direction.DOWN),))
    assert "Fewer recorded may also mean fewer reported." in told(fallen, "page-one")
    assert "fewer reported" not in told(prepared(), "page-one")


def test_what_has_stood_for_months_is_evidenced_by_its_months_together():
    lasting = prepared(findings=(finding(observed=14, status=Status.CONTINUING, **RUN),))
    said = told(lasting, "page-one") + in_full(lasting)
    assert "60 were recorded in three months; by the months before, about 27 expected. This month: 14, within" in said
    assert "within range. It began in July 2026." in said
    assert "60 recorded in the last three months together; about 27 expected from the months before them." in said
    assert "This month alone is within its range: it is the months together that stand out." in said


def test_page_one_of_a_month_in_which_nothing_stands_out_names_what_has_doubled_in_a_year():
    def slow(*ways):
        return tuple(
            finding(area, rule=Rule.DRIFT, direction=way, run_months=12, run_observed=80, run_expected=40.0)
            for area, way in zip(("N1", "N2", "N3", "B"), ways, strict=False)
        )

    up, down = Direction.UP, Direction.DOWN
    several = ((up, down, down), (down, down), (up, up, up, up))
    said = {ways: told(prepared(findings=(), slow_changes=slow(*ways)), "page-one") for ways in several}
    begins = "Slow rises, the last year beside the one before: burglary in Mill Lane, 80 after 40"
    assert (
        "Nothing stands out. Of so many" in said[up, down, down] and f"{begins} (slow changes)." in said[up, down, down]
    )
    assert "Slow rises" not in said[down, down]
    assert "burglary in Hope, 80 after 40; and one more (slow changes)." in said[up, up, up, up]


def test_what_the_partnership_knows_of_the_month_is_named_where_a_change_is_thought_about():
    month = prepared()
    known = (
        KnownDate("First national lockdown", date(2026, 8, 23), date(2026, 9, 21)),
        KnownDate("School holidays", date(2026, 7, 22), date(2026, 9, 1)),
        KnownDate("Match", date(2026, 9, 30), date(2026, 9, 30)),
        KnownDate("Fair", date(2026, 10, 1), date(2026, 10, 2)),
    )
    dated = replace(month, cycle=replace(month.cycle, partnership=replace(month.cycle.partnership, dates=known)))
    said = in_full(dated)
    assert "Known in that month: First national lockdown (23 August 2026 to 21 September 2026) and Match" in said
    assert "Fair" not in said and "School holidays" not in said
    assert "Eid" not in said and "Ramadan" not in said  # a feast beside a rise would lay it at somebody's door
    assert "Known in" not in in_full(month)


def test_what_partners_count_is_not_said_to_come_of_the_open_police_data():
    assert "data.police.uk gives the month and a nearby point." in in_full(prepared())
    said = in_full(prepared(classes={"burglary": "PARTNER"}))
    assert "what partners send is counted, not named" in said
    assert "At what times" not in said


def test_alerts_that_are_all_new_are_not_divided_into_lasting_and_faded():
    def alert(outcome):
        return Alert("N1", "burglary", Direction.UP, MONTH, MONTH, outcome, standing=True)

    new = replace(prepared(), record=TrackRecord("2025-10", MONTH, (alert(AlertOutcome.TOO_EARLY),)))
    said = told(new, "track-record")
    assert "One alert was raised from October 2025 to September 2026: it is too new to tell whether it lasts." in said
    faded = replace(
        new, record=TrackRecord("2025-10", MONTH, (alert(AlertOutcome.TOO_EARLY), alert(AlertOutcome.FADED)))
    )
    assert (
        "none lasted into the next month, one gave no signal the month after, one is too new to tell whether it lasts."
        in told(faded, "track-record")
    )


def test_a_month_long_past_says_that_the_coming_weeks_have_been():
    month = prepared()
    assert "past month" not in told(month, "ahead")
    replayed = replace(month, cycle=replace(month.cycle, as_of=date(2028, 1, 15)))
    assert "September 2026 is a past month, made again from the data as at 15 January 2028" in told(replayed, "ahead")
    first = "A past month, made again from the data as at 15 January 2028: the days and requests below"
    area = words(build_lap_assessment(build_tactical_assessment(replayed), "A1"), "page-one")
    assert first in told(replayed, "page-one") and first in area
    assert "A past month" not in told(month, "page-one")


def stuck_and_late():
    late = activity("D02", due=date(2026, 9, 1), title="Gate the alleys", agency="Council")
    later = activity("D05", due=date(2026, 9, 9), title="Cut the hedges")
    elsewhere = activity("D07", areas=("N3",), due=date(2026, 9, 1), title="Light the path")
    return late, later, elsewhere


def test_an_areas_meeting_does_not_decide_again_what_the_boroughs_is_asked():
    tactical = build_tactical_assessment(prepared(activities=stuck_and_late(), findings=(finding("N1", "damage"),)))
    assert [a.ref for d in tactical.decisions for a in d.activities] == ["D02", "D07"]
    lap = build_lap_assessment(tactical, "A1")
    assert [(d.ask, [a.ref for a in d.activities]) for d in lap.decisions] == [(Ask.OVERDUE, ["D05"])]
    said = unescape(words(lap, "page-one"))
    assert "For information: the Partnership Business Group is asked to" in said
    assert "agree a lead for criminal damage in Mill Lane" in said or "say what lies behind it (criminal damage" in said
    assert 'extend or end "gate the alleys" (D02) and "light the path" (D07).' in said
    south = build_lap_assessment(tactical, "A2")
    assert south.decisions == () and "Nothing to decide here this month." in words(south, "page-one")


def test_page_one_of_an_area_asks_for_owners_of_what_was_passed_down_and_names_what_may_be_escalated():
    def task(**changes):
        base = Proposal("2026-09-1", MONTH, finding().id, "N1", "burglary", "gates", "Gate the alleys", "Council")
        return replace(base, choice=Choice.ACCEPT, due=date(2026, 12, 1), **changes)

    older = activity("D04", title="Open a school", blockage="No heating", blocked_since=date(2026, 6, 1))
    blocked = activity("D03", title="Open a hall", blockage="No key", blocked_since=date(2026, 7, 1))
    for owner in ("", "Street scene manager"):
        register = Register(decisions=(DecisionSheet(MONTH, (task(owner=owner),)),))
        month = prepared(register=register, activities=(blocked, older))
        lap = build_lap_assessment(build_tactical_assessment(month), "A1")
        said = words(lap, "page-one")
        assert (
            "Name a local owner for 2026-09-1, passed down to this area: gate the alleys" in unescape(said)
        ) is not owner
        assert "Passed down: 2026-09-1, gate the alleys." in unescape(said)
        assert "Proposed for escalation: D03, open a hall." in unescape(said)
        assert "What is blocked here is before" not in words(lap, "proposals")
        assert "was asked to" in said and 'unblock "open a school" (D04)' in unescape(said)
    alone = build_lap_assessment(build_tactical_assessment(prepared(activities=(older,))), "A1")
    assert "What is blocked here is before the Partnership Business Group already" in words(alone, "proposals")


def test_an_areas_page_says_how_many_recommendations_about_it_wait_for_the_boroughs_meeting():
    library = Options((option("audit"),))
    tactical = build_tactical_assessment(prepared(options=library))
    said = words(build_lap_assessment(tactical, "A1"), "page-one")
    assert "One recommendation about this area waits for a decision of the Partnership Business Group" in said
    assert "recommendation" not in words(build_lap_assessment(tactical, "A2"), "page-one")


def test_a_revision_names_its_source_where_several_sources_were_revised():
    def revised(source):
        return Revision(source, "x", "2026-08", "a", "b", 40, 43, 3, 0, 0, 1, 2)

    one = looked_up(prepared(revisions=(revised("police"),)), "data-notes")
    assert "August 2026 was downloaded again" in one
    two = looked_up(prepared(revisions=(revised("police"), revised("fire"))), "data-notes")
    assert "August 2026 of police was downloaded again" in two and "August 2026 of fire was downloaded again" in two


@pytest.mark.parametrize(
    ("inside", "said"), [(0.976, "more than stated, for a small"), (0.951, ""), (0.92, "fewer than stated, so more")]
)
def test_ranges_that_held_more_or_fewer_counts_than_stated_say_so(inside, said):
    words_ = looked_up(prepared(coverage=Coverage(0.95, inside, 900, "2025-10", "2026-08")), "method")
    assert said in words_ and ("than stated" in words_) is bool(said)


def test_what_is_blocked_and_late_is_named_among_the_longest_overdue_and_asked_for_a_date():
    stuck = activity("D11", due=date(2026, 7, 28), blockage="No list", blocked_since=date(2026, 6, 14))
    late = activity("D02", due=date(2026, 8, 28))
    said = told(prepared(findings=(), activities=(stuck, late)), "page-one")
    marked = "mark bicycles at the station"
    asked = f"Police: Unblock or end: {marked} (D11), blocked: no list. Extend or end: {marked} (D02)."
    assert asked in said and said.count("(D11)") == 1
    on_time = told(prepared(findings=(), activities=(replace(stuck, due=date(2026, 12, 1)), late)), "page-one")
    assert asked in on_time


def test_a_new_signal_of_several_months_says_since_when():
    run = prepared(findings=(finding(status=Status.NEW, **RUN),))
    assert "It is new, and began in July 2026." in told(run, "page-one")
    assert "It is new. " in told(prepared(), "page-one")


def test_signals_next_to_each_other_that_go_opposite_ways_are_to_be_judged_together():
    fell = finding("N2", observed=0, direction=Direction.DOWN, **RUN | {"run_observed": 4})
    both = prepared(findings=(finding(), fell), neighbours=NEXT_DOOR)
    said = in_full(both)
    assert "Quarry, next to it, has a signal of its own, below (4 recorded in the last three months together;" in said
    assert said.count("Some of it may have moved from one to the other: judge them together.") == 2
    area = words(build_lap_assessment(build_tactical_assessment(both), "A1"), "page-one")
    assert "lower since July 2026 (4 recorded in three months; about 27 expected)." in area
    away, here = (
        "Did it move to Mill Lane, next to it, where more were recorded?",
        "Did it move here from Quarry, next to it",
    )
    assert away in area and here in area
    borough = unescape(told(both, "signals"))
    assert f"To ask: {here}" in borough and away not in borough  # one question of two places is asked once
    assert "(did it move to Mill Lane, next to it, where more were recorded?)" in told(both, "page-one")
    assert "Moved with it: burglary in Quarry, next to it, below." in told(both, "signals")
    same = prepared(findings=(finding(), finding("N2")), neighbours=NEXT_DOOR)
    assert "Quarry, next to it, has a signal of its own, above" in in_full(same)
    assert "judge them together" not in in_full(same)


def test_work_that_is_not_under_way_is_not_said_to_be_at_work():
    at_work = activity("D01")
    stuck = activity("D05", blockage="No keys", blocked_since=date(2026, 7, 1))
    planned = activity("D06", status=Progress.AGREED)
    assert "D01 works on this; D05 (blocked) and D06 (not started) are meant to, and do not yet: ask Police" in in_full(
        prepared(activities=(at_work, stuck, planned))
    )
    unbegun = in_full(prepared(activities=(planned,)))
    assert "D06 (not started) is meant to work on this, and nothing has begun: ask Police when it begins" in unbegun
    assert "Police: Begin: mark bicycles at the station (D06, Mill Lane, due 1 December 2026)." in told(
        prepared(activities=(planned,)), "page-one"
    )
    everywhere = told(prepared(activities=(replace(planned, areas=()),)), "page-one")
    assert "Begin: mark bicycles at the station (D06, borough-wide, due 1 December 2026)." in everywhere


def test_who_works_on_a_signal_and_has_more_to_begin_there_is_told_both():
    """A cold reader's housing officer was told to report, and not to begin what her own agency had agreed."""
    planned = activity("D06", status=Progress.AGREED)
    said = told(prepared(activities=(activity("D01", areas=()), planned)), "page-one")
    begin = "Begin: mark bicycles at the station (D06, Mill Lane, due 1 December 2026)."
    assert f"Police: Report on burglary in Mill Lane. {begin}" in said
    blocked = told(prepared(activities=(replace(planned, blockage="No keys"),)), "page-one")
    assert "Unblock or end: mark bicycles at the station (D06), blocked: no keys." in blocked and "Begin" not in blocked


def test_a_count_that_is_neither_better_nor_worse_is_to_be_explained_by_whoever_works_on_it():
    neutral = prepared(priorities=Priorities((), {"burglary": Improvement.NEUTRAL}))
    assert "Analyse: Police to find out why." in told(neutral, "page-one")
    assert "D01 works on this: ask Police to find out why first." in in_full(neutral)
    assert "Say what lies behind it (Thornmere Together); nothing else yet." in told(
        replace(neutral, activities=()), "page-one"
    )


def test_page_one_says_what_was_decided_once_the_meeting_has_been():
    refused = Proposal("2026-09-1", MONTH, finding().id, "N1", "burglary", "audit", "Do audit", "Council")
    refused = replace(refused, choice=Choice.REFUSE, why="no hours until spring")
    library = Options((option("audit"),))
    month = prepared(options=library, activities=(), register=Register(decisions=(DecisionSheet(MONTH, (refused,)),)))
    assert "Refused: no hours until spring." in told(month, "page-one")
    assert "Refused" not in told(prepared(options=library, activities=()), "page-one")


def test_how_many_counts_lie_outside_in_a_usual_month_goes_by_what_past_months_held():
    wide = prepared(findings=(), coverage=Coverage(0.95, 0.5, 900, "2025-10", "2026-08"))
    judged = build_tactical_assessment(wide).notes.series
    said = looked_up(wide, "method")
    short = told(wide, "data-notes")
    assert f"Of this month's {judged} counts about {judged / 2:.0f} lie outside by chance alone" in short
    assert f"So about {judged / 2:.0f} of this month's {judged} counts lie outside in a usual month" in said
    assert "lie outside in a usual month" not in looked_up(replace(wide, coverage=None), "method")
    assert "by chance alone" not in told(replace(wide, coverage=None), "data-notes")


def test_how_often_ranges_held_is_said_by_the_size_of_the_count():
    sizes = (SizeCoverage(0, 5, 0.98, 600), SizeCoverage(5, 20, 0.96, 200), SizeCoverage(100, None, 0.88, 96))
    said = looked_up(prepared(coverage=Coverage(0.95, 0.97, 896, "2025-10", "2026-08", sizes)), "method")
    by_size = "98 in 100 where fewer than 5 a month were expected, 96 of 5 to 20 and 88 of 100 or more."
    assert f"By the size of the count: {by_size}" in said


def test_chance_is_told_once_with_its_rates_and_elsewhere_without_numbers():
    said = looked_up(prepared(), "method")
    assert "no more than about 10 in 100 signals are chance" in said and "three to five in 100 were" in said
    for section in ("page-one", "picture", "signals", "track-record"):
        assert not re.search(r"in 100|chance alone|about \d+ may be", told(prepared(), section)), section


def test_an_area_and_its_borough_are_compared_by_what_is_outside_in_one_or_both():
    lap = build_lap_assessment(build_tactical_assessment(prepared()), "A1")
    assert "Same as the borough: burglary, above the expected range in both." in words(lap, "page-one")
    south = build_lap_assessment(build_tactical_assessment(prepared()), "A2")
    assert "no category is outside its expected range in both" in words(south, "page-one")
    assert "Different: burglary, above it in the borough only." in words(south, "page-one")


def test_a_profile_says_nothing_of_how_many_incidents_this_month_had():
    month = prepared()
    profile = build_neighbourhood_profile(month, "N1")
    assert "this month" not in words(profile, "data-notes")
    assert "of the borough's" in told(month, "data-notes")


def test_a_count_outside_because_of_a_part_that_has_a_signal_leads_to_that_part():
    tactical = build_tactical_assessment(prepared())  # burglary rises in Mill Lane, North and the borough with it
    for document, place in ((tactical, "Thornmere"), (build_lap_assessment(tactical, "A1"), "North")):
        said = words(document, "picture")
        assert f"Outside the expected range as a signal inside {place} is: burglary, above it (" in said
        assert "told further on of Mill Lane." in said
        assert "not far enough out" not in said
    quiet = build_tactical_assessment(prepared(findings=()))
    assert "as a signal inside" not in words(quiet, "picture")
    assert "no signal of Thornmere: burglary, above it" in words(quiet, "picture")
