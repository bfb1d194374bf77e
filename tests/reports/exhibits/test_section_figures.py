"""The figures of the sections say what the month holds, and nothing that their document must not."""

from dataclasses import replace

import pandas as pd
import pytest

from bsafe_analysis.model.activities import Effect, NoVerdict
from bsafe_analysis.model.findings import Direction, Onset, Status
from bsafe_analysis.model.issued_record import Recount, TrackRecord
from bsafe_analysis.model.periods import add_months
from bsafe_analysis.reports.document_kinds import contents_of, exhibits_of
from bsafe_analysis.reports.documents import (
    build_lap_assessment,
    build_neighbourhood_profile,
    build_tactical_assessment,
)
from bsafe_analysis.reports.documents.annex import build_annex
from bsafe_analysis.reports.documents.neighbourhood_profile import SeasonRow
from bsafe_analysis.reports.facts.neighbourhood_strips import drawn
from tests.reports.months import MONTH, MONTHS, finding, prepared


def traces(figure, column):
    return [t for t in figure.spec["data"] if t.get("meta", {}).get("column") == column]


def texts(figure):
    return [words["text"] for words in figure.spec["layout"]["annotations"]]


def test_a_signal_of_the_borough_shows_its_counts_as_first_issued_and_one_of_a_part_does_not():
    record = TrackRecord(MONTHS[0], MONTH, recounts=(Recount("2026-08", "burglary", 17, 19, True),))
    for area, seen in (("B", True), ("N1", False)):
        document = build_tactical_assessment(prepared(findings=(finding(area=area),), record=record))
        figure = exhibits_of(document).figure(contents_of(document).figures[0])
        assert any("first issued as 17" in text for text in texts(figure)) is seen


def test_a_signal_shows_where_recording_changed_for_its_category_or_for_all():
    base = prepared()
    for key, seen in (("burglary", True), ("*", True), ("damage", False)):
        detection = replace(base.cycle.detection, rebase=((key, "2026-02"),))
        document = build_tactical_assessment(replace(base, cycle=replace(base.cycle, detection=detection)))
        figure = exhibits_of(document).figure(contents_of(document).figures[0])
        assert ("recording changed" in texts(figure)) is seen


def test_only_months_outside_their_own_range_are_marked_though_the_change_began_before():
    """August had 9 recorded, as expected: it belongs to the months told together and is no month that stands out."""
    story = finding(since="2026-08", status=Status.CONTINUING, onset=Onset("2026-08", "2026-08", "2026-09"))
    document = build_tactical_assessment(prepared(findings=(story,)))
    figure = exhibits_of(document).figure(contents_of(document).figures[0])
    (recorded,) = traces(figure, "Recorded")
    symbols = dict(zip(recorded["x"], recorded["marker"]["symbol"], strict=True))
    assert {day[:7] for day, symbol in symbols.items() if symbol.startswith("diamond")} == {MONTH}


def test_the_strip_draws_every_neighbourhood_of_the_area_and_marks_the_one_that_stands_apart():
    document = build_lap_assessment(build_tactical_assessment(prepared()), "A1")
    figure = exhibits_of(document).figure("chart-strip-burglary")
    assert [text for text in texts(figure) if "Mill Lane" in text or "Quarry" in text]
    assert figure.heading == (
        "Burglary: Mill Lane stands out above; this month one of two neighbourhoods is above its expected range"
    )
    assert "Mill Lane is above its range with 25" in figure.alt
    with pytest.raises(KeyError):
        exhibits_of(document).figure("chart-strip-damage")


def test_a_neighbourhood_whose_count_is_hidden_says_so_and_stops_no_page():
    month = prepared()
    gone = (month.counts["area"] == "N2") & (month.counts["category"] == "burglary") & (month.counts["month"] == MONTH)
    counts = month.counts.assign(count=month.counts["count"].mask(gone), hidden=gone)
    hidden = month.counts.loc[gone, ["area", "category", "month"]]
    document = build_lap_assessment(build_tactical_assessment(replace(month, counts=counts, hidden=hidden)), "A1")
    assert any("not shown" in text for text in texts(exhibits_of(document).figure("chart-strip-burglary")))


def test_a_page_draws_no_more_little_charts_than_it_has_room_for():
    (strip,) = build_lap_assessment(build_tactical_assessment(prepared()), "A1").strips
    many = replace(strip, rows=strip.rows * 12)
    assert drawn((strip, many, many)) == (strip, many)
    assert drawn((replace(strip, rows=strip.rows * 20),)) == ()
    assert drawn((replace(strip, rows=()),)) == ()


def forecasts(categories, useful=True):
    ahead = [add_months(MONTH, n) for n in (1, 2, 3)]
    rows = [("B", c, m, 10.0 + i, 4 - i, 16 + i, useful) for c in categories for i, m in enumerate(ahead)]
    return pd.DataFrame(rows, columns=["area", "category", "month", "expected", "lower", "upper", "useful"])


def test_what_lies_ahead_is_drawn_only_where_something_useful_can_be_said():
    said = build_tactical_assessment(prepared(forecasts=forecasts(["burglary"])))
    figure = exhibits_of(said).figure("ahead-burglary")
    assert figure.heading == "Burglary: expect 4 to 16 in October 2026"
    assert traces(figure, "Highest expected")[0]["y"][-3:] == [16, 17, 18]
    silent = build_tactical_assessment(prepared(forecasts=forecasts(["burglary"], useful=False)))
    assert not any(name.startswith("ahead") for name in contents_of(silent).figures)


def effect(ref, observed, **changes):
    told = Effect(ref, "N1", "burglary", Direction.DOWN, "2026-04", MONTH, 6, observed, 54.0, 40, 70)
    return replace(told, **changes)


def test_what_followed_activities_is_drawn_without_those_too_early_to_tell():
    effects = (effect("D01", 30), effect("D02", 60), effect("D03", 0, reason=NoVerdict.TOO_EARLY))
    figure = exhibits_of(build_annex(prepared(effects=effects))).figure("effects")
    assert [row[0] for row in figure.table.rows] == ["D01: burglary, Mill Lane", "D02: burglary, Mill Lane"]
    assert figure.heading == "Since they began: one count below what was expected, of two"
    assert "D01: 30 recorded, 40 to 70 expected" in figure.alt
    assert "effects" not in contents_of(build_annex(prepared(effects=effects[2:]))).figures


def test_the_year_of_a_place_is_that_of_the_baseline():
    seasons = tuple(SeasonRow(month, 20 + month, 10, 40) for month in range(1, 13))
    document = replace(build_neighbourhood_profile(prepared(), "N1"), seasons=seasons)
    figure = exhibits_of(document).figure("season")
    assert "highest in December at 32" in figure.alt
    assert traces(figure, "Usual")[0]["y"] == [row.usual for row in seasons]


def test_every_text_alternative_can_be_listened_to():
    seasons = tuple(SeasonRow(month, 20, 10, 40) for month in range(1, 13))
    month = prepared(forecasts=forecasts(["burglary"]), effects=(effect("D01", 30), effect("D02", 90)))
    tactical = build_tactical_assessment(month)
    profile = replace(build_neighbourhood_profile(prepared(), "N1"), seasons=seasons)
    for document in (tactical, build_lap_assessment(tactical, "A1"), profile, build_annex(month)):
        for name in contents_of(document).figures:
            alt = exhibits_of(document).figure(name).alt
            assert 60 <= len(alt) <= 400
            assert any(word in alt for word in ("above", "below", "within", "ighest", "lowest"))
