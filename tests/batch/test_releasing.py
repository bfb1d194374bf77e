"""Release: a named role freezes what a run published; every version, correction and withdrawal stands in the log."""

import io
import json
import shutil
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from typer.testing import CliRunner

from bsafe_analysis import cli
from bsafe_analysis.batch import purging, releasing
from bsafe_analysis.batch.releasing import ReleaseOrder, release_pack, withdraw_release
from bsafe_analysis.faults import InputError
from bsafe_analysis.packs.manifest import canonical
from bsafe_analysis.packs.publish import publish
from bsafe_analysis.packs.release_log import LOG, read_log
from bsafe_analysis.packs.released_pack import checksum
from bsafe_analysis.packs.releases import release_faults, released_versions, told_of_drafts
from bsafe_analysis.parameters.release_rules import read_release_rules
from tests.pages.test_pack_status import draft

MONTH, PLACE = "2026-09", "data/released/2026-09/internal"
ORDER = ReleaseOrder(MONTH, "Head of community safety")
POLICY = "markings: {{internal: OFFICIAL}}\nrelease: {{roles: [Head of community safety], another_account: {}}}\n"


def put_draft(root, month=MONTH, **pages):
    """A published pack of these pages (their text), as a run would leave it."""
    files = {f"{name}.html": draft(body=text).encode() for name, text in pages.items()}
    documents = [
        {"file": name, "document": "x", "parameters": {}, "sha256": checksum(page)} for name, page in files.items()
    ]
    said = {"marking": "OFFICIAL · DRAFT", "as_of": "2026-10-05", "documents": documents, "other_files": {}}
    return publish(root / "outputs" / month / "internal", files | {"manifest.json": canonical(said)})[0]


@pytest.fixture
def root(tmp_path):
    (tmp_path / "parameters").mkdir()
    (tmp_path / "parameters/policy.yml").write_text(POLICY.format("false"))
    put_draft(tmp_path, hope="12 burglaries")
    yield tmp_path
    for folder in [*tmp_path.glob("outputs/*/internal/*v*"), *tmp_path.glob("data/released/*/internal/*v*")]:
        folder.chmod(0o755)


def refused(root, order, match):
    with pytest.raises(InputError, match=match):
        release_pack(root, order)


def unlock(folder):
    folder.chmod(0o755)
    for path in folder.iterdir():
        path.chmod(0o644)


def test_what_is_released_is_the_draft_with_another_status_read_only_and_in_the_log(root):
    order = replace(
        ORDER, role="head of  Community safety", on=date(2026, 10, 8), minute="item 4", recipients=("Fire",)
    )
    done = release_pack(root, order)
    assert done.folder == root / PLACE / "v1"
    page = (done.folder / "hope.html").read_text()
    assert page.replace("RELEASED v1", "DRAFT") == draft(body="12 burglaries")
    assert {path.stat().st_mode & 0o777 for path in done.folder.iterdir()} == {0o444}
    told = done.line.details
    assert (told["role"], told["on"], told["minute"]) == ("Head of community safety", "2026-10-08", "item 4")
    assert (told["recipients"], told["audience"], told["version"]) == (["Fire"], "internal", 1)
    assert told["policy"] == checksum((root / "parameters/policy.yml").read_bytes())
    assert told["sha256"] == checksum((done.folder / "manifest.json").read_bytes())
    assert release_faults(root, deep=True) == ()


def test_a_correction_is_a_new_version_that_names_what_it_corrects_and_why(root):
    release_pack(root, ORDER)
    refused(root, ORDER, "this very pack is released already, as version 1")
    put_draft(root, hope="13 burglaries")
    refused(root, ORDER, "--supersedes 1 --reason")
    refused(root, replace(ORDER, supersedes=1), "version 1 of it is released and stands")
    refused(root, replace(ORDER, supersedes=2, reason="late rows"), "version 1 of it is released and stands")
    (told,) = told_of_drafts(root, MONTH, "", root / "outputs" / MONTH / "internal/v2")
    assert "version 1 of this pack is released and stands" in told
    assert told_of_drafts(root, MONTH, "", root / "outputs" / MONTH / "internal/v1") == ()
    before = (root / PLACE / "v1/hope.html").read_bytes()
    done = release_pack(root, replace(ORDER, supersedes=1, reason="late rows"))
    assert (done.version, done.line.about("supersedes", "reason")) == (2, (1, "late rows"))
    assert "RELEASED v2" in (done.folder / "hope.html").read_text()
    assert (root / PLACE / "v1/hope.html").read_bytes() == before


