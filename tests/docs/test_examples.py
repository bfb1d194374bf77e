"""The worked examples of docs/add-a-source.md, followed as a new user would."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from bsafe_analysis.audit import Recounted
from bsafe_analysis.commands.check import check_inputs
from bsafe_analysis.commands.map_extract import lines_of, map_extract
from bsafe_analysis.faults import InputError
from tests.shared import sample_folder

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/add-a-source.md").read_text()
EXAMPLES = ROOT / "docs/examples"
COUNCIL, FIRE = "council-requests.xlsx", "fires-in-grid-references.csv"
MONTH, RECEIVED = "2026-06", date(2026, 7, 5)


@pytest.fixture
def workspace(tmp_path, tmp_path_factory):
    folder, _ = sample_folder(tmp_path_factory, "odd")
    shutil.copytree(folder, tmp_path / "workspace", ignore=shutil.ignore_patterns("prepared", "outputs"))
    return tmp_path / "workspace"


def added(file):
    """The block of the guide after the line that names the file."""
    return re.search(rf"^`{file}`.*?```text\n(.*?)```", GUIDE, re.M | re.S)[1]


def test_the_council_workbook_and_the_fire_csv_are_counted_by_the_guide_alone(workspace):
    sources = workspace / "parameters/sources.yml"
    before = sources.read_text()
    for name in (COUNCIL, FIRE):
        map_extract(workspace, EXAMPLES / name, write=True, received=RECEIVED)
        kept = next((workspace / "data/raw").rglob(name))
        assert kept.read_bytes() == (EXAMPLES / name).read_bytes()
        assert kept.parent.name == "2026-07-05"
    assert sources.read_text().startswith(before.rstrip())
    words = workspace / "data/reference/categories.csv"
    words.write_text(words.read_text() + added("data/reference/categories.csv"))
    (workspace / "data/reference/places.csv").write_text(added("data/reference/places.csv"))
    checked = check_inputs(workspace, MONTH)
    used = {receipt.source: receipt.rows_used for receipt in checked.receipts}
    assert (used["antisocial"], used["fire"]) == (9, 5)
    again = Recounted.of(workspace, MONTH)
    counted = {c: again.count(["BWI"], [c], ["2026-05", MONTH]) for c in ("council_noise", "deliberate_fires")}
    assert counted == {"council_noise": 4, "deliberate_fires": 5}
    assert again.count(["N03"], ["council_nuisance"], [MONTH]) == 1
    assert not [n for n in checked.notices if n.kind in ("unknown_category", "unknown_place", "unused_file")]


def test_what_the_guide_shows_of_the_council_workbook_is_what_is_said(workspace):
    shown = re.search(r"```text\n(  place is.*?)```", GUIDE, re.S)[1]
    said = "\n".join(lines_of(map_extract(workspace, EXAMPLES / COUNCIL)))
    assert [line for line in shown.splitlines() if line not in said] == []
    assert "A. N. Other" not in said
    assert "Caller rang" not in said


def test_a_look_writes_nothing(workspace):
    before = {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()}
    map_extract(workspace, EXAMPLES / FIRE)
    assert {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()} == before


def test_what_cannot_be_read_together_afterwards_is_not_written(workspace, monkeypatch):
    from bsafe_analysis.parameters import sources_file

    before = {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()}
    monkeypatch.setattr(sources_file, "with_entry", lambda text, source: f"{text}\n  - nonsense: [")
    with pytest.raises(InputError, match=r"sources\.yml"):
        map_extract(workspace, EXAMPLES / FIRE, write=True, received=RECEIVED)
    assert {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()} == before


def test_a_source_that_is_there_already_is_read_as_it_is_declared_and_asks_for_its_new_words_alone(workspace, tmp_path):
    map_extract(workspace, EXAMPLES / FIRE, write=True, received=RECEIVED)
    file = tmp_path / "july.csv"
    file.write_bytes((EXAMPLES / FIRE).read_bytes().replace(b"False alarm", b"Arson in a bin"))
    mapped = map_extract(workspace, file, name="fire")
    assert mapped.declared
    assert [word.category for word in mapped.proposal.words if word.word == "Arson in a bin"] == ["deliberate_fires"]
    assert [question for question in mapped.questions if "Chimney fire" not in question] == []


@pytest.mark.parametrize(
    ("data", "said"), [(b"", "empty"), (b"one\ntwo\n", "no sheet"), (b"a,b\nx,y\n", "no column holds days")]
)
def test_a_file_that_is_no_extract_is_one_plain_line(workspace, tmp_path, data, said):
    file = tmp_path / "odd.csv"
    file.write_bytes(data)
    with pytest.raises(InputError, match=said):
        map_extract(workspace, file)


def test_an_order_of_days_that_no_row_proves_is_asked_about(workspace, tmp_path):
    file = tmp_path / "log.csv"
    file.write_text("Date,Type of fire,Ward\n" + "03/07/2026,Deliberate fire,Drovers\n" * 3)
    mapped = map_extract(workspace, file)
    assert any("write date_order: month_first" in remark for remark in mapped.trial.remarks)
    file.write_text(file.read_text() + "13/07/2026,Deliberate fire,Drovers\n")
    assert not any("date_order" in remark for remark in map_extract(workspace, file).trial.remarks)
