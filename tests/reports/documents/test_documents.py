"""Each document says what its meeting needs, and shows what it says it must."""

import re
from dataclasses import replace
from datetime import date
from html import unescape
from types import SimpleNamespace

import pandas as pd
import pytest

from bsafe_analysis.model.activities import Dated, Effect, NoVerdict, Progress, Risk, RiskLevel
from bsafe_analysis.model.cycle import DetectionSettings, ExceptionalTime, ProfileNotes
from bsafe_analysis.model.findings import Caution, Direction, Onset, PartShare, Status
from bsafe_analysis.model.map_points import Change
from bsafe_analysis.model.meeting_policy import MeetingPolicy
from bsafe_analysis.model.priorities import Harm, HarmClass, Improvement, Priorities
from bsafe_analysis.model.receipts import Notice, SetAside
from bsafe_analysis.model.times import TIME_COLUMNS
from bsafe_analysis.pages.cleaning import clean
from bsafe_analysis.pages.small_drawings import with_small_drawings
from bsafe_analysis.reports.document_kinds import build_document, contents_of, exhibits_of
from bsafe_analysis.reports.documents import (
    build_lap_assessment,
    build_neighbourhood_profile,
    build_tactical_assessment,
)
from bsafe_analysis.reports.documents.annex import build_annex
from bsafe_analysis.reports.documents.decisions_sought import Ask
from bsafe_analysis.reports.documents.neighbourhood_profile import ReviewState
from bsafe_analysis.reports.facts.judgements import Confidence, NextStep, confidence
from bsafe_analysis.reports.facts.series import SeriesPoint, Standing, more_than_chance, standing
from bsafe_analysis.reports.facts.signals import signals_of
from bsafe_analysis.reports.facts.whereabouts import Spot
from bsafe_analysis.reports.show import compose
from bsafe_analysis.reports.wording import mid_sentence
from tests.reports.months import MONTH, activity, finding, prepared

USUAL = MeetingPolicy()


def words(document, *sections):
    html = "".join(b.get("text/html", "") for s in sections or document.sections for b in compose(document, s))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def test_a_quiet_month_says_so_plainly():
    said = words(build_tactical_assessment(prepared(findings=())), "page-one")
    assert "Nothing stands out." in said
    assert "What to choose Nothing new this month." in said
    assert "Closest rise to a signal: burglary in Thornmere (" in said


def test_a_month_that_cannot_be_judged_is_not_called_a_quiet_one():
    month = prepared(findings=())
    unjudged = replace(month, expectations=month.expectations.assign(expected=float("nan")))
    tactical = build_tactical_assessment(unjudged)
    for document in (tactical, build_lap_assessment(tactical, "A1")):
        said = words(document)
        assert "No count could be judged" in said
        assert "Nothing stands out" not in said
        assert "no proof that nothing changed" not in said


def test_a_worsening_without_an_activity_asks_for_a_lead():
    tactical = build_tactical_assessment(prepared(activities=()))
    (wanted,) = tactical.decisions
    assert (wanted.ask, wanted.signal.next_step) == (Ask.AGREE_LEAD, NextStep.AGREE_LEAD)
    assert "Burglary in Mill Lane: Agree who leads (Thornmere Together proposed)." in words(tactical, "page-one")
    assert "No delivery plan is held" in words(tactical, "page-one")


def test_a_worsening_with_an_activity_asks_what_it_has_done():
    tactical = build_tactical_assessment(prepared())
    assert tactical.decisions == ()
    assert "ask Police what has been done: mark bicycles at the station (D01)." in words(tactical, "signals")
    everywhere = (activity(areas=()), activity("D06", status=Progress.AGREED))
    said = words(build_tactical_assessment(prepared(activities=everywhere)), "signals")
    asked = "borough-wide: D01; not under way: mark bicycles at the station (D06)."
    assert f"ask Police what has been done: {asked}" in said
    stuck = (activity(areas=()), activity("D06", status=Progress.STALLED))
    assert asked in words(build_tactical_assessment(prepared(activities=stuck)), "signals")


def test_an_improvement_is_not_in_needs_attention():
    fall = finding(observed=1, direction=Direction.DOWN, lower=3, upper=15)
    tactical = build_tactical_assessment(prepared(findings=(fall,)))
    assert tactical.attention == ()
    assert len(tactical.better) == 1
    assert "what stands apart is an improvement" in words(tactical, "page-one")


