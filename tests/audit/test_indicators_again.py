"""Indicators are read again from their file and counted again: every changed value is found."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from bsafe_analysis.model.periods import months_between
from tests.audit.register_by_hand import evidence_of, wrong

FILE = """
indicators:
  - key: burglary
    title: Recorded burglary
    of: {categories: [burglary, asb]}
    better: fewer
    group: homes
    owner: Officer
    baseline: {first: "2025-04", last: "2026-03"}
    targets:
      - {first: "2026-04", last: "2027-03", at_most: 480, set_by: spbg, on: 2026-04-21, reason: as last year}
      - {first: "2026-04", last: "2027-03", at_most: 450, set_by: spbg, on: 2026-06-01, reason: it fell}
    owner_view: {on: 2026-08-28, says: It will do}
"""
TOLD = {
    "key": "burglary", "baseline": 480, "last_year": 480, "received": 200, "months": 5, "lower": 455, "upper": 500,
    "status": "off_course",
}  # fmt: skip


@pytest.fixture
def evidence(tmp_path):
    """Twenty incidents of each of two categories in every month from April 2025 to August 2026."""
    found = evidence_of(tmp_path, cycle={"months": list(months_between("2025-04", "2026-08")), "detection": {}})
    (tmp_path / "parameters/indicators.yml").write_text(FILE)
    recount = SimpleNamespace(gazetteer=found.recount.gazetteer, count=lambda _, kinds, months: 20 * len(months))
    return replace(found, recount=recount)


def refuses(kind, evidence, values, **changed):
    assert wrong(kind, evidence, values) == set()
    for name, value in changed.items():
        assert name in wrong(kind, evidence, {**values, name: value})


def test_what_is_measured_is_what_its_file_says(evidence):
    refuses("indicator", evidence, {"key": "burglary", "title": "Recorded burglary", "owner": "Officer"}, owner="Mayor")
    target = {"first": "2026-04", "number": 450, "at_most": 450, "on": "2026-06-01", "reason": "it fell"}
    refuses("year_target", evidence, target, at_most=451, reason="it rose")
    refuses("own_view", evidence, {"says": "It will do", "on": "2026-08-28"}, says="It will not", on="2026-08-27")
    refuses("indicators_told", evidence, {"every": 1}, every=2)


def test_totals_are_counted_again_and_the_status_follows_from_the_newest_target(evidence):
    refuses("indicator_told", evidence, TOLD, baseline=479, last_year=481, received=199, months=6, status="in_doubt")
    refuses("indicator_told", evidence, {**TOLD, "lower": 440, "status": "in_doubt"}, status="on_course")
    refuses(
        "indicator_told", evidence, {**TOLD, "lower": 400, "upper": 450, "status": "on_course"}, status="off_course"
    )


def test_a_range_below_what_was_received_and_an_unknown_indicator_are_found(evidence):
    assert {"lower", "upper"} <= wrong("indicator_told", evidence, {**TOLD, "lower": 150})
    assert wrong("indicator_told", evidence, {**TOLD, "key": "robbery"}) == {"key"}


def test_fewer_ranges_that_held_than_they_are_meant_to_hold_are_found(evidence):
    refuses("ranges_held", evidence, {"inside": 146, "tried": 180}, inside=140)
    assert wrong("ranges_held", evidence, {"inside": 190, "tried": 180}) == {"inside"}
