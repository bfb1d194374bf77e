"""Real places, real months, from raw downloads to what pages are made of."""

import os
import shutil

import duckdb
import pytest

from bsafe_analysis.model.areas import NOT_PLACED, Level
from bsafe_analysis.model.counts import sums_that_differ
from bsafe_analysis.model.findings import Direction
from bsafe_analysis.parameters import read_workspace
from bsafe_analysis.preparation.prepare import count, open_month, prepare
from bsafe_analysis.reports.document_kinds import DocumentsOfMonth, build_document, contents_of
from bsafe_analysis.reports.show import compose
from tests.real.workspaces import MAKERS, choose, real_data
from tests.shared import Wanted, real_month, real_place

pytestmark = [
    pytest.mark.real,
    pytest.mark.slow,
    pytest.mark.skipif(
        "BSAFE_REAL_DATA" not in os.environ, reason="BSAFE_REAL_DATA does not name a folder of real data"
    ),
]
MONTHS = [
    pytest.param(("rotherham", "2020-04"), id="rotherham-2020-04"),
    pytest.param(("rotherham", "2019-06"), id="rotherham-2019-06", marks=pytest.mark.proof),
    pytest.param(("bolton", "2018-12"), id="bolton-2018-12", marks=pytest.mark.proof),
    pytest.param(("city", "2020-11"), id="city-2020-11", marks=pytest.mark.proof),
]
"""Other months of Rotherham are replayed by `make proof` (real_months)."""


@pytest.fixture(scope="session")
def roots(tmp_path_factory):
    return Wanted(lambda name: real_place(tmp_path_factory, name))


@pytest.fixture(scope="session")
def months(tmp_path_factory):
    return Wanted(lambda key: real_month(tmp_path_factory, *key))


@pytest.mark.parametrize("name", MAKERS)
def test_another_place_needs_no_code(roots, name):
    workspace = read_workspace(roots[name])
    expected = {
        "rotherham": (4, 33),
        "barnsley": (4, 30),
        "doncaster": (4, 39),
        "sheffield": (4, 70),
        "bolton": (4, 35),
        "city": (1, 6),
    }[name]
    assert (len(workspace.areas.local_areas), len(workspace.areas.neighbourhoods)) == expected


@pytest.mark.parametrize("key", MONTHS)
def test_sums_agree_at_every_level_and_every_receipt_balances(months, key):
    month = months[key]
    assert sums_that_differ(month.counts, month.areas).empty
    assert all(receipt.balances for receipt in month.receipts)


@pytest.mark.parametrize("key", MONTHS)
def test_every_document_shows_what_it_promises(months, key):
    month = months[key]
    borough = month.areas.of_level(Level.BOROUGH)
    places = {"tactical_assessment": borough, "lap_assessment": month.areas.local_areas, "annex": borough,
              "neighbourhood_profile": month.areas.neighbourhoods, "data_quality": borough}  # fmt: skip
    documents = DocumentsOfMonth(month)
    for name, areas in places.items():
        for area in areas:
            document = documents.build(name, area.code)
            html = "".join(b["text/html"] for s in document.sections for b in compose(document, s))
            assert all(f'id="{table}"' in html for table in contents_of(document).tables)


@pytest.mark.parametrize("key", MONTHS)
def test_past_months_fell_inside_their_range_as_often_as_promised(months, key):
    assert 0.90 <= months[key].coverage.inside <= 0.99


def raw_rows(tmp_path, *archives):
    for archive in archives:
        shutil.unpack_archive(real_data() / archive, tmp_path)
    return f"read_csv('{tmp_path}/**/*-street.csv', all_varchar=true, header=true)"


@pytest.mark.proof
def test_rotherhams_counts_equal_a_count_made_without_us(months, tmp_path):
    month = months[("rotherham", "2020-04")]
    source = raw_rows(
        tmp_path, *(f"police-uk-south-yorkshire/{year}-south-yorkshire.zip" for year in (2018, 2019, 2020, 2021))
    )
    theirs = duckdb.sql(
        f"""select Month, "Crime type", count(*) from {source}
        where Month <= '2020-04' and "LSOA name" like 'Rotherham ___%' group by all"""
    )
    name_of = {c.name: c.key for c in month.cycle.categories}
    counted = {(m, name_of[kind]): n for m, kind, n in theirs.fetchall()}
    borough = month.counts[month.counts["area"] == "ROTHERHAM"].dropna(subset="count")
    ours = {
        (m, c): int(n) for m, c, n in zip(borough["month"], borough["category"], borough["count"], strict=True) if n
    }
    assert ours == counted
    ((total,),) = duckdb.sql(f"select count(*) from {source}").fetchall()
    assert sum(receipt.rows_read for receipt in month.receipts) == total


