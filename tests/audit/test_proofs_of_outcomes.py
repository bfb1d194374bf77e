"""What became of crimes, told of a few rows typed by hand, and read again."""

import pytest

from bsafe_analysis.audit.outcomes_again import FeedOutcomes
from tests.audit.evidence_by_hand import changed, claim, evidence, police, proved, uncaught, wrong
from tests.audit.workspace_by_hand import make
from tests.loading.downloads import row

NONE, CHARGED = "Investigation complete; no suspect identified", "Suspect charged"
TOLD = claim("outcomes_told", place="B", first="2025-05", last="2026-04", held=1, held_before=1)
COUNTS = {"told": 3, "no_suspect": 2, "charged": 1, "still_open": 0, "other": 0, "before": 1, "no_suspect_before": 0,
          "charged_before": 1}  # fmt: skip


@pytest.fixture
def held(tmp_path):
    root = make(tmp_path)
    april = [row("a1", outcome=NONE), row("a2", outcome=NONE.upper()), row("a3", lsoa="E01999003", outcome=CHARGED),
             row("a4"), row("a1", outcome=NONE)]  # fmt: skip
    files = {"2025-04": [row("o1", outcome="Awaiting court outcome")], "2026-04": april,
             "2026-05": [row("m1", outcome=CHARGED)], "2026-08": [row("z1", outcome=CHARGED)]}  # fmt: skip
    for month, rows in files.items():
        police(root, *(each.replace("2026-08", month) for each in rows), month=month)
    return evidence(root)


def test_a_months_outcomes_are_told_where_it_is_old_enough_in_its_own_download(held):
    assert wrong(TOLD, held) == set()
    assert uncaught(TOLD, held) == set()


def test_the_last_outcome_of_each_line_that_counts_is_read_again(held):
    told = claim("outcome_row", ("B",), ("burglary",), category="burglary", **COUNTS, no_suspect_share=None)
    assert wrong(told, held) == set()
    assert proved(told, held) == {*COUNTS, "no_suspect_share"}
    assert uncaught(told, held) == set()


def test_an_areas_outcomes_are_those_of_its_parts(held):
    told = claim("outcome_row", ("A2",), (), category=None, told=1, charged=1, no_suspect=0)
    assert wrong(told, held) == set()
    assert wrong(changed(told, charged=0, no_suspect=1), held) == {"charged", "no_suspect"}


def test_later_outcomes_are_read_again_from_the_files_that_follow_without_a_gap(tmp_path):
    root = make(tmp_path)
    lines = (row(f"a{n}", month="2026-04", outcome="Under investigation") for n in range(3))
    police(root, *lines, month="2026-04", download="2026-05-20")
    for month, said in (("2026-05", "a0,Suspect charged"), ("2026-06", f"a0,{NONE}\na1,Offender fined"),
                        ("2026-07", "zz,Local resolution"), ("2026-08", f"zz,{NONE}")):  # fmt: skip
        folder = root / f"data/raw/police/2026-10-05/{month}"
        folder.mkdir(parents=True)
        (folder / f"{month}-force-outcomes.csv").write_text(f"Crime ID,Outcome type\n{said}\n")
    again = evidence(root)
    told = claim("outcome_row", ("B",), ("burglary",), category="burglary", told=3, no_suspect=1, charged=1,
                 still_open=1)  # fmt: skip
    assert wrong(told, again) == set()
    (root / "data/raw/police/2026-10-05/2026-07/2026-07-force-outcomes.csv").unlink()
    assert wrong(told, evidence(root)) == {"told", "no_suspect", "charged", "still_open"}


def test_a_later_file_of_which_the_data_notes_say_that_it_was_not_used_is_not_read(tmp_path):
    root = make(tmp_path)
    police(root, row("a0", month="2026-04", outcome=NONE), month="2026-04", download="2026-05-20")
    name = "police/2026-10-05/2026-05/2026-05-force-outcomes.csv"
    (root / "data/raw" / name).parent.mkdir(parents=True)
    (root / "data/raw" / name).write_text("Crime ID,Month\na0,2026-05\n")
    held = evidence(root, notices=[{"kind": "unused_outcomes", "subject": name, "count": 1, "text": ""}])
    assert FeedOutcomes(held.recount.declared.feeds[0], held).later == {}
