"""docs/guide-theme-packs.md, followed as a new user would: two groups, their days, a line that comes late."""

import re
from datetime import date
from pathlib import Path

import pytest

from bsafe_analysis.batch import run as batch_run
from bsafe_analysis.batch.due_packs import due_of
from bsafe_analysis.batch.month_cache import current_month
from bsafe_analysis.batch.printed_lines import keep_what_was_printed
from bsafe_analysis.batch.run import RunOptions, run_pack
from bsafe_analysis.packs.plan import plan
from bsafe_analysis.parameters import read_workspace
from bsafe_analysis.reports.document_kinds import build_document
from bsafe_analysis.reports.show import compose
from tests.batch.partnership import make_partnership, put_month

GUIDE = (Path(__file__).parents[2] / "docs/guide-theme-packs.md").read_text()
PLAN_HEAD = (
    "ref,title,priority,theme,strand,areas,categories,owner,agency,measure,baseline,target,start,due,status,progress"
)
WORK = (
    "{ref},Fit locks in burgled homes,none,{theme},prevention,,Burglary,Officer,Police,homes fitted,0,90,2026-01-05,"
    "2027-03-31,under way,"
)
MONTH, NEXT, ON = "2026-09", "2026-10", date(2026, 10, 5)


def shown(section, kind="text"):
    """The blocks of one section of the guide, each as it stands without its indent."""
    text = re.search(rf"^## {section}\n(.*?)(?=^## |\Z)", GUIDE, re.M | re.S)[1]
    blocks = re.findall(rf"^( *)```{kind}\n(.*?)^ *```", text, re.M | re.S)
    return [re.sub(rf"^{indent}", "", block, flags=re.M).strip() for indent, block in blocks]


def write_plan(root, *lines):
    rows = [
        WORK.format(ref="D01", theme="Homes") + '"' + "\n".join(lines) + '"',
        WORK.format(ref="D02", theme="Streets") + '"2026-09-18 Warden: Nine lamps mended"',
    ]
    (root / "data/register/activities.csv").write_text("\n".join([PLAN_HEAD, *rows, ""]))


def run(root, month=MONTH):
    result = run_pack(root, month, RunOptions(pack="themes"))
    assert [str(problem) for _, problem in result.failed] == []
    return result


def issued(root, group="homes"):
    return (root / f"data/issued/{group}.csv").read_text().splitlines()[1:]


def no_space(*_):
    raise OSError("no space left")


@pytest.fixture
def root(tmp_path):
    root = make_partnership(tmp_path / "vale")
    groups, line = shown("Once: who meets", "yaml")
    (root / "parameters/groups.yml").write_text(groups + "\n")
    (root / "parameters/documents.yml").write_text(f"documents:\n  {line}\n")
    (root / "data/register").mkdir(exist_ok=True)
    (root / "data/register/meetings.csv").write_text(shown("Before each meeting", "csv")[0] + "\n")
    write_plan(root, "2026-08-10 Officer: Six fitted", "2026-09-18 Officer: Ten fitted")
    yield root
    for folder in root.glob("outputs/*/*/*/v*"):
        folder.chmod(0o755)


def test_the_line_that_an_older_workspace_adds_is_that_of_a_new_one(root):
    starter = Path(__file__).parents[2] / "bsafe_analysis/parameters/starter/parameters/documents.yml"
    assert shown("Once: who meets", "yaml")[1] in starter.read_text()
    assert [document.kind for document in read_workspace(root).documents] == ["theme"]


@pytest.mark.proof  # its parts: tests/batch/test_printed_lines.py, tests/register/test_issued_lines.py
def test_the_papers_are_made_as_the_guide_says_and_a_late_line_is_told_in_the_next(root, monkeypatch):
    """One after another, for each step needs what the one before has left."""
    (due,) = due_of(root, MONTH, ON)
    assert due.line(ON).startswith("themes pack of September 2026 (Theme group pack: Safer homes, Theme group pack:")
    first = run(root)
    assert sorted(document.file_name for document in first.made) == shown("Before each meeting")[0].split()
    assert [row.split(",")[:2] for row in issued(root)] == [
        ["2026-08-26", "D01 2026-08-10"], ["2026-08-26", "papers 2026-08-19"],
        ["2026-10-14", "D01 2026-09-18"], ["2026-10-14", "papers 2026-10-07"],
    ]  # fmt: skip
    assert [row.split(",")[1] for row in issued(root, "streets")] == ["D02 2026-09-18", "papers 2026-10-14"]
    before = issued(root)
    (root / "data/issued/homes.csv").unlink()  # as if the run had been cut off between the pack and this
    with monkeypatch.context() as broken:
        broken.setattr(batch_run, "publish", no_space)
        with pytest.raises(OSError, match="no space left"):
            run(root)
    assert not (root / "data/issued/homes.csv").exists()
    assert not run(root).new and issued(root) == before
    page = (first.folder / "2026-09-theme-pack-homes-2026-10-14-internal.html").read_text()
    assert "Ten fitted" in page and "Six fitted" not in page
    put_month(root, NEXT, download="2026-11-03")
    with (root / "data/register/meetings.csv").open("a") as calendar:
        calendar.write("homes,2026-11-25,,,\n")
    write_plan(
        root, "2026-08-10 Officer: Six fitted", "2026-08-12 Officer: Seven fitted", "2026-09-18 Officer: Eleven fitted",
        "2026-10-20 Officer: Twelve fitted",
    )  # fmt: skip
    prepared = current_month(root, NEXT)
    (planned,) = plan(prepared, pack="themes")
    pack = build_document(prepared, planned.name, planned.area, planned.group, planned.meeting)
    text = re.sub(r"\s*<[^>]+>\s*", "|", "".join(each.get("text/html", "") for each in compose(pack, "actions")))
    (late,) = shown("A line that comes late")
    assert re.search(rf"Seven fitted\|+{late}\|", text)
    assert re.search(r"Eleven fitted\|+reads otherwise than it was told\|", text)
    assert "Twelve fitted" in text and "Six fitted" not in text and "Ten fitted" not in text
    keep_what_was_printed(root, prepared, [planned])
    assert issued(root)[: len(before)] == before
    assert [row.split(",")[1] for row in issued(root)[len(before) :]] == [
        "D01 2026-08-12", "D01 2026-09-18", "D01 2026-10-20", "papers 2026-11-18",
    ]  # fmt: skip
