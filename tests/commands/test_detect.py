"""Any table of counts can be judged, by the same engine; a bad one is refused by row."""

import io

import pandas as pd
import pytest
from typer.testing import CliRunner

from bsafe_analysis.cli import app
from bsafe_analysis.detection.any_counts import COLUMNS
from bsafe_analysis.model.periods import months_between

MONTHS = months_between("2016-01", "2019-06")


def written(tmp_path, text):
    path = tmp_path / "counts.csv"
    path.write_text(text)
    return path


def rows(series, counts, group=""):
    return [f"{series},{m},{n}{group}" for m, n in zip(MONTHS, counts, strict=True)]


def detect(path, *more):
    return CliRunner().invoke(app, ["detect", str(path), "--from", "2019-06", "--to", "2019-06", *more])


STEADY = [9, 11, 10, 12, 8, 10] * 7


def test_a_spike_is_flagged_and_a_steady_series_is_not(tmp_path):
    lines = [
        "series,month,count,group",
        *rows("steady", STEADY, ",x"),
        *rows("spike", [*STEADY[:-1], 60], ",x"),
        *rows("none", [0] * 42, ",x"),
    ]
    ran = detect(written(tmp_path, "\n".join(lines) + "\n"))
    assert ran.exit_code == 0, ran.output
    table = pd.read_csv(io.StringIO(ran.stdout), keep_default_na=False).set_index("series")
    assert [*table.reset_index().columns] == list(COLUMNS)
    assert (table.loc["spike", "flag"], table.loc["spike", "fdr_flag"], table.loc["steady", "flag"]) == (1, 1, 0)
    assert table.loc["spike", "score"] > 2 > table.loc["steady", "score"]
    assert (table["reason"] == "").all()
    assert float(table.loc["none", "expected"]) < 0.5


def test_groups_may_be_missing_and_a_short_history_has_its_reason(tmp_path):
    short = [f"new,{m},3" for m in MONTHS[-6:]]
    ran = detect(written(tmp_path, "\n".join(["series,month,count", *rows("a", STEADY), *short]) + "\n"))
    table = pd.read_csv(io.StringIO(ran.stdout)).set_index("series")
    assert table.loc["new", "reason"] == "short_history"
    assert pd.notna(table.loc["a", "expected"])


def test_the_answers_are_written_whole_to_a_file(tmp_path):
    source = written(tmp_path, "\n".join(["series,month,count", *rows("a", STEADY)]) + "\n")
    ran = detect(source, "--out", str(tmp_path / "out.csv"))
    assert ran.exit_code == 0
    assert len(pd.read_csv(tmp_path / "out.csv")) == 1
    assert {p.name for p in tmp_path.iterdir()} == {"counts.csv", "out.csv"}
    assert detect(source, "--out", str(tmp_path / "no/such/out.csv")).exit_code == 2


@pytest.mark.parametrize("text, cause", [
    ("series,month,count\na,2019-01,-1\n", "row 2: count '-1' is negative"),
    ("series,month,count\na,2019-01,1.5\n", "is not whole"),
    ("series,month,count\na,2019-01,1\na,2019-01,1\n", "row 3.*twice"),
    ("series,month,count\na,2019-13,1\n", "is not a month"),
    ("series,month\na,2019-01\n", "column count"),
    ("series,month,count\n" + "a,2019-01,1\n" * 1 + "b,1\n" * 1, "lines"),
    ("", "empty"),
])  # fmt: skip
def test_a_bad_table_is_refused_by_row_in_plain_words(tmp_path, text, cause):
    import re

    ran = detect(written(tmp_path, text))
    assert ran.exit_code == 2
    assert re.search(cause, ran.output), ran.output
    assert "Traceback" not in ran.output


def test_a_file_that_is_not_there_says_so(tmp_path):
    ran = detect(tmp_path / "none.csv")
    assert ran.exit_code == 2
    assert "no such file" in ran.output