def test_a_withdrawn_version_stands_no_more_and_its_files_stay(root):
    release_pack(root, ORDER)
    with pytest.raises(InputError, match="no reason is given"):
        withdraw_release(root, ORDER)
    withdraw_release(root, replace(ORDER, reason="a wrong map"))
    (version,) = released_versions(read_log(root)[0])
    assert version.withdrawn and (root / version.folder).is_dir()
    with pytest.raises(InputError, match="nothing is released there"):
        withdraw_release(root, replace(ORDER, reason="again"))
    assert release_pack(root, ORDER).version == 2


def test_only_a_role_of_the_policy_may_release(root):
    refused(root, replace(ORDER, role="The tea lady"), "may not release.*Head of community safety")
    refused(root, replace(ORDER, role=" "), "no role is given")
    (root / "parameters/policy.yml").write_text("markings: {internal: OFFICIAL}\n")
    refused(root, ORDER, "it names nobody who may release")
    assert not (root / "data").exists()


def test_where_the_policy_asks_for_another_account_who_ran_it_cannot_release(root, monkeypatch):
    (root / "parameters/policy.yml").write_text(POLICY.format("true"))
    refused(root, ORDER, "the account that ran it .* is releasing it")
    monkeypatch.setattr(releasing, "this_account", lambda: "a second person")
    assert release_pack(root, ORDER).line.details["account"] == "a second person"


@pytest.mark.parametrize("spoil", [
    lambda folder: (folder / "hope.html").write_text("13 burglaries"),
    lambda folder: (folder / "hope.html").unlink(),
    lambda folder: (folder / "more.html").write_text("x"),
    lambda folder: (folder / "manifest.json").unlink(),
])  # fmt: skip
def test_files_that_are_not_what_the_run_published_are_not_released_and_not_verified(root, spoil):
    done = release_pack(root, ORDER)
    unlock(done.folder)
    spoil(done.folder)
    assert release_faults(root, MONTH, deep=True)
    unlock(root / "outputs" / MONTH / "internal/v1")
    spoil(root / "outputs" / MONTH / "internal/v1")
    refused(root, replace(ORDER, supersedes=1, reason="x"), "altered|missing|not of this pack")


def test_what_names_a_folder_is_no_path_and_what_is_kept_is_a_plain_line(root):
    refused(root, replace(ORDER, pack="../../x"), "this is no pack's name")
    refused(root, replace(ORDER, audience="everybody"), "there is no audience")
    refused(root, replace(ORDER, reason="a\nb"), "no plain line")
    refused(root, replace(ORDER, on=date(2026, 9, 1)), "before the day of the data")
    refused(root, replace(ORDER, supersedes=1, reason="x"), "nothing that stands")
    refused(root, replace(ORDER, audience="public"), "no pack is published there")


@pytest.mark.parametrize("after", ["write_version", "add_line"])
def test_a_release_that_is_killed_is_released_whole_or_not_at_all(root, monkeypatch, after):
    real = getattr(releasing, after)

    def dies(*args):
        real(*args)
        raise KeyboardInterrupt

    monkeypatch.setattr(releasing, after, dies)
    with pytest.raises(KeyboardInterrupt):
        release_pack(root, ORDER)
    monkeypatch.undo()
    if after == "add_line":
        refused(root, ORDER, "this very pack is released already")
    else:
        assert release_pack(root, ORDER).version == 1
    assert [path.name for path in (root / PLACE).iterdir()] == ["v1"]
    assert release_faults(root, deep=True) == ()


def test_a_pack_that_is_gone_or_in_no_line_of_the_log_is_found(root):
    done = release_pack(root, ORDER)
    shutil.copytree(done.folder, root / PLACE / "v2")
    assert [fault.file for fault in release_faults(root)] == [f"{PLACE}/v2"]
    for version in (root / PLACE / "v1", root / PLACE / "v2"):
        unlock(version)
        shutil.rmtree(version)
    (gone,) = release_faults(root)
    assert "gone without having been purged" in gone.cause