def test_a_category_declared_neutral_is_to_be_understood_before_acting():
    tactical = build_tactical_assessment(prepared(priorities=Priorities((), {"burglary": Improvement.NEUTRAL})))
    assert tactical.signals[0].next_step is NextStep.ANALYSE
    assert tactical.decisions == ()  # D01 works on it
    alone = build_tactical_assessment(replace(tactical.prepared, activities=()))
    assert [d.ask for d in alone.decisions] == [Ask.FIND_OUT]
    assert "Burglary in Mill Lane: Say what lies behind it (Thornmere Together); nothing else yet." in words(
        alone, "page-one"
    )
    assert "One signal, to analyse further." in words(alone, "signals")
    assert "ask Police to find out why" in words(tactical, "signals")
    assert "neither better nor worse: say what lies behind it." in words(alone, "signals")


def test_a_cleared_finding_is_told_once_and_asks_nothing():
    cleared = finding(status=Status.CLEARED, observed=8, since="2026-06")
    tactical = build_tactical_assessment(prepared(findings=(cleared,)))
    assert tactical.signals == ()
    assert (
        "back within its range, after standing above what was expected since June 2026 (8 recorded; 3 to 15 expected)"
        in words(tactical, "signals")
    )
    assert "Improved or cleared: burglary in Mill Lane." in words(tactical, "page-one")


def test_overdue_and_blocked_activities_reach_page_one():
    late = activity("D02", due=date(2026, 9, 1))
    stuck = activity("D03", blockage="No venue", blocked_since=date(2026, 7, 1), status=Progress.STALLED)
    tactical = build_tactical_assessment(prepared(findings=(), activities=(late, stuck)))
    assert [d.ask for d in tactical.decisions] == [Ask.UNBLOCK, Ask.OVERDUE]
    said = words(tactical, "page-one")
    assert "Agencies, by 17 November 2026" in said
    marked = "mark bicycles at the station"
    assert f"Unblock or end: {marked} (D03), blocked: no venue. Extend or end: {marked} (D02)." in said


def test_all_that_has_been_overdue_longest_is_one_decision_that_names_each_and_page_one_says_so():
    due = date(2026, 9, 1)
    late = (
        activity("D02", due=due, title="Gate the alleys", agency="Council"),
        activity("D16", due=due, title="Visit shops", agency="Fire and rescue"),
        activity("D20", due=date(2026, 9, 9)),
    )
    tactical = build_tactical_assessment(prepared(findings=(), activities=late))
    (decision,) = tactical.decisions
    assert (decision.ask, [a.ref for a in (decision.activity, *decision.with_it)]) == (Ask.OVERDUE, ["D02", "D16"])
    said = words(tactical, "page-one")
    for told in (
        "Council: Extend or end: gate the alleys (D02).",
        "Fire and rescue: Extend or end: visit shops (D16).",
    ):
        assert told in said
    assert "Police: Extend or end: mark bicycles at the station (D20)." in said


def test_an_activity_says_what_was_done_what_came_of_it_what_is_next_and_what_may_go_wrong():
    full = activity(
        log=(Dated(date(2026, 9, 18), "Marked 61 bicycles.", "Sergeant"), Dated(date(2026, 5, 2), "Met.", "Sergeant")),
        progress="Marked 61 bicycles.", progress_date=date(2026, 9, 18), support="College; railway",
        milestones=(Dated(date(2026, 9, 1), "Stall booked"), Dated(date(2026, 11, 3), "Second stall")),
        risk=Risk("Rain keeps people away", RiskLevel.MEDIUM, RiskLevel.LOW, "Book the hall"),
        blockage="No venue", blocked_since=date(2026, 7, 1), blocked_by="College", ask="Lend a hall",
    )  # fmt: skip
    since = Effect("D01", "N1", "burglary", Direction.DOWN, "2026-04", MONTH, 6, 70, 54.0, 40, 69)
    for effect, result in (
        (since, "70 burglaries recorded in Mill Lane since April 2026; 40 to 69 expected, so more than expected."),
        (replace(since, reason=NoVerdict.TOO_EARLY), "too early: three whole months are needed."),
        (None, "no count is set against it; it is measured by bicycles marked."),
    ):
        month = prepared(activities=(full,), effects=(effect,) if effect else ())
        annex = build_annex(month)
        (row,) = exhibits_of(annex).table("activities-table").rows
        assert row[3].lines == (
            "Did: 18 September 2026, marked 61 bicycles.",
            f"Result: {result}",
            "Next: second stall by 3 November 2026.",
            "Blockage: no venue, since 1 July 2026, with College. Asked: lend a hall.",
        )
        assert row[4] == "Rain keeps people away (likelihood medium, impact low). Book the hall."
        assert row[2].lines == ("1 December 2026", "Blocked (under way)")
        assert "With: College; railway" in row[1].lines
    lap = unescape(words(build_lap_assessment(build_tactical_assessment(month), "A1"), "activities"))
    assert "Mark bicycles at the station (D01), 18 September 2026, sergeant: Marked 61 bicycles." in lap
    plan = unescape(words(annex, "plan"))
    assert "18 September 2026, D01 (mark bicycles at the station), sergeant: Marked 61 bicycles." in plan
    assert "2 May 2026" not in lap + plan  # five months ago