def test_the_missing_july_is_a_gap_in_every_series(months):
    month = months[("rotherham", "2020-04")]
    assert month.gaps == ("2019-07",)
    assert month.counts[month.counts["month"] == "2019-07"]["count"].isna().all()
    assert (month.counts[month.counts["month"] != "2019-07"]["count"].notna()).all()


def test_the_first_lockdown_is_seen_for_what_it_was(months):
    found = {
        (f.area, f.category): f.direction for f in months[("rotherham", "2020-04")].findings if f.status != "cleared"
    }
    assert found[("ROTHERHAM", "antisocial_behaviour")] is Direction.UP
    assert found[("ROTHERHAM", "shoplifting")] is Direction.DOWN


@pytest.mark.proof
def test_a_short_history_is_said(months):
    document = build_document(months[("rotherham", "2019-06")], "tactical_assessment", "ROTHERHAM")
    assert document.notes.short_history
    assert "short history" in "".join(b["text/html"] for b in compose(document, "page-one"))


def test_the_citys_two_downloads_give_each_month_once_and_tell_what_changed(roots):
    month = open_month(roots["city"], "2020-11").received
    older = [r for r in month.receipts if "older-download" in r.file]
    assert len(older) == 32
    assert all(r.rows_used == 0 for r in older)
    assert len(month.revisions) == 32
    # the README of the data: never a row added or dropped, never a changed type; 248 of 496 outcomes changed in 2020-11
    assert all((r.added, r.removed, r.changed_category) == (0, 0, 0) for r in month.revisions)
    assert next(r for r in month.revisions if r.month == "2020-11").changed_outcome > 150
    assert "2020-04" in {n.subject for n in month.notices if n.kind == "fragment"}


@pytest.mark.proof
def test_a_place_without_boundaries_has_no_outlines(months):
    assert months[("city", "2020-11")].outlines == ()


def test_boltons_extract_is_read_through_its_mapping(roots):
    month = open_month(roots["bolton"], "2018-12")
    counts = count(month)
    assert sum(r.rows_read for r in month.received.receipts) == 9402
    assert int(counts[counts["area"] == "BOLTON"]["count"].sum()) == 9402 - 230
    assert int(counts[counts["area"] == NOT_PLACED]["count"].sum()) == 0


def test_the_transport_police_add_their_rows_in_the_borough_and_no_others(roots, tmp_path):
    root = tmp_path / "btp"
    shutil.copytree(
        roots["rotherham"], root, ignore=shutil.ignore_patterns("prepared", "outputs", "20*-south-yorkshire.zip")
    )
    folder = root / "data/raw/police/2015-01-15"
    folder.mkdir(parents=True)
    for archive in ("police-uk-south-yorkshire/2014-south-yorkshire.zip", "police-uk-quirks/2014-btp.zip"):
        shutil.copy(real_data() / archive, folder)
    with_btp = open_month(root, "2014-11")
    theirs = [receipt for receipt in with_btp.received.receipts if receipt.force == "btp"]
    used = sum(receipt.rows_used for receipt in theirs)
    assert sum(receipt.rows_read for receipt in theirs) == 47_615
    assert 0 < used < 200
    (folder / "2014-btp.zip").unlink()
    months = (with_btp, open_month(root, "2014-11"))
    ours, alone = (count(month).query("area == 'ROTHERHAM'")["count"].sum() for month in months)
    assert int(ours) - used == int(alone)


def test_a_force_that_all_but_stopped_reporting_is_flagged(tmp_path):
    root = MAKERS["rotherham"](tmp_path / "dp")
    shutil.rmtree(root / "data/raw/police")
    folder = root / "data/raw/police/2024-06-15"
    folder.mkdir(parents=True)
    for archive in ("2014-dyfed-powys.zip", "2024-dyfed-powys.zip"):
        shutil.copy(real_data() / "police-uk-quirks" / archive, folder)
    choose(root, "partnership.yml", borough="Ceredigion")
    month = open_month(root, "2024-04").received
    assert {n.subject for n in month.notices if n.kind == "fragment"} >= {"2024-02", "2024-03", "2024-04"}
    copies = sum(n for r in month.receipts for reason, n in r.set_aside if reason.name == "COPY")
    assert copies == 113
    assert not any(reason.name == "PASTED_TWICE" for r in month.receipts for reason, _ in r.set_aside)


def test_a_national_month_is_read_whole(tmp_path):
    root = MAKERS["rotherham"](tmp_path / "national")
    shutil.rmtree(root / "data/raw/police")
    folder = root / "data/raw/police/2015-01-15"
    folder.mkdir(parents=True)
    shutil.copy(real_data() / "police-uk-national-2014-11/2014-11-32-forces.zip", folder)
    month = prepare(root, "2014-11")
    assert sum(r.rows_read for r in month.receipts) == 215_892
    assert len({r.force for r in month.receipts}) == 32
    assert month.coverage is None
