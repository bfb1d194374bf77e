"""A council log that begins in April and pauses, a fire service that sends nothing, wardens who say no place: as told.

The police's part of every page is the same with them and without them.
"""

import re
from html import unescape

import pytest
import yaml

from bsafe_analysis.faults import InputError
from bsafe_analysis.model.periods import months_between
from bsafe_analysis.preparation.prepare import count, open_month, prepare
from bsafe_analysis.reports.documents import (
    build_lap_assessment,
    build_neighbourhood_profile,
    build_tactical_assessment,
)
from bsafe_analysis.reports.documents.annex import build_annex
from bsafe_analysis.reports.show import compose
from tests.batch.partnership import LSOAS, MONTHS, hash_of, make_partnership, write
from tests.shared import small_month

MONTH = "2026-09"
SOURCES = {"council": "The council's log", "fire": "Deliberate fires", "wardens": "Town wardens"}
WORDS = """Nuisance report,nuisance,Nuisance,reports of nuisance
Deliberate fire,fires,Deliberate fires,deliberate fires
Warden report,wardens,Warden reports,reports of wardens
"""
BEGAN = [month for month in MONTHS if month >= "2026-04" and month != "2026-07"]


def put_log(root, name, kind, months, placed=True, a_month=40):
    rows = [
        (f"{month}-{1 + k % 28:02d}", kind, list(LSOAS)[k % 3] if placed else "")
        for month in months
        for k in range(a_month + hash_of(month) % 7)
    ]
    write(root / f"data/raw/{name}/2026-10-05/log.csv", ("Date", "Type", "LSOA"), rows)


def declare(root):
    path = root / "parameters/sources.yml"
    given = yaml.safe_load(path.read_text())
    for name, title in SOURCES.items():
        columns = {"month": "Date", "category": "Type", "lsoa": "LSOA"}
        given["sources"].append(
            {"name": name, "kind": "columns", "title": title, "folder": name, "class": "PARTNER", "ours_alone": True}
            | {"columns": columns}
        )
    path.write_text(yaml.safe_dump(given, sort_keys=False))
    words = root / "data/reference/categories.csv"
    words.write_text(words.read_text().rstrip("\n") + "\n" + WORDS)


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    return small_month(tmp_path_factory)[1]


@pytest.fixture(scope="module")
def together(tmp_path_factory):
    root = make_partnership(tmp_path_factory.mktemp("together"))
    declare(root)
    put_log(root, "council", "Nuisance report", BEGAN)
    put_log(root, "wardens", "Warden report", MONTHS, placed=False, a_month=12)
    return prepare(root, MONTH)


@pytest.fixture(scope="module")
def tactical(together):
    return build_tactical_assessment(together)


def text(document, *sections):
    parts = "".join(b.get("text/html", "") for s in sections for b in compose(document, s))
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", parts)))


def test_the_polices_counts_ranges_and_findings_are_the_same_with_and_without_partners(alone, together):
    police = {c.key for c in alone.cycle.categories}
    for name in ("counts", "expectations", "forecasts", "rises", "baseline_facts", "spots"):
        mine = getattr(together, name)
        mine = mine[mine["category"].isin([*police, ""])].reset_index(drop=True)
        assert mine.equals(getattr(alone, name).reset_index(drop=True)), name
    assert together.findings == alone.findings
    assert together.coverage == alone.coverage
    assert together.gaps == alone.gaps == ()
    assert together.cycle.as_of == alone.cycle.as_of


def rows_of(table):
    return re.findall(r"<tr.*?</tr>", table, re.S)


def test_the_polices_rows_of_the_picture_are_the_same_byte_for_byte(alone, tactical):
    pages = [build_tactical_assessment(alone), tactical]
    html = ["".join(b.get("text/html", "") for b in compose(page, "picture")) for page in pages]
    without, with_partners = (rows_of(page) for page in html)
    assert [row for row in with_partners if row in without] == without
    assert len(with_partners) == len(without) + len(SOURCES)


def test_page_one_names_what_its_sum_leaves_out_and_holds_no_signal_against_noughts(tactical, together):
    said = text(tactical, "page-one")
    assert "This leaves out deliberate fires, not held for this month." in said
    assert "Nothing stands out." in said
    assert not together.findings


def test_what_was_not_sent_is_said_not_to_be_held_and_prints_no_nought(tactical):
    picture = text(tactical, "picture")
    assert re.search(r"Deliberate fires \[x\] \[x\] . Not held no counts Not held", picture)
    assert re.search(r"Nuisance 4\d \[x\] . History too short .* \(5 of 12 months\) Deliberate", picture)
    assert "Fires: deliberate fires, not held for this month." in text(tactical, "high-risk")


def test_the_data_notes_say_since_when_each_source_is_held(tactical):
    said = text(build_annex(tactical.prepared), "data-notes")
    assert "The council's log: held from April 2026. Not held in between: July 2026." in said
    assert "Deliberate fires: nothing of it is held." in said
    assert "there is no number of deliberate fires, which is not a zero" in said
    assert "Town wardens: held from the first month to this one." in said
    assert "it counts in the borough alone, in none of its parts" in said
    assert re.search(r"This is without the 1\d of sources that do not say where in the borough", said)
    short = text(tactical, "data-notes")
    assert "Not held for September 2026: Deliberate fires." in short
    assert "In the borough alone, for it says no places this month: Town wardens." in short
    assert re.search(r"1\d more are of sources that do not say where in the borough", short)


def test_what_says_no_place_has_no_number_in_an_area_or_a_neighbourhood(tactical):
    lap = build_lap_assessment(tactical, "A1")
    assert re.search(r"Warden reports \[x\] \[x\] . Not held ● Within", text(lap, "picture"))
    assert "Warden reports [x] [x] [x]" in text(lap, "neighbourhoods")
    assert "This leaves out deliberate fires and warden reports, not held here for this month." in text(lap, "page-one")


def test_a_profile_is_made_of_what_is_held_over_the_whole_baseline(together):
    profile = build_neighbourhood_profile(together, "N1")
    said = text(profile, "baseline")
    assert "This leaves out nuisance, deliberate fires and warden reports, not held for all of these months." in said
    assert profile.total == sum(row.count for row in profile.rows)
    assert {row.category.key for row in profile.rows}.isdisjoint({"nuisance", "fires", "wardens"})


def test_only_a_source_that_is_required_can_stop_a_month(tmp_path):
    root = make_partnership(tmp_path)
    declare(root)
    put_log(root, "council", "Nuisance report", months_between("2026-04", "2026-06"))
    month = open_month(root, MONTH)
    assert (month.received.gaps, month.cycle.month) == ((), MONTH)
    assert count(month).query("category == 'burglary'")["count"].notna().all()
    path = root / "parameters/sources.yml"
    path.write_text(path.read_text().replace("name: council\n", "name: council\n  required: true\n"))
    with pytest.raises(InputError, match="this month was not received"):
        open_month(root, MONTH)
