"""What pages say of hours, runs and repeats, and what they leave out for other readers."""

from dataclasses import replace

import pandas as pd
from bs4 import BeautifulSoup

from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.model.near_in_time import NearRepeats, PlaceRepeats
from bsafe_analysis.model.same_again import RepeatOf, SameAgain
from bsafe_analysis.model.stop_searches import STOP_COLUMNS
from bsafe_analysis.model.times import TIME_COLUMNS, ExcessHours
from bsafe_analysis.pages.chart_against_table import points_that_differ
from bsafe_analysis.preparation.editions import share
from bsafe_analysis.reports.charts.tables import to_html
from bsafe_analysis.reports.document_kinds import build_document, exhibits_of
from bsafe_analysis.reports.facts.repeats import repeats_of
from bsafe_analysis.reports.show import compose
from tests.reports.months import MONTH, prepared

RISE = next(f for f in prepared().findings if f.direction == "up")
NIGHTS = ExcessHours(RISE.area, RISE.category, MONTH, MONTH, 12, 40, "weekend_nights", 9, 2.2, 0.001)
WEEK = pd.DataFrame([(RISE.area, RISE.category, MONTH, 4, 22, 9.0)], columns=list(TIME_COLUMNS))


def month(**changed):
    return replace(prepared(), times=WEEK, **changed)


def words(month, document="tactical_assessment", section="signals", area="B"):
    made = compose(build_document(month, document, area), section)
    return " ".join(BeautifulSoup(" ".join(b["text/html"] for b in made), "html.parser").get_text(" ").split())


def test_the_hours_of_a_rise_are_said_in_one_line_where_it_is_told_and_in_the_annex():
    told = month(excess_hours=(NIGHTS,))
    line = "When: 9 of the 12 whose time is known happened on Friday and Saturday nights, 8pm to 2am;"
    assert f"{line} by the pattern of the year before it would be about 2." in words(told)
    assert line in words(told, "annex")
    drawn = exhibits_of(build_document(told, "annex", "B")).figure(f"week-{RISE.area.lower()}-burglary-month")
    assert not list(points_that_differ(drawn.spec, BeautifulSoup(to_html(drawn.table), "html.parser").table))
    assert "in September 2026." in drawn.caption


def test_no_part_of_the_week_is_named_where_none_stands_out_and_nothing_where_no_times_are_held():
    none = month(excess_hours=(replace(NIGHTS, window="", inside=0, usual=0.0, p=0.4),))
    assert "When: no part of the week stands out among the 12 whose time is known." in words(none)
    assert "When:" not in words(prepared())


def test_runs_repeats_and_what_is_not_held_are_told_once():
    near = (
        NearRepeats("burglary", "2025-10", MONTH, 90, 200, 14, 31, 10.2, 0.002),
        NearRepeats("damage", "2025-10", MONTH, 40),
    )
    again = (PlaceRepeats("burglary", "2025-10", MONTH, 90, 20, 9, 70, 55.2),)
    told = month(near_repeats=near, place_repeats=again)
    said, besides = words(told, section="series"), words(told, "annex", "gathering")
    assert "31 pairs within 200 metres and 14 days, 3.0 times what chance gives (10)." in said
    assert "No runs beyond what chance gives: criminal damage." in besides and "No runs" not in said
    assert "20 of 90 burglaries (about 55 if every known point were alike)." in besides
    quiet = month(near_repeats=near[1:])
    assert "No runs beyond what chance gives: criminal damage." in words(quiet, section="series")
    assert "near repeats: not held" in words(prepared(), section="series")


def test_the_same_victims_and_addresses_are_told_with_what_chance_gives():
    victims = SameAgain(RepeatOf.VICTIM, "burglary", "2025-10", MONTH, 40, 44, 9, 4, 1.6)
    homes = replace(victims, what=RepeatOf.PREMISES, again=0, marks=0)
    said = words(month(same_again=(victims,)), section="series")
    assert "Repeat victims: 9 of the 40 burglaries of the last twelve months that name a victim (of 44)" in said
    assert "had one with more than one, 4 in all; about 2 if every resident were as likely." in said
    assert "Linked crimes: not held." in said
    quiet = words(month(same_again=(homes,)), section="series")
    assert "No address twice among the 40 burglaries" in quiet
    assert "Repeat victims and linked crimes: not held." in quiet
    few = words(
        month(same_again=(replace(victims, by_chance=0.2), replace(homes, again=2, marks=1, by_chance=None))),
        section="series",
    )
    assert "hardly one if every resident were as likely" in few
    assert "were at one with more than one, 1 in all. Whoever" in few


def test_no_edition_for_others_holds_hours_runs_or_repeats():
    victims = SameAgain(RepeatOf.VICTIM, "burglary", "2025-10", MONTH, 40, 44, 9, 4, 1.6)
    runs = (NearRepeats("burglary", "2025-10", MONTH, 90),)
    whole = month(excess_hours=(NIGHTS,), near_repeats=runs, same_again=(victims,))
    shared, _ = share(whole, Audience.PARTNER)
    assert shared.times.empty
    assert shared.times_known.empty
    assert (shared.excess_hours, shared.near_repeats, shared.place_repeats, shared.same_again) == ((), (), (), ())
    assert repeats_of(shared).tried == 0
    assert "not in this edition: with a place they may point to one home" in words(shared, section="series")


STOPS = pd.DataFrame(
    [
        ("N1", MONTH, "Controlled drugs", "no_action", 30),
        ("N1", MONTH, "Controlled drugs", "arrest", 4),
        ("N3", "2026-08", "Stolen goods", "other", 12),
        ("N3", "2026-08", "Fireworks", "arrest", 1),
        ("N3", "2025-09", "Stolen goods", "other", 99),
    ],
    columns=list(STOP_COLUMNS),
)


def test_searches_are_told_by_object_area_and_month_and_small_numbers_are_not():
    told = month(stops=STOPS)
    said = words(told, "annex", "stops")
    assert "The police recorded 47 searches at map points of Thornmere" in said
    assert "context, no target" in said
    table = exhibits_of(build_document(told, "annex", "B")).table("stops-table")
    rows = {row[0]: [str(cell) for cell in row[1:]] for row in table.rows}
    assert rows["Controlled drugs"] == ["34", "30", "Fewer than 5", "0"]
    assert rows["Other objects"] == ["Fewer than 5", "0", "Fewer than 5", "0"]
    assert rows["South"] == ["13", "0", "Fewer than 5", "12"]
    assert list(rows)[-2:] == ["August 2026", "September 2026"]
    assert "No stop-and-search file of the police is held" in words(month(), "annex", "stops")
    shared, _ = share(told, Audience.PARTNER)
    assert "not in this edition" in words(shared, "annex", "stops")