def test_page_one_has_lines_for_five_decisions_and_names_all_others():
    many = tuple(
        replace(finding(), area=area, category=c)
        for area in ("B", "A1", "N1", "N2", "N3")
        for c in ("burglary", "damage")
    )
    worse = Priorities((), {"burglary": Improvement.FEWER, "damage": Improvement.FEWER})
    tactical = build_tactical_assessment(prepared(findings=many, activities=(), priorities=worse))
    assert len(tactical.besides_told) == len(tactical.asked_in_short) == 5
    said = words(tactical, "page-one")
    assert all(f"in {signal.place.name}" in said for signal in tactical.signals)
    last = tactical.signals[-1]
    assert "Also: who leads on " in said and f"{mid_sentence(last.category.name)} in {last.place.name}" in said


def drawn(month):
    """Page one with its chart drawn, and the mark from which it is drawn."""
    marked = "".join(b["text/html"] for b in compose(build_tactical_assessment(month), "page-one"))
    return with_small_drawings(clean(marked)), marked


def test_page_one_shows_the_series_of_what_leads_it_beside_its_range_and_nothing_where_nothing_does():
    html, marked = drawn(prepared())
    series = build_tactical_assessment(prepared()).leading.series
    values = ",".join(str(point.observed) for point in series.points[-24:])
    assert f'data-values="{values}"' in marked
    assert html.count("<polyline") == 1 and html.count("<polygon") == 1
    assert "25 recorded in the last month; 3 to 15 expected." in html
    assert "trend" not in drawn(prepared(findings=()))[1]


HARM = {"damage": Harm(HarmClass.HIGH, "people are put in fear"), "burglary": Harm(HarmClass.MEDIUM, "it costs")}


def test_page_one_leads_with_the_worst_harm_not_with_the_least_likely():
    worse = {"burglary": Improvement.FEWER, "damage": Improvement.FEWER}
    found = (finding(p=1e-9), finding("N2", observed=40), finding("N3", "damage"))
    said = {
        ranked: words(
            build_tactical_assessment(prepared(findings=found, priorities=Priorities((), worse, harm))), "page-one"
        )
        for ranked, harm in ((True, HARM), (False, {}))
    }
    assert "The worst risk is criminal damage in Hope." in said[True]
    assert "Rated high for harm: people are put in fear." in said[True]
    listed = [said[True].index(f"{name} (") for name in ("Burglary in Quarry", "Burglary in Mill Lane")]
    assert listed == sorted(listed)  # of one class the larger excess comes first
    assert "What stands out most is burglary in Mill Lane." in said[False]
    assert "harm" not in said[False]


def test_what_is_found_more_often_is_not_called_the_worst_risk_where_more_of_it_is_no_worse():
    neutral = Priorities((), {"damage": Improvement.NEUTRAL, "burglary": Improvement.FEWER}, HARM)
    both = prepared(findings=(finding("N3", "damage"), finding()), priorities=neutral)
    assert "The worst risk is burglary in Mill Lane." in words(build_tactical_assessment(both), "page-one")
    alone = replace(both, findings=(finding("N3", "damage"),))
    assert "What stands out most is criminal damage in Hope." in words(build_tactical_assessment(alone), "page-one")


def test_what_nobody_works_on_is_named_beside_what_each_agency_is_to_do():
    worse = Priorities((), {"burglary": Improvement.FEWER, "damage": Improvement.FEWER})
    found = (finding(), finding("N2"), finding("N3", "damage"))
    base = prepared(findings=found, activities=(activity(areas=("N1",)),), priorities=worse)
    said = words(build_tactical_assessment(base), "page-one")
    assert "Police: Report on burglary in Mill Lane." in said
    proposed = "burglary in Quarry (Police proposed) and criminal damage in Hope (Thornmere Together proposed)"
    assert f"Not agreed yet: who leads on {proposed}." in said
    assert "lead on burglary in Quarry" not in said
    assert "Not agreed yet" not in words(build_tactical_assessment(replace(base, activities=())), "page-one")


