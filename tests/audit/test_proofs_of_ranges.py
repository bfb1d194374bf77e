"""Ranges for coming months and after activities, headings and settings, told of a prepared month typed by hand."""

import pytest

from bsafe_analysis.audit.proofs import ranges_told
from tests.audit.evidence_by_hand import MONTH, changed, claim, evidence, judged, police, proved, uncaught, wrong
from tests.audit.workspace_by_hand import make
from tests.loading.downloads import FIVE, row

COMING = [
    {"area": "B", "category": "burglary", "month": month, "expected": 5.0, "lower": low, "upper": low + 6}
    for month, low in (("2026-09", 2), ("2026-10", 3))
]
BEGUN = [{"ref": "D01", "start": "2026-05-02"}]
FOLLOWED = [
    {"ref": "D01", "area": "N1", "category": "burglary", "reason": None, "expected": 6.0, "lower": 2, "upper": 11}
]  # fmt: skip


@pytest.fixture
def root(tmp_path):
    root = police(make(tmp_path, as_of="2026-10-05"), *FIVE)
    for month in ("2026-06", "2026-07"):
        police(root, row("b1", month=month), row("b2", month=month), month=month)
    return root


def test_coming_months_have_the_ranges_of_the_table(root):
    held = evidence(root, forecasts=COMING)
    ranges = {"ranges[0][0]": 2, "ranges[0][1]": 8, "ranges[1][0]": 3, "ranges[1][1]": 9}
    told = claim("ahead", ("B",), ("burglary",), **ranges)
    assert proved(told, held) == set(ranges)
    assert uncaught(told, held) == set()
    odd = evidence(root, forecasts=[COMING[0] | {"expected": 9.0}, COMING[1]])
    assert wrong(told, odd) == {"ranges[0][0]", "ranges[0][1]"}


def test_a_coming_month_by_itself_has_the_range_of_the_table(root):
    held = evidence(root, forecasts=COMING)
    told = claim("coming_month", ("B",), ("burglary",), month="2026-10", expected=5.0, lower=3, upper=9)
    assert proved(told, held) == {"month", "expected", "lower", "upper"}
    assert uncaught(told, held) == set()


def test_months_of_exceptional_times_do_not_say_how_past_ranges_did(root):
    rows = [judged(month="2026-07", observed=9), judged(month="2026-06", lower=3, expected=3.5)]
    times = {"exceptional": [{"first": "2026-06", "last": "2026-06", "name": "x", "reason": "few went out"}]}
    held = evidence(root, expectations=rows, parameters={"detection.yml": times})
    assert proved(claim("coverage", series_months=1, inside=1.0), held) == {"series_months", "inside"}


def test_a_cells_range_and_month_are_of_the_table(root):
    held = evidence(root, forecasts=COMING)
    for told in (claim("span_words", low=2, high=8), claim("month_words", month="2026-10")):
        assert wrong(told, held) == set()
        assert uncaught(told, held) == set()
    assert proved(claim("ahead_heading", **{"months[0]": "2026-09"}), held) == {"months[0]"}
    assert wrong(claim("ahead_heading", **{"months[0]": "2026-10"}), held) == {"months[0]"}


def test_how_past_ranges_did_is_counted_against_the_raw_files(root, monkeypatch):
    rows = [judged(), judged(month="2026-07", observed=9), judged(month="2026-06", lower=3, expected=3.5)]
    held = evidence(root, expectations=rows, coverage={"inside": 0.5})
    told = claim("coverage", first="2026-06", last="2026-07", series_months=2, inside=0.5)
    assert proved(told, held) == {"first", "last", "series_months", "inside"}
    assert uncaught(told, held) == set()
    few = claim("size_coverage", least=0, below=5, inside=0.5)
    assert wrong(few, held) == {"inside"}  # two counts of a size are too few to tell a share of
    monkeypatch.setattr(ranges_told, "FEWEST_OF_A_SIZE", 1)
    again = evidence(root, expectations=rows, coverage={"inside": 0.5})
    assert proved(few, again) == {"least", "below", "inside"}
    assert uncaught(few, again) == set()
    notes = claim("data_notes", series=1, usually_outside=0.5)
    assert {"series", "usually_outside"} <= proved(notes, held)
    assert uncaught(notes, held) == set()


def test_what_followed_an_activity_is_summed_from_its_first_whole_month(root):
    held = evidence(root, activities=BEGUN, effects=FOLLOWED)
    told = claim(
        "effect", ("N1",), ("burglary",), ref="D01", first="2026-06", last=MONTH, months=3, observed=5, expected=6.0,
        lower=2, upper=11,
    )  # fmt: skip
    assert wrong(told, held) == set()
    assert uncaught(told, held, leave=("ref",)) == set()
    early = evidence(root, activities=[{"ref": "D01", "start": "2026-06-02"}], effects=FOLLOWED)
    assert {"first", "observed", "upper"} <= wrong(told, early)
    high_before = evidence(root, activities=BEGUN, effects=[{**FOLLOWED[0], "baseline_to": "2026-02"}])
    assert proved(claim("effect", ref="D01", baseline_to="2026-02"), high_before) == {"ref", "baseline_to"}
    odd = evidence(root, activities=BEGUN, effects=[{**FOLLOWED[0], "baseline_to": "2026-03"}])
    assert "baseline_to" not in proved(claim("effect", ref="D01", baseline_to="2026-03"), odd)
    dots = claim("effects_alt", effects=1)
    assert proved(dots, held) == {"effects"}
    assert wrong(changed(dots, effects=4), held) == {"effects"}


def test_headings_tell_the_cycles_month_day_and_boundaries(root):
    held = evidence(root)
    told = claim("map_caption", month=MONTH, as_of="2026-10-05", version="Wards 2026")
    assert proved(told, held) == {"month", "as_of", "version"}
    assert uncaught(told, held) == set()


def test_without_a_word_in_the_cycles_file_the_data_stand_at_the_newest_download(tmp_path):
    held = evidence(police(make(tmp_path), *FIVE, download="2026-09-07"))
    assert proved(claim("signal_caption", as_of="2026-09-07"), held) == {"as_of"}


def test_a_file_that_came_later_with_later_months_alone_does_not_move_the_day_of_the_month(tmp_path):
    root = police(make(tmp_path), *FIVE, download="2026-09-07")
    police(root, row("c1", month="2026-11"), month="2026-11", download="2026-12-07")
    told = claim("signal_caption", as_of="2026-09-07")
    assert proved(told, evidence(root)) == {"as_of"}
    police(root, *FIVE, download="2026-12-07")
    assert wrong(told, evidence(root)) == {"as_of"}


def test_a_setting_is_what_the_file_holds(root):
    held = evidence(root, parameters={"detection.yml": {"coverage": 0.95, "rebase": {}}})
    told = claim("detection_settings", coverage=0.95)
    assert proved(told, held) == {"coverage"}
    assert uncaught(told, held) == set()
