"""A manifest says what a pack was made from, and nothing of when, where or by whom."""

import json
import shutil
from dataclasses import replace

import pytest

from bsafe_analysis.batch import month_cache
from bsafe_analysis.batch.month_cache import checked_month, current_month, find_root
from bsafe_analysis.faults import InputError
from bsafe_analysis.packs import manifest
from bsafe_analysis.packs.manifest import canonical, checksums, choices, files_below, fingerprint, inputs_of, keys_of
from bsafe_analysis.packs.plan import plan
from bsafe_analysis.preparation import with_register
from bsafe_analysis.preparation.store import save_cycle
from tests.reports.months import MONTH, finding, prepared


def whole_key(root, month):
    return keys_of(root, month).whole


@pytest.fixture
def root(tmp_path):
    for name, text in {
        "parameters/partnership.yml": "name: Vale",
        f"parameters/cycles/{MONTH}.yml": "month: x",
        "parameters/cycles/2026-03.yml": "month: y",
        "data/reference/areas.csv": "code",
        "data/register/activities.csv": "ref",
        "data/raw/police/2026-10-01/2026-09/a.csv": "Month\n",
        "data/raw/.hidden": "x",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_what_decides_a_month_is_every_choice_but_those_of_other_months(root):
    assert [path.relative_to(root).as_posix() for path in choices(root, MONTH)] == [
        f"parameters/cycles/{MONTH}.yml",
        "parameters/partnership.yml",
        "data/reference/areas.csv",
        "data/register/activities.csv",
    ]


@pytest.mark.parametrize(
    "name",
    ["parameters/partnership.yml", "data/reference/areas.csv", "data/register/activities.csv", "data/raw/new.csv"],
)
def test_any_changed_or_added_input_changes_the_key(root, name):
    before = whole_key(root, MONTH)
    (root / name).write_text("changed")
    assert whole_key(root, MONTH) != before


def test_touching_copying_or_another_months_choices_do_not_change_the_key(root, tmp_path_factory):
    before = whole_key(root, MONTH)
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "copy"
    shutil.copytree(root, elsewhere)
    (root / "parameters/partnership.yml").touch()
    (root / "parameters/cycles/2026-03.yml").write_text("changed")
    assert whole_key(root, MONTH) == before == whole_key(elsewhere, MONTH)


def test_last_months_stored_findings_are_an_input(root):
    before = whole_key(root, MONTH)
    earlier = prepared(findings=(finding(),))
    save_cycle(root, replace(earlier, cycle=replace(earlier.cycle, month="2026-08")))
    assert whole_key(root, MONTH) != before


def test_a_line_of_code_is_an_input(root, monkeypatch):
    before = whole_key(root, MONTH)
    monkeypatch.setattr(manifest, "code_checksum", lambda: "other")
    assert whole_key(root, MONTH) != before


def test_the_manifest_is_the_same_wherever_it_is_made_and_names_no_machine(root, tmp_path_factory):
    month = prepared()
    pages = {document.file_name: document.title.encode() for document in plan(month)} | {"index.html": b"index"}
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "copy"
    shutil.copytree(root, elsewhere)
    texts = {
        canonical(manifest.manifest(month, "internal", inputs_of(place, month, {}), plan(month), pages))
        for place in (root, elsewhere)
    }
    (text,) = texts
    assert str(root).encode() not in text
    content = json.loads(text)
    assert list(content) == sorted(content)
    assert [d["file"] for d in content["documents"]] == [d.file_name for d in plan(month)]
    assert content["other_files"].keys() == {"index.html"}
    assert content["inputs"]["raw"][0]["rows_read"] == month.receipts[0].rows_read


def test_a_fingerprint_follows_the_inputs():
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1}) != fingerprint({"a": 1, "b": 3})
    assert len(fingerprint({})) == 12


def test_checksums_name_files_from_the_workspace(root):
    raw = root / "data" / "raw"
    assert list(checksums(root, files_below(raw))) == ["data/raw/police/2026-10-01/2026-09/a.csv"]


@pytest.fixture
def counted(root, monkeypatch):
    calls = []

    def prepare(root, month):
        calls.append(month)
        return prepared()

    monkeypatch.setattr(month_cache, "_prepare", prepare)
    return calls


def test_a_month_is_prepared_once_while_its_inputs_stay(root, counted):
    first, second = current_month(root, MONTH), current_month(root, MONTH)
    assert counted == [MONTH]
    assert first.findings == second.findings
    current_month(root, MONTH, force=True)
    (root / "data/raw/police/2026-10-01/2026-09/a.csv").write_text("Month\n2026-09\n")
    current_month(root, MONTH)
    assert counted == [MONTH] * 3


def test_a_change_in_the_register_alone_searches_nothing_again(root, counted, monkeypatch):
    monkeypatch.setattr(with_register, "with_register", lambda root, month: replace(month, activities=()))
    assert current_month(root, MONTH).activities
    (root / "data/register/activities.csv").write_text("changed")
    assert current_month(root, MONTH).activities == ()
    (root / "data/reference/areas.csv").write_text("changed")
    assert current_month(root, MONTH).activities
    assert counted == [MONTH] * 2


def test_a_prepared_month_that_was_altered_or_cut_short_is_prepared_again(root, counted):
    current_month(root, MONTH)
    kept = root / "data" / "prepared" / MONTH / "facts.json"
    kept.write_text(kept.read_text().replace("Thornmere", "Thornmore"))
    current_month(root, MONTH)
    (root / "data" / "prepared" / MONTH / "key.json").unlink()
    current_month(root, MONTH)
    assert counted == [MONTH] * 3


def test_an_input_that_changes_while_it_is_read_stops_the_run(root, monkeypatch):
    def prepare(root, month):
        (root / "data/reference/areas.csv").write_text("changed meanwhile")
        return prepared()

    monkeypatch.setattr(month_cache, "_prepare", prepare)
    with pytest.raises(InputError, match="changed while the month was being prepared"):
        current_month(root, MONTH)
    assert not (root / "data" / "prepared").exists()


@pytest.mark.parametrize("text", ["2026-9", "September", "2026-13", "../2026-09", ""])
def test_a_month_written_otherwise_is_refused_with_the_wanted_form(text):
    with pytest.raises(InputError, match="for example 2026-09"):
        checked_month(text)


def test_a_folder_without_parameters_is_no_workspace(tmp_path):
    with pytest.raises(InputError, match="this is no workspace"):
        find_root(tmp_path)