def test_a_count_of_the_picture_outside_its_range_is_a_signal_or_the_page_says_why_not():
    month = prepared(findings=())
    tactical = build_tactical_assessment(month)
    assert [row.category.key for row in tactical.outside] == ["burglary"]  # 44 in the borough: no finding tells of it
    latest = tactical.outside[0].series.latest
    told = f"{latest.observed} recorded; {latest.lower} to {latest.upper} expected"
    assert f"no signal of Thornmere: burglary, above it ({told})" in words(tactical, "picture")
    assert f"Outside its range in Thornmere, yet no signal: burglary ({told})" in words(tactical, "page-one")
    lap = build_lap_assessment(tactical, "A1")
    assert "no signal of North: burglary, above it" in words(lap, "picture")
    signal = build_tactical_assessment(replace(month, findings=(finding("B"),)))
    assert signal.outside == ()
    assert "no signal of" not in words(signal, "picture")
    named = build_tactical_assessment(replace(month, findings=(finding(also=("B",)),)))
    assert named.outside == ()


@pytest.mark.parametrize("outside, told", [(1, (0, 0)), (2, (0, 0)), (4, (4, 14)), (14, (14, 14))])
def test_many_counts_of_one_place_outside_at_once_are_said_to_be_more_than_chance(outside, told):
    standings = [Standing.BELOW] * outside + [Standing.WITHIN] * (14 - outside) + [Standing.TOO_FEW] * 3
    assert more_than_chance([SimpleNamespace(standing=s) for s in standings], 0.95) == told
    tactical = build_tactical_assessment(prepared(findings=()))
    more = replace(tactical, rows=tuple(replace(tactical.rows[0], standing=s) for s in standings))
    assert ("more than chance explains" in words(more, "picture")) is (told != (0, 0))
    assert ("kinds of incident are outside their ranges at once" in words(more, "page-one")) is (told != (0, 0))


def test_page_one_leads_to_the_recommendations_that_wait_for_a_decision():
    tactical = build_tactical_assessment(prepared())
    assert tactical.to_decide == len(tactical.tasking.recommendations)
    link = '<a href="#options">What to choose</a>'
    assert (link in "".join(b["text/html"] for b in compose(tactical, "page-one"))) == tactical.open_rows
    shared = build_tactical_assessment(replace(tactical.prepared, audience="partner"))
    assert shared.to_decide == 0
    assert link not in "".join(b["text/html"] for b in compose(shared, "page-one"))


def test_the_words_on_sensitive_categories_say_that_points_are_withheld_and_not_neighbourhood_counts():
    month = prepared()
    cycle = replace(month.cycle, not_by_place=("damage",), high_risk=("damage",))
    tactical = build_tactical_assessment(replace(month, cycle=cycle))
    assert "criminal damage (too sensitive)" in words(tactical, "places")
    assert "Never by street or map point: criminal damage." in words(tactical, "high-risk")


def test_a_month_long_past_is_reckoned_from_its_own_meeting_and_not_from_the_day_it_is_made_again():
    late = activity("D02", due=date(2026, 9, 1))
    base = prepared(findings=(), activities=(late, activity("D03", due=date(2027, 5, 1))))
    replayed = replace(base.cycle, as_of=date(2028, 1, 15), meetings=())
    tactical = build_tactical_assessment(replace(base, cycle=replayed))
    assert [d.activity.ref for d in tactical.decisions] == ["D02"]
    assert tactical.decisions[0].by == date(2026, 11, 30)
    assert build_lap_assessment(tactical, "A1").review.on == date(2026, 10, 5)


def test_a_plan_of_which_nothing_could_be_used_is_not_called_none():
    refused = Notice("activity_refused", "D1", 1, "Activity D1 was set aside: it has no owner.", needs_person=True)
    tactical = build_tactical_assessment(prepared(activities=(), notices=(refused,)))
    assert "could be used" in words(tactical, "page-one") and "could be used" in words(tactical, "activities")
    assert "No delivery plan is held" not in words(tactical)


def test_a_run_longer_than_the_signal_is_not_said_to_have_begun_with_it():
    run = finding(
        rule="persistent", since="2026-07", status=Status.CONTINUING, run_months=5, run_observed=60, run_expected=30.0
    )
    month = prepared(findings=(run,), activities=())
    said = words(build_tactical_assessment(month), "page-one") + words(build_annex(month), "signals")
    led = "burglary: 60 recorded in the last five months together; about 30 expected from the months before them."
    assert "60 were recorded in five months; by the months before, about 30 expected. This month: 25; 3" in said
    alone = "In September 2026 alone: 25 recorded; 3 to 15 expected."
    often = "It was above its range in one of the two months that can be judged since July 2026."
    assert f"{led} {alone} Running above what was expected since July 2026. {often}" in said
    assert "expected of a signal's months together is worked out at once, not as the sum of each month's" in said
    fewer = build_tactical_assessment(prepared(findings=(finding(observed=1, direction=Direction.DOWN),)))
    assert "lower this month (1 recorded; 3 to 15 expected)" in words(build_lap_assessment(fewer, "A1"), "page-one")


