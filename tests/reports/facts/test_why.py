"""What could explain a signal is ranked by what of it is held: for, against, or nobody knows yet."""

import re
from dataclasses import replace

import pytest

from bsafe_analysis.model.cycle import KnownDate
from bsafe_analysis.model.findings import Caution, Direction, Status
from bsafe_analysis.model.priorities import Improvement, Priorities
from bsafe_analysis.model.register_entries import Comment, Hypothesis
from bsafe_analysis.reports.cases.why_cases import ClueWords
from bsafe_analysis.reports.documents import build_tactical_assessment
from bsafe_analysis.reports.facts.signal_in_short import shared_cautions
from bsafe_analysis.reports.facts.signals import signals_of
from bsafe_analysis.reports.facts.why import MOST_ON_A_PAGE, Cause, why, why_in_short
from bsafe_analysis.reports.show import compose
from tests.reports.documents.test_meeting_words import NEXT_DOOR, RUN, at_points, told
from tests.reports.months import MONTH, finding, prepared


def causes(month, *results):
    (signal, *_) = build_tactical_assessment(month).signals
    comment = Comment(MONTH, "N1.burglary", None, "analyst", "", tuple(Hypothesis(r or "x", "", r) for r in results))
    return why(signal, (comment,))


def of(found, cause):
    return next((c for c in found if c.cause is cause), None)


@pytest.mark.parametrize(
    ("results", "first"),
    [
        (("Supported: so it was",), "Supported: so it was"),
        (("Rejected", ""), "x"),
        (("Partly", "Supported"), "Supported"),
    ],
)
def test_an_explanation_that_a_test_bore_out_stands_first_then_one_that_waits_for_its_test(results, first):
    found = causes(prepared(spots=at_points(2, 2), findings=(finding(since="2026-05"),)), *results)
    assert found[0].cause is Cause.WRITTEN and found[0].written.claim == first
    assert [c.rank for c in found] == sorted(c.rank for c in found)


def test_a_rise_most_of_which_is_at_one_point_speaks_for_one_event_and_one_that_is_spread_out_against_it():
    at_one = of(causes(prepared(spots=at_points(17, 3))), Cause.ONE_EVENT)
    spread = of(causes(prepared(spots=at_points(5, 3))), Cause.ONE_EVENT)
    assert (at_one.supports, at_one.opposes) == ((ClueWords.AT_ONE_POINT, ClueWords.ONE_MONTH), ())
    assert (spread.supports, spread.opposes) == ((ClueWords.ONE_MONTH,), (ClueWords.AT_SEVERAL_POINTS,))
    assert at_one.rank < spread.rank


def test_what_moved_next_door_the_other_way_speaks_for_a_change_of_place():
    fell = finding("N2", observed=0, direction=Direction.DOWN, **RUN | {"run_observed": 4})
    both = prepared(findings=(finding(), fell), neighbours=NEXT_DOOR)
    assert of(causes(both), Cause.NEXT_DOOR).supports == (ClueWords.SIGNAL_OPPOSITE,)
    said = told(both, "signals")
    assert "To ask: Did it move here from Quarry, next to it, where fewer were recorded?" in said
    assert "It moved in from next door" not in said, "asked in the signal's own lines, not again in its table"
    quiet = prepared(neighbours=NEXT_DOOR)
    assert of(causes(quiet), Cause.NEXT_DOOR).opposes == (ClueWords.NOBODY_OPPOSITE,)
    assert of(causes(prepared()), Cause.NEXT_DOOR) is None  # nobody knows which places touch it


def test_what_came_in_and_what_moves_with_reports_speak_for_another_way_of_recording():
    short = prepared(findings=(finding(cautions=(Caution.INCOMPLETE_MONTH,)),))
    assert ClueWords.CAME_IN in of(causes(short), Cause.RECORDING).supports
    neutral = prepared(priorities=Priorities((), {"burglary": Improvement.NEUTRAL}))
    assert of(causes(neutral), Cause.RECORDING).supports == (ClueWords.MOVES_WITH_REPORTS,)


@pytest.mark.parametrize(("since", "against"), [("2026-06", (ClueWords.BEGAN_BEFORE,)), (MONTH, ())])
def test_a_known_date_explains_nothing_that_began_before_it(since, against):
    month = prepared(findings=(finding(since=since, status=Status.CONTINUING),))
    fair = (KnownDate("Fair", month.cycle.as_of.replace(month=9, day=3), month.cycle.as_of.replace(month=9, day=9)),)
    dated = replace(month, cycle=replace(month.cycle, partnership=replace(month.cycle.partnership, dates=fair)))
    found = of(causes(dated), Cause.KNOWN_DATE)
    assert found.opposes == against
    assert found.rank == (3 if against else 0)


def test_a_page_lists_three_at_most_and_keeps_what_an_analyst_ruled_out():
    lasting = prepared(findings=(finding(since="2026-05"),), spots=at_points(2, 2))
    every = causes(lasting, "", "Not supported: it began before", "", "")
    shown = why_in_short(every)
    assert len(shown) == MOST_ON_A_PAGE < len(every)
    ruled_out = why_in_short(causes(lasting, "Not supported: it began before"))
    assert "Not supported: it began before" in [c.written.claim for c in ruled_out if c.written]


def test_a_caution_of_every_signal_is_said_once_and_one_of_its_own_stays_with_it():
    two = (
        finding(cautions=(Caution.PROVISIONAL,)),
        finding("N3", cautions=(Caution.PROVISIONAL, Caution.SMALL_COUNT)),
    )
    assert shared_cautions(signals_of(prepared(), two)) == (Caution.PROVISIONAL,)
    assert shared_cautions(signals_of(prepared(), two[:1])) == ()
    said = told(prepared(findings=two), "signals")
    assert said.count("this month is provisional and may be revised") == 1
    assert said.count("the usual numbers are small") == 1


def test_signals_that_call_for_attention_stand_before_improvements():
    fewer = finding("N2", observed=1, direction=Direction.DOWN, lower=3, upper=15)
    tactical = build_tactical_assessment(prepared(findings=(fewer, finding())))
    assert [s.place.code for s in tactical.signals] == ["N1", "N2"]
    assert "To watch: no decision; fewer were recorded." in told(tactical.prepared, "signals")


def test_the_place_of_which_it_was_first_told_stands_in_a_sentence_without_counts():
    spread = finding("B", status=Status.CONTINUING, since="2026-07", continues="N1.burglary.up.2026-07")
    tactical = build_tactical_assessment(prepared(findings=(spread,)))
    html = "".join(part.get("text/html", "") for part in compose(tactical, "signals"))
    (told_first,) = re.findall(r"<p>[^<]*first told of[^<]*</p>", html)
    assert "recorded" not in told_first
