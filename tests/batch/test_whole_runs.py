"""From raw files to a published pack by the command line, with nothing replaced: the product as it is used."""

import hashlib
import json
import os
import re
import subprocess
import sys

import pytest
from bs4 import BeautifulSoup
from typer.testing import CliRunner

from bsafe_analysis import cli
from tests.batch.partnership import MONTHS, make_partnership, put_month
from tests.batch.partnerships import as_made, with_its_month

MONTH = "2026-09"


def invoke(*words):
    return CliRunner().invoke(cli.app, [str(word) for word in words])


def tree(root):
    return {path.relative_to(root).as_posix(): path.stat().st_mtime_ns for path in root.rglob("*")}


@pytest.fixture
def root(tmp_path):
    yield make_partnership(tmp_path / "vale")
    for folder in tmp_path.glob("vale/outputs/*/*/v*"):
        folder.chmod(0o755)


@pytest.fixture
def ready(alone, tmp_path):
    """The same with its month prepared, for what comes after that."""
    yield with_its_month(alone / "first", tmp_path / "ready")
    for folder in tmp_path.glob("ready/outputs/*/*/v*"):
        folder.chmod(0o755)


@pytest.fixture
def published(alone, tmp_path):
    """The same with its pack and all that its run kept."""
    yield as_made(alone / "first", tmp_path / "ready")
    for folder in tmp_path.glob("ready/outputs/*/*/v*"):
        folder.chmod(0o755)