def test_a_map_point_that_is_named_after_its_kind_is_named_once():
    def spot(name, anchor):
        return Spot(name, None, 3, 1, 1, Change.STEADY, anchor)

    assert spot("Park/Open Space", "park or open space").is_its_kind
    assert spot("Pedestrian Subway", "subway").is_its_kind
    assert not spot("Hospital Lane", "").is_its_kind
    assert not spot("Motorway Service Area", "transport").is_its_kind


def test_a_lap_assessment_holds_its_areas_signals_and_no_others():
    tactical = build_tactical_assessment(
        prepared(findings=(finding(), finding(area="N3"), finding(area="B", also=("N3",))))
    )
    north, south = build_lap_assessment(tactical, "A1"), build_lap_assessment(tactical, "A2")
    assert [s.place.code for s in north.signals] == ["N1"]
    assert [s.place.code for s in south.signals] == ["N3", "B"]
    assert "Provisional, before the Partnership Business Group" in words(north, "page-one")


BOROUGHS = (PartShare("A1", 71, 40.2, moved=True), PartShare("A2", 60, 25.0, moved=True))


def everywhere(parts=BOROUGHS, **more):
    return finding("B", observed=131, expected=65.0, upper=85, parts=parts, **more)


def test_the_boroughs_change_is_in_every_areas_document_with_that_areas_share():
    rose = {("N1", "burglary", MONTH): 25, ("N3", "burglary", MONTH): 25}
    tactical = build_tactical_assessment(prepared(findings=(finding("N1"), everywhere()), rise=rose))
    assert "Burglary in Thornmere (new: 131; 3 to 85 expected)" in words(tactical, "page-one")
    alone = build_tactical_assessment(prepared(findings=(everywhere(),), rise=rose))
    assert "It shows in both parts of Thornmere" in words(alone, "page-one")
    assert "of the 66 above expected in Thornmere, North 31 and South 35." in words(tactical, "signals")
    for area, share in (("A1", "North's share: 31"), ("A2", "South's share: 35")):
        said = unescape(words(build_lap_assessment(tactical, area), "page-one"))
        assert f"{share} of the 66 above expected." in said
        assert "lies outside" not in said


def test_the_range_of_an_excess_is_what_lies_beyond_each_end_of_what_was_expected():
    up, down = (
        everywhere(lower=40),
        finding("B", observed=10, expected=65.0, lower=50, upper=85, parts=BOROUGHS, direction=Direction.DOWN),
    )
    told = [(s.excess_least, s.excess_most) for s in signals_of(prepared(), (up, down))]
    assert told == [(46, 91), (40, 75)]
    (taken_together,) = signals_of(prepared(), (everywhere(run_months=3, run_observed=300, run_expected=200.0),))
    assert (taken_together.excess_least, taken_together.excess_most) == (None, None)


def test_an_area_without_a_share_is_told_so_where_most_others_have_one_and_is_not_bothered_where_one_has_it_all():
    three = (*BOROUGHS[:1], PartShare("A2", 24, 24.8, moved=False))
    alone = build_tactical_assessment(prepared(findings=(everywhere(three),)))
    assert build_lap_assessment(alone, "A2").signals == ()
    north = build_lap_assessment(alone, "A1")
    assert [s.place.code for s in north.signals] == ["B"]


def test_what_is_in_none_of_the_parts_is_named_and_the_shares_add_up_as_told():
    two = (PartShare("A1", 71, 40.6, moved=True), PartShare("A2", 60, 30.8, moved=True))
    (signal,) = signals_of(prepared(), (everywhere(two),))
    assert [share.excess for share in signal.parts] == [31, 29]  # 30.4 and 29.2, which are 60 together
    assert (signal.excess, signal.not_in_parts) == (66, 6)
    rose = {("N1", "burglary", MONTH): 25, ("N3", "burglary", MONTH): 25}
    document = build_tactical_assessment(prepared(findings=(signal.finding,), rise=rose))
    in_full = words(build_annex(document.prepared), "signals")
    assert "6 more are in none of them" in in_full
    assert "Of the 66 above expected, range 46 to 128: North 31 and South 29." in in_full
    assert "It shows in both parts of Thornmere." in words(document, "page-one")


def test_a_story_that_spread_says_of_whom_it_was_told_first():
    spread = everywhere(
        status=Status.CONTINUING, since="2026-07", continues="N1.burglary.up.2026-07", first_told="2026-07"
    )
    said = words(build_tactical_assessment(prepared(findings=(spread,))), "signals")
    assert "It was first told of Mill Lane, in July 2026, and is now told of the whole." in said


