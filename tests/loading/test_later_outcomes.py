"""Outcomes that came after the download of a month, from -outcomes.csv files typed by hand."""

import pytest

from tests.loading.downloads import received, row, table, write

HEADER = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Outcome type"
CHARGED, NONE, OPEN = "Suspect charged", "Investigation complete; no suspect identified", "Under investigation"


def decided(root, month, *said, download="2026-10-05", force="force", header=HEADER):
    lines = [f"{ident},{month},Force,Force,,,No location,,,{outcome}" for ident, outcome in said]
    name = f"{month}/{month}-{force}-outcomes.csv"
    return write(root, "\r\n".join([header, *lines, ""]).encode(), download=download, name=name)


@pytest.fixture
def april(tmp_path):
    """A month downloaded alone, so that nothing of what came later stands in it."""
    rows = (row(f"a{n}", month="2026-04", outcome=OPEN) for n in range(4))
    write(tmp_path, table(*rows, row("", month="2026-04", kind="Drugs")), month="2026-04", download="2026-06-05")
    return tmp_path


def outcomes(root, until="2026-08"):
    found = received(root, until=until)
    return list(found.incidents["outcome"]), dict(found.outcome_ages["police"])


def test_the_last_of_several_later_outcomes_is_the_one_that_counts(april):
    decided(april, "2026-05", ("a0", NONE), ("a1", CHARGED), ("zz", NONE))
    decided(april, "2026-06", ("a0", CHARGED), ("", NONE), ("a0", "Awaiting court outcome"))
    assert outcomes(april) == (["Awaiting court outcome", CHARGED, OPEN, OPEN, ""], {"2026-04": 2})


def test_behind_a_gap_and_after_the_judged_month_nothing_is_read(april):
    for month in ("2026-05", "2026-07", "2026-08"):
        decided(april, month, (f"a{month[-1]}", CHARGED), ("a3", NONE if month == "2026-05" else CHARGED))
    assert outcomes(april) == ([OPEN, OPEN, OPEN, NONE, ""], {"2026-04": 1})
    assert outcomes(april, "2026-04") == ([OPEN, OPEN, OPEN, OPEN, ""], {"2026-04": 0})


def test_another_forces_outcomes_touch_no_crime_of_ours(april):
    decided(april, "2026-05", ("a0", CHARGED), force="railway")
    assert outcomes(april) == ([OPEN, OPEN, OPEN, OPEN, ""], {"2026-04": 0})


@pytest.mark.parametrize(
    ("header", "cause"),
    [("Crime ID,Month", "columns missing: Outcome type"), (f"{HEADER},{HEADER}", "stands twice")],
)
def test_an_outcome_file_that_cannot_be_read_is_one_line_and_stops_no_month(april, header, cause):
    path = decided(april, "2026-05", ("a0", CHARGED), header=header)
    if "missing" in cause:
        path.write_text(f"{header}\r\na0,2026-05\r\n")
    found = received(april)
    (notice,) = [n for n in found.notices if n.kind == "unused_outcomes"]
    assert notice.text.startswith("Police: 2026-05-force-outcomes.csv was not used: ")
    assert not notice.needs_person
    assert found.incidents["outcome"].iloc[0] == OPEN


def test_outcome_files_are_no_longer_told_as_files_left_alone(april):
    decided(april, "2026-05", ("a0", CHARGED))
    assert not [n for n in received(april).notices if n.kind == "left_alone"]
