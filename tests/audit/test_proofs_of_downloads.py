"""What arrived and what later downloads changed, told of a few rows typed by hand."""

import json
from dataclasses import replace
from datetime import date

import pytest

from bsafe_analysis.audit.downloads_again import DownloadedRow, difference
from tests.audit.evidence_by_hand import claim, evidence, police, proved, uncaught, wrong
from tests.audit.workspace_by_hand import FIRE, POLICE, fires, make
from tests.loading.downloads import OUTSIDE, file_name, row

OLD, NEW = "2026-09-05", "2026-10-05"


@pytest.fixture
def root(tmp_path):
    root = make(tmp_path, POLICE, FIRE)
    police(root, row("a1", month="2026-07"), row(month="2026-07"), month="2026-07", download=OLD)
    now = [row("a1", month="2026-07", outcome="Charged"), row("a2", month="2026-07"), row(month="2026-07")]
    now += [row("a3", month="2026-07", **OUTSIDE), row(month="2026-07", kind="Anti-social behaviour")]
    police(root, *now, month="2026-07", download=NEW)
    police(root, row("c1"), download=NEW)
    fires(root, "2026-07-01,Fire,E01999001,,", download=OLD)
    fires(root, "2026-07-01,Fire,E01999001,,", "2026-08-02,Fire,E01999001,,", download=NEW)
    return root


def told_of(month, old=OLD, new=NEW, **values):
    names = (f"police/{day}/{file_name(month)}" for day in (old, new))
    return claim("revision", month=month, older=next(names), newer=next(names), **values)


def test_a_month_that_was_downloaded_again_is_held_against_its_older_self(root):
    told = told_of(
        "2026-07",
        older_rows=2,
        newer_rows=4,
        added=2,
        removed=0,
        changed_category=0,
        changed_place=0,
        changed_outcome=1,
    )
    held = evidence(root)
    assert wrong(told, held) == set()
    assert uncaught(told, held) == set()
    assert wrong(told_of("2026-08", older_rows=1, newer_rows=1), held) == {"month", "older_rows", "newer_rows"}


def test_files_and_revisions_of_the_notes_are_counted(root):
    notes = claim("data_notes", files=5, titles=2, as_of="2026-10-05", quiet_revisions=1)
    held = evidence(root)
    assert proved(notes, held) == {"files", "titles", "as_of", "quiet_revisions"}
    assert uncaught(notes, held) == set()


def test_what_was_told_of_last_month_is_read_from_what_was_held_then(root):
    held = evidence(root, record={"alerts": [{}] * 12})
    for category, then, now in (("burglary", 2, 3), ("asb", 0, 1), ("", 3, 5)):
        told = claim("recount", ("B",), month="2026-07", category=category, then=then, now=now)
        assert wrong(told, held) == set()
        assert uncaught(told, held) == set()
    record = claim("alert_history", first="2025-09", last="2026-08", alerts=12, more_recounts=0)
    assert wrong(record, held) == set()
    assert uncaught(record, held) == set()


def test_a_month_that_was_issued_was_told_as_it_was_issued(root):
    held = evidence(root)
    kept = held.prepared.parent / "2026-07/issued.json"
    kept.parent.mkdir()
    kept.write_text(json.dumps({"counts": {"": 9, "burglary": 9}}))
    assert wrong(claim("recount", ("B",), month="2026-07", category="", then=9, now=5), held) == set()


def test_rows_without_an_identifier_are_told_apart_by_what_and_where_they_are():
    blank = DownloadedRow("", "asb", (1.4, 54.1), "E01999001", "")
    named = DownloadedRow("a", "burglary", (1.4, 54.1), "E01999001", "")
    found = difference([blank, blank, named], [blank, named._replace(category="asb", point=None)])
    assert (found.added, found.removed, found.changed_category, found.changed_place) == (0, 1, 1, 1)
    assert found.tells
    assert not replace(found, removed=0, changed_category=0).tells


def test_a_download_counts_from_its_day_on(root):
    held = evidence(root)
    from bsafe_analysis.audit.proofs.downloads_told import _downloads

    july = next(each for each in held.once(_downloads) if each.source == "police")
    assert july.held_by(date(2026, 9, 4)) is None
    assert july.held_by(date(2026, 9, 5))["burglary"] == 2
    assert july.held_by(date(2026, 10, 5))["burglary"] == 3