def test_since_when_is_told_with_how_surely_it_is_known():
    told = finding(status=Status.CONTINUING, since="2026-07", onset=Onset("2026-07", "2026-06", "2026-07"))
    said = words(build_annex(prepared(findings=(told,))), "signals")
    assert "Running above what was expected since July 2026, perhaps June 2026." in said
    wide = replace(told, onset=Onset("2026-07", "2026-02", "2026-07"))
    said = words(build_annex(prepared(findings=(wide,))), "signals")
    assert "Running above what was expected since some month between February 2026 and July 2026." in said


def test_in_an_exceptional_time_fewer_is_no_improvement_and_the_page_says_what_time_it_was():
    time = ExceptionalTime("Restrictions", "2026-03", MONTH, "Shops were shut")
    restricted = replace(DetectionSettings(), exceptional=(time,))
    fewer = (finding(observed=1, direction=Direction.DOWN),)
    base = prepared(findings=fewer, priorities=Priorities((), {"burglary": Improvement.FEWER}))
    document = build_tactical_assessment(replace(base, cycle=replace(base.cycle, detection=restricted)))
    said = words(document, "page-one")
    assert "During Restrictions, ranges are those of ordinary months, and fewer is not called better." in said
    assert "During Restrictions (this partnership sets March 2026 to September 2026 apart): shops were shut." in words(
        document, "picture"
    )
    area = words(build_lap_assessment(document, "A1"), "page-one")
    assert "fewer recorded is not called an improvement" in area and area.count("improvement") == 1
    assert "Mill Lane, burglary: 1 recorded; 3 to 15 expected." in area
    signals = words(document, "signals")
    assert "All lie in Restrictions, which may explain any of them." in signals
    assert "To watch: no decision." in signals and "Back in range" not in signals
    assert "improved" not in said.lower().replace("no improvement", "")


def test_in_an_exceptional_time_a_signal_within_the_range_of_ordinary_months_is_not_called_back_in_it():
    time = ExceptionalTime("Restrictions", MONTH, MONTH, "Shops were shut")
    base = prepared(findings=(finding(status=Status.CLEARED, observed=8, since="2026-06"),))
    detection = replace(base.cycle.detection, exceptional=(time,))
    said = words(build_tactical_assessment(replace(base, cycle=replace(base.cycle, detection=detection))), "page-one")
    assert "Fewer&#44; or back in range: burglary in Mill Lane." in said
    assert "back within its range" not in said


def test_every_document_names_the_exceptional_times_in_its_history_and_no_others():
    times = tuple(ExceptionalTime(name, first, first, "Shops were shut") for name, first in (
        ("Restrictions", "2025-09"), ("Later works", "2027-01"),
    ))  # fmt: skip
    base = prepared()
    detection = replace(base.cycle.detection, exceptional=times)
    month = replace(base, cycle=replace(base.cycle, detection=detection))
    tactical = build_tactical_assessment(month)
    profile, annex = build_neighbourhood_profile(month, "N1"), build_annex(month)
    for document in (tactical, build_lap_assessment(tactical, "A1"), profile, annex):
        said = words(document, "data-notes")
        assert "Restrictions (September 2025 to September 2025)" in said or document is annex
        assert "Later works" not in said
    assert "Restrictions, September 2025 to September 2025: shops were shut." in words(annex, "data-notes")


def test_where_a_source_gives_times_the_busiest_parts_of_the_week_are_told():
    rows = [("N1", "burglary", MONTH, 4, 22, 40), ("N1", "burglary", MONTH, 5, 1, 30), ("N3", "damage", MONTH, 0, 8, 9)]
    times = pd.DataFrame(rows, columns=list(TIME_COLUMNS))
    tactical = build_tactical_assessment(prepared(times=times))
    told = unescape(words(tactical, "series"))
    assert "known of burglary and criminal damage: 79 in Thornmere" in told
    assert "Busiest: Fridays from 9pm to midnight (40), Saturdays from midnight to 3am (30)" in told
    north, south = (unescape(words(build_lap_assessment(tactical, area), "places")) for area in ("A1", "A2"))
    assert ": 70 in North" in north
    assert ": 9 in South in the last twelve months, too few to name a day or an hour." in south
    assert "Days and hours: not held" in words(build_tactical_assessment(prepared()), "series")


def test_neighbourhoods_add_up_to_their_area_and_areas_with_not_placed_to_the_borough():
    tactical = build_tactical_assessment(prepared())
    total = 0
    for area in ("A1", "A2"):
        *rows, last = exhibits_of(build_lap_assessment(tactical, area)).table("neighbourhoods-table").rows
        assert all(sum(row[1:-1]) == row[-1] for row in rows)
        assert last[-1] == sum(row[-1] for row in rows)
        total += last[-1]
    assert total + tactical.notes.not_placed == tactical.notes.month_total


