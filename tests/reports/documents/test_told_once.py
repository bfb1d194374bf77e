"""What is true of several signals, or stands elsewhere on the page, is said once; what differs stays with each."""

from dataclasses import replace
from html import unescape

from bsafe_analysis.model.findings import Direction, PartShare, Status
from bsafe_analysis.model.priorities import Harm, HarmClass, Improvement, Priorities
from bsafe_analysis.model.tactical_options import Options
from bsafe_analysis.reports.document_kinds import exhibits_of
from bsafe_analysis.reports.documents import build_lap_assessment, build_tactical_assessment
from tests.reports.documents.test_documents import words
from tests.reports.documents.test_force_told import restricted
from tests.reports.facts.test_tasking import option
from tests.reports.months import MONTH, finding, prepared

SPREAD = finding(
    "B", observed=60, expected=20.0, parts=(PartShare("A1", 40, 12.0, moved=True), PartShare("A2", 20, 8.0, moved=True))
)
FEWER = {"burglary": Improvement.FEWER, "damage": Improvement.FEWER}


def signals_of(month, area=""):
    tactical = build_tactical_assessment(month)
    return unescape(words(build_lap_assessment(tactical, area) if area else tactical, "signals"))


def test_in_an_exceptional_time_what_it_does_to_every_signal_stands_before_the_first():
    said = signals_of(restricted(findings=(finding(), finding("N2"), finding("N3"))))
    assert said.count("the restrictions, which may explain any of them") == 1
    assert "of which" not in said and "A known date" not in said


def test_a_kind_that_is_a_signal_of_the_page_too_is_named_beside_another_without_its_counts():
    rise = {("N1", "burglary", MONTH): 25, ("N1", "damage", MONTH): 30}
    both = prepared(rise=rise, findings=(finding(), finding(category="damage", observed=30)))
    assert "Moved with it: criminal damage, above." in signals_of(both)
    assert "Moved with it: criminal damage, above (30; " in signals_of(replace(both, findings=(finding(),)))
    other_side = finding(category="damage", observed=30, direction=Direction.DOWN)
    assert "Moved with it: criminal damage, above (30; " in signals_of(replace(both, findings=(finding(), other_side)))


def test_an_area_tells_its_share_of_the_boroughs_signal_and_leaves_its_causes_to_the_borough():
    month = prepared(findings=(SPREAD,))
    area, borough = signals_of(month, "A1"), signals_of(month)
    assert "North's share: 28 of the 40 above expected." in area
    assert "Where:" in borough and "Where:" not in area
    assert "Found: 60 recorded" in area and "How sure:" in area
    lap = build_lap_assessment(build_tactical_assessment(month), "A1")
    named = {table.id for table in exhibits_of(lap).tables}
    assert "where-" + lap.signals[0].id in named and "why-" + lap.signals[0].id not in named


def test_what_is_back_in_its_range_is_listed_and_what_is_still_better_is_told_among_the_signals():
    fell = finding(observed=1, direction=Direction.DOWN)
    over = finding("N2", observed=4, status=Status.CLEARED, since="2026-06")
    said = signals_of(prepared(findings=(fell, over), priorities=Priorities((), FEWER)))
    assert "Back in range Quarry, burglary:" in said
    assert said.count("Mill Lane, burglary") <= 1
    assert "Back in range" not in signals_of(prepared(findings=(fell,), priorities=Priorities((), FEWER)))


def test_signals_and_what_is_put_about_them_stand_in_the_order_of_harm_with_one_number():
    found = (finding(p=1e-9), finding("N2", "damage"), finding("N3", observed=40))
    harm = {"damage": Harm(HarmClass.HIGH, "people are put in fear"), "burglary": Harm(HarmClass.MEDIUM, "it costs")}
    library = Options((option("audit", categories=("*",)),))
    base = prepared(findings=found, options=library, activities=())
    plain, ranked = (
        build_tactical_assessment(replace(base, priorities=Priorities((), FEWER, classes))) for classes in ({}, harm)
    )
    assert [s.place.code for s in plain.signals] == ["N1", "N2", "N3"]
    assert [s.place.code for s in ranked.signals] == ["N2", "N3", "N1"]
    assert [r.signal.id for r in ranked.tasking.recommendations] == [s.id for s in ranked.signals]
    for each in (plain, ranked):  # item k is recommendation k
        assert [r.ref for r in each.tasking.recommendations] == [f"2026-09-{k}" for k in (1, 2, 3)]


def test_the_risk_of_an_option_is_said_once_however_many_signals_it_is_put_for():
    library = Options((option("audit", harms="Nobody owns it"),))
    month = prepared(findings=(finding(), finding("N2")), options=library, activities=())
    table = exhibits_of(build_tactical_assessment(month)).table("recommended-table")
    assert ["risk: nobody owns it" in str(row[3]) for row in table.rows] == [True, False]
    assert "risk: the same" in str(table.rows[1][3])