def test_a_dry_check_reads_everything_and_writes_nothing(root):
    before = tree(root)
    done = invoke("check", MONTH, "--workspace", root, "--dry-run", "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert tree(root) == before
    assert len(told["receipts"]) == len(MONTHS)
    for receipt in told["receipts"]:
        path = root / "data" / "raw" / receipt["file"]
        assert receipt["rows_read"] == len(path.read_text().splitlines()) - 1
        assert receipt["rows_read"] == receipt["rows_used"] + sum(receipt["set_aside"].values())
        assert receipt["set_aside"] == {"outside the borough": 2}


def test_a_check_prints_its_receipts_and_makes_no_output(root):
    done = invoke("check", MONTH, "--workspace", root)
    assert done.exit_code == 0, done.output
    assert f"Set aside: {2 * len(MONTHS)} outside the borough." in done.output
    assert "Held: September 2024 to September 2026" in done.output
    assert list((root / "outputs").iterdir()) == []


def test_a_dry_run_names_the_documents_and_writes_nothing(root):
    before = tree(root)
    done = invoke("run", MONTH, "--workspace", root, "--dry-run", "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["prepare"] is True
    assert len(told["documents"]) == 8
    assert tree(root) == before


def preparing_says_what_needs_a_person(root):
    done = invoke("prepare", MONTH, "--workspace", root, "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["month"] == MONTH
    assert (root / "data" / "prepared" / MONTH / "key.json").is_file()
    second = invoke("prepare", MONTH, "--workspace", root)
    assert "prepared already, from the same inputs" in second.output


def test_a_month_from_raw_files_to_a_pack_and_the_next_download(root, warm):
    preparing_says_what_needs_a_person(root)
    first = invoke("run", MONTH, "--workspace", root)
    assert first.exit_code == 0, first.output
    assert "8 of 8 documents made, 0 failed." in first.output
    pack = root / "outputs" / MONTH / "internal" / "v1"
    names = sorted(path.name for path in pack.glob("*.html"))
    assert len(names) == 9
    for name in names:
        page = BeautifulSoup((pack / name).read_text(), "html.parser")
        assert "Invented sample data" in page.get_text()
        links = [a["href"] for a in page.find_all("a", href=re.compile(r"\.html$"))]
        assert set(links) <= set(names)
    manifest = json.loads((pack / "manifest.json").read_text())
    assert len(manifest["inputs"]["raw"]) == len(MONTHS)

    log = root / "outputs" / MONTH / "private/run-0001/log.txt"
    assert "ordinary kernels" not in log.read_text(), "the fast engine did the work"

    put_month(root, "2026-08", download="2026-10-20", extra=3)
    revised = invoke("run", MONTH, "--workspace", root, "--json")
    told = json.loads(revised.stdout)
    assert (told["new"], told["folder"]) == (True, str(root / "outputs" / MONTH / "internal" / "v2"))
    assert any("1 month revised by a newer download: 3 rows added" in text for text in told["needs"])
    assert os.readlink(root / "outputs" / MONTH / "internal" / "current") == "v2"


def test_without_a_browser_the_pack_has_its_workbooks_and_its_file_to_send_and_says_what_is_missing(
    ready, warm, monkeypatch
):
    monkeypatch.setenv("BSAFE_CHROMIUM", "/no/such/browser")
    done = invoke("run", MONTH, "--workspace", ready, "--twins")
    assert done.exit_code == 0, done.output
    assert "no twin but workbooks was made: no Chromium was found" in done.output
    pack = ready / "outputs" / MONTH / "internal" / "v1"
    held = {path.name: path.read_bytes() for path in pack.iterdir()}
    parcel = f"{MONTH}-b-internal-to-send.zip"
    manifest = json.loads(held["manifest.json"])
    for document in manifest["documents"]:
        (twin,) = document["twins"].values()
        assert twin["file"] == document["file"].replace(".html", ".xlsx")
        assert twin["sha256"] == hashlib.sha256(held[twin["file"]]).hexdigest()
        assert f'href="{twin["file"]}"' in held["index.html"].decode()
    assert manifest["other_files"][parcel] == hashlib.sha256(held[parcel]).hexdigest()
    assert f'href="{parcel}"' in held["index.html"].decode()
    assert not [name for name in held if name.endswith(".pdf")]
    again = invoke("run", MONTH, "--workspace", ready, "--twins", "--force")
    assert "Byte for byte what is published already" in again.output


def test_a_changed_note_makes_one_page_again_and_the_pack_is_that_of_a_whole_run(published, warm):
    note = published / "data/register/notes/N2.md"
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text("## Housing\n\nNew flats by the quarry.\n")
    told = json.loads(invoke("run", MONTH, "--workspace", published, "--json").stdout)
    assert (told["unchanged"], told["new"]) == (7, True)
    pack = published / "outputs" / MONTH / "internal" / "current"
    assert "New flats by the quarry." in (pack / "2026-09-neighbourhood-profile-n2-internal.html").read_text()
    whole = json.loads(invoke("run", MONTH, "--workspace", published, "--force", "--json").stdout)
    assert (whole["unchanged"], whole["new"], whole["folder"]) == (0, False, told["folder"])


def test_a_month_that_was_not_received_is_one_fault(root):
    done = invoke("run", "2030-01", "--workspace", root)
    assert done.exit_code == 2
    assert "2030-01: this month was not received" in done.output
    assert not (root / "outputs" / "2030-01" / "internal").exists()


def test_one_kind_for_one_place_is_a_preview(ready, warm):
    done = invoke("documents", MONTH, "--only", "neighbourhood_profile", "--area", "N2", "--workspace", ready)
    assert done.exit_code == 0, done.output
    assert "Previews, outside the pack" in done.output
    (page,) = (ready / "outputs" / MONTH / "preview" / "internal").iterdir()
    assert page.name == "2026-09-neighbourhood-profile-n2-internal.html"


def of_runs_at_once_one_makes_the_pack(root, number):
    """So many commands begun together; the others are told who makes it."""
    words = [sys.executable, "-m", "bsafe_analysis.cli", "run", MONTH, "--workspace", str(root)]
    runs = [subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(number)]
    ends = [(run.pid, *run.communicate(timeout=300), run.returncode) for run in runs]
    (winner,) = [end for end in ends if end[-1] == 0]
    assert "8 of 8 documents made" in winner[1]
    for _, _, said, code in (end for end in ends if end is not winner):
        assert code == 2
        assert f"this month is being made by process {winner[0]} on" in said
    assert len(list((root / "outputs" / MONTH / "internal").glob("v*"))) == 1


@pytest.mark.slow
@pytest.mark.proof
def test_of_two_runs_at_once_one_makes_the_pack_and_the_other_is_told_who(ready):
    """Four, from raw files: `make proof` (runs_at_once). Of eight that want one lock: test_lock.py."""
    of_runs_at_once_one_makes_the_pack(ready, 2)