def test_a_cut_log_lets_nothing_be_released(root):
    release_pack(root, ORDER)
    (root / LOG).chmod(0o644)
    (root / LOG).write_text("")
    refused(root, ORDER, "Put the folder back from its backup")


def test_purging_takes_what_is_older_than_the_policy_keeps_and_leaves_checksum_and_reason(root):
    put_draft(root, "2019-08", hope="1")
    old = release_pack(root, replace(ORDER, month="2019-08"))
    release_pack(root, ORDER)
    (root / "outputs/2026-05/private/run-0001").mkdir(parents=True)
    (root / "outputs/2026-05/internal").mkdir()
    due = purging.due_for_purge(root, read_release_rules(root))
    assert [part.folder for part in due] == [
        "data/released/2019-08/internal/v1", "outputs/2019-08", "outputs/2026-05/private/run-0001"
    ]  # fmt: skip
    assert purging.purge(root, ORDER.role, "seven years are over") == due
    assert not any((root / part.folder).exists() for part in due)
    assert (root / "outputs/2026-05/internal").exists() and (root / PLACE / "v1").exists()
    lines, _ = read_log(root)
    assert [line.details["reason"] for line in lines if line.what == "purged"] == ["seven years are over"] * 3
    assert lines[2].details["sha256"] == old.line.details["sha256"]
    assert release_faults(root, deep=True) == ()
    assert purging.due_for_purge(root, read_release_rules(root)) == ()


def test_the_file_to_send_holds_the_released_pages(root):
    from bsafe_analysis.pages.twins.send_file import zipped

    page, shared = draft(body="12 burglaries").encode(), draft(body="12, shared").encode()
    files = {"hope.html": page, "all.zip": zipped("all", {"hope.html": shared, "plotly.js": b"1"})}
    said = {"marking": "OFFICIAL · DRAFT", "as_of": "2026-10-05"}
    said["documents"] = [{"file": "hope.html", "sha256": checksum(page)}]
    said["other_files"] = {"all.zip": checksum(files["all.zip"])}
    publish(root / "outputs" / MONTH / "internal", files | {"manifest.json": canonical(said)})
    folder = release_pack(root, ORDER).folder
    with zipfile.ZipFile(io.BytesIO((folder / "all.zip").read_bytes())) as archive:
        assert archive.namelist() == ["all/hope.html", "all/plotly.js"]
        assert archive.read("all/hope.html").decode().replace("RELEASED v1", "DRAFT") == shared.decode()


def test_a_real_pack_is_released_verified_and_told_by_the_commands(alone, tmp_path):
    root = tmp_path / "ready"
    shutil.copytree(alone / "second", root, symlinks=True)
    with (root / "parameters/policy.yml").open("a") as policy:
        policy.write("release: {roles: [Head of community safety]}\n")

    def bsafe(*words):
        return CliRunner().invoke(cli.app, [*words, "--workspace", str(root)])

    done = bsafe("release", MONTH, "--role", ORDER.role, "--on", "2026-10-08", "--minute", "item 4", "--json")
    assert done.exit_code == 0, done.output
    folder = root / json.loads(done.stdout)["folder"]
    drafts = root / "outputs" / MONTH / "internal/v1"
    for page in drafts.glob("*.html"):
        assert "OFFICIAL · DRAFT" in page.read_text()
        assert (folder / page.name).read_text().replace("RELEASED v1", "DRAFT") == page.read_text()
    assert "are as they were written" in bsafe("verify", MONTH).output
    assert bsafe("release", MONTH, "--role", ORDER.role).exit_code == 2
    assert "Due" not in bsafe("purge", "--dry-run").output
    assert bsafe("withdraw", MONTH, "--role", ORDER.role, "--reason", "a wrong map").exit_code == 0
    assert f"{PLACE}/v1: withdrawn" in bsafe("verify", MONTH).output
    for version in (*root.glob("outputs/*/*/v*"), *root.glob("data/released/*/*/v*")):
        version.chmod(0o755)
