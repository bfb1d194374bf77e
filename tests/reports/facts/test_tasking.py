"""Options are chosen by rule, decisions pass down, and what was agreed is next month's activity."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pandas as pd
import pytest

from bsafe_analysis.batch.decision_sheets import borough_meeting, leave_decisions, put_forward
from bsafe_analysis.model.activities import Progress, Strand
from bsafe_analysis.model.business_groups import BusinessGroup, GroupKind
from bsafe_analysis.model.cycle import Meeting
from bsafe_analysis.model.document_settings import DocumentSetting
from bsafe_analysis.model.findings import Direction, PartShare, Status
from bsafe_analysis.model.issued_record import Alert, AlertOutcome, TrackRecord
from bsafe_analysis.model.map_points import SPOT_COLUMNS
from bsafe_analysis.model.priorities import Harm, HarmClass, Improvement, Priorities
from bsafe_analysis.model.register_entries import (
    Choice,
    Comment,
    CommunityPriority,
    DecisionSheet,
    Escalation,
    GroupSheet,
    Hypothesis,
    Passing,
    Proposal,
    Register,
)
from bsafe_analysis.model.tactical_options import Cost, Evidence, Mechanism, Option, Options
from bsafe_analysis.register.adopted_activities import TO_BE_NAMED, adopted_activities
from bsafe_analysis.register.cells import Known
from bsafe_analysis.register.decisions import new_sheet, read_decision_file, read_decisions
from bsafe_analysis.register.escalations import read_escalations
from bsafe_analysis.register.meeting_sheets import is_blank
from bsafe_analysis.reports import wording
from bsafe_analysis.reports.document_kinds import exhibits_of
from bsafe_analysis.reports.documents import build_lap_assessment, build_tactical_assessment
from bsafe_analysis.reports.documents.annex import build_annex
from bsafe_analysis.reports.documents.decisions_sought import Ask
from bsafe_analysis.reports.index_lines import meeting_line
from bsafe_analysis.reports.show import compose
from tests.reports.months import AREAS, MONTH, activity, finding, prepared


def option(id, strand=Strand.INFORMATION, **changes):
    base = Option(
        id, ("burglary",), strand, f"Do {id} now", Mechanism.PLACE, "Council", ("police",), Cost.LOW, "2 weeks",
        Evidence.WEAK, "a study", "None known",
    )  # fmt: skip
    return replace(base, **changes)


LIBRARY = Options(
    (
        option("profile", profile=True, categories=("*",)),
        option("audit"),
        option("ask"),
        option("map", needs=("addresses",)),
        option("gates", Strand.PREVENTION),
        option("patrol", Strand.ENFORCEMENT),
        option("asbo", Strand.ENFORCEMENT, era="2006"),
    )
)


def month(*decisions, comments=(), findings=None, activities=(), **changes):
    register = Register(decisions=decisions, comments=comments, **changes)
    findings = (finding(),) if findings is None else findings
    return prepared(options=LIBRARY, register=register, activities=activities, findings=findings)


def chosen(**given):
    (recommended,) = build_tactical_assessment(month(**given)).tasking.recommendations
    return [o.id for o in recommended.options]


def proposal(**changes):
    base = Proposal("2026-08-1", "2026-08", finding().id, "N1", "burglary", "gates", "Gate the alleys", "Council")
    return replace(base, **changes)


def said(month, *proposals, held=None):
    return DecisionSheet(month, proposals, held)


def html(document, *sections):
    parts = (b.get("text/html", "") for s in sections or document.sections for b in compose(document, s))
    return "".join(parts).replace("&#45;", "-").replace("&#46;", ".").replace("&#35;", "#")


def words(document, *sections):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html(document, *sections)))


def test_what_is_new_and_unexplained_asks_for_information_first_and_each_strand_once():
    assert chosen() == ["audit", "gates", "patrol"]


def test_what_has_lasted_three_months_unexplained_asks_for_a_problem_profile():
    lasting = finding(since="2026-07", rule="persistent")
    assert chosen(findings=(lasting,)) == ["profile", "audit", "gates"]


SENT = option("sent", Strand.ENFORCEMENT, first_because="it helps whatever the cause", needs=("points",))


def sending(*places, parts=(), **changes):
    """A month in which somebody can be sent to burglaries, with the map points where they are."""
    rows = [
        ("finding", "burglary", "N1", n, name, "N1", 6 - n, 0, 0, "unknown", "", 0, None, None)
        for n, name in enumerate(places, 1)
    ]
    spots = pd.DataFrame(
        rows or [("borough", "", "B", 1, "Far", "N1", 9, 0, 0, "unknown", "", 0, None, None)],
        columns=list(SPOT_COLUMNS),
    )
    library = replace(LIBRARY, every=(*LIBRARY.every, SENT))
    given = {"findings": (finding(parts=parts),), "activities": ()} | changes
    return prepared(options=library, spots=spots, **given)


def test_before_a_rise_is_explained_somebody_is_sent_and_the_study_stands_beside_it():
    tactical = build_tactical_assessment(sending("Mill Road"))
    assert [o.id for o in tactical.tasking.recommendations[0].options] == ["sent", "audit", "gates"]
    assert "First because it helps whatever the cause" in words(tactical, "options")
    lasting = build_tactical_assessment(sending(findings=(finding(since="2026-07", rule="persistent"),)))
    assert [o.id for o in lasting.tasking.recommendations[0].options] == ["sent", "profile", "audit"]
    said = words(lasting, "page-one")
    assert "Do sent now (Council), and commission a problem profile." in said
    tested = Comment(MONTH, "N1.burglary", None, "analyst", "", (Hypothesis("gates open", "walk", "Supported."),))
    explained = sending("Mill Road", register=Register(comments=(tested,)))
    assert build_tactical_assessment(explained).tasking.recommendations[0].option.id == "gates"


def test_a_meeting_is_told_where_to_begin_or_whom_to_ask():
    named = build_tactical_assessment(sending("On or near Mill Road", "Dye Lane", "Back Lane"))
    assert "Do sent now, first near Mill Road (Council)" in words(named, "page-one")
    assert "Begin near Mill Road." in words(named, "options")
    unnamed = words(build_tactical_assessment(sending()), "options")
    assert "Ask Council at which streets: none is named here." in unnamed
    assert "Where no hours are named, ask the police control room first." in unnamed
    shares = (PartShare("N1", 14, 4.0, 10.0), PartShare("N2", 9, 4.0, 5.0))
    area = build_tactical_assessment(sending(findings=(finding("A1", parts=shares),)))
    assert "Do sent now, first in Mill Lane and Quarry (" in words(area, "page-one")


def test_nobody_is_sent_first_to_a_point_that_holds_too_little_of_the_rise():
    """Page one sent a patrol to a street with 3 of 40: the others were recorded somewhere else."""
    many = sending("Mill Road", "Dye Lane", findings=(finding(observed=26),))
    tactical = build_tactical_assessment(many)
    assert "Do sent now (Council)" in words(tactical, "page-one")
    assert "Spread: no one street." in words(tactical, "options")
    assert "Where: spread; no map point has more than 5 of the 26." in words(tactical, "signals")


def test_beside_what_is_recommended_stands_another_way_with_its_lead_cost_evidence_and_risk():
    tactical = build_tactical_assessment(sending("Mill Road"))
    (put,) = tactical.tasking.recommendations
    assert put.other is not None and not put.other.option.profile
    said = unescape(words(tactical, "options"))
    assert f"Or: do {put.other.option.id} now (Council; 2 weeks; weak" in said
    assert "the other way (low cost unless said), or nothing more (reports are due by 17 November 2026)" in said


def test_what_is_asked_without_an_option_and_what_an_area_asks_have_a_row_with_boxes():
    asked = Register(escalations=(raised(),))
    tactical = build_tactical_assessment(prepared(activities=(), cycle=with_meetings(), register=asked))
    rows = exhibits_of(tactical).table("recommended-table").rows
    assert [(row[0], row[-1]) for row in rows] == [
        ("Mill Lane, burglary: agree who leads. Serves: Safer homes.", "no number: ☐ accept ☐ amend ☐ refuse"),
        ("LAP North: patrol both sides.", "2026-08-A1-1: ☐ accept ☐ amend ☐ refuse"),
    ]
    assert '<a href="#options">What to choose</a>' in html(tactical, "page-one")


def test_a_supported_hypothesis_is_acted_on():
    tested = Comment(MONTH, "N1.burglary", None, "analyst", "", (Hypothesis("gates open", "walk", "Supported."),))
    lasting = finding(since="2026-07", rule="persistent")
    assert chosen(findings=(lasting,), comments=(tested,)) == ["gates", "patrol", "audit"]


def test_what_runs_already_is_told_and_not_proposed():
    running = activity(option="gates")
    assert "gates" not in chosen(activities=(running,))
    tactical = build_tactical_assessment(month(activities=(running,)))
    said = words(tactical, "options")
    assert "D01, under way" in said
    idle = activity(status=Progress.AGREED, due=date(2026, 9, 1), blockage="No venue")
    said = unescape(words(build_tactical_assessment(month(activities=(idle,))), "options"))
    assert "agreed, not started, blocked, overdue" in said


@pytest.mark.parametrize("when, proposed", [("2026-04", False), ("2026-02", True)])
def test_what_was_refused_in_the_last_six_months_is_not_proposed(when, proposed):
    refused = said(when, proposal(choice=Choice.REFUSE, why="no money", month=when))
    tactical = build_tactical_assessment(month(refused))
    assert ("gates" in [o.id for o in tactical.tasking.recommendations[0].options]) is proposed


@pytest.mark.parametrize("when, ask", [("2026-04", Ask.AGREE_LEAD), ("2026-02", Ask.COMMISSION)])
def test_a_problem_profile_that_was_refused_lately_is_not_asked_for_on_page_one_either(when, ask):
    refused = said(when, proposal(choice=Choice.REFUSE, why="no analyst", month=when, option="profile"))
    lasting = finding(since="2026-07", rule="persistent")
    tactical = build_tactical_assessment(month(refused, findings=(lasting,)))
    assert tactical.decisions[0].ask is ask
    assert tactical.tasking.recommendations[0].option.profile is (ask is Ask.COMMISSION)
    assert ask is Ask.COMMISSION or "problem profile" not in words(tactical, "page-one", "signals")


@pytest.mark.parametrize("months, proposed", [((8, 9, 10), True), ((11,), False), ((), True)])
def test_an_option_of_a_season_is_put_to_meetings_of_its_months_only(months, proposed):
    library = Options((option("bonfires", months=months), option("ask")))
    chosen = build_tactical_assessment(prepared(options=library, findings=(finding(),), activities=()))
    assert ("bonfires" in [o.id for o in chosen.tasking.recommendations[0].options]) is proposed


def test_an_option_that_lacks_its_data_or_is_of_another_time_is_not_proposed():
    for given in ({}, {"activities": (activity(option="audit"),)}):
        assert not {"map", "asbo"} & set(chosen(**given))


def test_an_option_for_the_whole_borough_is_not_proposed_for_a_part_of_it():
    library = Options((option("health", needs=("whole_borough",)), option("ask")))
    for place, first in (("B", "health"), ("N1", "ask")):
        month = prepared(options=library, findings=(finding(place),), activities=())
        assert build_tactical_assessment(month).tasking.recommendations[0].option.id == first


def test_improvements_ask_for_nothing_and_at_most_five_are_put_to_the_meeting():
    fall = finding(direction=Direction.DOWN, observed=1)
    assert build_tactical_assessment(month(findings=(fall,))).tasking.recommendations == ()
    places = ("N1", "N2", "N3", "A1", "A2", "B")
    many = build_tactical_assessment(month(findings=tuple(finding(p) for p in places))).tasking.recommendations
    assert len(many) == 5


WORSE = {"burglary": Improvement.FEWER, "damage": Improvement.FEWER}
HARM = {"damage": Harm(HarmClass.HIGH, "people fear"), "burglary": Harm(HarmClass.MEDIUM, "it costs")}


def test_page_one_the_options_and_the_signals_have_one_order_and_a_number_means_one_thing():
    """A meeting that says "we accept 1" must not record another decision: the worst is first and has the first number.

    What has no option has no number.
    """
    found = (finding(p=1e-9), finding("N2", observed=40), finding("N3", "damage"))
    lists = replace(LIBRARY, every=(*LIBRARY.every, option("walk", categories=("damage",))))
    ranked = replace(month(findings=found), priorities=Priorities((), WORSE, HARM), options=lists)
    tactical = build_tactical_assessment(ranked)
    order = ["N3", "N2", "N1"]
    assert [signal.place.code for signal in tactical.signals] == order
    assert [(r.ref, r.signal.place.code) for r in tactical.tasking.recommendations] == [
        (f"{MONTH}-{n}", place) for n, place in enumerate(order, 1)
    ]
    numbered = re.findall(r'<li value="(.)"><a href="#signal-(n.)', html(tactical, "page-one"))
    assert numbered == [("1", "n3"), ("2", "n2"), ("3", "n1")]
    (unnumbered,) = build_tactical_assessment(replace(ranked, options=LIBRARY)).besides
    assert unnumbered.signal.place.code == "N3"
    said = words(build_tactical_assessment(replace(ranked, options=LIBRARY)), "page-one")
    assert "Asked too: Criminal damage in Hope" in said


def test_the_index_counts_what_page_one_lists():
    tactical = build_tactical_assessment(month(findings=(finding(), finding("N2")), activities=(activity(),)))
    listed = html(tactical, "page-one").count('<a href="#signal-')
    assert listed == tactical.sought == 2
    assert meeting_line(tactical) == "Two decisions sought, two signals"


def test_two_findings_never_get_the_same_text():
    tactical = build_tactical_assessment(month(findings=(finding("N1"), finding("N2"), finding("N3"))))
    texts = [row[0] for row in exhibits_of(tactical).table("recommended-table").rows]
    assert len(set(texts)) == len(texts) == 3
    first, second, _ = (r.option.id for r in tactical.tasking.recommendations)
    assert (first, second) == ("audit", "ask")


def test_two_recommendations_of_one_option_name_their_place_and_category():
    library = Options(
        (option("profile", profile=True, action="Commission a profile of {problem} now"), option("audit"))
    )
    lasting = [finding(place, since="2026-07", rule="persistent") for place in ("N1", "N2", "N3")]
    base = prepared(options=library, findings=tuple(lasting), activities=())
    actions = [r.action for r in build_tactical_assessment(base).tasking.recommendations]
    assert actions[0] == "Commission a profile of burglary in Mill Lane now"
    assert len(set(actions)) == 3
    audits = replace(base, findings=tuple(finding(place) for place in ("N1", "N2")))
    tactical = build_tactical_assessment(audits)
    assert [r.action for r in tactical.tasking.recommendations] == [
        f"Do audit now (burglary in {place})" for place in ("Mill Lane", "Quarry")
    ]
    assert "{problem}" not in words(tactical, *tactical.sections)
    assert len(set(re.findall(r"action: (.+)", sheet_of(audits)))) == 2


def test_the_lead_is_the_partnerships_own_agency_and_a_decision_always_names_one():
    force = activity("D09", agency="South Yorkshire Police", areas=("N3",), categories=("damage",))
    library = Options((option("audit", lead="Police analyst"),))
    tactical = build_tactical_assessment(prepared(options=library, activities=(force,)))
    assert tactical.tasking.recommendations[0].lead == "South Yorkshire Police"
    assert "South Yorkshire Police (police analyst)" in words(tactical, "options")
    assert "Do audit now (South Yorkshire Police)." in words(tactical, "page-one")
    for base in (prepared(activities=()), prepared(activities=(), options=library)):
        for wanted in build_tactical_assessment(base).decisions:
            assert wanted.lead and wanted.by
    assert build_tactical_assessment(prepared(activities=())).decisions[0].lead == "Thornmere Together"


def test_until_the_meeting_has_been_the_area_is_provisional_and_afterwards_has_its_tasks():
    before = build_lap_assessment(build_tactical_assessment(month()), "A1")
    assert "Provisional, before the Partnership Business Group" in words(before, "page-one", "pass-down")
    agreed = proposal(ref="2026-09-1", month=MONTH, choice=Choice.ACCEPT, due=date(2026, 12, 1))
    tactical = build_tactical_assessment(month(said(MONTH, agreed)))
    after = words(build_lap_assessment(tactical, "A1"), "page-one", "pass-down")
    assert "Provisional" not in after
    assert "Gate the alleys. Accepted. Lead: Council; local owner to name, by 1 December 2026" in after
    assert "passed no task to this area" in words(build_lap_assessment(tactical, "A2"), "pass-down")


def raised(**changes):
    base = Escalation("2026-08-A1-1", "2026-08", "A1", "Quads cross the line", "Patrol both sides", "Police", "damage")
    return replace(base, **{"choice": Passing.ESCALATE, **changes})


def test_what_an_areas_meeting_escalated_stands_in_next_months_tactical_assessment_and_the_answer_comes_back():
    this = next_month = prepared(activities=(), cycle=with_meetings())
    this = replace(this, register=Register(escalations=(raised(month=MONTH), raised(ref="k", choice=Passing.KEEP))))
    lap = build_lap_assessment(build_tactical_assessment(this), "A1")
    assert "Decided: these go to" in words(lap, "proposals")
    assert "Quads cross the line" not in words(build_tactical_assessment(this), "page-one", "flow")
    # a month later
    asked = raised()
    next_month = replace(next_month, register=Register(escalations=(asked, raised(ref="k", choice=Passing.KEEP))))
    tactical = build_tactical_assessment(next_month)
    assert [d.ask for d in tactical.decisions].count(Ask.ESCALATED) == 1
    assert "LAP North : patrol both sides (Police, not costed)." in words(tactical, "page-one")
    assert "From LAP North: Quads cross the line. Not decided yet : 2026-08-A1-1 ." in words(tactical, "flow")
    asked_of = [row[:2] for row in exhibits_of(tactical).table("recommended-table").rows]
    assert any("patrol both sides" in what and who == "Police" for what, who in asked_of)
    assert "Not decided yet" in words(build_lap_assessment(tactical, "A1"), "pass-down")
    assert "Quads" not in words(build_lap_assessment(tactical, "A2"))
    answer = proposal(ref=asked.ref, month=MONTH, finding="", choice=Choice.REFUSE, why="no officers until spring")
    answered = Register(escalations=(asked,), decisions=(said(MONTH, answer),))
    lap = build_lap_assessment(build_tactical_assessment(replace(next_month, register=answered)), "A1")
    assert "Refused: no officers until spring" in words(lap, "pass-down")


def test_two_months_by_hand_from_the_areas_sheet_to_the_boroughs_and_back(tmp_path):
    stuck = activity("D03", blockage="No venue", ask="Find one", agency="Council")
    first = replace(month(activities=(stuck,)), cycle=with_meetings())
    assert leave_decisions(tmp_path, first).written
    folder = tmp_path / "data/register/decisions"
    assert sorted(p.name for p in folder.iterdir()) == ["2026-09-A1.yml", "2026-09-A2.yml", "2026-09.yml"]
    assert all(is_blank(p.read_bytes()) for p in folder.iterdir())
    sheet_of_area = folder / "2026-09-A1.yml"
    sheet_of_area.write_text(sheet_of_area.read_text().replace('decision: ""', 'decision: "escalate"', 1))
    assert not is_blank(sheet_of_area.read_bytes())
    known = Known(AREAS, {"burglary": "Burglary", "damage": "Criminal damage"})
    escalations, notices = read_escalations(tmp_path, known, "2026-10")
    assert ([e.ask for e in escalations], notices) == (["Find one"], ())
    later = replace(month(activities=(stuck,), escalations=escalations, findings=()), cycle=with_meetings("2026-10"))
    assert leave_decisions(tmp_path, later).written
    sheet_of_borough = folder / "2026-10.yml"
    asked = sheet_of_borough.read_text()
    assert "# from LAP North: D03, Mark bicycles at the station: No venue" in asked
    sheet_of_borough.write_text(asked.replace('decision: ""', 'decision: "accept"'))
    decided, _ = read_decisions(tmp_path, known, "2026-10")
    assert [(p.ref, p.action, p.is_agreed) for p in decided[-1].proposals] == [("2026-09-A1-1", "Find one", True)]
    assert not leave_decisions(tmp_path, later).written


def test_a_signal_whose_beginning_moves_is_put_once_and_keeps_what_was_decided(tmp_path):
    began = {since: month(findings=(finding("N1", since=since),)) for since in ("2026-07", "2026-08")}
    assert leave_decisions(tmp_path, began["2026-07"]).written
    assert not leave_decisions(tmp_path, began["2026-08"]).written
    sheet = tmp_path / f"data/register/decisions/{MONTH}.yml"
    sheet.write_text(sheet.read_text().replace('decision: ""', 'decision: "accept"', 1))
    decided, _ = read_decisions(tmp_path, Known(AREAS, {"burglary": "Burglary", "damage": "Criminal damage"}), MONTH)
    tactical = build_tactical_assessment(
        replace(began["2026-08"], register=Register(decisions=decided)),
    )
    (first,) = tactical.tasking.recommendations
    assert first.decided.choice is Choice.ACCEPT


def with_meetings(at=MONTH):
    cycle = prepared().cycle
    laps = (Meeting("lap", "Local Action Partnership", "lap_assessment"),)
    documents = (*cycle.documents, DocumentSetting("lap_assessment", "LAP assessment", "area", "lap"))
    return replace(cycle, month=at, meetings=(*cycle.meetings, *laps), documents=documents)


@pytest.mark.parametrize(
    "text, told",
    [
        ("escalations: [{issue: x}]\n", "it has no ask"),
        ("escalations: [{issue: x, ask: b, decision: perhaps}]\n", "write escalate or keep"),
        ("held: 2026-09-25\nescalations: [{issue: x, ask: b}]\n", "its decision is blank"),
        ("area: Nowhere\n", "not an area that is known"),
        ("escalations: [\n", "left out"),
        ("\xff", "not UTF-8"),
    ],
)
def test_an_areas_sheet_that_cannot_be_used_is_told_in_one_line(tmp_path, text, told):
    path = tmp_path / "data/register/decisions/2026-09-A1.yml"
    path.parent.mkdir(parents=True)
    path.write_bytes(text.encode("latin-1"))
    known = Known(AREAS, {"burglary": "Burglary"})
    escalations, (notice,) = read_escalations(tmp_path, known, MONTH)
    assert "2026-09-A1.yml" in notice.text and (told in notice.text or told == "left out"), notice.text
    assert not [e for e in escalations if e.choice]
    assert read_decisions(tmp_path, known, MONTH) == ((), ())


def test_what_was_agreed_is_next_months_activity_until_a_coordinator_enters_it():
    decided = said("2026-08", proposal(choice=Choice.ACCEPT), proposal(ref="2026-08-2", choice=Choice.REFUSE, why="x"))
    base = prepared()
    given = (base.cycle, AREAS, base.priorities, LIBRARY)
    (adopted,) = adopted_activities([decided], [], *given)
    assert (adopted.ref, adopted.owner, adopted.option, adopted.areas) == ("P2026-08-1", TO_BE_NAMED, "gates", ("N1",))
    assert adopted.due.isoformat()[:7] == "2026-11"
    assert adopted.title == "Gate the alleys (Mill Lane)"
    terraces = said("2026-08", proposal(choice=Choice.ACCEPT, action="Fit locks in its terraces"))
    (adopted,) = adopted_activities([terraces], [], *given)
    assert adopted.title == "Fit locks in Mill Lane's terraces"
    assert adopted_activities([decided], [activity(decision="2026-08-1")], *given) == ()
    now = said(MONTH, proposal(choice=Choice.ACCEPT, month=MONTH))
    assert adopted_activities([now], [], *given) == ()


def test_what_a_group_agreed_is_work_of_its_first_theme_from_the_day_it_met():
    decided = said("2026-08", proposal(choice=Choice.ACCEPT, ref="homes-2026-09-09-1"))
    sheet = GroupSheet("homes", date(2026, 9, 9), replace(decided, held=None))
    base = prepared()
    group = BusinessGroup("homes", "Safer homes", GroupKind.THEME, themes=("Homes", "Vehicles"))
    given = (replace(base.cycle, groups=(group,)), AREAS, base.priorities, LIBRARY)
    (adopted,) = adopted_activities([], [], *given, [sheet])
    assert (adopted.ref, adopted.theme, adopted.start) == ("Phomes-2026-09-09-1", "Homes", date(2026, 9, 9))
    assert adopted_activities([], [activity(decision="homes-2026-09-09-1")], *given, [sheet]) == ()


def test_last_months_decisions_are_told_with_their_reasons():
    decided = said("2026-08", proposal(choice=Choice.REFUSE, why="no money until April"))
    told = words(build_tactical_assessment(month(decided)), "flow")
    assert "Refused: no money until April" in told


def test_commentary_and_hypotheses_stand_under_their_signal_or_the_slot_is_shown():
    tactical = build_tactical_assessment(month())
    said = unescape(words(tactical, "signals"))
    assert said.count("No explanation by an analyst is written down yet") == 1
    written = Comment(MONTH, "N1.burglary", date(2026, 10, 7), "analyst", "By the *back* door <b>", (Hypothesis("x"),))
    told = words(build_tactical_assessment(month(comments=(written,))), "signals")
    assert "Analyst, 7 October 2026" in told
    assert "not tested yet" in told
    assert "For analysts" not in told
    assert "&lt;b&gt;" in told


def test_analysts_find_in_the_annex_alone_where_an_explanation_is_written_until_there_is_one():
    where = "data/register/commentary/2026-09/, in a file for each: N1.burglary.md."
    annex, tactical = (unescape(words(build(month()))) for build in (build_annex, build_tactical_assessment))
    assert where in annex and where not in tactical
    assert "For analysts" not in words(build_annex(replace(month(), audience="partner")))
    written = Comment(MONTH, "N1.burglary", date(2026, 10, 7), "analyst", "By the back door.")
    assert "For analysts" not in words(build_annex(month(comments=(written,))))


def test_commentary_of_a_signal_that_has_cleared_keeps_being_printed_with_its_history():
    def wrote(month, subject="N1.burglary"):
        return Comment(month, subject, date(2026, 6, 7), "analyst", f"The alley gate of {month}.")

    alert = Alert("N1", "burglary", Direction.UP, "2026-05", "2026-07", AlertOutcome.LASTED, standing=False)
    record = TrackRecord("2025-10", MONTH, (alert,))
    comments = (wrote("2026-06"), wrote("2026-06", "N3.damage"), wrote("2025-09"))
    base = replace(month(findings=(), comments=comments), record=record)
    tactical, annex = build_tactical_assessment(base), build_annex(base)
    for document in (annex, build_lap_assessment(tactical, "A1")):
        told = unescape(words(document))
        assert "Burglary in Mill Lane : raised May 2026, cleared August 2026." in told
        assert "The alley gate of 2026-06." in told
        assert "The alley gate of 2025-09." not in told  # over a year ago
    assert "Criminal damage in Hope : it stands no longer." in unescape(words(annex))
    assert "Criminal damage in Hope" not in words(build_lap_assessment(tactical, "A1"), "signals")
    cleared = finding(status=Status.CLEARED, since="2026-05", observed=8)
    now = unescape(words(build_annex(replace(base, findings=(cleared,)))))
    assert "raised May 2026, cleared September 2026." in now
    standing = replace(base, findings=(finding(since="2026-05"),))
    live, past = (unescape(words(build(standing))) for build in (build_tactical_assessment, build_annex))
    assert "signals that have cleared" not in past.split("Criminal damage in Hope")[1]
    assert live.count("The alley gate of 2026-06.") == 1  # under the signal that stands
    assert past.count("The alley gate of 2026-06.") == 2  # under it in full, and of Hope


def test_a_signal_leads_to_the_same_signal_on_the_areas_page_and_back():
    base = replace(prepared(activities=()), cycle=with_meetings())
    tactical = build_tactical_assessment(base)
    assert 'href="2026-09-lap-assessment-a1-internal.html#signal-n1-burglary-month"' in html(tactical, "signals")
    lap = build_lap_assessment(tactical, "A1")
    assert 'href="2026-09-tactical-assessment-b-internal.html#signal-n1-burglary-month"' in html(lap, "signals")
    alone = build_tactical_assessment(prepared(activities=()))  # a month without areas' documents
    assert "The same in" not in words(alone, "signals")


def test_a_change_of_the_borough_leads_to_each_area_that_tells_of_its_share():
    shares = (PartShare("A1", 71, 40.2, moved=True), PartShare("A2", 60, 25.0, moved=True))
    whole = finding("B", observed=131, expected=65.0, upper=85, parts=shares)
    tactical = build_tactical_assessment(replace(prepared(findings=(whole,)), cycle=with_meetings()))
    (signal,) = tactical.signals
    assert [page.name for page in tactical.elsewhere(signal)] == ["LAP assessment: North", "LAP assessment: South"]


def test_a_concern_stands_beside_its_count_and_is_not_set_aside_for_being_low():
    heard = CommunityPriority("N1", "Break-ins", "Survey", date(2026, 8, 1), "burglary", "", "")
    lap = build_lap_assessment(build_tactical_assessment(month(community=(heard,))), "A1")
    told = words(lap, "community")
    assert "Break-ins" in told
    assert "25 burglaries (▲ Above)" in told
    assert "nothing written down yet" in told


def test_a_sheet_is_left_is_blank_reads_back_and_is_never_written_over(tmp_path):
    base = month(findings=(finding("N1"),))
    assert leave_decisions(tmp_path, base).written
    path = tmp_path / f"data/register/decisions/{MONTH}.yml"
    data = path.read_bytes()
    assert is_blank(data)
    known = Known(AREAS, {"burglary": "Burglary", "damage": "Criminal damage"})
    decisions, notices = read_decision_file(data, MONTH, "x", known)
    assert (len(decisions.proposals), decisions.is_final, notices) == (1, False, ())
    assert not leave_decisions(tmp_path, base).written
    filled = data.decode().replace('decision: ""', 'decision: "accept"   # said the chair')
    path.write_text(filled)
    assert not is_blank(path.read_bytes())
    assert leave_decisions(tmp_path, month(findings=(finding("N1"), finding("N3")))).written
    assert path.read_text().startswith(filled)
    again, _ = read_decision_file(path.read_bytes(), MONTH, "x", known)
    assert [p.ref for p in again.proposals] == ["2026-09-1", "2026-09-2"]
    assert again.proposals[0].choice is Choice.ACCEPT


@pytest.mark.parametrize("text", ["proposals: [\n", "proposals: []\nheld:\n", "\xff", "proposals: 3\n"])
def test_a_sheet_to_which_nothing_can_be_added_is_left_as_it_is(tmp_path, text):
    path = tmp_path / f"data/register/decisions/{MONTH}.yml"
    path.parent.mkdir(parents=True)
    path.write_bytes(text.encode("latin-1"))
    left = leave_decisions(tmp_path, month())
    assert not left.written
    assert "left as it is" in left.told
    assert path.read_bytes() == text.encode("latin-1")


def sheet_of(prepared_month):
    recommendations = build_tactical_assessment(prepared_month).tasking.recommendations
    return new_sheet(MONTH, borough_meeting(prepared_month), put_forward(prepared_month, recommendations))


def test_the_sheet_says_what_to_fill_in():
    text = sheet_of(month())
    assert "accept | amend | refuse" in text
    assert "# or: gates, patrol" in text


@pytest.mark.parametrize(
    "results, said",
    [
        ((), ""),
        (("Not supported: too early",), "One explanation was tested and rejected."),
        (("Not supported.", "", "Partly"),
         "One explanation was tested and rejected; one was tested without a clear answer; one has still to be tested."),
        (("Not tested yet",), "One explanation has still to be tested."),
    ],
)  # fmt: skip
def test_what_became_of_each_explanation_is_said_and_a_tested_one_is_not_called_none(results, said):
    comment = Comment(MONTH, "N1.burglary", None, "analyst", "", tuple(Hypothesis("A", "B", r) for r in results))
    tactical = build_tactical_assessment(month(comments=(comment,) if results else ()))
    assert said in unescape(words(tactical, "options"))
    lasting = month(comments=(comment,) if results else (), findings=(finding(since="2026-05"),))
    told = unescape(words(build_tactical_assessment(lasting), "options"))
    assert f"{said} Find the cause".strip() in told
    assert ("Where no explanation is written down yet, the first task is" in told) is not results


def test_what_was_refused_there_lately_stands_against_what_is_put_to_the_meeting_now():
    refused = said("2026-08", proposal(choice=Choice.REFUSE, why="no officers"))
    tactical = build_tactical_assessment(month(refused))
    (row,) = exhibits_of(tactical).table("recommended-table").rows
    assert f"refused in August 2026: {refused.proposals[0].action}".lower() in row[4].lower()
    (clean,) = exhibits_of(build_tactical_assessment(month())).table("recommended-table").rows
    assert "refused" not in clean[4]


def test_work_of_a_kind_that_was_refused_elsewhere_last_month_is_not_put_again_without_a_word():
    guarded = {"mechanism": Mechanism.GUARDIAN, "first_because": "it helps"}
    ours = Options((
        option("walk", lead="Police neighbourhood team", **guarded), option("fair", lead="Police", **guarded),
        option("survey", lead="Police"), option("wardens", lead="Council wardens", **guarded),
    ))  # fmt: skip
    known = activity("D01", agency="Police"), activity("D02", agency="Council")

    def there(refused, month_of="2026-08", why="Officers are at the fair."):
        was = proposal(option=refused, area="N2", category="theft", choice=Choice.REFUSE, why=why)
        given = replace(month(said(month_of, was), activities=known), options=ours)
        (row, *_) = exhibits_of(build_tactical_assessment(given)).table("recommended-table").rows
        return row[4]

    assert there("fair").endswith("like work was refused last month (2026-08-1): officers are at the fair.")
    assert there("fair", why="").endswith("like work was refused last month (2026-08-1)")
    for other in (there("survey"), there("wardens"), there("gone"), there("fair", "2026-07")):
        assert "refused" not in other


def test_a_question_that_was_refused_to_one_role_is_no_refusal_of_anothers():
    asks = {"mechanism": Mechanism.KNOWLEDGE, "first_because": "it helps"}
    ours = Options((
        option("officers", lead="Police inspector", **asks), option("match", lead="Police analyst", **asks),
        option("again", lead="Police inspector", **asks),
    ))  # fmt: skip

    def refused(which):
        was = said("2026-08", proposal(option=which, area="N2", category="theft", choice=Choice.REFUSE))
        given = replace(month(was, activities=(activity("D01", agency="Police"),)), options=ours)
        return [p.option for p in build_tactical_assessment(given).tasking.recommendations[0].alike]

    assert refused("match") == []
    assert refused("again") == ["again"]


def test_a_refusal_that_bears_on_several_proposals_gives_its_reason_once():
    refused = proposal(choice=Choice.REFUSE, why="Officers are at the fair.")
    in_full, in_short = (wording.words("signals/options", "refused_alike", p=refused, again=a) for a in (False, True))
    assert "officers are at the fair" in in_full
    assert in_short == "like work was refused: same reason"
