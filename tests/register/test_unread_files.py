"""Nothing that somebody wrote under data/register or parameters is passed over in silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsafe_analysis.register.unread_files import PASSED_OVER, unread_files


def put(root, *names):
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")


def told(root):
    return {notice.subject: notice.text for notice in unread_files(root)}


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("activities (1).csv", "activities.csv"), ("activities-ANALYST-PC.csv", "activities.csv"),
        ("activities copy.csv", "activities.csv"), ("Activites.csv", "activities.csv"),
        ("delivery plan (1).csv", "docs/workspace.md"), ("concerns.xls", "concerns.xlsx"),
        ("activities.ods", "activities.xlsx"), ("concerns.txt", "concerns.csv"),
        ("annotations.yaml", "annotations.yml"),
        ("annotations-conflict.yml", "annotations.yml"), ("minutes.docx", "docs/workspace.md"),
        ("decisions/2026-09.yaml", "decisions/2026-09.yml"), ("notes/N1.txt", "notes/N1.md"),
        ("findings/2026-9/rise.yml", "docs/workspace.md"), ("commentary/2026-09/tactical_assessment.docx", ".md"),
    ],
)  # fmt: skip
def test_a_file_that_nothing_reads_is_told_with_the_name_that_it_should_have(tmp_path, name, meant):
    put(tmp_path, f"data/register/{name}")
    (text,) = told(tmp_path).values()
    assert f"data/register/{name} is read by nothing" in text and meant in text


@pytest.mark.parametrize(
    "name", ["detection.yaml", "detection (1).yml", "sources-old.yml", "cycles/2026-9.yml", "x.yml"]
)
def test_a_parameter_file_that_nothing_reads_is_told(tmp_path, name):
    put(tmp_path, f"parameters/{name}")
    assert list(told(tmp_path)) == [f"parameters/{name}"]


def test_what_is_read_and_what_no_person_made_is_not_told(tmp_path):
    put(tmp_path, *(f"data/register/{name}" for name in (
        "activities.csv", "CONCERNS.CSV", "assets.xlsx", "services.xlsm", "annotations.yml", "decisions/2026-09.yml",
        "decisions/2026-09-A1.yml", "findings/2026-09/rise.yml", "notes/N1.md", "README.md", ".activities.csv.swp",
        "commentary/2026-09/tactical_assessment.md", "~$activities.xlsx", "Thumbs.db", "decisions/desktop.ini",
        ".stfolder/x", "decisions/.2026-09.yml.lock", "a.tmp", "activities.csv~",
    )))  # fmt: skip
    put(tmp_path, "parameters/sources.yml", "parameters/rebases.yml", "parameters/cycles/2026-09.yml")
    put(tmp_path, "parameters/cycles/README.md")
    assert told(tmp_path) == {}


@given(st.from_regex(r"[a-zA-Z][a-zA-Z0-9 ()_-]{0,20}\.[a-z]{1,4}", fullmatch=True))
def test_any_file_is_read_passed_over_or_told(tmp_path_factory, name):
    root = tmp_path_factory.mktemp("any")
    put(root, f"data/register/{name}")
    stem, end = name.lower().rsplit(".", 1)
    tables = ("activities", "community_priorities", "concerns", "assets", "services", "known_issues")
    read = (stem in tables and end in ("csv", "xlsx", "xlsm")) or name == "annotations.yml" or name[:6] == "README"
    assert bool(told(root)) is not (read or bool(PASSED_OVER.fullmatch(name)))