def test_an_unknown_area_is_an_error_and_not_an_empty_page():
    for name in ("lap_assessment", "neighbourhood_profile"):
        with pytest.raises(KeyError):
            build_document(prepared(), name, "N99")


@pytest.mark.parametrize(
    "name, area", [("tactical_assessment", "B"), ("lap_assessment", "A1"), ("neighbourhood_profile", "N1")]
)
def test_a_document_shows_every_section_figure_and_table_that_its_contents_promise(name, area):
    document = build_document(prepared(), name, area)
    bundles = [bundle for section in document.sections for bundle in compose(document, section)]
    html = "".join(bundle["text/html"] for bundle in bundles)
    figures = [
        b["application/vnd.bsafe.figure+json"]["id"] for b in bundles if "application/vnd.bsafe.figure+json" in b
    ]
    assert figures == [f for f in contents_of(document).figures] or set(figures) == set(contents_of(document).figures)
    for table in contents_of(document).tables:
        assert f'id="{table}"' in html
    for section in document.sections:
        assert f'<h2 id="{section}">' in html


def test_without_boundaries_the_page_says_so_and_promises_no_map():
    for name, area in [("tactical_assessment", "B"), ("lap_assessment", "A1"), ("neighbourhood_profile", "N1")]:
        document = build_document(prepared(outlines=()), name, area)
        assert "map" not in contents_of(document).figures
        assert "Map: no boundaries held" in words(document)


FORBIDDEN = r"\b(target|rank(ed|ing)?|red|amber|green|performance of|previous month|last month|above|below|signal)\b"


def test_a_profile_holds_no_target_ranking_or_recent_change():
    profile = build_neighbourhood_profile(prepared(), "N1")
    said = words(profile, *[s for s in profile.sections if s != "data-notes"])
    assert not re.search(FORBIDDEN, said, re.IGNORECASE)


def test_tripling_what_came_after_the_baseline_leaves_a_profile_unchanged():
    month = prepared()
    after = month.counts.assign(
        count=month.counts["count"].where(month.counts["month"] < MONTH, month.counts["count"] * 3)
    )
    tripled = replace(month, counts=after, findings=(finding(observed=75),))
    sections = [s for s in build_neighbourhood_profile(month, "N1").sections if s != "data-notes"]
    for code in ("N1", "N2", "N3"):
        before, later = build_neighbourhood_profile(month, code), build_neighbourhood_profile(tripled, code)
        assert [compose(before, s) for s in sections] == [compose(later, s) for s in sections]


def test_a_profile_without_residents_gives_counts_and_no_rates():
    month = prepared()
    facts = month.baseline_facts.assign(rate=pd.NA, rate_lower=pd.NA, rate_upper=pd.NA)
    places = tuple(replace(a, residents=None, households=None) for a in month.areas)
    profile = build_neighbourhood_profile(
        replace(month, baseline_facts=facts, areas=replace(month.areas, every=places)), "N1"
    )
    assert "rates" not in contents_of(profile).figures
    assert "The number of residents is not known" in words(profile, "people")
    assert len(exhibits_of(profile).table("baseline-table").columns) == 3


def test_practitioners_notes_are_shown_with_their_date_and_services_in_their_own_section():
    profile = build_neighbourhood_profile(prepared(), "N1")
    assert "Ward surgery on Mondays" in words(profile, "services")
    assert "As at 1 August 2026" in words(profile, "services")
    assert "The old mill" in words(profile, "place")
    assert "No other note yet" in words(build_neighbourhood_profile(prepared(), "N3"), "local-notes")


@pytest.mark.parametrize(
    "as_at, state, said",
    [
        (date(2026, 8, 1), ReviewState.CURRENT, "next review due 1 November 2026"),
        (date(2026, 7, 5), ReviewState.DUE, "a review has been due since 5 October 2026"),
        (date(2026, 4, 5), ReviewState.DUE, "a review has been due since 5 July 2026"),
        (date(2026, 4, 4), ReviewState.OVERDUE, "the review is overdue"),
        (None, ReviewState.NEVER, "No review is recorded"),
    ],
)
def test_a_profile_is_due_for_review_after_three_months_and_overdue_after_six(as_at, state, said):
    notes = (ProfileNotes("N1", (("Place", "Flat."),), as_at),)
    profile = build_neighbourhood_profile(prepared(notes=notes), "N1")  # as at 5 October 2026
    assert profile.review is state
    assert said in words(profile, "page-one")
    assert said in words(profile, "change-log")


