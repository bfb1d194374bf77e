"""What the documents of a real borough said as a lockdown fell and lifted: nothing an author would be ashamed of."""

import csv
import io
import os
import re
import zipfile
from collections import Counter

import pytest

from bsafe_analysis.model.findings import Status
from bsafe_analysis.model.periods import months_between
from bsafe_analysis.reports.documents import (
    build_lap_assessment,
    build_neighbourhood_profile,
    build_tactical_assessment,
)
from bsafe_analysis.reports.documents.annex import build_annex
from tests.real.workspaces import real_data
from tests.reports.test_whole_pack import NEVER, age_of, page_one, text
from tests.shared import Wanted, real_month

pytestmark = [
    pytest.mark.real,
    pytest.mark.slow,
    pytest.mark.skipif("BSAFE_REAL_DATA" not in os.environ, reason="no real data named"),
]
MONTHS = [pytest.param("2019-06", marks=pytest.mark.proof), "2020-04"]
"""Before and after two years are held; every month is replayed by `make proof` (real_months)."""
DISORDER, SHOPS = "antisocial_behaviour", "shoplifting"


@pytest.fixture(scope="session")
def tacticals(tmp_path_factory):
    return Wanted(lambda month: build_tactical_assessment(real_month(tmp_path_factory, "rotherham", month)))


def rises(tactical, category):
    return [s for s in tactical.signals if s.category.key == category and s.finding.direction == "up"]


@pytest.mark.parametrize("month", MONTHS)
def test_short_history_is_said_until_two_years_are_held(tacticals, month):
    assert ("short history" in text(tacticals[month], "page-one").lower()) is (month == "2019-06")


@pytest.mark.parametrize("month", MONTHS)
def test_page_one_of_a_real_borough_can_be_read_at_twelve_in_a_minute(tacticals, month):
    assert age_of(tacticals[month]) <= 12, round(age_of(tacticals[month]), 1)
    parts = page_one(tacticals[month]).find_all(["h2", "h3", "p", "li"])
    assert sum(len(part.get_text().split()) for part in parts) <= 250


def test_in_the_lockdown_somebody_is_asked_by_name_and_nobody_is_sent(tacticals):
    """Page one asked no more than "find out why": a meeting can ask those who know, and wait for what they say."""
    asked = [choice.first for choice in tacticals["2020-04"].choices if choice.signal.restrained]
    assert asked and all(put and put.lead and not put.option.needs for put in asked)
    assert "ind out why" not in text(tacticals["2020-04"], "page-one", "options")


def test_the_lockdown_is_seen_as_it_falls(tacticals):
    (found,) = [s for s in rises(tacticals["2020-04"], DISORDER) if s.place.level == "borough"]
    assert found.finding.status is Status.NEW
    assert [s for s in tacticals["2020-04"].signals if s.category.key == SHOPS and s.finding.direction == "down"]


def test_a_month_that_was_not_received_is_told_as_a_gap_and_drawn_as_one(tacticals):
    assert "Not received: July 2019" in text(tacticals["2020-04"], "data-notes")
    for signal in tacticals["2020-04"].signals:
        assert {p.month: p.observed for p in signal.series.points}["2019-07"] is None


@pytest.mark.parametrize("month", MONTHS)
def test_no_month_holds_a_word_or_a_number_that_cannot_be(tacticals, month):
    tactical = tacticals[month]
    laps = [build_lap_assessment(tactical, area.code) for area in tactical.prepared.areas.local_areas]
    first = tactical.prepared.areas.neighbourhoods[0].code
    for document in (tactical, *laps, build_neighbourhood_profile(tactical.prepared, first)):
        said = text(document)
        assert not re.search(NEVER, said, re.I)
        assert not re.search(r"\b(nan|NaT|inf)\b", said), document.place.name
    placed = sum(lap.month_total for lap in laps)
    assert placed + tactical.notes.not_placed == tactical.notes.month_total


def test_the_lockdowns_first_month_is_one_event_that_page_one_leads_with(tacticals):
    tactical = tacticals["2020-04"]
    assert tactical.at_once.direction == "down"
    assert SHOPS in {each.category.key for each in tactical.at_once.named}
    lead = text(tactical, "page-one").partition(
        "kinds of incident are clearly lower than expected at once: look for one cause."
    )
    assert lead[1]
    assert "What stands out most is" not in lead[0]


def recorded_in_districts(month, kind):
    """Rows of South Yorkshire's raw file by the district that their LSOA's name begins with."""
    with zipfile.ZipFile(real_data() / f"police-uk-south-yorkshire/{month[:4]}-south-yorkshire.zip") as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(f"{month}-south-yorkshire-street.csv")]
        lines = csv.DictReader(io.StringIO(archive.read(name).decode("utf-8")))
        return Counter(line["LSOA name"].rpartition(" ")[0] for line in lines if line["Crime type"] == kind)


def test_disorder_rose_in_every_district_of_the_force_as_the_lockdown_began(tacticals):
    tactical = tacticals["2020-04"]
    (found,) = [s for s in rises(tactical, DISORDER) if s.place.level == "borough"]
    raw = recorded_in_districts("2020-04", "Anti-social behaviour")
    assert {d.district: d.observed for d in found.force.districts} == {
        district: raw[district] for district in ("Barnsley", "Doncaster", "Sheffield")
    }
    assert raw["Rotherham"] == found.finding.observed
    assert all(d.observed > d.upper for d in found.force.districts) and found.force.widespread
    in_full = text(build_annex(tactical.prepared), "signals")
    assert "It is not Rotherham alone: all of the force's other three districts lie above" in in_full
    assert "As in much of the force," in text(tactical, "page-one")


def test_only_the_forces_own_districts_are_told_and_not_map_points_across_its_border(tacticals):
    assert set(tacticals["2020-04"].prepared.other_districts["district"]) == {"Barnsley", "Doncaster", "Sheffield"}


def last_outcomes(months, kind):
    """Of each of Rotherham's crimes of a kind what the raw files last said, in every line that tells it."""
    found = Counter()
    for year in sorted({month[:4] for month in months}):
        with zipfile.ZipFile(real_data() / f"police-uk-south-yorkshire/{year}-south-yorkshire.zip") as archive:
            for name in (n for n in archive.namelist() if n.split("/")[-1][:7] in months):
                lines = csv.DictReader(io.StringIO(archive.read(name).decode("utf-8")))
                ours = (line for line in lines if line["LSOA name"].startswith("Rotherham "))
                found.update(line["Last outcome category"] for line in ours if line["Crime type"] == kind)
    return found


def test_what_became_of_burglaries_is_what_the_raw_files_last_said(tacticals):
    told = build_annex(tacticals["2020-04"].prepared).outcomes
    assert (told.first, told.last) == ("2019-01", "2019-12")
    (row,) = [row for row in told.by_kind if row.category.key == "burglary"]
    raw = last_outcomes(set(months_between(told.first, told.last)) - {"2019-07"}, "Burglary")
    assert row.no_suspect == raw["Investigation complete; no suspect identified"]
    assert row.still_open == raw["Under investigation"] + raw["Status update unavailable"]
    assert (row.told, told.held) == (raw.total() - raw[""], 11)