def test_each_section_of_a_profile_says_how_old_it_is():
    own = ProfileNotes(
        "N1", (("Place", "Flat."), ("Survey", "Ice."), ("Oddities", "None.")), None, (("Survey", date(2026, 5, 2)),)
    )
    profile = build_neighbourhood_profile(prepared(notes=(own,)), "N1")
    ages = dict(exhibits_of(profile).table("as-at-table").rows)
    assert ages["What residents say"] == "2 May 2026"
    assert ages["The place"] == ages["Practitioners' notes"] == "Written, undated"
    assert ages["Community assets"] == "Not written yet"


def point(observed, expected=10.0, lower=4, upper=17):
    return SeriesPoint(MONTH, observed, expected, lower, upper, False)


def test_the_words_for_where_a_count_lies():
    assert standing(point(18)) is Standing.ABOVE
    assert standing(point(17)) is Standing.WITHIN
    assert standing(point(3)) is Standing.BELOW
    assert standing(point(0, 0.4, 0, 2)) is Standing.TOO_FEW
    assert standing(point(None)) is Standing.NOT_RECEIVED
    assert standing(point(5, None, None, None)) is Standing.NO_RANGE


def test_confidence_falls_with_cautions_and_rises_with_time():
    assert confidence(finding(p=0.01), USUAL) is Confidence.MODERATE
    assert confidence(finding(p=0.01, since="2026-07"), USUAL) is Confidence.HIGH
    assert confidence(finding(p=0.01, cautions=(Caution.SMALL_COUNT,)), USUAL) is Confidence.LOW
    assert confidence(finding(p=0.0001, cautions=(Caution.SHORT_HISTORY,)), USUAL) is Confidence.MODERATE


def test_a_signals_chart_shows_the_months_of_its_table():
    figure = exhibits_of(build_tactical_assessment(prepared())).figure("signal-n1-burglary-month")
    assert figure.table.rows[-1][1] == 25
    assert len(figure.table.rows) == 14


def test_a_neighbourhood_with_a_rise_and_a_fall_is_neither_on_the_map():
    fall = finding(category="damage", observed=1, direction=Direction.DOWN)
    figure = exhibits_of(build_tactical_assessment(prepared(findings=(finding(), fall, finding(area="N3"))))).figure(
        "map"
    )
    kinds = dict(figure.table.rows)
    assert kinds["Mill Lane"] == "Above in one category, below in another"
    assert kinds["Hope"] == "Above what was expected"
    assert figure.heading == "Two neighbourhoods stand out"


def test_a_total_of_one_kind_of_incident_is_not_called_all_incidents():
    base = prepared(findings=())
    burglary = base.cycle.categories[:1]
    kept = {name: getattr(base, name)[lambda t: t["category"] == "burglary"] for name in ("counts", "expectations")}
    month = replace(base, cycle=replace(base.cycle, categories=burglary), **kept)
    tactical = build_tactical_assessment(month)
    assert "burglaries were recorded in Thornmere in September 2026" in words(tactical, "page-one")
    assert "burglaries were recorded in North" in words(build_lap_assessment(tactical, "A1"), "page-one")
    assert "incidents were recorded in Thornmere" in words(build_tactical_assessment(base), "page-one")


def test_the_share_of_rows_without_a_place_is_told_of_this_year_and_the_one_before():
    def file(month, read, lost):
        kept = replace(prepared().receipts[0], file=month, month=month, rows_read=read, rows_used=read - lost)
        return replace(kept, set_aside=((SetAside.NO_PLACE, lost),))

    files = (file(MONTH, 200, 4), file("2025-10", 200, 2), file("2025-09", 500, 25))
    said = unescape(words(build_document(prepared(receipts=files), "annex", "B"), "data-notes"))
    assert (
        "Of the rows of the last twelve months 1.5 in 100 came without a place, of the twelve before 5.0 in 100" in said
    )
    assert "without a place" not in words(build_document(prepared(), "annex", "B"), "data-notes")


def test_a_line_of_a_list_keeps_the_number_by_which_a_meeting_speaks_of_it():
    assert clean('<ol><li value="3" style="x">A</li></ol>') == '<ol><li value="3">A</li></ol>'


def test_a_profile_leads_to_what_stands_out_now_in_pages_of_its_own_edition_and_tells_none_of_it():
    month = prepared()
    page = "".join(b["text/html"] for b in compose(build_neighbourhood_profile(month, "N1"), "page-one"))
    assert f'<a href="{MONTH}-tactical-assessment-b-internal.html">Tactical assessment: Thornmere</a>' in unescape(page)
    assert "LAP" not in page, "this month makes none"
    alone = replace(month, cycle=replace(month.cycle, documents=()))
    assert "What stands out now" not in words(build_neighbourhood_profile(alone, "N1"), "page-one")
